"""The parties of a sentence: its noun phrases that may be actors. Their parts are judged in `roles`.

Kinds and names come from the lexicon, countries from demonyms and place names beside the noun.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from dateline.events.kinds import FORCES, KINDS
from dateline.events.lexicon import Entry
from dateline.events.sources import Source
from dateline.events.tokens import Tokens
from dateline.events.units import Clause, Unit
from dateline.messages import ActorKind

EVENT_COUNTRY = "*"
"""A party that belongs wherever the event happened."""

ANYBODY = "anybody"
"""What a party's noun is that is only known as men, youths or the like: who attacks makes no crime an event."""


@dataclass(slots=True, init=False, unsafe_hash=True)  # hatch_build.py says why
class Party:
    """A noun phrase, units [first, last), that may be an actor."""

    first: Final[int]
    last: Final[int]
    head: Final[int]
    name: Final[str]
    kind: Final[ActorKind]
    country: Final[str | None]
    noun: Final[str]
    """name, described, group, thing, demonym, activist, anybody."""
    definite: Final[bool]
    """ "The rebels": perhaps those who were named before."""
    ally: Final[str | None]
    """The other country of "Afghan and British troops"."""
    governed: Final[bool]
    """Behind a preposition of place or aim: no subject, in a language of fixed order."""

    def __init__(
        self,
        first: int,
        last: int,
        head: int,
        name: str,
        kind: ActorKind,
        country: str | None,
        noun: str,
        definite: bool = False,
        ally: str | None = None,
        governed: bool = False,
    ) -> None:
        self.first, self.last, self.head, self.name = first, last, head, name
        self.kind, self.country, self.noun, self.definite = kind, country, noun, definite
        self.ally, self.governed = ally, governed


_UNARMED = (ActorKind.CIVILIANS, ActorKind.POLITICIANS)
_HEADS = "paXcL"
_ABBREVIATED = re.compile(r"\([aXx]{1,2}\)[pa]")
_IN_BRACKETS = re.compile(r"\(a\)[pa]")
_SHORT_NAME = re.compile(r"[aX]\([aXx]{1,2}\)$")
_MODIFIERS = frozenset("xXcL'o~#v&-BaS")
_NO_MODIFIERS = frozenset({"weekday", "month", "next", "presumed"})
_REACH_LEFT = 6
_NAME_TOKENS_MAX = 12


def parties(clause: Clause, tokens: Tokens, *, free_order: bool) -> list[Party]:
    """The noun phrases of a sentence that may be actors, in order, by their last noun."""
    units, marks = clause.units, clause.marks
    found: list[Party] = []
    floor = 0
    for head, mark in enumerate(marks):
        if mark not in _HEADS:
            continue
        entry = units[head].entry
        if mark in "pa":
            if _is_head(clause, tokens, head):
                found.append(_of_noun(clause, tokens, head, floor, free_order=free_order))
                floor = found[-1].last
        elif mark == "X" and head >= floor and (head == 0 or marks[head - 1] != "X"):
            last = head + 1
            while last < len(marks) and marks[last] == "X":
                last += 1
            if 2 <= last - head <= 5 and marks[last : last + 2].lstrip("'")[:1] not in ("p", "a"):
                name = _name(clause, tokens, head, last)
                governed = not free_order and _is_governed(marks, head)
                found.append(Party(head, last, last - 1, name, ActorKind.CIVILIANS, None, "person", governed=governed))
                floor = last
        elif mark in "cL" and units[head].country is not None:
            following = marks[head + 1 : head + 3]
            if entry.noun == "demonym":
                noun = "demonym" if _is_plural_demonym(tokens, clause, head, free_order=free_order) else ""
            else:
                noun = "state" if _stands_for_state(clause, head, following, free_order=free_order) else ""
            if noun:
                name, country = _name(clause, tokens, head, head + 1), units[head].country
                governed = not free_order and _is_governed(marks, head)
                kind = ActorKind.STATE_FORCES
                found.append(Party(head, head + 1, head, name, kind, country, noun, governed=governed))
                floor = head + 1
    return found


