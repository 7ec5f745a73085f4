"""Words that tell of an event only in company: "fell on" of a shell, "gathered" of people with a demand, "cleared" of
police and a crowd."""

from __future__ import annotations

import re

from dateline.events.actors import Party
from dateline.events.context import takes_place
from dateline.events.kinds import ARMED, CROWD, FIGHTERS, FORCES
from dateline.events.roles import Roles
from dateline.events.units import Clause
from dateline.messages import ActorKind

_BLOW_OF = {
    "air_weapon": "air",
    "missile": "shelling",
    "device": "ied",
    "bombing": "ied",
    "suicide_vest": "suicide",
    "grenade": "grenade",
}
"""A weapon → what it does where it strikes."""
_WEAPON_REACH = 8
_PARTED = frozenset(':;.&"sKkIi')


def blow_of(clause: Clause, position: int, floor: int) -> str:
    """The blow that a verb tells of by the weapon before it: "a drone slammed into"; empty where a bus did."""
    for at in range(position - 1, max(floor, position - _WEAPON_REACH) - 1, -1):
        if clause.marks[at] in _PARTED:
            return ""
        if clause.marks[at] == "T":
            entry = clause.units[at].entry
            return _BLOW_OF.get(entry.trigger, "") if entry.form == "noun" else ""
    return ""


IN_COMPANY = frozenset(
    {"abduct", "block", "bombing", "gather", "intervene", "headquarters", "break_in", "storm", "withdraw", "release"}
)
"""Senses of verbs that many things are said with."""


def in_company(clause: Clause, position: int, sense: str, its: Roles) -> str:
    """What a weak verb tells of by its parties; empty where of nothing."""
    doers, sufferers = _kinds(its.initiators), _kinds(its.targets)
    dispersing = bool(doers & FORCES and sufferers & CROWD)
    if sense == "bombing":
        struck = clause.marks[position + 1 : position + 2] not in ("@", "O", "y")
        return "air" if struck and ActorKind.STATE_FORCES in doers else sense  # armies bomb from the air
    if sense == "block":
        return "" if doers & FIGHTERS else "protest"  # gunmen and police block roads too
    if sense == "gather":
        demanding = any("demanding" in clause.units[at].entry.cues for at in clause.cued)
        return "protest" if demanding or ActorKind.PROTESTERS in doers else ""
    if sense == "abduct":
        alone = not (doers or "b" in clause.marks[max(0, position - 2) : position])
        taken = bool(sufferers) and not alone and takes_people(clause, position)
        return "intervene" if dispersing else sense if taken else ""
    if sense == "intervene":
        return sense if dispersing else ""
    if sense == "break_in":
        return "riot" if doers & CROWD else ""
    if sense == "storm":
        return "riot" if doers & CROWD else "attack"
    if sense == "headquarters":
        return sense if doers & ARMED else ""
    if sense == "withdraw":
        acting = doers & ARMED and _ARMED_BEFORE.search(clause.marks, 0, position)
        return sense if acting and takes_place(clause, position) else ""
    return sense if any("captive" in unit.entry.cues for unit in clause.units) else ""


_ARMED_BEFORE = re.compile(r"a[bh]{0,2}x?$")


def takes_people(clause: Clause, position: int) -> bool:
    """Whether those who are taken stand beside a verb: "snatched a nurse", "a nurse was snatched"; not a gun."""
    before = _PEOPLE_WERE.search(clause.marks, max(0, position - 4), position)
    behind = _PEOPLE_BEHIND.match(clause.marks, position + 1)
    at = before.start() if before is not None else behind.end() - 1 if behind is not None else -1
    return at >= 0 and clause.units[at].entry.noun != "thing"


_PEOPLE_BEHIND = re.compile(r"[~et#vxcX]{0,4}[ap](?!'|x{1,2}f)")
_PEOPLE_WERE = re.compile(r"[ap][bh]{1,3}x?$")


def _kinds(parties: tuple[Party, ...]) -> set[ActorKind]:
    return {party.kind for party in parties}
