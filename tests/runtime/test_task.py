"""One task's life, in virtual time on the twin: single cases that the model test found, or that it meets seldom."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from dateline.errors import ConfigurationError
from dateline.runtime.commands import REARM_HEADER, WAKE_HEADER
from dateline.runtime.partitions import partition_of
from dateline.runtime.state import POSITION_KEY, Envelope, state_key
from tests.runtime.twin import Answer
from tests.runtime.virtual_time import virtual_loop
from tests.runtime.world import PARTITIONS, START, Owner, World

LANE = "b"
"""Its partition is the first."""


@pytest.fixture
def world() -> Iterator[World]:
    with virtual_loop() as loop:
        yield World(loop)


def published(world: World) -> list[tuple[str, str]]:
    lines = [json.loads(record.value or b"") for record in world.records("articles")]
    return [(line["id"], line["by"]) for line in lines]


def test_nothing_runs_between_a_doubt_and_the_next_beginning(world: World) -> None:
    """What it gave would be dropped; and a page must not be fetched for that."""
    owner = world.own(0)
    world.loop.settle()
    world.put(LANE, waits=True)
    world.put("c")
    world.cluster.next_answer = Answer.DOUBT_LOST
    owner.deliver(5)
    world.loop.settle(0.1)
    assert not owner.task.ready
    assert world.waiting() == []


def test_a_fenced_task_waits_before_it_takes_its_partition_back(world: World) -> None:
    former = world.own(0)
    world.loop.settle()
    owner = world.own(0)
    world.loop.settle()
    world.put(LANE)
    former.deliver(1)
    world.loop.settle(3)
    assert (former.task.ready, owner.task.ready) == (False, True)
    assert owner.deliver(1) == 1
    world.loop.settle(0.1)
    assert published(world) == [("0", "message")]


def test_a_partition_that_is_taken_again_and_again_stops_the_stage_and_names_the_cause(world: World) -> None:
    former = world.own(0)
    for _ in range(3):
        world.loop.settle(5)
        world.own(0)
        world.loop.settle()
        world.put(LANE)
        former.deliver(9)
    world.loop.settle(1)
    assert isinstance(former.failure, ConfigurationError)
    assert "DATELINE_GROUP_INSTANCE_ID" in str(former.failure)


def test_a_commit_that_took_place_in_doubt_is_not_done_again(world: World) -> None:
    owner = world.own(0)
    world.loop.settle()
    world.put(LANE)
    world.cluster.next_answer = Answer.DOUBT_COMMITTED
    owner.deliver(1)
    world.loop.settle(5)
    owner.deliver(1)
    world.loop.settle(5)
    assert published(world) == [("0", "message")]


def test_another_task_never_sees_what_was_shown_and_not_committed(world: World) -> None:
    world.cluster.hold = True
    former = world.own(0)
    world.loop.settle()
    world.put(LANE)
    former.deliver(1)
    world.loop.settle()
    assert len(world.cluster.flights) == 1
    owner = world.own(0)
    world.cluster.hold = False
    world.loop.settle()
    assert owner.task.states == 0
    owner.deliver(1)
    world.loop.settle(0.1)
    [booked] = [json.loads(record.value or b"") for record in world.records("articles")]
    assert (booked["id"], booked["number"]) == ("0", 1)


def test_messages_of_other_lanes_pass_one_that_takes_long(world: World) -> None:
    owner = world.own(0)
    world.loop.settle()
    world.put(LANE, waits=True)
    world.put(LANE)
    world.put("c")
    owner.deliver(5)
    world.loop.settle(0.1)
    assert published(world) == [("2", "message")]
    world.open_doors()
    world.loop.settle(0.1)
    assert published(world) == [("2", "message"), ("0", "message"), ("1", "message")]


def test_a_task_takes_no_more_than_its_window(world: World) -> None:
    owner = world.own(0)
    world.loop.settle()
    for _ in range(9):
        world.put(LANE, waits=True)
    assert owner.deliver(100) == world.settings.messages_in_flight_max
    assert owner.task.room() == 0


def owe(world: World, owner: Owner, count: int) -> None:
    """Has so many bookings come due, each of a lane of its own, whose payment waits at its door."""
    lanes = [lane for n in range(1000) if partition_of(lane := f"lane-{n}", PARTITIONS) == owner.partition]
    world.doors_open = True
    for lane in lanes[:count]:
        world.put(lane, delay_s=100.0, waits=True)
    while owner.deliver(6):
        world.loop.settle(0.1)
    world.doors_open = False
    world.clock_error_s += 1000
    world.loop.settle(61)


def test_too_many_due_items_stop_the_reading_of_new_messages(world: World) -> None:
    owner = world.own(0)
    world.loop.settle()
    owe(world, owner, 30)
    assert owner.task.due_backlog > world.settings.due_backlog_max
    assert owner.task.room() == 0
    world.open_doors()
    world.loop.settle(1)
    assert owner.task.due_backlog == 0
    assert owner.task.room() > 0


def test_due_items_are_worked_on_a_few_at_a_time(world: World) -> None:
    owner = world.own(0)
    world.loop.settle()
    owe(world, owner, 10)
    assert len(world.waiting()) == world.settings.due_in_flight_max


def test_due_items_wait_while_a_commit_hangs_and_their_outcomes_pile_up(world: World) -> None:
    owner = world.own(0)
    world.loop.settle()
    owe(world, owner, 30)
    world.cluster.hold = True
    world.open_doors()
    world.loop.settle(5)
    settings = world.settings
    at_most = settings.messages_in_flight_max + 2 * settings.due_in_flight_max
    assert owner.task.due_backlog >= 30 - at_most
    world.cluster.hold = False
    for flight in world.cluster.flights:
        world.cluster.decide(flight, Answer.COMMITTED)
    world.loop.settle(5)
    assert owner.task.due_backlog == 0


@pytest.mark.parametrize("value", [b"", b"torn", b"\xff" * 40])
def test_a_state_that_cannot_be_read_spoils_only_what_asks_for_it(world: World, value: bytes) -> None:
    world.cluster.put("fetch-store", 0, state_key(LANE, "tally"), value)
    world.cluster.put("fetch-store", 0, b"\xff\xfe", Envelope(START, None, 0, b"").encode())
    owner = world.own(0)
    world.loop.settle(1)
    other = next(lane for n in range(100) if partition_of(lane := f"lane-{n}", PARTITIONS) == 0)
    world.put(LANE)
    world.put(other)
    owner.deliver(5)
    world.loop.settle(1)
    assert owner.failure is None
    assert published(world) == [("1", "message")]
    assert [dict(record.headers)["dateline-error"] for record in world.records("dead-letters")] == [b"state-unreadable"]


def test_a_position_that_cannot_be_read_stops_the_stage_and_says_what_to_do(world: World) -> None:
    world.cluster.put("fetch-store", 0, POSITION_KEY, b"torn")
    owner = world.own(0)
    world.loop.settle(1)
    assert isinstance(owner.failure, ConfigurationError)
    assert "positions reset fetch" in str(owner.failure)


def test_a_tail_older_than_tombstones_are_kept_is_not_trusted(world: World) -> None:
    """A process that stood still for hours: what was deleted meanwhile left no trace in the store's tail."""
    former = world.own(0)
    world.loop.settle()
    world.put(LANE, delay_s=3700.0)
    former.deliver(1)
    world.loop.settle(0.1)
    # Another one pays what is owed, hours go by, and compaction removes the tombstone of it.
    world.clock_error_s = 3800
    owner = world.own(0)
    world.loop.settle(0.1)
    owner.leave(drain=True)
    world.loop.settle(0.3)
    assert published(world) == [("0", "message"), ("0", "due")]
    world.clock_error_s = 3800 * 3
    world.cluster.log("fetch-store", 0).compact(tombstones_before_ms=round((world.clock() - 3600) * 1000))
    world.loop.settle(200)
    assert published(world) == [("0", "message"), ("0", "due")]


