"""Spellings of one name that fall together, and names that stay apart."""

from __future__ import annotations

import pytest

from dateline.events.places.transliteration import skeleton


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("deir al zour", "dayr az zawr"),
        ("khan sheikhoun", "khan shaykhun"),
        ("qillah abdullah", "killa abdulla"),
        ("jableh", "jabla"),
        ("al hasakah", "hasaka"),
    ],
)
def test_spellings_of_one_name_fall_together(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("homs", "hama"), ("raqqa", "rawa"), ("mosul", "masul"), ("basra", "bosra")]
)
def test_different_names_stay_apart(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other) or skeleton(one) == ""


def test_too_little_is_no_name() -> None:
    assert skeleton("al ula") == ""
