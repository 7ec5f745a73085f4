"""A WebSub hub on loopback: it takes subscriptions, verifies them, and pushes what a test gives it."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from typing import Self

from aiohttp import ClientSession, web

WAIT_S = 60.0


@dataclass(slots=True)
class Subscribed:
    """One subscription, as the hub has it."""

    callback: str
    topic: str
    secret: str
    lease_s: str
    confirmed: bool = False


@dataclass(slots=True)
class Hub:
    """``async with``. `verifies`: it asks back; `refuses`: the status of every answer instead."""

    host: str = "127.0.0.3"
    verifies: bool = True
    refuses: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    lease_s: int = 3600
    asked: list[dict[str, str]] = field(default_factory=list)
    subscriptions: dict[str, Subscribed] = field(default_factory=dict)
    """By topic."""
    port: int = 0
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)
    _verifying: set[asyncio.Task[None]] = field(default_factory=set)
    _runner: web.ServerRunner | None = None
    _session: ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = ClientSession()
        self._runner = web.ServerRunner(web.Server(self._answer, access_log=None), shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, self.host, 0).start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._runner is not None
        assert self._session is not None
        await asyncio.gather(*self._verifying)
        await self._runner.cleanup()
        await self._session.close()

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}/"

    async def until_asked(self, times: int = 1) -> None:
        """Waits until it was asked so often."""
        async with asyncio.timeout(WAIT_S), self._news:
            await self._news.wait_for(lambda: len(self.asked) >= times)

    async def confirmed(self, topic: str) -> Subscribed:
        """Waits until the subscriber has confirmed."""
        async with asyncio.timeout(WAIT_S), self._news:
            await self._news.wait_for(lambda: topic in self.subscriptions and self.subscriptions[topic].confirmed)
        return self.subscriptions[topic]

    async def push(
        self, topic: str, body: bytes, *, method: str = "sha256", secret: str | None = None, signed: bool = True
    ) -> int:
        """Distributes content; gives the subscriber's status."""
        to = self.subscriptions[topic]
        key = (to.secret if secret is None else secret).encode()
        headers = {"Content-Type": "application/rss+xml", "Link": f'<{self.url}>; rel="hub", <{topic}>; rel="self"'}
        if signed:
            headers["X-Hub-Signature"] = f"{method}={hmac.new(key, body, getattr(hashlib, method)).hexdigest()}"
        assert self._session is not None
        async with self._session.post(to.callback, data=body, headers=headers) as answer:
            return answer.status

    async def ask_back(self, to: Subscribed, mode: str = "subscribe", topic: str | None = None) -> tuple[int, bool]:
        """Verifies an intent; gives the subscriber's status, and whether it returned the challenge."""
        challenge = secrets.token_hex(16)
        query = {"hub.mode": mode, "hub.topic": topic or to.topic, "hub.challenge": challenge}
        query["hub.lease_seconds"] = str(self.lease_s)
        assert self._session is not None
        async with self._session.get(to.callback, params=query) as answer:
            return answer.status, await answer.text() == challenge

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.asked.append(form)
        if self.refuses is None:
            to = Subscribed(form["hub.callback"], form["hub.topic"], form["hub.secret"], form["hub.lease_seconds"])
            self.subscriptions[to.topic] = to
            if self.verifies:
                task = asyncio.create_task(self._verify(to))
                self._verifying.add(task)
                task.add_done_callback(self._verifying.discard)
        async with self._news:
            self._news.notify_all()
        return web.Response(status=self.refuses or 202, headers=self.headers)

    async def _verify(self, to: Subscribed) -> None:
        status, same = await self.ask_back(to)
        to.confirmed = status == 200 and same
        async with self._news:
            self._news.notify_all()
