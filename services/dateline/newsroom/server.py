"""The newsroom's websites on loopback: sockets, routes, conditional requests, and what goes wrong on them.

What a page or feed says is decided in `press`, `feeds` and `pages`; here it is only sent.
"""

from __future__ import annotations

import asyncio
import hashlib
import socket
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from aiohttp import web

from dateline import messages
from dateline.newsroom import feeds, pages
from dateline.newsroom.content import ExpectedEvent, FeedPlan, Outlet, Story, load_content
from dateline.newsroom.press import Press, Printed


class Request(NamedTuple):
    """One line of the newsroom's access log."""

    at: datetime
    """When it was answered."""
    outlet: str
    """Id of the outlet."""
    method: str
    """HTTP method."""
    path: str
    """Path and query, as asked for."""
    status: int
    """HTTP status of the answer."""


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


@dataclass(frozen=True, slots=True)
class _Reply:
    """What a route answers, before conditional requests are judged."""

    body: bytes
    content_type: str
    charset: str | None = None
    status: int = 200
    changed_at: datetime | None = None
    headers: tuple[tuple[str, str], ...] = ()


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
    outlets' order; `port` is the same port for all of them, 0 takes a free one for each. `clock` and `pause`
    are the passing of time, for tests. Raises ConfigurationError where the content is wrong, OSError where an
    address cannot be bound.
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
        self._stack = AsyncExitStack()
        self._first_fetched: dict[str, dict[str, datetime]] = {outlet.id: {} for outlet in self._content.outlets}
        self._turned_away: Counter[tuple[str, str]] = Counter()
        self.request_log: list[Request] = []
        """Every request that was answered, oldest first."""

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            sockets: dict[str, socket.socket] = {}
            for outlet, address in zip(self._content.outlets, self._addresses, strict=True):
                sockets[outlet.id] = stack.enter_context(socket.create_server((address, self._port), backlog=128))
            self._press = Press(
                content=self._content,
                base_urls={name: "http://{}:{}".format(*sock.getsockname()) for name, sock in sockets.items()},
                opened_at=self._clock(),
            )
            for outlet in self._content.outlets:
                site = _Site(self, self._press, outlet)
                runner = web.ServerRunner(web.Server(site.answer, access_log=None), shutdown_timeout=1.0)
                await runner.setup()
                stack.push_async_callback(runner.cleanup)
                await web.SockSite(runner, sockets[outlet.id]).start()
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

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
        now = self._clock()
        return [
            PrintedEvent(
                article_url=printed.url,
                outlet=outlet.id,
                language=outlet.language,
                title=printed.title,
                available_at=self.press.available_at(printed.story),
                syndicated=printed.story.wire is not None,
                event=event,
            )
            for outlet in self._content.outlets
            for printed in self.press.front_page(outlet, now, self._first_fetched[outlet.id])
            if printed.story.readable
            for event in printed.expected
        ]

    def now(self) -> datetime:
        """The newsroom's time."""
        return self._clock()

    async def pause(self, seconds: float) -> None:
        """Lets `seconds` pass."""
        await self._pause(seconds)

    def first_fetched(self, outlet: Outlet) -> dict[str, datetime]:
        """When each of an outlet's pages was first served, by slug."""
        return self._first_fetched[outlet.id]

    def turn_away(self, story: Story) -> bool:
        """Whether this request meets the story's outage; counts it."""
        if story.outage is None:
            return False
        self._turned_away[story.outlet, story.slug] += 1
        return self._turned_away[story.outlet, story.slug] <= story.outage.times


