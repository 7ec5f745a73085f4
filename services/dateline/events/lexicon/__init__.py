"""The word lists of each language, as data files, and the one pass that finds their entries in a text.

A language is a folder of TSV files; nothing about a word's meaning is in code. A file's columns are said
in its first line. A phrase is words parted by blanks; a word that ends in ``*`` matches every word that
begins so (inflected forms), and ``~`` stands for up to four words; what stands behind a ``|`` must follow,
but is no part of the phrase; ``{a|b}`` stands for either, ``{a|}`` for what may be left out. Of several entries at
one word, the longest phrase wins.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files

from dateline.events.letters import Memory

LANGUAGES = ("en", "uk", "ru")
"""Languages that have a folder here."""

VERDICTS = frozenset({"unverified", "disputed", "denial", "confirmation", "responsibility"})
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
    passive: tuple[str, ...] = ()
    """Endings of verbs whose subject it was done to."""
    abbreviations: frozenset[str] = frozenset()
    """Words behind which a full stop ends no sentence."""
    openers: frozenset[str] = frozenset()
    """Words that open a sentence even behind an abbreviation of single letters."""


@dataclass(slots=True)
class _Phrase:
    rest: tuple[str, ...]
    second: str
    """Its second word where that is one word and no pattern."""
    entry: Entry
    weight: int
    own: int
    """How many of its words it takes up; 0 for all."""


@dataclass(slots=True)
class _Beginning:
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
    without_gap: _Beginning | None = None


@dataclass
class Lexicon:
    """One language's entries, by the first word of their phrases."""

    language: str
    grammar: Grammar = Grammar()
    _exact: dict[str, list[_Phrase]] = field(default_factory=dict)
    _prefix: dict[str, list[_Phrase]] = field(default_factory=dict)
    _prefix_lengths: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        self.candidates = Memory(self._candidates)
        """By word, the phrases that may begin with it, longest first."""
        self._beginnings = Memory(self._beginning)
        self.tells = Memory(self._tells)
        """By word, whether a phrase that begins with it may say that something happened, or is true or false."""

    def add(self, phrase: str, entry: Entry) -> None:
        """Add one phrase; call `seal` after the last."""
        own = phrase.split().index("|") if "|" in phrase else 0
        head, *rest = phrase.replace("|", "").split()
        second = rest[0] if rest and rest[0] != "~" and rest[0][-1] != "*" else ""
        item = _Phrase(tuple(rest), second, entry, (len(rest) + 1) * 100 + len(phrase) - 20 * phrase.count("*"), own)
        table = self._prefix if head.endswith("*") else self._exact
        table.setdefault(head.rstrip("*"), []).append(item)

    def seal(self) -> None:
        """Make ready for `match`."""
        self._prefix_lengths = tuple(sorted({len(prefix) for prefix in self._prefix}))
        self.candidates.clear()
        self._beginnings.clear()
        self.tells.clear()

    def match(self, lowers: list[str], position: int, last: int) -> tuple[Entry, int] | None:
        """The entry of the longest phrase that begins at `position`, and the position after it."""
        following = lowers[position + 1] if position + 1 < last else ""
        beginning = self._beginnings[lowers[position]]
        if beginning.without_gap is not None and beginning.awaited.isdisjoint(
            lowers[position + 1 : position + 2 + GAP_WORDS]
        ):
            beginning = beginning.without_gap
        tried = beginning.by_second.get(following, beginning.others)
        if beginning.by_start and following not in beginning.by_second:
            tried = beginning.by_start.get(following[:_START], beginning.others)
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

    def _tells(self, word: str) -> bool:
        return any(phrase.entry.trigger or phrase.entry.cues & VERDICTS for phrase in self.candidates[word])

    def _beginning(self, word: str) -> _Beginning:
        found = self.candidates[word]
        beginning = _by_second(found)
        gapped = [phrase for phrase in found if len(phrase.rest) > 1 and phrase.rest[0] == "~"]
        if gapped and not any(phrase.rest[1].endswith("*") for phrase in gapped):
            beginning.awaited = frozenset(phrase.rest[1] for phrase in gapped)
            beginning.without_gap = _by_second(tuple(phrase for phrase in found if phrase not in gapped))
        return beginning

    def _candidates(self, word: str) -> tuple[_Phrase, ...]:
        found = list(self._exact.get(word, ()))
        for length in self._prefix_lengths:
            if length > len(word):
                break
            found.extend(self._prefix.get(word[:length], ()))
        found.sort(key=lambda phrase: -phrase.weight)
        return tuple(found)


