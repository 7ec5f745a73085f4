"""Parts of a country by a point of the compass."""

from __future__ import annotations

import pytest

from dateline.events.places import find_places, with_quarters
from dateline.events.places.geography import quarters
from tests.events.conftest import Read


def _parts(text: str) -> list[tuple[str, str]]:
    return [(place.name, place.level) for place in with_quarters(text, find_places(text))]


@pytest.mark.parametrize(
    ("text", "name", "lat", "lon"),
    [
        ("Gunmen killed five people in southern Somalia.", "southern Somalia", 1.2, 43.2),
        ("Troops advanced in the north of Mali.", "north of Mali", 17.0, -1.2),
        ("They met in the northern part of Mozambique.", "northern part of Mozambique", -13.6, 38.4),
        ("Fighting went on in Iraq's west.", "Iraq's west", 35.9, 42.7),
        ("Двоє загинули на сході України.", "сході України", 48.1, 36.5),
        ("Четверо погибли на юго-востоке Турции.", "юго-востоке Турции", 37.5, 39.8),
    ],
)
def test_a_part_of_a_country_is_a_region_there(text: str, name: str, lat: float, lon: float) -> None:
    (place,) = with_quarters(text, find_places(text))

    assert (place.name, place.level) == (name, "admin1")
    assert place.lat == pytest.approx(lat, abs=0.5)
    assert place.lon == pytest.approx(lon, abs=0.5)


@pytest.mark.parametrize(
    "text",
    ["A ship sank north of Cyprus.", "They live in South Africa.", "He flew west to Ukraine.", "Peace came to Iraq."],
)
def test_what_lies_beyond_a_country_is_no_part_of_it(text: str) -> None:
    assert [level for _, level in _parts(text)] == ["country"]


def test_a_province_that_is_said_to_lie_in_a_part_is_named_instead_of_it() -> None:
    assert ("Odesa region", "admin1") in _parts("Missiles hit a port in Ukraine's southern Odesa region.")
    assert ("Ukraine", "country") in _parts("Missiles hit a port in Ukraine's southern Odesa region.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Soldiers fought in Mali. Ten died in the south.", ("south", "admin1")),
        (
            "Police in the southeast of the country said so, far from central Kabul.",
            ("southeast of the country", "admin1"),
        ),
        ("In Sudan, the country's west is calm.", ("country's west", "admin1")),
    ],
)
def test_the_country_is_the_one_that_the_text_is_about(text: str, expected: tuple[str, str]) -> None:
    assert expected in _parts(text)


def test_what_happened_in_a_part_of_a_country_is_placed_there(read: Read) -> None:
    (event,) = read("Gunmen ambushed an army convoy in northern Mali on Monday, killing 12 soldiers, the army said.")

    assert event.place is not None
    assert (event.place.name, event.place.country, event.place.level.value) == ("northern Mali", "MLI", "admin1")


def test_a_quarter_is_the_middle_of_the_towns_farthest_that_way() -> None:
    found = quarters([(float(lat), float(lon)) for lat in range(4) for lon in range(4)])

    assert found["n"] == (3.0, 1.5)
    assert found["se"][0] < 1.5 < found["se"][1]


def test_what_lies_in_some_direction_from_a_town_is_a_region_about_it() -> None:
    text = "A bomb struck a patrol northeast of Baghdad. Another went off 10 kilometers south of Ramadi."

    assert _parts(text) == [("northeast of Baghdad", "admin1"), ("Ramadi", "town")]


def test_the_town_told_next_is_the_place_of_what_was_told_about_a_larger_one(read: Read) -> None:
    (event,) = read(
        "A roadside bomb killed three traffic policemen northeast of Baghdad on Monday. "
        "It went off in Jalawla, Diyala province."
    )

    assert event.place is not None
    assert event.place.name == "Jalawla"
