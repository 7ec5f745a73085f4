"""Which place a name means: the one that best fits the others, the countries named and the places' sizes.

One name means one place throughout a text, unless another container is said beside it. Each name begins with all
its places; in a few rounds each round weighs them anew by what the other names then point to.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.events.places import vocabulary as v
from dateline.events.places.candidates import Candidate
from dateline.events.places.compiled import Entry
from dateline.events.places.containment import holds
from dateline.events.places.geography import kilometres

_ROUNDS = 3
_ENTRIES_MAX = 60
_ANCHORS_MAX = 40
_NEAR_KM = 150.0
_FAR_DEGREES = 20.0
"""Of latitude: what is so far away is not near, and its distance need not be known."""
_DOUBT = 2.0
"""Evidence of nothing: a text with few names says little of where it plays."""
_LARGE = 1_000_000
_SAME_KM = 100.0
"""Places of one name so close together are one for the reader."""


@dataclass(slots=True)
class _Name:
    """The mentions of one name, which mean one place."""

    members: list[int]
    first: Candidate
    close: list[Candidate]
    entries: tuple[Entry, ...]
    shares: list[float]
    """Of each entry, that the name means it: they sum to 1."""

    @property
    def weight(self) -> float:
        return math.sqrt(len(self.members))

    @property
    def best(self) -> int:
        return self.shares.index(max(self.shares))


@dataclass(slots=True)
class _Evidence:
    """What names point to, by country and by first-level division."""

    countries: dict[str, float]
    divisions: dict[str, float]
    countries_total: float = 0.0
    divisions_total: float = 0.0

    def add(self, entry: Entry, weight: float) -> None:
        if entry.country is not None:
            amount = weight * (1.0 if entry.level == "country" else 0.7)
            self.countries[entry.country] = self.countries.get(entry.country, 0.0) + amount
            self.countries_total += amount
        if entry.admin1 is not None:
            self.divisions[entry.admin1] = self.divisions.get(entry.admin1, 0.0) + weight
            self.divisions_total += weight

    def country(self, alpha3: str, own: _Evidence) -> float:
        """Log of the share of a country, the name's own evidence left out."""
        here = self.countries.get(alpha3, 0.0) - own.countries.get(alpha3, 0.0)
        return _log_share(here, self.countries_total - own.countries_total)

    def division(self, code: str, own: _Evidence) -> float:
        """Log of the share of a first-level division, the name's own evidence left out."""
        here = self.divisions.get(code, 0.0) - own.divisions.get(code, 0.0)
        return _log_share(here, self.divisions_total - own.divisions_total)


def _log_share(here: float, total: float) -> float:
    return math.log((max(here, 0.0) + 0.05 * _DOUBT) / (max(total, 0.0) + _DOUBT))


def resolve(candidates: Sequence[Candidate], countries: Mapping[str, float]) -> list[tuple[Entry, float]]:
    """For each candidate its place and the probability that it is that one, in the same order.

    `countries` weighs the countries that the text or the caller otherwise speaks of, by alpha-3 code: 1 for a hint.
    """
    names = _names(candidates)
    open_names = [name for name in names if len(name.entries) > 1]
    fits = [[_fit(entry, name) for entry in name.entries] for name in open_names]
    nothing = _Evidence({}, {})
    for round_number in range(_ROUNDS if open_names else 0):
        own = [_evidence_of(name) if round_number else nothing for name in open_names]
        evidence = _sum(names if round_number else [], countries)
        anchors = _anchors(names) if round_number else []
        changed = False
        for name, mine, fit in zip(open_names, own, fits, strict=True):
            before = name.best
            name.shares = _softmax(
                [
                    suits + _context(entry, evidence, mine) + _nearness(entry, name, anchors)
                    for entry, suits in zip(name.entries, fit, strict=True)
                ]
            )
            changed = changed or name.best != before
        if round_number and not changed:
            break
    result: dict[int, tuple[Entry, float]] = {}
    for name in names:
        chosen = name.entries[name.best]
        sure = sum(
            share
            for entry, share in zip(name.entries, name.shares, strict=True)
            if kilometres(entry.lat, entry.lon, chosen.lat, chosen.lon) <= _SAME_KM
        )
        for number in name.members:
            result[number] = (chosen, min(sure, 1.0))
    return [result[number] for number in range(len(candidates))]


