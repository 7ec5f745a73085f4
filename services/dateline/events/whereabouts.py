"""Where a clause says that its event happened, among all the places that it names. Pure judgement over marks."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dateline.events.asides import MEASURED, Aside, asides
from dateline.events.nearness import is_quarter
from dateline.events.places import Toponym
from dateline.events.sources import Source
from dateline.events.subtypes import UNREST
from dateline.events.tokens import Tokens
from dateline.events.units import Clause
from dateline.events.villages import CLOSE_BY_KM, HEADING, unlisted, village_at

_LEVEL_WEIGHT = {"site": 1.5, "town": 1.5, "admin2": 1.0, "admin1": 0.6, "country": 0.0}

_UNPLACED = 0.8
"""A name that the gazetteer lacks says less than one with coordinates, and keeps incidents apart all the same."""


_ASIDE_WEIGHT = {
    Aside.DATELINE: 2.0,
    Aside.SOURCE: 3.0,
    Aside.HOME: 1.0,
    Aside.ORIGIN: 4.0,
    Aside.SPEAKING: 6.0,
    Aside.HOSPITAL: 3.0,
    Aside.WAY: 1.4,
    Aside.MEASURED: 2.5,
    Aside.DESCRIPTION: 3.5,
    Aside.BORDER: 1.5,
    Aside.RELATIVE: 2.0,
    Aside.ANOTHER_EVENT: 4.0,
}
_FLOWN = frozenset({"disrupt", "shelling", "missile", "air"})
_TARGET = 1.0
_CAPITAL_IN_DATELINE = 2.0
"""On top of what a dateline costs: news of a whole country is written in its capital."""


def place_of_event(
    clause: Clause, tokens: Tokens, first: int, last: int, lead: int, found_sources: list[Source]
) -> tuple[Toponym | None, str]:
    """The place of the event told in units [first, last) with its leading trigger at `lead`, and the rule.

    Preposition, level and nearness to the trigger speak for a place; being somebody's home, source, dateline,
    way or grievance against it. A name at the head of a line that no gazetteer knows comes last, without
    coordinates.
    """
    best, best_weight, best_at = None, 0.0, 0
    direct: dict[int, Toponym] = {}
    beside_at: set[int] = set()
    dateline = _dateline(clause)
    for position in range(first, last):
        place = clause.units[position].place
        if place is None:
            continue
        beside = asides(clause, position, first, lead, found_sources, dateline)
        if not beside:
            direct[position] = place
        brought = Aside.WAY in beside and clause.units[lead].entry.trigger in _HARM
        if brought or not _BESIDE.isdisjoint(beside):
            beside_at.add(position)
        weight = _weight(clause, position, place, first, lead) - sum(_ASIDE_WEIGHT[aside] for aside in beside)
        if Aside.WAY in beside and clause.units[lead].entry.trigger in _FLOWN:
            weight += _TARGET  # a missile towards X
        if place.capital and Aside.DATELINE in beside:
            weight -= _CAPITAL_IN_DATELINE
        weight *= 0.5 + place.confidence / 2
        weight -= _UNPLACED * (place.lat is None)
        if weight > best_weight:
            best, best_weight, best_at = place, weight, position
    if best is None and (town := _written_in(clause, first, dateline)) is not None:
        return town, DATELINED
    if best is None:
        speaking = _speaking_country(clause, first, last)
        village = unlisted(clause, tokens, first, last)
        if speaking is None and village is None and beside_at:
            return None, BESIDE
        return (speaking, OF_SPEAKER) if speaking else (village, "unlisted-name")
    if (village := _close_by(clause, tokens, best, first, last)) is not None:
        return village, "nearness"
    inner = _within(clause, best_at, best, first) or _inside(clause, best_at, best)
    if inner is not None and inner in direct.values():
        return inner, "within-another"
    if (town := _deeper(clause, best, direct, lead, first)) is not None:
        return town, "town-of-region"
    if (village := village_at(clause, tokens, best_at, best, first)) is not None:
        return village, "unlisted-name"
    if best_at in beside_at or best_at < dateline:
        return best, BESIDE if best_at in beside_at else DATELINED
    return best, "preposition" if clause.marks[best_at - 1 : best_at] in ("@", "O") else "nearness"


DATELINED = "dateline"
"""The rule that takes the place where the report was written, for want of another."""
OF_SPEAKER = "speaking-country"
"""The rule of a country that is only whose officials speak: it parts no incidents."""
BESIDE = "beside"
"""The rule that takes a place for want of another, where somebody only speaks, comes from or is treated there."""


_HARM = frozenset({"kill", "injure"})
_BESIDE = frozenset({Aside.SOURCE, Aside.HOME, Aside.ORIGIN, Aside.SPEAKING, Aside.HOSPITAL})


def _close_by(clause: Clause, tokens: Tokens, best: Toponym, first: int, last: int) -> Toponym | None:
    """The town that a nameless village of a region lies close to: "a village 20 km from X in northern Y"."""
    if best.level not in ("admin1", "country"):
        return None
    for found in MEASURED.finditer(clause.marks, first, last):
        town = clause.units[found.end() - 1].place
        number = tokens.lowers[clause.units[found.start()].first]
        if town is not None and town.country == best.country and town.level == "town":
            return town if number.isdecimal() and int(number) <= CLOSE_BY_KM else None
    return None


def _within(clause: Clause, position: int, place: Toponym, first: int) -> Toponym | None:
    """The finer place that the text says lies in another: "the village of X in Y state"."""
    found = _IN_ANOTHER.search(clause.marks, max(first, position - 7), position)
    inner = clause.units[found.start()].place if found is not None else None
    if found is None or inner is None or inner.country != place.country:
        return None
    finer = _LEVEL_WEIGHT[inner.level] - _LEVEL_WEIGHT[place.level]
    return (
        inner if finer > 0.0 or (finer == 0.0 and set("@Of") & set(found.group()) and inner.lat is not None) else None
    )


_IN_ANOTHER = re.compile(r"L(?:X?,?[@O]?(?:[Lc]')?|[xp]f)[tx]{0,2}$")


def _inside(clause: Clause, position: int, place: Toponym) -> Toponym | None:
    """The finer place that is told as another's: "Rafah's X quarter", "the Gaza Strip town of X"; not "the X quarter
    of Rafah"."""
    found = _HOLDS.match(clause.marks, position)
    inner = clause.units[found.end() - 1].place if found is not None else None
    if found is None or inner is None or inner.lat is None or inner.country != place.country:
        return None
    finer = _LEVEL_WEIGHT[inner.level] - _LEVEL_WEIGHT[place.level]
    return inner if finer > 0.0 or (finer == 0.0 and "'" in found.group()) else None


