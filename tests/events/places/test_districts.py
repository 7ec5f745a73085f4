"""Ukrainian and Russian districts and oblasts, which news name by adjectives."""

from __future__ import annotations

import pytest

from dateline.events.places import find_places


@pytest.mark.parametrize(
    ("sentence", "name", "lat", "lon"),
    [
        ("Дрон атаковал автомобиль в Суджанском районе Курской области.", "Суджанском районе", 51.2, 35.3),
        ("Дрон атаковал автомобиль в Валуйском районе Белгородской области.", "Валуйском районе", 50.2, 38.1),
        ("Дрон атаковал село в Борисовском районе Белгородской области.", "Борисовском районе", 50.6, 36.0),
        ("Двое боевиков убиты в Назрановском районе Ингушетии.", "Назрановском районе", 43.2, 44.8),
        ("Дрон атакував авто у Запорізькому районі, повідомила поліція України.", "Запорізькому районі", 47.9, 35.1),
        ("Дрон атакував авто у Шосткинському районі на Сумщині.", "Шосткинському районі", 51.9, 33.5),
        ("Дрон атакував авто у Волноваському районі, повідомила поліція України.", "Волноваському районі", 47.6, 37.5),
        ("Дрон атакував авто у Пологівському районі, повідомила поліція України.", "Пологівському районі", 47.5, 36.3),
        ("Дрон атакував авто у Криворізькому районі на Дніпропетровщині.", "Криворізькому районі", 47.9, 33.4),
        ("Дрон атакував авто у Дрогобицькому районі на Львівщині.", "Дрогобицькому районі", 49.4, 23.5),
    ],
)
def test_a_district_stands_at_its_town(sentence: str, name: str, lat: float, lon: float) -> None:
    (place,) = (place for place in find_places(sentence) if place.name == name)

    assert place.level == "admin2"
    assert place.lat == pytest.approx(lat, abs=0.2)
    assert place.lon == pytest.approx(lon, abs=0.2)


def test_a_district_of_a_town_is_the_town() -> None:
    names = {place.name for place in find_places("Бомба влучила у будинок в Київському районі Харкова.")}

    assert names == {"Харкова"}


def test_an_oblast_is_known_by_its_adjective_behind_another() -> None:
    found = find_places("Сбиты девять дронов над Брянской областью, шесть над Курской и три над Крымом.")

    assert [place.admin1 for place in found] == ["RU-BRY", "RU-KRS", "UA-43"]


def test_a_village_of_two_words_is_one_name() -> None:
    names = [place.name for place in find_places("Войска РФ заняли село Новая Петровка в Харьковской области.")]

    assert "Новая Петровка" in names


def test_a_district_is_no_town_of_its_name_in_a_country_far_away() -> None:
    found = find_places("Gunmen attacked a train in the Kolan district near Quetta.")

    assert {place.country for place in found} == {"PAK"}


def test_a_quarter_is_no_town_of_its_name_in_a_country_that_nothing_speaks_of() -> None:
    report = "Marchers from Rawalpindi and Khyber Pakhtunkhwa threw stones near Faizabad in Islamabad."
    quarter = next(place for place in find_places(report) if place.name == "Faizabad")

    assert quarter.country == "PAK"
