"""The gazetteer's file: its format, writing it, and reading it through a memory map that all processes share.

The file (little-endian) is a header line of JSON (with the quarters of each country), ended by a line feed and padded,
then arrays one after the other:

    slots        uint32[2**k]   open addressing: name number + 1, or 0; probed from crc32(key) onwards
    name_starts  uint32[n + 1]  where each key starts in `keys`
    keys         bytes          the folded names, UTF-8, without separators
    post_starts  uint32[n + 1]  where each name's postings start
    postings     uint32[…]      place number in the low 24 bits, `ACRONYM`, `ALTERNATE`, `CURATED` above
    longest      uint8[n]       longest name, in words, that begins with this key (keys of one or two words only)
    lat, lon     int32[p]       degrees * 100,000
    population, geoname_id      uint32[p]
    country, admin1             uint16[p], numbers into the header's lists
    level        uint8[p]       number into `LEVELS`
    capital      uint8[p]       1 for the capital of a country

What a name means in a text is decided elsewhere.
"""

from __future__ import annotations

import json
import mmap
import zlib
from array import array
from collections.abc import Iterable
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final, Literal, NamedTuple

from dateline.events.places.folding import fold_name
from dateline.events.places.geography import COUNTRY, LEVELS, TOWN, SourcePlace, quarters
from dateline.events.places.transliteration import COUNTRIES, skeleton

FORMAT: Final = 12
"""Raise it with every change of the layout, of folding.py, of transliteration.py or of what sources.py reads."""

ACRONYM: Final = 1 << 31
ALTERNATE: Final = 1 << 30
CURATED: Final = 1 << 29
SKELETON: Final = "~"
"""Before the skeleton of a transliterated name, which is a key like any other."""
_NUMBER: Final = (1 << 24) - 1
_SCALE: Final = 100_000
_WORDS_MAX: Final = 8
_PARTS: Final[tuple[tuple[str, Literal["I", "i", "H", "B"]], ...]] = (
    ("slots", "I"),
    ("name_starts", "I"),
    ("keys", "B"),
    ("post_starts", "I"),
    ("postings", "I"),
    ("longest", "B"),
    ("lat", "i"),
    ("lon", "i"),
    ("population", "I"),
    ("geoname_id", "I"),
    ("country", "H"),
    ("admin1", "H"),
    ("level", "B"),
    ("capital", "B"),
)


class Entry(NamedTuple):
    """One place that a name may mean."""

    number: int
    """Which place of the file it is."""
    level: str
    country: str | None
    """ISO 3166-1 alpha-3."""
    admin1: str | None
    """ISO 3166-2 code."""
    lat: float
    lon: float
    population: int
    geoname_id: int | None
    capital: bool
    """It is its country's capital."""
    alternate: bool
    """A Latin name of another language or time, or one without the division's kind."""
    curated: bool
    """From our own table: the name means it first."""
    acronym: bool
    """The name counts only where the text has it in capitals (US, UAE)."""


class Meanings(tuple[Entry, ...]):
    """The places that a name may mean, with what is asked of them for every mention of it."""

    @cached_property
    def countries(self) -> frozenset[str | None]:
        """Where they lie."""
        return frozenset(entry.country for entry in self)

    @cached_property
    def population(self) -> int:
        """Of the largest of them."""
        return max((entry.population for entry in self), default=0)

    @cached_property
    def is_country(self) -> bool:
        """One of them is a country."""
        return any(entry.level == "country" for entry in self)

    @cached_property
    def is_acronym(self) -> bool:
        """The name of one of them counts only in capitals."""
        return any(entry.acronym for entry in self)

    @cached_property
    def in_small_letters(self) -> Meanings:
        """Those that the name means without capitals."""
        return Meanings(entry for entry in self if not entry.acronym) if self.is_acronym else self


_NOTHING: Final = Meanings()


def write(path: Path, places: Iterable[SourcePlace], versions: dict[str, str]) -> None:
    """Write the compiled file of `places`; `versions` is kept in its header for `Gazetteer.versions`."""
    countries: dict[str, int] = {"": 0}
    divisions: dict[str, int] = {"": 0}
    columns = {name: array(code) for name, code in _PARTS}
    names: dict[str, list[int]] = {}
    longest: dict[str, int] = {}
    towns: dict[str, list[tuple[float, float]]] = {}
    for number, place in enumerate(places):
        if place.level == TOWN and place.geoname_id:  # our own list is dense where there is fighting
            towns.setdefault(place.country, []).append((place.lat, place.lon))
        columns["lat"].append(round(place.lat * _SCALE))
        columns["lon"].append(round(place.lon * _SCALE))
        columns["population"].append(min(place.population, 0xFFFFFFFF))
        columns["geoname_id"].append(place.geoname_id)
        columns["country"].append(countries.setdefault(place.country, len(countries)))
        columns["admin1"].append(divisions.setdefault(place.admin1, len(divisions)))
        columns["level"].append(place.level)
        columns["capital"].append(place.capital)
        seen: set[str] = set()
        for kind, spellings in ((0, place.names), (ALTERNATE, place.alternates)):
            for spelling in spellings:
                key = fold_name(spelling)
                flag = 0 if key[:1] >= "а" else kind
                count = key.count(" ") + 1
                if len(key) < 2 or key in seen or count > _WORDS_MAX:
                    continue
                seen.add(key)
                acronym = ACRONYM if len(key) <= 5 and spelling.isupper() else 0
                curated = CURATED if place.curated else 0
                names.setdefault(key, []).append(number | flag | acronym | curated)
                parts = key.split(" ", 2)
                for beginning in {parts[0], " ".join(parts[:2])}:
                    longest[beginning] = max(count, longest.get(beginning, 0))
        if place.country in COUNTRIES and place.level != COUNTRY:
            for shape in {skeleton(key) for key in seen if key.isascii()} - {""}:
                names.setdefault(f"{SKELETON}{shape}", []).append(number | ALTERNATE)
    for beginning in longest:
        names.setdefault(beginning, [])
    columns["name_starts"].append(0)
    columns["post_starts"].append(0)
    for key, postings in names.items():
        columns["keys"].frombytes(key.encode())
        columns["name_starts"].append(len(columns["keys"]))
        columns["postings"].extend(postings)
        columns["post_starts"].append(len(columns["postings"]))
        columns["longest"].append(longest.get(key, 0))
    columns["slots"] = _hash_table(names)
    lengths = {name: len(columns[name]) for name, _ in _PARTS}
    header = json.dumps(
        {
            "format": FORMAT,
            "versions": versions,
            "lengths": lengths,
            "countries": list(countries),
            "divisions": list(divisions),
            "quarters": {country: quarters(points) for country, points in towns.items()},
        }
    ).encode()
    with path.open("wb") as file:
        file.write(header + b" " * (-(len(header) + 1) % 8) + b"\n")
        for name, _ in _PARTS:
            raw = columns[name].tobytes()
            file.write(raw + b"\0" * (-len(raw) % 8))


