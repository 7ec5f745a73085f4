"""Who says so, and how far the report is therefore established: attribution and status.

The rules are those of the codebook: the article's own voice and officials in charge of the place make a
fact; a belligerent on what it did to the other side, or on its own interceptions, makes a claim; the other
side or an independent body confirms; contradicting accounts make it disputed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from dateline.events.kinds import FORCES, GROUPS
from dateline.events.tokens import Tokens
from dateline.events.units import Clause
from dateline.messages import Status

_NAME_TOKENS_MAX = 12
_LEFT_STOPS = frozenset(',;."w:')
_NOUNISH = frozenset("SMacLXp")


@dataclass(slots=True, init=False, unsafe_hash=True)  # hatch_build.py says why
class Source:
    """Somebody whom the text names as saying something, units [first, last)."""

    first: Final[int]
    last: Final[int]
    name: Final[str]
    country: Final[str | None]
    military: Final[bool]
    """A side's forces or ministry of defence, or an armed group."""
    media: Final[bool]
    cues: Final[frozenset[str]]
    """What the verb says of it: confirmation, claim, accusing, responsibility."""
    kind: Final[str]
    """Of an armed side: its `ActorKind`."""
    office: Final[bool]
    """Somebody in office: he speaks for his state, like its forces, of what they did."""

    def __init__(
        self,
        first: int,
        last: int,
        name: str,
        country: str | None,
        military: bool,
        media: bool,
        cues: frozenset[str] = frozenset(),
        kind: str = "",
        office: bool = False,
    ) -> None:
        self.first, self.last, self.name, self.country = first, last, name, country
        self.military, self.media, self.cues, self.kind = military, media, cues, kind
        self.office = office


_SAYING = re.compile("s(?!f)")
"""Not "reports of": that is a noun."""
_APPOSITION = re.compile(r",X{1,5},$")


def sources(clause: Clause, tokens: Tokens, *, free_order: bool) -> list[Source]:
    """Everybody whom a sentence quotes or cites."""
    marks, units = clause.marks, clause.units
    found: list[Source] = []
    for matched in _SAYING.finditer(marks) if "s" in marks else ():
        position = matched.start()
        if "n" in marks[max(0, position - 2) : position]:
            continue  # "did not say", "does not report"
        cues = units[position].entry.cues
        right_first = "citing" in units[position].entry.cues or (free_order and _after_verb(marks, position))
        passive = _is_passive(tokens, clause, position)
        spans = (_right(marks, position), (0, 0) if passive else _left(marks, position))
        told = [_source(clause, tokens, span, cues) for span in spans]
        if not (right_first or _inverted(marks, position)):
            told.reverse()
            after = marks[spans[0][0] : spans[0][1]]
            if (
                told[0] is not None
                and told[1] is not None
                and _telling(marks, told[1]) > _telling(marks, told[0])
                and not set(after) & _VERBS
                and after[0] not in "@O"  # "said in a statement"
            ):
                told.reverse()  # "… near the town said the Observatory"
        guessed = not (right_first or _inverted(marks, position)) and told[0] is None
        source = told[0] or (None if guessed and not free_order else told[1])
        if source is not None:
            found.append(source)
    for position, mark in enumerate(marks):
        if mark == "M" and not any(source.first <= position < source.last for source in found):
            name = clause.surface(tokens, position, position + 1)
            found.append(Source(position, position + 1, name, None, military=False, media=True))
    return found


_VERBS = frozenset("TKIDkiZbh")


def _is_passive(tokens: Tokens, clause: Clause, verb: int) -> bool:
    """Whether it is what is said of somebody: "militants have been reported killed", "are believed to"."""
    word = tokens.lowers[clause.units[verb].last - 1]
    return clause.marks[max(0, verb - 2) : verb].rstrip("x").endswith("b") and not word.endswith("ing")


def repeats(clause: Clause, first: int, last: int) -> bool:
    """Whether a part of a sentence is told by somebody who was named before: "he said", "they added"."""
    for matched in _SAYING.finditer(clause.marks, first, last) if "s" in clause.marks else ():
        at = matched.start() - 1
        while at >= first and clause.marks[at] in "bh":
            at -= 1
        if (
            "accusing" not in clause.units[matched.start()].entry.cues
            and at >= first
            and (clause.marks[at] == "N" or "anaphor" in clause.units[at].entry.cues)
        ):
            return True
    return False


def _telling(marks: str, source: Source) -> bool:
    """Whether the words name an office or a medium, rather than anybody."""
    return any(mark in "SM" for mark in marks[source.first : source.last])


def _after_verb(marks: str, verb: int) -> bool:
    """Where subjects may follow: whether a party or "in the ministry" stands just behind the verb."""
    return marks[verb + 1 : verb + 2] in tuple("SMacX") or marks[verb + 1 : verb + 3] in ("@S", "@a", "@M", "@c", "OS")


