"""Texts that were made to hurt: they come back, with true offsets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.events.places import country_mentions, find_places

HOSTILE = {
    "one word without end": "A" * 1_000_000,
    "one name over and over": "Paris " * 20_000,
    "names that begin longer ones": "New " * 50_000,
    "many names of many places": "San Jose, Springfield, Alexandria, Victoria, " * 2_000,
    "apostrophes": "O'" * 100_000,
    "full stops between letters": "U." * 100_000,
    "numbers": " ".join(str(number) for number in range(10_000)),
    "controls": "\x00\x01\x02Paris\x7f\u200f\u202e" * 1_000,
    "combining marks": "e" + "\u0301" * 100_000,
    "adjectives in a row": "Харьковской " * 5_000,
    "capitals in a row": "Harlow " * 5_000 + "River",
    "hyphens without end": "Lake-" * 50_000,
    "a list without end": "the village of " + "Umm Sharqa, " * 30_000,
    "many lists": "the village of Umm, " * 20_000,
    "countries in a row": "Guinea Guinea Bissau Democratic Republic of the " * 5_000,
    "emoji": "💥Київ💥" * 2_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_it_comes_back(text: str) -> None:
    found = find_places(text)
    assert all(text[toponym.start : toponym.end] == toponym.name for toponym in found)
    country_mentions(text)


@given(st.text(max_size=300))
def test_any_text_has_true_offsets_and_known_levels(text: str) -> None:
    position = 0
    for toponym in find_places(text):
        assert position <= toponym.start < toponym.end <= len(text)
        assert toponym.level in {"site", "town", "admin2", "admin1", "country"}
        assert 0 <= toponym.confidence <= 1
        position = toponym.end
