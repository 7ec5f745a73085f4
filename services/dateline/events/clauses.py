"""A sentence's parts that each report something of their own: clauses and the items of a list by place."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise

from dateline.events.subtypes import ANCILLARY, MEANS
from dateline.events.units import Clause, Unit

ITEMS_AT_LEAST = 3
"""So many items by place make a list."""

_NEW_SUBJECT = re.compile(r"&[etca#~vpX@]")
_SAME_SUBJECT = re.compile(r"[&,]&?h?x?[TKIkiV]")
"""", abducted pupils in Y", "and fired rockets at Y"."""
_MAY_CUT = re.compile(rf"(?=;|(?<=,):|{_NEW_SUBJECT.pattern}|{_SAME_SUBJECT.pattern})")
_MAY_CUT_HEADLINE = re.compile(rf"{_MAY_CUT.pattern}|,")
"""Headlines have no "and": "Three killed in X, drone hits bus in Y"."""
_BREAK = re.compile(r";|(?<=,):")
"""Where a part that begins with a verb or a noun is over at the latest."""
_PAIR = re.compile(r"[@O][xXct]{0,2}L(?:,?&|,(?!~?#u))~?(?=#[^,;@O#]{0,7}[@O][xXct]{0,2}L)")
_ITEM = re.compile(r"#[^,;@O#]{0,7}[@O][xXct]{0,2}L")

_PLACES_AT_LEAST = 2
"""Each part has one of its own."""

Part = tuple[int, int]


def parts(clause: Clause) -> list[Part]:
    """The units [first, last) of each part, in order; one part where the sentence is one report."""
    if clause.marks.count("L") < _PLACES_AT_LEAST:
        return [(0, len(clause.units))] if clause.units else []
    return [item for part in _clauses(clause) for item in _items(clause, *part)]


def _clauses(clause: Clause) -> list[Part]:
    """The sentence cut at "; " and ", while", where both sides have a trigger and a place of their own."""
    marks, count = clause.marks, len(clause.units)
    cuts = [0]
    if len(clause.triggers) < 2:
        return [(0, count)] if count else []
    breaks = [found.start() for found in _BREAK.finditer(marks)] + [count]
    for found in (_MAY_CUT_HEADLINE if clause.sentence.in_title else _MAY_CUT).finditer(marks):
        position = found.start()
        end = breaks[bisect_right(breaks, position)]
        if marks[position] in ";:":
            stands = _stands(clause, cuts[-1], position) and _stands(clause, position, count)
            if stands:
                cuts.append(position)
        elif _NEW_SUBJECT.match(marks, position):
            if _reports(clause, cuts[-1], position) and _reports(clause, position, end):
                cuts.append(position)
        elif has_same_subject(clause, position):
            if _reports(clause, cuts[-1], position, farther=True) and _reports(clause, position, end, farther=True):
                cuts.append(position)
        elif marks[position] == "," and _reports(clause, cuts[-1], position) and _reports(clause, position, end):
            cuts.append(position)
    return [(first, last) for first, last in pairwise([*cuts, count]) if last > first]


def has_same_subject(clause: Clause, first: int) -> bool:
    """Whether a part begins with a verb: whoever acted in the part before it acts in this one too."""
    found = _SAME_SUBJECT.match(clause.marks, first)
    return found is not None and (
        clause.marks[found.end() - 1] == "V" or clause.units[found.end() - 1].entry.form in ("past", "base")
    )


def _items(clause: Clause, first: int, last: int) -> list[Part]:
    """ "Eight drones were shot down over X, four over Y, one over Z": one part a place."""
    items = list(_ITEM.finditer(clause.marks, first, last))
    if len(items) < ITEMS_AT_LEAST:
        pair = _PAIR.search(clause.marks, first, last)  # "three people were killed in X and two in Y"
        return [(first, pair.end()), (pair.end(), last)] if pair is not None else [(first, last)]
    return list(pairwise([first, *(item.start() for item in items[1:]), last]))


def _stands(clause: Clause, first: int, last: int) -> bool:
    units = clause.units[first:last]
    senses = {unit.entry.trigger for unit in units if "month" not in unit.entry.cues}
    told = bool(senses - ANCILLARY) or ("destroy" in senses and bool(senses & MEANS))
    told = told or ("injure" in senses and any(unit.mark == "#" for unit in units))
    return told and any(unit.mark == "L" for unit in units)


def _reports(clause: Clause, first: int, last: int, *, farther: bool = False) -> bool:
    """Whether a part says of a place of its own that something happened there; `farther`: a region will do."""
    units = clause.units[first:last]
    levels = (*_LOCAL, "admin1") if farther else _LOCAL
    placed = any(
        clause.marks[at] == "L" and clause.marks[at - 1] in "@OtxfXT'" and _level(clause.units[at]) in levels
        for at in range(first + 1, last)
    )
    forms = ("past", "base") if clause.sentence.in_title else ("past",)
    light = farther and any(unit.mark == "V" for unit in units) and any(unit.entry.trigger for unit in units)
    return placed and (light or any(unit.entry.trigger and unit.entry.form in forms for unit in units))


_LOCAL = ("site", "town", "admin2")


def _level(unit: Unit) -> str:
    return unit.place.level if unit.place is not None else ""
