"""Capitals that are told without their names."""

from __future__ import annotations

import pytest

from dateline.events.places import find_places, with_capitals
from tests.events.conftest import Read


def _towns(text: str) -> list[tuple[str, str | None]]:
    return [(place.name, place.country) for place in with_capitals(text, find_places(text)) if place.level == "town"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shots were heard in the Haitian capital.", ("Haitian capital", "HTI")),
        ("Gunmen struck just outside the Pakistani capital Wednesday.", ("Pakistani capital", "PAK")),
        ("Somalia's capital was calm.", ("Somalia's capital", "SOM")),
        ("В столице Гаити погибли двое.", ("столице Гаити", "HTI")),
        ("У столиці Сомалі спокійно.", ("столиці Сомалі", "SOM")),
    ],
)
def test_a_capital_is_known_by_its_country(text: str, expected: tuple[str, str]) -> None:
    assert _towns(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Crowds marched in Lyon, Nantes and Lille. Police arrested 12 people in the capital.", True),
        ("Crowds marched in Lyon, Nantes and Lille. Police met them in the capital of the region.", False),
    ],
)
def test_the_capital_is_that_of_the_country_that_the_text_is_about(text: str, expected: bool) -> None:
    assert (("the capital", "FRA") in _towns(text)) is expected


def test_a_capital_that_is_named_is_told_once() -> None:
    assert _towns("Shots were heard in the Somali capital, Mogadishu, on Monday.") == [("Mogadishu", "SOM")]


def test_what_happened_in_a_capital_is_placed_there(read: Read) -> None:
    (event,) = read("Gunmen shot dead two policemen in the Afghan capital on Monday, officials said.")

    assert event.place is not None
    assert (event.place.name, round(event.place.lat or 0.0)) == ("Afghan capital", 35)
