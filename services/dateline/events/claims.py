"""Who takes responsibility for what a sentence tells of, is blamed for it, or is taken for those who did it."""

from __future__ import annotations

import re

from dateline.events.actors import Party
from dateline.events.kinds import ARMED, FIGHTERS
from dateline.events.sources import Source
from dateline.events.units import Clause
from dateline.messages import ActorKind

_BLAME_REACH = 7
_BLAMED_ON = re.compile(r"(?<!,w)O[te#~vxcLX'-]{0,4}a(?![apTX'])")
""" "Blamed Sunday's attack, in which nine soldiers died, on rebels." """


def claimants(clause: Clause, first: int, last: int, found: list[Party]) -> tuple[Party, ...]:
    """The party before "claimed responsibility"; in "no group claimed" there is none."""
    for position in clause.cued:
        if first <= position < last and "blame" in clause.units[position].entry.cues:
            blamed = [
                party
                for party in found
                if 0 <= party.first - position <= _BLAME_REACH
                and party.kind in ARMED
                and "T" not in clause.marks[position : party.first]
            ]
            on = _BLAMED_ON.search(clause.marks, position + 1, last)
            blamed += [party for party in found if on is not None and party.head == on.end() - 1]
            return tuple(blamed[:1])
        if first <= position < last and "responsibility" in clause.units[position].entry.cues:
            if "n" in clause.marks[max(first, position - 4) : position]:
                return ()
            able = [party for party in found if party.kind in FIGHTERS and party.noun not in ("bare", "thing")]
            near = [party for party in able if party.last <= position]
            after = [party for party in able if party.first > position]
            opening = [p for p in near if p.first - first <= 1 and clause.marks[p.last : p.last + 1] in (",", "(")]
            return tuple(opening or near[-1:]) or tuple(after[:1])  # "X, an offshoot of Y, said that it …"
    return ()


def as_source(party: Party) -> Source:
    """Whoever takes responsibility, as the source that says so."""
    return Source(
        party.first,
        party.last,
        party.name,
        party.country,
        military=True,
        media=False,
        cues=frozenset({"responsibility"}),
        kind=party.kind.value,
    )


def presumed(clause: Clause, party: Party, found: list[Party]) -> Party:
    """ "Gunmen suspected to be rebels", "the attackers, believed to be bandits": whom they are taken for."""
    units, at = clause.units, party.last
    if party.kind is not ActorKind.UNKNOWN or at >= len(units):
        return party
    at += units[at].mark == ","
    if at < len(units) and "presumed" in units[at].entry.cues:
        return next((other for other in found if 0 < other.first - at <= _PRESUMED_REACH), party)
    return party


_PRESUMED_REACH = 2
