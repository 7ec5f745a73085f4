"""Where a place stands whose own coordinates nobody gave us: near the places that the text names with it.

The source of the counties of the United States has no coordinates, and a street or a river is in no source at all.
Each stands at the middle of the towns of its division that the text names, or failing them where its division does.
"""

from __future__ import annotations

from collections.abc import Sequence

from dateline.events.places.compiled import Entry

_RIGHT_AFTER = 6
"""Words."""


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
