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
from importlib.resources import files

from dateline.events.lexicon.matching import VERDICTS, Entry, Grammar, Known, Lexicon

__all__ = ["LANGUAGES", "VERDICTS", "Entry", "Grammar", "Known", "Lexicon", "load", "phrases", "read_table"]

LANGUAGES = ("en", "uk", "ru")
"""Languages that have a folder here."""


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
    for name in ("abbreviations", "bare", "openers", "particles"):
        grammar[name] = frozenset(grammar.get(name, ()))
    for name in ("genitive", "instrumental", "accusative", "nominative", "passive", "trades"):
        grammar[name] = tuple(grammar.get(name, ()))
    lexicon = Lexicon(language, Grammar(**grammar), _dates(language))
    for phrase, entry in meanings.items():
        lexicon.add(phrase, entry)
    lexicon.seal()
    return lexicon


def _dates(language: str) -> Lexicon:
    """The names of days and spans; an entry's class is the kind of its row."""
    dates = Lexicon(language)
    for row in read_table(language, "dates.tsv"):
        if row["kind"] == JOINT:
            continue
        low, _, high = row["value"].partition("..")
        value = (int(low), int(high or low)) if low not in ("-", "") else None
        for phrase in phrases(row["phrases"]):
            dates.add(phrase, Entry(row["kind"], value=value))
    dates.seal()
    return dates


JOINT = "joint"
"""The kind of a row of dates.tsv that names no day, but stands between two."""


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
