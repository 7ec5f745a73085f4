"""Words, keys and cases: what a name is looked up by."""

from __future__ import annotations

import pytest

from dateline.events.places.folding import fold_name
from dateline.events.places.inflection import nominatives, towns_of_adjective
from dateline.events.places.words import is_uncapitalised, read_words, split_words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Medellín", "MEDELLIN"),
        ("Łódź", "Lodz"),
        ("Sana'a", "Sana’a"),
        ("Deir ez-Zor", "deir ez zor"),
        ("Saint Petersburg", "St. Petersburg"),
        ("Слов'янськ", "Слов’янськ"),
        ("Орёл", "Орел"),
        ("U.S.", "US"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


def test_letters_that_only_look_accented_stay_apart() -> None:
    assert fold_name("Київ") != fold_name("Киів")
    assert fold_name("Майкоп") != fold_name("Маикоп")


@pytest.mark.parametrize(
    ("inflected", "nominative"),
    [
        ("харькове", "харьков"),
        ("москвой", "москва"),
        ("сирии", "сирия"),
        ("казанью", "казань"),
        ("черновцах", "черновцы"),
        ("києві", "київ"),
        ("львова", "львів"),
        ("полтаві", "полтава"),
        ("запоріжжі", "запоріжжя"),
        ("харківській", "харківська"),
        ("курскую", "курская"),
        ("сум", "суми"),
        ("уфе", "уфа"),
    ],
)
def test_a_case_leads_back_to_the_nominative(inflected: str, nominative: str) -> None:
    assert nominative in nominatives(inflected)


@pytest.mark.parametrize(
    ("adjective", "town"),
    [("бахмутському", "бахмут"), ("купянському", "купянськ"), ("харьковского", "харьков"), ("одеська", "одеса")],
)
def test_an_adjective_leads_back_to_its_town(adjective: str, town: str) -> None:
    assert town in towns_of_adjective(adjective)


def test_a_possessive_is_no_part_of_a_word() -> None:
    assert [word.text for word in split_words("Syria's army, O'Leary's men")] == ["Syria", "army", "O'Leary", "men"]


def test_an_abbreviation_is_one_word_and_ends_no_sentence() -> None:
    words = split_words("The U.S. army left. Then St. Louis voted.")
    assert [word.text for word in words if word.first] == ["The", "Then"]
    assert "U.S." in [word.text for word in words]


def test_furniture_with_capitals_does_not_make_a_text_capitalised() -> None:
    body = "the police said that two men were held in the city after a raid. " * 10
    assert is_uncapitalised(read_words(body + "Share Tweet"))
    assert not is_uncapitalised(read_words("The police said that two men were held. They were from Delhi."))
