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

from dateline.articles.extract import extract_page
from dateline.articles.page import ExtractedPage
from dateline.articles.urls import article_id, normalize_url
from dateline.articles.versions import next_visit, signature
from dateline.errors import BadInput
from dateline.messages import Article, Entry, EntryChange
from dateline.messages.cloud_events import cloud_event_headers
from dateline.runtime.commands import REPLAYED_HEADER
from dateline.runtime.stage import Memory, Message, Outcome
from dateline.runtime.state import State
from dateline.runtime.workers import WorkerPool
from dateline.settings import FetchSettings
from dateline.stages.domain import courtesy_of, put_courtesy
from dateline.stages.page_fate import Fate, fate_of_error, fate_of_page, fate_of_status
from dateline.stages.reading import read
from dateline.web.caching import Validators, retry_after_s, validators
from dateline.web.client import Client, Response
from dateline.web.domain import registrable_domain
from dateline.web.errors import FetchError
from dateline.web.politeness import PATIENCE_S, Courtesy

log = structlog.get_logger()

_REDIRECT_HOPS_MAX = 5
_DAY_S = 86400.0


class PageState(State):
    """``page/<key>``: a URL that an entry led to."""

    entry: Entry
    """The newest entry that led here, without its HTML: a state holds no bodies."""
    attempts: int = 0
    """Failures in a row."""
    visits: int = 0
    """Looks that found nothing new, in a row."""
    settled: bool = False
    """Whether it was fetched or given up; until then its due time is still owed."""
    etag: str | None = None
    last_modified: str | None = None


class ArticleState(State):
    """``article/<id>``: what was published last."""

    version: int
    signature: str
    page: str
    """Key of the page that it was read from; other URLs of the same article publish nothing."""


