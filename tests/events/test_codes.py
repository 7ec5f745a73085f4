"""What other codebooks call an event: the table, and what an event's parties decide."""

from __future__ import annotations

import re

import pytest

from dateline.events import Document, tag, to_codebook
from dateline.events.codes import codes_of, load_taxonomy
from dateline.messages import Actor, ActorKind, SubEventType

PLOVER = re.compile(
    "AGREE|CONSULT|SUPPORT|CONCEDE|COOPERATE|AID|RETREAT|REQUEST|ACCUSE|REJECT|THREATEN|PROTEST|SANCTION|MOBILIZE"
    "|COERCE|ASSAULT"
)


def test_every_sub_event_type_has_its_row() -> None:
    assert set(load_taxonomy()) == set(SubEventType)
    assert len(load_taxonomy()) == 25


@pytest.mark.parametrize("sub_type", set(SubEventType) - {SubEventType.OTHER})
def test_a_row_names_what_the_other_codebooks_have(sub_type: SubEventType) -> None:
    row = load_taxonomy()[sub_type]
    assert PLOVER.fullmatch(row.plover or "")
    assert re.fullmatch("0[1-9]|1[0-9]|20", row.cameo_root or "")


def actors(*kinds: ActorKind) -> list[Actor]:
    return [Actor(name=kind.value, kind=kind) for kind in kinds]


@pytest.mark.parametrize(
    ("sub_type", "initiator", "target", "violence"),
    [
        ("armed_clash", ActorKind.STATE_FORCES, ActorKind.REBEL_GROUP, 1),
        ("armed_clash", ActorKind.MILITIA, ActorKind.TERRORIST_GROUP, 2),
        ("armed_clash", ActorKind.UNKNOWN, ActorKind.MILITIA, None),
        ("suicide_bomb", ActorKind.TERRORIST_GROUP, ActorKind.CIVILIANS, 3),
        ("suicide_bomb", ActorKind.TERRORIST_GROUP, ActorKind.POLICE, 1),
        ("air_drone_strike", ActorKind.STATE_FORCES, ActorKind.UNKNOWN, None),
        ("attack", ActorKind.UNKNOWN, ActorKind.CIVILIANS, 3),
        ("peaceful_protest", ActorKind.PROTESTERS, ActorKind.POLITICIANS, None),
    ],
)
def test_the_parties_tell_one_type_of_violence_from_another(
    sub_type: str, initiator: ActorKind, target: ActorKind, violence: int | None
) -> None:
    assert codes_of(SubEventType(sub_type), actors(initiator), actors(target)).ucdp_violence == violence


def test_the_codes_of_an_event_are_in_the_codebook_s_shape() -> None:
    document = Document(
        "a", "", "A suicide bomber killed nine people at a market in Mogadishu on Tuesday.", "2024-05-22"
    )
    [event] = to_codebook(document, tag(document))["events"]
    assert event["sub_type"] == "suicide_bomb"
    assert event["codes"] == {
        "plover": "ASSAULT",
        "plover_mode": "suicide-attack",
        "cameo_root": "18",
        "ucdp_violence": 3,
    }
