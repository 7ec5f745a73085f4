"""Who did it and to whom: noun phrases of a sentence and their part in what a trigger says.

Kinds and names come from the lexicon, countries from demonyms and place names beside the noun. What is
left open here ("the attackers") is filled where the sentences of one incident meet (`incidents`).
"""

from __future__ import annotations

from dataclasses import dataclass

from dateline.events.tokens import Tokens
from dateline.events.units import Clause, Unit
from dateline.messages import ActorKind

EVENT_COUNTRY = "*"
"""A party that belongs wherever the event happened."""

ARMED_KINDS = frozenset(
    {
        ActorKind.STATE_FORCES,
        ActorKind.POLICE,
        ActorKind.REBEL_GROUP,
        ActorKind.MILITIA,
        ActorKind.TERRORIST_GROUP,
        ActorKind.PRIVATE_MILITARY,
    }
)
"""Kinds that carry arms."""


@dataclass(frozen=True, slots=True)
class Party:
    """A noun phrase, units [first, last), that may be an actor."""

    first: int
    last: int
    head: int
    name: str
    kind: ActorKind
    country: str | None
    noun: str
    """name, described, group, thing, demonym."""


@dataclass(frozen=True, slots=True)
class Roles:
    """The parties of one trigger."""

    initiators: tuple[Party, ...] = ()
    targets: tuple[Party, ...] = ()


_MODIFIERS = frozenset("xXcL'o~#v&-B_aS")
_REACH_LEFT = 6
_NAME_TOKENS_MAX = 12


def parties(clause: Clause, tokens: Tokens, *, free_order: bool) -> list[Party]:
    """The noun phrases of a sentence that may be actors, in order, by their last noun."""
    units, marks = clause.units, clause.marks
    found: list[Party] = []
    floor = 0
    for head, mark in enumerate(marks):
        entry = units[head].entry
        if mark in "pa":
            if entry.noun == "" or (mark == "p" and head + 1 < len(marks) and marks[head + 1] in "pa"):
                continue
            if head + 1 < len(marks) and marks[head + 1] == "a" and units[head + 1].entry.noun != "name":
                continue  # "police officers", "Taliban fighters": the last noun is the head
            first, country = _leftwards(clause, head, floor)
            kind = ActorKind(entry.kind)
            if entry.country is not None:
                country = entry.country
            named = _named_group(clause, first, head) if entry.noun != "name" else None
            if named is not None and kind not in (ActorKind.CIVILIANS, ActorKind.POLITICIANS):
                kind, country = ActorKind(named.entry.kind), named.entry.country
            last = head + 1
            while last < len(marks) and marks[last] == "X" and last - head <= 3:
                last += 1
            name = _name(clause, tokens, first, last)
            found.append(Party(first, last, head, name, kind, country, entry.noun))
            floor = last
        elif mark == "X" and head >= floor and (head == 0 or marks[head - 1] != "X"):
            last = head + 1
            while last < len(marks) and marks[last] == "X":
                last += 1
            if 2 <= last - head <= 5:
                name = _name(clause, tokens, head, last)
                found.append(Party(head, last, last - 1, name, ActorKind.CIVILIANS, None, "person"))
                floor = last
        elif mark in "cL" and units[head].country is not None:
            following = marks[head + 1 : head + 3]
            if entry.noun == "demonym":
                if not _is_plural_demonym(tokens, clause, head, free_order=free_order):
                    continue
                found.append(
                    Party(
                        head,
                        head + 1,
                        head,
                        _name(clause, tokens, head, head + 1),
                        ActorKind.STATE_FORCES,
                        units[head].country,
                        "demonym",
                    )
                )
                floor = head + 1
            elif _stands_for_state(clause, head, following, free_order=free_order):
                found.append(
                    Party(
                        head,
                        head + 1,
                        head,
                        _name(clause, tokens, head, head + 1),
                        ActorKind.STATE_FORCES,
                        units[head].country,
                        "state",
                    )
                )
                floor = head + 1
    return found


def _leftwards(clause: Clause, head: int, floor: int) -> tuple[int, str | None]:
    """Where the noun phrase of `head` begins, and the country that its modifiers name."""
    units, marks = clause.units, clause.marks
    first, country = head, None
    position = head - 1
    while position >= floor and head - position <= _REACH_LEFT and marks[position] in _MODIFIERS:
        mark = marks[position]
        if mark == "&" and not (position and marks[position - 1] in "cL"):
            break
        if mark in "cL":
            backed = position + 1 < head and marks[position + 1] == "B"
            place = units[position].place
            if not backed and country is None:
                country = units[position].country or (place.country if place else None)
        if mark == "a" and units[position].entry.country and country is None:
            country = units[position].entry.country
        first = position
        position -= 1
    if country is None and first and marks[first - 1] == "t" and clause.possessive(first - 1):
        country = _mentioned_before(clause, first - 1)
    while first < head and marks[first] in "'&-_":
        first += 1
    return first, country


def _mentioned_before(clause: Clause, position: int) -> str | None:
    """The country last spoken of: whose "its forces" are."""
    for unit in reversed(clause.units[:position]):
        if unit.country is not None:
            return unit.country
    return None