def _names(candidates: Sequence[Candidate]) -> list[_Name]:
    groups: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for number, candidate in enumerate(candidates):
        container = candidate.container.key if candidate.container is not None else ""
        groups[candidate.key, _kind_class(candidate.kind), container].append(number)
    names = []
    for members in groups.values():
        entries: tuple[Entry, ...] = candidates[members[0]].entries
        if len(entries) > _ENTRIES_MAX:
            entries = tuple(sorted(entries, key=lambda entry: -entry.population)[:_ENTRIES_MAX])
        close = [within for number in members if (within := candidates[number].within) is not None]
        names.append(_Name(members, candidates[members[0]], close, entries, [1.0 / len(entries)] * len(entries)))
    return names


def _kind_class(kind: str) -> str:
    if kind in v.ADMIN1_KINDS:
        return "admin1"
    return "admin2" if kind in v.ADMIN2_KINDS else ""


def _evidence_of(name: _Name) -> _Evidence:
    evidence = _Evidence({}, {})
    for entry, share in zip(name.entries, name.shares, strict=True):
        evidence.add(entry, share * name.weight)
    return evidence


def _sum(names: Sequence[_Name], countries: Mapping[str, float]) -> _Evidence:
    total = _Evidence(dict(countries), {}, sum(countries.values()))
    for name in names:
        for entry, share in zip(name.entries, name.shares, strict=True):
            total.add(entry, share * name.weight)
    return total


def _context(entry: Entry, evidence: _Evidence, own: _Evidence) -> float:
    score = 0.0
    if entry.country is not None:
        score += 1.1 * evidence.country(entry.country, own)
    else:
        score -= 2.0
    if entry.admin1 is not None:
        score += 0.7 * evidence.division(entry.admin1, own)
    else:
        score -= 1.2 if entry.level == "country" else 2.0
    return score


def _fit(entry: Entry, name: _Name) -> float:
    """How well a place suits the name and what is said beside it, the other names aside."""
    candidate = name.first
    score = 0.8 * math.log10(entry.population + 300)
    if entry.level == "country":
        score += 2.0
    elif entry.level == "admin1":
        score += 0.3
    if entry.capital:
        score += 1.8
    if entry.curated:
        score += 1.2 + (entry.population >= _LARGE)  # Крым is no town of that name elsewhere
    if entry.alternate:
        score -= 0.8
    kind = _kind_class(candidate.kind)
    if kind == "admin1":
        score += {"admin1": 4.0, "admin2": 1.0, "country": -2.0}.get(entry.level, 0.0)
    elif kind == "admin2":
        score += {"admin2": 4.0, "town": 1.0, "country": -3.0}.get(entry.level, 0.0)
    elif entry.level == "admin1" and not entry.curated and _has_its_town(entry, candidate.entries):
        score -= 2.0
    if candidate.container is not None and any(holds(whole, entry) for whole in candidate.container.entries):
        score += 8.0
    elif any(holds(whole, entry) for outer in name.close for whole in outer.entries):
        score += 3.0
    return score


def _has_its_town(division: Entry, entries: Sequence[Entry]) -> bool:
    """Kharkiv of Kharkiv region: the bare name means the town."""
    return any(
        town.level == "town"
        and town.country == division.country
        and town.population * 10 > division.population
        and (town.admin1 == division.admin1 or kilometres(town.lat, town.lon, division.lat, division.lon) < _SAME_KM)
        for town in entries
    )


def _anchors(names: Sequence[_Name]) -> list[tuple[Entry, float, str]]:
    anchors = [
        (entry, name.weight * name.shares[name.best], name.first.key)
        for name in names
        if (entry := name.entries[name.best]).level != "country"
    ]
    return sorted(anchors, key=lambda anchor: -anchor[1])[:_ANCHORS_MAX]


def _nearness(entry: Entry, name: _Name, anchors: Sequence[tuple[Entry, float, str]]) -> float:
    total = 0.0
    for anchor, weight, key in anchors:
        if key != name.first.key and abs(anchor.lat - entry.lat) < _FAR_DEGREES:
            total += weight * math.exp(-kilometres(entry.lat, entry.lon, anchor.lat, anchor.lon) / _NEAR_KM)
    return 2.5 * total / (total + 1.0)


def _softmax(scores: Sequence[float]) -> list[float]:
    top = max(scores)
    weights = [math.exp(score - top) for score in scores]
    total = sum(weights)
    return [weight / total for weight in weights]