class FetchStage:
    """The stage. `client` and `pool` are shared by a process."""

    name = "fetch"
    input = "entries"
    outputs = ("articles", "fetch-inbox")

    def __init__(
        self, settings: FetchSettings, client: Client, pool: WorkerPool, clock: Callable[[], float] = time.time
    ) -> None:
        self._settings = settings
        self._client = client
        self._pool = pool
        self._clock = clock

    def lane(self, message: Message) -> str:
        """The registrable domain of the entry's URL."""
        return registrable_domain(read(Entry, message).url)

    async def on_message(self, message: Message, memory: Memory) -> Outcome:
        """An entry: fetch its page now if the domain may be asked now, else note when."""
        entry = read(Entry, message)
        name = f"page/{article_id(normalize_url(entry.url))}"
        known = memory.get(name, PageState)
        now = self._clock()
        if known is not None:
            if not known.settled:
                return Outcome("already-waiting")
            if entry.change is not EntryChange.CHANGED and message.header(REPLAYED_HEADER) is None:
                return self._known(name, known, memory, now)
        courtesy = courtesy_of(memory)
        if courtesy.taken(now, self._settings.domain_gap_s) >= self._settings.domain_backlog_max:
            return Outcome("domain-backlog-full")
        page = PageState(entry=entry.model_copy(update={"summary_html": None, "content_html": None}))
        if known is not None:
            page = page.model_copy(update={"etag": known.etag, "last_modified": known.last_modified})
        slot, waiting = courtesy.take_slot(now, self._settings.domain_gap_s)
        if slot <= now:
            return await self._visit(name, page, memory, courtesy)
        return self._wait(Outcome("waiting"), name, page, slot, waiting)

    async def on_due(self, name: str, memory: Memory) -> Outcome:
        """A page's slot, retry or next visit has come."""
        page = memory.get(name, PageState)
        assert page is not None, "only pages have due times"
        courtesy = courtesy_of(memory)
        now = self._clock()
        wait_s = courtesy.wait_s(now)
        if wait_s > PATIENCE_S:
            slot, courtesy = courtesy.take_slot(now, self._settings.domain_gap_s)
            return self._wait(Outcome("waiting"), name, page, slot, courtesy)
        await asyncio.sleep(wait_s)
        return await self._visit(name, page, memory, courtesy)

    def _known(self, name: str, known: PageState, memory: Memory, now: float) -> Outcome:
        """A page that another entry led to before: nothing to do but to remember it longer."""
        outcome = Outcome("known")
        if (now - known.entry.observed_at.timestamp()) > _DAY_S:
            seen = known.entry.model_copy(update={"observed_at": datetime.fromtimestamp(now, UTC)})
            self._put(outcome, name, known.model_copy(update={"entry": seen}), memory.due_at(name))
        return outcome

    def _put(self, outcome: Outcome, name: str, page: PageState, due_at: float | None) -> None:
        expires_at = self._clock() + self._settings.page_memory_days * _DAY_S
        outcome.put(name, page, due_at=due_at, expires_at=max(expires_at, due_at or 0.0))

    def _wait(self, outcome: Outcome, name: str, page: PageState, due_at: float | None, courtesy: Courtesy) -> Outcome:
        """Writes the page, due at that time or no more, and what we owe its domain."""
        self._put(outcome, name, page, due_at)
        put_courtesy(outcome, courtesy, self._clock())
        return outcome

    async def _visit(self, name: str, page: PageState, memory: Memory, courtesy: Courtesy) -> Outcome:
        """Asks for the page, and decides what becomes of it."""
        started = self._clock()
        courtesy = courtesy.asked(started, self._settings.domain_gap_s)
        status: int | None = None
        try:
            response = await self._client.get(
                page.entry.url,
                headers=Validators(page.etag, page.last_modified).request_headers(),
                stay_in_domain=True,
            )
        except FetchError as error:
            fate, outcome = fate_of_error(error), None
        else:
            status = response.status
            page, fate, outcome = await self._judge(name, page, response, memory)
        if fate.domain_wait_s is not None:
            courtesy = courtesy.refused(
                self._clock(), fate.domain_wait_s,
                first_s=self._settings.retry_gap_s, longest_s=self._settings.retry_gap_max_s,
            )  # fmt: skip
        elif status is not None:
            courtesy = courtesy.answered()
        outcome = outcome or Outcome(fate.disposition)
        self._plan_next(outcome, name, page, fate, courtesy)
        log.info("page", url=page.entry.url, disposition=outcome.disposition, status=status,
                 took_s=round(self._clock() - started, 3))  # fmt: skip
        return outcome

    async def _judge(
        self, name: str, page: PageState, response: Response, memory: Memory
    ) -> tuple[PageState, Fate, Outcome | None]:
        """What a response means for the page."""
        if response.redirect_to is not None:
            return page, Fate("handed-over", final=True), self._hand_over(page.entry, response.redirect_to)
        fate = fate_of_status(response.status, retry_after_s(response.headers, self._clock()))
        if not fate.usable:
            return page, fate, None
        fate, outcome = await self._read_page(name, page, response, memory)
        if fate.read:
            found = validators(response.headers)
            page = page.model_copy(update={"etag": found.etag, "last_modified": found.last_modified})
        return page, fate, outcome

    def _plan_next(self, outcome: Outcome, name: str, page: PageState, fate: Fate, courtesy: Courtesy) -> None:
        """Writes the page's next due time: a retry, the next visit, or none."""
        now = self._clock()
        due_at: float | None = None
        if fate.retry and page.attempts + 1 < self._settings.fetch_attempts_max:
            gap = min(self._settings.retry_gap_s * 2.0 ** min(page.attempts, 32), self._settings.retry_gap_max_s)
            due_at = max(now + gap, courtesy.not_before)
            page = page.model_copy(update={"attempts": page.attempts + 1})
        elif fate.retry:
            outcome.disposition = f"gave-up-{outcome.disposition}"
            page = page.model_copy(update={"settled": True, "attempts": 0})
        else:
            visits = 0 if fate.news else page.visits + 1
            gap_s = None if fate.final else next_visit(
                visits, self._settings.revisit_gap_s, self._settings.revisits_max
            )  # fmt: skip
            due_at = None if gap_s is None else now + gap_s
            page = page.model_copy(update={"settled": True, "attempts": 0, "visits": visits})
        self._wait(outcome, name, page, due_at, courtesy)

    def _hand_over(self, entry: Entry, target: str) -> Outcome:
        """A redirect into another domain: its owner goes on, with the chain that led there."""
        chain = [*entry.redirected_from, entry.url]
        if len(chain) > _REDIRECT_HOPS_MAX or target in chain:
            return Outcome("redirect-loop")
        try:
            domain = registrable_domain(target)
        except BadInput:
            return Outcome("bad-redirect")
        handed = entry.model_copy(update={"url": target, "redirected_from": chain})
        outcome = Outcome("handed-over")
        headers = cloud_event_headers("entry", f"{entry.id}/{entry.revision}", self.name, entry.observed_at)
        outcome.publish("fetch-inbox", key=domain, value=handed.to_bytes(), headers=headers)
        return outcome

    async def _read_page(
        self, name: str, page: PageState, response: Response, memory: Memory
    ) -> tuple[Fate, Outcome | None]:
        content_type = response.headers.get("content-type")
        extract = functools.partial(extract_page, url=response.url, content_type=content_type)
        try:
            extracted = await self._pool.run(extract, response.body)
        except BadInput as error:
            outcome = Outcome("dead")
            outcome.dead_document(
                error, response.body, url=response.url, content_type=content_type, replay=page.entry.to_bytes()
            )
            return Fate("dead", final=True), outcome
        fate = fate_of_page(extracted)
        if not fate.usable:
            return fate, None
        return self._publish(name, page.entry, response, extracted, memory)

    def _publish(
        self, name: str, entry: Entry, response: Response, page: ExtractedPage, memory: Memory
    ) -> tuple[Fate, Outcome]:
        url = normalize_url(response.url)
        here = registrable_domain(page.canonical_url) == memory.lane
        canonical = page.canonical_url if here else url
        identity = article_id(canonical)
        last = memory.get(f"article/{identity}", ArticleState)
        if last is not None and last.page != name:
            return Fate("alias", final=True), Outcome("alias")
        mark = signature(page)
        if last is not None and last.signature == mark:
            return Fate("unchanged", read=True), Outcome("unchanged")
        now = datetime.fromtimestamp(self._clock(), UTC)
        article = Article(
            id=identity,
            version=1 if last is None else last.version + 1,
            url=url,
            canonical_url=canonical,
            domain=memory.lane,
            entry_id=entry.id,
            feed_id=entry.feed_id,
            title=page.title or entry.title or "",
            text=page.text,
            authors=page.authors or entry.authors,
            published_at=page.published_at or entry.published_at,
            modified_at=page.modified_at,
            language=page.language or entry.language,
            country=entry.country,
            site=page.site,
            section=page.section,
            tags=page.tags,
            image=page.image,
            page_kind=page.page_kind,
            syndicated_from=None if here else page.canonical_url,
            extractor=page.extractor,
            fetched_at=now,
        )
        outcome = Outcome("published" if last is None else "new-version")
        outcome.count(f"extracted-{page.extractor}")
        headers = cloud_event_headers("article", f"{article.id}/{article.version}", self.name, now)
        outcome.publish("articles", key=article.id, value=article.to_bytes(), headers=headers)
        expires_at = self._clock() + self._settings.page_memory_days * _DAY_S
        state = ArticleState(version=article.version, signature=mark, page=name)
        outcome.put(f"article/{identity}", state, expires_at=expires_at)
        return Fate(outcome.disposition, news=True, read=True), outcome
