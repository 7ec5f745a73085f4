"""Where a clause says that its event happened, among all the places that it names. Pure judgement over marks."""

from __future__ import annotations

import re

from dateline.events.places import Toponym
from dateline.events.sources import Source
from dateline.events.subtypes import UNREST
from dateline.events.tokens import Tokens
from dateline.events.units import Clause

_LEVEL_WEIGHT = {"site": 1.5, "town": 1.5, "admin2": 1.0, "admin1": 0.6, "country": 0.0}

_UNPLACED = 0.8
"""A name that the gazetteer lacks says less than one with coordinates, and keeps incidents apart all the same."""


def place_of_event(
    clause: Clause, tokens: Tokens, first: int, last: int, lead: int, found_sources: list[Source]
) -> tuple[Toponym | None, str]:
    """The place of the event told in units [first, last) with its leading trigger at `lead`, and the rule.

    Preposition, level and nearness to the trigger speak for a place; being somebody's home, source, dateline
    or grievance against it. A name at the head of a line that no gazetteer knows comes last, without
    coordinates.
    """
    best, best_weight, best_at = None, 0.0, 0
    dateline = _dateline(clause)
    for position in range(first, last):
        place = clause.units[position].place
        if place is None:
            continue
        weight = _weight(clause, position, place, first, lead)
        if position < dateline or any(source.first <= position < source.last for source in found_sources):
            weight -= 2.0
        weight *= 0.5 + place.confidence / 2
        weight -= _UNPLACED * (place.lat is None)
        if weight > best_weight:
            best, best_weight, best_at = place, weight, position
    if best is not None and (inner := _within(clause, best_at, best, first)) is not None:
        return inner, "within-another"
    if best is not None and (inner := _deeper(clause, best, first, last, lead, found_sources)) is not None:
        return inner, "town-of-region"
    if best is not None:
        return best, "preposition" if clause.marks[best_at - 1 : best_at] in ("@", "O") else "nearness"
    speaking = _speaking_country(clause, first, last)
    return (speaking, "speaking-country") if speaking else (_unlisted(clause, tokens, first, last), "unlisted-name")


def _within(clause: Clause, position: int, place: Toponym, first: int) -> Toponym | None:
    """The finer place that the text says lies in another: "the village of X in Y state"."""
    found = _IN_ANOTHER.search(clause.marks, max(first, position - 7), position)
    inner = clause.units[found.start()].place if found is not None else None
    if found is None or inner is None or inner.country != place.country:
        return None
    finer = _LEVEL_WEIGHT[inner.level] - _LEVEL_WEIGHT[place.level]
    return inner if finer > 0.0 or (finer == 0.0 and "@" in found.group() and inner.lat is not None) else None


_IN_ANOTHER = re.compile(r"LX?,?@?(?:[Lc]')?[tx]{0,2}$")


def _deeper(
    clause: Clause, best: Toponym, first: int, last: int, lead: int, found_sources: list[Source]
) -> Toponym | None:
    """The town that a sentence on a region names as what was hit: "In X region, a missile struck the town of Y"."""
    if best.level not in ("admin1", "country") or best.lat is None:
        return None
    inside: list[tuple[float, int, Toponym]] = []
    for position in range(first, last):
        place = clause.units[position].place
        if place is None or place.level not in ("town", "site", "admin2") or place.country != best.country:
            continue
        if best.level == "admin1" and best.admin1 and place.admin1 and place.admin1 != best.admin1:
            continue
        if any(source.first <= position < source.last for source in found_sources) or place.lat is None:
            continue
        if not (_OF_WHAT.search(clause.marks, max(first, position - 4), position) or _is_hit_there(clause, position)):
            continue
        inside.append((_weight(clause, position, place, first, lead), -position, place))
    return max(inside)[2] if inside else None


_OF_WHAT = re.compile(r"[@O][txu]{0,3}(?:[px]f)?$")


def _is_hit_there(clause: Clause, position: int) -> bool:
    """ "The village of X", "the mayor of X": what was hit, or who, belongs there; a mere resident may not."""
    if clause.marks[position - 2 : position] != "pf":
        return False
    entry = clause.units[position - 2].entry
    return entry.noun == "thing" or entry.kind == "politicians"


_SPOT = re.compile(r"[@Of]t?(X{1,3})(?:,@?|@)t?[Lc]")
_SPOT_ALONE = re.compile(r"@(X{1,3})(?=[,.;:O@&kKiIt])")


