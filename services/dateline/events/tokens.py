"""Words and sentences with their offsets. Nothing here knows what a word means.

Everything is linear in the length of the text: one regular expression without nested repetition cuts
tokens (its `split` gives them and what parts them as columns, without an object a token), and sentences
are cut at tokens, at most `SENTENCE_TOKENS_MAX` long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import compress
from operator import itemgetter
from typing import Final

from dateline.events.letters import LETTER
from dateline.events.lexicon import Grammar

SENTENCE_TOKENS_MAX = 220
"""A longer run of words without a full stop is cut here, so that no later step sees unbounded input."""

TOKEN_CHARACTERS_MAX = 60
"""A longer "word" is no word of a language we read; it is kept as a token that nothing matches."""

_TOKEN = re.compile(
    "("
    rf"{LETTER}+"  # a word; hyphens part words, so that "car-bomb" and "car bomb" are one thing
    r"|\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?![\d])|\d+(?:[.,]\d+)?"
    r"|['\u2019\u02bc]|[.,;:!?()\[\]{}\"\u201c\u201d\u201e\u00ab\u00bb\u2014\u2013\u2012|/%$\u20ac\u00a3\u2022\u2116&]"
    r"|(?<=\d)-(?=\d)|(?<=\s)-+(?=\s)"  # a range or a dash
    r"|\n+"
    ")"
)
_APOSTROPHES = frozenset("'\u2019\u02bc")
_CLOSERS = frozenset("\"\u201d\u00bb)'\u2019")
_ENDERS = frozenset(".!?")
_MAY_END = _ENDERS | {"\n", "\u2022"}
_DASHES = frozenset("-\u2014\u2013\u2012")


@dataclass(slots=True)
class Tokens:
    """A text's tokens in parallel lists: columns are several times faster here than objects."""

    text: str
    words: list[str]
    lowers: list[str]
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        return len(self.words)

    def add(self, lower: str, word: str, start: int, end: int) -> None:
        """Add a token."""
        self.words.append(word)
        self.lowers.append(lower)
        self.starts.append(start)
        self.ends.append(end)

    def extend(self, other: Tokens, first: int, last: int) -> None:
        """Add the tokens [first, last) of another."""
        self.words += other.words[first:last]
        self.lowers += other.lowers[first:last]
        self.starts += other.starts[first:last]
        self.ends += other.ends[first:last]

    def surface(self, first: int, last: int) -> str:
        """The text from token `first` up to, not including, token `last`."""
        return self.text[self.starts[first] : self.ends[last - 1]] if last > first else ""

    def glued(self, index: int) -> bool:
        """Whether nothing stands between this token and the one before."""
        return index > 0 and self.starts[index] == self.ends[index - 1]


def tokenize(text: str) -> Tokens:
    """Cut a text into words, numbers, marks and line breaks.

    An apostrophe inside a word stays in it ("п'ять", "don't"), the English genitive is a token of its
    own ("'s"); lower-case forms have the typographic apostrophe made plain, and the Russian "ё" as "е".
    """
    parts: list[str] = _TOKEN.split(text)
    words = parts[1::2]
    starts: list[int] = []
    ends: list[int] = []
    reached = 0
    for at, word in enumerate(words):
        reached += len(parts[2 * at])
        starts.append(reached)
        reached += len(word)
        ends.append(reached)
    lowers = [word.lower() if len(word) <= TOKEN_CHARACTERS_MAX else "\ufffd" for word in words]
    if "ё" in text or "Ё" in text:  # written or not, as a newsroom likes: the word lists are without it
        lowers = [word.replace("ё", "е") for word in lowers]
    tokens = Tokens(text, words, lowers, starts, ends)
    apostrophes = list(compress(range(len(words)), map(_APOSTROPHES.__contains__, words)))
    return _joined(tokens, apostrophes) if apostrophes else tokens


