"""One incident however many sentences tell of it; two where place, day or kind say so; background apart."""

from __future__ import annotations

import datetime as dt

from dateline.events import Document, tag
from tests.events.conftest import PUBLISHED, Read


def test_several_sentences_make_one_event_with_all_its_slots(read: Read) -> None:
    (event,) = read(
        "A car bomb killed nine people outside a market in Mogadishu on Tuesday. The blast also wounded 14 others, "
        "the ambulance service said. Al-Shabaab claimed responsibility for the attack."
    )

    assert event.sub_type == "remote_explosive_landmine_ied"
    assert event.killed is not None
    assert event.injured is not None
    assert (event.killed.min, event.injured.min) == (9, 14)
    assert event.place is not None
    assert event.place.name == "Mogadishu"
    assert event.initiators[0].name.endswith("Shabaab")
    assert len(event.evidence) == 3


def test_two_places_make_two_events(read: Read) -> None:
    events = read(
        "Russian shelling killed two people in Kherson on Tuesday. In Kharkiv, an air strike wounded five residents."
    )

    assert [event.place.name for event in events if event.place] == ["Kherson", "Kharkiv"]
    assert [event.sub_type.value for event in events] == ["shelling_artillery_missile", "air_drone_strike"]


def test_the_sides_of_an_exchange_are_told_apart(read: Read) -> None:
    events = read(
        "Israeli jets launched airstrikes on Gaza on Tuesday, while Gaza militants fired dozens of rockets at Ashkelon."
    )

    assert [(event.sub_type.value, event.initiators[0].country) for event in events] == [
        ("air_drone_strike", "ISR"),
        ("shelling_artillery_missile", "PSE"),
    ]


def test_a_list_by_place_is_one_event_a_place_and_its_total_none(read: Read) -> None:
    events = read(
        "On May 21, coalition forces conducted nine strikes against ISIS terrorists in Syria.\n"
        "Near Raqqa, three strikes destroyed two vehicles.\n"
        "Near Palmyra, one strike engaged an ISIS tactical unit.\n"
        "Near Deir ez-Zor, five strikes destroyed oil tankers.\n"
        "Near Manbij, two strikes destroyed a bridge.\n",
        title="May 22: Military airstrikes continue against ISIS in Syria",
    )

    assert {event.place.name for event in events if event.place} >= {"Raqqa", "Palmyra", "Manbij"}
    assert {event.sub_type.value for event in events} == {"air_drone_strike"}
    assert all(event.date and event.date.start == dt.date(2024, 5, 21) for event in events)
    assert all(event.initiators and event.initiators[0].kind == "state_forces" for event in events)
    assert not any(event.place and event.place.level == "country" for event in events)


def test_the_items_of_an_enumeration_are_one_event_each(read: Read) -> None:
    events = read(
        "Air defences shot down five drones over Kursk, three over Bryansk and one over Belgorod, officials said."
    )

    assert [event.place.name for event in events if event.place] == ["Kursk", "Bryansk", "Belgorod"]


def test_what_the_article_recalls_is_background() -> None:
    tagging = tag(
        Document(
            "a",
            "Bomb kills four in Quetta",
            "A roadside bomb killed four people in Quetta on Tuesday, police said. In 2013, a suicide bomber killed "
            "84 people at a market in the city.",
            PUBLISHED,
        )
    )

    assert [(e.sub_type.value, e.main) for e in tagging.events] == [
        ("remote_explosive_landmine_ied", True),
        ("suicide_bomb", False),
    ]
    assert tagging.events[0].killed is not None
    assert tagging.events[0].killed.max == 4


def test_days_are_resolved_against_publication(read: Read) -> None:
    (monday,) = read("Gunmen killed five farmers near Maiduguri on Monday.")
    (overnight,) = read("A drone strike killed two people in Odesa overnight.")
    (day,) = read("A bomb killed three soldiers in Quetta on May 14.")

    assert monday.date is not None
    assert monday.date.start == monday.date.end == dt.date(2024, 5, 20)
    assert overnight.date is not None
    assert (overnight.date.start, overnight.date.end) == (dt.date(2024, 5, 21), dt.date(2024, 5, 22))
    assert day.date is not None
    assert day.date.start == dt.date(2024, 5, 14)


def test_without_a_publication_day_no_day_is_made_up(read: Read) -> None:
    (event,) = read("Gunmen killed five farmers near Maiduguri on Monday.", published=None)

    assert event.date is None


def test_a_date_in_the_address_stands_in_for_the_publication_day(read: Read) -> None:
    (event,) = read(
        "Gunmen killed five farmers near Maiduguri on Monday.",
        published=None,
        url="https://example.org/news/2024/05/22/attack",
    )

    assert event.date is not None
    assert event.date.start == dt.date(2024, 5, 20)


