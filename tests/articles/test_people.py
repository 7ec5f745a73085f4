"""Authors are people."""

from __future__ import annotations

import pytest

from dateline.articles.people import people


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Mara Lindqvist", ["Mara Lindqvist"]),
        ("Mara Lindqvist and Tomas Ribeiro", ["Mara Lindqvist", "Tomas Ribeiro"]),
        ("Mara Lindqvist, Tomas Ribeiro & Ana de la Cruz", ["Mara Lindqvist", "Tomas Ribeiro", "Ana de la Cruz"]),
        ("Von Jörg Ältermann", ["Jörg Ältermann"]),
        ("Автор: Ірина Коваль", ["Ірина Коваль"]),
        ("Mara Lindqvist, Senior Correspondent", ["Mara Lindqvist"]),
        ("Mara Lindqvist (Odesa)", ["Mara Lindqvist"]),
        ("Mara Lindqvist @maralind", ["Mara Lindqvist"]),
        ("Mara Lindqvist The Ferry Post", ["Mara Lindqvist"]),
        ("山田太郎", ["山田太郎"]),
    ],
)
def test_a_byline_names_its_people(byline: str, names: list[str]) -> None:
    assert people([byline], site="The Ferry Post") == names


@pytest.mark.parametrize(
    "byline",
    [
        "Staff",
        "Newsroom",
        "Reuters",
        "Associated Press",
        "The Ferry Post",
        "https://example.com/author/mara",
        "mara@example.com",
        "Редакция",
        "Отдел происшествий",
        "Корреспондент в Бишкеке",
        "Відділ новин",
        "admin",
        "Guest Contributor",
        "Updated 5 minutes ago",
        "a sentence that goes on and on about something else entirely",
        "",
    ],
)
def test_what_is_no_person_is_left_out(byline: str) -> None:
    assert people([byline], site="The Ferry Post") == []


def test_a_single_word_is_a_name_only_where_it_was_typed_as_a_person() -> None:
    assert people(["Morrisroe"]) == []
    assert people(["Morrisroe"], one_word=True) == ["Morrisroe"]


def test_a_name_that_is_marked_up_twice_is_one_author() -> None:
    assert people(["Mara Lindqvist", "Mara Lindqvist Kyiv", "MARA LINDQVIST"]) == ["Mara Lindqvist"]