def _is_head(clause: Clause, tokens: Tokens, position: int) -> bool:
    """Whether a noun is the last of its phrase, and somebody."""
    units, marks = clause.units, clause.marks
    entry, following = units[position].entry, marks[position + 1 : position + 2]
    if entry.noun == "" or (following == "a" and units[position + 1].entry.noun != "name"):
        return False  # "police officers", "Taliban fighters": the last noun is the head
    if marks[position] == "p" and following in ("p", "a"):
        return False
    backs = following == "B" and marks[position + 2 : position + 3] not in ("y", "@")
    if backs and tokens.lowers[units[position + 1].last - 1] != "by":
        return False  # "an army-run school", but "troops led by", "rebels based in"
    if "(" not in marks:
        return True  # but "six Frontier Corps (FC) men"
    return not (_ABBREVIATED.match(marks, position + 1) or _IN_BRACKETS.match(marks, position - 1))


def _of_noun(clause: Clause, tokens: Tokens, head: int, floor: int, *, free_order: bool) -> Party:
    """The party whose head is the noun at a unit. `floor`: the unit behind the party before it."""
    units, marks = clause.units, clause.marks
    mark, entry = marks[head], units[head].entry
    first, country, ally = _leftwards(clause, head, floor)
    kind = KINDS[entry.kind]
    if kind is ActorKind.CIVILIANS and _is_protesting(units[head + 1 : head + 2]):
        kind = ActorKind.PROTESTERS
    if entry.country is not None:
        country = entry.country
    named = _named_group(clause, first, head, entry) if entry.noun != "name" else None
    if named is None and (entry.noun == "group" or (mark == "a" and entry.noun == "described")):
        named = _of_group(clause, head)  # "fifty men of the Taliban"
    if named is not None and (entry.noun == "group" or kind not in _UNARMED):
        kind, country = KINDS[named.entry.kind], named.entry.country or country
    of_none = named is not None and country is None and named.entry.noun == "name"
    noun = "name" if of_none and entry.noun != "thing" else entry.noun  # "NATO soldiers" are of no country
    last = head + 1
    while last < len(marks) and marks[last] == "X" and last - head <= 3:
        last += 1
    name = _name(clause, tokens, first, last)
    definite = first > 0 and marks[first - 1] == "t" and not clause.possessive(first - 1)
    definite = definite and marks[last : last + 1] != "w"  # "the gunmen who killed two" were not named before
    if "activist" in entry.cues:
        noun = "activist"
    governed = not free_order and _is_governed(marks, first)
    return Party(first, last, head, name, kind, country, noun, definite, ally, governed)


def of_speaker(found: list[Party], said: list[Source], clause: Clause) -> list[Party]:
    """The parties, with mere "soldiers" of whom an army speaks as its own: "the Israeli army said three soldiers were
    hurt", but not "said it had killed three soldiers"."""
    speaker = next((source for source in said if source.military and source.country and source.kind in FORCES), None)
    if speaker is None:
        return found
    until = next(
        (
            position
            for position, unit in enumerate(clause.units)
            if position >= speaker.last
            and (unit.country not in (None, speaker.country) or unit.entry.cues & _ANAPHORIC)
        ),
        len(clause.units),
    )
    return [replace(p, country=speaker.country) if _is_own(p, speaker, until) else p for p in found]


_ANAPHORIC = frozenset({"anaphor", "possessive"})


def _is_own(party: Party, speaker: Source, until: int) -> bool:
    bare = party.country is None and party.noun in ("described", "group")
    return bare and party.kind is ActorKind.STATE_FORCES and speaker.last <= party.first < until


def _is_governed(marks: str, first: int) -> bool:
    """Whether a noun phrase is the object of a preposition: "an attack on a convoy"."""
    return marks[max(0, first - 2) : first].rstrip("te")[-1:] in ("@", "O", "g", "!", "B")


def _is_protesting(following: list[Unit]) -> bool:
    """ "People protesting against …", "villagers opposing a mine"."""
    return any(
        (unit.entry.trigger == "protest" and unit.entry.form == "ing") or "protesting" in unit.entry.cues
        for unit in following
    )


