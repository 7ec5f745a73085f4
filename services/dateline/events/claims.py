"""Who takes responsibility, or is blamed, for what a sentence tells of."""

from __future__ import annotations

from dateline.events.actors import ARMED_KINDS, Party
from dateline.events.sources import Source
from dateline.events.units import Clause
from dateline.messages import ActorKind

_BLAME_REACH = 7
_MAY_CLAIM = ARMED_KINDS | {ActorKind.UNKNOWN}


def claimants(clause: Clause, first: int, last: int, found: list[Party]) -> tuple[Party, ...]:
    """The party before "claimed responsibility"; in "no group claimed" there is none."""
    for position in clause.cued:
        if first <= position < last and "blame" in clause.units[position].entry.cues:
            blamed = [
                party
                for party in found
                if 0 <= party.first - position <= _BLAME_REACH
                and party.kind in ARMED_KINDS
                and "T" not in clause.marks[position : party.first]
            ]
            return tuple(blamed[:1])
        if first <= position < last and "responsibility" in clause.units[position].entry.cues:
            if "n" in clause.marks[max(first, position - 4) : position]:
                return ()
            able = [party for party in found if party.kind in _MAY_CLAIM and party.noun not in ("bare", "thing")]
            near = [party for party in able if party.last <= position]
            after = [party for party in able if party.first > position]
            return tuple(near[-1:]) or tuple(after[:1])
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
