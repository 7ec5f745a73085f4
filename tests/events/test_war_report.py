"""A whole war report with nine events: when its names, places, numbers and order change, so does the result.

The report is ours; the one that the project was built from is read from DATELINE_SHARED and must come out
by the same rules.
"""

from __future__ import annotations

import importlib.util
import json
import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dateline.events import Document, TaggedEvent, tag, to_codebook


@dataclass(frozen=True)
class War:
    """The names and numbers of one telling."""

    attacker: str
    attacker_code: str
    defender: str
    defender_code: str
    ally: str
    ally_code: str
    border_region: str
    border_code: str
    bombed_town: str
    shelled_town: str
    shelled_code: str
    southern_region: str
    killed: int
    injured: int
    executed: int
    downed: int


WARS = {
    "east": War(
        "Russian", "RUS", "Ukrainian", "UKR", "North Korean", "PRK", "Belgorod Oblast", "RUS",
        "Poltava", "Kupiansk", "UKR", "Mykolaiv region", 14, 27, 31, 44,
    ),
    "caucasus": War(
        "Azerbaijani", "AZE", "Armenian", "ARM", "Turkish", "TUR", "Tavush Province", "ARM",
        "Gyumri", "Kapan", "ARM", "Ararat province", 6, 19, 12, 17,
    ),
    "levant": War(
        "Israeli", "ISR", "Syrian", "SYR", "Iranian", "IRN", "Quneitra Governorate", "SYR",
        "Homs", "Palmyra", "SYR", "Latakia Governorate", 22, 58, 40, 9,
    ),
}  # fmt: skip


def paragraphs(war: War) -> dict[str, str]:
    """The report's events, each a paragraph that stands by itself."""
    return {
        "withdrawal": f"{war.ally} troops who fought in {war.border_region} have been withdrawn from the front, "
        f"according to {war.defender} and U.S. officials.",
        "strike": f"A {war.attacker} drone attack on the city of {war.bombed_town} killed {war.killed} civilians, "
        f"including two children. Police said {war.injured} people were injured when the apartment block collapsed.",
        "missiles": f"{war.attacker} missiles struck the town of {war.shelled_town}, damaging a school.",
        "region": f"{war.attacker} drones also attacked the {war.southern_region}, hitting a port and two warehouses.",
        "execution": f"Investigators alleged that {war.defender} soldiers had executed {war.executed} villagers in "
        f"{war.border_region}. The accusation could not be independently verified.",
        "interception": f"{war.defender} air defences shot down {war.downed} drones overnight, the general staff of "
        f"the {war.defender} army said.",
    }


EXPECTED_TYPES = {
    "withdrawal": "change_to_group_activity",
    "strike": "air_drone_strike",
    "missiles": "shelling_artillery_missile",
    "region": "air_drone_strike",
    "execution": "attack",
    "interception": "disrupted_weapons_use",
}


def events_of(text: str) -> list[TaggedEvent]:
    return [event for event in tag(Document("w", "", text, "2025-02-01")).events if event.main]


def told(events: list[TaggedEvent], words: str) -> TaggedEvent:
    """The event whose first evidence holds these words."""
    return next(event for event in events if any(words in span.text for span in event.evidence))


@pytest.mark.parametrize("name", WARS)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_events_follow_the_names_numbers_and_order_of_the_text(name: str, seed: int) -> None:
    war = WARS[name]
    parts = list(paragraphs(war).items())
    random.Random(seed).shuffle(parts)
    events = events_of("\n".join(text for _, text in parts))

    assert sorted(event.sub_type.value for event in events) == sorted(EXPECTED_TYPES.values())
    strike = told(events, war.bombed_town)
    assert strike.sub_type == "air_drone_strike"
    assert strike.place is not None
    assert strike.place.name == war.bombed_town
    assert strike.killed is not None
    assert strike.killed.min == strike.killed.max == war.killed
    assert strike.injured is not None
    assert strike.injured.min == strike.injured.max == war.injured
    assert strike.initiators[0].country == war.attacker_code
    withdrawal = told(events, "withdrawn")
    assert withdrawal.initiators[0].country == war.ally_code
    assert withdrawal.status == "claimed"
    execution = told(events, "executed")
    assert execution.killed is not None
    assert execution.killed.max == war.executed
    assert execution.initiators[0].country == war.defender_code
    assert execution.status == "disputed"
    assert told(events, "missiles struck").place == told(events, war.shelled_town).place
    assert told(events, "air defences").status == "claimed"


def test_a_part_that_is_left_out_takes_only_its_own_event_with_it() -> None:
    whole = paragraphs(WARS["east"])
    for absent, sub_type in EXPECTED_TYPES.items():
        events = events_of("\n".join(text for name, text in whole.items() if name != absent))

        types = sorted(event.sub_type.value for event in events)
        expected = sorted(EXPECTED_TYPES.values())
        expected.remove(sub_type)
        assert types == expected


def score(shared: Path, gold: Mapping[str, Any], predicted: Mapping[str, Any]) -> dict[str, Any]:
    spec = importlib.util.spec_from_file_location("score_events", shared / "bench/events/score_events.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    result: dict[str, Any] = module.score([gold], {gold["doc_id"]: predicted})
    return result


def test_the_report_that_the_project_was_built_from(shared: Path) -> None:
    def first(name: str) -> dict[str, Any]:
        with (shared / "data/events" / name).open(encoding="utf-8") as lines:
            return next(row for row in map(json.loads, lines) if row["doc_id"].startswith("seed"))

    article, gold = first("articles_dev.jsonl"), first("gold_dev.jsonl")
    document = Document(article["doc_id"], article["title"], article["text"], article["published_at"])

    result = score(shared, gold, to_codebook(document, tag(document)))

    assert result["detection"]["f1"] == 1.0
    for slot in ("event_type", "sub_type", "place", "initiator", "target", "killed", "injured", "status"):
        assert result["slots"][slot] == 1.0, slot
