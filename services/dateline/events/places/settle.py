"""Where a place stands whose own coordinates nobody gave us: near the places that the text names with it.

The source of the counties of the United States has no coordinates, and a street or a river is in no source at all.
Each stands at the middle of the towns of its division that the text names, or failing them where its division does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dateline.events.places.compiled import Entry
from dateline.events.places.geography import kilometres
from dateline.events.places.spans import Candidate, holds

_RIGHT_AFTER = 6
"""Words."""


_SMALL = 50_000
_FAR_KM = 150.0
_ENOUGH = 1.5
"""Mentions of countries, two a unit, that say where a text plays."""


def is_another(candidate: Candidate, entry: Entry, said_in: Entry | None, countries: Mapping[str, float]) -> bool:
    """The small town that bears the name cannot be the one meant: it lies elsewhere than the text says.

    It is said to lie in `said_in` and does not, or in a country of which a text full of countries says nothing.
    """
    if entry.level != "town" or entry.population >= _SMALL or candidate.sure or candidate.container is not None:
        return False
    if said_in is not None and said_in.level in {"country", "admin1", "admin2", "town"}:
        if said_in.level == "country":
            return said_in.country != entry.country
        far = kilometres(said_in.lat, said_in.lon, entry.lat, entry.lon) > _FAR_KM
        return far and not holds(said_in, entry)
    return sum(countries.values()) >= _ENOUGH and entry.country not in countries


def stand_in(entry: Entry, others: Sequence[Entry]) -> tuple[float, float]:
    """Latitude and longitude for a county: among `others`, the middle of the towns of its state."""
    towns = [other for other in others if other.level in {"town", "site"} and other.admin1 == entry.admin1]
    if not towns:
        return entry.lat, entry.lon
    return sum(town.lat for town in towns) / len(towns), sum(town.lon for town in towns) / len(towns)


def has_no_coordinates(entry: Entry) -> bool:
    """A county of the United States: its entry stands at its state's centre."""
    return entry.level == "admin2" and entry.country == "USA" and entry.geoname_id is None and entry.population == 0


def nearest(first: int, last: int, placed: Sequence[tuple[int, Entry]]) -> Entry | None:
    """The place that a site is in, most likely, by where their names stand; None where the text names none.

    `first` and `last` are the numbers of the site's words, `placed` the first words of listed names with their places,
    in order. The name right after it ("Jay Lane in Chicago") comes before the last one before it.
    """
    usable = [(number, entry) for number, entry in placed if entry.level != "country"]
    after = next(((number, entry) for number, entry in usable if number > last), None)
    if after is not None and after[0] - last <= _RIGHT_AFTER:
        return after[1]
    before = [entry for number, entry in usable if number < first]
    if before:
        return before[-1]
    return after[1] if after is not None else None
