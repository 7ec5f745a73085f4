"""Reports of a line or two, as tickers and channels bring them, and places that no gazetteer has."""

from __future__ import annotations

import pytest

from dateline.events import Document, tag
from dateline.events.places import find_places
from tests.events.conftest import Read


@pytest.mark.parametrize(
    ("text", "sub_type", "place", "killed"),
    [
        ("Russian forces shelled Kharkiv, killing 12 people.", "shelling_artillery_missile", "Kharkiv", 12),
        ("Gunmen killed five farmers near Gao.", "attack", "Gao", 5),
        ("Suicide bomber kills six in Mogadishu.", "suicide_bomb", "Mogadishu", 6),
        ("Gunmen killed seven villagers near Timbuktú.", "attack", "Timbuktú", 7),
    ],
)
def test_english_without_function_words_is_read(read: Read, text: str, sub_type: str, place: str, killed: int) -> None:
    (event,) = read(text)

    assert (event.sub_type, event.place and event.place.name) == (sub_type, place)
    assert event.killed is not None
    assert (event.killed.min, event.killed.max) == (killed, killed)


@pytest.mark.parametrize(
    ("text", "sub_type", "killed"),
    [
        ("The attack on the market of Zurmi left more than 40 dead.", "attack", 40),
        ("The attack on the hamlet of Dembo left more than 130 dead.", "attack", 130),
        ("Clashes in Tripoli left nine dead, the health ministry said.", "armed_clash", 9),
        ("Police said eight people were killed in the attack in Karachi.", "attack", 8),
        ("A journalist was shot dead in Veracruz by men on a motorcycle.", "attack", 1),
        ("Two farmers were killed in an attack in Jos.", "attack", 2),
    ],
)
def test_a_line_that_names_no_perpetrator_is_an_event_where_a_conflict_is_fought(
    read: Read, text: str, sub_type: str, killed: int
) -> None:
    (event,) = read(text)

    assert event.sub_type == sub_type
    assert event.killed is not None
    assert event.killed.min == killed


@pytest.mark.parametrize(
    "text",
    [
        "A man was shot dead in Leicester by men on a motorcycle, police said.",
        "Two people were killed in a knife attack in Swansea, police said.",
        "The pile-up on the motorway near Leeds left nine dead.",
    ],
)
def test_elsewhere_such_a_line_is_a_crime_or_an_accident(read: Read, text: str) -> None:
    assert not read(text)


@pytest.mark.parametrize(
    "text",
    [
        "Cinco personas murieron en un ataque contra una aldea cerca de Gao.",
        "Angriff auf Dorf bei Gao: mindestens elf Tote und viele Verletzte.",
        "Gao: cinq agriculteurs tués par des hommes armés.",
    ],
)
def test_short_texts_in_other_languages_stay_unread(text: str) -> None:
    assert tag(Document("a", "", text)).language is None


def test_a_village_that_no_gazetteer_has_is_the_place_without_coordinates(read: Read) -> None:
    (event,) = read("A mob set fire to houses in the village of Zhabariatepi and beat a man to death, police said.")

    assert event.place is not None
    assert event.place.name == "Zhabariatepi"
    assert event.place.lat is None
    assert event.killed is not None
    assert event.killed.max == 1


def test_what_did_the_harm_may_be_told_once_for_two_places(read: Read) -> None:
    events = read("One man was killed in Nikopol and four women were wounded in Pokrovsk by Russian shelling.")

    assert [event.place.name for event in events if event.place] == ["Nikopol", "Pokrovsk"]
    assert {event.sub_type.value for event in events} == {"shelling_artillery_missile"}
    assert [(event.killed is not None, event.injured is not None) for event in events] == [(True, False), (False, True)]


def test_a_second_subject_at_a_second_place_is_a_second_event(read: Read) -> None:
    events = read("A car bomb in Azaz killed four people and a second explosion in Afrin killed two more.")

    assert [(event.place.name, event.killed.max) for event in events if event.place and event.killed] == [
        ("Azaz", 4),
        ("Afrin", 2),
    ]


def test_a_figure_without_its_verb_belongs_to_its_own_place(read: Read) -> None:
    events = read("Three civilians were killed in Nikopol and two in Kherson in Russian attacks on Thursday.")

    assert [(event.place.name, event.killed.max) for event in events if event.place and event.killed] == [
        ("Nikopol", 3),
        ("Kherson", 2),
    ]


def test_the_toll_of_an_attack_is_news_even_though_the_attack_is_referred_to(read: Read) -> None:
    (event,) = read(
        "The death toll from Monday's bombing of a market in Maiduguri rose to 34 on Wednesday, hospital officials "
        "said. Another 60 people were wounded."
    )

    assert event.place is not None
    assert event.place.name == "Maiduguri"
    assert event.killed is not None
    assert event.injured is not None
    assert (event.killed.max, event.injured.max) == (34, 60)


def test_what_stands_before_a_conjunction_does_not_negate_what_stands_behind_it(read: Read) -> None:
    (event,) = read("There were no casualties when a drone hit an energy plant in Odesa, the governor said.")

    assert event.sub_type == "air_drone_strike"
    assert event.killed is not None
    assert event.killed.max == 0


def test_a_name_of_several_words_is_not_cut_at_its_particle(read: Read) -> None:
    (event,) = read(
        "The Rapid Support Forces attacked the village of Wad al-Zhabari in Gezira state on Wednesday, killing at "
        "least 104 people, a local resistance committee said."
    )

    assert event.place is not None
    assert event.place.name == "Wad al-Zhabari"


def test_a_people_before_town_names_no_town() -> None:
    assert "Syrian town" not in [place.name for place in find_places("Car bomb hits Syrian town held by rebels")]


@pytest.mark.parametrize("opening", ["BEIRUT — ", "DAKAR, Senegal – ", "NAIROBI (Desk) -- "])
def test_the_town_that_a_report_is_sent_from_is_no_part_of_who_did_it(read: Read, opening: str) -> None:
    (event,) = read(f"{opening}Gunmen attacked a police post near Deir ez-Zor on Sunday, killing four officers.")

    (initiator,) = event.initiators
    assert (initiator.name, initiator.country) == ("Gunmen", None)