def _joined(loose: Tokens, apostrophes: list[int]) -> Tokens:
    """The tokens with what stands around the numbered apostrophes joined, or the apostrophe a token of its own."""
    tokens = Tokens(loose.text, [], [], [], [])
    taken = 0
    for at in apostrophes:
        tokens.extend(loose, taken, at)
        taken = at + 1
        start = loose.starts[at]
        if not (tokens.ends and tokens.ends[-1] == start and tokens.words[-1][-1].isalpha()):
            tokens.add("'", loose.words[at], start, loose.ends[at])
        elif taken < len(loose) and loose.glued(taken) and loose.words[taken][0].isalpha():
            word, end = loose.words[taken], loose.ends[taken]
            if end - tokens.starts[-1] > TOKEN_CHARACTERS_MAX:
                continue
            taken += 1
            if word in ("s", "S"):
                tokens.add("'s", "'s", start, end)
            else:
                tokens.words[-1] = loose.text[tokens.starts[-1] : end]
                tokens.lowers[-1] += f"'{word.lower()}"
                tokens.ends[-1] = end
    tokens.extend(loose, taken, len(loose))
    return tokens


@dataclass(slots=True, init=False, unsafe_hash=True)  # hatch_build.py says why
class Sentence:
    """A run of tokens [first, last) without the line break that ends it."""

    index: Final[int]
    first: Final[int]
    last: Final[int]
    paragraph: Final[int]
    in_title: Final[bool]

    def __init__(self, index: int, first: int, last: int, paragraph: int, in_title: bool) -> None:
        self.index, self.first, self.last, self.paragraph = index, first, last, paragraph
        self.in_title = in_title


def sentences(tokens: Tokens, grammar: Grammar, *, title_end: int, cased: bool) -> Iterator[Sentence]:
    """Cut tokens into sentences. `title_end`: offset at which the title ends; `cased`: the text uses capitals."""
    words, lowers, starts = tokens.words, tokens.lowers, tokens.starts
    count = len(words)
    first = index = paragraph = 0
    position = 0
    marks = compress(range(count), map(_MAY_END.__contains__, map(itemgetter(0), words)))
    mark = next(marks, count)
    while True:
        while mark < position:
            mark = next(marks, count)
        position = min(mark, max(position, first + SENTENCE_TOKENS_MAX))
        if position >= count:
            break
        word = words[position]
        stop = 0
        if word[0] == "\n":
            if position > first:
                yield Sentence(index, first, position, paragraph, starts[first] < title_end)
                index += 1
            paragraph += 1
            first = position + 1
        elif word in _ENDERS:
            stop = position + 1
            while stop < count and words[stop] in _CLOSERS and tokens.glued(stop):
                stop += 1
            if word == "." and not _ends_sentence(tokens, grammar, position, stop, cased=cased):
                stop = 0
        elif word == "\u2022" and position > first:
            stop = position
        elif position - first >= SENTENCE_TOKENS_MAX:
            stop = position + 1
        if stop:
            if stop > first + 1 or lowers[first] not in _ENDERS:
                yield Sentence(index, first, stop, paragraph, starts[first] < title_end)
                index += 1
            first = stop
            position = max(stop, position + 1)
            continue
        position += 1
    if first < count:
        yield Sentence(index, first, count, paragraph, starts[first] < title_end)


def _ends_sentence(tokens: Tokens, grammar: Grammar, dot: int, following: int, *, cased: bool) -> bool:
    """Whether the full stop at token `dot` ends a sentence; `following` is the token after its closers."""
    if following >= len(tokens):
        return True
    after = tokens.words[following]
    if after[0] == "\n":
        return True
    spaced = tokens.starts[following] > tokens.ends[following - 1]
    if not spaced:  # "U.S." and "story.In" look alike but for the letter before the stop
        return (
            dot > 0
            and following == dot + 1
            and after[0].isupper()
            and len(tokens.words[dot - 1]) > 2
            and tokens.words[dot - 1][1:].islower()
        )
    if dot > 0 and tokens.glued(dot):
        before = tokens.lowers[dot - 1]
        if before in grammar.abbreviations:
            return False
        if len(before) == 1 and before.isalpha():  # an initial or the end of "U.S."
            chained = dot > 2 and tokens.words[dot - 2] == "."
            return chained and after[0].isupper() and after.lower() in grammar.openers
    return not cased or not after[0].islower()
