"""How a feed's changes become messages on the entries topic: within a run's limits, the oldest first."""

from __future__ import annotations

from datetime import datetime

from dateline.errors import BadInput
from dateline.feeds.identity import Change, SeenEntries
from dateline.feeds.message import to_message
from dateline.feeds.news import News
from dateline.messages import Entry, Feed
from dateline.messages.cloud_events import cloud_event_headers
from dateline.runtime.stage import Outcome
from dateline.web.domain import registrable_domain

ENTRIES_A_RUN = 400
"""More new entries than this are published over several runs."""
_BYTES_A_RUN = 4_000_000
_ENTRY_MAX_BYTES = 900_000
"""A little less than a record of the entries topic may have (schemas/topics.yaml)."""


def publish_changes(outcome: Outcome, feed: Feed, news: News, *, producer: str, observed_at: datetime) -> list[Change]:
    """Publishes changes, those deepest in the feed first; gives those that must wait for another run."""
    size = 0
    for done, change in enumerate(reversed(news.changes)):
        if done >= ENTRIES_A_RUN or size > _BYTES_A_RUN:
            return news.changes[: len(news.changes) - done]
        entry = to_message(feed, news.feed, change, observed_at)
        if entry is None:
            outcome.count("entries-without-link")
            continue
        try:
            domain = registrable_domain(entry.url)
        except BadInput:
            outcome.count("entries-without-link")
            continue
        value = _within_limit(entry)
        if value is None:
            outcome.count("entries-too-large")
            continue
        size += len(value)
        headers = cloud_event_headers("entry", f"{entry.id}/{entry.revision}", producer, observed_at)
        outcome.publish("entries", key=domain, value=value, headers=headers)
        outcome.count(f"entries-{change.change.value}")
    return []


def _within_limit(entry: Entry) -> bytes | None:
    """The message's value, without the feed's HTML where it would be too large with it; None: even then."""
    for kept in (entry, entry.model_copy(update={"summary_html": None, "content_html": None})):
        value = kept.to_bytes()
        if len(value) <= _ENTRY_MAX_BYTES:
            return value
    return None


def without(newest: SeenEntries, before: SeenEntries, left: list[Change]) -> SeenEntries:
    """`newest` as if the changes in `left` had not been seen yet."""
    if not left:
        return newest
    entries = dict(newest.entries)
    for change in left:
        entries.pop(change.identity, None)
        if change.identity in before.entries:
            entries[change.identity] = before.entries[change.identity]
    return newest.model_copy(update={"entries": entries})
