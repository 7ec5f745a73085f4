"""fetch: entries in, article versions out. Lane: the registrable domain of the page.

One process owns a domain, so politeness needs no coordination, and a page is fetched once however many
feeds carry it. What waits (a slot, a retry, the next visit) is a due time of the page's state.
"""

from __future__ import annotations

import asyncio
import functools
import time
from collections.abc import Callable
from datetime import UTC, datetime

import structlog

from dateline.articles.reading import Reading, read_entry, read_page
from dateline.articles.urls import normalize_url
from dateline.articles.versions import age_s, next_visit
from dateline.errors import BadInput
from dateline.messages import ArticleStatus, Entry, EntryChange, TextSource
from dateline.messages.cloud_events import cloud_event_headers
from dateline.runtime.commands import REPLAYED_HEADER
from dateline.runtime.stage import Memory, Message, Outcome
from dateline.runtime.workers import WorkerPool
from dateline.settings import FetchSettings
from dateline.stages.article_versions import Look, publish_read, publish_withdrawal
from dateline.stages.domain import courtesy_of, put_courtesy
from dateline.stages.page_fate import Fate, fate_of_error, fate_of_page, fate_of_status
from dateline.stages.page_memory import PageMemory, PageState, page_key, same_page
from dateline.stages.reading import read
from dateline.stages.robots import RobotsGate
from dateline.web.archive import Archive
from dateline.web.caching import Validators, retry_after_s, validators
from dateline.web.client import Client, Response
from dateline.web.domain import registrable_domain
from dateline.web.errors import FetchError
from dateline.web.politeness import PATIENCE_S, Courtesy

log = structlog.get_logger()

_REDIRECT_HOPS_MAX = 5
_FEED_HTML_CHARS_MIN = 600
"""A shorter text of the feed's is a summary."""


