"""What an outcome or an error sends: sizes are known before a burst begins, and hostile records go out whole or cut."""

from __future__ import annotations

import pytest

from dateline.errors import BadInput
from dateline.messages.dead_letter import DeadLetter, DeadLetterKind
from dateline.runtime.commands import MOVED_HEADER
from dateline.runtime.packing import Finished, Packer
from dateline.runtime.partitions import partition_of
from dateline.runtime.stage import Headers, Message, Outcome
from dateline.runtime.state import Envelope, State
from dateline.runtime.transactions import Record
from tests.runtime.virtual_time import virtual_loop
from tests.runtime.world import PARTITIONS, World

SIZE_MAX = 1_000_000


class Note(State):
    text: str = ""


@pytest.fixture
def world() -> World:
    with virtual_loop() as loop:
        return World(loop)


@pytest.fixture
def packer(world: World) -> Packer:
    return Packer(world.surroundings(lambda _: None), 0)


def message(key: bytes | None = b"k", value: bytes | None = b"v", headers: Headers = ()) -> Message:
    return Message("entries", 0, 7, key, value, headers)


def letter_of(finished: Finished) -> tuple[DeadLetter, Record]:
    [record] = finished.records
    assert record.topic == "dead-letters"
    return DeadLetter.from_headers(list(record.headers)), record


def test_an_outcome_goes_out_as_records_and_states_of_its_lane(packer: Packer) -> None:
    outcome = Outcome("done")
    outcome.publish("articles", key="id", value=b"text", partition_key="place")
    outcome.put("note", Note(text="x"), due_at=5.0)
    outcome.delete("old")
    finished = packer.outcome("message", "lane", outcome, message=message())
    [record] = finished.records
    assert (record.topic, record.key, record.value) == ("articles", b"id", b"text")
    assert record.partition == partition_of("place", PARTITIONS)
    assert finished.writes[b"lane\x1fold"] is None
    written = finished.writes[b"lane\x1fnote"]
    assert written is not None
    assert Envelope.decode(written).due_at == 5.0


@pytest.mark.parametrize("size", [SIZE_MAX, 40 * SIZE_MAX])
def test_a_record_too_large_for_its_topic_is_refused_before_anything_is_sent(packer: Packer, size: int) -> None:
    outcome = Outcome("done")
    outcome.publish("articles", key="id", value=b"x" * size)
    with pytest.raises(BadInput, match="a record of"):
        packer.outcome("message", "lane", outcome, message=message())


def test_a_state_too_large_for_the_store_is_refused(packer: Packer) -> None:
    outcome = Outcome("done")
    outcome.put("note", Note(text="x" * SIZE_MAX))
    with pytest.raises(BadInput, match="the state"):
        packer.outcome("message", "lane", outcome, message=message())


@pytest.mark.parametrize(("records", "size"), [(1001, 1), (20, 500_000)], ids=["too many", "too much"])
def test_an_outcome_has_a_largest_size_as_a_whole(packer: Packer, records: int, size: int) -> None:
    outcome = Outcome("done")
    for n in range(records):
        outcome.publish("articles", key=str(n), value=b"x" * size)
    with pytest.raises(BadInput, match="the most are"):
        packer.outcome("message", "lane", outcome, message=message())


def test_a_misplaced_record_goes_to_the_inbox_of_its_lane_with_all_that_it_has(packer: Packer) -> None:
    finished = packer.moved(message(headers=(("trace", b"7"),)), "lane")
    [record] = finished.records
    assert (record.topic, record.key, record.value) == ("fetch-inbox", b"k", b"v")
    assert record.partition == partition_of("lane", PARTITIONS)
    assert record.headers == (("trace", b"7"), (MOVED_HEADER, b"1"))


def test_a_record_is_moved_once_only(packer: Packer) -> None:
    letter, record = letter_of(packer.moved(message(headers=((MOVED_HEADER, b"1"),)), "lane"))
    assert letter.error == "misplaced"
    assert record.value == b"v"


def test_a_misplaced_record_too_large_for_the_inbox_is_put_aside(packer: Packer) -> None:
    letter, _ = letter_of(packer.moved(message(value=b"x" * 2 * SIZE_MAX), "lane"))
    assert letter.error == "outcome-too-large"
    assert letter.truncated


