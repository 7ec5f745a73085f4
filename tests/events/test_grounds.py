"""Every slot of an event names the words that it rests on and the rule that read them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline.events import Document, TaggedEvent, tag
from dateline.messages import Slot
from tests.events.conftest import Read

REPORT = (
    "A Russian missile strike on the city of Kharkiv killed 12 people and wounded 30 others on Monday, "
    "the regional governor said."
)


def told(event: TaggedEvent) -> dict[Slot, tuple[str, str]]:
    """Words and rule of each slot; the last one where a slot has several."""
    return {found.slot: (found.text, found.rule) for found in event.slots}


def test_each_slot_of_a_plain_report_has_its_words_and_its_rule(read: Read) -> None:
    [event] = read(REPORT)
    assert told(event) == {
        Slot.SUB_TYPE: ("missile strike", "sense:shelling"),
        Slot.PLACE: ("Kharkiv", "nearness"),
        Slot.DATE: ("Monday", "weekday"),
        Slot.INITIATOR: ("Russian", "noun"),
        Slot.TARGET: ("12 people", "active"),
        Slot.KILLED: ("12 people", "verb"),
        Slot.INJURED: ("30 others", "verb"),
        Slot.STATUS: ("the regional governor", "said"),
        Slot.ATTRIBUTION: ("the regional governor", "says"),
    }


@pytest.mark.parametrize(
    ("text", "slot", "words", "rule"),
    [
        ("Nine soldiers were killed by rebels near Goma on Tuesday.", Slot.INITIATOR, "rebels", "passive"),
        ("Nine soldiers were killed by rebels near Goma on Tuesday.", Slot.KILLED, "Nine soldiers", "passive"),
        ("Police fired tear gas at protesters in Nairobi.", Slot.SUB_TYPE, "fired tear gas", "unrest:intervene"),
        ("Rebels attacked an army base near Goma on Tuesday.", Slot.PLACE, "Goma", "preposition"),
        (
            "Gunmen killed nine villagers in Plateau State on Tuesday. The claim could not be independently verified.",
            Slot.STATUS,
            "could not be independently verified",
            "unverified",
        ),
        (
            "A bomb killed nine people at a market in Kabul on Tuesday. Islamic State claimed responsibility.",
            Slot.INITIATOR,
            "Islamic State",
            "claims-responsibility",
        ),
    ],
)
def test_the_rule_is_named_by_what_the_sentence_does(read: Read, text: str, slot: Slot, words: str, rule: str) -> None:
    [event] = read(text)
    assert told(event)[slot] == (words, rule)


def test_whoever_is_only_pointed_back_to_is_evidenced_where_he_is_named(read: Read) -> None:
    events = read(
        "Boko Haram fighters entered Gubio on Tuesday. The group killed nine farmers in Monguno on Wednesday."
    )
    assert ("Boko Haram fighters", "antecedent") in [told(event)[Slot.INITIATOR] for event in events]


def test_both_ends_of_a_range_are_shown_where_two_sentences_give_them(read: Read) -> None:
    [event] = read(
        "A car bomb killed nine people at a market in Mogadishu on Tuesday, police said. "
        "A doctor said the blast had killed 12 people."
    )
    assert event.killed is not None
    assert (event.killed.min, event.killed.max) == (9, 12)
    assert [found.text for found in event.slots if found.slot is Slot.KILLED] == ["nine people", "12 people"]


def test_every_filled_slot_of_every_event_is_evidenced_by_its_own_words() -> None:
    document = Document(
        "a", "Strike on Kharkiv", f"{REPORT}\n\nRebels later seized an army base in Goma.", "2024-05-22"
    )
    for event in tag(document).events:
        filled = {
            Slot.SUB_TYPE: True,
            Slot.STATUS: True,
            Slot.PLACE: event.place,
            Slot.DATE: event.date,
            Slot.INITIATOR: event.initiators,
            Slot.TARGET: event.targets,
            Slot.KILLED: event.killed,
            Slot.INJURED: event.injured,
            Slot.ATTRIBUTION: event.attributed_to,
        }
        assert {found.slot for found in event.slots} == {slot for slot, value in filled.items() if value}
        for found in event.slots:
            assert document.full_text[found.start : found.end] == found.text
            assert found.rule


def test_no_slot_of_the_development_articles_is_without_words_and_a_rule(shared: Path) -> None:
    slots = 0
    with (shared / "data/events/articles_dev.jsonl").open(encoding="utf-8") as lines:
        for article in map(json.loads, lines):
            document = Document("a", article["title"], article["text"], article.get("published_at"), article.get("url"))
            for event in tag(document).events:
                slots += len(event.slots)
                for found in event.slots:
                    assert found.rule, (article["doc_id"], found)
                    assert found.text
                    assert document.full_text[found.start : found.end] == found.text
    assert slots > 1000
