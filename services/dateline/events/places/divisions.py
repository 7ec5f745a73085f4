"""First-level divisions of countries: ISO 3166-2's names for them, and which of GeoNames' codes is which of them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

import iso3166_2

from dateline.events.places.geography import kilometres
from dateline.events.places.tables import rows
from dateline.events.places.tables import words as word_list

_AIRPORT = re.compile(r"[A-Z]{2,4}$")
_LOCAL_NAME = re.compile(r"\s*([^(),]+?)\s*\(([a-z]{3})\)")
_SAME_CODES = frozenset({"US", "CH", "BE", "GB"})
"""Countries (alpha-2) of which GeoNames uses the codes of ISO 3166-2."""
_PIECES = 3
"""A country that ISO 3166-2 parts into more than this many pieces to one of GeoNames is left unmatched."""
_UNKNOWN_CODES = frozenset({"", "00"})


def usable(name: str) -> bool:
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


@dataclass(slots=True)
class Division:
    code: str
    alpha2: str
    lat: float
    lon: float
    top: bool
    names: list[str]
    alternates: list[str]


def read_divisions() -> list[Division]:
    further = {code: names.split("|") for code, names in rows("oblasts.tsv")}
    found = []
    for alpha2, entries in iso3166_2.Subdivisions().all.items():
        for code, entry in entries.items():
            if not entry["latLng"]:
                continue
            local = _LOCAL_NAME.findall(entry["localOtherName"] or "")
            names = [*_unbracketed(entry["name"]), *(name for name, language in local if language == "eng")]
            alternates = [name for name, language in local if language != "eng" and usable(name)]
            found.append(
                Division(
                    code=code,
                    alpha2=alpha2,
                    lat=float(entry["latLng"][0]),
                    lon=float(entry["latLng"][1]),
                    top=not entry["parentCode"],
                    names=[name for name in names if usable(name)],
                    alternates=[*alternates, *further.get(code, ())],
                )
            )
    return found


def _unbracketed(name: str) -> list[str]:
    """ISO 3166-2 gives a second name in brackets: Catalunya [Cataluña]."""
    return [part for part in re.split(r"\s*[\[\]]\s*", name) if part]


def without_kind(name: str) -> str:
    """A division's name without its kind: "Kurskaja oblast'" gives "Kurskaja"."""
    division_kinds = word_list("division_kinds.txt")
    words = re.split(r"[\s,]+", name)
    return " ".join(word for word in words if word.casefold() not in division_kinds)


def match_admin1(cities: list[dict[str, Any]], divisions: list[Division]) -> dict[tuple[str, str], str]:
    """GeoNames' first-level codes to ISO 3166-2, by the largest towns' names and by nearness.

    GeoNames keeps codes of its own outside a few countries. Each group of towns takes the division of its country
    that bears its largest town's name or lies nearest to its middle, the surest pair first, each division once.
    """
    groups: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for city in cities:
        groups[city["countrycode"], city["admin1code"]].append(city)
    by_country: dict[str, list[Division]] = defaultdict(list)
    for division in divisions:
        by_country[division.alpha2].append(division)
    coarse = Counter(alpha2 for alpha2, code in groups if code not in _UNKNOWN_CODES)
    fine = Counter(division.alpha2 for division in divisions if division.top)
    pairs: list[tuple[float, tuple[str, str], str]] = []
    matched: dict[tuple[str, str], str] = {}
    for key, members in groups.items():
        alpha2, code = key
        own = f"{alpha2}-{code}"
        candidates = by_country[alpha2]
        if code in _UNKNOWN_CODES or coarse[alpha2] * _PIECES < fine[alpha2]:
            continue  # GeoNames parts the country in other, larger pieces
        if alpha2 in _SAME_CODES and any(division.code == own for division in candidates):
            matched[key] = own
            continue
        lat = sum(city["latitude"] for city in members) / len(members)
        lon = sum(city["longitude"] for city in members) / len(members)
        largest = max(members, key=lambda city: city["population"])
        called = {largest["name"].casefold(), *(name.casefold() for name in largest["alternatenames"])}
        for division in candidates:
            distance = kilometres(lat, lon, division.lat, division.lon)
            same = any(without_kind(name).casefold() in called for name in division.names)
            lower = not division.top and any(other.top for other in candidates)
            pairs.append((distance * (0.4 if same else 1.0) + (60.0 if lower else 0.0), key, division.code))
    taken: set[str] = set()
    for distance, key, code in sorted(pairs):
        if key not in matched and code not in taken and distance < 1500:
            matched[key] = code
            taken.add(code)
    return matched
