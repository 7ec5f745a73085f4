"""Where a place stands whose own coordinates nobody gave us: near the places that the text names with it.

The source of the counties of the United States has no coordinates, and a street or a river is in no source at all.
Each stands at the middle of the towns of its division that the text names, or failing them where its division does.
"""

from __future__ import annotations

from collections.abc import Sequence

from dateline.events.places.compiled import Entry


def stand_in(entry: Entry, others: Sequence[Entry]) -> tuple[float, float]:
    """Latitude and longitude for a county: among `others`, the middle of the towns of its state."""
    towns = [other for other in others if other.level in {"town", "site"} and other.admin1 == entry.admin1]
    if not towns:
        return entry.lat, entry.lon
    return sum(town.lat for town in towns) / len(towns), sum(town.lon for town in towns) / len(towns)


def has_no_coordinates(entry: Entry) -> bool:
    """A county of the United States: its entry stands at its state's centre."""
    return entry.level == "admin2" and entry.country == "USA" and entry.geoname_id is None and entry.population == 0