def _inverted(marks: str, verb: int) -> bool:
    """ "…, said the minister": the verb follows a mark or the quoted words."""
    before = marks[verb - 1] if verb else ""
    after = marks[verb + 1] if verb + 1 < len(marks) else ""
    if before not in ('"', ",", "") or after in ("", ",", ".", '"', "w") or after not in "tXSMecL":
        return False
    if _APPOSITION.search(marks, 0, verb) and "S" in marks[:verb]:
        return False  # "the mission's head, Jean Natama, said"
    first, last = _right(marks, verb)
    return marks[last : last + 1] in ("", ".", ",", ";", '"') and not set(marks[first:last]) & set("TKIDkiV")


def _right(marks: str, verb: int) -> tuple[int, int]:
    first = verb + 1
    last = first
    while last < len(marks) and last - first < 9 and marks[last] not in ',;."s:()w':
        if marks[last] in "@O:" and last > first + 1:
            break
        last += 1
    return first, last


def _left(marks: str, verb: int) -> tuple[int, int]:
    last = verb
    while last > 0 and marks[last - 1] in "bhxrn" and marks[last - 1] != "X":
        last -= 1
    if last > 1 and marks[last - 1] == "," and marks[last - 2] in "XSacLpx":  # "the spokesman, Oleh Ivanenko, said"
        last -= 1
    first = last
    while first > 0 and last - first < 11 and marks[first - 1] not in _LEFT_STOPS:
        if marks[first - 1] in "TKIDkisV":
            return (first, last) if "S" in marks[first:last] or "M" in marks[first:last] else (last, last)
        first -= 1
    descriptor = "X" not in marks[first:last] or set(marks[first:last]) == {"X"}
    if first > 2 and marks[first - 1] == "," and marks[first - 2] in "XS" and descriptor:
        back = first - 2  # "Lebedev, a spokesman for the ministry, said" and "the spokesman, Oleh, said"
        while back > 0 and marks[back - 1] in "XSacLte'fx" and first - back < 8:
            back -= 1
        first = back
    return first, last


def _source(clause: Clause, tokens: Tokens, span: tuple[int, int], cues: frozenset[str]) -> Source | None:
    first, last = span
    marks, units = clause.marks, clause.units
    while first < last and marks[first] not in "SMacLXpteW":
        first += 1
    while last > first and marks[last - 1] not in "SMacLXp'":
        last -= 1
    if marks[last : last + 1] == ")" and "(" in marks[first:last]:
        last += 1
    first = _noun_phrase(marks, first, last)
    inside = marks[first:last]
    if not any(mark in _NOUNISH for mark in inside):
        return None
    office = any(unit.entry.kind == "politicians" for unit in units[first:last])  # "the regional governor"
    witness = any("independent" in unit.entry.cues for unit in units[first:last])
    person = marks[last - 1] == "p" and units[last - 1].entry.noun != "thing"
    if not (office or witness or person) and not any(mark in "SMXacL" for mark in inside):
        return None
    country = None
    military = False
    kind = ""
    for unit in units[first:last]:
        if country is None:
            country = unit.country or (unit.place.country if unit.place else None) or unit.entry.country
        if unit.entry.kind in _BELLIGERENT:
            military, kind = True, kind or unit.entry.kind
        if "belligerent" in unit.entry.cues:
            military, kind = True, kind or "state_forces"
        if "independent" in unit.entry.cues:
            return Source(
                first, last, _short(clause, tokens, first, last), None, military=False, media=False, cues=cues
            )
    return Source(
        first,
        last,
        _short(clause, tokens, first, last),
        country,
        military=military,
        media=set(inside) <= set("MteX"),
        cues=cues,
        kind=kind,
        office=(office or "S" in inside) and "M" not in inside and kind == "",
    )


def _noun_phrase(marks: str, first: int, last: int) -> int:
    """Where the noun phrase of a source begins: behind the last preposition, if an office or a medium follows."""
    for position in range(last - 1, first, -1):
        if marks[position] in "@O" and any(mark in "SM" for mark in marks[position:last]):
            for start in range(position + 1, last):
                if marks[start] == "t" and any(mark in "SM" for mark in marks[start:last]):
                    return start
    return first


def _short(clause: Clause, tokens: Tokens, first: int, last: int) -> str:
    start, end = clause.units[first].first, clause.units[last - 1].last
    return tokens.surface(start, min(end, start + _NAME_TOKENS_MAX))


