"""What the triggers of a clause say: what happened, who did it and to whom.

Whether a trigger is told as having happened at all is judged in `context`, the parts of its parties in `roles`;
here weapons, charges and grievances are told from what happened.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.events.actors import ANYBODY, Party
from dateline.events.antecedents import refers_back
from dateline.events.arms import FLOWN, brings_down, destroys_finds, finds_arms, is_carried, is_flown
from dateline.events.claims import presumed
from dateline.events.company import IN_COMPANY, blow_of, in_company, takes_people
from dateline.events.context import Span, is_live, takes_place, within
from dateline.events.kinds import ARMED, CROWD, FORCES, UNARMED
from dateline.events.owners import owner_of_weapon
from dateline.events.roles import Roles, roles
from dateline.events.sources import Source
from dateline.events.subtypes import MEANS, UNREST
from dateline.events.tokens import Tokens
from dateline.events.units import Clause
from dateline.messages import ActorKind

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


def read_triggers(frame: Frame, reading: Reading, first: int, last: int, aside: list[Span]) -> int | None:
    """Fill in what happened, who did it and to whom; the unit of the leading trigger, if one is live."""
    clause, units, marks = reading.clause, reading.clause.units, reading.clause.marks
    lead: int | None = None
    lead_weight = 0.0
    months = {date.first for date in reading.dates}
    undone = by_means = points_back = told_of = False
    owners: tuple[Party, ...] = ()
    for position in clause.triggers:
        entry = units[position].entry
        sense = entry.trigger
        brought_down = False
        if sense in ("destroy", "kill") and brings_down(clause, position):
            sense, brought_down = "disrupt", True
        if sense == "destroy" and any(figure.rule in _DESTROYED for figure in frame.killed):
            sense = "kill"  # people, not tanks
        if sense == "recover" and finds_arms(clause, position):
            sense = "seize"
        if sense == "destroy" and not frame.senses.keys() - MEANS - {"explosion"} and destroys_finds(clause, position):
            sense = "seize"  # "the explosives were destroyed"
            frame.senses.pop("explosion", None)
        if sense == "gain" and _captures_people(clause, position):
            sense = "arrest"
        if sense == "impact" and not (sense := blow_of(clause, position, first)):
            continue  # "a storm ripped through"
        if sense == "gain" and entry.form != "noun" and blow_of(clause, position, first):
            continue  # "drones entered X"
        if sense == "shelling" and entry.form != "noun" and is_flown(clause, position, first):
            sense = "air"  # "a drone fired two missiles"
        if (
            not first <= position < last
            or within(units[position].first, aside)
            or units[position].first in months  # "last March"
            or not is_live(clause, position, first, sense)
        ):
            continue
        at_it = sense == "protest" and _AT_IT.search(marks, max(first, position - _AT_IT_REACH), position)
        if entry.form == "noun" and not at_it and _is_charge(frame, clause, position):
            continue  # "arrested for vandalism", but "arrested at a rally"
        if (sense == "arrest" and "release" in frame.senses) or (sense == "release" and frame.senses):
            continue  # "released six men arrested in May", "stormed a prison and freed the inmates"
        verb = not entry.strong and entry.form != "noun"
        if verb and sense in IN_COMPANY:
            sense = in_company(clause, position, sense, _roles(reading, position, sense))
            if not sense:
                continue
        by_means = by_means or sense in MEANS
        shot_down = sense == "disrupt" and units[position].last - units[position].first > 1
        by_means = by_means or (shot_down and bool(_OF_ARMS.search(marks)))
        if entry.form == "noun" and _is_backing(clause, reading.tokens, position):
            continue  # "rebels, backed by air strikes, seized …"
        by_it = "y" in marks[max(first, position - _BY_REACH) : position]  # "damaged by a car bomb"
        done_with = undone and (by_it or marks[position + 1 : position + 2] == "r")  # "used drones to hit"
        if sense in MEANS and ((undone and not done_with) or is_carried(clause, position, first)):
            continue  # "destroyed a tank and two drones", "armed with rockets": not what it was done with
        undone = undone or sense in _UNDOING
        flying = sense in _BLOWS and "flying" in frame.cues
        if flying and any("flying" in unit.entry.cues for unit in units[max(first, position - 4) : position]):
            _add_blow(frame, "air_weapon", position)  # "the air force struck"
        if sense in _BLOWS and FLOWN.search(marks, max(first, position - 5), position):
            flown = next(at for at in range(position - 1, -1, -1) if marks[at] == "T")
            if units[flown].entry.trigger == "aircraft":  # "aircraft struck"
                _add_blow(frame, "air_weapon", flown)
        if (sense == "destroy" and by_means) or (done_with and "destroy" in frame.senses):
            explodes = sense in _EXPLODING or any(told in _EXPLODING for told in frame.senses)
            blow = "explosion" if explodes else "strike"  # "warplanes destroyed 20 targets"
            _add_blow(frame, blow, position)
        if sense == "protest" and entry.form == "ing" and frame.senses and marks[position - 1] in "pa":
            continue  # "fired at people protesting": whom they fired at
        weight = 1.0 if entry.strong else 0.5
        if frame.senses and entry.form == "noun" and _follows(clause, position):
            weight *= 0.5  # "arrested after a gunfight"
        if weight > frame.senses.get(sense, 0.0):
            frame.senses[sense], frame.triggers[sense] = weight, position
        certain = (sense == "protest" and verb and "demanding" in frame.cues) or sense == "release"
        frame.strong = frame.strong or entry.strong or brought_down or certain
        accused = marks[position - 1 : position] in ("f", "@") and "blame" in frame.cues
        spoken_of = reading.grammar.free_order and _SPOKEN_OF.search(
            marks, max(first, position - _SPOKEN_REACH), position
        )
        dealt = entry.form == "noun" and _DEALT.search(marks, max(first, position - 6), position) is not None
        frame.finite = frame.finite or entry.form != "noun" or accused or dealt or bool(spoken_of)
        harm = sense in _HARM  # "the death toll", "the bodies": news, whatever the article
        points_back = points_back or (entry.form == "noun" and not harm and _is_known_one(clause, position))
        condemned = entry.form == "noun" and sense in _CONDEMNED and marks[position - 2 : position] == "st"
        told_of = (
            told_of or condemned or (sense in _FLYING and position == first + 1 and marks[first] == "t")
        )  # "the shells hit"
        thrown = entry.strong and entry.form != "noun" and not reading.grammar.free_order  # "threw a grenade at them"
        if sense in _ROLELESS and not thrown:
            owners = owners or owner_of_weapon(clause, reading.tokens, position, reading.parties)
            continue
        its = _roles(reading, position, sense)
        frame.refers = frame.refers or (entry.form != "noun" and refers_back(clause, position, first))
        richness = weight + 0.15 * bool(its.initiators) + 0.15 * bool(its.targets)
        if richness > lead_weight:
            lead, lead_weight = position, richness
        frame.sides += its.initiators
        frame.struck += its.targets
        if sense == "clash" and its.initiators and its.targets:  # "fighting between X and Y" names both
            frame.initiators, frame.targets = its.initiators, its.targets
            frame.rules["initiators"] = frame.rules["targets"] = its.rule
        if its.initiators and not frame.initiators:
            frame.initiators, frame.rules["initiators"] = its.initiators, its.rule
        if its.targets and not frame.targets:
            frame.targets, frame.rules["targets"] = its.targets, its.rule
    if "recover" in frame.senses and "kill" in frame.senses:
        _find_dead(frame, clause)
    elif "recover" in frame.senses and frame.injured and not frame.killed:
        del frame.senses["recover"]  # "a girl was among those found; 31 people had been hurt"
    if "clash" in frame.senses and clause.units[frame.triggers.get("withdraw", 0)].entry.form == "ing":
        frame.senses.pop("withdraw", None)  # "fighting breaks out, ending a truce"
    if frame.senses and frame.cues & _TELLING:
        frame.finite = True  # "clashes broke out", "claimed responsibility for the blast"
        if "happening" in frame.cues and frame.senses.keys() & _EXPLODING:  # "a bomb rocked the market"
            _add_blow(frame, "explosion", next(frame.triggers[sense] for sense in frame.senses if sense in _EXPLODING))
    if not by_means:  # people are intercepted too
        frame.senses.pop("disrupt", None)
    if frame.bodies and any(party.kind in FORCES for party in frame.initiators):  # police who find them
        frame.initiators = tuple(dict.fromkeys(party for party in frame.sides if party.kind not in FORCES))
    if frame.senses and not frame.initiators:
        frame.initiators = _by_whom(reading, first, last)
        frame.rules["initiators"] = "agent" if frame.initiators else ""
    if not frame.initiators and owners and "disrupt" not in frame.senses and frame.senses.keys() - MEANS:
        frame.initiators, frame.rules["initiators"] = owners, "weapon-owner"
    told_of = told_of or _LAST_BODIES.search(marks, first, last) is not None
    frame.definite = (points_back and not frame.strong) or told_of
    _drop_grievances(frame, clause)
    return _before_grievance(frame, clause, lead)


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


def _by_whom(reading: Reading, first: int, last: int) -> tuple[Party, ...]:
    """Who is said to have carried out what a clause speaks of: "carried out by", "blamed on"."""
    units, marks = reading.clause.units, reading.clause.marks
    for party in reading.parties:
        before = party.first - 1 - (marks[party.first - 1 : party.first] in ("t", "e"))
        if not first <= before < last or marks[before] != "y" or units[before].last - units[before].first == 1:
            continue
        if party.kind in ARMED and party.noun not in ("thing", "bare", "state", "demonym"):
            return (party,)
    return ()


def _is_backing(clause: Clause, tokens: Tokens, position: int) -> bool:
    """Whether a blow is only what somebody is backed by."""
    found = _BACKED.search(clause.marks, max(0, position - 4), position)
    return found is not None and tokens.lowers[clause.units[found.start()].last - 1] == "by"


_BACKED = re.compile(r"B[cxX~a]{0,3}$")


def _captures_people(clause: Clause, position: int) -> bool:
    """Whether people are captured: "captured three militants", not "captured the town"."""
    if "captures" not in clause.units[position].entry.cues or takes_place(clause, position):
        return False
    return takes_people(clause, position)


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
_DESTROYED = frozenset({"destroyed-with", "passive-destroyed"})
_DEALT = re.compile(r"(?<![rf])V[etx~#vcLX]{0,4}f?$|Tr$")
""""Launched an assault", "carried out a fresh wave of strikes", "used drones to attack"."""
_OF_ARMS = re.compile("[a#v]|T.*T")
_TELLING = frozenset({"happening", "responsibility"})
_SPOKEN_REACH = 6
_SPOKEN_OF = re.compile(r"s[SXac]{0,4}xc?x?$")
""""Reported [on] a blast": what newsrooms without articles say of anything that happened."""


_BY_REACH = 3
_EXPLODING = frozenset({"device", "suicide_vest", "grenade"})


def _roles(reading: Reading, position: int, sense: str) -> Roles:
    """The parties of a trigger, without those that cannot act."""
    its = roles(
        reading.clause,
        reading.tokens,
        position,
        reading.parties,
        grammar=reading.grammar,
        brings_down=sense == "disrupt",
    )
    if sense == "withdraw" and not its.initiators:
        its = Roles(its.targets, rule=its.rule)
    if its.rule == "active" and its.initiators and all(party.noun == "thing" for party in its.initiators):
        actors = [party for party in reading.parties if party not in its.initiators]
        found = roles(reading.clause, reading.tokens, position, actors, grammar=reading.grammar, brings_down=False)
        its = Roles(found.initiators, its.targets, its.rule)  # "troops backing the government fired"
    doers, rule = tuple(party for party in its.initiators if _may_act(party, sense)), its.rule
    if not doers and its.targets and sense in _ASSAULTS and its.rule in ("active", "passive"):
        doers = tuple(
            replace(p, kind=ActorKind.UNKNOWN, noun=ANYBODY)
            for p in its.initiators
            if "anybody" in reading.clause.units[p.head].entry.cues
            and not set(reading.clause.marks[p.last : position]) & _TOLD
        )  # "two men on a motorcycle shot dead a trader"
    if reading.clause.units[position].mark == "a":  # "a suicide bomber": the trigger names who did it
        doers, rule = tuple(party for party in reading.parties if party.head == position) or doers, "doer-named"
    doers = tuple(presumed(reading.clause, party, reading.parties) for party in doers)
    if not doers and reading.clause.units[position].entry.form != "noun":
        doers = _speaking_band(reading, position)
        rule = "speaker" if doers else rule
    if not doers:
        doers = _accused(reading, position)
        rule = "speaker" if doers else rule
    if (
        not doers
        and reading.clause.units[position].entry.form == "noun"
        and sense in _OWN_FEATS
        and reading.grammar.free_order
    ):
        doers = _reporting(reading, position)
        rule = "speaker" if doers else rule
    sufferers = (party for party in its.targets if not _speaks(party, reading.sources))
    people = (
        replace(party, kind=ActorKind.CIVILIANS)
        if party.noun == "demonym" and sense not in ("clash", "disrupt", "seize")
        else party
        for party in sufferers
    )  # "four Israelis": of a people, not of its army
    return Roles(doers, tuple(people), rule)


def _reporting(reading: Reading, position: int) -> tuple[Party, ...]:
    """Forces that tell of what only they can have done: "the ministry of defence announced the capture of a town"."""
    told = _SPOKEN_OF.search(reading.clause.marks, max(0, position - _SPOKEN_REACH), position)
    if told is None:
        return ()
    beside = (party for party in reading.parties if told.start() in (party.last, party.first - 1))
    return tuple(party for party in beside if party.kind in ARMED and party.noun != "thing")


def _accused(reading: Reading, position: int) -> tuple[Party, ...]:
    """ "Kyiv accused Russia of shelling the town": who is said to have done it."""
    clause = reading.clause
    told = _ACCUSED.search(clause.marks, max(0, position - _SPOKEN_REACH), position)
    if told is None or "accusing" not in clause.units[told.start()].entry.cues:
        return ()
    at = told.start(1)
    known = tuple(party for party in reading.parties if party.head == at and party.kind in ARMED)
    country = clause.units[at].country
    if known or country is None:
        return known
    name = clause.surface(reading.tokens, at, at + 1)
    return (Party(at, at + 1, at, name, ActorKind.STATE_FORCES, country, "demonym"),)


_ACCUSED = re.compile(r"st?[xX]?([acL])[@f][etxXc]{0,3}$")
_OWN_FEATS = frozenset({"gain", "arrest", "disrupt", "seize", "kill"})


_TOLD = frozenset("TKIDZ")
_ASSAULTS = frozenset({"kill", "attack", "abduct", "gunfire", "massacre"})


def _speaking_band(reading: Reading, position: int) -> tuple[Party, ...]:
    """ "The Taliban's spokesman said his group kidnapped two men": whose group it is."""
    clause = reading.clause
    for source in reading.sources:
        verb = source.last + (clause.marks[source.last : source.last + 1] == ",")
        following = clause.marks[verb + 1 : position]
        if not source.military or clause.marks[verb] != "s" or not following or following.strip("hbxVt"):
            continue
        if refers_back(clause, position, verb + 1):
            inside = (p for p in reading.parties if source.first <= p.head < source.last and p.kind in ARMED)
            return tuple(inside)[:1]
    return ()


def _speaks(party: Party, found: list[Source]) -> bool:
    return any(source.first <= party.head < source.last for source in found)


def _may_act(party: Party, sense: str) -> bool:
    """Whether a party can be the initiator of what a trigger says: a market blows nobody up."""
    if sense in ("disrupt", "seize") and party.kind in ARMED:
        return True  # "air defences shot down …"
    if party.noun in ("thing", "person") or (party.noun == "bare" and party.definite) or sense == "destroy":
        return False
    if sense in ("protest", "riot", "mob"):
        return party.kind in CROWD or party.kind in (ActorKind.CIVILIANS, ActorKind.MILITIA)
    if party.kind in UNARMED:
        return False
    if party.kind is ActorKind.POLITICIANS:
        return sense in ("agreement", "protest")
    return True
