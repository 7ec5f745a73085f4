"""The newsroom on loopback: its addresses, its sites while it is open, and what an onlooker may ask it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web

from dateline import messages
from dateline.newsroom.content import ExpectedEvent, load_content
from dateline.newsroom.press import Press
from dateline.newsroom.site import Request, Site


@dataclass(frozen=True, slots=True)
class PrintedEvent:
    """An event that a person codes from a story as the newsroom shows it now."""

    article_url: str
    """The story's page."""
    outlet: str
    """Id of the outlet."""
    language: str
    """BCP 47."""
    title: str
    """The story's headline."""
    available_at: datetime
    """From when a reader could find the story."""
    syndicated: bool
    """Whether the story is a copy of another outlet's, which reports the same event."""
    event: ExpectedEvent
    """What is coded."""


def loopback_addresses(count: int) -> list[str]:
    """`count` loopback addresses, each its own where the system allows it.

    Linux answers on all of 127.0.0.0/8. Where only 127.0.0.1 is configured (macOS), every outlet is there, on
    a port of its own: an IP literal with its port is a domain of its own to Dateline.
    """
    addresses = [f"127.0.1.{number}" for number in range(1, count + 1)]
    try:
        for address in addresses:
            socket.create_server((address, 0)).close()
    except OSError:
        return ["127.0.0.1"] * count
    return addresses


class Newsroom:
    """The websites of all outlets, served while the context is open.

    `directory` holds the content (seeds/newsroom). `base_addresses` gives each outlet its address, in the
    outlets' order; `port` is the port of all of them (where they share an address, of the first, and the others
    follow), 0 takes a free one for each. `clock` and `pause` are the passing of time, for tests. Raises
    ConfigurationError where the content is wrong, OSError where an address cannot be bound.
    """

    def __init__(
        self,
        directory: Path,
        *,
        base_addresses: Sequence[str] | None = None,
        port: int = 0,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._content = load_content(directory)
        self._addresses = base_addresses or loopback_addresses(len(self._content.outlets))
        self._port = port
        self._clock = clock
        self._pause = pause
        self._press: Press | None = None
        self._sites: list[Site] = []
        self._stack = AsyncExitStack()
        self.request_log: list[Request] = []
        """Every request that was answered, oldest first."""

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            sockets = self._bind(stack)
            press = self._press = Press(
                content=self._content,
                base_urls={name: "http://{}:{}".format(*sock.getsockname()) for name, sock in sockets.items()},
                opened_at=self._clock(),
            )
            self._sites = [
                Site(press, outlet, clock=self._clock, pause=self._pause, log=self.request_log.append)
                for outlet in self._content.outlets
            ]
            for site, sock in zip(self._sites, sockets.values(), strict=True):
                runner = web.ServerRunner(web.Server(site.answer, access_log=None), shutdown_timeout=1.0)
                await runner.setup()
                stack.push_async_callback(runner.cleanup)
                await web.SockSite(runner, sock).start()
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    def _bind(self, stack: AsyncExitStack) -> dict[str, socket.socket]:
        """Outlet id → its listening socket, which `stack` closes."""
        step = 0 if len(set(self._addresses)) == len(self._addresses) else 1
        sockets = {}
        for number, (outlet, address) in enumerate(zip(self._content.outlets, self._addresses, strict=True)):
            port = self._port and self._port + number * step
            sockets[outlet.id] = stack.enter_context(socket.create_server((address, port), backlog=128))
        return sockets

    @property
    def press(self) -> Press:
        """The outlets at their addresses. Raises RuntimeError before the newsroom is open."""
        if self._press is None:
            raise RuntimeError("the newsroom is not open")
        return self._press

    @property
    def base_urls(self) -> dict[str, str]:
        """Outlet id → its address, without a slash at the end."""
        return dict(self.press.base_urls)

    @property
    def feeds(self) -> list[messages.Feed]:
        """The watch list: every feed of every outlet, the broken and the slow one too."""
        return [
            messages.Feed(
                id=messages.feed_id(url := self.press.base_urls[outlet.id] + plan.path),
                url=url,
                title=plan.title,
                groups=["Sample newsroom"],
                country=outlet.country,
                language=outlet.language,
            )
            for outlet in self._content.outlets
            for plan in outlet.feeds
        ]

    @property
    def feed_urls(self) -> list[str]:
        """The feeds' addresses, in the order of `feeds`."""
        return [feed.url for feed in self.feeds]

    @property
    def article_urls(self) -> list[str]:
        """Pages of the stories that a reader gets to see, sooner or later."""
        return [self.press.url(story) for outlet in self._content.outlets for story in outlet.stories if story.readable]

    @property
    def expected(self) -> list[PrintedEvent]:
        """What a person would code from the stories that are out now, corrections included."""
        return [
            PrintedEvent(
                article_url=printed.url,
                outlet=printed.story.outlet,
                language=self.press.outlet(printed.story.outlet).language,
                title=printed.title,
                available_at=self.press.available_at(printed.story),
                syndicated=printed.story.wire is not None,
                event=event,
            )
            for site in self._sites
            for printed in site.front_page()
            if printed.story.readable
            for event in printed.expected
        ]