def spot(clause: Clause, tokens: Tokens, first: int, last: int) -> str:
    """The name of a village that no gazetteer knows ("in X in Y district"): it keeps a district's incidents apart."""
    found = _SPOT.search(clause.marks, first, last) or _SPOT_ALONE.search(clause.marks, first, last)
    return clause.surface(tokens, found.start(1), found.end(1)) if found is not None else ""


_LIST_HEAD = re.compile(r"[@OfT!(,&;:][tu]?x{0,2}(?:[xp]f)?$")
_ASIDE = r"(?:\([^()]{1,6}\)|[O@]?[x#tuXA]{1,4})?"
_BETWEEN = re.compile(rf"{_ASIDE}(?P<joint>[,;]?&|[,;])[~@Ot]{{0,3}}x{{0,2}}(?:[xp]f)?")
_LISTED_NAME = re.compile(r"L|X{1,3}(?![Xpas'])")


def places_beside(clause: Clause, tokens: Tokens, first: int, last: int, place: Toponym) -> list[tuple[Toponym, int]]:
    """The places that a list with an "and" joins to the place of an event, itself among them, with their units:
    "in A, B and C", "at A on Monday, at B and in C"; empty where it stands alone.

    Only places of one level count ("Sumy, Ukraine" is one place). A name in the list that no gazetteer knows
    is a place of the same country, without coordinates.
    """
    at = next((at for at in range(first, last) if clause.units[at].place is place), None)
    if place.level == "country" or at is None:
        return []
    names = [
        (found.start(), found.end())
        for found in _LISTED_NAME.finditer(clause.marks, first, last)
        if _is_listed(clause, found.start(), place)
    ]
    mine = next(index for index, (start, _) in enumerate(names) if start == at)
    low = high = mine
    ended = False
    while low and (joint := _joint(clause, names[low - 1][1], names[low][0])):
        low, ended = low - 1, ended or "&" in joint
    while high + 1 < len(names) and (joint := _joint(clause, names[high][1], names[high + 1][0])):
        high, ended = high + 1, ended or "&" in joint
    if low == high or not ended or not _LIST_HEAD.search(clause.marks, max(first - 1, 0), names[low][0]):
        return []
    return [
        (
            clause.units[start].place or _unknown(clause, tokens, start, end, place.country, place.level),
            start,
        )
        for start, end in names[low : high + 1]
    ]


def _is_listed(clause: Clause, position: int, place: Toponym) -> bool:
    known = clause.units[position].place
    following = clause.marks[position + 1 : position + 2]
    return known is place or (
        (known is None or (known.lat is not None and (known.level == place.level or _are_apart(known, place))))
        and not (following and following in "pas'M")
    )


def _are_apart(one: Toponym, other: Toponym) -> bool:
    """Whether two places lie in different regions of a country: the one is not where the other is."""
    return (
        "country" not in (one.level, other.level)
        and one.country == other.country
        and None not in (one.admin1, other.admin1)
        and one.admin1 != other.admin1
    )


def _joint(clause: Clause, first: int, last: int) -> str:
    """What joins two names of a list: its comma or "and"; empty where something else stands between them."""
    found = _BETWEEN.fullmatch(clause.marks, first, last) if last - first <= _JOINT_UNITS_MAX else None
    if found is None or ("&" not in found["joint"] and _is_nearby(clause, found.end("joint"), last)):
        return ""
    return found["joint"]


def _is_nearby(clause: Clause, first: int, last: int) -> bool:
    """ "A, near B": one place."""
    return any("nearby" in unit.entry.cues for unit in clause.units[first:last])


_JOINT_UNITS_MAX = 9


def _unknown(clause: Clause, tokens: Tokens, first: int, last: int, country: str | None, level: str) -> Toponym:
    start, end = clause.units[first].first, clause.units[last - 1].last
    return Toponym(
        start=tokens.starts[start],
        end=tokens.ends[end - 1],
        name=tokens.surface(start, end),
        country=country,
        lat=None,
        lon=None,
        level=level,
        admin1=None,
        confidence=0.3,
        geoname_id=None,
    )


_TAKEN_FROM = frozenset({"withdraw", "abduct", "arrest", "recover", "rescue", "disrupt", "seize"})
"""Where people or weapons are taken from is where it happened."""


