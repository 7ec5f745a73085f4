"""What to tell an operator about a feed, in a word. Pure."""

from __future__ import annotations

from enum import StrEnum

from dateline.feeds.rhythm import Voice
from dateline.feeds.schedule import FailureClass, PollHistory


class FeedStatus(StrEnum):
    """The worst that is true of a feed; a metric's label."""

    PAUSED = "paused"
    """The operator said so."""
    NEW = "new"
    """Not polled yet."""
    GONE = "gone"
    """Its server says that it is no more (410)."""
    DEAD = "dead"
    """It has failed for so long that it is asked ever less."""
    FAILING = "failing"
    """The last poll failed."""
    SILENT = "silent"
    """It answers, and has been quiet for longer than its history suggests (`rhythm.Rhythm`)."""
    FEWER = "fewer"
    """It publishes far less than in the weeks before."""
    OK = "ok"


def status_of(history: PollHistory, reason: str, *, paused: bool) -> FeedStatus:
    """`reason`: why the next poll is when it is."""
    if paused:
        return FeedStatus.PAUSED
    if history.polls == 0:
        return FeedStatus.NEW
    if history.failures:
        ends = {str(FailureClass.GONE): FeedStatus.GONE, "dead": FeedStatus.DEAD}
        return ends.get(reason, FeedStatus.FAILING)
    voices = {Voice.SILENT: FeedStatus.SILENT, Voice.FEWER: FeedStatus.FEWER}
    return voices.get(history.rhythm.voice, FeedStatus.OK)
