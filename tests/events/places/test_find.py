"""What is a place name in a text, and which place it means."""

from __future__ import annotations

from itertools import pairwise

import pytest

from dateline.events.places import Toponym, find_places


def named(text: str, **options: object) -> dict[str, Toponym]:
    """The toponyms of `text` by their words; a repeated name keeps its first."""
    found: dict[str, Toponym] = {}
    for toponym in find_places(text, **options):  # type: ignore[arg-type] # options are find_places' own
        found.setdefault(toponym.name, toponym)
    return found


def test_offsets_point_to_the_words() -> None:
    text = "Shells fell on Kharkiv and on Sumy overnight."
    assert [text[toponym.start : toponym.end] for toponym in find_places(text)] == ["Kharkiv", "Sumy"]


def test_toponyms_are_in_order_and_do_not_overlap() -> None:
    text = "From the Khan Younis area of the Gaza Strip to Deir al-Balah, from New York City to York, Pennsylvania."
    found = find_places(text)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert len(found) >= 5


@pytest.mark.parametrize(
    ("text", "name", "country", "admin1"),
    [
        ("The mayor of Paris, Texas, spoke to reporters.", "Paris", "USA", "US-TX"),
        ("A fire broke out in Louisville, Ky., on Monday.", "Louisville", "USA", "US-KY"),
        ("Troops entered the village of Petrivske in the Donetsk region.", "Petrivske", "UKR", "UA-14"),
        ("Shelling was reported in Syria's Idlib.", "Idlib", "SYR", "SY-ID"),
    ],
)
def test_a_container_said_beside_a_name_decides(text: str, name: str, country: str, admin1: str) -> None:
    toponym = named(text)[name]
    assert (toponym.country, toponym.admin1) == (country, admin1)


def test_the_other_places_of_a_text_decide_where_nothing_is_said_beside_it() -> None:
    there = named("Police in Memphis and Nashville, Tennessee, searched houses. A man from Paris was held.")
    assert there["Paris"].admin1 == "US-TN"
    alone = named("A man from Paris was held.")
    assert alone["Paris"].country == "FRA"


def test_a_hint_breaks_a_tie() -> None:
    assert named("A bomb went off in Tripoli.", hint_countries=["LBN"])["Tripoli"].country == "LBN"
    assert named("A bomb went off in Tripoli.", hint_countries=["LBY"])["Tripoli"].country == "LBY"


@pytest.mark.parametrize(
    ("text", "level", "country"),
    [
        ("Fighting went on in Kursk Oblast.", "admin1", "RUS"),
        ("Fighting went on in the Kharkiv region.", "admin1", "UKR"),
        ("Fighting went on in North Kivu province.", "admin1", "COD"),
        ("Fighting went on in Rif Dimashq governorate.", "admin1", "SYR"),
        ("Two were shot in Shopian district of Jammu and Kashmir.", "admin2", "IND"),
        ("Fighting went on in Kharkiv.", "town", "UKR"),
        ("Fighting went on in Sudan.", "country", "SDN"),
    ],
)
def test_the_level_follows_the_kind_that_is_said(text: str, level: str, country: str) -> None:
    first = find_places(text)[0]
    assert (first.level, first.country) == (level, country)


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Crimea", "UKR"),
        ("Donetsk", "UKR"),
        ("the Gaza Strip", "PSE"),
        ("the West Bank", "PSE"),
        ("the Golan Heights", "SYR"),
        ("Abkhazia", "GEO"),
        ("Nagorno-Karabakh", "AZE"),
        ("Kosovo", "XKX"),
        ("Taiwan", "TWN"),
        ("Western Sahara", "ESH"),
    ],
)
def test_a_disputed_region_is_filed_under_one_country(name: str, country: str) -> None:
    assert [toponym.country for toponym in find_places(f"Clashes were reported in {name} on Friday.")] == [country]


@pytest.mark.parametrize(
    "text",
    [
        "Moscow said it had shot down drones.",
        "Kyiv rejected the claim.",
        "The Moscow-backed fighters withdrew.",
        "Tehran's forces were blamed.",
        "Washington has denied the report.",
        "Москва заявила о перехвате.",
    ],
)
def test_a_capital_that_stands_for_its_government_is_marked_and_doubted(text: str) -> None:
    (toponym,) = find_places(text)
    assert toponym.metonym
    assert toponym.confidence < 0.4


