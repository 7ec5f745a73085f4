"""Who did it and to whom: the part that a sentence's parties have in what a trigger says.

Active, passive and headline forms, nouns with their modifiers and prepositions, weapons that have an owner.
What is left open here ("the attackers") is filled where the sentences of one incident meet.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from dateline.events.actors import Party, joined
from dateline.events.cases import by_case
from dateline.events.lexicon import Grammar
from dateline.events.owners import WEAPONS, following_weapon, is_fire, launcher, premodifier, weapons_subject
from dateline.events.tokens import Tokens
from dateline.events.units import Clause
from dateline.messages import ActorKind


@dataclass(slots=True, init=False, unsafe_hash=True)  # hatch_build.py says why
class Roles:
    """The parties of one trigger."""

    initiators: Final[tuple[Party, ...]]
    targets: Final[tuple[Party, ...]]
    rule: Final[str]
    """Which form of the sentence told them."""

    def __init__(self, initiators: tuple[Party, ...] = (), targets: tuple[Party, ...] = (), rule: str = "") -> None:
        self.initiators, self.targets, self.rule = initiators, targets, rule


_AGENT_REACH = 10
_STOPS_LEFT = frozenset(':;."')
_STOPS_RIGHT = frozenset(':;."sw')


def roles(
    clause: Clause, tokens: Tokens, trigger: int, found: list[Party], *, grammar: Grammar, brings_down: bool
) -> Roles:
    """The initiators and targets of the trigger at a unit, by the grammar around it.

    `brings_down`: it tells of weapons stopped, whose owners are the target.
    """
    if brings_down:
        return _of_interception(clause, tokens, trigger, found)
    by_order = _by_order(clause, tokens, trigger, found, fixed=not grammar.free_order)
    if grammar.free_order:
        return by_case(clause, tokens, trigger, found, grammar, by_order)
    return by_order


def _by_order(clause: Clause, tokens: Tokens, trigger: int, found: list[Party], *, fixed: bool) -> Roles:
    """`fixed`: in a language whose subjects stand before their verbs."""
    form = clause.units[trigger].entry.form
    if form == "noun":
        return _of_noun(clause, tokens, trigger, found)
    marks = clause.marks
    if marks[trigger] == "D":
        return Roles((), _nearest_left(clause, trigger, found), "death")
    passive = form == "past" and (_is_passive(marks, trigger) or _headline_passive(marks, trigger))
    agent = _agent(clause, tokens, trigger, found)
    if passive or (agent and form == "past"):
        done_to = _nearest_left(clause, trigger, found) or _somebody(
            clause, tokens, _SOMEBODY_WAS.search(marks, max(0, trigger - _OBJECT_REACH), trigger), trigger
        )
        return Roles(agent, done_to, "passive")
    right = (
        _nearest_right(clause, trigger, found)
        or _official(clause, tokens, trigger)
        or _somebody(clause, tokens, _SOMEBODY.match(marks, trigger + 1), trigger)
    )
    if fixed and form == "past" and clause.units[trigger].entry.trigger == "ied":
        return Roles((), _nearest_left(clause, trigger, found), "passive")  # "a convoy hit a mine"
    armed = weapons_subject(clause, tokens, trigger, found)
    if armed:
        return Roles(armed, right, "weapon-owner")
    counted = marks[trigger + 1 : trigger + 2] in ("#", "~", "v") and form != "base"  # "killed 16 in Baghdad"
    if _subject_is_event(clause, trigger) and (right or counted):
        return Roles((), right, "active")
    if counted and not right:
        left = _nearest_left(clause, trigger, found)
        beside = () if left else tuple(party for party in found if party.governed and party.last == trigger)
        return Roles(left, beside, "active")  # "a bomb outside a cafe killed seven"
    needs_object = marks[trigger] in "KID" or (fixed and clause.units[trigger].entry.trigger == "abduct")
    if form == "past" and not right and needs_object:
        return Roles(agent, _nearest_left(clause, trigger, found), "passive")
    if clause.units[trigger].entry.trigger == "gain":
        right = _losing_side(clause, trigger, found) or tuple(party for party in right if party.noun != "thing")
    left = _nearest_left(clause, trigger, found)
    if not left and clause.units[trigger].entry.trigger in WEAPONS:  # "when Russian missiles fell on"
        left = premodifier(clause, tokens, trigger, found)
    return Roles(left, right, "active")


def _subject_is_event(clause: Clause, trigger: int) -> bool:
    """Whether a bomb or a blast is what did it: "a roadside bomb killed four", "a blast hit a patrol, killing four";
    its own words say whose it was."""
    marks = clause.marks
    if marks[trigger - 1 : trigger] in (",", "&"):
        start = max(marks.rfind(mark, 0, trigger) for mark in ':;."s') + 1
        opening = _OPENS_WITH_EVENT.match(marks, start, trigger)
        return opening is not None and _is_blow(clause, opening.end() - 1)
    at = trigger - 1
    while at >= 0 and clause.marks[at] in "xbhnw":
        at -= 1
    if at < 0 or clause.marks[at] != "T" or clause.units[at].entry.form != "noun":
        return False
    while at >= 0 and clause.marks[at] in "xXTcLa'et#v~-":
        if clause.possessive(at):
            return False  # "its jets struck"
        at -= 1
    return at < 0 or clause.marks[at] not in "@OyP"


_OPENS_WITH_EVENT = re.compile(r"(?:[@O][^,]{1,6},)?[etxXc~#v'o-]{0,5}T")


def _is_blow(clause: Clause, position: int) -> bool:
    """Whether a noun names a blow or what it was dealt with: a bomb, an air strike, an attack."""
    entry = clause.units[position].entry
    return entry.form == "noun" and entry.trigger in _BLOWS


_BLOWS = frozenset(
    {"device", "bombing", "explosion", "ied", "missile", "strike", "air", "shelling", "suicide", "attack"}
)


def _losing_side(clause: Clause, trigger: int, found: list[Party]) -> tuple[Party, ...]:
    """From whom a place is taken: "retook the town from the rebels"."""
    for party in found:
        if trigger < party.first <= trigger + _AGENT_REACH and party.noun != "thing":
            before = clause.marks[max(trigger, party.first - 2) : party.first].rstrip("te")
            if before.endswith("R"):
                return joined(clause, party, found)
    return ()


def _of_interception(clause: Clause, tokens: Tokens, trigger: int, found: list[Party]) -> Roles:
    """Who shot down or seized, and whose weapons: "Israel downed an Iranian drone"."""
    marks, units = clause.marks, clause.units
    owners: tuple[Party, ...] = ()
    low, high = max(0, trigger - _WEAPON_REACH), min(len(marks), trigger + _WEAPON_REACH)
    for position in sorted(range(low, high), key=lambda place: (place < trigger, abs(place - trigger))):
        if units[position].entry.trigger in WEAPONS and position != trigger:
            owners = premodifier(clause, tokens, position, found)
            owners = owners or launcher(clause, position, found)
            if owners:
                break
    passive = _is_passive(marks, trigger)
    agent = _agent(clause, tokens, trigger, found)
    if passive or agent:
        return Roles(agent, owners, "interception")
    left = tuple(party for party in _nearest_left(clause, trigger, found) if party not in owners)
    right = _nearest_right(clause, trigger, found)
    return Roles(left, owners or tuple(party for party in right if party.noun != "thing"), "interception")


_WEAPON_REACH = 8


def _headline_passive(marks: str, trigger: int) -> bool:
    """ "Three soldiers killed in ambush": a transitive verb without an object."""
    following = marks[trigger + 1 : trigger + 2]
    open_ended = not following or following in "@O:,.;y_"
    return open_ended and (marks[trigger] in "KIZ" or _GAPPED.search(marks, 0, trigger) is not None)


_GAPPED = re.compile(r'b[^,;:."b]{1,10}&~{0,2}[#vet][^,;:."b&]{0,4}$')
""" "Two people were killed and four constables beaten." """


def _is_passive(marks: str, trigger: int) -> bool:
    before = marks[max(0, trigger - 3) : trigger]
    return "b" in before


def _agent(clause: Clause, tokens: Tokens, trigger: int, found: list[Party]) -> tuple[Party, ...]:
    """The party after a "by" that follows the trigger."""
    marks = clause.marks
    reach = _AGENT_REACH if _is_passive(marks, trigger) or clause.units[trigger].entry.form == "noun" else 2
    for position in range(trigger + 1, min(len(marks), trigger + 1 + reach)):
        if marks[position] in ';.":':
            break
        if marks[position] == "y":
            chosen = [p for p in found if position < p.first + 1 and p.first - position <= 4]
            if chosen and chosen[0].noun == "thing" and chosen[0].kind is ActorKind.CIVILIANS:
                continue  # "from his field by the village"
            if chosen:
                return joined(clause, chosen[0], found)
            owner = position + 1 + (marks[position + 1 : position + 2] in ("e", "t"))
            after = marks[owner : owner + 2]
            if after[:1] == "c" and is_fire(clause, owner + 1):
                name = clause.surface(tokens, owner, owner + 1)
                country = clause.units[owner].country
                return (Party(owner, owner + 1, owner, name, ActorKind.STATE_FORCES, country, "demonym"),)
            if after[:1] == "c" or after[1:2] == "c":
                return ()
    return ()


def _nearest_left(clause: Clause, trigger: int, found: list[Party]) -> tuple[Party, ...]:
    marks = clause.marks
    candidates = [party for party in found if party.last <= trigger]
    for party in reversed(candidates):
        between = marks[party.last : trigger]
        if _is_broken(clause, party.last, trigger) or len(between) > 22:
            return ()
        if between.endswith("s"):
            return ()  # "activists said shells hit"
        if "s" in between and _tells_of_others(clause, party.last + between.rindex("s") + 1, trigger):
            return ()
        before = marks[max(0, party.first - 2) : party.first].rstrip("te")[-1:]
        lifeless = party.noun == "thing" and marks[trigger] in "KID"  # "constables guarding a depot were shot dead"
        if party.governed or ((lifeless or before in _BEHIND) and len(candidates) > 1):
            continue
        if ("&" in between or marks[trigger] in "ki") and _is_object(clause, party):
            continue
        return joined(clause, party, found)
    return ()


def _is_broken(clause: Clause, first: int, last: int) -> bool:
    """Whether another clause begins between units: not by "who", nor by "since Saturday"."""
    marks, units = clause.marks, clause.units
    return any(
        marks[at] in _STOPS_LEFT and not (marks[at] == ":" and units[at + 1].entry.cues & _DAYS)
        for at in range(first, last)
    )


_DAYS = frozenset({"weekday", "month"})


def _tells_of_others(clause: Clause, first: int, trigger: int) -> bool:
    """Whether what somebody says has a subject of its own: "police say a bomb killed", not "the army said it did"."""
    return not clause.possessive(first) and bool(set(clause.marks[first:trigger]) & _SUBJECTS)


_SUBJECTS = frozenset("TapcLXSte#~v")


def _is_object(clause: Clause, party: Party) -> bool:
    """Whether a party stands behind a verb of harm: in "killed four policemen and wounded nine" they wound nobody, nor
    in "hit a convoy of rebels, killing six"."""
    at = party.first - 1
    while at >= 0 and clause.marks[at] in "~#etvxcXf":
        at -= 1
    return at >= 0 and clause.marks[at] in "TKIZki" and clause.units[at].entry.form != "noun"


_BEHIND = ("@", "O", "g", "f", "!", "R", "W", "r")
"""Who stands behind one of these is the subject only where nobody else is: "dozens of rebels attacked"."""


def _official(clause: Clause, tokens: Tokens, trigger: int) -> tuple[Party, ...]:
    """Somebody in office to whom it was done: "killed a health ministry official"."""
    matched = _OFFICE.match(clause.marks, trigger + 1)
    if matched is None or "someone" not in clause.units[matched.end() - 1].entry.cues:
        return ()
    first, last = matched.start(), matched.end()
    inside = clause.units[first:last]
    country = next((unit.country for unit in inside if unit.country is not None), None)
    kind = next((unit.entry.kind for unit in inside if unit.mark == "a"), ActorKind.POLITICIANS)
    name = clause.surface(tokens, first, last)
    return (Party(first, last, last - 1, name, ActorKind(kind), country, "described"),)


def _somebody(clause: Clause, tokens: Tokens, matched: re.Match[str] | None, trigger: int) -> tuple[Party, ...]:
    """People of a trade or kind that no word list has, by what is done to them: "shot dead three porters"."""
    if matched is None or not (clause.marks[trigger] in "Kk" or clause.units[trigger].entry.trigger == "abduct"):
        return ()
    first, last = matched.span("who")
    if any(unit.entry.cues for unit in clause.units[first:last]):
        return ()
    country = next((unit.country for unit in clause.units[first:last] if unit.country is not None), None)
    name = clause.surface(tokens, first, last)
    return (Party(first, last, last - 1, name, ActorKind.CIVILIANS, country, "described"),)


_OBJECT_REACH = 8
_SOMEBODY = re.compile(r"(?:e(?:#Y)?|~{0,2}(?=[#v]))(?P<who>[#v]?[cLxXu'-]{0,4}x)(?=$|[^xXTKapSB'-])")
_SOMEBODY_WAS = re.compile(r"(?:e(?:#Y)?|(?=[#v]))(?P<who>[#v]?[cLxXu'-]{0,4}x)[bh]{1,3}x?$")

_OFFICE = re.compile(r"[et#][cLxXS'a]{0,6}?S(?![SMXas'])")


def _nearest_right(clause: Clause, trigger: int, found: list[Party]) -> tuple[Party, ...]:
    marks = clause.marks
    for party in found:
        if party.first <= trigger:
            continue
        between = marks[trigger + 1 : party.first]
        if any(mark in _STOPS_RIGHT for mark in between) or len(between) > 8 or "y" in between:
            return ()
        if "," in between and marks[trigger] in "ki":
            return ()  # "as the news of the killing spread, party workers …"
        return joined(clause, party, found)
    return ()


def _of_noun(clause: Clause, tokens: Tokens, trigger: int, found: list[Party]) -> Roles:
    """The parties of a noun: "an Israeli airstrike on", "shelling of X by Y", "clash between X and Y"."""
    marks = clause.marks
    targets: tuple[Party, ...] = ()
    initiators = _agent(clause, tokens, trigger, found)
    between = _between(clause, trigger, found)
    if between:
        return Roles(between[:1], between[1:], "between")
    if not initiators:
        initiators = premodifier(clause, tokens, trigger, found)
    if not initiators:
        initiators = following_weapon(clause, tokens, trigger, found)
    for party in found:
        if party.first <= trigger:
            continue
        gap = marks[trigger + 1 : party.first]
        if len(gap) > 9 or any(mark in ';."' for mark in gap):
            break
        joint = gap.rstrip("etxXcL#v~'")
        if joint[-1:] and joint[-1] in "TIiKkx" and not gap.strip("etxX~T#vIiKkbh"):
            targets = joined(clause, party, found)
            break
        if joint[-1:] in ("!", "O", "f", "W") and not _OF_ANOTHER.search(joint) and party not in initiators:
            targets = joined(clause, party, found)
            break
    if not initiators:
        initiators = _light_subject(clause, tokens, trigger, found)
    manner = marks[:trigger].rstrip("xetTf#")
    if not initiators and manner.endswith("W"):  # "retaliated with an attack"
        initiators = _nearest_left(clause, len(manner) - 1, found)
    return Roles(initiators, targets, "noun")


_OF_ANOTHER = re.compile(",[xX]{1,3}f$")
""""As word of the killings spread, groups of youths …": whose subject they are."""


def _between(clause: Clause, trigger: int, found: list[Party]) -> tuple[Party, ...]:
    if clause.units[trigger].entry.trigger != "clash":
        return ()
    after = [party for party in found if trigger < party.first <= trigger + 8]
    if after:
        pair = joined(clause, after[0], found)
        if len(pair) == 2 and pair[0] is after[0]:
            return pair
    return ()


def _light_subject(clause: Clause, tokens: Tokens, trigger: int, found: list[Party]) -> tuple[Party, ...]:
    """ "X launched, carried out, claimed … a strike": the subject of a light verb before the noun."""
    marks = clause.marks
    for position in range(trigger - 1, max(-1, trigger - 10), -1):
        if marks[position] in ';.":':
            return ()
        if marks[position] == "V":
            if "b" in marks[max(0, position - 2) : position]:
                return ()
            return weapons_subject(clause, tokens, position, found) or _nearest_left(clause, position, found)
    return ()