def test_a_store_that_was_made_anew_under_a_running_task_stops_it(world: World) -> None:
    owner = world.own(0)
    world.loop.settle()
    for _ in range(5):
        world.put(LANE)
        owner.deliver(1)
        world.loop.settle(0.1)
    log = world.cluster.log("fetch-store", 0)
    log.records, log.end = [], 0
    world.put(LANE)
    world.cluster.next_answer = Answer.DOUBT_LOST
    owner.deliver(1)
    world.loop.settle(5)
    assert isinstance(owner.failure, ConfigurationError)
    assert "made anew" in str(owner.failure)


@pytest.mark.parametrize("key", [b"", b"\xff\xfe", b"\x00position", b"nobody\x1fknows", b"no separator"])
def test_a_hostile_rearming_changes_nothing(world: World, key: bytes) -> None:
    owners = [world.own(0), world.own(1)]
    world.loop.settle()
    for partition in (0, 1):
        world.cluster.put("fetch-inbox", partition, key, None, ((REARM_HEADER, b"1"),))
    for _ in range(3):
        for owner in owners:
            owner.deliver(5)
        world.loop.settle(0.1)
    assert [owner.failure for owner in owners] == [None, None]
    assert all(owner.task.undone == 0 for owner in owners)
    assert published(world) == []


