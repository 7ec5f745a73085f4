"""What follows an incident and is part of its story: arrests of those who did it or marched, arms found where it was.

Arrests that are counted are news of their own; that some are let go again is not.
"""

from __future__ import annotations

from dateline.events.frames import Frame
from dateline.events.incident import Incident, family
from dateline.messages import ActorKind


def is_aftermath(frame: Frame, last: Incident | None) -> bool:
    """Whether a sentence tells of the arrests or the weapons found that belong to what was told just before."""
    if last is None or frame.background or last.background or frame.another or frame.aside:
        return False
    mine = family(frame.senses)
    if "release" in frame.senses and last.senses.keys() & {"arrest", "abduct"}:
        return True
    if mine == "arrest" and frame.place is None and last.frames[-1].fronted and last.senses.keys() - {"operation"}:
        return True
    if mine == "arrest" and frame.place is None and _are_dispersed(frame, last):
        return True
    if mine == "arrest" and not (frame.in_title or frame.killed or _are_many(frame)) and _is_there(frame, last):
        return _harmed(last)
    at_once = frame.sentence - last.frames[-1].sentence <= 1
    there = frame.definite or (frame.place is None and "next" not in frame.cues)
    if mine == "disrupt" and family(last.senses) == "arrest" and at_once and there:
        return True  # "weapons were also found in the raids"
    if frame.place is not None:
        return False
    if "surrender" in frame.senses and at_once and family(last.senses) in ("gain", "battle"):
        return True  # a base is taken, and its soldiers lay down their arms
    if mine == "disrupt":
        told_there = "scene" in frame.cues or frame.refers or frame.sentence == last.frames[-1].sentence
        remains = frame.definite and "recover" in frame.senses  # "the limbs of the attacker were found"
        return (told_there and family(last.senses) in ("battle", "violence", "arrest")) or remains
    return False


def reduce_to_aftermath(frame: Frame, last: Incident) -> None:
    """Leave of a frame what it says of the incident itself: where protesters are taken, that the police stepped in."""
    stepped_in = "arrest" in frame.senses and "protest" in last.senses
    if stepped_in:
        frame.triggers["intervene"] = frame.triggers["arrest"]
    frame.senses = {"intervene": 1.0} if stepped_in else {}


def _are_dispersed(frame: Frame, last: Incident) -> bool:
    """Whether those arrested are the protesters just told of: they are called so, or nothing but people."""
    if not last.senses.keys() & {"protest", "intervene"} or last.senses.keys() & {"riot", "mob", "clash"}:
        return False
    if any(party.kind is ActorKind.PROTESTERS for party in frame.targets):
        return True
    next_to = frame.sentence - last.frames[-1].sentence <= 1
    return next_to and all(party.kind is ActorKind.CIVILIANS for party in frame.targets)


def _are_many(frame: Frame) -> bool:
    """Whether a report counts those who are arrested: that is news of its own."""
    if frame.clause is None:
        return False
    units, behind = frame.clause.units, frame.triggers.get("arrest", 0) + 1
    places = [behind, behind + 1, *(at for who in frame.targets for at in range(who.first, who.last))]
    return any(units[at].mark in "#v" and units[at].entry.value != _ONE for at in places if at < len(units))


_ONE = (1, 1)


def _is_there(frame: Frame, last: Incident) -> bool:
    """Whether a frame names no place, or no more than the country of what was told just before."""
    if frame.place is None:
        return True
    return last.place is not None and frame.place.level == "country" and frame.place.country == last.place.country


def _harmed(incident: Incident) -> bool:
    """Whether people were killed or hurt in a violent incident, so that arrests are its aftermath."""
    violent = family(incident.senses) in ("violence", "explosive", "battle", "atrocity")
    return violent and any(frame.killed or frame.injured for frame in incident.frames)
