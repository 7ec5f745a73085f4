"""Whether an article is about conflict at all: its cues for sport, markets, film, accidents and crime against
its signs of conflict. The gate lets through whatever may be of conflict; here the sentences have been read.
"""

from __future__ import annotations

from collections.abc import Sequence

from dateline.events.actors import ANYBODY
from dateline.events.frames import Frame
from dateline.events.gate import Verdict
from dateline.events.kinds import CROWD, IN_PUBLIC, INSURGENTS
from dateline.events.places import in_armed_conflict
from dateline.events.units import Clause
from dateline.messages import ActorKind

_POLITICAL = INSURGENTS | CROWD | {ActorKind.STATE_FORCES}
_OF_WAR = frozenset(
    {
        "air",
        "shelling",
        "suicide",
        "ied",
        "clash",
        "gain",
        "chemical",
        "grenade",
        "device",
        "missile",
        "air_weapon",
        "bombing",
        "strike",
        "explosion",
        "chemical_weapon",
        "disrupt",
        "seize",
        "agreement",
        "surrender",
        "withdraw",
        "headquarters",
        "transfer",
        "other",
        "abduct",
        "release",
        "massacre",
    }
)
_OF_UNREST = frozenset({"protest", "riot", "mob", "intervene"})
_LEAD_SENTENCES = 4
_OFTEN = 3
_REHEARSED = 2
"""So many words for drills at the top of a text make it a report on one."""


def verdict(clauses: Sequence[Clause], frames: Sequence[Frame]) -> Verdict:
    """`TAGGED` where the article is about conflict; else what it is about instead."""
    cues = _cues(clauses)
    lead = _cues([clause for clause in clauses if clause.sentence.index < _LEAD_SENTENCES])
    named = armed = gangs = 0
    for clause in clauses:
        for unit in clause.units if "a" in clause.marks else ():
            if unit.mark == "a" and unit.entry.noun != "thing":
                named += unit.entry.noun == "name"
                armed += unit.entry.kind in _POLITICAL
                gangs += unit.entry.kind == ActorKind.MILITIA
    senses = [sense for frame in frames for sense in frame.senses if not (sense == "massacre" and _is_murder(frame))]
    war = sum(sense in _OF_WAR for sense in senses)
    acting = sum(
        any(party.kind in _POLITICAL and party.noun != ANYBODY for party in frame.initiators) for frame in frames
    )
    unrest = sum(sense in _OF_UNREST for sense in senses)
    strength = 2 * named + armed + war + 2 * unrest
    for cue, name in _ELSEWHERE:
        if cues.get(cue, 0) >= max(_OFTEN, strength):
            return name
    if lead.get("drill", 0) >= _REHEARSED:
        return Verdict.NO_EVENT
    if "accident" in lead and cues["accident"] >= max(2, named + armed + unrest):
        return Verdict.ACCIDENT
    told = armed or named or acting or war or unrest or "political" in cues
    if not (told or any(map(_is_of_armed_conflict, frames)) or any(map(_names_unrest, clauses))):
        return Verdict.CRIME
    if cues.get("crime", 0) >= 2 and not (armed - gangs or named or war or unrest):
        return Verdict.CRIME
    if lead.get("crime", 0) > max(1, named + acting + unrest + armed - gangs):
        return Verdict.CRIME  # whatever went off in a quarrel at home
    return Verdict.TAGGED


def _cues(clauses: Sequence[Clause]) -> dict[str, int]:
    """How often each cue stands in some clauses."""
    counts: dict[str, int] = {}
    for clause in clauses:
        for at in clause.cued:
            for cue in clause.units[at].entry.cues:
                counts[cue] = counts.get(cue, 0) + 1
    return counts


def _names_unrest(clause: Clause) -> bool:
    """Whether a sentence speaks of unrest, though something else happened: "detained at a protest"."""
    return any(clause.units[at].entry.trigger in _OF_UNREST for at in clause.triggers)


def _is_of_armed_conflict(frame: Frame) -> bool:
    """Whether harm told without a word of who did it is most likely not private: where a conflict is fought, or an
    attack that killed many, or those whose work is public."""
    if frame.background:
        return False
    struck = frame.targets if "arrest" in frame.senses else frame.losers
    if any(party.kind in IN_PUBLIC and party.noun != "thing" for party in struck):
        return True
    if not frame.senses.keys() & _OF_HARM:
        return False
    if frame.place is not None and in_armed_conflict(frame.place.country):
        return True
    return "attack" in frame.senses and any(figure.quantity.low >= _MANY for figure in frame.killed)


_OF_HARM = frozenset({"attack", "operation", "gunfire", "kill"})
_MANY = 10


def _is_murder(frame: Frame) -> bool:
    """Whether "the killing of", said of anybody's, is all that names it."""
    at = frame.triggers.get("massacre")
    return at is not None and frame.clause is not None and frame.clause.units[at].entry.form == "ing"


_ELSEWHERE = (("sport", Verdict.SPORT), ("culture", Verdict.CULTURE), ("market", Verdict.MARKET))
