"""Which place a name means: the one that best fits the others, the countries named and the places' sizes.

One name means one place throughout a text, unless a container is said beside it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from dateline.events.places import vocabulary as v
from dateline.events.places.compiled import Entry
from dateline.events.places.geography import kilometres
from dateline.events.places.spans import Candidate, holds

_ROUNDS = 3
_ENTRIES_MAX = 60
_ANCHORS_MAX = 40
_NEAR_KM = 150.0


def resolve(candidates: Sequence[Candidate], countries: Mapping[str, float]) -> list[tuple[Entry, float]]:
    """For each candidate its place and the probability that it is that one, in the same order.

    `countries` weighs, from 0 to 1, the countries that the text or the caller otherwise speaks of.
    """
    groups: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for number, candidate in enumerate(candidates):
        container = candidate.container.key if candidate.container is not None else ""
        groups[candidate.key, _kind_class(candidate.kind), container].append(number)
    senses = {group: _leading(candidates[members[0]].entries) for group, members in groups.items()}
    weights = {group: math.sqrt(len(members)) for group, members in groups.items()}
    chosen: dict[tuple[str, str, str], tuple[Entry, float]] = {}
    for round_number in range(_ROUNDS):
        before = dict(chosen)
        anchors = sorted(
            ((entry, weights[group] * sure, group) for group, (entry, sure) in before.items()),
            key=lambda anchor: -anchor[1],
        )[:_ANCHORS_MAX]
        context = _context(anchors, countries)
        for group, entries in senses.items():
            first = candidates[groups[group][0]]
            scores = [
                _fit(entry, first, context) + (_nearness(entry, group, anchors) if round_number else 0.0)
                for entry in entries
            ]
            chosen[group] = _choose(entries, scores)
        if round_number and all(chosen[group][0] is before[group][0] for group in chosen):
            break
    result: list[tuple[Entry, float]] = [None] * len(candidates)  # type: ignore[list-item] # each is filled below
    for group, members in groups.items():
        for number in members:
            result[number] = chosen[group]
    return result


def _kind_class(kind: str) -> str:
    if kind in v.ADMIN1_KINDS:
        return "admin1"
    return "admin2" if kind in v.ADMIN2_KINDS else ""


def _leading(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    if len(entries) <= _ENTRIES_MAX:
        return entries
    return tuple(sorted(entries, key=lambda entry: -entry.population)[:_ENTRIES_MAX])


class _Context:
    """What the text speaks of, by country and by first-level division, from 0 to 1."""

    __slots__ = ("countries", "divisions")

    def __init__(self, countries: dict[str, float], divisions: dict[str, float]) -> None:
        self.countries = countries
        self.divisions = divisions


def _context(anchors: Sequence[tuple[Entry, float, object]], countries: Mapping[str, float]) -> _Context:
    by_country: dict[str, float] = defaultdict(float, countries)
    by_division: dict[str, float] = defaultdict(float)
    for entry, weight, _ in anchors:
        if entry.country is not None:
            by_country[entry.country] += weight * (1.0 if entry.level == "country" else 0.4)
        if entry.admin1 is not None:
            by_division[entry.admin1] += weight * (1.0 if entry.level == "admin1" else 0.5)
    return _Context(
        {country: weight / (weight + 1.0) for country, weight in by_country.items()},
        {division: weight / (weight + 1.0) for division, weight in by_division.items()},
    )


def _fit(entry: Entry, candidate: Candidate, context: _Context) -> float:
    score = 0.8 * math.log10(entry.population + 300)
    if entry.level == "country":
        score += 3.0
    elif entry.level == "admin1":
        score += 0.3
    if entry.alternate:
        score -= 1.2
    kind = _kind_class(candidate.kind)
    if kind == "admin1":
        score += {"admin1": 4.0, "admin2": 1.0, "country": -2.0}.get(entry.level, 0.0)
    elif kind == "admin2":
        score += {"admin2": 4.0, "town": 1.0, "country": -3.0}.get(entry.level, 0.0)
    elif entry.level == "admin1" and any(
        other.level == "town" and other.admin1 == entry.admin1 for other in candidate.entries
    ):
        score -= 2.0
    if candidate.container is not None and any(holds(whole, entry) for whole in candidate.container.entries):
        score += 8.0
    if entry.country is not None:
        score += 2.5 * context.countries.get(entry.country, 0.0)
    if entry.admin1 is not None:
        score += 2.5 * context.divisions.get(entry.admin1, 0.0)
    return score


def _nearness(
    entry: Entry, group: tuple[str, str, str], anchors: Sequence[tuple[Entry, float, tuple[str, str, str]]]
) -> float:
    total = 0.0
    for anchor, weight, owner in anchors:
        if owner[0] != group[0] and anchor.level != "country":
            total += weight * math.exp(-kilometres(entry.lat, entry.lon, anchor.lat, anchor.lon) / _NEAR_KM)
    return 2.5 * total / (total + 1.0)


def _choose(entries: Sequence[Entry], scores: Sequence[float]) -> tuple[Entry, float]:
    best = max(range(len(entries)), key=lambda number: scores[number])
    top = scores[best]
    chosen = entries[best]
    rivals = sum(
        math.exp(score - top)
        for entry, score in zip(entries, scores, strict=True)
        if entry is chosen or kilometres(entry.lat, entry.lon, chosen.lat, chosen.lon) > 100
    )
    return chosen, 1.0 / rivals
