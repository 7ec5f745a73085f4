"""Places that a sentence names beside that of its event: where somebody speaks, the ends of a way, what a distance is
measured from, what another place is the capital of. Patterns over marks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from dateline.events.context import is_live
from dateline.events.places import Toponym
from dateline.events.sources import Source
from dateline.events.tokens import Tokens
from dateline.events.units import Clause


class Aside(Enum):
    """What a place is beside its event's."""

    DATELINE = "where the report was written"
    SOURCE = "part of a source's name: police in X said"
    HOME = "where somebody lives: a resident of X"
    ORIGIN = "where somebody comes from: a native of X"
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
    home = _is_home(clause, position, first)
    judged = [
        (Aside.DATELINE, position < dateline),
        (Aside.HOME, home),
        (Aside.SOURCE, not home and any(source.first <= position < source.last for source in sources)),
        (Aside.ORIGIN, _is_origin(clause, position, first)),
        (Aside.SPEAKING, _is_said_there(clause, position, first)),
        (Aside.HOSPITAL, _is_with_the_hurt(clause, position, first, lead)),
        (Aside.WAY, _is_on_the_way(clause, position, first, dateline)),
        (Aside.MEASURED, _is_measured_from(clause, position, first)),
        (Aside.RELATIVE, _is_in_passing(clause, position, first, lead)),
        (Aside.DESCRIPTION, _describes(clause, position, first)),
        (Aside.BORDER, clause.marks[max(first, position - 1) : position] == "W"),
        (Aside.ANOTHER_EVENT, _is_of_another_event(clause, position, first, lead)),
    ]
    return [aside for aside, holds in judged if holds]


_REACH = 14
"""Units to look back."""
MEASURED = re.compile(r"#u[rOt@x]{0,3}[@R]t?(?:L?x,?)?L")
"""25 km west of X."""


def _is_measured_from(clause: Clause, position: int, first: int) -> bool:
    low = max(first, position - _REACH)
    return any(found.end() > position for found in MEASURED.finditer(clause.marks, low, position + 1))


def _is_said_there(clause: Clause, position: int, first: int) -> bool:
    low = max(first, position - _REACH)
    if _TOLD.search(clause.marks, low, position) and _TOLD_THAT.match(clause.marks, position + 1):
        return True
    if _SAID_AT.search(clause.marks, low, position):
        return _END.match(clause.marks, position + 1) is not None
    office = _OFFICE_AT.search(clause.marks, low, position) is not None
    return office and _TELLS.match(clause.marks, position + 1) is not None


_SAID_AT = re.compile(r"s[^TKIDkiVdCN,;:.\"w@]{0,10}(?:@[eStxX]{1,4}(?:OS)?)?@[tx]{0,2}$")
_TOLD = re.compile("s$")
_TOLD_THAT = re.compile(r"[.,w:]")
""""Told Al Jazeera that"."""
_OFFICE_AT = re.compile(r"(?:S@|[Sp]f)[tx]{0,2}$")
_TELLS = re.compile(r"[sl]|x[tx]{0,2}(?:f[tx]?)?[dz][^;,.]{0,3}@~?#")
""""Said", "put the toll at 14"."""
_END = re.compile(r"(?:O?[x#]{1,3})?(?:[.,;:w\"_)]|$)")


def _is_on_the_way(clause: Clause, position: int, first: int, dateline: int) -> bool:
    """To X, towards X, the road X - Y."""
    led = _LED.search(clause.marks, max(first, position - 5), position)  # "towards the provincial capital X"
    low = max(first, position - 2 if led is None else led.start())
    return (
        any("toward" in unit.entry.cues for unit in clause.units[low:position])
        or _TO.search(clause.marks, max(first, position - 3), position) is not None
        or _ROAD.search(clause.marks, max(dateline, position - 2), position + 3) is not None
    )


_LED = re.compile(r"@[tx]{1,4}$")
_TO = re.compile(r"r[tx]{0,2}$")
_ROAD = re.compile(r"L_L(?!_)")


def _is_of_another_event(clause: Clause, position: int, first: int, lead: int) -> bool:
    """Whether it goes with a trigger that is told as having happened neither now nor here."""
    bound = _BOUND.search(clause.marks, max(first, position - _REACH), position)
    if bound is None or bound.start() == lead:
        return False
    return not is_live(clause, bound.start(), first, clause.units[bound.start()].entry.trigger)


_BOUND = re.compile(r"[TKk](?:[@Of][etx]{0,3})(?:[px][f@]t?)?$")


def _is_home(clause: Clause, position: int, first: int) -> bool:
    """ "A resident of X in Y"; in free word order "жителя X"; but not "the village of X"."""
    found = _AT_HOME.search(clause.marks, max(first, position - _REACH), position)
    if found is None:
        return False
    entry = clause.units[found.start()].entry
    return entry.noun != "thing" and entry.kind == "civilians"


_AT_HOME = re.compile(r"pf?(?:L,?@[tx]{0,2})?$")


