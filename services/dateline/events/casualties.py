"""Killed and injured: clause patterns over a sentence's marks, and how several figures make one count.

What a figure means is decided here and nowhere else; figures of different kinds of harm that a text lumps
together ("casualties", "killed or injured") give no count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from dateline.events.quantities import Quantity
from dateline.events.units import Clause
from dateline.messages import PeopleCount

_AFTER_NOUN = r"[xXcLft'pa@OSB()]{0,7}"  # "two civilian contractors working for the ministry"
_ASIDE = r"(?:,[wg@f]?[^.;\"bhKDI]{1,16},)?"  # ", including three children,"


def _passive(harm: str) -> str:
    return rf"Q{_AFTER_NOUN}{_ASIDE}[bh]{{1,3}}x{{0,2}}(?:[KIp]&)?{harm}"


@dataclass(frozen=True, slots=True)
class _Pattern:
    killed: bool
    regex: re.Pattern[str]


_PATTERNS = tuple(
    _Pattern(killed, re.compile(regex))
    for killed, regex in (
        (True, _passive("K")),
        (False, _passive("I")),
        (True, r"(?<![b0])[Kk][~x]{0,2}Q"),
        (False, r"(?<![b0])[Ii][~x]{0,2}Q"),
        (True, rf"Q{_AFTER_NOUN}{_ASIDE}[hxb]{{0,2}}D"),
        (True, r"Q[,xbh]{0,2}K(?![~x]{0,2}Q)"),
        (False, r"Q[,xbh]{0,2}I(?![~x]{0,2}Q)"),
        (True, r"Q[bxh]{0,2}d"),
        (True, r"Q[xXc']{0,2}z"),
        (True, r"z[bhxr@f~:]{1,5}Q"),
        (True, r"l[~x]?Q"),
        (False, r"Q[xXc]{0,2}j"),
        (False, r"j[rf@O]?[~x]?Q"),
        (True, r"d(?:&I)?f?Q(?=[p.])"),
    )
)

_LUMPED = re.compile(r"[KdI][&|/][KdI]")


@dataclass(frozen=True, slots=True)
class Casualty:
    """One figure of people killed or injured that a sentence gives."""

    killed: bool
    quantity: Quantity
    first: int
    last: int
    """Units [first, last) of the whole expression."""


def casualties(clause: Clause, found: list[Quantity]) -> list[Casualty]:
    """The figures of a sentence, by its quantities of people."""
    if not found or not any(mark in "KkDdzlIijC" for mark in clause.marks):
        return []
    reduced, origin, quantity_at = _reduce(clause.marks, found)
    taken: dict[tuple[int, bool], Casualty] = {}
    claimed: set[int] = set()
    for pattern in _PATTERNS:
        for match in pattern.regex.finditer(reduced):
            if _LUMPED.search(match.group()):
                continue
            places = [i for i in range(match.start(), match.end()) if reduced[i] == "Q"]
            place = places[0] if match.group()[0] == "Q" else places[-1]
            if place in claimed and match.group()[0] != "Q":
                continue
            if place in claimed:
                continue
            quantity = quantity_at[place]
            if quantity.high and quantity.head is None and quantity.single and match.group()[0] not in "QKki":
                continue
            total = _coordinated(reduced, place, quantity_at, claimed)
            claimed.add(place)
            first, last = origin[match.start()], origin[match.end() - 1] + 1
            taken[(place, pattern.killed)] = Casualty(pattern.killed, total, first, last)
    return [taken[key] for key in sorted(taken)]


def _reduce(marks: str, found: list[Quantity]) -> tuple[str, list[int], dict[int, Quantity]]:
    """The marks with each quantity as one Q, the unit that each mark came from, and the quantities by index."""
    reduced: list[str] = []
    origin: list[int] = []
    quantity_at: dict[int, Quantity] = {}
    position = 0
    for quantity in found:
        reduced.extend(marks[position : quantity.first])
        origin.extend(range(position, quantity.first))
        quantity_at[len(reduced)] = quantity
        reduced.append("Q")
        origin.append(quantity.first)
        position = quantity.last
    reduced.extend(marks[position:])
    origin.extend(range(position, len(marks)))
    return "".join(reduced), origin, quantity_at


def _coordinated(reduced: str, place: int, quantity_at: dict[int, Quantity], claimed: set[int]) -> Quantity:
    """The quantity at `place` together with one that an "and" joins to it, where both take the same verb."""
    quantity = quantity_at[place]
    following = re.match(r"Q[,]?&[~]?(Q)(?=[.,;:@O\"]|[bh]|$)", reduced[place:])
    if following is None:
        return quantity
    other_place = place + following.start(1)
    other = quantity_at[other_place]
    verb = re.match(r"[bh]{1,3}x{0,2}([KDI])", reduced[other_place + 1 :])
    before = reduced[place - 1] if place else ""
    same_verb = verb is not None and before not in "KkIi~x"
    as_objects = verb is None and before in "KkIi" and before != ""
    if (same_verb or as_objects) and not other.part and other.head is not None:
        claimed.add(other_place)
        return quantity.plus(other)
    return quantity


def combine(figures: Iterable[Casualty]) -> PeopleCount | None:
    """One count from all figures of one kind of harm that are told of one event, in the order of the text.

    The first total leads. Another figure of like size widens the range (a later toll, another source); a
    much smaller one is a part of it; vague quantities count only where nothing exact is told.
    """
    totals = [figure.quantity for figure in figures]
    whole = [quantity for quantity in totals if not quantity.part] or []
    exact = [quantity for quantity in whole if not quantity.vague]
    numbers = [quantity for quantity in exact if not quantity.single] or exact
    used = numbers or whole
    if not used:
        return None
    lead = max(used[:3], key=lambda quantity: quantity.high) if not used[0].vague else used[0]
    low, high = lead.low, lead.high
    for quantity in used:
        if quantity.vague != lead.vague:
            continue
        if quantity.low >= 0.6 * lead.high and quantity.high <= 2.5 * max(lead.high, 1):
            low, high = min(low, quantity.low), max(high, quantity.high)
    return PeopleCount(min=low, max=high)
