"""What a place is, as the sources give it, how far apart two are, and where the parts of a country lie. No text and no
files."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

TOWN, ADMIN2, ADMIN1, COUNTRY, SITE = range(5)
LEVELS: Final = ("town", "admin2", "admin1", "country", "site")
"""Levels by their number in the compiled file."""


@dataclass(slots=True)
class SourcePlace:
    """One place as the sources tell of it."""

    level: int
    """A number into `LEVELS`."""
    country: str
    """ISO 3166-1 alpha-3; empty where several or none."""
    admin1: str
    """ISO 3166-2 code of the first-level division it lies in, or is; empty where unknown."""
    lat: float
    """Degrees, WGS84."""
    lon: float
    """Degrees, WGS84."""
    population: int
    geoname_id: int
    """0 where GeoNames has it not, or we know not which."""
    names: list[str] = field(default_factory=list)
    """Its names, the main one first."""
    alternates: list[str] = field(default_factory=list)
    """Names in other languages and of other times."""
    capital: bool = False
    """It is its country's capital."""
    curated: bool = False
    """From our own table: its names mean it first."""


_RADIANS: Final = math.pi / 180.0


def kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in kilometres between two points in degrees."""
    north, east = math.sin((lat2 - lat1) * _RADIANS / 2), math.sin((lon2 - lon1) * _RADIANS / 2)
    half = north * north + math.cos(lat1 * _RADIANS) * math.cos(lat2 * _RADIANS) * east * east
    return 12742.0 * math.asin(math.sqrt(half) if half < 1.0 else 1.0)


_QUARTERS: Final = {"n": (1, 0), "s": (-1, 0), "e": (0, 1), "w": (0, -1)} | {
    f"{v}{h}": (north, east) for v, north in (("n", 1), ("s", -1)) for h, east in (("e", 1), ("w", -1))
}
_SHARE: Final = 4
"""One town in four lies in a quarter: those that lie farthest in its direction."""


def quarters(towns: Sequence[tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Where the north, the south-east and so on of a country lie: the middle of a quarter of its `towns` (latitude and
    longitude in degrees), by direction ("n", "se")."""
    middle = [sum(axis) / len(towns) for axis in zip(*towns, strict=True)]
    spread = [
        math.sqrt(sum((value - mean) ** 2 for value in axis) / len(towns)) or 1.0
        for axis, mean in zip(zip(*towns, strict=True), middle, strict=True)
    ]
    found: dict[str, tuple[float, float]] = {}
    for name, (north, east) in _QUARTERS.items():

        def reach(town: tuple[float, float], north: int = north, east: int = east) -> float:
            return float(north * (town[0] - middle[0]) / spread[0] + east * (town[1] - middle[1]) / spread[1])

        farthest = sorted(towns, key=reach, reverse=True)[: max(1, len(towns) // _SHARE)]
        found[name] = (
            round(sum(lat for lat, _ in farthest) / len(farthest), 2),
            round(sum(lon for _, lon in farthest) / len(farthest), 2),
        )
    return found
