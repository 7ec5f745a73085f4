"""A text as words with offsets, and what their looks tell: capitals, sentence starts, what parts them.

Nothing here knows of places.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from dateline.events.places.folding import TOKEN, fold_word

_SENTENCE_END = re.compile(r"[.!?…]['\"”’)\]]*\s|\n\s*\n|[•*]\s|\n\s*[-–—]\s")
_ABBREVIATION = re.compile(r"(?:st|ste|ft|mt|mrs?|ms|dr|gov|sen|rep|lt|sgt|col|gen|capt|maj|rev|hon|prof|jr|sr|no|vs)$")


class Word(NamedTuple):
    """One word of a text."""

    start: int
    end: int
    """Offsets into the text."""
    text: str
    key: str
    """Folded."""
    capital: bool
    """It begins with a capital letter."""
    shouted: bool
    """It is all in capitals and longer than one letter."""
    first: bool
    """A sentence or a line of its own begins with it."""
    gap: str
    """What stands between the word before and this one; empty before the first."""
    joined: bool
    """Only a space, a line's end or a hyphen parts it from the word before: both may be one name."""


_APOSTROPHES = "'’ʼʻ‘`´"
_KEPT = 40
"""Longer words are folded anew each time, so that a hostile text fills no memory."""
_JOINS = frozenset({" ", "-", "\u00a0", "\n", "‑", "‐", " \n", "\n ", "  "})
_fold = lru_cache(maxsize=1 << 15)(fold_word)


@lru_cache(maxsize=4)
def split_words(text: str) -> tuple[Word, ...]:
    """The words of `text`, in order. The last few texts are kept: several readers ask for the same one."""
    words: list[Word] = []
    before = ""
    position = 0
    for found in TOKEN.finditer(text):
        raw = found.group()
        start, end = found.span()
        key = _fold(raw) if len(raw) < _KEPT else fold_word(raw)
        if not key or (raw == "s" and 0 < start == position + 1 and text[position] in _APOSTROPHES):
            continue  # a possessive's s stays in the gap: Syria's army
        gap = text[position:start]
        if gap == " " and words:
            first, joined = False, True
        else:
            if gap.startswith(". ") and _ABBREVIATION.match(before):
                gap = gap[1:]
            first = not words or _SENTENCE_END.search(gap) is not None
            joined = gap in _JOINS or (len(gap) == 3 and gap.isspace())
        capital = raw[0].isupper() or (raw[0] in _APOSTROPHES and raw[1:2].isupper())
        shouted = capital and len(raw) > 1 and raw.isupper()
        words.append(Word(start, end, raw, key, capital, shouted, first, gap, joined))
        before = key
        position = end
    return tuple(words)


def is_uncapitalised(words: Sequence[Word]) -> bool:
    """The text's maker threw capitals away: fewer than one word in twenty has one, and few sentences begin with one.

    A site's furniture below such a text ("Facebook Twitter Mail") may have kept its own.
    """
    if len(words) < 8:
        return False
    first = [word.capital for word in words if word.first]
    return sum(word.capital for word in words) * 20 < len(words) and sum(first) * 3 < len(first)
