"""Who says so, and how far it is established."""

from __future__ import annotations

import pytest

from tests.events.conftest import Read


def test_officials_on_harm_to_their_own_people_make_a_fact(read: Read) -> None:
    (event,) = read("A Russian missile strike killed three people in Dnipro on Monday, the regional governor said.")

    assert event.status == "fact"
    assert any("governor" in name for name in event.attributed_to)


@pytest.mark.parametrize(
    "text",
    [
        "The Sudanese army said it had killed 40 fighters of the Rapid Support Forces in Omdurman.",
        "Hezbollah said it had targeted an Israeli barracks near Safed with rockets on Sunday.",
        "The Islamic State group claimed it killed six soldiers near Palmyra on Sunday.",
    ],
)
def test_a_side_on_what_it_did_to_the_other_makes_a_claim(read: Read, text: str) -> None:
    (event,) = read(text)

    assert event.status == "claimed"


def test_interceptions_counted_by_who_made_them_are_a_claim(read: Read) -> None:
    (event,) = read("Air defences shot down 21 of 30 drones launched overnight, Ukraine's air force said.")

    assert event.status == "claimed"


def test_what_could_not_be_verified_is_disputed(read: Read) -> None:
    (event,) = read(
        "Rebels said they had shelled an army base near Goma, killing nine soldiers. The claim could not be "
        "independently verified."
    )

    assert event.status == "disputed"


def test_media_and_witnesses_are_named_in_the_article_s_words(read: Read) -> None:
    (event,) = read("Gunmen shot dead a councillor in Turbat on Monday, reports Dawn. Witnesses said two men fled.")

    assert "Dawn" in event.attributed_to


def test_a_claim_that_the_other_side_admits_is_confirmed(read: Read) -> None:
    (event,) = read(
        "An alliance of ethnic rebel groups said on Friday it had captured Laukkai, a town on "
        "Myanmar's border with China. The "
        "junta's spokesman confirmed that its troops had surrendered control of the town."
    )

    assert event.sub_type == "non_state_actor_overtakes_territory"
    assert event.status == "confirmed"


@pytest.mark.parametrize(
    "then",
    [
        "Reuters could not verify the report.",
        "The agency was unable to independently confirm the toll.",
        "There was no independent confirmation.",
        "The army and the rebels blamed each other for the attack.",
        "The two sides traded blame.",
        "The army gave a different version of events.",
        "Witnesses disputed the army's account of the attack.",
        "The circumstances of the attack remain in dispute.",
    ],
)
def test_what_nobody_could_verify_or_sides_tell_otherwise_is_disputed(read: Read, then: str) -> None:
    (event,) = read(f"Eight traders were killed in an attack on a market near Gao on Monday, residents said. {then}")

    assert event.status == "disputed"