_HOLDS = re.compile(r"L(?:'[tx]{0,2}(?:[xp]f)?|[xp]f)[tx]{0,2}L")


def _deeper(clause: Clause, best: Toponym, direct: Mapping[int, Toponym], lead: int, first: int) -> Toponym | None:
    """The town that a sentence on a region names as what was hit: "In X region, a missile struck the town of Y"."""
    if best.level not in ("admin1", "country") or best.lat is None:
        return None
    inside: list[tuple[float, int, Toponym]] = []
    for position, place in direct.items():
        finer = _LEVEL_WEIGHT[place.level] > _LEVEL_WEIGHT[best.level]
        if place.lat is None or not finer or place.country != best.country:
            continue
        if best.level == "admin1" and best.admin1 and place.admin1 and place.admin1 != best.admin1:
            continue
        before = max(first, position - 7)
        if not (
            _OF_WHAT.search(clause.marks, before, position)
            or _STRUCK.search(clause.marks, before, position)
            or _is_hit_there(clause, position)
        ):
            continue
        inside.append((_weight(clause, position, place, first, lead), -position, place))
    return max(inside)[2] if inside else None


_OF_WHAT = re.compile(r"[@O][txuc]{0,4}(?:[px]f[tx]{0,2})?$")
"""In, in the village of, in the centre of the capital."""


_STRUCK = re.compile(r"T(?:RT|O)?$")
"""Shelled X, with or without the weapon."""


def _is_hit_there(clause: Clause, position: int) -> bool:
    """ "The village of X", "the mayor of X": what was hit, or who, belongs there; a mere resident may not."""
    if clause.marks[position - 2 : position] != "pf":
        return False
    entry = clause.units[position - 2].entry
    return entry.noun == "thing" or entry.kind == "politicians"


_TAKEN_FROM = frozenset({"withdraw", "abduct", "arrest", "recover", "rescue", "seize"})
"""Where people or weapons are taken from is where it happened."""


