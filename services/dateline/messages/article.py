"""``dateline.articles.v1``: clean text and metadata. Key and partition: article id."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from dateline.messages.base import CountryCode, LanguageTag, MessageModel, SourceTime, UtcTime


class PageKind(StrEnum):
    """What a fetched page is. Only articles and live blogs become messages; the rest are dispositions."""

    ARTICLE = "article"
    LIVE_BLOG = "live_blog"
    INDEX = "index"
    MEDIA = "media"
    PAYWALL = "paywall"
    CONSENT_WALL = "consent_wall"
    BOT_WALL = "bot_wall"
    ERROR = "error"
    """The server is in trouble, and says so with status 200."""
    SOFT_404 = "soft_404"
    """No such page, said with status 200."""
    REMOVED = "removed"
    """The outlet says that it took the article away."""
    EMPTY = "empty"


class ArticleStatus(StrEnum):
    """Whether the outlet still stands by the article."""

    PUBLISHED = "published"
    RETRACTED = "retracted"
    """The outlet takes it back and says so: the text is what the page says now."""
    REMOVED = "removed"
    """The page is gone, at two looks: no text."""


class DatePrecision(StrEnum):
    """How much a time of a source says."""

    INSTANT = "instant"
    """A moment, with its offset."""
    LOCAL_TIME = "local_time"
    """Hour and minute of a place that is not told: hours may be missing to the moment."""
    DAY = "day"
    """The day only."""


def precision_of(moment: str) -> DatePrecision:
    """The precision of a `SourceTime`."""
    if "T" not in moment:
        return DatePrecision.DAY
    clock = moment.partition("T")[2]
    return DatePrecision.INSTANT if clock.endswith("Z") or "+" in clock or "-" in clock else DatePrecision.LOCAL_TIME


class TextSource(StrEnum):
    """Where the text comes from."""

    PAGE = "page"
    FEED = "feed"
    """The feed entry's own text, because the page could not be had; a later version may have the page's."""


class Changes(MessageModel):
    """What a version changes in the one before it."""

    title: bool = False
    """The headline has other words."""
    paragraphs_added: int = Field(default=0, ge=0)
    """Paragraphs that the earlier version had not, reworded ones among them."""
    paragraphs_removed: int = Field(default=0, ge=0)
    """Paragraphs that this version has no more, reworded ones among them."""
    added: list[str] = []
    """The beginnings of the first added paragraphs."""
    figures_added: list[str] = []
    """Numbers in digits that the earlier version had not, or not so often, as written."""
    figures_removed: list[str] = []
    """Numbers in digits that this version has no more, or not so often."""


class Article(MessageModel):
    """One version of one article."""

    id: str
    """From the article's canonical URL inside its domain: the same on every replay."""
    version: int = Field(ge=1)
    """1 when first published, one more with every change of substance. Versions of an id come in order."""
    url: str
    """Where it was fetched, after redirects, without tracking parameters."""
    canonical_url: str
    """The URL that the id is made from."""
    domain: str
    """Registrable domain of the URL (public suffix list, private section included)."""
    entry_id: str
    """The feed entry that led here."""
    feed_id: str
    """The feed that carried the entry."""
    title: str
    """Headline, without the site's name; empty where the page has none."""
    text: str
    """Clean text, paragraphs parted by one newline."""
    authors: list[str] = []
    """People, in the page's order."""
    published_at: SourceTime | None = None
    """When the page says it was published, else when its feed entry does."""
    published_precision: DatePrecision | None = None
    """How much `published_at` says."""
    modified_at: SourceTime | None = None
    """When the page says it was last changed."""
    dateline_place: str | None = None
    """The place that the text opens with ("KYIV, Ukraine"), as written."""
    dateline_day: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")] | None = None
    """The day that the text opens with."""
    language: LanguageTag | None = None
    """Of the text."""
    language_confidence: float | None = Field(default=None, ge=0, le=1)
    """How sure the text is of `language`; absent where it is too short to say, and the feed or the page told it."""
    paid: bool | None = None
    """Whether the outlet says that its readers pay for the whole text; absent where it says neither."""
    country: CountryCode | None = None
    """Country of the outlet, from the watch list."""
    site: str | None = None
    """The outlet's name, as the page gives it."""
    section: str | None = None
    """The outlet's section."""
    tags: list[str] = []
    """Keywords as the page gives them."""
    image: str | None = None
    """URL of the lead picture."""
    page_kind: PageKind = PageKind.ARTICLE
    """Article or live blog."""
    syndicated_from: str | None = None
    """Canonical URL in another domain: this is that article's copy."""
    extractor: str = "trafilatura"
    """Which path made the text."""
    text_source: TextSource = TextSource.PAGE
    """The page, or its feed entry where the page could not be had."""
    status: ArticleStatus = ArticleStatus.PUBLISHED
    """Published; or taken back, and then what was said in earlier versions holds no more."""
    changes: Changes | None = None
    """What this version changes; absent in the first, in a removal, and where the one before was long ago."""
    fingerprint: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")] | None = None
    """64-bit SimHash of the text, in hex: of two copies of one story it differs in few bits (docs/articles.md).
    Absent where the text is too short to tell."""
    fetched_at: UtcTime
    """When this version was fetched."""
