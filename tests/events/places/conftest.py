"""A gazetteer of a few made-up places, for tests of the file; the installed one serves the tests of texts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dateline.events.places import geography
from dateline.events.places.geography import SourcePlace


def made_up_places() -> Iterator[SourcePlace]:
    yield SourcePlace(geography.COUNTRY, "UKR", "", 49.0, 32.0, 40_000_000, 1, ["Ukraine"], ["Ukraina"])
    yield SourcePlace(geography.ADMIN1, "UKR", "UA-63", 49.83, 36.38, 2_600_000, 0, ["Kharkiv Oblast"])
    yield SourcePlace(geography.TOWN, "UKR", "UA-63", 49.98177, 36.25475, 1_421_125, 706483, ["Kharkiv"], ["Харків"])
    yield SourcePlace(geography.TOWN, "USA", "US-TX", 33.66094, -95.55551, 24_782, 4717560, ["Paris"])
    yield SourcePlace(geography.TOWN, "FRA", "FR-IDF", 48.85341, 2.3488, 2_138_551, 2988507, ["Paris"], capital=True)
    yield SourcePlace(geography.COUNTRY, "USA", "", 39.8, -98.6, 330_000_000, 6252001, ["United States"], ["US"])


@pytest.fixture
def places() -> list[SourcePlace]:
    """The made-up places."""
    return list(made_up_places())