def status_of(
    *,
    cues: frozenset[str],
    found: list[Source],
    leading: list[Source],
    avowing: list[Source],
    denied_first: bool,
    doers: frozenset[str],
    doer_kinds: frozenset[str],
    sufferers: frozenset[str],
    battle: bool,
    harmed: bool,
    interception: bool,
    doers_armed: bool,
    sufferers_armed: bool,
) -> tuple[Status, str]:
    """How far an event is established, and the rule that says so.

    `doers` and `sufferers` are the countries of those who acted and of those who, or where, it was done;
    `cues` and `found` come from all sentences that tell of the event, `leading` from the first of them: where it
    names nobody, the article speaks in its own voice.
    `avowing`: forces that say "it had struck X". `denied_first`: that sentence is a denial.
    """
    confirming = [source for source in found if "confirmation" in source.cues and not source.media]
    if denied_first and not confirming:
        return Status.DENIED, "denied"
    if cues & {"unverified", "disputed"}:
        return Status.DISPUTED, "unverified" if "unverified" in cues else "disputed"
    speaking = [source for source in found if not source.media and source.country is not None]
    own = [source for source in found if _is_side(source, doers, doer_kinds)]
    other = [s for s in found if not s.media and s not in own and (s.country not in doers or _is_foe(s, doer_kinds))]
    leads = any(source in own for source in leading)
    if doer_kinds & FORCES:  # officials of no country that is named are those of the state
        leads = leads or any(source.office and source.country is None for source in leading)
        other = [source for source in other if not source.office or source.country is not None]
    if own and any(source in other for source in confirming):
        return Status.CONFIRMED, "confirmed-by-another"
    if any(source in other for source in leading) and any(source in own for source in confirming):
        return Status.CONFIRMED, "confirmed-by-another"
    admitted = any("confirmation" in source.cues for source in found)
    if interception and found:
        return Status.CLAIMED, "own-interception"
    if own and other and "denial" in cues:
        return Status.DISPUTED, "denial"
    if own and battle and "evidence" in cues:
        return Status.CONFIRMED, "confirmed-by-another"
    if own and (sufferers_armed or battle) and (leads or any(_claims(source) for source in own)):
        if not other:
            return Status.CLAIMED, "own-success"
        if admitted:
            return Status.CONFIRMED, "confirmed-by-another"
        return (Status.FACT, "officials") if _officials(other) else (Status.CLAIMED, "own-success")
    avowed = any(source in own for source in avowing) and any(source not in own for source in leading)
    if avowed and doers and sufferers and not battle:
        return Status.CONFIRMED, "confirmed-by-another"
    if battle and doers and not harmed and any(source.military or source.country in sufferers for source in other):
        return Status.CLAIMED, "other-side"
    foes = all(source.country not in doers or _is_band_on_state(source, doer_kinds) for source in speaking)
    if speaking and doers and not sufferers and doers_armed and foes:
        return Status.CLAIMED, "accuser"
    if "denial" in cues and doers_armed and ("claim" in cues or "responsibility" not in cues):
        return Status.DISPUTED, "denial"
    if any("accusing" in source.cues and not source.media for source in leading):
        return Status.CLAIMED, "accuser"
    bands = [source for source in found if source.kind in GROUPS]
    alone = len(bands) == len(found) and (leads or (not doer_kinds and any(source in avowing for source in bands)))
    if bands and alone:  # an armed group on what it did itself, and nobody else
        return Status.CLAIMED, "own-success"
    return Status.FACT, "said" if found else "own-voice"


def _is_side(source: Source, doers: frozenset[str], doer_kinds: frozenset[str]) -> bool:
    """Whether a side speaks of what it did itself: its forces or band, or of its forces its officials."""
    if source.office:
        return source.country is not None and "state_forces" in doer_kinds and (source.country in doers or not doers)
    if not source.military or _is_foe(source, doer_kinds):
        return False
    unnamed = bool(doer_kinds) and not doers  # forces of many nations
    return source.country in doers or (source.country is None and source.kind in doer_kinds) or unnamed


def _is_foe(source: Source, doer_kinds: frozenset[str]) -> bool:
    """Whether a state speaks of rebels, or rebels of a state: of one country, and yet two sides."""
    of_state = bool(doer_kinds & FORCES)
    if source.military:
        return bool(doer_kinds) and (source.kind in FORCES) != of_state
    return source.country is not None and bool(doer_kinds & GROUPS) and not of_state


def _is_band_on_state(source: Source, doer_kinds: frozenset[str]) -> bool:
    """Whether rebels speak of what the forces of their own country did."""
    return source.kind in GROUPS and bool(doer_kinds & FORCES)


_BELLIGERENT = GROUPS | {"state_forces"}


def _officials(found: list[Source]) -> bool:
    """Whether somebody who takes no side is among them: no force, and of no country that is named."""
    return any(not source.military and source.country is None for source in found)


def _claims(source: Source) -> bool:
    """Whether somebody is said to claim what he did himself."""
    return "claim" in source.cues and "accusing" not in source.cues
