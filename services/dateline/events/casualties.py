"""Killed and injured: what the figures of a sentence count.

What a figure means is decided here and nowhere else (how it may be said: `constructions`; how several make one count:
`tally`); figures of different kinds of harm that a text lumps together ("casualties", "killed or injured") give no
count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dateline.events.constructions import (
    AROUND_ASIDE,
    HARM,
    LISTS,
    NAMED_BEHIND,
    SHARED_VERB,
    WITH_PARTS,
    Construction,
    constructions,
)
from dateline.events.kinds import INSURGENTS
from dateline.events.quantity import Quantity
from dateline.events.units import Clause
from dateline.messages import ActorKind

_BOTH = r"(?:[Kd]&I|I&[Kd])"
_LUMPED = re.compile(rf"[KdI][|/][KdI]|(?<!Q){_BOTH}|{_BOTH}(?![~x]{{0,2}}Q)")
_ONLY_AMONG = re.compile(r"0[bhsx]{0,3}g[tcxXL]{0,3}a")
""""There were no casualties among the troops" says nothing of the others."""
_NOBODY = re.compile(
    r"[KkIi]0(?![bhxKI])|(?:0(?:f[t~]{0,2}[#xXcLpa']{1,4})?|(?<!&)n[xXc']{0,2}[pa])[bhx]{0,3}(?:(?:K[|&])?I|K)"
)
OF_THE_WOUNDED = "of-the-wounded"
"""The rule of figures of those who were told of as wounded before, and died."""

_PUT_AT = re.compile("[zKd][^Q]{0,16}@~?Q$")
""""Put the toll at 31", "put the number of slain soldiers at 12"."""
_COMPARED_REACH = 14
"""Units between "earlier" and the figure."""
_SAID = re.compile("[sSMlz]")
_TOLL = re.compile(r"U~?Q|[zKd][^Q]{0,2}r~?Q")
"""A figure that holds all dead or hurt so far: "the toll rose to 12", "bringing the number of dead to 12"."""


@dataclass(frozen=True, slots=True)
class Casualty:
    """One figure of people killed or injured that a sentence gives."""

    killed: bool
    quantity: Quantity
    kind: ActorKind | None = None
    """Of those counted; None where the text says "people" or nothing."""
    rule: str = ""
    """Which pattern read it."""
    toll: bool = False
    """It counts all so far, those told of before among them."""
    rival: bool = False
    """Another count of the same people: an earlier one, or of those who tell another number."""
    grave: bool = False
    """Of those badly hurt: where all are counted too, they are among them."""
    mixed: bool = False
    """Of both sides together: "seven rebels and a soldier"."""
    own: bool = False
    """Of the people of whoever acted or spoke, not of those whom they fought: "it lost two men"."""


def casualties(clause: Clause, found: list[Quantity]) -> list[Casualty]:
    """The figures of a sentence, by its quantities of people."""
    spared = _spared(clause, found)
    nobody = [Casualty(True, quantity, rule="unharmed") for quantity, _ in spared[:1]]
    if any(unhurt for _, unhurt in spared):  # "nobody was hurt" says that nobody was killed either
        nobody = [Casualty(killed, spared[0][0], rule="unharmed") for killed in (True, False)]
        found = [quantity for quantity in found if quantity.high]
    harm = "".join([mark for mark in HARM if mark in clause.marks])
    if not found or not harm:
        return nobody
    reduced, quantity_at = _reduce(clause.marks, found)
    taken: dict[tuple[int, bool], Casualty] = {}
    claimed: set[int] = set()
    compared = [at for at in clause.cued if "other_count" in clause.units[at].entry.cues]
    compared = compared if _SAID.search(clause.marks) else []
    for pattern in constructions(harm):
        for match in pattern.regex.finditer(reduced):
            if _LUMPED.search(reduced, match.start(), match.end() + 2):
                continue
            places = [i for i in range(match.start(), match.end()) if reduced[i] == "Q"]
            phrase = match.group()
            place = places[0] if phrase[0] == "Q" else places[-1]
            if place in claimed:
                continue
            quantity = quantity_at[place]
            if pattern.rule in AROUND_ASIDE:  # "four people, a woman with two daughters and a lodger, were killed"
                claimed.update(places[1:])
            if not _holds(clause, pattern.rule, phrase, quantity, reduced[place + 1 : place + 2]):
                continue
            if pattern.rule == "other-count" and quantity.first - 1 - (reduced[place - 1] == "~") not in compared:
                continue
            if pattern.rule == "then-killed":  # "a gunman killed five before being shot dead"
                if not quantity.single or INSURGENTS.isdisjoint(_kinds(clause, quantity)):
                    continue
                quantity_at[place] = replace(quantity, definite=True)
            if _TO.match(clause.marks, max(0, quantity.first - 2)) and _over_long(clause, quantity):
                continue
            total = _coordinated(clause, reduced, place, quantity_at, claimed, listed=pattern.rule in LISTS)
            claimed.add(place)
            taken[(place, pattern.killed)] = _figure(clause, pattern, phrase, quantity, total, compared)
    if len(nobody) > 1 and not all(figure.killed for figure in taken.values()):
        nobody = []  # "no guards were hurt, but several prisoners": some were not
    return nobody + _on_top([taken[key] for key in sorted(taken)], clause)


def _figure(
    clause: Clause, pattern: Construction, phrase: str, quantity: Quantity, total: Quantity, compared: list[int]
) -> Casualty:
    """What a figure is beside others. `total`: the quantity with those joined to it; `compared`: units that say that
    another count is told."""
    rule = pattern.rule
    if rule in NAMED_BEHIND and not (quantity.definite and not INSURGENTS.isdisjoint(_kinds(clause, quantity))):
        total = replace(total, part=False, additional=True)
    kinds = _kinds(clause, total)
    kind = _loser(clause, total) or _owner(clause, total) or (kinds[0] if len(kinds) == 1 else None)
    mixed = len(kinds) > 1 and any(one in INSURGENTS and one is not ActorKind.MILITIA for one in kinds)
    if rule == OF_THE_WOUNDED or (phrase[-1] == "D" and _of_the_wounded(clause, quantity)):
        total, rule = replace(total, part=False, additional=True), OF_THE_WOUNDED
    if any("own_side" in clause.units[at].entry.cues for at in clause.cued if 0 <= at - quantity.last <= 3):
        total = replace(total, additional=True)  # "... reported two dead on its side"
    ours = "own_people" in clause.units[quantity.last - 1].entry.cues or rule == "destroyed-with"
    own = (kind is None and ours) or _of_own_losses(clause, quantity)
    toll = rule in ("toll-to", "tally-of") or bool(_TOLL.search(phrase))
    near = any(abs(at - total.first) <= _COMPARED_REACH for at in compared)
    rival = not total.single and (near or _PUT_AT.search(phrase) is not None)
    grave = any("grave" in clause.units[at].entry.cues for at in clause.cued if 0 <= at - quantity.last <= 3)
    return Casualty(pattern.killed, total, kind, rule, toll, rival, grave, mixed=mixed, own=own)


def _holds(clause: Clause, rule: str, phrase: str, quantity: Quantity, behind: str) -> bool:
    """Whether what a pattern found counts people who were harmed. `phrase`, `behind`: the marks that it took, and the
    one after the quantity."""
    destroyed = "Z" in phrase
    if destroyed and quantity.head is None and clause.marks[quantity.last - 1] != "o":
        return False
    if destroyed and quantity.head is not None and "kin" in clause.units[quantity.head].entry.cues:
        return False  # "a farmer who lost two brothers": they are among those counted
    if destroyed and clause.marks[quantity.last : quantity.last + 1] == "x":
        return False  # "destroyed a rebel strongpoint"
    if rule == "also" and ",x" in phrase:
        before = clause.units[quantity.first - 1].entry.cues if quantity.first else frozenset()
        if "likewise" not in before:
            return False
    if clause.marks[quantity.first] == "N" and behind == ",":
        return False  # "he said, killed": who speaks
    if rule == "besides" and phrase[0] == "d" and _in_hospital(clause, quantity.last):
        return False  # "five dead and 14 in hospital"
    if rule == "claimed-lives" and (quantity.part or clause.marks[quantity.last : quantity.last + 1] == "g"):
        return False  # "the group claimed two of them as its members"
    nameless = quantity.high != 1 or quantity.head is not None or not quantity.single
    return nameless or phrase[0] in "QKkiDl"


def _in_hospital(clause: Clause, position: int) -> bool:
    found = _IN_SOMETHING.match(clause.marks, position)
    return found is not None and "hospital" in clause.units[found.end() - 1].entry.cues


_IN_SOMETHING = re.compile("@[txXL]{0,2}p")


def _of_own_losses(clause: Clause, quantity: Quantity) -> bool:
    """ "Put its own losses at nine dead"."""
    return any(
        "own_losses" in clause.units[at].entry.cues for at in clause.cued if 0 < quantity.first - at <= _COMPARED_REACH
    )


def _over_long(clause: Clause, quantity: Quantity) -> bool:
    """Whether a figure is of weeks, months or years: "raising to 30 the number of people killed this year"."""
    return any(at >= quantity.last and "period" in clause.units[at].entry.cues for at in clause.cued)


_TO = re.compile("~?r~?[#v]|.r[#v]")


def _on_top(told: list[Casualty], clause: Clause) -> list[Casualty]:
    """The figures of a sentence, none on top of another kind of harm: "killed one and wounded four more", but "eight
    died at once while two others died later"."""
    weighed: list[Casualty] = []
    for number, figure in enumerate(told):
        quantity = figure.quantity
        again = any(other.killed is figure.killed for other in told[:number])
        if again and not quantity.part and clause.marks[quantity.last - 1] == "o":
            figure = replace(figure, quantity=replace(quantity, additional=True))
        elif number and not again and figure.rule not in _ON_TOP:
            figure = replace(figure, quantity=replace(quantity, additional=False))
        weighed.append(figure)
    return weighed


