"""Phrases and what they mean, and the one pass that finds them in a text.

Apart from the package's own module, which reads the files: this part is compiled.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from dateline.events.letters import Memory

VERDICTS = frozenset({"unverified", "disputed", "denial", "confirmation", "evidence", "responsibility"})
"""Cues that bear on how far a report is established: they matter even where no trigger stands."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a phrase means. One phrase may be several things: "suicide bomber" is an actor and a trigger."""

    word_class: str
    """One of `units.MARKS`: what the clause patterns see."""
    trigger: str = ""
    """What happens: a sense of `subtypes`; empty for a word that is no trigger."""
    form: str = ""
    """Of a trigger: noun, past, ing, base."""
    strong: bool = False
    """Of a trigger: it makes an event without further signs of conflict."""
    kind: str = ""
    """Of an actor: an `ActorKind`."""
    country: str | None = None
    """Of an actor: alpha-3 code, or ``*`` for the country of the event."""
    noun: str = ""
    """Of an actor: ``name``, ``described``, ``group`` (one word, many people) ``single`` (in the singular, where there
    are no articles) ``bare`` (says no more than that
    somebody did it) or ``thing`` (it can be hit, not killed)."""
    value: tuple[int, int] | None = None
    """Of a number word or a vague quantity: smallest and largest."""
    unit: bool = False
    """A number before it counts no people."""
    cues: frozenset[str] = frozenset()
    """What it makes of its clause: hypothetical, threat, plan, drill, history, court, sport, …"""


@dataclass(frozen=True, slots=True)
class Grammar:
    """What the clause patterns must know of a language besides its words: grammar.toml of its folder."""

    articles: bool = True
    """ "A teacher" counts one; without articles, a noun in the singular does."""
    free_order: bool = False
    """Subjects may follow their verbs."""
    genitive: tuple[str, ...] = ()
    """Endings of the first word of a phrase that is no subject, and behind a noun says whose it is."""
    instrumental: tuple[str, ...] = ()
    """Endings of those by whom something was done."""
    accusative: tuple[str, ...] = ()
    """Endings of many to whom something is done, where no number rules their case."""
    nominative: tuple[str, ...] = ()
    """Endings of many who act."""
    passive: tuple[str, ...] = ()
    """Endings of verbs whose subject it was done to."""
    trades: tuple[str, ...] = ()
    """Endings of words for somebody by his trade, in the singular."""
    abbreviations: frozenset[str] = frozenset()
    """Words behind which a full stop ends no sentence."""
    particles: frozenset[str] = frozenset()
    """Small words inside a person's name: bin, van, de la."""
    bare: frozenset[str] = frozenset()
    """Nouns that stand without an article behind "in" and "at": no names, where nothing has a capital."""
    openers: frozenset[str] = frozenset()
    """Words that open a sentence even behind an abbreviation of single letters."""


@dataclass(slots=True, eq=False)
class _Phrase:
    rest: tuple[str, ...]
    second: str
    """Its second word where that is one word and no pattern."""
    entry: Entry
    weight: int
    own: int
    """How many of its words it takes up; 0 for all."""


@dataclass(slots=True, eq=False)
class Beginning:
    """The phrases that begin with one word, longest first."""

    others: tuple[_Phrase, ...]
    """Those that need no certain second word."""
    by_second: dict[str, tuple[_Phrase, ...]]
    """By each certain second word, those with it and the others: few of the forty that begin with "the"."""
    by_start: dict[str, tuple[_Phrase, ...]]
    """By the first letters of a second word that may be inflected, those that it may stand in and the others."""
    awaited: frozenset[str] = frozenset()
    """The words that a phrase with a gap behind its first word goes on with: without any of them near, the phrases
    `without_gap` are all that may be there."""
    without_gap: Beginning | None = None

    def match(self, lowers: list[str], position: int, last: int) -> tuple[Entry, int] | None:
        """The entry of the longest phrase that begins at `position`, and the position after it."""
        following = lowers[position + 1] if position + 1 < last else ""
        beginning = self
        if beginning.without_gap is not None and beginning.awaited.isdisjoint(
            lowers[position + 1 : position + 2 + GAP_WORDS]
        ):
            beginning = beginning.without_gap
        tried = beginning.by_second.get(following)
        if tried is None:
            tried = beginning.others
            if beginning.by_start:
                tried = beginning.by_start.get(following[:_START], tried)
        for phrase in tried:
            end = position + 1
            gap = 0
            for wanted in phrase.rest:
                if wanted == "~":
                    gap = GAP_WORDS
                    continue
                while gap and end < last and not _same(wanted, lowers[end]) and lowers[end] not in _PARTING:
                    end, gap = end + 1, gap - 1
                gap = 0
                if end >= last:
                    break
                word = lowers[end]
                if word != wanted and not (wanted[-1] == "*" and word.startswith(wanted[:-1])):
                    break
                end += 1
            else:
                return phrase.entry, position + phrase.own if phrase.own else end
        return None


