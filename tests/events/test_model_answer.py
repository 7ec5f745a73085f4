"""What becomes of a language model's answer: its shape, its quotes and its names are held against the article."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dateline.errors import BadInput
from dateline.events import Document, Tagging
from dateline.events.model_answer import question, read_answer
from dateline.messages import EventType, PlaceLevel, Status

DOCUMENT = Document(
    "a", "Blast in Goma", "A bomb  killed nine\npeople at a market in Goma on Tuesday, the mayor said.", "2024-05-22"
)
QUOTE = "A bomb killed nine people at a market in Goma on Tuesday, the mayor said."
EVENT: dict[str, Any] = {
    "sub_type": "remote_explosive_landmine_ied",
    "quotes": [QUOTE],
    "place": {"name": "Goma", "country": "COD", "level": "town"},
    "date": {"start": "2024-05-21", "end": "2024-05-21"},
    "targets": [{"name": "people", "kind": "civilians", "country": "COD"}],
    "killed": {"min": 9, "max": 9},
    "injured": None,
    "status": "fact",
    "attributed_to": ["the mayor"],
}


def read(answer: str, characters_max: int = 1000) -> tuple[Tagging, int]:
    return read_answer(DOCUMENT, "en", answer, tagger="model/1", characters_max=characters_max)


def told(**changed: object) -> Tagging:
    tagging, _ = read(json.dumps({"events": [{**EVENT, **changed}]}))
    return tagging


def test_an_answer_becomes_a_tagging_with_the_gazetteer_s_coordinates() -> None:
    tagging = told()
    [event] = tagging.events
    assert (tagging.relevant, str(tagging.gate), tagging.tagger) == (True, "tagged", "model/1")
    assert (event.event_type, event.status, event.theatre) == (EventType.EXPLOSIONS_REMOTE_VIOLENCE, Status.FACT, "COD")
    assert event.place is not None
    assert (event.place.level, round(event.place.lat or 0), round(event.place.lon or 0)) == (PlaceLevel.TOWN, -2, 29)


def test_every_slot_points_at_words_of_the_article() -> None:
    [event] = told().events
    assert [found.slot.value for found in event.slots] == [
        "sub_type", "place", "date", "target", "killed", "status", "attribution"
    ]  # fmt: skip
    for found in (*event.slots, *event.evidence):
        assert DOCUMENT.full_text[found.start : found.end] == found.text
    assert {found.rule for found in event.slots} == {"model"}


@pytest.mark.parametrize(
    "quotes", [["A bomb killed ninety people at a market in Goma."], [QUOTE, "It was a Monday."], ["Goma"], ["   "]]
)
def test_an_event_whose_quotes_are_not_in_the_article_is_dropped(quotes: list[str]) -> None:
    tagging, dropped = read(json.dumps({"events": [{**EVENT, "quotes": quotes}]}))
    assert (tagging.events, dropped, str(tagging.gate)) == ((), 1, "no-event")


def test_words_beyond_what_the_model_was_shown_are_no_evidence() -> None:
    _, dropped = read(json.dumps({"events": [EVENT]}), characters_max=40)
    assert dropped == 1


def test_names_that_the_article_does_not_have_are_left_out() -> None:
    [event] = told(
        place={"name": "Bukavu", "country": "COD"},
        initiators=[{"name": "the M23", "kind": "rebel_group", "country": "COD"}],
        attributed_to=["the United Nations", "the mayor"],
    ).events
    assert (event.place, event.initiators, event.attributed_to) == (None, (), ("the mayor",))


def test_a_place_that_the_gazetteer_knows_in_another_country_gets_no_coordinates() -> None:
    [event] = told(place={"name": "Goma", "country": "UKR", "level": "town"}).events
    assert event.place is not None
    assert (event.place.country, event.place.lat) == ("UKR", None)


def test_a_country_that_there_is_not_is_left_out() -> None:
    [event] = told(place=None, targets=[{"name": "people", "kind": "civilians", "country": "XYZ"}]).events
    assert (event.targets[0].country, event.theatre) == (None, "XXX")


def test_an_answer_in_a_fence_is_read() -> None:
    tagging, _ = read(f"```json\n{json.dumps({'events': [EVENT]})}\n```")
    assert len(tagging.events) == 1


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "I cannot help with that.",
        "[]",
        "[" * 100_000,
        '{"events": null}',
        json.dumps({"events": [{**EVENT, "sub_type": "war"}]}),
        json.dumps({"events": [{**EVENT, "killed": {"min": 9, "max": 3}}]}),
        json.dumps({"events": [{**EVENT, "killed": {"min": -1, "max": 3}}]}),
        json.dumps({"events": [{**EVENT, "date": {"start": "2024-05-22", "end": "2024-05-21"}}]}),
        json.dumps({"events": [{**EVENT, "place": {"name": "Goma", "country": "Congo"}}]}),
        json.dumps({"events": [{**EVENT, "quotes": []}]}),
        json.dumps({"events": [EVENT] * 41}),
    ],
)
def test_an_answer_of_another_shape_is_refused_by_name(answer: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(answer)
    assert refused.value.code == "bad-answer"


def test_the_question_shows_no_more_of_the_article_than_the_budget() -> None:
    [system, user] = question(DOCUMENT, 10)
    assert system["role"] == "system"
    assert user["content"].endswith(f"\n\n{DOCUMENT.full_text[:10]}")
    assert "2024-05-22" in user["content"]
