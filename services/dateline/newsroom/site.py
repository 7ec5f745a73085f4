"""One outlet's website: its routes, and what goes wrong on them.

What a page or feed says is decided in `press`, `feeds` and `pages`. A site remembers what it has served,
because corrections and outages depend on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import NamedTuple

from aiohttp import web

from dateline.newsroom import feeds, pages
from dateline.newsroom.content import FeedPlan, Outlet, Story
from dateline.newsroom.press import Press, Printed
from dateline.newsroom.replies import Reply, response_to


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


class Site:
    """The website of `outlet`; `log` is given every request that is answered."""

    def __init__(
        self,
        press: Press,
        outlet: Outlet,
        *,
        clock: Callable[[], datetime],
        pause: Callable[[float], Awaitable[None]],
        log: Callable[[Request], None],
    ) -> None:
        self._press = press
        self._outlet = outlet
        self._clock = clock
        self._pause = pause
        self._log = log
        self._templates = press.content.shared_templates
        self._base_url = press.base_urls[outlet.id]
        self._feeds = {plan.path: plan for plan in outlet.feeds}
        self._stories = {press.path(story): story for story in outlet.stories if not story.partner}
        self._redirects = {path: story for story in outlet.stories if (path := press.redirect_path(story))}
        self._pictures = {f"/media/{story.slug}.svg": story for story in outlet.stories}
        self._first_fetched: dict[str, datetime] = {}
        self._turned_away: Counter[str] = Counter()

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answers a request."""
        if request.method in ("GET", "HEAD"):
            response = response_to(request, await self._reply(request.path))
        else:
            response = web.Response(status=405, headers={"Allow": "GET, HEAD"})
        self._log(Request(self._clock(), self._outlet.id, request.method, request.path_qs, response.status))
        return response

    def front_page(self, plan: FeedPlan | None = None) -> list[Printed]:
        """The stories that are out now, newest first; with a `plan`, those of that feed."""
        return self._press.front_page(self._outlet, self._clock(), self._first_fetched, plan)

    async def _reply(self, path: str) -> Reply:
        if path in self._feeds:
            return await self._feed(self._feeds[path])
        if path in self._stories:
            return self._story(self._stories[path])
        if path in self._redirects:
            return self._redirect(self._redirects[path])
        if path in self._pictures:
            return Reply(pages.picture(self._pictures[path].slug), "image/svg+xml")
        if path == "/robots.txt":
            return Reply(b"User-agent: *\nAllow: /\n", "text/plain", "utf-8")
        return self._home() if path == "/" else self._error(404)

    async def _feed(self, plan: FeedPlan) -> Reply:
        if plan.delay_s:
            await self._pause(plan.delay_s)
        if plan.gone_to_html:
            return self._home()
        entries = self.front_page(plan)
        return Reply(
            feeds.feed_document(self._outlet, plan, self._base_url, entries),
            feeds.CONTENT_TYPES[plan.form],
            plan.declared_charset or plan.charset,
            changed_at=max((entry.updated_at for entry in entries), default=self._press.opened_at),
        )

    def _story(self, story: Story) -> Reply:
        now = self._clock()
        if story.missing or now < self._press.available_at(story):
            return self._error(404)
        if story.outage and self._turned_away[story.slug] < story.outage.times:
            self._turned_away[story.slug] += 1
            return self._error(503, ("Retry-After", str(story.outage.retry_after_s)))
        if story.consent_wall:
            wall = pages.consent_page(self._templates["consent"], self._outlet, self._base_url, story.title)
            return self._html(wall)
        printed = self._press.printed(story, now, self._first_fetched.setdefault(story.slug, now))
        assert printed is not None, "a story that is available is in print"
        language = self._press.language(self._outlet)
        page = pages.article_page(self._outlet, printed, self._base_url, self.front_page(), language)
        return self._html(page, printed.updated_at)

    def _redirect(self, story: Story) -> Reply:
        """A partner's page may move on (302); a short link is for good (301)."""
        location = ("Location", self._press.url(story))
        return Reply(b"", "text/html", status=302 if story.partner else 301, headers=(location,))

    def _home(self) -> Reply:
        page = pages.front_page(self._templates["front"], self._outlet, self._base_url, self.front_page())
        return self._html(page)

    def _html(self, body: bytes, changed_at: datetime | None = None) -> Reply:
        return Reply(body, "text/html", self._outlet.page_charset, changed_at=changed_at)

    def _error(self, status: int, *headers: tuple[str, str]) -> Reply:
        body = pages.error_page(self._templates["error"], self._outlet, self._base_url, str(status))
        return Reply(body, "text/html", self._outlet.page_charset, status=status, headers=headers)
