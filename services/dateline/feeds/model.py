"""What a parsed feed is, whichever parser made it. Plain values that can be pickled; no parsing here.

Entries are tuples, because there are thousands of them, and tuples are made and pickled in a third of the time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Parser = Literal["fast", "feedparser"]
"""Which parser read a document: our own for what is well formed, feedparser for the rest."""


class ParsedEnclosure(NamedTuple):
    """A file that hangs on an entry."""

    url: str
    type: str | None = None
    length: int | None = None
    """Bytes, as the feed says."""


class ParsedEntry(NamedTuple):
    """One entry as the feed gave it. Links are absolute, the title is plain text, HTML is untrusted."""

    id: str | None = None
    """RSS ``guid``, RDF ``about``, Atom and JSON Feed ``id``; None where the feed has none."""
    title: str | None = None
    link: str | None = None
    summary_html: str | None = None
    content_html: str | None = None
    authors: tuple[str, ...] = ()
    published_at: str | None = None
    """RFC 3339 with the source's own offset (`dateline.feeds.dates.source_time`)."""
    updated_at: str | None = None
    """The same."""
    tags: tuple[str, ...] = ()
    enclosures: tuple[ParsedEnclosure, ...] = ()


@dataclass(frozen=True, slots=True)
class UpdateHints:
    """How often the publisher wants to be asked."""

    ttl_s: float | None = None
    """RSS 2.0 ``ttl``, in seconds."""
    update_period_s: float | None = None
    """RSS syndication module: ``updatePeriod`` / ``updateFrequency``, in seconds."""
    skip_hours: tuple[int, ...] = ()
    """Hours of the day in UTC, 0 to 23, at which not to ask (RSS 2.0 ``skipHours``)."""
    skip_days: tuple[int, ...] = ()
    """Days of the week in UTC, Monday is 0, on which not to ask (RSS 2.0 ``skipDays``)."""


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed and its entries, in the feed's order."""

    format: str
    """``rss20``, ``rss10``, ``rss091u``, ``atom10``, ``atom03``, ``json1``, ``json11``, ``sitemap``, ``news-sitemap``,
    ``sitemap-index``, …; feedparser's names where it knows the format."""
    id: str | None = None
    title: str | None = None
    link: str | None = None
    language: str | None = None
    """BCP 47."""
    updated_at: str | None = None
    """RFC 3339, as in `ParsedEntry`."""
    entries: tuple[ParsedEntry, ...] = ()
    hints: UpdateHints = field(default_factory=UpdateHints)
    hub: str | None = None
    """WebSub hub."""
    self_link: str | None = None
    """The feed's own idea of its URL."""
    entries_left_out: int = 0
    """How many entries beyond the limit were not read."""
    parser: Parser = field(default="fast", compare=False)
    """Which parser read it: how it was read is no difference in what it says."""
