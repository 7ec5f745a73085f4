"""``dateline.articles.v1``: clean text and metadata. Key and partition: article id."""

from __future__ import annotations

from enum import StrEnum

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
    EMPTY = "empty"


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
    modified_at: SourceTime | None = None
    """When the page says it was last changed."""
    language: LanguageTag | None = None
    """Of the text."""
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
    fetched_at: UtcTime
    """When this version was fetched."""
