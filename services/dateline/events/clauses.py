"""A sentence's parts that each report something of their own: clauses and the items of a list by place."""

from __future__ import annotations

import re
from itertools import pairwise

from dateline.events.subtypes import ANCILLARY, MEANS
from dateline.events.units import Clause, Unit

ITEMS_AT_LEAST = 3
"""So many items by place make a list."""

_NEW_SUBJECT = re.compile(r"&[etca#~vpX]")
_PAIR = re.compile(r"[@O][xXct]{0,2}L,?&~?(?=#[^,;@O#]{0,7}[@O][xXct]{0,2}L)")
_ITEM = re.compile(r"#[^,;@O#]{0,7}[@O][xXct]{0,2}L")

Part = tuple[int, int]


def parts(clause: Clause) -> list[Part]:
    """The units [first, last) of each part, in order; one part where the sentence is one report."""
    return [item for part in _clauses(clause) for item in _items(clause, *part)]


def _clauses(clause: Clause) -> list[Part]:
    """The sentence cut at "; " and ", while", where both sides have a trigger and a place of their own."""
    marks, count = clause.marks, len(clause.units)
    cuts = [0]
    for position, mark in enumerate(marks):
        if mark == ";" or (mark == ":" and position and marks[position - 1] == ","):
            stands = _stands(clause, cuts[-1], position) and _stands(clause, position, count)
            if stands:
                cuts.append(position)
        elif _NEW_SUBJECT.match(marks, position) and all(
            _reports(clause, *part) for part in ((cuts[-1], position), (position, count))
        ):
            cuts.append(position)
    return [(first, last) for first, last in pairwise([*cuts, count]) if last > first]


def _items(clause: Clause, first: int, last: int) -> list[Part]:
    """ "Eight drones were shot down over X, four over Y, one over Z": one part a place."""
    items = list(_ITEM.finditer(clause.marks, first, last))
    if len(items) < ITEMS_AT_LEAST:
        pair = _PAIR.search(clause.marks, first, last)  # "three people were killed in X and two in Y"
        return [(first, pair.end()), (pair.end(), last)] if pair is not None else [(first, last)]
    return list(pairwise([first, *(item.start() for item in items[1:]), last]))


def _stands(clause: Clause, first: int, last: int) -> bool:
    units = clause.units[first:last]
    senses = {unit.entry.trigger for unit in units}
    told = bool(senses - ANCILLARY) or ("destroy" in senses and bool(senses & MEANS))
    return told and any(unit.mark == "L" for unit in units)


def _reports(clause: Clause, first: int, last: int) -> bool:
    """Whether a part says of a place of its own that something happened there."""
    units = clause.units[first:last]
    placed = any(
        clause.marks[at] == "L" and clause.marks[at - 1] in "@OtxfX" and _is_local(clause.units[at])
        for at in range(first + 1, last)
    )
    return placed and any(unit.entry.trigger and unit.entry.form == "past" for unit in units)


def _is_local(unit: Unit) -> bool:
    return unit.place is not None and unit.place.level in ("site", "town", "admin2")