@dataclass(slots=True, eq=False)
class Known:
    """What the word lists of a language say of one word."""

    phrases: Beginning | None
    """Those that begin with it; None where none does."""
    dates: Beginning | None
    """The same for days and spans."""
    tells: bool
    """Whether one of its phrases may say that something happened, or is true or false."""


_UNKNOWN = Known(None, None, tells=False)


@dataclass
class Lexicon:
    """One language's entries, by the first word of their phrases."""

    language: str
    grammar: Grammar = Grammar()
    dates: Lexicon | None = None
    """What names days and spans."""
    _exact: dict[str, list[_Phrase]] = field(default_factory=dict)
    _prefix: dict[str, list[_Phrase]] = field(default_factory=dict)
    _prefix_lengths: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        self._known = Memory(self._look_up)

    def add(self, phrase: str, entry: Entry) -> None:
        """Add one phrase; call `seal` after the last."""
        own = phrase.split().index("|") if "|" in phrase else 0
        head, *rest = phrase.replace("|", "").split()
        second = rest[0] if rest and rest[0] != "~" and rest[0][-1] != "*" else ""
        item = _Phrase(tuple(rest), second, entry, (len(rest) + 1) * 100 + len(phrase) - 20 * phrase.count("*"), own)
        table = self._prefix if head.endswith("*") else self._exact
        table.setdefault(head.rstrip("*"), []).append(item)

    def seal(self) -> None:
        """Make ready for `read`."""
        self._prefix_lengths = tuple(sorted({len(prefix) for prefix in self._prefix}))
        self._known.clear()

    def read(self, lowers: Iterable[str]) -> list[Known]:
        """What is known of each of some words, in lower case."""
        return list(map(self._known.__getitem__, lowers))

    def _look_up(self, word: str) -> Known:
        found = self.candidates(word)
        dates = _beginning(self.dates.candidates(word)) if self.dates is not None else None
        if not found and dates is None:
            return _UNKNOWN
        tells = any(phrase.entry.trigger or phrase.entry.cues & VERDICTS for phrase in found)
        return Known(_beginning(found), dates, tells)

    def candidates(self, word: str) -> tuple[_Phrase, ...]:
        """The phrases that may begin with a word, longest first."""
        found = list(self._exact.get(word, ()))
        for length in self._prefix_lengths:
            if length > len(word):
                break
            found.extend(self._prefix.get(word[:length], ()))
        found.sort(key=lambda phrase: -phrase.weight)
        return tuple(found)


def _beginning(found: tuple[_Phrase, ...]) -> Beginning | None:
    if not found:
        return None
    beginning = _by_second(found)
    gapped = [phrase for phrase in found if len(phrase.rest) > 1 and phrase.rest[0] == "~"]
    if gapped and not any(phrase.rest[1].endswith("*") for phrase in gapped):
        beginning.awaited = frozenset(phrase.rest[1] for phrase in gapped)
        beginning.without_gap = _by_second(tuple(phrase for phrase in found if phrase not in gapped))
    return beginning


def _by_second(found: tuple[_Phrase, ...]) -> Beginning:
    """Phrases that begin alike, by what their second words may be."""

    def fitting(start: str, second: str = "") -> tuple[_Phrase, ...]:
        return tuple(p for p in found if (p.second == second if p.second else _start(p) in ("", start)))

    return Beginning(
        fitting(""),
        {second: fitting(second[:_START], second) for second in {p.second for p in found} - {""}},
        {start: fitting(start) for start in {_start(p) for p in found} - {""}},
    )


_START = 3


def _start(phrase: _Phrase) -> str:
    """The first letters of a second word that may be inflected; empty where it may be any word."""
    wanted = phrase.rest[0] if phrase.rest else ""
    return wanted[:_START] if wanted.endswith("*") and len(wanted) > _START else ""


def _same(wanted: str, word: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted[-1] == "*" else word == wanted


_PARTING = frozenset({",", ";", ":", ".", "(", ")", '"', "\u201c", "\u201d", "that"})
"""What no ``~`` reaches across."""

GAP_WORDS = 4
"""How many words a ``~`` in a phrase may stand for, at most."""
