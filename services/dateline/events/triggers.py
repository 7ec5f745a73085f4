"""What the triggers of a clause say together: what happened, with what, who did it and to whom.

What a trigger means where it stands is told in `meanings`, whether it is told as having happened at all in `context`,
who did it in `doers`; here they are weighed, and charges and grievances are kept from what happened.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dateline.events.actors import Party
from dateline.events.antecedents import refers_back
from dateline.events.arms import FLOWN, is_carried
from dateline.events.company import IN_COMPANY, in_company
from dateline.events.context import Span, is_live, within
from dateline.events.doers import by_whom, doers, spoken_of
from dateline.events.kinds import FORCES
from dateline.events.meanings import EXPLODING, meaning
from dateline.events.owners import owner_of_weapon
from dateline.events.subtypes import MEANS, UNREST
from dateline.events.tokens import Tokens
from dateline.events.units import Clause

if TYPE_CHECKING:
    from dateline.events.frames import Frame, Reading

_UNDOING = frozenset({"destroy", "recover", "disrupt", "seize"})
_HARM = frozenset({"kill", "injure", "casualties"})
_FLYING = MEANS | {"shelling", "air"}
_CONDEMNED = frozenset({"attack", "clash", "massacre", "bombing", "strike", "abduct"})
""""Condemned the attack": what newsrooms and governments speak of was told before."""
_LAST_BODIES = re.compile(r"tx#z")
""""The last two bodies": of those told of before."""
_ROLELESS = frozenset({*MEANS, "casualties"})


class _Told:
    """What the triggers that were read so far say together."""

    lead: int | None = None
    """The unit of the trigger that says most."""
    lead_weight: float = 0.0
    undone: bool = False
    """Something was destroyed, found, seized or brought down."""
    by_means: bool = False
    """A weapon is named."""
    points_back: bool = False
    known: bool = False
    """What happened was told of before, whatever the triggers say: "condemned the attack"."""
    owners: tuple[Party, ...] = ()
    """Whose the weapons are."""


def read_triggers(frame: Frame, reading: Reading, first: int, last: int, aside: list[Span]) -> int | None:
    """Fill in what happened, who did it and to whom; the unit of the leading trigger, if one is live."""
    clause = reading.clause
    months = {date.first for date in reading.dates}
    told = _Told()
    for position in clause.triggers:
        word = clause.units[position].first
        if not first <= position < last or within(word, aside) or word in months:
            continue  # "last March"
        sense = meaning(frame, clause, position, first)
        if not sense or not is_live(clause, position, first, sense):
            continue
        if _is_of_another(frame, clause, position, first, sense):
            continue
        entry = clause.units[position].entry
        if sense in IN_COMPANY and not entry.strong and entry.form != "noun":
            sense = in_company(clause, position, sense, doers(reading, position, sense))
        if sense and _takes_arms(told, frame, reading, position, first, sense):
            weight = _weigh(frame, clause, position, sense)
            _tell(told, frame, reading, position, first, sense)
            _take_parties(told, frame, reading, position, first, sense, weight)
    _settle_senses(told, frame, clause)
    _settle_doers(told, frame, reading, first, last)
    told.known = told.known or _LAST_BODIES.search(clause.marks, first, last) is not None
    frame.definite = (told.points_back and not frame.strong) or told.known
    _drop_grievances(frame, clause)
    return _before_grievance(frame, clause, told.lead)


def _is_of_another(frame: Frame, clause: Clause, position: int, first: int, sense: str) -> bool:
    """Whether a trigger only says more of what an earlier one told: why people were arrested, who was fired at."""
    entry, marks = clause.units[position].entry, clause.marks
    at_it = sense == "protest" and _AT_IT.search(marks, max(first, position - _AT_IT_REACH), position)
    if entry.form == "noun" and not at_it and _is_charge(frame, clause, position):
        return True  # "arrested for vandalism", but "arrested at a rally"
    if (sense == "arrest" and "release" in frame.senses) or (sense == "release" and frame.senses):
        return True  # "released six men arrested in May", "stormed a prison and freed the inmates"
    return sense == "protest" and entry.form == "ing" and bool(frame.senses) and marks[position - 1] in "pa"


def _takes_arms(told: _Told, frame: Frame, reading: Reading, position: int, first: int, sense: str) -> bool:
    """Note the weapons that a trigger names and what it says they did; False where it says nothing else of use."""
    clause = reading.clause
    units, marks = clause.units, clause.marks
    shot_down = sense == "disrupt" and units[position].last - units[position].first > 1
    told.by_means = told.by_means or sense in MEANS or (shot_down and bool(_OF_ARMS.search(marks)))
    if units[position].entry.form == "noun" and _is_backing(clause, reading.tokens, position):
        return False  # "rebels, backed by air strikes, seized …"
    by_it = "y" in marks[max(first, position - _BY_REACH) : position]  # "damaged by a car bomb"
    done_with = told.undone and (by_it or marks[position + 1 : position + 2] == "r")  # "used drones to hit"
    if sense in MEANS and ((told.undone and not done_with) or is_carried(clause, position, first)):
        return False  # "destroyed a tank and two drones", "armed with rockets": not what it was done with
    told.undone = told.undone or sense in _UNDOING
    if sense in _BLOWS:
        _add_flight(frame, clause, position, first)
    if (sense == "destroy" and told.by_means) or (done_with and "destroy" in frame.senses):
        explodes = sense in EXPLODING or any(known in EXPLODING for known in frame.senses)
        _add_blow(frame, "explosion" if explodes else "strike", position)  # "warplanes destroyed 20 targets"
    return True


def _add_flight(frame: Frame, clause: Clause, position: int, first: int) -> None:
    """Whether those who struck fly: "the air force struck", "aircraft struck"."""
    units, marks = clause.units, clause.marks
    if "flying" in frame.cues and any("flying" in u.entry.cues for u in units[max(first, position - 4) : position]):
        _add_blow(frame, "air_weapon", position)
    if FLOWN.search(marks, max(first, position - 5), position):
        flown = next(at for at in range(position - 1, -1, -1) if marks[at] == "T")
        if units[flown].entry.trigger == "aircraft":
            _add_blow(frame, "air_weapon", flown)


def _weigh(frame: Frame, clause: Clause, position: int, sense: str) -> float:
    """How much a trigger says of what happened; the weight is set in the frame where no other of its sense has more."""
    entry = clause.units[position].entry
    weight = 1.0 if entry.strong else 0.5
    if frame.senses and entry.form == "noun" and _follows(clause, position):
        weight *= 0.5  # "arrested after a gunfight"
    if weight > frame.senses.get(sense, 0.0):
        frame.senses[sense], frame.triggers[sense] = weight, position
    return weight


def _tell(told: _Told, frame: Frame, reading: Reading, position: int, first: int, sense: str) -> None:
    """How a trigger tells of what happened: as news, with a verb, or pointing back to what was told before."""
    clause, marks = reading.clause, reading.clause.marks
    entry = clause.units[position].entry
    noun = entry.form == "noun"
    demanding = sense == "protest" and not (entry.strong or noun) and "demanding" in frame.cues
    brought_down = sense == "disrupt" and entry.trigger != sense
    frame.strong = frame.strong or entry.strong or brought_down or demanding or sense == "release"
    accused = marks[position - 1 : position] in ("f", "@") and "blame" in frame.cues
    reported = reading.grammar.free_order and spoken_of(clause, position, first) is not None
    dealt = noun and _DEALT.search(marks, max(first, position - 6), position) is not None
    frame.finite = frame.finite or not noun or accused or dealt or reported
    harm = sense in _HARM  # "the death toll", "the bodies": news, whatever the article
    told.points_back = told.points_back or (noun and not harm and _is_known_one(clause, position))
    condemned = noun and sense in _CONDEMNED and marks[position - 2 : position] == "st"
    these = sense in _FLYING and position == first + 1 and marks[first] == "t"  # "the shells hit"
    told.known = told.known or condemned or these


def _take_parties(
    told: _Told, frame: Frame, reading: Reading, position: int, first: int, sense: str, weight: float
) -> None:
    """Who did what a trigger says, and to whom; the trigger that says most leads the clause."""
    entry = reading.clause.units[position].entry
    thrown = entry.strong and entry.form != "noun" and not reading.grammar.free_order  # "threw a grenade at them"
    if sense in _ROLELESS and not thrown:
        told.owners = told.owners or owner_of_weapon(reading.clause, reading.tokens, position, reading.parties)
        return
    its = doers(reading, position, sense)
    frame.refers = frame.refers or (entry.form != "noun" and refers_back(reading.clause, position, first))
    richness = weight + 0.15 * bool(its.initiators) + 0.15 * bool(its.targets)
    if richness > told.lead_weight:
        told.lead, told.lead_weight = position, richness
    frame.sides += its.initiators
    frame.struck += its.targets
    both = sense == "clash" and its.initiators and its.targets  # "fighting between X and Y" names both
    if its.initiators and (both or not frame.initiators):
        frame.initiators, frame.rules["initiators"] = its.initiators, its.rule
    if its.targets and (both or not frame.targets):
        frame.targets, frame.rules["targets"] = its.targets, its.rule


def _settle_senses(told: _Told, frame: Frame, clause: Clause) -> None:
    """What the triggers of a clause say of one another."""
    if "recover" in frame.senses and "kill" in frame.senses:
        _find_dead(frame, clause)
    elif "recover" in frame.senses and frame.injured and not frame.killed:
        del frame.senses["recover"]  # "a girl was among those found; 31 people had been hurt"
    if "clash" in frame.senses and clause.units[frame.triggers.get("withdraw", 0)].entry.form == "ing":
        frame.senses.pop("withdraw", None)  # "fighting breaks out, ending a truce"
    if frame.senses and frame.cues & _TELLING:
        frame.finite = True  # "clashes broke out", "claimed responsibility for the blast"
        if "happening" in frame.cues and frame.senses.keys() & EXPLODING:  # "a bomb rocked the market"
            _add_blow(frame, "explosion", next(frame.triggers[sense] for sense in frame.senses if sense in EXPLODING))
    if not told.by_means:  # people are intercepted too
        frame.senses.pop("disrupt", None)


def _settle_doers(told: _Told, frame: Frame, reading: Reading, first: int, last: int) -> None:
    """Who did it, where no trigger has it as its subject."""
    if frame.bodies and any(party.kind in FORCES for party in frame.initiators):  # police who find them
        frame.initiators = tuple(dict.fromkeys(party for party in frame.sides if party.kind not in FORCES))
    if frame.senses and not frame.initiators:
        frame.initiators = by_whom(reading, first, last)
        frame.rules["initiators"] = "agent" if frame.initiators else ""
    if not frame.initiators and told.owners and "disrupt" not in frame.senses and frame.senses.keys() - MEANS:
        frame.initiators, frame.rules["initiators"] = told.owners, "weapon-owner"


def _before_grievance(frame: Frame, clause: Clause, lead: int | None) -> int | None:
    """The unrest rather than what it was about, where that leads: "a rally over the handover of villages"."""
    crowd = min((frame.triggers[sense] for sense in frame.senses if sense in UNREST), default=None)
    if crowd is None or lead is None or lead <= crowd or clause.units[lead].entry.form != "noun":
        return lead
    return crowd


def _add_blow(frame: Frame, sense: str, position: int) -> None:
    """What the words around it say of a weapon: it struck, or went off."""
    frame.senses.setdefault(sense, 0.5)
    frame.triggers.setdefault(sense, position)


def _find_dead(frame: Frame, clause: Clause) -> None:
    """ "Found the bodies of six people", "was found shot dead": a killing that comes to light, and nothing seized."""
    at = frame.triggers["kill"]
    mark = clause.marks[at]
    if mark == "z" and "accident" not in frame.cues and not _counts_more(frame):
        frame.bodies = frame.strong = clause.marks[at + 1 : at + 2] == "f" or clause.marks[at - 1 : at] in "#mv"
    elif not (mark in "lz" and _counts_more(frame)) and (mark not in "Kd" or at - frame.triggers["recover"] != 1):
        return
    del frame.senses["recover"]


def _counts_more(frame: Frame) -> bool:
    """Whether its dead come on top of others: "two more bodies were found, taking the number of the dead to five"."""
    return any(figure.toll or figure.quantity.additional for figure in frame.killed)


def _is_backing(clause: Clause, tokens: Tokens, position: int) -> bool:
    """Whether a blow is only what somebody is backed by."""
    found = _BACKED.search(clause.marks, max(0, position - 4), position)
    return found is not None and tokens.lowers[clause.units[found.start()].last - 1] == "by"


_BACKED = re.compile(r"B[cxX~a]{0,3}$")


def _follows(clause: Clause, position: int) -> bool:
    """Whether a noun is what something came after."""
    found = _AFTER.search(clause.marks, max(0, position - 4), position)
    return found is not None and "after" in clause.units[found.start()].entry.cues


_AFTER = re.compile(r":[ext]{1,3}$")


def _is_known_one(clause: Clause, position: int) -> bool:
    """Whether a noun is one that was told of before: "the attack", "Saturday's clash"."""
    before = clause.marks[max(0, position - 2) : position]
    return before[-1:] == "t" or (before == "x'" and "weekday" in clause.units[position - 2].entry.cues)


def _is_charge(frame: Frame, clause: Clause, position: int) -> bool:
    """Whether a noun behind an arrest is what people are arrested for, or the raid in which they are."""
    at = frame.triggers.get("arrest")
    if at is None or clause.units[at].entry.form == "noun" or at > position:
        return False
    return not set(clause.marks[at:position]) & set("&;:.")


_AT_IT_REACH = 5
_AT_IT = re.compile(r"@[texX~vLc]{0,4}$")


def _drop_grievances(frame: Frame, clause: Clause) -> None:
    """ "A sit-in against the killing of a teacher": what a crowd is angry about is no part of what it does."""
    if not frame.senses.keys() & UNREST:
        return
    for sense in frame.senses.keys() & _GRIEVED:
        position = frame.triggers[sense]
        noun = clause.units[position].entry.form in ("noun", "ing")
        if noun and clause.marks[max(0, position - 2) : position].strip("x")[-1:] in ("t", "!"):
            del frame.senses[sense]


_GRIEVED = frozenset({"massacre", "attack", "kill", "abduct", "rape"})

_BLOWS = frozenset({"attack", "strike", "bombing", "kill", "destroy", "gunfire"})
_DEALT = re.compile(r"(?<![rf])V[etx~#vcLX]{0,4}f?$|Tr$")
""""Launched an assault", "carried out a fresh wave of strikes", "used drones to attack"."""
_OF_ARMS = re.compile("[a#v]|T.*T")
_TELLING = frozenset({"happening", "responsibility"})
_BY_REACH = 3
