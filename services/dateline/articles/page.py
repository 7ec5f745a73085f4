"""What extraction makes of a page. Plain data that travels between processes; decisions are elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field

from dateline.messages import DatePrecision, PageKind


@dataclass(frozen=True, slots=True)
class ExtractedPage:
    """A page's text and metadata. Times are RFC 3339 with the page's own offset, or a bare day."""

    url: str
    """The page's URL as given."""
    canonical_url: str
    """The URL that the page names as its own, absolute and normalised; else `url`, normalised."""
    page_kind: PageKind
    """What the page is."""
    kind_reason: str
    """The signal that decided `page_kind`, from a bounded list."""
    title: str = ""
    """Headline, without the site's name; empty where the page has none."""
    text: str = ""
    """Clean text, paragraphs parted by one newline."""
    authors: list[str] = field(default_factory=list)
    """People, in the page's order."""
    published_at: str | None = None
    """When the page says it was published."""
    published_precision: DatePrecision | None = None
    """How much `published_at` says."""
    modified_at: str | None = None
    """When the page says it was last changed."""
    dateline_place: str | None = None
    """The place that the text opens with, as written."""
    dateline_day: str | None = None
    """The day that the text opens with, ISO 8601."""
    language: str | None = None
    """BCP 47, of the text."""
    language_confidence: float | None = None
    """0 to 1; None where the text is too short to check what the page declares."""
    paid: bool | None = None
    """Whether the page says that the whole text is for paying readers; None where it says neither."""
    site: str | None = None
    """The outlet's name, as the page gives it."""
    section: str | None = None
    """The outlet's section."""
    tags: list[str] = field(default_factory=list)
    """Keywords as the page gives them."""
    image: str | None = None
    """URL of the lead picture, absolute."""
    extractor: str = "none"
    """Which path made the text: "fast", "trafilatura", "fast+trafilatura" or "trafilatura-timeout" (``cascade.py``);
    "none" where there is nothing to read."""
