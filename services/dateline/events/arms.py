"""Arms that a clause names: found, brought down or blown up by those who have them, flown, or only carried."""

from __future__ import annotations

import re

from dateline.events.units import Clause


def brings_down(clause: Clause, position: int) -> bool:
    """Whether what was destroyed are weapons on their way: "destroyed 12 drones", "уничтожили над
    Брянской областью 12 дронов", "nine missiles were destroyed"."""
    marks = clause.marks
    after = _WEAPONS_DESTROYED.match(marks, position + 1)
    before = _WEAPONS_WERE.search(marks, max(0, position - 4), position)
    at = after.end() - 1 if after is not None else before.start() if before is not None else -1
    return at >= 0 and clause.units[at].entry.trigger in ("air_weapon", "missile")


def finds_arms(clause: Clause, position: int) -> bool:
    """Whether what was recovered are arms, told behind the verb or, in the passive, before it."""
    passive = "b" in clause.marks[max(0, position - 2) : position]
    near = (
        clause.units[max(0, position - _ARMS_REACH) : position]
        if passive
        else clause.units[position + 1 :][:_ARMS_REACH]
    )
    return any(
        "arms" in unit.entry.cues or unit.entry.trigger in ("device", "suicide_vest", "grenade") for unit in near
    )


def destroys_finds(clause: Clause, position: int) -> bool:
    """Whether arms were destroyed by those who have them, not in a strike: told in the passive, of explosives first."""
    return _is_undone(clause.marks, position) and finds_arms(clause, position)


def _is_undone(marks: str, position: int) -> bool:
    return "b" in marks[max(0, position - 2) : position] and "y" not in marks[position : position + 3]


_ARMS_REACH = 9
_WEAPONS_DESTROYED = re.compile(r"[~x]{0,2}(?:[@O][xXLRC,&]{1,9})?~?[#v](?:a|[cLxX'-]){0,4}T(?!T)")
_WEAPONS_WERE = re.compile(r"T(?=h{0,2}b)[bh]{1,3}x?$")

FLOWN = re.compile(r"T[xhVacL]{0,2}$")
""""Warplanes have struck": what may fly, before a verb."""


def is_flown(clause: Clause, position: int, floor: int) -> bool:
    """Whether aircraft are the subject of a verb."""
    found = FLOWN.search(clause.marks, max(floor, position - 3), position)
    return found is not None and clause.units[found.start()].entry.trigger in ("air_weapon", "aircraft")


def is_carried(clause: Clause, position: int, floor: int) -> bool:
    """Whether a weapon is only said to be carried."""
    near = clause.units[max(floor, position - _CARRIED_REACH) : position]
    return any("carrying" in unit.entry.cues for unit in near)


_CARRIED_REACH = 5
