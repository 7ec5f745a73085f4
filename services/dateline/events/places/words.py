"""A text as words with offsets, and what their looks tell: capitals, sentence starts, what parts them.

Nothing here knows of places.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dateline.events.letters import Memory
from dateline.events.places.folding import TOKEN, fold_word

_SENTENCE_END = re.compile(r"[.!?…]['\"”’)\]]*\s|\n\s*\n|[•*]\s|\n\s*[-–—]\s")
_ABBREVIATION = re.compile(r"(?:st|ste|ft|mt|mrs?|ms|dr|gov|sen|rep|lt|sgt|col|gen|capt|maj|rev|hon|prof|jr|sr|no|vs)$")


class Word:
    """One word of a text. No dataclass: so many are made, and a constructor of its own is compiled."""

    __slots__ = ("capital", "end", "first", "gap", "joined", "key", "shouted", "start", "text")

    def __init__(
        self,
        start: int,
        end: int,
        text: str,
        key: str,
        gap: str,
        *,
        capital: bool,
        shouted: bool,
        first: bool,
        joined: bool,
    ) -> None:
        self.start: Final = start
        self.end: Final = end
        """Offsets into the text."""
        self.text: Final = text
        self.key: Final = key
        """Folded."""
        self.gap: Final = gap
        """What stands between the word before and this one; empty before the first."""
        self.capital: Final = capital
        """It begins with a capital letter."""
        self.shouted: Final = shouted
        """It is all in capitals and longer than one letter."""
        self.first: Final = first
        """A sentence or a line of its own begins with it."""
        self.joined: Final = joined
        """Only a space, a line's end or a hyphen parts it from the word before: both may be one name."""


POSSESSIVES = frozenset({"'s ", "’s "})
"""Gaps of "X's Y"."""
_APOSTROPHES = frozenset("'’ʼʻ‘`´")
_JOINS = frozenset({" ", "-", "\u00a0", "\n", "‑", "‐", " \n", "\n ", "  "})


def _look(raw: str) -> tuple[str, bool, bool]:
    """Key, whether it is capitalised, whether it is all in capitals."""
    capital = raw[0].isupper() or (raw[0] in _APOSTROPHES and raw[1:2].isupper())
    return fold_word(raw), capital, capital and len(raw) > 1 and raw.isupper()


def _part(gap: str) -> tuple[bool, bool]:
    """Whether a sentence begins behind it, and whether it joins two words."""
    return _SENTENCE_END.search(gap) is not None, gap in _JOINS or (len(gap) == 3 and gap.isspace())


_LOOKS = Memory(_look)
_PARTINGS = Memory(_part)


@dataclass(frozen=True, slots=True)
class Text:
    """The words of a text."""

    words: list[Word]
    capitals: list[int]
    """Numbers of the capitalised words."""
    plain: frozenset[str]
    """Keys of words that are not capitalised."""


@lru_cache(maxsize=4)
def read_words(text: str) -> Text:
    """The words of `text`, in order. The last few texts are kept: several readers ask for the same one."""
    parts: list[str] = TOKEN.split(text)
    raws, gaps = parts[1::2], parts[:-1:2]
    looks: list[tuple[str, bool, bool]] = list(map(_LOOKS.__getitem__, raws))
    words: list[Word] = []
    end = 0
    for at, (key, capital, shouted) in enumerate(looks):
        gap = gaps[at]
        first, joined = (False, True) if gap == " " else _PARTINGS[gap]
        start = end + len(gap)
        end = start + len(raws[at])
        if first and at and gap.startswith(". ") and _ABBREVIATION.match(looks[at - 1][0]):
            gap = gap[1:]
            first, joined = _PARTINGS[gap]
        if key:
            words.append(
                Word(
                    start,
                    end,
                    raws[at],
                    key,
                    gap,
                    capital=capital,
                    shouted=shouted,
                    first=first or at == 0,
                    joined=joined,
                )
            )
    return Text(
        words,
        [at for at, word in enumerate(words) if word.capital],
        frozenset([word.key for word in words if not word.capital]),
    )


def split_words(text: str) -> list[Word]:
    """The words of `text`, in order."""
    return read_words(text).words


def is_uncapitalised(text: Text) -> bool:
    """The text's maker threw capitals away: fewer than one word in twenty has one, and few sentences begin with one.

    A site's furniture below such a text ("Facebook Twitter Mail") may have kept its own.
    """
    if len(text.words) < 8:
        return False
    if len(text.capitals) * 20 >= len(text.words):
        return False
    firsts = [word.capital for word in text.words if word.first]
    return sum(firsts) * 3 < len(firsts)
