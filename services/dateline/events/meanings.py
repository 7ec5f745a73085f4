"""What a trigger means where it stands: "destroyed" speaks of people, of tanks, of drones brought down, of finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.events.arms import brings_down, destroys_finds, finds_arms, is_flown
from dateline.events.company import blow_of, takes_people
from dateline.events.context import takes_place
from dateline.events.subtypes import MEANS
from dateline.events.units import Clause

if TYPE_CHECKING:
    from dateline.events.frames import Frame

EXPLODING = frozenset({"device", "suicide_vest", "grenade"})
"""Weapons that go off where they lie or are thrown."""
_DESTROYED = frozenset({"destroyed-with", "passive-destroyed"})


def meaning(frame: Frame, clause: Clause, position: int, first: int) -> str:
    """The sense in which the trigger at a unit is told in the clause that begins at `first`; "" where it tells of
    nothing."""
    entry = clause.units[position].entry
    sense = entry.trigger
    if sense in ("destroy", "kill") and brings_down(clause, position):
        return "disrupt"
    if sense == "destroy":
        if any(figure.rule in _DESTROYED for figure in frame.killed):
            return "kill"  # people, not tanks
        if not frame.senses.keys() - MEANS - {"explosion"} and destroys_finds(clause, position):
            frame.senses.pop("explosion", None)
            return "seize"  # "the explosives were destroyed"
    if sense == "recover" and finds_arms(clause, position):
        return "seize"
    if sense == "gain" and _captures_people(clause, position):
        return "arrest"
    if sense == "impact":
        return blow_of(clause, position, first)  # but "a storm ripped through"
    if sense == "gain" and entry.form != "noun" and blow_of(clause, position, first):
        return ""  # "drones entered X"
    if sense == "shelling" and entry.form != "noun" and is_flown(clause, position, first):
        return "air"  # "a drone fired two missiles"
    return sense


def _captures_people(clause: Clause, position: int) -> bool:
    """Whether people are captured: "captured three militants", not "captured the town"."""
    if "captures" not in clause.units[position].entry.cues or takes_place(clause, position):
        return False
    return takes_people(clause, position)
