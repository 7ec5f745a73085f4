"""Which countries a text speaks of: names, people, capitals."""

from __future__ import annotations

import pytest

from dateline.events.places import country_mentions, country_name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russian troops left.", [("RUS", "demonym")]),
        ("Ukrainians fled.", [("UKR", "demonym")]),
        ("A Congolese soldier and two Rwandans died.", [("COD", "demonym"), ("RWA", "demonym")]),
        ("The South Sudanese army and Sudanese rebels fought.", [("SSD", "demonym"), ("SDN", "demonym")]),
        ("North Korean shells", [("PRK", "demonym")]),
        ("The Democratic Republic of the Congo protested.", [("COD", "name")]),
        ("Rebels in eastern Congo", [("COD", "name")]),
        ("U.S. officials and the US army", [("USA", "name"), ("USA", "name")]),
        ("He told us to go.", []),
        ("Khartoum fell silent.", [("SDN", "capital")]),
        ("pakistani forces in india", [("PAK", "demonym"), ("IND", "name")]),
        ("російська армія вдарила по Україні", [("RUS", "demonym"), ("UKR", "name")]),
        ("Израильские военные вошли в Сирию", [("ISR", "demonym"), ("SYR", "name")]),
    ],
)
def test_a_country_is_known_by_its_name_its_people_and_its_capital(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(mention.country, mention.kind) for mention in country_mentions(text)] == expected


def test_offsets_point_to_the_words() -> None:
    text = "Two Sri Lankan sailors"
    (mention,) = country_mentions(text)
    assert text[mention.start : mention.end] == "Sri Lankan"


def test_a_code_gives_the_usual_name() -> None:
    assert country_name("SDN") == "Sudan"
    assert country_name("QQQ") is None
