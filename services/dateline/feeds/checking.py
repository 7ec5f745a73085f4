"""What is wrong with a feed that was asked once: a judgement for the person who keeps the list. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dateline.feeds.dates import epoch_seconds
from dateline.feeds.model import ParsedFeed
from dateline.feeds.sitemap import SITEMAP_INDEX

_DAY_S = 86400.0


class Fault(StrEnum):
    """Kinds of faults."""

    UNREACHABLE = "unreachable"
    """No answer: the reason begins with the code of the request's failure."""
    STATUS = "status"
    """An HTTP status of 400 or above, or one that is no answer to a poll."""
    UNREADABLE = "unreadable"
    """An answer that is no feed."""
    MOVED = "moved"
    """A permanent redirect: the list should have the new URL."""
    EMPTY = "empty"
    """A feed without entries."""
    INDEX = "index"
    """An index of sitemaps, of which nothing is published."""
    SILENT = "silent"
    """Nothing new for long."""
    UNDATED = "undated"
    """No entry says when it was published: what is new is only known from the second poll on."""


FATAL = frozenset({Fault.UNREACHABLE, Fault.STATUS, Fault.UNREADABLE})
"""With one of these, nothing comes from the feed."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong."""

    fault: Fault
    detail: str


def findings_of(feed: ParsedFeed, *, now: float, silent_after_s: float) -> list[Finding]:
    """What is wrong with a feed that could be read. `now`: seconds since the epoch."""
    if feed.format == SITEMAP_INDEX:
        return [Finding(Fault.INDEX, f"it lists {len(feed.entries)} sitemaps: put those on the list")]
    if not feed.entries:
        return [Finding(Fault.EMPTY, "it has no entries")]
    dates = (epoch_seconds(entry.published_at) or epoch_seconds(entry.updated_at) for entry in feed.entries)
    # A date in the future says when something will be, not when something was published.
    past = [date for date in dates if date is not None and date <= now + _DAY_S]
    if not past:
        return [Finding(Fault.UNDATED, f"none of its {len(feed.entries)} entries has a date")]
    quiet_s = now - max(past)
    if quiet_s > silent_after_s:
        return [Finding(Fault.SILENT, f"nothing new for {quiet_s / _DAY_S:.0f} days")]
    return []
