"""Which article version a look at a page publishes, if any: the page's, the feed's own text, or that it is taken back.

Decisions only: outcomes are made here, nothing is fetched.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dateline.articles.outline import changes_between
from dateline.articles.reading import Reading
from dateline.articles.urls import article_id, normalize_url
from dateline.messages import Article, ArticleStatus, Entry, TextSource, precision_of
from dateline.messages.cloud_events import cloud_event_headers
from dateline.runtime.stage import Outcome
from dateline.stages.page_fate import Fate
from dateline.stages.page_memory import ArticleState, PageMemory, PageState, same_page
from dateline.web.domain import registrable_domain


@dataclass(slots=True)
class Look:
    """One look at a page, as it goes on."""

    key: str
    page: PageState
    """As it will be remembered."""
    memory: PageMemory
    feed_html: str = ""
    """What the feed itself carried of the page, where that may be the whole article."""
    status: int | None = None
    """The response's."""
    outcome: Outcome | None = None
    """What came of it, where that is more than a disposition."""

    def published(self) -> ArticleState | None:
        """What was published last from this very page."""
        last = None if self.page.article is None else self.memory.article(self.page.article)
        return last if last is not None and same_page(last.page, self.key) else None


def publish_read(look: Look, reading: Reading, url: str, source: TextSource, now: datetime) -> Fate:
    """Publishes what was read at `url`, if it is news."""
    page, entry, lane = reading.page, look.page.entry, look.memory.lane
    canonical = page.canonical_url if registrable_domain(page.canonical_url) == lane else url
    identity = article_id(canonical)
    last = look.memory.article(identity)
    if last is not None and not same_page(last.page, look.key):
        look.outcome = Outcome("alias")
        return Fate("alias", final=True)
    look.page = look.page.model_copy(update={"article": identity, "missing": False})
    if last is not None and last.signature == reading.signature:
        look.outcome = Outcome("unchanged")
        return Fate("unchanged", read=True)
    article = _version(reading, entry, last, identity, url, canonical, lane, source, now)
    kind = "retracted" if reading.retracted else "published" if last is None else "new-version"
    look.outcome = _publication(f"{kind}-from-feed" if source is TextSource.FEED else kind, article)
    look.outcome.count(f"extracted-{page.extractor}")
    state = ArticleState(
        version=article.version,
        signature=reading.signature,
        page=look.key,
        status=article.status,
        text_source=source,
        url=None if canonical == normalize_url(entry.url) else canonical,
        outline=reading.outline,
    )
    look.memory.put_article(look.outcome, identity, state)
    return Fate(look.outcome.disposition, news=True, read=source is TextSource.PAGE)


def publish_withdrawal(look: Look, last: ArticleState, status: ArticleStatus, text: str, now: datetime) -> Fate:
    """Publishes that the page's article is taken back, once. `text`: what the page says of it."""
    identity = look.page.article
    assert identity is not None, "only a published article can be taken back"
    if last.status is status:
        return Fate(f"still-{status.value}")
    article = _withdrawn(look.page.entry, last, identity, look.memory.lane, status, text, now)
    look.outcome = _publication(status.value, article)
    kept = {"version": article.version, "status": status, "signature": "", "outline": None}
    look.memory.put_article(look.outcome, identity, last.model_copy(update=kept))
    look.page = look.page.model_copy(update={"missing": False, "etag": None, "last_modified": None})
    return Fate(status.value, news=True)


def _version(
    reading: Reading,
    entry: Entry,
    last: ArticleState | None,
    identity: str,
    url: str,
    canonical_url: str,
    domain: str,
    source: TextSource,
    now: datetime,
) -> Article:
    page = reading.page
    published = page.published_at or entry.published_at
    before = None if last is None else last.outline
    return Article(
        id=identity,
        version=1 if last is None else last.version + 1,
        url=url,
        canonical_url=canonical_url,
        domain=domain,
        entry_id=entry.id,
        feed_id=entry.feed_id,
        title=page.title or entry.title or "",
        text=page.text,
        authors=page.authors or entry.authors,
        published_at=published,
        published_precision=None if published is None else precision_of(published),
        modified_at=page.modified_at,
        dateline_place=page.dateline_place,
        dateline_day=page.dateline_day,
        language=page.language or entry.language,
        language_confidence=page.language_confidence,
        paid=page.paid,
        country=entry.country,
        site=page.site,
        section=page.section,
        tags=page.tags,
        image=page.image,
        page_kind=page.page_kind,
        syndicated_from=None if page.canonical_url == canonical_url else page.canonical_url,
        extractor=page.extractor,
        text_source=source,
        status=ArticleStatus.RETRACTED if reading.retracted else ArticleStatus.PUBLISHED,
        changes=None if before is None else changes_between(before, reading.outline, page.text),
        fingerprint=reading.fingerprint,
        fetched_at=now,
    )


def _withdrawn(
    entry: Entry,
    last: ArticleState,
    identity: str,
    domain: str,
    status: ArticleStatus,
    text: str,
    now: datetime,
) -> Article:
    url = normalize_url(entry.url)
    return Article(
        id=identity,
        version=last.version + 1,
        url=url,
        canonical_url=last.url or url,
        domain=domain,
        entry_id=entry.id,
        feed_id=entry.feed_id,
        title=entry.title or "",
        text=text,
        published_at=entry.published_at,
        language=entry.language,
        country=entry.country,
        extractor="none",
        status=status,
        fetched_at=now,
    )


def _publication(disposition: str, article: Article) -> Outcome:
    outcome = Outcome(disposition)
    headers = cloud_event_headers("article", f"{article.id}/{article.version}", "fetch", article.fetched_at)
    outcome.publish("articles", key=article.id, value=article.to_bytes(), headers=headers)
    return outcome
