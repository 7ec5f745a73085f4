"""A sentence as units: lexicon phrases, places, countries and plain words, each with a one-letter mark.

The marks of a sentence make a short string, and the clause patterns (casualties, roles, sources) are
regular expressions over it. So a pattern is language-neutral and its cost is bounded by the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from dateline.events.lexicon import Entry, Grammar, Known
from dateline.events.places import CountryMention, Toponym
from dateline.events.tokens import Sentence, Tokens

MARKS = {
    "trigger": "T",
    "killed": "K",
    "destroyed": "Z",
    "killing": "k",
    "died": "D",
    "dead": "d",
    "deaths": "z",
    "claimed": "l",
    "wounded": "I",
    "wounding": "i",
    "injuries": "j",
    "casualties": "C",
    "armed": "a",
    "person": "p",
    "others": "o",
    "number": "#",
    "multiplier": "m",
    "vague": "v",
    "zero": "0",
    "approx": "~",
    "being": "b",
    "having": "h",
    "negation": "n",
    "indefinite": "e",
    "definite": "t",
    "including": "g",
    "locative": "@",
    "locative_on": "O",
    "between": "E",
    "of": "f",
    "by": "y",
    "against": "!",
    "to": "r",
    "from": "R",
    "and": "&",
    "or": "|",
    "with": "W",
    "relative": "w",
    "pronoun": "N",
    "clause": ":",
    "light": "V",
    "backed": "B",
    "ago": "A",
    "mounting": "U",
    "unit": "u",
    "age": "Y",
    "say": "s",
    "source": "S",
    "media": "M",
    "cue": "x",
    "country": "c",
    "place": "L",
    "name": "X",
    "word": "x",
    "genitive": "'",
    "preposition": "P",
}
"""Word class → mark. Every class that a lexicon file may use is here."""

_PUNCTUATION = {
    ",": ",",
    ";": ";",
    ":": ";",
    ".": ".",
    "!": ".",
    "?": "?",
    "(": "(",
    ")": ")",
    "[": "(",
    "]": ")",
    "-": "-",
    "--": "_",
    "\u2013": "_",
    "\u2014": "_",
    "\u2012": "_",
    '"': '"',
    "\u201c": '"',
    "\u201d": '"',
    "\u201e": '"',
    "\u00ab": '"',
    "\u00bb": '"',
    "/": "/",
    "%": "u",
    "$": "$",
    "\u20ac": "$",
    "\u00a3": "$",
    "'s": "'",
    "'": "'",
    "&": "&",
}

_WORD = Entry("word")
_NAME = Entry("name")
_NUMBER = Entry("number")
_MARK = Entry("punctuation")
_COUNTRY = Entry("country", noun="state")
_DEMONYM = Entry("country", noun="demonym")
_PLACE = Entry("place")


@dataclass(slots=True, init=False)  # hatch_build.py says why
class Unit:
    """One phrase of a sentence: tokens [first, last)."""

    mark: str
    first: int
    last: int
    entry: Entry
    place: Toponym | None
    country: str | None
    """Alpha-3 of a demonym, a country's name or a capital that stands for its government."""

    def __init__(
        self, mark: str, first: int, last: int, entry: Entry, place: Toponym | None = None, country: str | None = None
    ) -> None:
        self.mark, self.first, self.last, self.entry = mark, first, last, entry
        self.place, self.country = place, country


@dataclass(slots=True)
class Clause:
    """A sentence's units and their marks as one string, index by index."""

    sentence: Sentence
    units: list[Unit]
    marks: str
    triggers: list[int]
    """The numbers of the units that may say that something happened."""
    cued: list[int]
    """The numbers of the units with cues."""

    def possessive(self, position: int) -> bool:
        """Whether a unit is "its" or "their"."""
        return "possessive" in self.units[position].entry.cues

    def surface(self, tokens: Tokens, first: int, last: int) -> str:
        """The text of units [first, last)."""
        return tokens.surface(self.units[first].first, self.units[last - 1].last) if last > first else ""

    def span(self, tokens: Tokens, first: int, last: int) -> tuple[int, int]:
        """Where in the text units [first, last) stand, in code points."""
        return tokens.starts[self.units[first].first], tokens.ends[self.units[last - 1].last - 1]