@pytest.mark.parametrize("text", ["A drone hit a house in Moscow.", "Explosions shook Kyiv.", "Kyiv was shelled."])
def test_a_capital_where_something_happens_is_a_place(text: str) -> None:
    (toponym,) = find_places(text)
    assert not toponym.metonym


@pytest.mark.parametrize(
    "text",
    [
        "Paris Hilton came to the opening.",
        "Mr. Houston told the court that he was at home.",
        "The Washington Post reported the raid.",
        "In May the talks failed.",
        "Of the nine, three were hurt. Man is to blame. Police came. Normal life stopped. Mobile phones fell silent.",
        "Hamas fired rockets.",
        "Youths threw bottles, and Molotov cocktails set a bus on fire.",
        "The State and the City were silent.",
    ],
)
def test_people_papers_and_common_words_are_no_places(text: str) -> None:
    assert find_places(text) == []


def test_a_common_word_is_a_place_with_its_state_beside_it() -> None:
    toponym = named("Workers in Mobile, Alabama, went home.")["Mobile"]
    assert (toponym.country, toponym.admin1) == ("USA", "US-AL")


def test_a_surname_stays_a_surname_when_it_comes_back_alone() -> None:
    text = "The suspect, Anthony Lancaster, was held on Monday. Lancaster denied it."
    assert find_places(text) == []


def test_an_organisation_of_a_place_is_marked() -> None:
    assert named("Officers of the Baltimore Police came.")["Baltimore"].organisation


def test_text_without_capitals_is_read_all_the_same() -> None:
    text = (
        "ahmedabad: police fired teargas in the old city of vadodara on sunday after a mob set shops on fire. "
        "the man was normal, police said, and the state was calm. two people were stabbed in rajkot."
    )
    found = named(text)
    assert set(found) == {"ahmedabad", "vadodara", "rajkot"}
    assert {toponym.country for toponym in found.values()} == {"IND"}


@pytest.mark.parametrize(
    ("text", "name", "country", "level"),
    [
        ("Взрыв прогремел в Харькове.", "Харькове", "UKR", "town"),
        ("Бои идут под Курском.", "Курском", "RUS", "town"),
        ("Дрон упал в Курской области.", "Курской области", "RUS", "admin1"),
        ("Удар пришёлся по Одессе.", "Одессе", "UKR", "town"),
        ("Росіяни обстріляли Харків і Суми.", "Суми", "UKR", "town"),
        ("У Львові пролунали вибухи.", "Львові", "UKR", "town"),
        ("Вибухи у Харківській області.", "Харківській області", "UKR", "admin1"),
        ("Обстріл Житомирського району тривав.", "Житомирського району", "UKR", "admin2"),
        ("Бої на Бахмутському напрямку.", "Бахмутському", "UKR", "town"),
        ("Удар по Кривому Рогу.", "Кривому Рогу", "UKR", "town"),
    ],
)
def test_ukrainian_and_russian_names_are_found_in_their_cases(text: str, name: str, country: str, level: str) -> None:
    toponym = named(text)[name]
    assert (toponym.country, toponym.level) == (country, level)


def test_oblasts_that_share_one_noun_are_each_found() -> None:
    found = find_places("Тревога объявлена в Сумской и Белгородской областях.")
    assert [toponym.admin1 for toponym in found] == ["UA-59", "RU-BEL"]


@pytest.mark.parametrize(
    ("text", "name", "level"),
    [
        ("A man was shot on Wexley Street in Chicago.", "Wexley Street", "site"),
        ("They crossed the Zubra River near Lviv.", "Zubra River", "site"),
        ("Soldiers stormed Qarfa airfield near Aleppo.", "Qarfa airfield", "site"),
        ("Gunmen raided the village of Umm Sharqa in West Darfur.", "Umm Sharqa", "town"),
    ],
)
def test_a_place_that_no_gazetteer_has_stands_beside_one_that_has(text: str, name: str, level: str) -> None:
    found = named(text)
    (beside,) = (toponym for toponym in found.values() if toponym.name != name)
    assert found[name].level == level
    assert (found[name].lat, found[name].lon, found[name].country) == (beside.lat, beside.lon, beside.country)
    assert found[name].confidence < beside.confidence


