"""The report that docs/events.md follows through the tagger is read as it says there."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from dateline.events import Document, lexicon, tag, to_codebook
from dateline.events.places import country_mentions, find_places
from dateline.events.tokens import sentences, tokenize
from dateline.events.units import Geography, annotate

PAGE = (Path(__file__).parents[2] / "docs/events.md").read_text(encoding="utf-8")
SECTION = PAGE.partition("## One report, from marks to event")[2].partition("\n## ")[0]
REPORT = " ".join(re.findall(r"^> (.*)$", SECTION, re.MULTILINE))


def test_every_phrase_has_the_mark_below_it() -> None:
    block = re.search(r"```\n(.*?)```", SECTION, re.DOTALL)
    assert block is not None
    shown = [re.split(" {2,}", line) for line in block[1].splitlines() if line]
    words, tokens = lexicon.load("en"), tokenize(REPORT)
    geography = Geography(
        {place.start: place for place in find_places(REPORT)},
        {mention.start: mention for mention in country_mentions(REPORT)},
    )
    known, read = words.read(tokens.lowers), []
    for sentence in sentences(tokens, words.grammar, title_end=0, cased=True):
        clause = annotate(tokens, sentence, known, words.grammar, geography, cased=True)
        read += [[tokens.surface(unit.first, unit.last) for unit in clause.units], list(clause.marks)]
    assert [[cell.strip() for cell in line] for line in shown] == read


@pytest.fixture(scope="module")
def event() -> dict[str, Any]:
    document = Document("report", "", REPORT, "2024-05-06")
    only: dict[str, Any]
    (only,) = to_codebook(document, tag(document))["events"]
    return only


def test_the_event_is_the_one_shown(event: dict[str, Any]) -> None:
    block = re.search(r"```json\n(.*?)```", SECTION, re.DOTALL)
    assert block is not None
    read = {key: event[key] for key in ("sub_type", "status", "attributed_to")}
    read |= {"place": event["place"]["name"], "date": event["date"]["start"]}
    read |= {side: [actor["name"] for actor in event[side]] for side in ("initiators", "targets")}
    read |= {harm: event[harm]["min"] for harm in ("killed", "injured")}
    assert json.loads(block[1]) == read


def test_the_rules_are_those_of_its_table(event: dict[str, Any]) -> None:
    rules = {slot["rule"].removeprefix("sum:") for slot in event["slots"]}
    assert {"weapon-owner", "passive", "preposition", "weekday", "verb", "participle"} <= rules
