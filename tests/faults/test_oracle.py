"""The oracle itself: it must see each slip that it is there for, and none where there is none."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from aiokafka.structs import ConsumerRecord

from dateline.errors import ConfigurationError
from dateline.runtime.points import Fault, read_plan
from dateline.runtime.stage import Message
from dateline.runtime.state import Envelope, State, state_key
from tests.faults.numbering import Ask, Dead, Expectation, Line, Owed, Tally, expect, owed_name
from tests.faults.oracle import Verdict, compare_views, judge_dead, judge_lines, judge_store

TOPIC = "test.entries.v1"
ASKS = [Ask(lane="a", source="s", sequence=n) for n in range(3)]
OWED = Ask(lane="a", source="s", sequence=3, due_s=1.0)
POISONED = Ask(lane="a", source="s", sequence=4, due_s=1.0, due_fail="refuse")

Records = list[ConsumerRecord[bytes, bytes]]


def records(values: Sequence[bytes | None]) -> Records:
    return [
        ConsumerRecord("articles", 0, offset, 0, 1, b"a", value, None, 0, 0, ()) for offset, value in enumerate(values)
    ]


def messages(*asks: Ask, bad: Sequence[bytes | None] = ()) -> list[Message]:
    values = [*(ask.model_dump_json().encode() for ask in asks), *bad]
    return [Message("entries", 0, offset, None, value) for offset, value in enumerate(values)]


@pytest.fixture
def model() -> Expectation:
    return expect(messages(*ASKS, OWED, POISONED, bad=[b"{"]), TOPIC, 1)


@pytest.fixture
def published(model: Expectation) -> Records:
    return records([line.model_dump_json().encode() for line in model.lines["a"]])


def lines_verdict(model: Expectation, published: Records) -> Verdict:
    verdict = Verdict(model.count)
    judge_lines(verdict, model, published)
    return verdict


def test_the_model_numbers_a_lanes_messages_and_knows_its_dead(model: Expectation) -> None:
    numbers = [(line.number, line.by) for line in model.lines["a"]]
    assert numbers == [(1, "message"), (2, "message"), (3, "message"), (4, "due")]
    assert model.tallies["a"].seen == 5
    assert [dead.error for dead in model.dead] == ["asked-to", "bad-message"]
    assert model.dead[1] == Dead("bad-message", TOPIC, 0, 5)


def test_a_message_that_was_fed_twice_is_expected_twice() -> None:
    again = expect(messages(OWED, OWED), TOPIC, 1)
    assert [(line.sequence, line.number) for line in again.lines["a"]] == [(3, 1), (3, 2)]


def test_what_is_as_the_model_has_it_is_not_held_against_anyone(model: Expectation, published: Records) -> None:
    assert lines_verdict(model, published).broken == []


def test_a_line_that_is_missing_is_lost(model: Expectation, published: Records) -> None:
    verdict = lines_verdict(model, published[1:])
    assert (len(verdict.lost), len(verdict.twice)) == (1, 0)


def test_a_line_that_comes_again_is_twice(model: Expectation, published: Records) -> None:
    verdict = lines_verdict(model, [*published, *records([published[0].value])])
    assert (len(verdict.lost), len(verdict.twice)) == (0, 1)


def test_a_message_that_was_counted_twice_has_a_number_that_nobody_expects(
    model: Expectation, published: Records
) -> None:
    line = Line.model_validate_json(published[2].value).model_copy(update={"number": 9})
    verdict = lines_verdict(model, records([*(r.value for r in published[:2]), line.model_dump_json().encode()]))
    assert verdict.lost
    assert verdict.twice


def test_lines_of_a_lane_that_are_swapped_are_out_of_order(model: Expectation, published: Records) -> None:
    values = [record.value for record in published]
    verdict = lines_verdict(model, records([values[1], values[0], *values[2:]]))
    assert (len(verdict.lost), len(verdict.twice), len(verdict.out_of_order)) == (0, 0, 1)


def test_dead_letters_must_be_exactly_those_expected(model: Expectation) -> None:
    stranger = Dead("defect", TOPIC, 0, 0)
    verdict = Verdict(model.count)
    judge_dead(verdict, [model.dead[0], stranger], model)
    assert sorted(line.split()[0] for line in verdict.dead) == ["missing", "unexpected"]
    again = Verdict(model.count)
    judge_dead(again, [*model.dead, model.dead[0]], model)
    assert len(again.dead) == 1


def envelope(state: State) -> Envelope:
    return Envelope(None, None, 0, state.encode())


def test_a_store_that_differs_from_the_model_is_seen(model: Expectation) -> None:
    right = {
        state_key("a", "tally"): envelope(model.tallies["a"]),
        state_key("a", owed_name(POISONED, 5)): envelope(Owed(ask=POISONED, number=5)),
    }
    unpaid = {**right, state_key("a", owed_name(OWED, 4)): envelope(Owed(ask=OWED, number=4))}
    miscounted = {**right, state_key("a", "tally"): envelope(Tally(seen=6))}
    verdicts = []
    for states in (right, unpaid, miscounted, {}):
        verdict = Verdict(model.count)
        judge_store(verdict, model, states)
        verdicts.append(len(verdict.store))
    assert verdicts == [0, 1, 1, 2]


def test_a_reader_that_saw_what_is_not_there_any_more_is_believed(published: Records) -> None:
    verdict = Verdict(len(published))
    compare_views(verdict, published[:2], published)
    assert verdict.views == []
    compare_views(verdict, published, published[:2])
    assert len(verdict.views) == 1


def test_faults_at_points_are_read_from_one_line() -> None:
    plan = read_plan("inside-the-burst@3=kill; before-send=kill 0.004; in-on-due@2=delay 20")
    assert plan == {
        ("inside-the-burst", 3): Fault("kill"),
        ("before-send", 1): Fault("kill", 0.004),
        ("in-on-due", 2): Fault("delay", 20.0),
    }


@pytest.mark.parametrize("text", ["nowhere=kill", "before-send=dance", "before-send@x=kill", "before-send"])
def test_a_fault_at_no_point_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match="LABEL"):
        read_plan(text)