def test_a_place_that_no_gazetteer_has_and_nothing_beside_it_has_no_coordinates() -> None:
    (street,) = find_places("A man was shot on Wexley Street.")
    assert (street.lat, street.lon, street.country) == (None, None, None)


def test_a_county_stands_among_the_towns_of_its_state() -> None:
    county = named("Deputies of Henry County searched a farm near Paris, Tennessee.")["Henry County"]
    assert county.lat == pytest.approx(36.3, abs=0.1)
    assert county.lon == pytest.approx(-88.3, abs=0.1)


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Syrian state media said that shells hit Jableh and Qamishly.", "Qamishly", "SYR"),
        ("A bomb went off in Qillah Abdullah, Pakistan said.", "Qillah Abdullah", "PAK"),
    ],
)
def test_a_transliterated_name_is_known_by_its_sound_where_its_country_is_spoken_of(
    text: str, name: str, country: str
) -> None:
    assert named(text)[name].country == country


def test_a_sound_alone_is_no_place_where_its_country_is_not_spoken_of() -> None:
    assert "Qamishly" not in named("French state media said that shells hit Qamishly.")


def test_the_words_for_a_country_s_people_are_no_places() -> None:
    assert [toponym.name for toponym in find_places("Syrian and Iraqi forces met Israelis in Jordan.")] == ["Jordan"]


def test_villages_in_a_list_are_each_found() -> None:
    found = named("Shells fell on the villages of Umm Sharqa, Abu Tarfa and Wad Simsim in West Darfur.")
    assert {"Umm Sharqa", "Abu Tarfa", "Wad Simsim"} <= set(found)
    assert {toponym.country for toponym in found.values()} == {"SDN"}


def test_what_follows_a_comma_is_no_list_without_its_and() -> None:
    found = named("A bomb went off in the town of Umm Sharqa, Deputy Commissioner Adam Tarfa said in West Darfur.")
    assert set(found) == {"Umm Sharqa", "West Darfur"}


def test_a_numbered_road_has_its_number() -> None:
    assert "Highway 47" in named("Fighters cut Highway 47 west of Sinjar.")


def test_a_headline_s_capitals_make_no_place() -> None:
    text = "Troops Retake Strategic Mountain in Syria\n\nThe troops moved at dawn, officials in Syria said."
    assert [toponym.name for toponym in find_places(text)] == ["Syria", "Syria"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Russian forces took Avdiivka and Toretsk.", {"Avdiivka", "Toretsk"}),
        ("Boko Haram raided Monguno and Gwoza in Borno State.", {"Monguno", "Gwoza", "Borno State"}),
    ],
)
def test_small_towns_after_verbs_of_war_and_in_lists_are_found(text: str, names: set[str]) -> None:
    assert set(named(text)) == names


def test_a_district_s_name_decides_against_a_far_namesake_after_its_comma() -> None:
    mambasa = named("Militants killed 40 in Mambasa territory, Ituri.")["Mambasa territory"]
    assert mambasa.country == "COD"


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Two men were held in King's Lynn on Monday.", "King's Lynn", "GBR"),
        ("A storm reached St. George’s in Grenada on Monday.", "St. George", "GRD"),
        ("Shells fell on Syria's Idlib.", "Idlib", "SYR"),
    ],
)
def test_a_possessive_parts_names_unless_it_is_in_one(text: str, name: str, country: str) -> None:
    assert named(text)[name].country == country


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("A bomb hit a patrol in the city of al-Arish, police said.", "al-Arish", "EGY"),
        ("Rebels shelled al-Bab overnight.", "al-Bab", "SYR"),
        ("Fighting went on in el-Geneina on Monday.", "el-Geneina", "SDN"),
    ],
)
def test_an_article_in_small_letters_belongs_to_its_name(text: str, name: str, country: str) -> None:
    assert named(text)[name].country == country


def test_an_article_within_a_name_begins_none() -> None:
    found = named("Bashar al-Assad spoke of al-Qaeda and al-Shabaab, and of Ras al-Ain in Syria.")
    assert not {"al-Assad", "al-Qaeda", "al-Shabaab", "al-Ain"} & set(found)
