"""What lies in what: said by a text (Paris, Texas; the village of Bati in Khost), and known of two places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from dateline.events.places import vocabulary as v
from dateline.events.places.candidates import Candidate
from dateline.events.places.compiled import Entry
from dateline.events.places.geography import kilometres
from dateline.events.places.words import Word

_CLOSE = 5
"""Words between two names of which one may be said to lie in the other."""
_DISTRICT_KM = 80.0
_POSSESSIVE = re.compile(r"['’]s?\s")


def link_containers(words: list[Word], candidates: Sequence[Candidate]) -> None:
    """Note for each of `candidates`, in order, what the text says it lies in."""
    for earlier, later in pairwise(candidates):
        between = words[earlier.last + 1 : later.first + 1]
        if _leads_to_name(words, later):
            continue
        if len(between) == 1 and between[0].gap in {", ", " (", ","} and _contains(later, earlier):
            earlier.container = later
        elif len(between) == 1 and between[0].gap == ", ":
            earlier.before_comma = later
        elif len(between) <= _CLOSE and not any(word.first for word in between):
            if _leads_in(between):
                earlier.said_in = later
            if earlier.said_in is later and _contains(later, earlier):
                earlier.within = later
            elif _leads_out(between) and _contains(earlier, later):
                later.within = earlier


def _leads_to_name(words: list[Word], candidate: Candidate) -> bool:
    """An abbreviated country before a name is an adjective: "near Haditha, U.S. Central Command said"."""
    word, following = words[candidate.first], words[candidate.last + 1 : candidate.last + 2]
    return "." in word.text and bool(following) and following[0].capital and following[0].joined


def _leads_in(between: list[Word]) -> bool:
    """From a place to what it lies in: in, of, a bracket, or mere case; a kind may come first ("Abu Salim area of")."""
    head = between[1] if between[0].key in v.KINDS and len(between) > 1 else between[0]
    return head.key in v.IN_OR_OF or "(" in between[0].gap or not between[-1].key.isascii()


def _leads_out(between: list[Word]) -> bool:
    """From what it lies in to a place: Syria's Idlib."""
    return _POSSESSIVE.match(between[0].gap) is not None or not between[-1].key.isascii()


def _contains(outer: Candidate, inner: Candidate) -> bool:
    """Some place of `inner` lies in one of `outer`, and the two are no list: China, Japan; Oregon, Ohio."""
    shared = _ranks(outer) & _ranks(inner)
    return any(
        holds(whole, part) and not (shared and part.level in {"town", "site"})
        for whole in outer.entries
        for part in inner.entries
    )


def _ranks(candidate: Candidate) -> set[str]:
    return {
        entry.level
        for entry in candidate.entries
        if entry.level == "country" or (entry.level == "admin1" and not entry.alternate and entry.population > 300_000)
    }


def holds(whole: Entry, part: Entry) -> bool:
    """`part` lies in the country or division `whole`."""
    if whole.number == part.number:
        return False
    if whole.level == "country":
        return whole.country is not None and part.country == whole.country and part.level != "country"
    if part.level not in {"town", "admin2", "site"} or whole.level not in {"admin1", "admin2"}:
        return False
    if whole.admin1 is None or part.admin1 is None:
        near = kilometres(whole.lat, whole.lon, part.lat, part.lon) < _DISTRICT_KM
        return near and whole.country is not None and whole.country == part.country
    if whole.level == "admin1" or part.admin1 != whole.admin1:
        return part.admin1 == whole.admin1
    return part.level != "admin2" and kilometres(whole.lat, whole.lon, part.lat, part.lon) < _DISTRICT_KM
