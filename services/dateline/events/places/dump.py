"""A user's GeoNames dump (UA.txt, SD.zip, allCountries.txt): the villages that the packaged towns leave out.

The format is GeoNames': one place a line, nineteen columns parted by tabs, UTF-8
(https://download.geonames.org/export/dump/readme.txt). Only populated places and second- and third-level divisions
are taken. What is made of them lives in sources.py.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from dateline.errors import ConfigurationError

_COLUMNS: Final = 19
_GONE: Final = frozenset({"PPLH", "PPLCH"})
"""Populated places of the past. Destroyed ones (PPLW) are kept: news of war names them."""
_DIVISIONS: Final = frozenset({"ADM2", "ADM3"})


@dataclass(frozen=True, slots=True)
class DumpRow:
    """One place of a dump."""

    geoname_id: int
    name: str
    alternates: tuple[str, ...]
    lat: float
    lon: float
    division: bool
    """A second- or third-level division, and no settlement."""
    alpha2: str
    """ISO 3166-1 alpha-2 of its country."""
    admin1: str
    """GeoNames' own code of its first-level division."""
    population: int


def read_dump(path: Path) -> Iterator[DumpRow]:
    """The settlements and divisions of a dump, a text file or GeoNames' zip of one.

    Raises `ConfigurationError`, with the line, where the file cannot be read or is of another format.
    """
    try:
        with _open(path) as file:
            for number, line in enumerate(file, 1):
                fields = line.rstrip("\r\n").split("\t")
                if len(fields) != _COLUMNS:
                    raise ConfigurationError(
                        f"{path}, line {number}: {len(fields)} columns, not {_COLUMNS}: no GeoNames dump"
                    )
                try:
                    row = _row(fields)
                except ValueError as wrong:
                    raise ConfigurationError(f"{path}, line {number}: {wrong}") from wrong
                if row is not None:
                    yield row
    except (OSError, UnicodeDecodeError, zipfile.BadZipFile) as unreadable:
        raise ConfigurationError(f"{path} cannot be read: {unreadable}") from unreadable


@contextmanager
def _open(path: Path) -> Iterator[TextIO]:
    if path.suffix.lower() != ".zip":
        with path.open(encoding="utf-8", newline="\n") as file:
            yield file
        return
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.endswith(".txt") and "readme" not in name.lower()]
        if len(names) != 1:
            raise ConfigurationError(f"{path} holds {len(names)} text files beside its readme, not one")
        with archive.open(names[0]) as raw, io.TextIOWrapper(raw, encoding="utf-8", newline="\n") as file:
            yield file


def _row(fields: list[str]) -> DumpRow | None:
    feature, code = fields[6], fields[7]
    division = feature == "A" and code in _DIVISIONS
    if not division and (feature != "P" or code in _GONE):
        return None
    return DumpRow(
        geoname_id=int(fields[0]),
        name=fields[1],
        alternates=tuple(filter(None, fields[3].split(","))),
        lat=float(fields[4]),
        lon=float(fields[5]),
        division=division,
        alpha2=fields[8],
        admin1=fields[10],
        population=int(fields[14] or 0),
    )
