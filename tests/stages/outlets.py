"""Loopback outlets that answer as a test tells them to, and keep a log of what they were asked.

Each outlet is an address with a port, so a registrable domain of its own. What depends on the request or on the time
is a script: a function of the request.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any, Self

from aiohttp import web

WAIT_S = 60.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What an outlet answers. With an ETag, a conditional request for it gets 304."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of the log."""

    at: float
    """Time of the request by the outlet's clock, seconds."""
    path: str
    status: int
    headers: dict[str, str]

    @property
    def is_conditional(self) -> bool:
        """Whether validators came with it."""
        return "If-None-Match" in self.headers or "If-Modified-Since" in self.headers


Script = Callable[[web.BaseRequest], Answer]


class Outlet:
    """``async with``: serves what `serve` was told; anything else is 404. `clock` is what its log's times are of."""

    def __init__(self, host: str = "127.0.0.1", clock: Callable[[], float] = time.monotonic) -> None:
        self._host = host
        self._clock = clock
        self._answers: dict[str, list[Answer]] = {}
        self._scripts: dict[str, Script] = {}
        self._asked = asyncio.Condition()
        self.port = 0
        self.log: list[Asked] = []
        self.when_next_asked: Callable[[], object] | None = None
        """Called once, with the next request in hand and before its answer."""

    async def __aenter__(self) -> Self:
        self._runner = web.ServerRunner(web.Server(self._answer, access_log=None), shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    @property
    def domain(self) -> str:
        """Its registrable domain."""
        return f"{self._host}:{self.port}"

    def url(self, path: str) -> str:
        """The address of `path`."""
        return f"http://{self.domain}{path}"

    def serve(self, path: str, *answers: Answer) -> str:
        """Answers requests for `path` with each of `answers` in turn, and then with the last; gives the URL."""
        self._answers[path] = list(answers)
        return self.url(path)

    def script(self, path: str, script: Script) -> str:
        """Has requests for `path` answered by a function, which also says what is conditional; gives the URL."""
        self._scripts[path] = script
        return self.url(path)

    def asked(self, path: str) -> list[Asked]:
        """The requests for `path`."""
        return [asked for asked in self.log if asked.path == path]

    def times(self, path: str) -> int:
        """How often `path` was asked for."""
        return sum(asked.path == path for asked in self.log)

    async def until(self, what: Callable[[], Any]) -> None:
        """Waits until `what`, looked at after every request, is true. Fails after a minute."""
        async with asyncio.timeout(WAIT_S), self._asked:
            await self._asked.wait_for(what)

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.path == "/robots.txt" and not {"/robots.txt"} & (self._answers.keys() | self._scripts.keys()):
            return web.Response(status=404)  # nothing that a test speaks of, so it is not in the log
        if self.when_next_asked is not None:
            then, self.when_next_asked = self.when_next_asked, None
            then()
        if (script := self._scripts.get(request.path)) is not None:
            answer, unchanged = script(request), False
        else:
            answers = self._answers.get(request.path, [Answer(b"nothing here", 404)])
            answer = answers.pop(0) if len(answers) > 1 else answers[0]
            known = request.headers.get("If-None-Match")
            unchanged = known is not None and known == answer.headers.get("ETag")
        status = 304 if unchanged else answer.status
        async with self._asked:
            self.log.append(Asked(self._clock(), request.path, status, dict(request.headers)))
            self._asked.notify_all()
        return web.Response(status=status, body=None if unchanged else answer.body, headers=answer.headers)


def html(body: bytes | str, *, status: int = 200, **headers: str) -> Answer:
    """A page."""
    raw = body.encode() if isinstance(body, str) else body
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(raw, status, {"Content-Type": "text/html; charset=utf-8", **named})


def redirect(url: str, status: int = 302) -> Answer:
    """A redirect."""
    return Answer(b"", status, {"Location": url})


def report(town: str = "Kharkiv", killed: str = "12", *, canonical: str | None = None, more: str = "") -> str:
    """The page of a short report, as sites make them; its figures and its town are the caller's."""
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    return (
        f"<!doctype html><html lang='en'><head><title>Strike on {town} | Loopback Ledger</title>{link}"
        "<meta property='og:type' content='article'><meta property='og:site_name' content='Loopback Ledger'>"
        "<meta property='article:published_time' content='2026-03-02T18:40:00+02:00'>"
        "<meta property='article:section' content='World'><meta name='author' content='Olha Marchenko'>"
        f"<meta property='og:image' content='/pictures/depot.jpg'></head><body><article><h1>Strike on {town}</h1>"
        f"<p>A missile strike on the city of {town} killed {killed} people and wounded 30 others on Monday, the "
        "regional military administration said. It hit a grain depot beside the railway station before dawn.</p>"
        "<p>Rescue workers searched the ruins for several hours and took the wounded to two hospitals. Trains were "
        "held back until noon, and the power supply of the district was restored in the evening.</p>"
        f"<p>Officials said that repairs would take about a week. {more}</p></article></body></html>"
    )


def rss(items: Sequence[tuple[str, str]], *, published_at: float | None = None, title: str = "Ledger") -> Answer:
    """An RSS 2.0 feed of (link, title), all published at that Unix time or undated."""
    dated = "" if published_at is None else f"<pubDate>{formatdate(published_at)}</pubDate>"
    inner = "".join(f"<item><title>{name}</title><link>{link}</link>{dated}</item>" for link, name in items)
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{inner}</channel></rss>'
    return Answer(body.encode(), 200, {"Content-Type": "application/rss+xml"})
