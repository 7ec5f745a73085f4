"""Who of the parties that a clause names did what a trigger of it says, and to whom.

What part a party has in the sentence is read in `roles`; here it is judged whether it can act at all, and who is meant
where the trigger itself names nobody.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.events.actors import ANYBODY, Party
from dateline.events.antecedents import refers_back
from dateline.events.claims import presumed
from dateline.events.kinds import ARMED, CROWD, UNARMED
from dateline.events.roles import Roles, roles
from dateline.events.sources import Source
from dateline.events.units import Clause
from dateline.messages import ActorKind

if TYPE_CHECKING:
    from dateline.events.frames import Reading

_SPOKEN_REACH = 6
_SPOKEN_OF = re.compile(r"s[SXac]{0,4}xc?x?$")


def spoken_of(clause: Clause, position: int, floor: int = 0) -> re.Match[str] | None:
    """Where it is told that a trigger is only reported, from the unit `floor` on: "reported [on] a blast", what
    newsrooms without articles say of anything that happened."""
    return _SPOKEN_OF.search(clause.marks, max(floor, position - _SPOKEN_REACH), position)


def doers(reading: Reading, position: int, sense: str) -> Roles:
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
    told = spoken_of(reading.clause, position)
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


def by_whom(reading: Reading, first: int, last: int) -> tuple[Party, ...]:
    """Who is said to have carried out what a clause speaks of: "carried out by", "blamed on"."""
    units, marks = reading.clause.units, reading.clause.marks
    for party in reading.parties:
        before = party.first - 1 - (marks[party.first - 1 : party.first] in ("t", "e"))
        if not first <= before < last or marks[before] != "y" or units[before].last - units[before].first == 1:
            continue
        if party.kind in ARMED and party.noun not in ("thing", "bare", "state", "demonym"):
            return (party,)
    return ()