def _weight(clause: Clause, position: int, place: Toponym, first: int, lead: int) -> float:
    marks = clause.marks
    weight = 1.0 + _LEVEL_WEIGHT.get(place.level, 0.0) - min(2.0, 0.1 * abs(position - lead))
    before = marks[max(first, position - 4) : position].rstrip("txXe,'&L")
    national = place.level == "country"
    leaving = before.endswith("R") and clause.units[lead].entry.trigger in _TAKEN_FROM
    if before.endswith(("@", "O")) or leaving:  # troops leave the place of the event
        weight += 2.0
    elif before.endswith("f") or (position and clause.units[position - 1].entry.form in ("past", "ing")):
        weight += 1.0  # "the shelling of X", "shelled X"
    else:
        weight -= 1.5 if before.endswith("R") else 0.0
        weight -= 1.0 if national else 0.0
    after = marks[position + 1 : position + 2]
    if after == "B":  # "Moscow-held positions"
        weight -= 4.0
    elif after and after in "ap'SM":  # "the Kherson administration"
        thing = clause.units[position + 1].entry.noun == "thing"
        weight -= (4.5 if national else 0.3) if thing else 1.2  # "Kherson hospital" lies there, a country's may not
    stationed = clause.units[lead].entry.trigger == "withdraw" and national and position < lead
    if stationed and marks[max(first, position - 2) : position] in ("a@", "p@"):
        weight -= 9.0  # "the forces in X have been withdrawn": where they stood
    near = marks[max(first, position - 3) : position]
    weight -= 2.0 * ("!" in near) + 2.0 * ("(" in near) + 1.0 * place.organisation
    if clause.units[lead].entry.trigger in UNREST and (
        "!" in marks[lead:position] or _of_another_war(clause, position, first)
    ):
        weight -= 2.5
    return weight


def _of_another_war(clause: Clause, position: int, floor: int) -> bool:
    """In a sentence on a protest: whether a place belongs to the violence that is protested against."""
    return any(
        unit.entry.trigger and unit.entry.trigger not in UNREST
        for unit in clause.units[max(floor, position - 4) : position + 3]
    )


def _dateline(clause: Clause) -> int:
    """The unit after "KABUL, Afghanistan (AP) -": where it was written, not where it happened."""
    cut = clause.marks.find("_", 0, 10)
    return cut if cut > 0 and "L" in clause.marks[:cut] and not set(clause.marks[:cut]) - set("LXcM,()/S#") else 0


_SPEAKING = re.compile(r"L(?:'[aSxX]{1,4})?s")


def _speaking_country(clause: Clause, first: int, last: int) -> Toponym | None:
    """The country that speaks of what happened to it: "with Ukraine reporting ..."."""
    if any(unit.entry.trigger == "gain" for unit in clause.units[first:last]):
        return None  # nobody takes his own towns
    for position in range(first, last - 1):
        place = clause.units[position].place
        if place is not None and place.level == "country" and _SPEAKING.match(clause.marks, position):
            return place
    return None


_HEADING = re.compile(r"@(X{1,4}),")


def _unlisted(clause: Clause, tokens: Tokens, first: int, last: int) -> Toponym | None:
    """ "Near Dayr X, two strikes ...": a name at the head of a line that no gazetteer knows is still a place."""
    found = _HEADING.match(clause.marks, first)
    if found is not None:
        return _unknown(clause, tokens, found.start(1), found.end(1), None, "town")
    for hit in _HIT.finditer(clause.marks, first, last):
        if clause.units[hit.start()].entry.trigger in _UPON_PLACES:
            return _unknown(clause, tokens, hit.start(1), hit.end(1), None, "town")
    for named in _NAMED.finditer(clause.marks, first, last):
        if "nearby" in clause.units[named.start()].entry.cues:  # "in" stands before much else that has a name
            return _unknown(clause, tokens, named.start(1), named.end(1), None, "town")
    return None


_HIT = re.compile(r"T[Of]?(X{1,3})(?=[,.;:O@&kKiI])")
"""Shelled X, the shelling of X."""
_UPON_PLACES = frozenset({"shelling", "air", "bombing"})
_NAMED = re.compile(r"@(X{1,3})(?=[,.;:O@&]|x*$)")
"""A bare name behind a preposition, at the end of its phrase."""


def is_fronted(clause: Clause, first: int, place: Toponym | None) -> bool:
    """Whether the clause begins with its place ("In X district, ..."), as the lines of a list do."""
    head = clause.units[first : first + 6]
    return clause.marks[first : first + 1] in ("@", "O") and (
        any(unit.place is place for unit in head if place is not None) or bool(_HEADING.match(clause.marks, first))
    )
