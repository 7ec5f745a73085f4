"""A loopback origin of many outlets, each on an address (so a domain) of its own, that keeps a log of what it served.

Pages are short original reports. A page can be out of order for its first requests, and can be corrected.
"""

from __future__ import annotations

import asyncio
import hashlib
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Self

from aiohttp import web

_TOWNS = ["Kharkiv", "Sumy", "Aleppo", "Gao", "Mosul", "Kherson", "Idlib", "Goma", "Taiz", "Mogadishu"]


@dataclass(slots=True)
class Request:
    """One line of the log."""

    at: float
    """Unix time, seconds."""
    url: str
    status: int
    revision: int
    """Of the page as it was then."""


@dataclass(slots=True)
class Page:
    """One page."""

    url: str
    name: str
    outages_left: int
    revision: int = 1
    killed: int = 3

    @property
    def title(self) -> str:
        """The headline, which a correction changes too."""
        return self.name if self.revision == 1 else f"{self.name} (corrected {self.revision - 1} times)"

    def text(self) -> str:
        town = _TOWNS[int(hashlib.sha256(self.url.encode()).hexdigest(), 16) % len(_TOWNS)]
        toll = self.killed + self.revision - 1
        return (
            f"<p>A missile strike on the city of {town} killed {toll} people on Monday, the regional governor said, "
            f"in an attack that hit a warehouse near the railway station shortly before dawn.</p>"
            f"<p>Rescue workers searched the rubble for several hours and took the wounded to two hospitals. "
            f"Trains were held back until noon, and the power supply of the district was restored in the evening.</p>"
            f"<p>Report {self.name}, state {self.revision}. Officials said that repairs would take about a week, and "
            f"asked residents to keep away from the damaged buildings until they have been inspected.</p>"
        )


@dataclass
class Origin:
    """``async with``: serves `feeds` outlets with `pages` pages each."""

    feeds: int
    pages: int
    failing_share: float = 0.1
    outages: int = 2
    seed: int = 7
    port: int = 0
    log: list[Request] = field(default_factory=list)
    by_url: dict[str, Page] = field(default_factory=dict)

    async def __aenter__(self) -> Self:
        # Old articles are looked at again less soon.
        self._published = formatdate(time.time())
        chance = random.Random(self.seed)
        hosts = [f"127.1.{n // 200}.{n % 200 + 1}" for n in range(self.feeds)]
        loop = asyncio.get_running_loop()
        self._runner = web.ServerRunner(web.Server(self._answer, access_log=None), shutdown_timeout=1)
        await self._runner.setup()
        assert self._runner.server is not None
        first = await loop.create_server(self._runner.server, hosts[0], self.port)
        self.port = first.sockets[0].getsockname()[1]
        rest = await loop.create_server(self._runner.server, hosts[1:], self.port) if hosts[1:] else None
        self._servers = [first, *([rest] if rest else [])]
        for host in hosts:
            for number in range(self.pages):
                url = f"http://{host}:{self.port}/news/{number}"
                failing = self.outages if chance.random() < self.failing_share else 0
                self.by_url[url] = Page(url, f"{host} {number}", failing, killed=chance.randint(2, 40))
        self.feed_urls = [f"http://{host}:{self.port}/feed" for host in hosts]
        return self

    async def __aexit__(self, *_: object) -> None:
        for server in self._servers:
            server.close()
        await self._runner.cleanup()

    def correct(self, share: float) -> set[str]:
        """Corrects a share of the pages: gives their URLs."""
        chance = random.Random(self.seed + 1)
        chosen = {url for url in self.by_url if chance.random() < share}
        for url in chosen:
            self.by_url[url].revision += 1
        return chosen

    def failing(self) -> set[str]:
        """Pages that answered 503 at least once."""
        return {request.url for request in self.log if request.status == 503}

    def served(self) -> Counter[str]:
        """How often each page was served, in full or as unchanged."""
        return Counter(r.url for r in self.log if r.status in (200, 304) and "/news/" in r.url)

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.path == "/robots.txt":
            return web.Response(status=404)
        url = f"http://{request.host}{request.path}"
        response, revision = self._feed(url) if request.path == "/feed" else self._page(request, url)
        self.log.append(Request(time.time(), url, response.status, revision))
        return response

    def _feed(self, url: str) -> tuple[web.Response, int]:
        base = url.removesuffix("/feed")
        items = "".join(
            f"<item><title>{page.title}</title><link>{page.url}</link><guid>{page.url}</guid>"
            f"<pubDate>{self._published}</pubDate></item>"
            for page_url, page in self.by_url.items()
            if page_url.startswith(base + "/")
        )
        body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>{base}</title>{items}</channel></rss>'
        return web.Response(text=body, content_type="application/rss+xml"), 0

    def _page(self, request: web.BaseRequest, url: str) -> tuple[web.Response, int]:
        page = self.by_url[url]
        if page.outages_left:
            page.outages_left -= 1
            return web.Response(status=503), page.revision
        etag = f'"{page.revision}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag}), page.revision
        html = (
            f"<!doctype html><html lang=en><head><title>{page.title}</title><link rel=canonical href='{url}'>"
            f"<meta property='og:type' content='article'></head><body><article><h1>{page.title}</h1>{page.text()}"
            "</article></body></html>"
        )
        return web.Response(text=html, content_type="text/html", headers={"ETag": etag}), page.revision
