"""Whose weapons they are that a sentence speaks of, and whose the blow was.

"Russian drones", "army helicopters", "shells fired by rebels", "by Israeli fire".
"""

from __future__ import annotations

import re

from dateline.events.actors import Party, joined
from dateline.events.tokens import Tokens
from dateline.events.units import Clause
from dateline.messages import ActorKind

WEAPONS = frozenset({"air_weapon", "aircraft", "missile", "device", "strike", "shelling", "air"})


def weapons_subject(clause: Clause, tokens: Tokens, trigger: int, found: list[Party]) -> tuple[Party, ...]:
    """ "Russian missiles struck": whose weapons are the subject of the verb."""
    for position in range(trigger - 1, max(-1, trigger - 6), -1):
        if clause.marks[position] not in "Txbh,":
            return ()
        if clause.units[position].entry.trigger in WEAPONS:
            return premodifier(clause, tokens, position, found)
    return ()


def following_weapon(clause: Clause, tokens: Tokens, trigger: int, found: list[Party]) -> tuple[Party, ...]:
    """ "A strike of a Russian drone": whose weapon stands behind the noun, in the genitive where there is one."""
    for position in range(trigger + 1, min(len(clause.marks), trigger + 4)):
        if clause.units[position].entry.trigger in WEAPONS and clause.marks[position] == "T":
            return premodifier(clause, tokens, position, found)
        if clause.marks[position] not in "xcfte":
            break
    return ()


def launcher(clause: Clause, weapon: int, found: list[Party]) -> tuple[Party, ...]:
    """ "Drones that Russia launched": who stands at the head of the clause that tells of a weapon."""
    opens = _TOLD_OF.match(clause.marks, weapon + 1)
    return tuple(party for party in found if opens is not None and party.first == opens.end())


_TOLD_OF = re.compile(",?w")


def owner_of_weapon(clause: Clause, tokens: Tokens, weapon: int, found: list[Party]) -> tuple[Party, ...]:
    """Whose a weapon is: "a Russian drone", "shells fired by rebels"."""
    owners = premodifier(clause, tokens, weapon, found)
    if owners:
        return owners
    launched = _LAUNCHED_BY.match(clause.marks, weapon + 1)
    if launched is None:
        return ()
    return next((joined(clause, party, found) for party in found if 0 <= party.first - launched.end() <= 1), ())


_LAUNCHED_BY = re.compile(r",?(?:wb?)?[VTx]y")


def premodifier(clause: Clause, tokens: Tokens, trigger: int, found: list[Party]) -> tuple[Party, ...]:
    """ "Russian drone attack", "rebel shelling": a demonym or an armed noun just before."""
    marks, units = clause.marks, clause.units
    position = trigger - 1
    while position >= 0 and trigger - position <= 5 and marks[position] in "xXTcLa'ouv#~B-M&p":
        if marks[position] == "&" and not (marks[position + 1] == "T" == marks[position - 1 : position]):
            break  # but "Russian drones and missiles struck"
        if marks[position] == "p" and not units[position].entry.cues & _OWNERS:
            break
        unit = units[position]
        if unit.mark == "a" and unit.entry.noun != "thing":
            for party in found:
                if party.head == position:
                    return (party,)
        if unit.entry.cues & _OWNERS:
            noun = "name" if "coalition" in unit.entry.cues else "described"
            name = clause.surface(tokens, position, position + 1)
            return (Party(position, position + 1, position, name, ActorKind.STATE_FORCES, None, noun),)
        placed = unit.mark == "L" and position > 0 and marks[position - 1] in "@O"
        if unit.mark in "cL" and unit.country is not None and marks[position + 1] != "B" and not placed:
            name = clause.surface(tokens, position, position + 1)
            return (Party(position, position + 1, position, name, ActorKind.STATE_FORCES, unit.country, "demonym"),)
        position -= 1
    return ()


_OWNERS = frozenset({"coalition", "government"})


def is_fire(clause: Clause, position: int) -> bool:
    """ "By Israeli fire": whose weapons it was."""
    units = clause.units[position : position + 1]
    return any("gunfire" in unit.entry.cues or unit.entry.trigger in _FIRE for unit in units)


_FIRE = frozenset({"gunfire", "clash", "shelling", "missile", "air", "air_weapon", "strike", "grenade"})
