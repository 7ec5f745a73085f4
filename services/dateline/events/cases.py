"""Who did it where endings say so, not the order of words: Ukrainian and Russian.

Which endings these are stands in each language's grammar.toml.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.events.actors import Party
from dateline.events.kinds import FIGHTERS
from dateline.events.lexicon import Grammar
from dateline.events.tokens import Tokens
from dateline.events.units import Clause

if TYPE_CHECKING:
    from dateline.events.roles import Roles


def by_case(
    clause: Clause, tokens: Tokens, trigger: int, found: list[Party], grammar: Grammar, by_order: Roles
) -> Roles:
    """Who did it where endings say so, not the order of words: a subject behind its verb, an agent in the
    instrumental case, whose shelling it was."""
    entry = clause.units[trigger].entry
    near = [party for party in found if party.noun not in ("thing", "person") and _is_beside(clause, party, trigger)]
    behind = [party for party in near if party.first == trigger + 1 and party.kind in FIGHTERS]
    if entry.form == "noun":
        if by_order.initiators:
            return by_order
        owners = [p for p in behind if _ends(clause, tokens, p.first, grammar.genitive) or p.noun == "name"]
        if owners and entry.trigger in _OWNED:
            return _done_by(by_order, owners, "genitive")
        return by_order
    agents = [p for p in near if p.kind in FIGHTERS and _ends(clause, tokens, p.head, grammar.instrumental)]
    if _ends(clause, tokens, trigger, grammar.passive):
        done_to = tuple(p for p in by_order.targets or by_order.initiators if p not in agents)
        rule = "instrumental" if agents else "passive"
        return replace(by_order, initiators=tuple(agents[:1]), targets=done_to, rule=rule)
    if by_order.rule == "passive" and not by_order.initiators:
        subjects = [p for p in by_order.targets if _is_subject(clause, tokens, p, grammar)]
        if subjects:  # "the troopers shot down a rally": no object that is somebody
            return replace(by_order, initiators=tuple(subjects), targets=(), rule="active")
    objects = tuple(p for p in by_order.initiators if _is_no_subject(clause, tokens, p, grammar))
    if by_order.initiators and not objects:
        return by_order
    by_order = replace(by_order, initiators=(), targets=(*objects, *by_order.targets))
    if agents:
        return _done_by(by_order, agents, "instrumental")
    if clause.marks[trigger] in "KIDZ":
        return by_order
    subjects = [p for p in behind if not _ends(clause, tokens, p.first, grammar.genitive)]
    if subjects:
        return _done_by(by_order, subjects, "subject-behind")
    return by_order


def _done_by(by_order: Roles, doers: list[Party], rule: str) -> Roles:
    """The first of those who did it, and to whom of the others it was done."""
    done_to = tuple(party for party in by_order.targets if party not in doers)
    return replace(by_order, initiators=tuple(doers[:1]), targets=done_to, rule=rule)


_CASE_REACH = 7
_OWNED = frozenset(
    {"air_weapon", "aircraft", "missile", "device", "strike", "shelling", "air", "clash", "attack", "explosion"}
)
"""Nouns behind which stands whose it was: weapons, blows and fights."""


def _is_no_subject(clause: Clause, tokens: Tokens, party: Party, grammar: Grammar) -> bool:
    """Whether a party before a verb is no subject of it: it cannot act, or its case says so and no number rules it."""
    if party.noun == "thing":
        return True
    owns = clause.units[party.first - 1].entry if party.first else None
    if owns is not None and owns.form == "noun" and owns.trigger in _OWNED:
        return False  # whose helicopters, whose fire it was
    counted = bool(set(clause.marks[party.first : party.last]) & set("#v"))
    governed = _ends(clause, tokens, party.first, grammar.genitive) or _ends(
        clause, tokens, party.head, grammar.accusative
    )
    return governed and not counted


def _is_subject(clause: Clause, tokens: Tokens, party: Party, grammar: Grammar) -> bool:
    """Whether a party's case says that it acts; where a number rules it, its case says nothing."""
    counted = bool(set(clause.marks[party.first : party.last]) & set("#v"))
    return party.kind in FIGHTERS and not counted and _ends(clause, tokens, party.head, grammar.nominative)


def _is_beside(clause: Clause, party: Party, trigger: int) -> bool:
    first, last = min(party.last, trigger + 1), max(party.first, trigger)
    return last - first <= _CASE_REACH and not set(clause.marks[first:last]) & set(';:."s')


def _ends(clause: Clause, tokens: Tokens, unit: int, endings: tuple[str, ...]) -> bool:
    return bool(endings) and tokens.lowers[clause.units[unit].first].endswith(endings)