def _named_group(clause: Clause, first: int, head: int) -> Unit | None:
    for position in range(head - 1, first - 1, -1):
        unit = clause.units[position]
        if unit.entry.noun == "name" and unit.mark == "a":
            return unit
    return None


def _is_plural_demonym(tokens: Tokens, clause: Clause, position: int, *, free_order: bool) -> bool:
    """Whether a word for a people stands by itself: "the Russians", not "Russian forces"."""
    following = clause.marks[position + 1 : position + 2]
    if following and following in "xXpacBLkS":
        return False
    if following == "T" and clause.units[position + 1].entry.form == "noun":
        return False
    word = tokens.lowers[clause.units[position].last - 1]
    return free_order or word.endswith("s")


def _stands_for_state(clause: Clause, position: int, following: str, *, free_order: bool) -> bool:
    """ "Israel bombed": a country's name where a party is expected, not a modifier and not a locative."""
    if free_order and clause.marks[position - 1 : position] in tuple("xXSapMT"):
        return False  # a genitive: "the ministry of X"
    before = clause.marks[max(0, position - 3) : position].rstrip("x")[-1:]
    if before and before in "@ORXr'":
        return False
    return not following or following[0] not in "'BXpaS-"


def _name(clause: Clause, tokens: Tokens, first: int, last: int) -> str:
    start, end = clause.units[first].first, clause.units[last - 1].last
    return tokens.surface(max(start, end - _NAME_TOKENS_MAX), end)


_AGENT_REACH = 10
_STOPS_LEFT = frozenset(':;."w')
_STOPS_RIGHT = frozenset(':;."sw')


def roles(clause: Clause, tokens: Tokens, trigger: int, found: list[Party]) -> Roles:
    """The initiators and targets of the trigger at a unit, by the grammar around it."""
    form = clause.units[trigger].entry.form
    if clause.units[trigger].entry.trigger == "disrupt":
        return _of_interception(clause, tokens, trigger, found)
    if form == "noun":
        return _of_noun(clause, tokens, trigger, found)
    marks = clause.marks
    if marks[trigger] == "D":
        return Roles((), _nearest_left(clause, trigger, found))
    passive = form == "past" and (_is_passive(marks, trigger) or _headline_passive(marks, trigger))
    agent = _agent(clause, trigger, found)
    if passive or (agent and form == "past"):
        return Roles(agent, _nearest_left(clause, trigger, found))
    right = _nearest_right(clause, trigger, found)
    armed = _weapon_owner(clause, tokens, trigger, found)
    if armed:
        return Roles(armed, right)
    if form == "past" and not right and clause.units[trigger].mark in "KID":
        return Roles(agent, _nearest_left(clause, trigger, found))
    return Roles(_nearest_left(clause, trigger, found), right)


def _of_interception(clause: Clause, tokens: Tokens, trigger: int, found: list[Party]) -> Roles:
    """Who shot down or seized, and whose weapons: "Israel downed an Iranian drone"."""
    marks, units = clause.marks, clause.units
    owners: tuple[Party, ...] = ()
    low, high = max(0, trigger - _WEAPON_REACH), min(len(marks), trigger + _WEAPON_REACH)
    for position in sorted(range(low, high), key=lambda place: (place < trigger, abs(place - trigger))):
        if units[position].entry.trigger in _WEAPONS and position != trigger:
            owners = _premodifier(clause, tokens, position, found)
            if owners:
                break
    passive = _is_passive(marks, trigger)
    agent = _agent(clause, trigger, found)
    if passive or agent:
        return Roles(agent, owners)
    left = tuple(party for party in _nearest_left(clause, trigger, found) if party not in owners)
    right = _nearest_right(clause, trigger, found)
    return Roles(left, owners or tuple(party for party in right if party.noun != "thing"))


_WEAPON_REACH = 8


def _headline_passive(marks: str, trigger: int) -> bool:
    """ "Three soldiers killed in ambush": a transitive verb without an object."""
    following = marks[trigger + 1 : trigger + 2]
    return marks[trigger] in "KIZ" and (not following or following in "@O:,.;y_")


def _is_passive(marks: str, trigger: int) -> bool:
    before = marks[max(0, trigger - 3) : trigger]
    return "b" in before


def _agent(clause: Clause, trigger: int, found: list[Party]) -> tuple[Party, ...]:
    """The party after a "by" that follows the trigger."""
    marks = clause.marks
    reach = _AGENT_REACH if _is_passive(marks, trigger) or clause.units[trigger].entry.form == "noun" else 2
    for position in range(trigger + 1, min(len(marks), trigger + 1 + reach)):
        if marks[position] in ';.":':
            break
        if marks[position] == "y":
            chosen = [p for p in found if position < p.first + 1 and p.first - position <= 4]
            if chosen:
                return _joined(clause, chosen[0], found)
            after = marks[position + 1 : position + 3]
            if after[:1] == "c" or after[1:2] == "c":
                return ()
    return ()