def test_a_draining_task_commits_what_is_running_and_begins_nothing_more(world: World) -> None:
    owner = world.own(0)
    world.loop.settle()
    world.put(LANE, waits=True)
    world.put(LANE)
    owner.deliver(2)
    world.loop.settle()
    owner.leave(drain=True)
    world.loop.settle(1)
    assert not owner.run.done()
    world.open_doors()
    world.loop.settle(1)
    assert owner.run.done()
    assert published(world) == [("0", "message")]


def test_a_task_that_is_told_to_go_leaves_at_once_and_commits_nothing(world: World) -> None:
    owner = world.own(0)
    world.loop.settle()
    world.put(LANE, waits=True)
    owner.deliver(1)
    world.loop.settle()
    owner.leave(drain=False)
    world.loop.settle(0.5)
    assert owner.run.done()
    assert published(world) == []


def test_a_function_that_will_not_be_cancelled_changes_nothing_any_more(world: World) -> None:
    owner = world.own(0)
    world.loop.settle()
    world.put(LANE, waits=True, stubborn=True)
    owner.deliver(1)
    world.loop.settle()
    owner.task.doubt("asked for")
    world.loop.settle(2)
    world.open_doors()
    owner.deliver(1)
    world.loop.settle(0.1)
    assert published(world) == [("0", "message")]


def test_what_came_during_a_burst_is_seen_until_the_next(world: World) -> None:
    world.settings = world.settings.model_copy(update={"burst_gap_ms": 5000})
    world.cluster.hold = True
    owner = world.own(0)
    world.loop.settle()
    world.put(LANE)
    owner.deliver(1)
    world.loop.settle(5.5)
    world.put(LANE)
    owner.deliver(1)
    world.loop.settle(0.1)
    world.cluster.decide(world.cluster.flights[0], Answer.COMMITTED)
    world.cluster.hold = False
    world.loop.settle(0.1)
    world.put(LANE)
    owner.deliver(1)
    world.loop.settle(12)
    numbers = [json.loads(record.value or b"")["number"] for record in world.records("articles")]
    assert numbers == [1, 2, 3]


def test_a_due_time_that_was_put_off_meanwhile_is_not_kept_early(world: World) -> None:
    """The claim waits behind a message of its lane, which puts it off."""
    owner = world.own(0)
    world.loop.settle()
    world.put(LANE, delay_s=5.0)
    owner.deliver(1)
    world.loop.settle(0.1)
    world.put(LANE, waits=True, postpones="0", postpone_s=100.0)
    owner.deliver(1)
    world.loop.settle(6)
    world.open_doors()
    world.loop.settle(1)
    assert published(world) == [("0", "message"), ("1", "message")]
    world.clock_error_s = 200
    world.loop.settle(61)
    assert published(world) == [("0", "message"), ("1", "message"), ("0", "due")]


def test_a_state_is_forgotten_when_it_has_expired(world: World) -> None:
    owner = world.own(0)
    world.loop.settle()
    world.put(LANE, keeps_s=1000.0)
    owner.deliver(1)
    world.loop.settle(0.1)
    before = owner.task.states
    world.clock_error_s = 900
    world.loop.settle(61)
    assert owner.task.states == before
    world.clock_error_s = 1100
    world.loop.settle(61)
    assert owner.task.states == before - 1


def test_a_record_that_only_wakes_is_done_with_in_a_transaction_and_does_nothing(world: World) -> None:
    owner = world.own(0)
    world.loop.settle()
    world.cluster.put("fetch-inbox", 0, None, b"", ((WAKE_HEADER, b"1"),))
    before = world.cluster.log("fetch-store", 0).end
    owner.deliver(1)
    world.loop.settle(0.1)
    assert owner.failure is None
    assert owner.task.undone == 0
    assert published(world) == []
    assert world.cluster.log("fetch-store", 0).end > before