def _weight(clause: Clause, position: int, place: Toponym, first: int, lead: int) -> float:
    marks = clause.marks
    weight = 1.0 + _LEVEL_WEIGHT.get(place.level, 0.0) - min(2.0, 0.1 * abs(position - lead))
    before = marks[max(first, position - 4) : position].rstrip("txXe,'&L")
    national = place.level == "country"
    leaving = before.endswith("R") and position > lead and clause.units[lead].entry.trigger in _TAKEN_FROM
    standing = before.endswith(("@", "O")) or _OF_WHAT.search(marks, max(first, position - 7), position) is not None
    launched = _LAUNCHED_FROM.search(marks, max(first, position - 9), position) if position > lead else None
    if launched and not leaving and (place.level in ("admin1", "country") or not launched["whole"]):
        weight -= 1.5  # "fired from the town of X in Y at Z"
    elif standing or leaving or _is_between(clause, position) or is_quarter(place):
        weight += 2.0  # troops leave the place of the event
    elif before.endswith("f") or (position and clause.units[position - 1].entry.form in ("past", "ing")):
        weight += 1.0  # "the shelling of X", "shelled X"
    else:
        weight -= 1.5 if before.endswith("R") else 0.0
        weight -= 1.0 if national else 0.0
    after = marks[position + 1 : position + 2]
    if after == "B":  # "Moscow-held positions"
        weight -= 4.0
    elif national and after and after in "xpTSuKk" and marks[position - 1] == "@" and _is_abbreviated(place):
        weight -= 4.0  # "in U.S. custody"
    elif after and after in "ap'SM":  # "the Kherson administration"
        thing = clause.units[position + 1].entry.noun == "thing"
        weight -= (4.5 if national else 0.3) if thing else 1.2  # "Kherson hospital" lies there, a country's may not
    stationed = clause.units[lead].entry.trigger == "withdraw" and national and position < lead
    if stationed and marks[max(first, position - 2) : position] in ("a@", "p@"):
        weight -= 9.0  # "the forces in X have been withdrawn": where they stood
    near = marks[max(first, position - 3) : position]
    weight -= 2.0 * ("!" in near) + 2.0 * ("(" in near) + 1.0 * place.organisation
    if clause.units[lead].entry.trigger in UNREST and (
        _ABOUT.search(marks, lead, position) or _of_another_war(clause, position, first)
    ):
        weight -= 2.5
    return weight


_ABOUT = re.compile(r"!|~[te]")
"""What a crowd is for or against: "against X", "over the X"."""
_LAUNCHED_FROM = re.compile(r"(?<!u)R[tx]{0,2}(?:[px]f[tx]{0,2})?(?P<whole>L,?@[tx]{0,2})?$")


def _is_abbreviated(place: Toponym) -> bool:
    """Whether a country's name is letters ("U.S."), as its adjective is."""
    return place.name.isupper() and len(place.name) <= _LETTERS_MAX


_LETTERS_MAX = 4


def _is_between(clause: Clause, position: int) -> bool:
    """Whether it stands with another in "between X and Y": where fighting is, or where no governments are at odds."""
    found = _BETWEEN_TWO.search(clause.marks, max(0, position - _BETWEEN_REACH), position + _BETWEEN_REACH)
    if found is None or position not in (found.start(1), found.start(2)):
        return False
    if clause.units[found.start() - 1].entry.trigger:
        return True
    pair = (clause.units[found.start(1)].place, clause.units[found.start(2)].place)
    return any(place is None or (place.level != "country" and not place.capital) for place in pair)


_BETWEEN_REACH = 9
_BETWEEN_TWO = re.compile(r"E[txpf]{0,5}([LX])X?,?[@Otx]{0,4}&[txpf]{0,5}([LX])")


def _of_another_war(clause: Clause, position: int, floor: int) -> bool:
    """In a sentence on a protest: whether a place belongs to the violence that is protested against."""
    return any(
        unit.entry.trigger and unit.entry.trigger not in UNREST
        for unit in clause.units[max(floor, position - 4) : position + 3]
    )


def dateline_end(clause: Clause, tokens: Tokens) -> int:
    """The offset in the text at which a sentence's dateline ends; 0 where it has none."""
    unit = _dateline(clause)
    return tokens.starts[clause.units[unit].first] if unit else 0


def _dateline(clause: Clause) -> int:
    """The unit after "KABUL, Afghanistan (AP) -" or "Imphal:": where it was written, not where it happened."""
    found = None if clause.sentence.in_title else _DATELINE.match(clause.marks)
    return found.end() - 1 if found is not None and "L" in found.group() else 0


_DATELINE = re.compile(r"(?:[LXcM,()/S#x]|(?<=x)\.|T(?=#)){1,14}?[_-]|L(?:,[LM]|\(M\))?;")


def _written_in(clause: Clause, first: int, dateline: int) -> Toponym | None:
    """The town of the dateline: of an event that is given no other place it is the place, unless it is a capital."""
    places = [unit.place for unit in clause.units[first:dateline] if unit.place is not None]
    towns = [place for place in places if place.level in ("town", "admin2") and not place.capital]
    return towns[0] if towns else None


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


_LINE = re.compile(r"LX{0,2}(?:\([^()]{1,6}\))?;")
""""X (region): troops bombed …": a line of a list."""


def is_fronted(clause: Clause, first: int, place: Toponym | None) -> bool:
    """Whether the clause begins with its place ("In X district, ..."), as the lines of a list do."""
    head = clause.units[first : first + 6]
    if _LINE.match(clause.marks, first):
        return any(unit.place is place for unit in head if place is not None)
    return clause.marks[first : first + 1] in ("@", "O") and (
        any(unit.place is place for unit in head if place is not None) or bool(HEADING.match(clause.marks, first))
    )
