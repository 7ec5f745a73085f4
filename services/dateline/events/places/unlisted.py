"""Places that no gazetteer has, known by the word beside them: streets, rivers, air bases, villages at the front.

They have no coordinates of their own; settle.py stands them beside a place that has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.events.places import vocabulary as v
from dateline.events.places.candidates import Candidate
from dateline.events.places.inflection import towns_of_adjective
from dateline.events.places.words import Text, Word

_RUN_MAX = 3
_HYPHENED_MAX = 7
"""Words of Deir-el-Balah-Sharqi and the like: enough for a name, and a bound for hostile text."""
_LANDS = v.WATERS_AND_LANDS | v.NUMBERED_ROADS
_TELLING = _LANDS | v.ROADS | v.BASES | v.VILLAGES


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A place named by its kind."""

    first: int
    last: int
    """Numbers of its first and last word."""
    level: str
    """site, or town for a village."""
    inner: Candidate | None
    """A listed name that is part of it (the Neches of Neches River), or that is another place of the same name."""


def find_unlisted(text: Text, candidates: Sequence[Candidate]) -> list[Unlisted]:
    """Such places in `text`, in order, not overlapping.

    A listed name that is the whole of one stays what it is.
    """
    found: list[Unlisted] = []
    words, plain = text.words, text.plain
    runs = list(_runs(text))
    if not runs:
        return found
    owner = {number: candidate for candidate in candidates for number in range(candidate.first, candidate.last + 1)}
    reached = 0
    for first, last, level, takes_listed in runs:
        if last - first > 1 and words[last].key in _LANDS and any(word.key in plain for word in words[first:last]):
            continue  # a headline's capitals: Forces Retake Strategic Highway
        if first < reached:
            continue
        covered = {id(owner[number]): owner[number] for number in range(first, last + 1) if number in owner}
        if covered and (not takes_listed or len(covered) > 1):
            continue
        inner = next(iter(covered.values()), None)
        if inner is not None and (inner.first < first or inner.last >= last or inner.container is not None):
            continue
        found.append(Unlisted(first, last, level, inner))
        reached = last + 1
    return found


def _runs(text: Text) -> Iterator[tuple[int, int, str, bool]]:
    """First and last word, level, and whether a listed name inside is part of it (Washington Street)."""
    words = text.words
    for number, word in enumerate(words):
        inside = word.capital and not word.first
        if not (inside or word.key in _TELLING):
            continue
        if word.capital and word.key in v.NUMBERED_ROADS and _number_follows(words, number):
            yield number, number, "site", True
        if not word.joined or number == 0:
            continue
        if word.capital and (word.key in v.ROADS or word.key in v.WATERS_AND_LANDS):
            first = _run_before(words, number)
            if first < number:
                yield first, number, "site", True
        elif word.key in v.BASES:
            first = _run_before(words, number)
            if first < number:
                yield first, number, "site", False
        elif word.key in v.VILLAGES:
            first = _run_before(words, number)
            if first < number:
                yield first, number, "town", _is_whole(words, first, number)
        if inside:
            before = words[number - 1]
            if (before.key in v.LAND_BEFORE and before.capital) or before.key in v.ROADS_BEFORE:
                yield number - 1, _run_after(words, number, _RUN_MAX), "site", True
            elif _kind_before(words, number):
                for first, last in _list_of_names(words, number):
                    yield first, last, "town", _is_whole(words, first, last)


def _is_whole(words: list[Word], first: int, last: int) -> bool:
    """Whether a name is one of several words for sure: the Wad of Wad al-Noura, the Новая of Новая Петровка is no place
    of its own."""
    particle = any(words[number].key in v.PARTICLES for number in range(first + 1, last))
    return particle or (last > first and words[first].key.startswith(_NAMING) and not words[first].key.isascii())


def _run_before(words: list[Word], last: int) -> int:
    """Where the capitalised words begin that lead up to this one."""
    first = last
    while first > 0 and last - first < _RUN_MAX and words[first].joined:
        before = words[first - 1]
        if before.key in v.PARTICLES and first > 1 and words[first].capital and words[first - 2].capital:
            if not before.joined or first == last:
                break
            first -= 1  # Bab al-Tabbaneh
            continue
        plain = before.key in v.FUNCTION_WORDS or before.key in v.TITLES or before.key in v.KINDS_BEFORE
        if not before.capital or plain or (before.first and before.key in v.SURE_PREPOSITIONS):
            break
        first -= 1
        if before.first:
            break
    return first


def _run_after(words: list[Word], first: int, most: int) -> int:
    last = first
    while last + 1 < len(words):
        after = words[last + 1]
        if after.key in v.PARTICLES and last + 2 < len(words) and words[last + 2].capital and words[last + 2].joined:
            last += 2  # Wad al-Noura
            continue
        hyphened = after.gap in {"-", "‑"}
        if after.first or not after.joined or not (after.capital or hyphened):
            break
        if last - first >= (_HYPHENED_MAX if hyphened else most) - 1:
            break
        last += 1
    return last


def _list_of_names(words: list[Word], first: int) -> list[tuple[int, int]]:
    """The towns of Sarmin, Talamenes and Qamenas: the runs of capitalised words that a list joins.

    Without an "and" at its end it is no list, and only the first run counts: the town of Sarmin, General Smith said.
    """
    most = _RUN_MAX if words[first].key.isascii() else 2 if _is_adjective_of_name(words, first) else 1
    runs = [(first, _run_after(words, first, most))]
    while True:
        following = runs[-1][1] + 1
        ends = following < len(words) and words[following].key in v.ALSO
        if ends:
            following += 1
        elif following >= len(words) or words[following].gap != ", ":
            return runs[:1]
        if following >= len(words) or not words[following].capital or words[following].gap not in {" ", ", "}:
            return runs[:1]
        runs.append((following, _run_after(words, following, most)))
        if ends:
            return runs


def _is_adjective_of_name(words: list[Word], first: int) -> bool:
    """Новая Петровка, Велика Писарівка; but not Андріївка Харківської області."""
    following = words[first + 1 : first + 2]
    return words[first].key.startswith(_NAMING) and not (following and towns_of_adjective(following[0].key))


_NAMING = (
    "нов",
    "стар",
    "велик",
    "больш",
    "мал",
    "верх",
    "ниж",
    "красн",
    "червон",
    "біл",
    "бел",
    "середн",
    "перш",
    "втор",
)
"""Beginnings of adjectives that villages' names have for a first word."""


def _kind_before(words: list[Word], number: int) -> bool:
    """The village of Solhan, the town Solhan; but not City Hall."""
    before = number - 1
    if words[before].key == "of" and before > 0 and words[before].joined:
        before -= 1
    elif words[before].key.isascii() or words[before].capital:
        return False
    return words[before].key in v.VILLAGES_BEFORE and words[number].key not in v.SITES


def _number_follows(words: list[Word], number: int) -> bool:
    """A digit after the word: digits are no words, so they stand in the next word's gap."""
    if number + 1 >= len(words):
        return False
    gap = words[number + 1].gap
    return len(gap) > 1 and gap[0] in " -" and gap[1].isdigit()