def _hash_table(names: Iterable[str]) -> array[int]:
    keys = list(names)
    size = 1 << (2 * len(keys)).bit_length()
    slots = array("I", bytes(4 * size))
    for number, key in enumerate(keys):
        slot = zlib.crc32(key.encode()) & (size - 1)
        while slots[slot]:
            slot = (slot + 1) & (size - 1)
        slots[slot] = number + 1
    return slots


class Gazetteer:
    """Names to places. Opening it maps the file; pages come in as names are asked for and are shared.

    Raises `ValueError` on a file that is not of this format, `OSError` where it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        end = self._map.find(b"\n")
        header = json.loads(self._map[: max(end, 0)])
        if header.get("format") != FORMAT:
            raise ValueError(f"{path}: format {header.get('format')}, not {FORMAT}")
        self.path = path
        self.places: int = header["lengths"]["lat"]
        self.names: int = header["lengths"]["longest"]
        self.versions: dict[str, str] = header["versions"]
        """Of the sources it was made from, by package."""
        self._countries: list[str] = header["countries"]
        self._divisions: list[str] = header["divisions"]
        self._quarters: dict[str, dict[str, list[float]]] = header["quarters"]
        view = memoryview(self._map)
        parts: dict[str, memoryview] = {}
        position = end + 1
        for name, code in _PARTS:
            size = header["lengths"][name] * array(code).itemsize
            parts[name] = view[position : position + size].cast(code)
            position += size + (-size % 8)
        if position != len(self._map):
            raise ValueError(f"{path}: {len(self._map)} bytes, not {position}")
        self._slots = parts["slots"]
        self._name_starts = parts["name_starts"]
        self._keys = parts["keys"]
        self._post_starts = parts["post_starts"]
        self._postings = parts["postings"]
        self._longest = parts["longest"]
        self._lat, self._lon = parts["lat"], parts["lon"]
        self._population, self._geoname_id = parts["population"], parts["geoname_id"]
        self._country, self._admin1, self._level = parts["country"], parts["admin1"], parts["level"]
        self._capital = parts["capital"]
        self._mask = len(self._slots) - 1
        self.entries = lru_cache(maxsize=1 << 15)(self._read_entries)
        """The places that a folded name may mean; empty where there are none."""
        self.words_after = lru_cache(maxsize=1 << 15)(self._read_longest)
        """How many words the longest name has that begins with this folded word, or these two; 0 where none does."""

    def quarter(self, country: str, directions: str) -> tuple[float, float] | None:
        """The middle of the part of a country that lies in `directions` ("n", "se"), in degrees; None where no town of
        the country is known."""
        found = self._quarters.get(country, {}).get(directions)
        return (found[0], found[1]) if found is not None else None

    def _number(self, key: str) -> int:
        raw = key.encode()
        slot = zlib.crc32(raw) & self._mask
        slots, starts, keys = self._slots, self._name_starts, self._keys
        while number := slots[slot]:
            start = starts[number - 1]
            if starts[number] - start == len(raw) and keys[start : start + len(raw)] == raw:
                return int(number) - 1
            slot = (slot + 1) & self._mask
        return -1

    def _read_longest(self, beginning: str) -> int:
        number = self._number(beginning)
        return 0 if number < 0 else int(self._longest[number])

    def _read_entries(self, key: str) -> Meanings:
        number = self._number(key)
        if number < 0:
            return _NOTHING
        postings = self._postings[self._post_starts[number] : self._post_starts[number + 1]]
        return Meanings(map(self._entry, postings))

    def _entry(self, posting: int) -> Entry:
        number = posting & _NUMBER
        return Entry(
            number=number,
            level=LEVELS[self._level[number]],
            country=self._countries[self._country[number]] or None,
            admin1=self._divisions[self._admin1[number]] or None,
            lat=self._lat[number] / _SCALE,
            lon=self._lon[number] / _SCALE,
            population=self._population[number],
            geoname_id=self._geoname_id[number] or None,
            capital=bool(self._capital[number]),
            alternate=bool(posting & ALTERNATE),
            curated=bool(posting & CURATED),
            acronym=bool(posting & ACRONYM),
        )
