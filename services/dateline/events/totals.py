"""Sentences that sum up several incidents: "in two attacks", "a wave of bombings"."""

from __future__ import annotations

import re

from dateline.events.units import Clause


def sums_up(clause: Clause, first: int, last: int) -> bool:
    """Whether units [first, last) speak of several incidents at once."""
    for found in _SEVERAL.finditer(clause.marks, first, last) if clause.triggers else ():
        phrase = clause.units[found.start() : found.end()]
        counted = any(unit.mark in "#v" for unit in phrase)
        if phrase[0].mark == "V" and phrase[-1].entry.trigger in _LISTED:
            continue
        if phrase[-1].entry.form == "noun" and (counted or any("several" in unit.entry.cues for unit in phrase)):
            return True
    return any(
        "series" in clause.units[at].entry.cues
        and clause.sentence.index <= 1
        and _OF_EVENTS.match(clause.marks, at + 1)
        for at in clause.cued
        if first <= at < last
    )


_SEVERAL = re.compile(r"(?:[@f]~?(?:[#v]x?[xX]?|[#v]?x[xX]?)|V~?[#v][xX]{0,2})T(?![TKkIiV])")
""""In two attacks", "in several explosions", "carried out five attacks"."""
_LISTED = frozenset({"strike", "air", "shelling"})
"""What is counted at the head of a list by place, which says there who did it."""
_OF_EVENTS = re.compile(r"f?[xXcLa'-]{0,4}T")
""""A series" … "of bloody bomb attacks"."""