_ON_TOP = NAMED_BEHIND | {OF_THE_WOUNDED}


def _spared(clause: Clause, found: list[Quantity]) -> list[tuple[Quantity, bool]]:
    """Where the sentence says that nobody was killed, and whether it says that nobody was hurt either."""
    told: list[tuple[Quantity, bool]] = []
    for quantity in found:
        cues = clause.units[quantity.first].entry.cues
        if _ONLY_AMONG.match(clause.marks, quantity.first):
            continue
        if cues & {"unharmed", "nobody_killed"}:
            told.append((quantity, "unharmed" in cues))
    told.extend(
        (Quantity(match.start(), match.end(), 0, 0, None), match.group()[-1] == "I" or match.group()[0] in "Ii")
        for match in (_NOBODY.finditer(clause.marks) if "0" in clause.marks or "n" in clause.marks else ())
    )
    return told


def _of_the_wounded(clause: Clause, quantity: Quantity) -> bool:
    """Whether those who died were told of as wounded before: "one of whom later died", "two of the wounded died"; not
    "three others, including a boy, died", nor "seventeen of them died when a house was hit"."""
    phrase = clause.marks[quantity.first : quantity.last + 2]
    if "I" in phrase and (quantity.part or quantity.additional):
        return True
    among = "g" in phrase and ",g" not in phrase
    return among and (bool(set("Iij") & set(clause.marks)) or "T" not in clause.marks)


