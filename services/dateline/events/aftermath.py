"""What follows an incident and is part of its story: arrests of those who did it, arms found where it was.

Arrests that are counted are news of their own.
"""

from __future__ import annotations

import re

from dateline.events.affinity import Incident, family
from dateline.events.frames import Frame


def is_aftermath(frame: Frame, last: Incident | None) -> bool:
    """Whether a sentence tells of the arrests or the weapons found that belong to what was told just before."""
    if last is None or frame.background or last.background:
        return False
    mine = family(frame.senses)
    if mine == "arrest" and frame.place is None and last.frames[-1].fronted:
        return True
    if mine == "arrest" and not (frame.in_title or frame.killed or _are_many(frame)) and _is_there(frame, last):
        return _harmed(last)
    if frame.place is not None:
        return False
    if mine == "disrupt":
        told_there = "scene" in frame.cues or frame.refers or frame.sentence == last.frames[-1].sentence
        return told_there and family(last.senses) in ("battle", "violence")
    return False


def _are_many(frame: Frame) -> bool:
    """Whether a report counts those who are arrested: that is news of its own."""
    if frame.clause is None:
        return False
    behind = _COUNTED.match(frame.clause.marks, frame.triggers.get("arrest", 0) + 1)
    return behind is not None or any(set(frame.clause.marks[who.first : who.last]) & set("#v") for who in frame.targets)


_COUNTED = re.compile(r"~?[#v]")


def _is_there(frame: Frame, last: Incident) -> bool:
    """Whether a frame names no place, or no more than the country of what was told just before."""
    if frame.place is None:
        return True
    return last.place is not None and frame.place.level == "country" and frame.place.country == last.place.country


def _harmed(incident: Incident) -> bool:
    """Whether people were killed or hurt in a violent incident, so that arrests are its aftermath."""
    violent = family(incident.senses) in ("violence", "explosive", "battle", "atrocity")
    return violent and any(frame.killed or frame.injured for frame in incident.frames)
