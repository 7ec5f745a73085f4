"""How the feeds of this process are, as metrics: by status, and by why their next poll is when it is.

A feed is counted from its first poll in this process on, and until it is overdue: then another copy polls it.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from prometheus_client import REGISTRY
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from dateline.feeds.status import FeedStatus

_OVERDUE_S = 3600.0


@dataclass(frozen=True, slots=True)
class _Noted:
    status: FeedStatus
    reason: str
    due_at: float


class FeedGauge(Collector):
    """Counts when it is asked, which is seldom, and not with every poll."""

    def __init__(self) -> None:
        self._feeds: dict[str, _Noted] = {}

    def note(self, feed_id: str, status: FeedStatus, reason: str, due_at: float) -> None:
        """A feed was polled. `due_at`: Unix time of its next poll."""
        self._feeds[feed_id] = _Noted(status, reason, due_at)

    def forget(self, feed_id: str) -> None:
        """A feed is polled no more."""
        self._feeds.pop(feed_id, None)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The metrics of now."""
        since = time.time() - _OVERDUE_S
        self._feeds = {name: feed for name, feed in self._feeds.items() if feed.due_at >= since}
        statuses = Counter(feed.status.value for feed in self._feeds.values())
        reasons = Counter(feed.reason for feed in self._feeds.values())
        by_status = GaugeMetricFamily("dateline_feeds", "Feeds that this process polls, by status.", labels=["status"])
        for status in FeedStatus:
            by_status.add_metric([status.value], statuses[status.value])
        by_reason = GaugeMetricFamily(
            "dateline_feeds_next_poll", "The same by why the next poll is when it is.", labels=["reason"]
        )
        for reason, count in sorted(reasons.items()):
            by_reason.add_metric([reason], count)
        yield by_status
        yield by_reason


FEEDS = FeedGauge()
"""The process's own."""
REGISTRY.register(FEEDS)
