"""Where a place stands whose own coordinates nobody gave us: near the places that the text names with it.

The source of the counties of the United States has no coordinates, and a street or a river is in no source at all.
Each stands at the middle of the towns of its division that the text names, or failing them where its division does.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from operator import itemgetter

from dateline.events.places import vocabulary as v
from dateline.events.places.candidates import Candidate
from dateline.events.places.compiled import Entry
from dateline.events.places.containment import holds
from dateline.events.places.countries import neighbours
from dateline.events.places.geography import kilometres

SMALL = 50_000
"""People: a village that bears its name may be in no gazetteer; a larger town would be."""
_LARGE = 500_000
_RIGHT_AFTER = 6
"""Words from a site to the name that it is in."""
_FAR_KM = 120.0
_FAR_FROM_DIVISION_KM = 400.0
_ENOUGH = 1.5
"""Mentions of countries, two a unit, that say where a text plays."""


def is_another(candidate: Candidate, entry: Entry, said_in: Entry | None, after_comma: Entry | None) -> bool:
    """The place of that name cannot be the one meant: it lies elsewhere than the text says.

    A small town is said to lie `said_in` a place that does not hold it; or the name is but an alternate one of a place
    far from the division `after_comma`.
    """
    if entry.level != "town" or candidate.sure or candidate.container is not None:
        return False
    if said_in is not None and entry.population < SMALL and said_in.level != "site":
        return _is_elsewhere(entry, said_in)
    if after_comma is not None and entry.alternate and after_comma.level in {"admin1", "admin2", "country"}:
        return _is_elsewhere(entry, after_comma)
    return False


def _is_elsewhere(entry: Entry, place: Entry) -> bool:
    if place.level == "country":
        return place.country != entry.country
    if holds(place, entry):
        return False
    vague = place.level == "admin1" and (entry.admin1 is None or place.admin1 is None)
    far = _FAR_FROM_DIVISION_KM if vague else _FAR_KM
    return kilometres(place.lat, place.lon, entry.lat, entry.lon) > far


def is_unlikely(candidate: Candidate, entry: Entry, countries: Mapping[str, float]) -> bool:
    """A town in a country of which a text full of countries says nothing, and which borders on none of them."""
    if entry.level != "town" or entry.capital or candidate.sure or candidate.container is not None:
        return False
    if entry.population >= _LARGE or sum(countries.values()) < _ENOUGH or entry.country in countries:
        return False
    return entry.country is None or neighbours(entry.country).isdisjoint(countries)


class Lands:
    """The countries that the names of a text lie in, each name counted once."""

    def __init__(self, by_name: Mapping[str, str | None]) -> None:
        self._by_name = by_name
        self._names = Counter(by_name.values())

    def others(self, name: str) -> int:
        """How many other names the text has."""
        return len(self._by_name) - (name in self._by_name)

    def of_others(self, name: str) -> set[str]:
        """The countries that other names lie in."""
        own = self._by_name.get(name)
        return {land for land, names in self._names.items() if land is not None and names > (land == own)}


def is_namesake_abroad(candidate: Candidate, entry: Entry, lands: Lands, named: Collection[str]) -> bool:
    """A town in a country that a text does not speak of (`named`), and where none of its other names lie: a quarter or
    village of that name is meant which no gazetteer has."""
    if entry.level != "town" or entry.capital or candidate.sure or candidate.container is not None:
        return False
    if entry.population >= _LARGE or entry.country is None or entry.country in named:
        return False
    return lands.others(candidate.key) >= _OTHER_NAMES and entry.country not in lands.of_others(candidate.key)


_OTHER_NAMES = 3
"""Names that say together where a text plays."""


def is_district_elsewhere(candidate: Candidate, entry: Entry, lands: Collection[str]) -> bool:
    """A district or village that but has the name of a small town far from `lands`, where the other names lie."""
    named_so = candidate.kind in v.ADMIN2_KINDS or candidate.kind in v.VILLAGES
    if entry.level != "town" or not named_so or entry.population >= SMALL or not lands:
        return False
    if candidate.container is not None or candidate.within is not None or entry.country is None:
        return False
    return entry.country not in lands and neighbours(entry.country).isdisjoint(lands)


def middles(entries: Iterable[Entry]) -> dict[str, tuple[float, float]]:
    """The middle of the towns of each first-level division, by its ISO 3166-2 code: latitude and longitude."""
    towns: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.admin1 is not None and entry.level in {"town", "site"}:
            towns[entry.admin1].append(entry)
    return {
        division: (sum(town.lat for town in here) / len(here), sum(town.lon for town in here) / len(here))
        for division, here in towns.items()
    }


def has_no_coordinates(entry: Entry) -> bool:
    """A county of the United States: its entry stands at its state's centre."""
    return entry.level == "admin2" and entry.country == "USA" and entry.geoname_id is None and entry.population == 0


class Surroundings:
    """The listed places of a text by where their names stand, countries left out: what an unlisted one stands beside.

    `placed` holds the number of each name's first word and its place, in any order.
    """

    def __init__(self, placed: Iterable[tuple[int, Entry]]) -> None:
        usable = sorted(((number, entry) for number, entry in placed if entry.level != "country"), key=itemgetter(0))
        self._numbers = [number for number, _ in usable]
        self._entries = [entry for _, entry in usable]

    def beside(self, first: int, last: int) -> Entry | None:
        """The place that the words `first` to `last` are in, most likely; None where the text names none.

        The name right after them ("Jay Lane in Chicago") comes before the last one before them.
        """
        after = bisect_right(self._numbers, last)
        if after < len(self._numbers) and self._numbers[after] - last <= _RIGHT_AFTER:
            return self._entries[after]
        before = bisect_left(self._numbers, first)
        if before:
            return self._entries[before - 1]
        return self._entries[after] if after < len(self._numbers) else None