@dataclass(frozen=True, slots=True)
class Geography:
    """The places and countries of a text, by the offset at which they begin."""

    places: Mapping[int, Toponym]
    countries: Mapping[int, CountryMention]


def annotate(
    tokens: Tokens, sentence: Sentence, known: list[Known], grammar: Grammar, geography: Geography, *, cased: bool
) -> Clause:
    """Cut a sentence into units. `known`: what the word lists say of each token; `cased`: the text uses capitals, so
    that "SAF" is a name and "saf" is not."""
    units: list[Unit] = []
    triggers: list[int] = []
    cued: list[int] = []
    position, last = sentence.first, sentence.last
    words, lowers, starts, ends = tokens.words, tokens.lowers, tokens.starts, tokens.ends
    particles = grammar.particles
    places, countries, marks_of = geography.places, geography.countries, MARKS
    while position < last:
        start = starts[position]
        phrases = known[position].phrases
        found = phrases.match(lowers, position, last) if phrases is not None else None
        if found is not None and cased and found[1] == position + 1 and _is_proper(found[0]):
            found = None if words[position].islower() else found
        if start in places or start in countries:
            toponym, mention = places.get(start), countries.get(start)
            if toponym is not None and mention is not None and mention.kind == "demonym" and toponym.end == mention.end:
                toponym = None  # "Somali" is a people before it is a region
            reach = max(toponym.end if toponym else 0, mention.end if mention else 0)
            if found is None or not _outdoes(found[0], ends[found[1] - 1], reach):
                end = position + 1
                while end < last and starts[end] < reach:
                    end += 1
                if toponym is not None and not toponym.metonym:
                    country = toponym.country if toponym.level == "country" else None
                    units.append(Unit("L", position, end, _PLACE, toponym, country))
                elif toponym is not None:
                    units.append(Unit("c", position, end, _COUNTRY, None, toponym.country))
                elif mention is not None:
                    kind = _DEMONYM if mention.kind == "demonym" else _COUNTRY
                    units.append(Unit("c", position, end, kind, None, mention.country))
                position = end
                continue
        if found is not None:
            entry, end = found
            if (
                entry.trigger
                and end > position + 2
                and any(starts[at] in places for at in range(position + 1, end - 1))
            ):
                end = position + 1  # "fired at X five rockets": the gap holds the place
            if entry.trigger:
                triggers.append(len(units))
            if entry.cues:
                cued.append(len(units))
            units.append(Unit(marks_of[entry.word_class], position, end, entry))
            position = end
            continue
        lower = lowers[position]
        mark, entry = _PUNCTUATION.get(lower, ""), _MARK
        if not mark:
            mark, entry = ("#", _NUMBER) if lower[0].isdigit() else ("x", _WORD)
        if lower == "." and _is_of_name(units, lowers, position, last, grammar):
            mark, entry = "X", _NAME
        if entry is _WORD and cased:
            capital = words[position][0].isupper() and _is_name(words, position, sentence)
            if capital or (lower in particles and _is_inside_name(units, words, position, sentence, particles)):
                mark, entry = "X", _NAME
        units.append(Unit(mark, position, position + 1, entry))
        position += 1
    marks = "".join([unit.mark for unit in units])
    if marks.count('"') > 1:
        _unquote_names(units)
        marks = "".join([unit.mark for unit in units])
    if not cased and grammar.bare and _name_places(units, lowers, marks, grammar.bare):
        marks = "".join([unit.mark for unit in units])
    if ("s" in marks or "Tp" in marks or "Ta" in marks) and _undo_participles(units, lowers, marks):
        marks = "".join([unit.mark for unit in units])
        triggers = [at for at in triggers if units[at].entry.trigger]
    if "~L" in marks:
        for unit, following in pairwise(units):
            if unit.mark == "~" and following.mark == "L":
                unit.mark = "r" if "toward" in unit.entry.cues else "@"  # "over Kursk": no number follows
        marks = "".join([unit.mark for unit in units])
    return Clause(
        sentence,
        units,
        marks,
        triggers,
        cued,
    )


