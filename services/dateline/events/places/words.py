"""A text as words with offsets, and what their looks tell: capitals, sentence starts, what parts them.

Nothing here knows of places.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dateline.events.places.folding import TOKEN, fold_word

_SENTENCE_END = re.compile(r"[.!?…]['\"”’)\]]*\s|\n\s*\n|[•*]\s|\n\s*[-–—]\s")
_ABBREVIATION = re.compile(r"(?:st|ste|ft|mt|mrs?|ms|dr|gov|sen|rep|lt|sgt|col|gen|capt|maj|rev|hon|prof|jr|sr|no|vs)$")


@dataclass(frozen=True, slots=True)
class Word:
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

    @property
    def joined(self) -> bool:
        """Only a space, a line's end or a hyphen parts it from the word before: both may be one name."""
        return self.gap in _JOINS or (len(self.gap) == 3 and self.gap.isspace())


_APOSTROPHES = "'’ʼʻ‘`´"
_JOINS = frozenset({" ", "-", "\u00a0", "\n", "‑", "‐", " \n", "\n ", "  "})


def split_words(text: str) -> list[Word]:
    """The words of `text`, in order."""
    words: list[Word] = []
    before = ""
    position = 0
    for found in TOKEN.finditer(text):
        raw = found.group()
        start, end = found.span()
        key = fold_word(raw)
        if not key or (raw == "s" and 0 < start == position + 1 and text[position] in _APOSTROPHES):
            continue  # a possessive's s stays in the gap: Syria's army
        gap = text[position:start]
        if gap.startswith(". ") and _ABBREVIATION.match(before):
            gap = gap[1:]
        letter = raw[0] if raw[0] not in "'’ʼʻ‘" else raw[1:2]
        first = not words or bool(_SENTENCE_END.search(gap))
        words.append(
            Word(
                start=start,
                end=end,
                text=raw,
                key=key,
                capital=letter.isupper(),
                shouted=len(raw) > 1 and raw.isupper(),
                first=first,
                gap=gap,
            )
        )
        before = key
        position = end
    return words


def is_uncapitalised(words: list[Word]) -> bool:
    """The text's maker threw capitals away: fewer than one word in thirty has one, and few sentences begin with one.

    A site's furniture below such a text ("Facebook Twitter Mail") may have kept its own.
    """
    if len(words) < 8:
        return False
    first = [word.capital for word in words if word.first]
    return sum(word.capital for word in words) * 30 < len(words) and sum(first) * 3 < len(first)
