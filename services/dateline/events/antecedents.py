"""Who "they", "the group" and "the rebels" are: whoever acted, or was named, in the sentences before.

Only the nearest fitting party within reach is taken; what has none stays open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.events.actors import Party
from dateline.events.kinds import INSURGENTS
from dateline.events.units import Clause

if TYPE_CHECKING:
    from dateline.events.frames import Frame

_SENTENCES_BACK = 2
_SUBJECT_REACH = 5


def refers_back(clause: Clause, trigger: int, floor: int) -> bool:
    """Whether the subject of the verb at a unit is a pronoun or "the group"."""
    for position in range(trigger - 1, max(floor, trigger - _SUBJECT_REACH) - 1, -1):
        if "anaphor" in clause.units[position].entry.cues:
            return True
        if clause.marks[position] not in "xhVte":
            return False
    return False


def resolve(frames: Sequence[Frame]) -> None:
    """Fill in what frames leave to those before them, in the order of the text."""
    actor: Frame | None = None
    band: Party | None = None
    told: Frame | None = None
    for frame in frames:
        if any(not source.media for source in frame.sources):
            told = frame
        elif frame.repeats and told is not None and frame.sentence - told.sentence <= _SENTENCES_BACK:
            frame.sources, told = told.sources, frame
        if band is not None:
            frame.initiators = _named(frame.initiators, band)
            frame.targets = _named(frame.targets, band)
        near = actor is not None and frame.sentence - actor.sentence <= _SENTENCES_BACK
        if frame.refers and not frame.initiators and actor is not None and near:
            frame.initiators, frame.rules["initiators"], frame.actor = actor.initiators, "antecedent", actor
        elif frame.initiators:
            actor = frame
        for party in (*frame.initiators, *frame.targets, *frame.present):
            if party.kind in INSURGENTS and party.country is not None and not party.definite:
                band = party


def _named(found: tuple[Party, ...], band: Party) -> tuple[Party, ...]:
    """ "The militants" are those of the group that was named last."""
    return tuple(
        replace(party, kind=band.kind, country=band.country)
        if party.definite
        and party.country is None
        and party.kind in INSURGENTS
        and party.noun in ("described", "group")
        else party
        for party in found
    )