def _is_proper(entry: Entry) -> bool:
    """Whether a word is a name, of a group or a newspaper: "Dawn", but not "at dawn"."""
    return entry.noun == "name" or (entry.word_class == "media" and not entry.cues)


def _is_of_name(units: list[Unit], lowers: list[str], position: int, last: int, grammar: Grammar) -> bool:
    """Whether a full stop ends an abbreviation in a name: "Gen. Kevin Bergner"."""
    inside = position + 1 < last and bool(units) and units[-1].mark == "X"
    return inside and lowers[position - 1] in grammar.abbreviations


def _name_places(units: list[Unit], lowers: list[str], marks: str, bare: frozenset[str]) -> bool:
    """Whether unknown words behind "in" or "at", in a text without capitals, became names: "at maddur, farmers …"."""
    found = False
    for matched in _STANDS_ALONE.finditer(marks):
        unit = units[matched.end() - 1]
        word = lowers[unit.first]
        if unit.entry is _WORD and len(word) >= _NAME_LETTERS and word.isalpha() and word not in bare:
            unit.mark, unit.entry, found = "X", _NAME, True
    return found


_STANDS_ALONE = re.compile(r"@x(?=[,.;O&]|$)")
_NAME_LETTERS = 4


def _undo_participles(units: list[Unit], lowers: list[str], marks: str) -> bool:
    """Whether participles before a noun became plain words: "eight accused members" are not what anybody says, and an
    "abducted trader" was not abducted now."""
    found = False
    for matched in _PARTICIPLE.finditer(marks):
        unit = units[matched.end() - 1]
        taken = unit.entry.trigger in _TAKEN and unit.entry.form == "past"
        if (unit.mark == "s" or taken) and lowers[unit.first].endswith("ed"):
            unit.mark, unit.entry, found = "x", _CAPTIVE if taken else _WORD, True
    return found


_PARTICIPLE = re.compile(r"(?:^|[#te'])T(?=[pa])|[#te']s")
_CAPTIVE = Entry("word", cues=frozenset({"captive"}))
_TAKEN = frozenset({"abduct", "arrest"})


def _outdoes(entry: Entry, end: int, reach: int) -> bool:
    """Whether a phrase that begins as a place does, and ends at `end`, is no place: a name, a number, or "того ж
    дня", which has no Togo in it. `reach`: where the place ends."""
    if entry.word_class == "number":
        return end >= reach
    if entry.word_class == "media":
        return end >= reach  # "Al Jazeera"
    return (entry.noun in _NAMES_PEOPLE and end >= reach) or ("next" in entry.cues and end > reach)


def _unquote_names(units: list[Unit]) -> None:
    """Quotation marks around a word or two make a name, not a quotation: they part nothing."""
    opened = -_QUOTED_UNITS_MAX - 2
    for position, unit in enumerate(units):
        if unit.mark == '"':
            if position - opened <= _QUOTED_UNITS_MAX + 1:
                unit.mark = units[opened].mark = "x"
                opened = -_QUOTED_UNITS_MAX - 2
            else:
                opened = position


_QUOTED_UNITS_MAX = 3
_NAMES_PEOPLE = frozenset({"name", "described", "single"})
"""Entries that are no place though a town is called so: "a Marine was killed"."""


def _is_inside_name(
    units: list[Unit], words: list[str], position: int, sentence: Sentence, particles: frozenset[str]
) -> bool:
    """Whether a particle joins the parts of a name: "Osama bin Laden", "Ibrahim al-Nuimei"."""
    following = position + 1
    if not units or units[-1].mark != "X" or following >= sentence.last:
        return False
    return words[following][0].isupper() or words[following] in particles


def _is_name(words: list[str], position: int, sentence: Sentence) -> bool:
    """Whether a capital says something: at the head of a sentence only with another behind it."""
    following = position + 1
    return position > sentence.first or (following < sentence.last and words[following][0].isupper())