def _nearest_left(clause: Clause, trigger: int, found: list[Party]) -> tuple[Party, ...]:
    marks = clause.marks
    candidates = [party for party in found if party.last <= trigger]
    for party in reversed(candidates):
        between = marks[party.last : trigger]
        if any(mark in _STOPS_LEFT for mark in between.replace("w", "")) or len(between) > 22:
            return ()
        before = marks[party.first - 1] if party.first else ""
        if before == "t" or before == "e":
            before = marks[party.first - 2] if party.first > 1 else ""
        if before in ("@", "O", "g", "f", "!", "R", "W", "r") and len(candidates) > 1 and before != "":
            continue
        return _joined(clause, party, found)
    return ()


def _nearest_right(clause: Clause, trigger: int, found: list[Party]) -> tuple[Party, ...]:
    marks = clause.marks
    for party in found:
        if party.first <= trigger:
            continue
        between = marks[trigger + 1 : party.first]
        if any(mark in _STOPS_RIGHT for mark in between) or len(between) > 8 or "y" in between:
            return ()
        return _joined(clause, party, found)
    return ()


_WEAPONS = frozenset({"air_weapon", "missile", "device", "strike", "shelling", "air"})


def _weapon_owner(clause: Clause, tokens: Tokens, trigger: int, found: list[Party]) -> tuple[Party, ...]:
    """ "Russian missiles struck": whose weapons are the subject of the verb."""
    for position in range(trigger - 1, max(-1, trigger - 6), -1):
        if clause.marks[position] not in "Txbh,":
            return ()
        if clause.units[position].entry.trigger in _WEAPONS:
            return _premodifier(clause, tokens, position, found)
    return ()


def _joined(clause: Clause, party: Party, found: list[Party]) -> tuple[Party, ...]:
    """A party and the one that an "and" joins to it."""
    for other in found:
        low, high = (party, other) if party.first < other.first else (other, party)
        if low is not high and low.last <= high.first and clause.marks[low.last : high.first].strip("~etxX#v") == "&":
            return (low, high)
    return (party,)


def _of_noun(clause: Clause, tokens: Tokens, trigger: int, found: list[Party]) -> Roles:
    """The parties of a noun: "an Israeli airstrike on", "shelling of X by Y", "clash between X and Y"."""
    marks = clause.marks
    targets: tuple[Party, ...] = ()
    initiators = _agent(clause, trigger, found)
    between = _between(clause, trigger, found)
    if between:
        return Roles(between[:1], between[1:])
    if not initiators:
        initiators = _premodifier(clause, tokens, trigger, found)
    if not initiators:
        initiators = _following_weapon(clause, tokens, trigger, found)
    for party in found:
        if party.first <= trigger:
            continue
        gap = marks[trigger + 1 : party.first]
        if len(gap) > 9 or any(mark in ';."' for mark in gap):
            break
        joint = gap.rstrip("etxXcL#v~'")
        if joint[-1:] and joint[-1] in "TIiKkx" and not gap.strip("etxX~T#vIiKkbh"):
            targets = _joined(clause, party, found)
            break
        if joint[-1:] in ("!", "O", "f", "W") and party not in initiators:
            targets = _joined(clause, party, found)
            break
    if not initiators:
        initiators = _light_subject(clause, tokens, trigger, found)
    return Roles(initiators, targets)


def _following_weapon(clause: Clause, tokens: Tokens, trigger: int, found: list[Party]) -> tuple[Party, ...]:
    """ "A strike of a Russian drone": whose weapon stands behind the noun, in the genitive where there is one."""
    for position in range(trigger + 1, min(len(clause.marks), trigger + 4)):
        if clause.units[position].entry.trigger in _WEAPONS and clause.marks[position] == "T":
            return _premodifier(clause, tokens, position, found)
        if clause.marks[position] not in "xcfte":
            break
    return ()


def _between(clause: Clause, trigger: int, found: list[Party]) -> tuple[Party, ...]:
    if clause.units[trigger].entry.trigger != "clash":
        return ()
    after = [party for party in found if trigger < party.first <= trigger + 8]
    if after:
        pair = _joined(clause, after[0], found)
        if len(pair) == 2 and pair[0] is after[0]:
            return pair
    return ()


def _premodifier(clause: Clause, tokens: Tokens, trigger: int, found: list[Party]) -> tuple[Party, ...]:
    """ "Russian drone attack", "rebel shelling": a demonym or an armed noun just before."""
    marks, units = clause.marks, clause.units
    position = trigger - 1
    while position >= 0 and trigger - position <= 5 and marks[position] in "xXTcLa'ouv#~B-M":
        unit = units[position]
        if unit.mark == "a" and unit.entry.noun != "thing":
            for party in found:
                if party.head == position:
                    return (party,)
        placed = unit.mark == "L" and position > 0 and marks[position - 1] in "@O"
        if unit.mark in "cL" and unit.country is not None and marks[position + 1] != "B" and not placed:
            name = clause.surface(tokens, position, position + 1)
            return (Party(position, position + 1, position, name, ActorKind.STATE_FORCES, unit.country, "demonym"),)
        position -= 1
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
            return _weapon_owner(clause, tokens, position, found) or _nearest_left(clause, position, found)
    return ()