def test_the_day_of_speaking_is_not_the_day_of_the_event(read: Read) -> None:
    (event,) = read("Officials said on Tuesday that gunmen had killed five farmers near Maiduguri on Sunday.")

    assert event.date is not None
    assert event.date.start == dt.date(2024, 5, 19)


def test_a_report_with_its_reactions_and_recollections_is_one_event(read: Read) -> None:
    (event,) = read(
        "MOGADISHU, Somalia (AP) - A suicide bomber attacked a crowded hotel in the Somali port "
        "city of Kismayo on Monday, "
        "killing at least 15 people and wounding 28 others, police and hospital officials said.\n"
        "The attacker drove a car packed with explosives into the gate before gunmen stormed the "
        "building, police said.\n"
        "Three of the gunmen were shot dead by security forces after a siege that lasted six hours.\n"
        "The group al-Shabaab claimed responsibility for the attack in a statement on its website.\n"
        "President Hassan Sheikh Mohamud condemned the attack and offered his condolences to the families.\n"
        "In October 2022, twin car bombings in Mogadishu killed at least 120 people.",
        title="Suicide bombing at Somali hotel kills at least 15",
    )

    assert event.sub_type == "suicide_bomb"
    assert event.place is not None
    assert event.place.name == "Kismayo"
    assert event.initiators[0].kind == "terrorist_group"
    assert event.initiators[0].country == "SOM"
    assert event.killed is not None
    assert event.killed.max == 18  # attackers who die are counted


def test_two_incidents_told_in_one_sentence_are_two(read: Read) -> None:
    strike, bombing = read(
        "Turkish warplanes destroyed 20 targets of the Kurdistan Workers Party (PKK) in northern "
        "Iraq on Sunday, hours after "
        "a suicide bomber attacked the Interior Ministry in Ankara."
    )

    assert (strike.sub_type, strike.theatre) == ("air_drone_strike", "IRQ")
    assert (bombing.sub_type, bombing.theatre) == ("suicide_bomb", "TUR")


def test_the_places_of_a_series_are_told_from_its_total(read: Read) -> None:
    events = read(
        "Israeli airstrikes killed at least 31 Palestinians across the Gaza Strip on Tuesday, the "
        "health ministry said. "
        "In Khan Younis, a strike on a school killed 14 people, according to the Nasser hospital."
    )

    assert [event.killed.max for event in events if event.killed] == [31, 14]
    assert events[1].place is not None
    assert events[1].place.name == "Khan Younis"


def test_a_headline_over_several_incidents_is_none_of_them(read: Read) -> None:
    events = read(
        "A roadside bomb struck a police patrol in Bannu on Tuesday, killing four officers and wounding three.\n\n"
        "Hours later, gunmen opened fire on a polio team in Bajaur, killing three health workers and two policemen.",
        title="Bomb blast and gun attack leave nine dead in Pakistan's northwest",
    )

    assert [(event.place.name, event.killed.max) for event in events if event.place and event.killed] == [
        ("Bannu", 4),
        ("Bajaur", 5),
    ]


def test_weapons_found_after_a_fight_are_part_of_its_story(read: Read) -> None:
    (event,) = read(
        "Troops killed 14 insurgents near the town of Gwoza on Monday, the army said. They also recovered five rifles."
    )

    assert event.sub_type == "armed_clash"


def test_jets_that_only_support_do_not_make_an_air_strike(read: Read) -> None:
    (event,) = read("Nigerian troops backed by jets killed 14 Boko Haram fighters near Gwoza on Monday, the army said.")

    assert event.sub_type == "armed_clash"


def test_an_ambush_on_people_who_do_not_fight_is_an_attack(read: Read) -> None:
    (event,) = read("Suspected jihadists ambushed a convoy of traders near Damboa. Eleven traders were shot dead.")

    assert event.sub_type == "attack"
    assert event.killed is not None
    assert event.killed.max == 11


def test_the_finer_of_two_places_of_which_one_holds_the_other_is_meant(read: Read) -> None:
    (event,) = read(
        "Gunmen stopped a bus near Noshki in Pakistan's southwestern Balochistan province on Friday and shot dead "
        "nine passengers, officials said."
    )

    assert event.place is not None
    assert event.place.name == "Noshki"


def test_a_drone_that_crashes_is_no_accident(read: Read) -> None:
    (event,) = read("A Russian drone crashed into a bus stop in Nikopol on Thursday, wounding four people.")

    assert event.sub_type == "air_drone_strike"


def test_a_clash_with_protesters_is_a_violent_demonstration(read: Read) -> None:
    (event,) = read("At least six people were killed in clashes between protesters and police in Rangpur on Tuesday.")

    assert event.sub_type == "violent_demonstration"
