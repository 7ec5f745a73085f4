"""Places that a sentence lists: "in A, B and C", each of them a place of what it tells. Pure judgement over marks."""

from __future__ import annotations

import re

from dateline.events.places import Toponym
from dateline.events.tokens import Tokens
from dateline.events.units import Clause
from dateline.events.villages import unknown

_LIST_HEAD = re.compile(r"[@OfT!(,&;:][tu]?x{0,2}(?:[xp]f)?$")
_ASIDE = r"(?:\([^()]{1,6}\)|[O@]?[x#tuXA]{1,4})?"
_BETWEEN = re.compile(rf"{_ASIDE}(?P<joint>[,;]?&|[,;])[~@Ot]{{0,3}}x{{0,2}}(?:[xp]f)?")
_LISTED_NAME = re.compile(r"L|X{1,3}(?![Xpas'])")


def places_beside(clause: Clause, tokens: Tokens, first: int, last: int, place: Toponym) -> list[tuple[Toponym, int]]:
    """The places that a list with an "and" joins to the place of an event, itself among them, with their units:
    "in A, B and C", "at A on Monday, at B and in C"; empty where it stands alone.

    Only places of one level count ("Sumy, Ukraine" is one place). A name in the list that no gazetteer knows
    is a place of the same country, without coordinates.
    """
    at = next((at for at in range(first, last) if clause.units[at].place is place), None)
    if place.level == "country" or at is None:
        return []
    names = [
        (found.start(), found.end())
        for found in _LISTED_NAME.finditer(clause.marks, first, last)
        if _is_listed(clause, found.start(), place)
    ]
    mine = next(index for index, (start, _) in enumerate(names) if start == at)
    low = high = mine
    ended = False
    while low and (joint := _joint(clause, names[low - 1][1], names[low][0])):
        low, ended = low - 1, ended or "&" in joint
    while high + 1 < len(names) and (joint := _joint(clause, names[high][1], names[high + 1][0])):
        high, ended = high + 1, ended or "&" in joint
    if "E" in clause.marks[max(first, names[low][0] - 5) : names[low][0]]:
        return []  # "between X and Y"
    if low == high or not ended or not _LIST_HEAD.search(clause.marks, max(first - 1, 0), names[low][0]):
        return []
    return [
        (
            clause.units[start].place or unknown(clause, tokens, start, end, place.country, place.level),
            start,
        )
        for start, end in names[low : high + 1]
    ]


def _is_listed(clause: Clause, position: int, place: Toponym) -> bool:
    known = clause.units[position].place
    following = clause.marks[position + 1 : position + 2]
    return known is place or (
        (known is None or (known.lat is not None and (known.level == place.level or _are_apart(known, place))))
        and not (following and following in "pas'M")
    )


def _are_apart(one: Toponym, other: Toponym) -> bool:
    """Whether two places lie in different regions of a country: the one is not where the other is."""
    return (
        "country" not in (one.level, other.level)
        and one.country == other.country
        and None not in (one.admin1, other.admin1)
        and one.admin1 != other.admin1
    )


def _joint(clause: Clause, first: int, last: int) -> str:
    """What joins two names of a list: its comma or "and"; empty where something else stands between them."""
    found = _BETWEEN.fullmatch(clause.marks, first, last) if last - first <= _JOINT_UNITS_MAX else None
    if found is None or ("&" not in found["joint"] and _is_nearby(clause, found.end("joint"), last)):
        return ""
    return found["joint"]


def _is_nearby(clause: Clause, first: int, last: int) -> bool:
    """ "A, near B": one place."""
    return any("nearby" in unit.entry.cues for unit in clause.units[first:last])


_JOINT_UNITS_MAX = 9
