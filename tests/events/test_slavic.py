"""Ukrainian and Russian: the same engine on other word lists."""

from __future__ import annotations

import pytest

from tests.events.conftest import Read

CASES = [
    (
        "Російські війська вночі обстріляли Харків ракетами, загинули двоє людей, ще семеро поранені.",
        "shelling_artillery_missile",
        ("state_forces", "RUS"),
        "Харків",
        (2, 7),
    ),
    (
        "Внаслідок удару російського дрона по багатоповерхівці в Одесі поранено п'ятьох людей.",
        "air_drone_strike",
        ("state_forces", "RUS"),
        "Одесі",
        (None, 5),
    ),
    (
        "Окупанти скинули вибухівку з дрона на Нікополь, загинула жінка.",
        "air_drone_strike",
        ("state_forces", "RUS"),
        "Нікополь",
        (1, None),
    ),
    (
        "Тисячі людей вийшли на акцію протесту в Тбілісі проти закону.",
        "peaceful_protest",
        ("protesters", "GEO"),
        "Тбілісі",
        (None, None),
    ),
    (
        "Армія Судану відбила місто Омдурман у бойовиків.",
        "government_regains_territory",
        ("state_forces", "SDN"),
        "Омдурман",
        (None, None),
    ),
    (
        "Российские войска обстреляли Херсон, погибли два человека, четверо ранены.",
        "shelling_artillery_missile",
        ("state_forces", "RUS"),
        "Херсон",
        (2, 4),
    ),
    (
        "Украинский беспилотник атаковал нефтебазу в Брянской области, сообщил губернатор.",
        "air_drone_strike",
        ("state_forces", "UKR"),
        "Брянской области",
        (None, None),
    ),
    (
        "Израиль нанес авиаудар по Дамаску, убиты трое военных.",
        "air_drone_strike",
        ("state_forces", "ISR"),
        "Дамаску",
        (3, None),
    ),
    (
        "Полиция разогнала протестующих в Тбилиси слезоточивым газом.",
        "protest_with_intervention",
        ("police", "GEO"),
        "Тбилиси",
        (None, None),
    ),
    (
        "Боевики ХАМАС выпустили ракеты по Ашкелону.",
        "shelling_artillery_missile",
        ("rebel_group", "PSE"),
        "Ашкелону",
        (None, None),
    ),
]


@pytest.mark.parametrize(("text", "sub_type", "initiator", "place", "harmed"), CASES)
def test_a_plain_report_fills_its_slots(
    read: Read,
    text: str,
    sub_type: str,
    initiator: tuple[str, str],
    place: str,
    harmed: tuple[int | None, int | None],
) -> None:
    (event,) = read(text)

    assert event.sub_type == sub_type
    assert (event.initiators[0].kind, event.initiators[0].country) == initiator
    assert event.place is not None
    assert event.place.name == place
    assert (event.killed and event.killed.max, event.injured and event.injured.max) == harmed


@pytest.mark.parametrize(
    "text",
    [
        "Президент заявив, що Росія може атакувати Одесу.",
        "Збірна України з футболу атакувала ворота суперника, гол забив нападник.",
        "В ДТП под Воронежем погибли три человека.",
    ],
    ids=["may", "football", "road accident"],
)
def test_what_is_no_conflict_event_is_none(read: Read, text: str) -> None:
    assert read(text) == []