def _is_origin(clause: Clause, position: int, first: int) -> bool:
    """ "A native of X"; "fired from the direction of X"."""
    if position > first and clause.marks[position - 1] == "y":
        return True
    if clause.marks[max(first, position - 2) : position] == "pR":  # "a volunteer from X"
        return clause.units[position - 2].entry.noun != "thing"
    found = _COMES_FROM.search(clause.marks, max(first, position - _REACH), position)
    return found is not None and "origin" in clause.units[found.start()].entry.cues


_COMES_FROM = re.compile(r"x[fR@]?(?:L,?@[tx]{0,2})?$")


def _is_with_the_hurt(clause: Clause, position: int, first: int, lead: int) -> bool:
    """ "Taken to a hospital in X", "died in a hospital in X"; but not "an attack on a hospital in X". Where harm
    is told also "medics in X counted three dead", "treated for burns at the hospital of X", "airlifted to X"."""
    low, marks, units = max(first, position - _REACH), clause.marks, clause.units
    found = _HOSPITAL.search(marks, low, position)
    if found is not None and "hospital" in units[found.start("at")].entry.cues:
        return True
    told = units[lead].entry.trigger
    if told not in _HARM and not _HURT.search(marks, first, position):
        return False
    named = _NAMES_HOSPITAL.match(marks, position)  # "died at the X general hospital"
    if named is not None and told in _HARM and "hospital" in units[named.end() - 1].entry.cues:
        return marks[max(first, position - 2) : position].rstrip("t")[-1:] in ("@", "r")
    treated = any("treated" in units[at].entry.cues for at in clause.cued if low <= at < position)
    found = (_AT_HOSPITAL if treated else _BY_HOSPITAL).search(marks, low, position)
    if told in _HARM and found is not None and "hospital" in units[found.start("at")].entry.cues:
        return treated or marks[position + 1 : position + 2] not in ("b", "T")
    brought = _BROUGHT.search(marks, low, position) if treated else None
    return brought is not None and "treated" in units[brought.start()].entry.cues


_HOSPITAL = re.compile(r"(?:[r~]|[^TOKkfp]@)[etxXca'#]{0,6}(?P<at>[pxa])[@f,]?[tx]{0,2}$")
_AT_HOSPITAL = re.compile(r"[@r][etxXcaS]{0,4}(?P<at>[pxa])[@f,][tx]{0,2}$")
_BY_HOSPITAL = re.compile(r"(?:^|[,;:.\"&wO_])[etxXcaS#]{0,4}(?P<at>[pxaS])[@f][tx]{0,2}$")
_NAMES_HOSPITAL = re.compile(r"Lx{0,2}[pa]")
_BROUGHT = re.compile(r"[xI]r$|I[@f]$")
_HARM = frozenset({"kill", "injure", "casualties", "gunfire"})
_HURT = re.compile("[IDj]")


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
    place = clause.units[position].place
    if place is not None and place.beyond and clause.marks[first:position].rstrip(",").endswith("L"):
        return True  # "Anbar province west of X"
    found = _DESCRIPTION.search(clause.marks, max(first, position - _REACH), position)
    if found is None or found.start() <= first + 1:
        return _is_side_of(clause, position, first)
    return all(unit.entry.noun == "thing" for unit in clause.units[found.start() + 2 : position] if unit.mark == "p")


_DESCRIPTION = re.compile(r"L,[te][xpu#~]{0,4}[f@][tx]{0,2}(?:[Lc]')?[tx]{0,2}$")


def _is_side_of(clause: Clause, position: int, first: int) -> bool:
    """ "Kanem, north of X": a locative of several words; "the Kanem camp outside X", "across from X"."""
    found = _SIDE_OF.search(clause.marks, max(first, position - _REACH), position)
    if found is None:
        return False
    if found["across"]:
        return True
    at, beside = clause.units[found.start("at")], clause.units[found.start()].place
    if not found["comma"]:
        return "nearby" in at.entry.cues and beside is not None and beside.level in ("site", "town")
    return at.last - at.first > 1


_SIDE_OF = re.compile(r"(?<!_)L(?:(?P<comma>,)|x?)(?P<at>@)(?P<across>R)?[tx]{0,2}$")


def is_of_treatment(clause: Clause, tokens: Tokens, place: Toponym) -> bool:
    """Whether a place is where people are treated: "were taken to hospitals in X"."""
    at = next((number for number, unit in enumerate(clause.units) if unit.place is place), 0)
    if "hospital" in clause.units[at - 2].entry.cues and _TAKEN_TO.search(clause.marks, max(0, at - 8), at):
        return True
    return any(
        unit.entry.trigger == "injure"
        and ("treated" in unit.entry.cues or tokens.lowers[unit.last - 1].startswith("hospital"))
        for unit in clause.units[max(0, at - (4 if clause.marks[at - 2 : at] == "x#" else 2)) : at]  # "hospital No 2"
    )


_TAKEN_TO = re.compile("Ir[^,;.]{1,5}@$")
