"""What is wrong with a feed that was asked once."""

from __future__ import annotations

import pytest

from dateline.feeds import ParsedFeed
from dateline.feeds.checking import Fault, findings_of
from tests.feeds.documents import feed_of, story

NOW = 1_772_500_000.0  # 2026-03-03
MONTH_S = 30 * 86400.0


def faults(feed: ParsedFeed) -> list[Fault]:
    return [finding.fault for finding in findings_of(feed, now=NOW, silent_after_s=MONTH_S)]


@pytest.mark.parametrize(
    ("feed", "found"),
    [
        (feed_of(story(1, published_at="2026-03-01T10:00:00Z")), []),
        (feed_of(story(1, updated_at="2026-03-01")), []),
        (feed_of(story(1, published_at="2020-01-01"), story(2, published_at="2026-03-01")), []),
        (feed_of(story(1, published_at="2026-01-01T10:00:00Z")), [Fault.SILENT]),
        (feed_of(story(1, published_at="2030-01-01"), story(2, published_at="2020-01-01")), [Fault.SILENT]),
        (feed_of(story(1)), [Fault.UNDATED]),
        (feed_of(), [Fault.EMPTY]),
        (ParsedFeed(format="sitemap-index", entries=(story(1),)), [Fault.INDEX]),
    ],
)
def test_a_feed_that_is_read_may_be_silent_empty_or_undated(feed: ParsedFeed, found: list[Fault]) -> None:
    assert faults(feed) == found
