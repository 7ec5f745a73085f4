"""Whether two places can be one incident's: by distance, by what lies in what, and by how exactly each is told."""

from __future__ import annotations

from dateline.events.places import Toponym
from dateline.events.places.geography import kilometres

SAME = 0.5
"""What `same_place` says of places side by side or nearer."""

_NEAR = 0.3
_REGION_KM = 150.0
_SAME_PLACE_KM = 8.0
_QUARTER_KM = 400.0
_BEYOND_KM = 200.0
_MOSTLY = 0.5
"""What lies to the north may lie twice as far to the east."""


def same_place(one: Toponym, other: Toponym) -> float | None:
    """How surely two places can be one incident's: 0.6 the same, 0.3 two towns side by side, 0.1 one may lie
    in the other; None: no."""
    if one.geoname_id is not None and one.geoname_id == other.geoname_id:
        return 0.6
    if one.country and other.country and one.country != other.country:
        return None
    unplaced = one.lat is None or other.lat is None
    if "country" in (one.level, other.level) or (unplaced and "admin1" in (one.level, other.level)):
        return 0.1
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return 0.6 if one.name == other.name else None
    distance = kilometres(one.lat, one.lon, other.lat, other.lon)
    if distance <= _SAME_PLACE_KM:
        if one.level != other.level or one.name == other.name:
            return SAME + 0.1
        return _NEAR if one.geoname_id is not None or other.geoname_id is not None else None  # coarse coordinates
    if one.beyond or other.beyond:
        town, region = (one, other) if other.beyond else (other, one)
        return 0.1 if distance <= _BEYOND_KM and _lies_beyond(town, region) else None
    if is_quarter(one) or is_quarter(other):
        return 0.1 if distance <= _QUARTER_KM else None
    if one.level == other.level:
        return None
    if "admin1" in (one.level, other.level):
        if one.admin1 and other.admin1:
            return 0.1 if one.admin1 == other.admin1 else None
        return 0.1 if distance <= _REGION_KM else None
    if "admin2" in (one.level, other.level):
        return 0.1 if distance <= 80 else None
    return None


def _lies_beyond(place: Toponym, region: Toponym) -> bool:
    """Whether a place lies in the direction from its town that tells of a region, or is told so itself."""
    if place.beyond:
        return place.beyond == region.beyond
    if place.lat is None or place.lon is None or region.lat is None or region.lon is None:
        return False
    north, east = place.lat - region.lat, place.lon - region.lon
    toward = {"n": north, "s": -north, "e": east, "w": -east}
    return all(toward[point] > 0.0 for point in region.beyond) and max(
        toward[point] for point in region.beyond
    ) >= _MOSTLY * max(abs(north), abs(east))


def is_quarter(place: Toponym) -> bool:
    """Whether a place is a region by a point of the compass, which has no borders."""
    return place.level == "admin1" and place.admin1 is None and place.geoname_id is None


def lies_within(place: Toponym | None, country: Toponym | None) -> bool:
    """Whether a place lies in what is no more than its country, or is nothing at all."""
    if place is None or country is None:
        return place is not None
    return country.level == "country" and country.country == place.country


_RANK = {"site": 5, "town": 4, "admin2": 3, "admin1": 2, "country": 0}


def is_finer(one: Toponym, other: Toponym) -> bool:
    """Whether a place is told more exactly than another: a province more than "the east"."""
    return _rank(one) > _rank(other)


def _rank(place: Toponym) -> int:
    return 1 if is_quarter(place) else _RANK.get(place.level, 0)
