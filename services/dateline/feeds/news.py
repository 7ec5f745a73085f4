"""A document to what is new in it, in one call: what a worker does for poll. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from dateline.feeds.identity import Change, SeenEntries, diff
from dateline.feeds.model import ParsedFeed
from dateline.feeds.parse import parse_feed


@dataclass(frozen=True, slots=True)
class News:
    """What a document brings to someone who has seen `SeenEntries` of it. Entries that are known are left out."""

    feed: ParsedFeed
    """The feed without its entries."""
    changes: list[Change]
    """In the feed's order."""
    seen: SeenEntries
    """What to remember; as it was where nothing changed."""
    unwanted: Mapping[str, int] = field(default_factory=dict)
    """How many further changes the feed's filters held back, by reason."""


def read_news(
    body: bytes, *, content_type: str | None, url: str, seen: SeenEntries, first_poll: bool, now: float
) -> News:
    """Parses `body` and compares it with what was seen. `now`: seconds since the epoch. Raises BadInput."""
    parsed = parse_feed(body, content_type=content_type, url=url)
    changes, newest = diff(seen, parsed, first_poll=first_poll, now=now)
    return News(replace(parsed, entries=()), changes, newest)
