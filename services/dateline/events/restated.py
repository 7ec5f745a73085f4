""" "The soldiers were killed when …": how many they are was told in a sentence before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dateline.events.casualties import Casualty
from dateline.events.quantity import Quantity
from dateline.messages import ActorKind

if TYPE_CHECKING:
    from dateline.events.frames import Frame

_SENTENCES_BACK = 2
_HARMED = re.compile(r"t[xXcL]{0,2}a(?=[xh]{0,2}bx?([KI]))|(?<=[KkIi])t[xXcL]{0,2}a(?![apSx'])")


def count_again(frames: Sequence[Frame]) -> None:
    """Give those who are killed or hurt without a number the one that was told of their kind before."""
    known: list[tuple[Frame, Quantity]] = []
    for frame in frames:
        clause = frame.clause
        if clause is None:
            continue
        near = [told for told in known if frame.sentence - told[0].sentence <= _SENTENCES_BACK]
        for match in _HARMED.finditer(clause.marks, *frame.units) if near else ():
            head = match.end() - 1
            kind = clause.units[head].entry.kind
            harmed = (match.group(1) or clause.marks[match.start() - 1]) in "Kk"
            figures = frame.killed if harmed else frame.injured
            numbers = {(quantity.low, quantity.high) for told, quantity in near if _kind(told, quantity) == kind}
            if len(numbers) == 1 and not any(f.quantity.first <= head < f.quantity.last for f in figures):
                low, high = numbers.pop()
                again = Quantity(match.start(), head + 1, low, high, head, definite=True)
                figures.append(Casualty(harmed, again, ActorKind(kind), "told-before"))
        known = near + [(frame, quantity) for quantity in frame.people]


def _kind(frame: Frame, quantity: Quantity) -> str:
    assert frame.clause is not None
    assert quantity.head is not None
    return frame.clause.units[quantity.head].entry.kind
