"""How sure a slot is said to be: by what was counted of its rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.events.confidence import TABLE, Counted, confidence_in, slot_confidence
from dateline.messages import Slot
from tests.events.conftest import Read

COUNTS = {
    ("place", "often-right"): Counted(95, 100),
    ("place", "often-wrong"): Counted(20, 100),
    ("place", "seen-once"): Counted(1, 1),
}


def test_a_rule_that_was_often_right_is_surer_than_one_that_was_often_wrong() -> None:
    assert confidence_in(COUNTS, "place", "often-right") > 0.85
    assert confidence_in(COUNTS, "place", "often-wrong") < 0.3


def test_a_rule_that_was_seen_once_is_not_certain() -> None:
    assert confidence_in(COUNTS, "place", "seen-once") < confidence_in(COUNTS, "place", "often-right")


def test_a_rule_that_was_never_seen_is_not_surer_than_its_slot() -> None:
    assert 0 < confidence_in(COUNTS, "place", "new") <= 0.58
    assert confidence_in({}, "place", "new") == 0.5


def test_the_tagger_s_table_has_every_slot_and_only_slots() -> None:
    slots = {line.split("\t")[0] for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]}
    assert slots == {slot.value for slot in Slot}


def test_every_rule_that_was_counted_is_explained_in_the_documents() -> None:
    documents = (Path(__file__).parents[2] / "docs/events.md").read_text(encoding="utf-8")
    rules = {line.split("\t")[1] for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]}
    assert {
        rule for rule in rules if f"`{rule}`" not in documents and f"`{rule.partition(':')[0]}:`" not in documents
    } == set()


@pytest.mark.parametrize("slot", list(Slot))
def test_a_slot_is_never_said_to_be_certain_or_impossible(slot: Slot) -> None:
    assert 0 < slot_confidence(slot.value, "no-such-rule") < 1


def test_the_evidence_of_a_slot_carries_its_rule_s_confidence(read: Read) -> None:
    [event] = read("Nine soldiers were killed by rebels near Goma on Tuesday.")
    assert event.slots
    assert all(found.confidence == slot_confidence(found.slot.value, found.rule) for found in event.slots)
