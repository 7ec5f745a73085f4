"""Where a task begins to read: an explicit answer for every state that a topic may be in."""

from __future__ import annotations

import pytest

from dateline.errors import ConfigurationError
from dateline.runtime.positions import Positions
from dateline.runtime.progress import Position
from dateline.runtime.starting import check_partitions, check_same_topic, start_of

TOPIC = "dateline.entries.v1"


def start(known: Position | None, first: int, end: int) -> tuple[int, list[tuple[int, int]], bool]:
    position, lost = start_of(TOPIC, 3, known, (first, end), "fetch")
    return position.next, position.done, lost


def test_without_a_position_it_begins_at_the_first_record_there_is() -> None:
    assert start(None, 40, 90) == (40, [], False)


def test_with_one_it_goes_on_there() -> None:
    assert start(Position(next=50, done=[(60, 61)]), 40, 90) == (50, [(60, 61)], False)


def test_at_the_very_end_it_waits_for_what_comes() -> None:
    assert start(Position(next=90), 40, 90) == (90, [], False)


def test_where_records_were_deleted_unread_it_goes_on_at_the_first_and_says_so() -> None:
    assert start(Position(next=50, done=[(52, 53), (60, 70), (80, 81)]), 65, 90) == (65, [(60, 70), (80, 81)], True)


def test_beyond_the_end_it_refuses_and_tells_the_remedy() -> None:
    with pytest.raises(ConfigurationError, match=r"partition 3, was deleted and made anew.*positions reset fetch"):
        start(Position(next=91), 40, 90)


def test_a_topic_made_anew_that_has_grown_beyond_the_position_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="newer than our position"):
        check_same_topic(TOPIC, 3, Position(next=50, at_ms=1000), (0, 5000), "fetch")


@pytest.mark.parametrize(
    "first_since",
    [(49, 1000), (50, 5000), (70, 5000), None],
    ids=["the record itself", "the next one", "a later one", "none"],
)
def test_the_same_topic_is_known_again(first_since: tuple[int, int] | None) -> None:
    check_same_topic(TOPIC, 3, Position(next=50, at_ms=1000), first_since, "fetch")


def test_a_position_without_a_time_is_taken_as_it_is() -> None:
    check_same_topic(TOPIC, 3, Position(next=50), (0, 5000), "fetch")


def test_a_memory_of_another_partition_count_is_refused() -> None:
    with pytest.raises(ConfigurationError, match=r"had 4 partitions .* and have 8 now"):
        check_partitions(Positions(partitions=4), 8, "fetch")
    check_partitions(Positions(partitions=8), 8, "fetch")
    check_partitions(Positions(), 8, "fetch")
