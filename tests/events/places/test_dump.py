"""A user's GeoNames dump: which lines become places, and which files are refused."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.cli.gazetteer import command
from dateline.errors import ConfigurationError
from dateline.events.places import sources
from dateline.events.places.dump import read_dump


def line(geoname_id: int, name: str, feature: str, code: str, population: str = "120") -> str:
    """One line of a dump, in GeoNames' nineteen columns."""
    return "\t".join(
        [str(geoname_id), name, name, f"{name}ka,Село", "48.1", "37.6", feature, code, "UA", "", "05", "", "", "",
         population, "", "100", "Europe/Kyiv", "2024-01-01"]
    )  # fmt: skip


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "UA.txt"
    path.write_text(
        "\n".join(
            [
                line(1, "Novyi Pryklad", "P", "PPL"),
                line(2, "Zruinovane", "P", "PPLW", population=""),
                line(3, "Stare", "P", "PPLH"),
                line(4, "Prykladnyi Raion", "A", "ADM2"),
                line(5, "Pryklad River", "H", "STM"),
            ]
        )
        + "\n",
        encoding="utf-8",
    )
    return path


def test_settlements_and_districts_are_taken_and_the_rest_is_left(dump: Path) -> None:
    assert [(row.name, row.division) for row in read_dump(dump)] == [
        ("Novyi Pryklad", False),
        ("Zruinovane", False),
        ("Prykladnyi Raion", True),
    ]


def test_all_that_is_known_of_a_place_is_read(dump: Path) -> None:
    first = next(iter(read_dump(dump)))
    assert (first.geoname_id, first.lat, first.lon, first.population) == (1, 48.1, 37.6, 120)
    assert (first.alpha2, first.admin1, first.alternates) == ("UA", "05", ("Novyi Prykladka", "Село"))


def test_geonames_own_zip_is_read(dump: Path, tmp_path: Path) -> None:
    path = tmp_path / "UA.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(dump, "UA.txt")
        archive.writestr("readme.txt", "how to read it")
    assert list(read_dump(path)) == list(read_dump(dump))


def test_a_place_that_is_known_already_comes_once(dump: Path) -> None:
    places = list(
        sources._dump_places([*read_dump(dump), *read_dump(dump)], {4}, {"UA": "UKR"}, {("UA", "05"): "UA-14"})
    )
    assert [(place.names[0], place.country, place.admin1) for place in places] == [
        ("Novyi Pryklad", "UKR", "UA-14"),
        ("Zruinovane", "UKR", "UA-14"),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a\tb\n", "line 1: 2 columns"),
        (line(1, "X", "P", "PPL").replace("48.1", "north").encode() + b"\n", "line 1: could not convert"),
        (b"\xff\xfe\x00", "cannot be read"),
    ],
)
def test_another_file_is_refused_with_its_line(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "other.txt"
    path.write_bytes(content)
    with pytest.raises(ConfigurationError, match=said):
        list(read_dump(path))


def test_a_broken_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "UA.zip"
    path.write_bytes(b"PK but no more")
    with pytest.raises(ConfigurationError, match="cannot be read"):
        list(read_dump(path))


@pytest.mark.slow
def test_the_command_builds_a_gazetteer_that_knows_the_dump_s_villages(dump: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    built = CliRunner().invoke(command, ["build", "--dump", str(dump), "--folder", str(folder)], catch_exceptions=False)
    assert built.exit_code == 0
    assert Path(built.output.strip()).is_file()
    shown = CliRunner().invoke(command, ["show", "--folder", str(folder)], catch_exceptions=False)
    assert "places" in shown.output
    assert built.output.strip() in shown.output
    from dateline.events.places import find_places, open_gazetteer

    (village,) = find_places("Shells fell on Novyi Pryklad.", gazetteer=open_gazetteer(folder))
    assert (village.country, village.admin1, village.geoname_id) == ("UKR", "UA-14", 1)