def _by_second(found: tuple[_Phrase, ...]) -> _Beginning:
    """Phrases that begin alike, by what their second words may be."""

    def fitting(start: str, second: str = "") -> tuple[_Phrase, ...]:
        return tuple(p for p in found if (p.second == second if p.second else _start(p) in ("", start)))

    return _Beginning(
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


def read_table(language: str, name: str) -> Iterator[Mapping[str, str]]:
    """The rows of a TSV file of a language, by the column names of its first line."""
    lines = files(__name__).joinpath(language, name).read_text(encoding="utf-8").splitlines()
    columns = lines[0].split("\t")
    for line in lines[1:]:
        if line and not line.startswith("# "):
            yield dict(zip(columns, line.split("\t"), strict=True))


def phrases(cell: str) -> Iterator[str]:
    """The phrases of a cell: parted by commas, each in all its variants."""
    for part in cell.split(","):
        for phrase in _variants(part):
            if words := " ".join(phrase.split()):
                yield words


def _variants(phrase: str) -> Iterator[str]:
    """ "war{s|} crime{s|}" in full: four phrases."""
    choice = _CHOICE.search(phrase)
    if choice is None:
        yield phrase
        return
    for variant in choice[1].split("|"):
        yield from _variants(phrase[: choice.start()] + variant + phrase[choice.end() :])


_CHOICE = re.compile(r"\{([^{}]*)\}")


@functools.cache
def load(language: str) -> Lexicon:
    """Read a language's folder; raises FileNotFoundError for one that has none."""
    meanings: dict[str, Entry] = {}

    def learn(cell: str, entry: Entry) -> None:
        for phrase in phrases(cell):
            for spelling in {phrase, " ".join(_DOTTED.get(word, word) for word in phrase.split())}:
                known = meanings.get(spelling)
                meanings[spelling] = entry if known is None else _merged(known, entry)

    for row in read_table(language, "actors.tsv"):
        country = None if row["country"] == "-" else row["country"]
        word_class = "person" if row["kind"] in _UNARMED else "armed"
        learn(row["phrases"], Entry(word_class, kind=row["kind"], country=country, noun=row["noun"]))
    for row in read_table(language, "triggers.tsv"):
        word_class = row["class"] if row["class"] != "-" else "trigger"
        strong = row["strength"] == "strong"
        learn(row["phrases"], Entry(word_class, trigger=row["sense"], form=row["form"], strong=strong))
    for row in read_table(language, "words.tsv"):
        word_class, sense, value = row["class"], row["sense"], None
        if row["value"] != "-":
            low, _, high = row["value"].partition("..")
            value = (int(low), int(high or low))
        cues = frozenset({sense}) if word_class == "cue" else frozenset()
        learn(row["phrases"], Entry(word_class, value=value, unit=word_class == "unit", cues=cues))
    for row in read_table(language, "dates.tsv"):
        if row["kind"] in ("month", "weekday"):
            learn(row["phrases"], Entry("cue", cues=frozenset({row["kind"]})))
    grammar = tomllib.loads(files(__name__).joinpath(language, "grammar.toml").read_text(encoding="utf-8"))
    for name in ("abbreviations", "openers"):
        grammar[name] = frozenset(grammar[name])
    for name in ("genitive", "instrumental", "accusative", "passive"):
        grammar[name] = tuple(grammar.get(name, ()))
    lexicon = Lexicon(language, Grammar(**grammar))
    for phrase, entry in meanings.items():
        lexicon.add(phrase, entry)
    lexicon.seal()
    return lexicon


def _merged(first: Entry, second: Entry) -> Entry:
    """Both meanings in one entry; the first names the class, unless it is weaker than the other."""
    return Entry(
        second.word_class if _weakness(first) > _weakness(second) else first.word_class,
        trigger=first.trigger or second.trigger,
        form=first.form or second.form,
        strong=first.strong or second.strong,
        kind=first.kind or second.kind,
        country=first.country or second.country,
        noun=first.noun or second.noun,
        value=first.value or second.value,
        unit=first.unit or second.unit,
        cues=first.cues | second.cues,
    )


def _weakness(entry: Entry) -> int:
    """A word that says who was harmed says more to the patterns than one that only happens."""
    return {"cue": 2, "unit": 2, "trigger": 1}.get(entry.word_class, 0)


_DOTTED = {"un": "u . n ."}
"""Abbreviations that are written with full stops too, and how those are cut into words."""

_UNARMED = frozenset({"civilians", "journalists", "aid_workers", "politicians"})