def _kinds(clause: Clause, quantity: Quantity) -> list[ActorKind | None]:
    """What those counted are, each kind once; None where the text says "people" or nothing."""
    heads = [head for head in (quantity.head, *quantity.joined) if head is not None]
    kinds = dict.fromkeys(_whose(clause, head) for head in heads)
    return [ActorKind(kind) if kind and kind != ActorKind.CIVILIANS else None for kind in kinds]


def _whose(clause: Clause, head: int) -> str:
    """Their kind: in "three Peshmerga fighters" the name says whose men they are."""
    entry, before = clause.units[head].entry, clause.units[head - 1].entry
    named = head > 0 and before.noun == "name" and clause.marks[head - 1 : head + 1] == "aa"
    return before.kind if named and before.kind and entry.noun in ("described", "bare") else entry.kind


def _loser(clause: Clause, quantity: Quantity) -> ActorKind | None:
    """Whose people they are, where their side has "lost" them: "the rebels lost 20 men"."""
    lost = next(
        (at for at in clause.cued if 0 < quantity.first - at <= 3 and "loses" in clause.units[at].entry.cues), 0
    )
    verb = _LOST.search(clause.marks, max(0, lost - 3), lost)
    if verb is None:
        return None
    kind = clause.units[verb.start()].entry.kind
    return ActorKind(kind) if kind else None


def _owner(clause: Clause, quantity: Quantity) -> ActorKind | None:
    """Whose people they are, where a side tells of its own: "the group confirmed the deaths of three of its men"."""
    if "own_people" not in clause.units[quantity.last - 1].entry.cues:
        return None
    side = _NAMED_SIDE.search(clause.marks, max(0, quantity.first - _OWNER_REACH), quantity.first)
    kind = clause.units[side.start()].entry.kind if side is not None else ""
    return ActorKind(kind) if kind else None


_NAMED_SIDE = re.compile("a[^a]*$")
_OWNER_REACH = 16
_LOST = re.compile("a[xhc]{0,2}$")


def _reduce(marks: str, found: list[Quantity]) -> tuple[str, dict[int, Quantity]]:
    """The marks with each quantity as one Q, and the quantities by their index in it."""
    reduced: list[str] = []
    quantity_at: dict[int, Quantity] = {}
    position = 0
    for quantity in found:
        reduced.extend(marks[position : quantity.first])
        quantity_at[len(reduced)] = quantity
        reduced.append("Q")
        position = quantity.last
    reduced.extend(marks[position:])
    return "".join(reduced), quantity_at


