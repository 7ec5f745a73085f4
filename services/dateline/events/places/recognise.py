"""Which words of a text are place names: every name that the gazetteer knows, weighed by its neighbours.

The weights are log-odds by judgement, one line a reason; nothing is trained. Which of several places a name means
is decided in resolve.py.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from dateline.events.places import vocabulary as v
from dateline.events.places.candidates import Candidate
from dateline.events.places.compiled import Gazetteer
from dateline.events.places.countries import neighbours
from dateline.events.places.spans import find_spans
from dateline.events.places.tables import words as word_list
from dateline.events.places.words import Text, Word, is_uncapitalised

_GIVEN_NAMES: Final = word_list("given_names.txt")
_SURNAMES: Final = word_list("surnames.txt")
_COMMON_WORDS: Final = word_list("common_words.txt")

THRESHOLD = 0.0
"""Log-odds from which a candidate is a place name."""
_SURE = 1.0
"""Log-odds from which it speaks for its neighbours in a list."""
_SURE_OF_LAND = 1.5
"""Log-odds from which it says where a text plays."""
_KNOWN_BY_NAME = 50_000
"""People of a town that is known by its name, though that is an adjective (Grozny)."""
_ADJECTIVE_ENDINGS = ("ий", "ый", "ой", "ое", "ее", "ая", "не", "ва", "на")
_PART_OF_NAME = 3.0
"""Log-odds against what is but the first part of a name."""
_LONG = 7
"""Letters of a name that is hardly a word of another language."""


def recognise(text: Text, gazetteer: Gazetteer, countries: Mapping[str, float]) -> list[Candidate]:
    """The place names in `text`, in order, not overlapping.

    `countries` weighs the countries (alpha-3) that the text otherwise speaks of: small towns elsewhere are unlikely.
    """
    lower, words = is_uncapitalised(text), text.words
    candidates = find_spans(text, gazetteer, countries, lower=lower)
    people = _people(text)
    around = frozenset(neighbour for country in countries for neighbour in neighbours(country))
    heads = {candidate.first for candidate in candidates}
    for candidate in candidates:
        if lower:
            _weigh_lower(words, candidate)
        else:
            _weigh(words, candidate, people, text.plain)
            if candidate.last + 1 not in heads and _goes_on(words, candidate):
                candidate.score -= _PART_OF_NAME
    lands = _lands(candidates)
    for candidate in candidates:
        candidate.score += _at_home(candidate, countries, around, lands)
    _support_lists(words, candidates)
    best: dict[str, float] = defaultdict(lambda: -9.0)
    for candidate in candidates:
        best[candidate.key] = max(best[candidate.key], candidate.score)
    for candidate in candidates:
        if best[candidate.key] >= 2.0 and candidate.score > -2.5:
            candidate.score += 1.5
    return [candidate for candidate in candidates if candidate.score >= THRESHOLD]


def _goes_on(words: list[Word], candidate: Candidate) -> bool:
    """A small town whose name a hyphen joins to more that no gazetteer knows: the Beu of Beu-Manyama."""
    after = words[candidate.last + 1] if candidate.last + 1 < len(words) else None
    hyphened = after is not None and after.capital and after.gap in {"-", "‑"}
    return hyphened and candidate.entries.population < _KNOWN_BY_NAME


def _support_lists(words: list[Word], candidates: Sequence[Candidate]) -> None:
    """A name beside a sure one in a list is likelier a place too: Chasiv Yar, Toretsk and Vuhledar."""
    for forward in (True, False):
        for earlier, later in pairwise(candidates if forward else reversed(candidates)):
            known, other = earlier, later
            left, right = (earlier, later) if forward else (later, earlier)
            if known.score < _SURE or other.score >= _SURE or other.listed or not _listed(words, left, right):
                continue
            if known.entries.countries & other.entries.countries:
                other.score += 1.2
                other.listed = True


def _listed(words: list[Word], left: Candidate, right: Candidate) -> bool:
    between = words[left.last + 1 : right.first + 1]
    if len(between) == 1:
        return between[0].gap == ", "
    return len(between) == 2 and between[0].key in v.ALSO and between[1].gap == " " and between[0].gap in {" ", ", "}


def _lands(candidates: Sequence[Candidate]) -> frozenset[str]:
    """The countries that some sure name can only lie in."""
    only = (candidate.entries.countries for candidate in candidates if candidate.score >= _SURE_OF_LAND)
    return frozenset(country for found in only if len(found) == 1 for country in found if country is not None)


def _at_home(
    candidate: Candidate, countries: Mapping[str, float], around: frozenset[str], lands: frozenset[str]
) -> float:
    """Whether any place of the name lies in the countries that the text is about, or next to them."""
    if not (countries or lands) or candidate.sure or candidate.entries.is_country:
        return 0.0
    if not candidate.entries.countries.isdisjoint(countries):
        return 0.8
    if not lands.isdisjoint(candidate.entries.countries) and candidate.score < _SURE_OF_LAND:
        return 0.8
    if not countries or candidate.entries.population >= 500_000:
        return 0.0
    return -0.8 if candidate.entries.countries.isdisjoint(around) else 0.2


def _people(text: Text) -> frozenset[str]:
    """Folded surnames: capitalised words after a given name or a title, not joined to more."""
    people: set[str] = set()
    for earlier, later in pairwise(text.capitals):
        if later - earlier != 1:
            continue
        before, word = text.words[earlier], text.words[later]
        if not word.joined or word.gap == "-":
            continue
        if before.key in _GIVEN_NAMES or (before.key in v.TITLES and not word.first):
            people.add(word.key)
    return frozenset(people)


def _prior(candidate: Candidate) -> float:
    """How likely the name is a place by itself."""
    best = -1.5
    for entry in candidate.entries:
        if entry.level == "country":
            value = 3.0
        elif entry.level == "admin1":
            value = 1.2 if not entry.alternate or entry.population > 1_000_000 else 0.3
        elif entry.level == "site":
            value = 1.2
        elif entry.population >= 1_000_000:
            value = 1.8
        elif entry.population >= 200_000:
            value = 1.2
        elif entry.population >= 50_000:
            value = 0.6
        elif entry.population >= 10_000:
            value = 0.0
        else:
            value = -0.6
        if entry.alternate and entry.level == "town" and entry.population < 100_000:
            value -= 0.6
        best = max(best, value)
    return best


def _weigh(words: list[Word], candidate: Candidate, people: frozenset[str], plain: frozenset[str]) -> None:
    first, last = words[candidate.first], words[candidate.last]
    single = candidate.first == candidate.last
    common = _is_common(words, candidate)
    score = _prior(candidate)
    if common:
        score -= 3.5
    score += _looks(first, people, plain, common=common) if single else 1.0
    before = words[candidate.first - 1] if candidate.first else None
    after = words[candidate.last + 1] if candidate.last + 1 < len(words) else None
    if single and after is not None and _qualifies(candidate, after):
        score -= 2.0
    score += _before(before, first)
    if candidate.container is not None:
        score += 4.0
    elif candidate.within is not None:
        score += 1.0
    if single and first.shouted and len(first.key) <= 5 and not _in_dateline(words, candidate):
        score -= 2.0
    if candidate.kind:
        score += 2.0 if not common else 0.5
    if candidate.sure:
        score += 4.0
    if candidate.alike:
        score -= 1.5
    score += _after(candidate, last, after)
    candidate.score = score


def _is_common(words: list[Word], candidate: Candidate) -> bool:
    """All its words mean something else nearly everywhere: Mobile, Old City, Police Circle."""
    run = words[candidate.first : candidate.last + 1]
    if candidate.entries.is_acronym:  # which only capitals bring here: US is not us
        return False
    if len(run) > 1 and (candidate.entries.is_country or candidate.entries.population > 200_000):
        return False
    return all(word.key in _COMMON_WORDS or word.key in v.KINDS or word.key in v.DIRECTIONS for word in run)


def _looks(word: Word, people: frozenset[str], plain: frozenset[str], *, common: bool) -> float:
    """What a name of one word may be instead: a person, an ordinary word, an abbreviation."""
    score = 0.0
    if len(word.key) <= 2 and not word.shouted:
        score -= 3.0
    if word.key in v.MONTHS_AND_DAYS:
        score -= 4.0
    if word.key in _GIVEN_NAMES:
        score -= 2.5
    elif word.key in _SURNAMES:
        score -= 1.5
    if word.key in people:
        score -= 3.0
    if word.key in plain and len(word.key) > 3 and not common:
        score -= 1.5
    if word.first:
        score -= 0.4
    return score


def _qualifies(candidate: Candidate, after: Word) -> bool:
    """A Cyrillic adjective before its noun, though villages are called so: Південний вокзал, Головне управління."""
    if after.capital or not after.joined or not candidate.key.endswith(_ADJECTIVE_ENDINGS):
        return False
    return candidate.entries.population < _KNOWN_BY_NAME


def _in_dateline(words: list[Word], candidate: Candidate) -> bool:
    """KABUL, Afghanistan (AP) — and the like: capitals there are no abbreviation; UAE is one, of a place."""
    if candidate.container is not None or candidate.entries.is_acronym or candidate.entries.is_country:
        return True
    after = candidate.last + 1
    return words[candidate.first].first and (after >= len(words) or not words[after].joined or words[after].shouted)


def _before(before: Word | None, first: Word) -> float:
    if before is not None and first.gap in {"-", "‑"} and before.key not in v.DIRECTIONS:
        return -0.5 if before.first or (len(before.key) > 2 and not before.capital) else -2.5
    if before is None or first.gap.strip(" \n\u00a0-‑\"'“”‘’(") != "" or first.first:
        return 0.0
    if before.key in v.SURE_PREPOSITIONS:
        return 1.8
    if before.key in v.STRIKING:
        return 1.2
    if before.key in v.WEAK_PREPOSITIONS:
        return 0.7
    if not (before.capital and first.joined):
        return 0.0
    if before.key in v.DIRECTIONS or before.key in v.KINDS:
        return 0.5
    if before.key in v.MONTHS_AND_DAYS:
        return 0.0
    if before.key in _GIVEN_NAMES or before.key in v.TITLES:
        return -4.0
    if not before.key.isascii():  # Обстрел Шебекино, из РСЗО Шебекино: the word before is no part of the name
        return -0.4 if before.first or before.shouted else -2.2
    usual = before.key in v.FUNCTION_WORDS or before.key in _COMMON_WORDS
    return -0.8 if before.first and usual else -2.2


def _after(candidate: Candidate, last: Word, after: Word | None) -> float:
    if after is None or after.first or not after.joined:
        return 0.0
    if after.gap in {"-", "‑", "‐"}:
        return 0.5 if after.key in {"based", "area", "born", "bound"} else -0.5
    if after.key in v.STRUCK:
        return 1.2
    if after.key in v.SPEAKING:  # a person, unless a government speaks
        return 0.0 if any(entry.capital for entry in candidate.entries) else -1.5
    if not after.capital or last.key in v.KINDS:
        return 0.0
    if after.key in v.PRESS_AND_SPORT:
        return -3.0
    if after.key in v.ROADS:
        return -2.0
    if after.key in v.ORGANISATION_WORDS:
        candidate.organisation = True
        return -0.3
    return -2.0 if after.key in _SURNAMES else -1.6 if candidate.first == candidate.last else -1.0


def _weigh_lower(words: list[Word], candidate: Candidate) -> None:
    """Without capitals, a name must be long, known and no English word, or be placed by a preposition or kind."""
    key = candidate.key
    single = candidate.first == candidate.last
    before = words[candidate.first - 1] if candidate.first else None
    most = max(
        (
            1e9
            if entry.level == "country"
            else entry.population * (1.0 if not entry.alternate else 0.3 if len(key) > _LONG else 0.0)
            for entry in candidate.entries
        ),
        default=0,
    )
    score = -1.5
    if most >= 1e9:
        score += 4.0
    elif most >= 1_000_000:
        score += 2.5
    elif most >= 200_000:
        score += 1.5
    elif most >= 20_000:
        score += 0.5
    if _is_common(words, candidate) or len(key) < 4:
        score -= 4.0
    if single and (key in _GIVEN_NAMES or key in _SURNAMES):
        score -= 2.5
    if before is not None and not words[candidate.first].first:
        if before.key in v.SURE_PREPOSITIONS:
            score += 1.5
        elif before.key in {"from", "to", "of"}:
            score += 0.5
    if candidate.kind:
        score += 1.5
    if candidate.container is not None:
        score += 2.0
    after = words[candidate.last + 1] if candidate.last + 1 < len(words) else None
    if after is not None and after.gap.startswith(":") and (before is None or not words[candidate.first].joined):
        score += 3.0
    candidate.score = score
