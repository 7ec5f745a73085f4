"""Which language a text is in, as far as the tagger needs to know: one that it reads, or none.

A count of letters and of function words over the first part of the text: cheap enough to be asked of
every article, and an unknown language is never mistaken for a known one for long.
"""

from __future__ import annotations

import re

from dateline.events import lexicon
from dateline.events.letters import LETTER

SAMPLE_CHARACTERS = 3000

_HEAD_CHARACTERS = 500
_PLAINLY = 5
"""A text is plainly English where one word in so many is an English function word; in news every third is."""

_WORD = re.compile(f"{LETTER}+")
_ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "a",
        "is",
        "was",
        "for",
        "on",
        "that",
        "with",
        "by",
        "at",
        "from",
        "as",
        "were",
        "has",
        "have",
        "had",
        "are",
        "be",
        "said",
        "an",
        "it",
        "his",
        "he",
        "they",
        "after",
        "who",
        "not",
        "their",
        "this",
        "been",
        "will",
        "its",
        "which",
        "but",
        "or",
    ]
)
_OTHER_FUNCTION_WORDS = (
    "al am ao au aux avec che con contra da das de dei del dem den der des dla du e een ein eine el ella els em en "
    "er est et gli het i il la las le les lo los mit na nel nella niet no och oder og och os par para per por pour "
    "que se sind sobre som su sul sur um un una und une van ve van von w z za zu di dan yang pada oleh bir ile"
)
_NOT_ENGLISH = frozenset(_OTHER_FUNCTION_WORDS.split())
"""Function words of other languages in Latin letters: two of them, and a short text is no English."""

_SHORT_WORDS = 40
"""A text so short may have no function word at all: "Gunmen killed five farmers near Gao." """

_ACCENTED_NAMES = 1

_CYRILLIC = re.compile(r"[\u0400-\u04ff]+")
_UKRAINIAN = "\u0456\u0457\u0454\u0491"
_RUSSIAN = "\u044b\u044d\u0451"
_HARD_SIGN = "\u044a"
_BULGARIAN_HARD_SIGN = re.compile(f"{_HARD_SIGN}(?![\u0435\u0451\u044e\u044f])")
"""In Russian it stands only before those vowels."""
_OTHER_CYRILLIC = re.compile(r"[\u0452\u0453\u0455\u0458-\u045b\u045e\u045f]")


def read_as(text: str, told: str | None = None) -> str | None:
    """``en``, ``uk`` or ``ru`` where the text is in it, else None.

    `told` is what the source says (BCP 47); the text itself wins where the two disagree.
    """
    head = text[:_HEAD_CHARACTERS]
    if _is_plainly_english(head):
        return "en"
    sample = text[:SAMPLE_CHARACTERS].lower()
    words = _WORD.findall(sample)
    if not words:
        return None
    cyrillic = 0 if sample.isascii() else sum(map(len, _CYRILLIC.findall(sample)))
    if cyrillic * 3 > sum(map(len, words)):
        return _read_cyrillic(sample, told)
    told_english = (told or "").startswith("en")
    common = sum(map(_ENGLISH.__contains__, words))
    if common * 12 >= len(words) or (told_english and common * 20 >= len(words)):
        # "a" is Portuguese too, "in" German, "on" French: whose function words are more?
        return "en" if sum(map(_NOT_ENGLISH.__contains__, words)) < common else None
    return "en" if len(words) <= _SHORT_WORDS and _is_terse_english(words) else None


def _is_plainly_english(head: str) -> bool:
    """Whether so many of the first words are English function words that nobody need read on."""
    words = _WORD.findall(head.lower())
    return len(words) > _SHORT_WORDS and sum(map(_ENGLISH.__contains__, words)) * _PLAINLY >= len(words)


def _read_cyrillic(sample: str, told: str | None) -> str | None:
    if len(_OTHER_CYRILLIC.findall(sample)) > 3:
        return None
    ukrainian, russian = sum(map(sample.count, _UKRAINIAN)), sum(map(sample.count, _RUSSIAN))
    if sample.count(_HARD_SIGN) > russian and len(_BULGARIAN_HARD_SIGN.findall(sample)) > russian:
        return None
    if ukrainian == russian:  # a headline may have none of either's letters
        if told is not None and told[:2] in ("uk", "ru"):
            return told[:2]
        words = _CYRILLIC.findall(sample[:_HEAD_CHARACTERS])
        letters = sum(map(len, words))  # the more, the less likely is Ukrainian without any of its own
        return "uk" if _known(words, "uk") > _known(words, "ru") + letters // _LETTERS_OF_OWN else "ru"
    return "uk" if ukrainian > russian else "ru"


_LETTERS_OF_OWN = 40
"""In so many letters Ukrainian nearly always has one that Russian lacks; Russian often has none of its own."""


def _known(words: list[str], language: str) -> int:
    """How many of the words a language's lists have."""
    return sum(known.phrases is not None for known in lexicon.load(language).read(words))


def _is_terse_english(words: list[str]) -> bool:
    """Whether a short text without function words is English: plain letters but in a name, and a word that tells of
    an event."""
    accented = len(words) - sum(map(str.isascii, words))
    if accented > _ACCENTED_NAMES or sum(word in _NOT_ENGLISH for word in words) > 1:
        return False
    return any(known.tells for known in lexicon.load("en").read(words))