def _coordinated(
    clause: Clause, reduced: str, place: int, quantity_at: dict[int, Quantity], claimed: set[int], *, listed: bool
) -> Quantity:
    """The quantity at `place` together with those that commas and an "and" join to it under the same verb."""
    quantity = quantity_at[place]
    together = [quantity]
    several = _is_of_several(clause, quantity)
    while not quantity.part:  # "three soldiers, two policemen and a child were killed": backwards from the verb
        before = _JOINED_BEFORE.search(reduced, max(0, place - _LIST_REACH), place)
        if before is None and several and all(one.single for one in together):
            before = _JOINED_FAR_BEFORE.search(reduced, max(0, place - _LIST_REACH), place)
        if before is None or not SHARED_VERB.match(reduced, place + 1):
            break
        other_place = before.start(1)
        other = quantity_at[other_place]
        if _is_named(quantity) and other.single and "&" not in before.group():
            break  # "the son of the mayor, Ahmed Khan, was killed": who he is
        if before.group().endswith(",t") and not clause.possessive(quantity.first - 1):
            break  # "a couple, their two sons and …"; not "a gang of five, the two leaders were killed"
        if clause.marks[quantity.first] == "N" and quantity.single:
            break  # "…, he died": one who was told of
        if quantity.head is None and not quantity.single and other.single and clause.marks[quantity.last - 1] != "o":
            break  # "two dead, a pupil and a taxi driver, and eleven wounded"
        if other_place in claimed or other.part or reduced[other_place - 1 : other_place] in tuple("KkIiZD"):
            break
        claimed.add(other_place)
        together.insert(0, other)
        quantity = other.plus(quantity)
        reduced = reduced[: other_place + 1] + reduced[place + 1 :]
        place = other_place
    before_mark = reduced[place - 1 : place]
    verb = reduced[:place].rstrip("~")[-1:]  # "killing at least seven and leaving 15 hurt"
    while following := _JOINED.match(reduced, place):
        other_place = following.start(1)
        known = quantity_at[other_place]
        if _is_named(quantity) and known.single and "&" not in following.group():
            claimed.add(other_place)  # "Ahmed Khan, a journalist, and ...": who he is
            place = other_place
            continue
        after_mark = reduced[other_place + 1 : other_place + 2]
        shared = SHARED_VERB.match(reduced, other_place + 1) and verb not in tuple("KkIiZ")
        objects = (listed or before_mark in tuple("KkIi~ZbDd")) and after_mark not in tuple("bhKDI")
        closed = objects and _counts_somebody(known, clause) and _JOINED_LAST.match(reduced, other_place)
        if not (shared or objects) or known.part or not _counts_somebody(known, clause):
            break
        if "&" not in following.group() and not closed:
            break  # a comma alone joins only what an "and" closes
        claimed.add(other_place)
        together.append(known)
        quantity = quantity.plus(known)
        place = other_place
    return together[0] if _is_their_sum(together, clause) else quantity


def _is_of_several(clause: Clause, quantity: Quantity) -> bool:
    """Whether the verb is of many though but one stands before it: "a woman selling tea and a constable were hurt"."""
    return "plural" in (clause.units[quantity.last].entry.cues if quantity.last < len(clause.units) else ())


_LIST_REACH = 24


def _is_their_sum(found: list[Quantity], clause: Clause) -> bool:
    """Whether the first of a list counts the others: "19 people, 12 policemen and seven civilians"."""
    first, *others = found
    anybody = first.head is not None and clause.units[first.head].entry.noun == "group"
    return len(others) > 1 and anybody and first.low == sum(quantity.low for quantity in others)


def _counts_somebody(quantity: Quantity, clause: Clause) -> bool:
    """Whether a phrase says of itself that it is of people: "ten others", "himself"; a bare number does not."""
    others = clause.marks[quantity.last - 1] == "o"
    return quantity.head is not None or others or "reflexive" in clause.units[quantity.first].entry.cues


def _is_named(quantity: Quantity) -> bool:
    return quantity.single and quantity.head is None


_JOINED_BEFORE = re.compile(
    rf"(Q)(?:ft?[LcXa]{{1,3}})?(?:\([^()]{{1,8}}\))?{WITH_PARTS}(?:,#|&[xcB]{{0,2}}[ap])?(?:,?&t?~?(?:X{{1,3}},)?|,t?)$"
)
_JOINED_FAR_BEFORE = re.compile(r"(Q)x[xXcLept@O]{0,5}(?:,?&t?~?|,)$")
_JOINED = re.compile(r"Q(?:,#(?=,)|(?:ft?[LcXxSp]{1,3}){1,2})?(?:,?&x?t?~?|,t?)(Q)")
_JOINED_LAST = re.compile(r"Q(?:,t?Q){0,6},?&t?~?Q")
