"""What a place is, as the sources give it, and how far apart two are. No text and no files."""

from __future__ import annotations

import math
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


def kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in kilometres between two points in degrees."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half = (
        math.sin((phi2 - phi1) / 2) ** 2
        + math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    )
    return 12742.0 * math.asin(math.sqrt(half) if half < 1.0 else 1.0)