class FetchStage:
    """The stage. `client` and `pool` are shared by a process; `archive`: where raw pages are kept, if they are."""

    name = "fetch"
    input = "entries"
    outputs = ("articles", "fetch-inbox")

    def __init__(
        self,
        settings: FetchSettings,
        client: Client,
        pool: WorkerPool,
        clock: Callable[[], float] = time.time,
        archive: Archive | None = None,
    ) -> None:
        self._settings = settings
        self._archive = archive
        self._client = client
        self._pool = pool
        self._clock = clock
        self._robots = RobotsGate(client, pool, settings.robots_for_pages, delay_max_s=settings.crawl_delay_max_s)

    def lane(self, message: Message) -> str:
        """The registrable domain of the entry's URL."""
        return registrable_domain(read(Entry, message).url)

    async def on_message(self, message: Message, memory: Memory) -> Outcome:
        """An entry: fetch its page now if the domain may be asked now, else note when."""
        entry = read(Entry, message)
        key = page_key(entry.url)
        pages = self._pages(memory)
        again = entry.change is EntryChange.CHANGED or message.header(REPLAYED_HEADER) is not None
        known, shelved = pages.page(key), None
        if known is not None:
            if not known.settled:
                return Outcome("already-waiting")
            if not again:
                return Outcome("known")
        elif (shelved := pages.shelved(key)) is not None and not again:
            outcome = Outcome("known")
            pages.seen_again(outcome, shelved)
            return outcome
        now = self._clock()
        courtesy = courtesy_of(memory)
        if courtesy.taken(now, self._settings.domain_gap_s) >= self._settings.domain_backlog_max:
            return Outcome("domain-backlog-full")
        page = PageState(entry=_without_bodies(entry))
        if known is not None:
            kept = {"etag": known.etag, "last_modified": known.last_modified, "article": known.article}
            page = page.model_copy(update=kept)
        elif shelved is not None and shelved.version and same_page(shelved.page, key):
            page = page.model_copy(update={"article": key})
        look = Look(key, page, pages, _feed_html(entry))
        slot, waiting = courtesy.take_slot(now, self._settings.domain_gap_s)
        if slot <= now:
            return await self._visit(look, courtesy)
        return self._wait(_keep_feed_text(Outcome("waiting"), look), look, slot, waiting)

    async def on_due(self, name: str, memory: Memory) -> Outcome:
        """A page's slot, retry or next visit has come."""
        pages, key = self._pages(memory), name.removeprefix("page/")
        page = pages.page(key)
        assert page is not None, "only pages have due times"
        courtesy = courtesy_of(memory)
        now = self._clock()
        wait_s = courtesy.wait_s(now)
        if wait_s > PATIENCE_S:
            slot, courtesy = courtesy.take_slot(now, self._settings.domain_gap_s)
            return self._wait(Outcome("waiting"), Look(key, page, pages), slot, courtesy)
        await asyncio.sleep(wait_s)
        kept = pages.feed_text(key)
        return await self._visit(Look(key, page, pages, "" if kept is None else kept.html), courtesy)

    def _pages(self, memory: Memory) -> PageMemory:
        return PageMemory(memory, self._settings.page_memory_days, self._clock)

    def _wait(self, outcome: Outcome, look: Look, due_at: float | None, courtesy: Courtesy) -> Outcome:
        """Writes the page, due at that time or no more, and what we owe its domain."""
        look.memory.put_page(outcome, look.key, look.page, due_at)
        put_courtesy(outcome, courtesy, self._clock())
        return outcome

    async def _visit(self, look: Look, courtesy: Courtesy) -> Outcome:
        """Asks for the page, and decides what becomes of it."""
        started, gap_s, states = self._clock(), self._settings.domain_gap_s, look.memory.states
        page = look.page
        if self._robots.must_ask(page.entry.url, states, started):
            outcome, courtesy = await self._robots.ask(page.entry.url, states, courtesy, started, gap_s)
            slot, courtesy = courtesy.take_slot(self._clock(), gap_s)
            return self._wait(_keep_feed_text(outcome, look), look, slot, courtesy)
        try:
            self._robots.check(page.entry.url, states, started)
            courtesy = courtesy.asked(started, self._robots.gap_s(page.entry.url, states, gap_s))
            response = await self._client.get(
                page.entry.url,
                headers=Validators(page.etag, page.last_modified).request_headers(),
                stay_in_domain=True,
                before_hop=lambda hop: self._robots.check(hop, states, started),
            )
        except FetchError as error:
            fate = fate_of_error(error)
        else:
            fate = await self._judge(look, response)
        if fate.domain_wait_s is not None:
            courtesy = courtesy.refused(
                self._clock(), fate.domain_wait_s,
                first_s=self._settings.retry_gap_s, longest_s=self._settings.retry_gap_max_s,
            )  # fmt: skip
        elif look.status is not None:
            courtesy = courtesy.answered()
        if look.outcome is None:
            fate = await self._without_a_page(look, fate)
        outcome = look.outcome or Outcome(fate.disposition)
        self._plan_next(outcome, look, fate, courtesy)
        log.info("page", url=page.entry.url, disposition=outcome.disposition, status=look.status,
                 took_s=round(self._clock() - started, 3))  # fmt: skip
        return outcome

    async def _judge(self, look: Look, response: Response) -> Fate:
        """What a response means for the page."""
        look.status = response.status
        if response.redirect_to is not None:
            look.outcome = self._hand_over(look, response.redirect_to)
            return Fate(look.outcome.disposition, final=True)
        fate = fate_of_status(response.status, retry_after_s(response.headers, self._clock()))
        if not fate.usable:
            return fate
        fate = await self._read_page(look, response)
        if self._archive is not None and fate.disposition != "unchanged":
            self._archive.keep(response, self._now())
        return fate

    async def _read_page(self, look: Look, response: Response) -> Fate:
        content_type = response.headers.get("content-type")
        work = functools.partial(read_page, url=response.url, content_type=content_type)
        try:
            reading = await self._pool.run(work, response.body)
        except BadInput as error:
            look.outcome = Outcome("dead")
            look.outcome.dead_document(
                error, response.body, url=response.url, content_type=content_type, replay=look.page.entry.to_bytes()
            )
            return Fate("dead", final=True)
        fate = fate_of_page(reading.page)
        if fate.retracted and (last := look.published()) is not None:
            return publish_withdrawal(look, last, ArticleStatus.RETRACTED, reading.page.text, self._now())
        if not fate.usable:
            return fate
        fate = publish_read(look, reading, normalize_url(response.url), TextSource.PAGE, self._now())
        if fate.read:
            found = validators(response.headers)
            look.page = look.page.model_copy(update={"etag": found.etag, "last_modified": found.last_modified})
        return fate

    async def _without_a_page(self, look: Look, fate: Fate) -> Fate:
        """What becomes of a page whose look published nothing: perhaps its article is gone, or the feed has a text."""
        last = look.published()
        if fate.gone and last is not None and last.text_source is TextSource.PAGE:
            if last.status is not ArticleStatus.REMOVED and not look.page.missing:
                look.page = look.page.model_copy(update={"missing": True})
                return Fate("missing", again_in_s=self._settings.removal_gap_s)
            return publish_withdrawal(look, last, ArticleStatus.REMOVED, "", self._now())
        look.page = look.page.model_copy(update={"missing": False})
        stands_in = fate.feed_text or self._gives_up(look, fate)
        if stands_in and look.feed_html and (last is None or last.text_source is TextSource.FEED):
            reading = await self._read_entry(look.page.entry, look.feed_html)
            if reading is not None:
                url = normalize_url(look.page.entry.url)
                published = publish_read(look, reading, url, TextSource.FEED, self._now())
                if published.news and (not fate.retry or self._gives_up(look, fate)):
                    return published
                return fate
        if fate.final and last is not None and last.text_source is TextSource.FEED:
            return Fate(fate.disposition)  # a wall may fall: the page is looked at as long as a published one is
        return fate

    async def _read_entry(self, entry: Entry, feed_html: str) -> Reading | None:
        """The feed's own text; None where it is no article, or costs its worker too much."""
        work = functools.partial(read_entry, url=entry.url, title=entry.title or "", language=entry.language)
        try:
            return await self._pool.run(work, feed_html)
        except BadInput as error:
            log.warning("a feed's text can't be read", url=entry.url, error=error.code, reason=error.reason)
            return None

    def _gives_up(self, look: Look, fate: Fate) -> bool:
        """Whether this was the last attempt at the page."""
        most = self._settings.fetch_attempts_max
        return fate.retry and look.page.attempts + 1 >= min(most, fate.attempts_max or most)

    def _plan_next(self, outcome: Outcome, look: Look, fate: Fate, courtesy: Courtesy) -> None:
        """Writes the page's next due time: a retry, the next visit, or none."""
        now = self._clock()
        page, settings = look.page, self._settings
        due_at: float | None = None
        if fate.again_in_s is not None:
            due_at = now + fate.again_in_s
        elif fate.retry and not self._gives_up(look, fate):
            first_gap_s = max(settings.retry_gap_s, fate.retry_gap_s)
            gap_s = min(first_gap_s * 2.0 ** min(page.attempts, 32), max(settings.retry_gap_max_s, fate.retry_gap_s))
            due_at = max(now + gap_s, courtesy.not_before)
            look.page = page.model_copy(update={"attempts": page.attempts + 1})
        elif fate.retry:
            outcome.disposition = f"gave-up-{outcome.disposition}"
            look.page = page.model_copy(update={"settled": True, "attempts": 0})
        else:
            visits = 0 if fate.news else page.visits + 1
            old_s = age_s(page.entry.published_at, now)
            visit_in_s = next_visit(visits, settings.revisit_gap_s, settings.revisits_max, old_s)
            due_at = None if fate.final or visit_in_s is None else now + visit_in_s
            look.page = page.model_copy(update={"settled": True, "attempts": 0, "visits": visits})
        self._wait(outcome, look, due_at, courtesy)
        if look.page.settled or look.page.article is not None:
            look.memory.forget_feed_text(outcome, look.key)
        else:
            _keep_feed_text(outcome, look)

    def _hand_over(self, look: Look, target: str) -> Outcome:
        """A redirect into another domain: its owner goes on, with the chain that led there and the feed's text."""
        entry = look.page.entry
        chain = [*entry.redirected_from, entry.url]
        if len(chain) > _REDIRECT_HOPS_MAX or target in chain:
            return Outcome("redirect-loop")
        try:
            domain = registrable_domain(target)
        except BadInput:
            return Outcome("bad-redirect")
        text = look.feed_html or None
        handed = entry.model_copy(update={"url": target, "redirected_from": chain, "content_html": text})
        outcome = Outcome("handed-over")
        headers = cloud_event_headers("entry", f"{entry.id}/{entry.revision}", self.name, entry.observed_at)
        outcome.publish("fetch-inbox", key=domain, value=handed.to_bytes(), headers=headers)
        return outcome

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._clock(), UTC)


def _without_bodies(entry: Entry) -> Entry:
    """What is remembered of an entry."""
    return entry.model_copy(update={"summary_html": None, "content_html": None, "enclosures": [], "tags": []})


def _feed_html(entry: Entry) -> str:
    """What the feed carries of the page; empty where that can only be a summary."""
    html = max(entry.content_html or "", entry.summary_html or "", key=len)
    return html if len(html) >= _FEED_HTML_CHARS_MIN else ""


def _keep_feed_text(outcome: Outcome, look: Look) -> Outcome:
    """Keeps the feed's text until the page was had or given up."""
    if look.feed_html and look.memory.feed_text(look.key) is None:
        look.memory.put_feed_text(outcome, look.key, look.feed_html)
    return outcome
