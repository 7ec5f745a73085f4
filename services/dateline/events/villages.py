"""Names that stand where a place would and that no gazetteer knows: villages at the front, mostly.

They have the coordinates of what the text says they lie in or beside, or none.
"""

from __future__ import annotations

import re

from dateline.events.places import Toponym
from dateline.events.tokens import Tokens
from dateline.events.units import Clause

_SPOT = re.compile(r"[@Of]t?(X{1,3})(?:,@?|@)t?[Lc]")
_SPOT_ALONE = re.compile(r"@(X{1,3})(?=[,.;:O@&kKiIt])")


def spot(clause: Clause, tokens: Tokens, first: int, last: int) -> str:
    """The name of a village that no gazetteer knows ("in X in Y district"): it keeps a district's incidents apart."""
    found = _SPOT.search(clause.marks, first, last) or _SPOT_ALONE.search(clause.marks, first, last)
    return clause.surface(tokens, found.start(1), found.end(1)) if found is not None else ""


HEADING = re.compile(r"@(X{1,4}),")


def unlisted(clause: Clause, tokens: Tokens, first: int, last: int) -> Toponym | None:
    """ "Near Dayr X, two strikes ...": a name at the head of a line that no gazetteer knows is still a place."""
    found = HEADING.match(clause.marks, first)
    if found is not None:
        return unknown(clause, tokens, found.start(1), found.end(1), None, "town")
    for hit in _HIT.finditer(clause.marks, first, last):
        shelled = clause.units[hit.start()].entry.trigger in _UPON_PLACES
        if shelled and not _is_make(clause, tokens, hit.start(), hit.start(1)):
            return unknown(clause, tokens, hit.start(1), hit.end(1), None, "town")
    for named in _NAMED.finditer(clause.marks, first, last):
        if named.start() > first and "hospital" in clause.units[named.start() - 1].entry.cues:
            continue  # "evacuated to the military hospital at X"
        if "nearby" in clause.units[named.start()].entry.cues:  # "in" stands before much else that has a name
            return unknown(clause, tokens, named.start(1), named.end(1), None, "town")
    return None


def _is_make(clause: Clause, tokens: Tokens, trigger: int, name: int) -> bool:
    """A Latin name in a Cyrillic text is a weapon's: "ракетами Storm Shadow"."""
    return (
        clause.surface(tokens, name, name + 1).isascii() and not clause.surface(tokens, trigger, trigger + 1).isascii()
    )


_HIT = re.compile(r"T[Of]?(X{1,3})(?=[,.;:O@&kKiI])")
"""Shelled X, the shelling of X."""
_UPON_PLACES = frozenset({"shelling", "air", "bombing"})
_NAMED = re.compile(r"@(X{1,3})(?=[,.;:O@&]|x*$)")
"""A bare name behind a preposition, at the end of its phrase."""


_LIES = re.compile(
    r"(?:[@O][et]?[xu]?(?:[px]f)?|(?P<hit>T))(?P<name>X{1,3})(?:x(?=@))?,?(?:[et][xpu]{1,3})?[@f][txXLcf@,']{0,8}$"
)
"""A name that is said to lie in what follows: "at X, in Y regency of Z", "at X camp near Y", "attacked X in Y"."""
_LIES_FROM = re.compile(r"[@O](?P<name>X{1,3}),?~?(?P<number>#)u[rOt@x]{0,3}[@R]t?$")
"""A name so many kilometres from what follows."""
_OBJECTS = _UPON_PLACES | {"attack", "gain"}
CLOSE_BY_KM = 40
"""What lies so far from a town, in figures, is taken to be beside it."""


def village_at(clause: Clause, tokens: Tokens, position: int, place: Toponym, first: int) -> Toponym | None:
    """The village without coordinates that the text says lies in, or close by, the place at a unit.

    It is given that place's coordinates. None where the text names none, or only the country.
    """
    if place.level == "country" or place.lat is None:
        return None
    low = max(first, position - _LIES_REACH)
    found = _LIES.search(clause.marks, low, position)
    if found is None:
        found = _LIES_FROM.search(clause.marks, low, position)
        number = tokens.lowers[clause.units[found.start("number")].first] if found is not None else ""
        if found is None or not number.isdecimal() or int(number) > CLOSE_BY_KM:
            return None
    elif found["hit"] and (
        len(found["name"]) > 1 or clause.units[found.start()].entry.trigger not in _OBJECTS
    ):  # "attacked Mohammad Khan in Y"
        return None
    village = unknown(clause, tokens, found.start("name"), found.end("name"), place.country, "town")
    return village._replace(lat=place.lat, lon=place.lon, admin1=place.admin1)


_LIES_REACH = 14


def unknown(clause: Clause, tokens: Tokens, first: int, last: int, country: str | None, level: str) -> Toponym:
    """The place that units [first, last) name, without coordinates."""
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
