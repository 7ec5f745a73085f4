"""Places that a sentence names beside that of its event: where somebody speaks, the ends of a way, what a distance is
measured from, what another place is the capital of. Patterns over marks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from dateline.events.context import is_live
from dateline.events.sources import Source
from dateline.events.units import Clause


class Aside(Enum):
    """What a place is beside its event's."""

    DATELINE = "where the report was written"
    SOURCE = "part of a source's name: police in X said"
    HOME = "where somebody lives: a resident of X"
    SPEAKING = "where somebody says so: police said in X"
    HOSPITAL = "where the hurt are brought, or die: in a hospital in X"
    WAY = "where somebody goes or is brought: to X"
    MEASURED = "where a distance is measured from: 25 km west of X"
    RELATIVE = "what is told of somebody in passing: the man, who was born in X, died"
    DESCRIPTION = "what tells of another place: the capital of X"
    BORDER = "what lies across a border: the border with X"
    ANOTHER_EVENT = "where something else happened, or did not: wanted for a bombing in X"


def asides(
    clause: Clause, position: int, first: int, lead: int, sources: Sequence[Source], dateline: int
) -> list[Aside]:
    """What the place at a unit is beside that of the event told from unit `first` on, with its trigger at `lead`.

    `dateline`: the unit before which a dateline ends.
    """
    marks = clause.marks
    found: list[Aside] = []
    if position < dateline:
        found.append(Aside.DATELINE)
    if _is_home(clause, position, first):
        found.append(Aside.HOME)
    elif any(source.first <= position < source.last for source in sources):
        found.append(Aside.SOURCE)
    low = max(first, position - _REACH)
    if _SAID_AT.search(marks, low, position):
        ends = _END.match(marks, position + 1)
    else:
        ends = _SAYS.match(marks, position + 1) if _OFFICE_AT.search(marks, low, position) else None
    if ends is not None:
        found.append(Aside.SPEAKING)
    if _TO.search(marks, low, position) or _ROAD.search(marks, max(dateline, position - 2), position + 3):
        found.append(Aside.WAY)
    if _MEASURED.search(marks, low, position):
        found.append(Aside.MEASURED)
    if _is_with_the_hurt(clause, position, first):
        found.append(Aside.HOSPITAL)
    if _is_in_passing(clause, position, first, lead):
        found.append(Aside.RELATIVE)
    if _describes(clause, position, first):
        found.append(Aside.DESCRIPTION)
    if marks[max(first, position - 1) : position] == "W":
        found.append(Aside.BORDER)
    bound = _BOUND.search(marks, low, position)
    if (
        bound is not None
        and bound.start() != lead
        and not is_live(clause, bound.start(), first, clause.units[bound.start()].entry.trigger)
    ):
        found.append(Aside.ANOTHER_EVENT)
    return found


_REACH = 14
_SAID_AT = re.compile(r"s[^TKIDkiVdCN,;:.\"w@]{0,10}(?:@[eStxX]{1,4}(?:OS)?)?@[tx]{0,2}$")
_OFFICE_AT = re.compile(r"S@[tx]{0,2}$")
_END = re.compile(r"(?:O?[x#]{1,3})?(?:[.,;:w\"_)]|$)")
_SAYS = re.compile(r"[sl]")
_TO = re.compile(r"r[tx]{0,2}$")
_ROAD = re.compile(r"L_L(?!_)")
"""The road Kursk - Rylsk: its two ends."""
_MEASURED = re.compile(r"#u[rOt@x]{0,3}[@R]t?(?:L?x,?)?$")
_BOUND = re.compile(r"[TKk](?:[@Of][etx]{0,3})(?:[px][f@]t?)?$")
_DESCRIPTION = re.compile(r"L,[te][xpu#~]{0,4}[f@][tx]{0,2}(?:[Lc]')?[tx]{0,2}$")


def _is_home(clause: Clause, position: int, first: int) -> bool:
    """ "A resident of X in Y"; in free word order "жителя X"; but not "the village of X"."""
    found = _AT_HOME.search(clause.marks, max(first, position - _REACH), position)
    if found is None:
        return False
    entry = clause.units[found.start()].entry
    return entry.noun != "thing" and entry.kind == "civilians"


_AT_HOME = re.compile(r"pf?(?:L,?@[tx]{0,2})?$")


def _is_with_the_hurt(clause: Clause, position: int, first: int) -> bool:
    """ "Taken to a hospital in X", "died in a hospital in X"; but not "an attack on a hospital in X"."""
    found = _HOSPITAL.search(clause.marks, max(first, position - _REACH), position)
    return found is not None and "hospital" in clause.units[found.start("at")].entry.cues


_HOSPITAL = re.compile(r"(?:[r~]|[^TOKkfp]@)[etxXca]{0,4}(?P<at>[px])[@f]?[tx]{0,2}$")


def _is_in_passing(clause: Clause, position: int, first: int, lead: int) -> bool:
    """Whether it stands in a relative clause that the report goes on behind, or that tells who a named person is."""
    marks = clause.marks
    start = marks.rfind("w", first, position)
    if start <= first or not first <= lead < len(marks):
        return False
    if marks[start - 1] == ",":
        return position < marks.find(",", position) < lead
    named = marks[start - 1] == "X" and lead < start
    return named and not any(unit.entry.trigger for unit in clause.units[start:position])


def _describes(clause: Clause, position: int, first: int) -> bool:
    """ "Goma, the capital of X", "Goma, a town in X"; but not "in Goma, a woman in X"."""
    found = _DESCRIPTION.search(clause.marks, max(first, position - _REACH), position)
    if found is None or found.start() <= first + 1:
        return _is_side_of(clause, position, first)
    return all(unit.entry.noun == "thing" for unit in clause.units[found.start() + 2 : position] if unit.mark == "p")


def _is_side_of(clause: Clause, position: int, first: int) -> bool:
    """ "Kanem, north of X": a locative of several words."""
    found = _SIDE_OF.search(clause.marks, max(first, position - _REACH), position)
    return found is not None and clause.units[found.start("at")].last - clause.units[found.start("at")].first > 1


_SIDE_OF = re.compile(r"L,(?P<at>@)[tx]{0,2}$")
