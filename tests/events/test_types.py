"""Which event a sentence reports, who did it, and to whom."""

from __future__ import annotations

import pytest

from tests.events.conftest import Read


@pytest.mark.parametrize(
    ("text", "sub_type", "initiator", "target"),
    [
        (
            "Troops clashed with Maoist rebels in the Bastar district, killing six insurgents.",
            "armed_clash",
            "state_forces",
            "rebel_group",
        ),
        (
            "Militants ambushed a military convoy in Sinai, killing eight soldiers.",
            "armed_clash",
            "rebel_group",
            "state_forces",
        ),
        (
            "Government troops recaptured the town of Kidal in northern Mali from Tuareg rebels on Sunday.",
            "government_regains_territory",
            "state_forces",
            "rebel_group",
        ),
        (
            "Rebels of the M23 seized the town of Rutshuru in the Democratic Republic of Congo on Thursday.",
            "non_state_actor_overtakes_territory",
            "rebel_group",
            None,
        ),
        (
            "At least 40 people died after a chlorine attack on the Syrian town of Saraqib, rescuers said.",
            "chemical_weapon",
            None,
            "civilians",
        ),
        (
            "An Israeli drone strike killed two people in a car near Tyre in southern Lebanon on Saturday.",
            "air_drone_strike",
            "state_forces",
            "civilians",
        ),
        (
            "A suicide bomber blew himself up at a mosque in Peshawar on Friday, killing 31 worshippers.",
            "suicide_bomb",
            "unknown",
            "civilians",
        ),
        (
            "Artillery shelling by the Rapid Support Forces on a camp in El Fasher killed 27 displaced people.",
            "shelling_artillery_missile",
            "militia",
            "civilians",
        ),
        (
            "Five soldiers were killed when their vehicle hit a landmine near Gao in Mali.",
            "remote_explosive_landmine_ied",
            None,
            "state_forces",
        ),
        (
            "Unidentified men hurled a grenade at a bar in Bujumbura, wounding seven people.",
            "grenade",
            "unknown",
            "civilians",
        ),
        (
            "Soldiers raped at least 17 women in the village of Tabit in Darfur, Human Rights Watch said.",
            "sexual_violence",
            "state_forces",
            "civilians",
        ),
        (
            "Gunmen killed 23 villagers in an attack on Zurmi in Nigeria's Zamfara state, police said.",
            "attack",
            "unknown",
            "civilians",
        ),
        (
            "Boko Haram militants abducted 20 women in Borno state, officials said.",
            "abduction_forced_disappearance",
            "terrorist_group",
            "civilians",
        ),
        (
            "Thousands of people marched in Belgrade on Saturday to protest against corruption.",
            "peaceful_protest",
            "protesters",
            None,
        ),
        (
            "Police fired tear gas to disperse hundreds of protesters in Nairobi on Tuesday.",
            "protest_with_intervention",
            "police",
            "protesters",
        ),
        (
            "Police opened fire on demonstrators in Dakar, killing three protesters.",
            "excessive_force_against_protesters",
            "police",
            "protesters",
        ),
        (
            "Protesters hurled stones and petrol bombs at police and torched cars in Athens on Monday.",
            "violent_demonstration",
            "rioters",
            "police",
        ),
        ("A mob lynched two men accused of theft in Port-au-Prince.", "mob_violence", "rioters", None),
        (
            "Ethiopia's government and Tigrayan rebels signed a ceasefire agreement in Pretoria on Wednesday.",
            "agreement",
            None,
            None,
        ),
        (
            "Turkish police detained 35 people suspected of links to Islamic State in Istanbul on Friday.",
            "arrests",
            "police",
            None,
        ),
        ("France withdrew its last troops from Chad on Thursday.", "change_to_group_activity", "state_forces", None),
        (
            "Police seized 40 rifles from a rebel hideout near Cotabato.",
            "disrupted_weapons_use",
            "police",
            None,
        ),
        (
            "The army has established a base in the village of Menaka in Mali.",
            "headquarters_established",
            "state_forces",
            None,
        ),
        (
            "Militiamen looted and burned down dozens of homes in Geneina.",
            "looting_property_destruction",
            "militia",
            None,
        ),
        (
            "Rebels handed over control of the port of Aden to government forces on Sunday.",
            "non_violent_transfer_of_territory",
            "rebel_group",
            None,
        ),
        ("Soldiers announced that they had seized power in Niamey.", "other", "state_forces", None),
    ],
)
def test_each_sub_type_is_told_by_one_plain_sentence(
    read: Read, text: str, sub_type: str, initiator: str | None, target: str | None
) -> None:
    (event,) = read(text)

    assert event.sub_type == sub_type
    if initiator is not None:
        assert initiator in {actor.kind for actor in event.initiators}
    if target is not None:
        assert target in {actor.kind for actor in event.targets}


@pytest.mark.parametrize(
    "text",
    [
        "The president warned that rebels could attack the capital and kill civilians.",
        "Rebels threatened to shell the city of Goma.",
        "The army will hold a drill with live missiles next week.",
        "Militants are planning to bomb a market in Kabul, the spy agency said.",
        "No rockets were fired and nobody was killed, the army said.",
        "The film tells of a suicide bomber who attacks a market.",
        "In 1943, German bombers attacked the city of Bath, killing 400 people.",
    ],
    ids=["warning", "threat", "drill", "plan", "negation", "film", "history"],
)
def test_what_did_not_happen_or_not_now_is_no_news(read: Read, text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    "text",
    [
        (
            "A gas leak caused an explosion that killed four people in a flat in Katowice. Firefighters said the "
            "accident happened in the kitchen."
        ),
        (
            "The striker fired a shot past the goalkeeper as Arsenal attacked, and the defender was beaten. The league "
            "match ended with a penalty, a late goal and a bomb of a free kick. The coach praised the attack."
        ),
        (
            "Shares in the bank were hit by a wave of selling. Analysts said investors had attacked "
            "the profit warning, "
            "and revenue for the quarter exploded the myth of its earnings."
        ),
    ],
    ids=["accident", "sport", "market"],
)
def test_violent_words_of_other_worlds_make_no_event(read: Read, text: str) -> None:
    assert read(text) == []


def test_passive_and_active_name_the_same_parties(read: Read) -> None:
    (active,) = read("Taliban fighters killed nine policemen in Kunduz on Monday.")
    (passive,) = read("Nine policemen were killed by Taliban fighters in Kunduz on Monday.")

    assert active.initiators[0].kind == passive.initiators[0].kind == "rebel_group"
    assert active.targets[0].kind == passive.targets[0].kind == "police"


def test_who_claims_responsibility_did_it(read: Read) -> None:
    (event,) = read(
        "Gunmen killed 12 people at a wedding in Jalalabad on Monday, police said. Islamic State claimed "
        "responsibility for the attack."
    )

    assert [actor.kind for actor in event.initiators] == ["terrorist_group"]
    assert event.initiators[0].country == "AFG"


def test_a_country_that_only_backs_a_party_is_not_its_own(read: Read) -> None:
    (event,) = read("Turkish-backed rebels shelled the Syrian town of Manbij on Sunday, killing two civilians.")

    assert event.initiators[0].kind == "rebel_group"
    assert event.initiators[0].country == "SYR"