class _Site:
    """One outlet's website."""

    def __init__(self, newsroom: Newsroom, press: Press, outlet: Outlet) -> None:
        self._newsroom = newsroom
        self._press = press
        self._outlet = outlet
        self._base_url = press.base_urls[outlet.id]
        self._feeds = {plan.path: plan for plan in outlet.feeds}
        self._stories = {press.path(story): story for story in outlet.stories if not story.partner}
        self._redirects = {path: story for story in outlet.stories if (path := press.redirect_path(story))}
        self._pictures = {f"/media/{story.slug}.svg": story for story in outlet.stories}

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answers a request and writes it into the newsroom's log."""
        if request.method not in ("GET", "HEAD"):
            response = web.Response(status=405, headers={"Allow": "GET, HEAD"})
        else:
            response = self._conditional(request, await self._reply(request.path))
        line = Request(self._newsroom.now(), self._outlet.id, request.method, request.path_qs, response.status)
        self._newsroom.request_log.append(line)
        return response

    async def _reply(self, path: str) -> _Reply:
        if path in self._feeds:
            return await self._feed(self._feeds[path])
        if path in self._stories:
            return self._story(self._stories[path])
        if path in self._redirects:
            story = self._redirects[path]
            status = 302 if story.partner else 301
            return _Reply(b"", "text/html", status=status, headers=(("Location", self._press.url(story)),))
        if path in self._pictures:
            return _Reply(pages.picture(self._pictures[path].slug), "image/svg+xml")
        if path == "/robots.txt":
            return _Reply(b"User-agent: *\nAllow: /\n", "text/plain", "utf-8")
        if path == "/":
            return self._home()
        return self._error(404, "404")

    def _front_page(self, plan: FeedPlan | None = None) -> list[Printed]:
        newsroom = self._newsroom
        return self._press.front_page(self._outlet, newsroom.now(), newsroom.first_fetched(self._outlet), plan)

    async def _feed(self, plan: FeedPlan) -> _Reply:
        if plan.delay_s:
            await self._newsroom.pause(plan.delay_s)
        if plan.gone_to_html:
            return self._home()
        entries = self._front_page(plan)
        return _Reply(
            feeds.feed_document(self._outlet, plan, self._base_url, entries),
            feeds.CONTENT_TYPES[plan.form],
            plan.declared_charset or plan.charset,
            changed_at=max((entry.updated_at for entry in entries), default=self._press.opened_at),
        )

    def _story(self, story: Story) -> _Reply:
        now = self._newsroom.now()
        if story.missing or now < self._press.available_at(story):
            return self._error(404, "404")
        if story.outage and self._newsroom.turn_away(story):
            return self._error(503, "503", ("Retry-After", str(story.outage.retry_after_s)))
        if story.consent_wall:
            template = self._press.content.shared_templates["consent"]
            return self._html(pages.consent_page(template, self._outlet, self._base_url, story.title))
        first_fetched = self._newsroom.first_fetched(self._outlet).setdefault(story.slug, now)
        printed = self._press.printed(story, now, first_fetched)
        assert printed is not None, "a story that is available is in print"
        language = self._press.language(self._outlet)
        page = pages.article_page(self._outlet, printed, self._base_url, self._front_page(), language)
        return self._html(page, printed.updated_at)

    def _home(self) -> _Reply:
        template = self._press.content.shared_templates["front"]
        return self._html(pages.front_page(template, self._outlet, self._base_url, self._front_page()))

    def _html(self, body: bytes, changed_at: datetime | None = None) -> _Reply:
        return _Reply(body, "text/html", self._outlet.page_charset, changed_at=changed_at)

    def _error(self, status: int, reason: str, *headers: tuple[str, str]) -> _Reply:
        template = self._press.content.shared_templates["error"]
        body = pages.error_page(template, self._outlet, self._base_url, reason)
        return _Reply(body, "text/html", self._outlet.page_charset, status=status, headers=headers)

    def _conditional(self, request: web.BaseRequest, reply: _Reply) -> web.Response:
        """The reply, or 304 where the client's copy is still good (RFC 9110, section 13)."""
        headers = dict(reply.headers)
        if reply.status == 200:
            etag = f'"{hashlib.sha256(reply.body).hexdigest()[:16]}"'
            headers["ETag"] = etag
            headers["Cache-Control"] = "max-age=0, must-revalidate"
            if reply.changed_at:
                headers["Last-Modified"] = format_datetime(reply.changed_at.astimezone(UTC), usegmt=True)
            if _is_current(request, etag, reply.changed_at):
                return web.Response(status=304, headers=headers)
        response = web.Response(
            body=reply.body,
            status=reply.status,
            content_type=reply.content_type,
            charset=reply.charset,
            headers=headers,
        )
        response.enable_compression()
        return response


def _is_current(request: web.BaseRequest, etag: str, changed_at: datetime | None) -> bool:
    """Whether what the client holds is what would be sent; a given ETag decides alone."""
    if (known := request.headers.get("If-None-Match")) is not None:
        return etag in (part.strip().removeprefix("W/") for part in known.split(","))
    since = request.headers.get("If-Modified-Since")
    if since is None or changed_at is None:
        return False
    try:
        return changed_at.replace(microsecond=0) <= parsedate_to_datetime(since)
    except (ValueError, TypeError):  # a date that cannot be read, or one without a zone, decides nothing
        return False
