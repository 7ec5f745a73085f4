"""A text as words with offsets, and what their looks tell: capitals, sentence starts, what parts them.

Nothing here knows of places.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import accumulate, compress, count
from operator import attrgetter, not_
from typing import NamedTuple

from dateline.events.letters import Memory
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
_word: Callable[[Iterable[object]], Word] = partial(tuple.__new__, Word)
"""A `Word` of its fields in order, at half the cost of calling the class."""


@dataclass(frozen=True, slots=True)
class Text:
    """The words of a text, and as columns what is asked of all of them: that is several times faster than words."""

    words: tuple[Word, ...]
    keys: tuple[str, ...]
    capital: tuple[bool, ...]
    first: tuple[bool, ...]
    capitals: tuple[int, ...]
    """Numbers of the capitalised words."""
    plain: frozenset[str]
    """Keys of words that are not capitalised."""


@lru_cache(maxsize=4)
def read_words(text: str) -> Text:
    """The words of `text`, in order. The last few texts are kept: several readers ask for the same one."""
    parts = TOKEN.split(text)
    reached = list(accumulate(map(len, parts)))
    raws, gaps, starts, ends = parts[1::2], parts[:-1:2], reached[:-1:2], reached[1::2]
    looks = list(map(_LOOKS.__getitem__, raws))
    if not raws:
        return _text(())
    keys, capitals, shouted = zip(*looks, strict=True)
    partings = list(map(_PARTINGS.__getitem__, gaps))
    partings[0] = (True, partings[0][1])
    for at in [at for at, (first, _) in enumerate(partings) if first and at]:
        if gaps[at].startswith(". ") and _ABBREVIATION.match(keys[at - 1]):
            gaps[at] = gaps[at][1:]
            partings[at] = _PARTINGS[gaps[at]]
    firsts, joins = zip(*partings, strict=True)
    words = tuple(map(_word, zip(starts, ends, raws, keys, capitals, shouted, firsts, gaps, joins, strict=True)))
    return _text(words if all(keys) else tuple(word for word in words if word.key))


def _text(words: tuple[Word, ...]) -> Text:
    keys = tuple(map(attrgetter("key"), words))
    capital = tuple(map(attrgetter("capital"), words))
    first = tuple(map(attrgetter("first"), words))
    plain = frozenset(compress(keys, map(not_, capital)))
    return Text(words, keys, capital, first, tuple(compress(count(), capital)), plain)


def split_words(text: str) -> tuple[Word, ...]:
    """The words of `text`, in order."""
    return read_words(text).words


def is_uncapitalised(text: Text) -> bool:
    """The text's maker threw capitals away: fewer than one word in twenty has one, and few sentences begin with one.

    A site's furniture below such a text ("Facebook Twitter Mail") may have kept its own.
    """
    if len(text.words) < 8:
        return False
    first = sum(compress(text.capital, text.first))
    return len(text.capitals) * 20 < len(text.words) and first * 3 < sum(text.first)