def _leftwards(clause: Clause, head: int, floor: int) -> tuple[int, str | None, str | None]:
    """Where the noun phrase of `head` begins, the country that its modifiers name, and one that "and" joins to it."""
    units, marks = clause.units, clause.marks
    first, country, ally = head, None, None
    position = head - 1
    if marks[head - 1 : head] == ")":
        short = _SHORT_NAME.search(marks, max(floor, head - _REACH_LEFT), head)
        position = short.start() if short is not None else position
    while position >= floor and head - position <= _REACH_LEFT and marks[position] in _MODIFIERS:
        mark = marks[position]
        if units[position].entry.cues & _NO_MODIFIERS:
            break
        if mark == "B" and "carrying" in units[position].entry.cues:
            break  # "the army, backed by local militiamen, …"
        if mark == "L" and position and marks[position - 1] in "@O":
            break  # "in Kabul gunmen …"
        if mark == "L" and marks[max(0, position - 2) : position] == "@x":
            place = units[position].place
            return first, country or (place.country if place else None), ally  # "in the town [of] Kabul gunmen"
        if mark == "&" and not (position and marks[position - 1] in "cL" and marks[position + 1] in "cL"):
            break
        if mark in "cL":
            backed = position + 1 < head and marks[position + 1] == "B"
            place = units[position].place
            against = position > 0 and "stance" in units[position - 1].entry.cues  # "anti-Japanese protesters"
            if not backed and not against and country is None:
                country = units[position].country or (place.country if place else None)
            elif country is not None and marks[position + 1] == "&":
                ally = units[position].country
        if mark == "a" and units[position].entry.country and country is None:
            country = units[position].entry.country
        first = position
        position -= 1
    if country is None and first and marks[first - 1] == "t" and clause.possessive(first - 1):
        country = _mentioned_before(clause, first - 1)
    while first < head and marks[first] in "'&-_":
        first += 1
    return first, country, ally


def _mentioned_before(clause: Clause, position: int) -> str | None:
    """The country of whoever speaks, or else the one last spoken of: whose "its forces" are."""
    told = clause.marks.rfind("s", 0, position)
    for unit in reversed(clause.units[: told if told > 0 else position]):
        country = unit.country or (unit.entry.country if unit.mark == "a" else None)
        if country is not None:
            return country
    return None


def _named_group(clause: Clause, first: int, head: int, noun: Entry) -> Unit | None:
    """The group before a noun that says whose it is: "Taliban fighters", and of a thing "militant positions"."""
    for position in range(head - 1, first - 1, -1):
        unit = clause.units[position]
        if unit.mark == "a" and (unit.entry.noun == "name" or (noun.noun == "thing" and unit.entry.noun != "thing")):
            return unit
    return None


def _of_group(clause: Clause, head: int) -> Unit | None:
    """The group that a noun's complement names: "fighters of the Rapid Support Forces"."""
    found = _COMPLEMENT.match(clause.marks, head + 1)
    unit = clause.units[found.end() - 1] if found is not None else None
    return unit if unit is not None and unit.entry.noun == "name" else None


_COMPLEMENT = re.compile(r"[fR]t?[xX]{0,2}a")


def _is_plural_demonym(tokens: Tokens, clause: Clause, position: int, *, free_order: bool) -> bool:
    """Whether a word for a people stands by itself: "the Russians", not "Russian forces"."""
    following = clause.marks[position + 1 : position + 2]
    word = tokens.lowers[clause.units[position].last - 1]
    if not free_order and word.endswith("s") and not word.endswith("ss"):
        return following not in ("p", "a", "X")
    if not free_order and clause.marks[max(0, position - 1) : position] == "e":
        return not following or following in ",;.&b@OhD"  # "a Turk"
    if following and following in "xXpacBLkS":
        return False
    if following == "T" and clause.units[position + 1].entry.form == "noun":
        return False
    return free_order


def _stands_for_state(clause: Clause, position: int, following: str, *, free_order: bool) -> bool:
    """ "Israel bombed": a country's name where a party is expected, not a modifier and not a locative."""
    if free_order and clause.marks[position - 1 : position] in tuple("xXSapMT"):
        return False  # a genitive: "the ministry of X"
    before = clause.marks[max(0, position - 3) : position].rstrip("x")[-1:]
    if before and before in "@ORXr'":
        return False
    if clause.marks[max(0, position - 2) : position] == "L," and _lies_in(clause, position - 2, position):
        return False  # "in Kirkuk, Iraq, killing nine"
    return not following or following[0] not in "'BXpaS-"


def _lies_in(clause: Clause, place: int, country: int) -> bool:
    toponym = clause.units[place].place
    return toponym is not None and toponym.country == clause.units[country].country


def _name(clause: Clause, tokens: Tokens, first: int, last: int) -> str:
    start, end = clause.units[first].first, clause.units[last - 1].last
    return tokens.surface(max(start, end - _NAME_TOKENS_MAX), end)


def joined(clause: Clause, party: Party, found: list[Party]) -> tuple[Party, ...]:
    """A party and the one that an "and" joins to it."""
    for other in found:
        low, high = (party, other) if party.first < other.first else (other, party)
        if low is not high and low.last <= high.first and clause.marks[low.last : high.first].strip("~etxX#v") == "&":
            return (low, high)
    return (party,)
