"""Our own tables of facts (data/*.tsv, data/*.txt) and nothing else: reading them, once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final


@dataclass(frozen=True, slots=True)
class CountryRow:
    """A country in data/countries.tsv."""

    alpha3: str
    lat: float
    lon: float
    names: tuple[str, ...]
    """Further English names."""
    demonyms: tuple[str, ...]
    """English adjectives and nouns for its people, singular."""


_COMPILED: Final = ("countries.tsv", "regions.tsv", "villages.tsv", "oblasts.tsv", "division_kinds.txt")


def digest() -> str:
    """Eight characters that change with any table that goes into the compiled gazetteer."""
    folder = resources.files("dateline.events.places") / "data"
    return hashlib.sha256(b"".join((folder / name).read_bytes() for name in _COMPILED)).hexdigest()[:8]


def _lines(name: str) -> Iterator[str]:
    text = (resources.files("dateline.events.places") / "data" / name).read_text(encoding="utf-8")
    return (line for line in text.split("\n") if line and not line.startswith("#"))


def rows(name: str) -> Iterator[list[str]]:
    """The rows of a table in data/, split at tabs."""
    return (line.split("\t") for line in _lines(name))


@cache
def words(name: str) -> frozenset[str]:
    """The words of a list in data/, folded already, parted by white space."""
    return frozenset(word for line in _lines(name) for word in line.split())


@cache
def country_rows() -> tuple[CountryRow, ...]:
    """All countries."""
    return tuple(
        CountryRow(
            alpha3=alpha3,
            lat=float(lat),
            lon=float(lon),
            names=tuple(filter(None, names.split("|"))),
            demonyms=tuple(filter(None, demonyms.split("|"))),
        )
        for alpha3, lat, lon, names, demonyms in rows("countries.tsv")
    )


@cache
def _with_armed_conflict() -> frozenset[str]:
    return frozenset(country for country, _ in rows("armed_conflicts.tsv"))


def in_armed_conflict(country: str | None) -> bool:
    """Whether an armed conflict is fought in a country (alpha-3), by data/armed_conflicts.tsv: what that means, on what
    basis, and as of when, stands at its top."""
    return country in _with_armed_conflict()
