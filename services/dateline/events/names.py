"""People by their names: alone or in a row, with a rank or a trade before them."""

from __future__ import annotations

import re
from typing import NamedTuple

from dateline.events.units import Clause


class Named(NamedTuple):
    """People named in units [first, last)."""

    first: int
    last: int
    number: int
    head: int | None
    """Unit of the rank or trade, where it says what kind of people they are."""


_MEMBER = r"X{1,5}(?:\(#\)|,#(?=,))?"
_ROLL = re.compile(rf"{_MEMBER}(?:(?:,|,?&)[apS]?{_MEMBER}){{1,30}}")
_JOINT = re.compile(r",?&|,(?!#)")


def named(clause: Clause, position: int, floor: int) -> Named | None:
    """The people whose names begin at a unit; a rank before it, behind unit `floor`, belongs to the name.

    Two or more capitalised words that nothing knows are a person, unless something is in or on them; behind a
    rank, and in a list that an "and" closes, one will do: "Constables Mohammad Amin and Inayatullah".
    """
    marks = clause.marks
    ranked = position > floor and marks[position - 1] in "apS"
    first = position - 1 if ranked else position
    if first and marks[first - 1] in ("@ORW" if ranked else "@ORWX"):
        return None
    head = first if ranked and clause.units[first].entry.kind else None
    roll = _ROLL.match(marks, position)
    if roll is not None and "&" in roll.group() and (ranked or marks.startswith("XX", position)):
        return Named(first, roll.end(), len(_JOINT.findall(roll.group())) + 1, head)
    end = position
    while end < len(marks) and marks[end] == "X":
        end += 1
    return Named(first, end, 1, head) if 2 <= end - position <= 5 else None
