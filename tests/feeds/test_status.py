"""One word for how a feed is: the worst that is true of it."""

from __future__ import annotations

import pytest

from dateline.feeds.rhythm import WEEK_S, Rhythm
from dateline.feeds.schedule import PollHistory
from dateline.feeds.status import FeedStatus, status_of

POLLED = PollHistory(polls=9)
FAILING = PollHistory(polls=9, failures=3)
KNOWN = ((200, 3600.0), (190, 7200.0))
SILENT = POLLED.model_copy(update={"rhythm": Rhythm(weeks=KNOWN, quiet_s=WEEK_S)})
FEWER = POLLED.model_copy(update={"rhythm": Rhythm(weeks=(*KNOWN, (210, 3600.0), (10, 9000.0)))})


@pytest.mark.parametrize(
    ("history", "reason", "status"),
    [
        (PollHistory(), "new", FeedStatus.NEW),
        (POLLED, "rate", FeedStatus.OK),
        (FAILING, "server-error", FeedStatus.FAILING),
        (FAILING, "gone", FeedStatus.GONE),
        (FAILING, "dead", FeedStatus.DEAD),
        (SILENT, "quiet", FeedStatus.SILENT),
        (SILENT.model_copy(update={"failures": 1}), "unreachable", FeedStatus.FAILING),
        (FEWER, "rate", FeedStatus.FEWER),
    ],
)
def test_the_worst_that_is_true_is_the_status(history: PollHistory, reason: str, status: FeedStatus) -> None:
    assert status_of(history, reason, paused=False) is status
    assert status_of(history, reason, paused=True) is FeedStatus.PAUSED