def test_a_dead_letter_holds_the_message_and_where_it_came_from(packer: Packer) -> None:
    finished = packer.dead_message(message(headers=(("trace", b"7"),)), BadInput("bad", "why"))
    letter, record = letter_of(finished)
    assert (record.key, record.value) == (b"k", b"v")
    assert (letter.kind, letter.error, letter.reason) == (DeadLetterKind.MESSAGE, "bad", "why")
    assert (letter.origin_topic, letter.origin_partition, letter.origin_offset) == ("entries", 0, 7)
    assert ("trace", b"7") in record.headers
    assert not letter.truncated


@pytest.mark.parametrize(
    "hostile",
    [
        message(key=b"\xff" * 900_000),
        message(value=b"x" * 10_000_000),
        message(headers=tuple((f"h{n}", b"x" * 1000) for n in range(5000))),
        message(key=None, value=None),
        message(key=b""),
        message(headers=(("dateline-kind", b"state"), ("dateline-reason", b"lies"))),
    ],
    ids=["key", "value", "headers", "nothing at all", "empty key", "headers that look like ours"],
)
def test_a_hostile_record_becomes_a_dead_letter_that_fits(packer: Packer, hostile: Message) -> None:
    finished = packer.dead_message(hostile, BadInput("bad", "why"))
    letter, record = letter_of(finished)
    assert finished.size < SIZE_MAX
    assert (letter.kind, letter.reason) == (DeadLetterKind.MESSAGE, "why")
    assert letter.truncated == (record.value != hostile.value or bool(hostile.key and record.key != hostile.key)
                                or len(hostile.headers) > 100)  # fmt: skip
    assert record.key is not None or record.value is not None


@pytest.mark.parametrize("reason", ["", "x" * 100_000, "half a character: \ud800", "nul: \x00"])
def test_any_reason_can_be_given(packer: Packer, reason: str) -> None:
    letter, _ = letter_of(packer.dead_message(message(), BadInput("bad", reason)))
    assert letter.error == "bad"
    assert len(letter.reason) <= 4000


def test_bytes_from_the_network_go_aside_with_their_address_and_a_way_back(packer: Packer) -> None:
    outcome = Outcome("done")
    outcome.dead_document(
        BadInput("bad-page", "why"),
        b"<html",
        url="https://example.org/\ud800",
        content_type="text/html",
        replay=b"again",
    )
    finished = packer.outcome("message", "lane", outcome, message=message())
    letter, record = letter_of(finished)
    assert (letter.kind, letter.error, letter.content_type) == (DeadLetterKind.DOCUMENT, "bad-page", "text/html")
    assert (record.value, letter.replay_bytes()) == (b"<html", b"again")
    assert finished.dead == ["bad-page"]


def test_a_due_item_that_fails_is_tried_again_later_each_time(packer: Packer, world: World) -> None:
    envelope = Envelope(world.clock(), None, 0, b"{}")
    waits = []
    for _ in range(world.settings.due_attempts_max - 1):
        finished = packer.failed_due(b"lane\x1fname", envelope, BadInput("bad", "why"))
        assert finished.records == []
        written = finished.writes[b"lane\x1fname"]
        assert written is not None
        envelope = Envelope.decode(written)
        assert envelope.due_at is not None
        waits.append(envelope.due_at - world.clock())
    assert waits == sorted(waits)
    assert min(waits) > 1


def test_after_its_attempts_it_is_put_aside_and_is_due_no_more(packer: Packer, world: World) -> None:
    envelope = Envelope(world.clock(), None, world.settings.due_attempts_max - 1, b'{"v":1}')
    finished = packer.failed_due(b"lane\x1fname", envelope, BadInput("bad", "why"))
    letter, record = letter_of(finished)
    assert (letter.kind, letter.attempts) == (DeadLetterKind.STATE, world.settings.due_attempts_max)
    assert (record.key, record.value) == (b"lane\x1fname", envelope.encode())
    written = finished.writes[b"lane\x1fname"]
    assert written is not None
    assert (Envelope.decode(written).due_at, Envelope.decode(written).attempts) == (None, 0)


def test_a_replayed_state_is_due_at_once_with_all_its_attempts(packer: Packer, world: World) -> None:
    finished = packer.rearmed(message(key=b"lane\x1fname"), Envelope(None, None, 0, b"{}"))
    written = finished.writes[b"lane\x1fname"]
    assert written is not None
    assert Envelope.decode(written).due_at == world.clock()
    assert packer.rearmed(message(), None).disposition == "rearm-unknown"
