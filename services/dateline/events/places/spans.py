"""Which runs of words bear a name that the gazetteer has, whatever they mean here: from left to right, the longest.

Inflected Cyrillic names, abbreviated states and the kinds said beside a name are seen here. Whether a run is a place
name at all is weighed in recognise.py.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import islice, pairwise, product

from dateline.events.places import vocabulary as v
from dateline.events.places.candidates import Candidate
from dateline.events.places.compiled import SKELETON, Entry, Gazetteer, Meanings
from dateline.events.places.containment import link_containers
from dateline.events.places.countries import is_demonym
from dateline.events.places.folding import fold_name, fold_word
from dateline.events.places.inflection import nominatives, towns_of_adjective
from dateline.events.places.tables import rows
from dateline.events.places.transliteration import ARTICLES, COUNTRIES, skeleton
from dateline.events.places.words import POSSESSIVES, Text, Word

_FORMS_MAX = 48
_OBLAST_REACH = 8
_ALIKE_WORDS_MAX = 3
_WITH_DISTRICTS = 100_000
"""People of a town that has districts of its own."""


def find_spans(text: Text, gazetteer: Gazetteer, countries: Collection[str], *, lower: bool) -> list[Candidate]:
    """The names in `text`, in order, not overlapping.

    Of `countries` (alpha-3) names are also known by their sound. `lower`: the text has no capitals to go by.
    """
    spoken_of = COUNTRIES.intersection(countries)
    words = text.words
    found: list[Candidate] = []
    reached = 0
    wordy = v.FUNCTION_WORDS if lower and not text.capitals else frozenset()
    for position in _heads(words, gazetteer) if lower else text.capitals:
        if position < reached or words[position].key in wordy:
            continue
        candidate = (
            _abbreviation(words, position, found, gazetteer)
            or (_with_article(words, position, gazetteer, lower) if position > reached else None)
            or _longest(words, position, gazetteer, lower)
        )
        if spoken_of and words[position].capital and (candidate is None or _goes_on(words, candidate)):
            least = 1 if candidate is None else candidate.last - candidate.first + 2
            candidate = _alike(words, position, gazetteer, spoken_of, least) or candidate
        if candidate is not None:
            found.append(candidate)
            reached = candidate.last + 1
    _share_kinds(words, found)
    link_containers(words, found)
    return found


def _share_kinds(words: list[Word], found: Sequence[Candidate]) -> None:
    """Belgorod, Kursk and Bryansk regions: each name of the list is one."""
    for later, earlier in pairwise(reversed(found)):
        if later.kind not in v.SHARED_KINDS or earlier.kind:
            continue
        between = words[earlier.last + 1 : later.first + 1]
        ends = len(between) == 2 and between[0].key in v.ALSO and between[0].joined
        if ends or (len(between) == 1 and between[0].gap == ", "):
            earlier.kind = later.kind


def _heads(words: list[Word], gazetteer: Gazetteer) -> Iterator[int]:
    """The words of a text without capitals with which a name may begin."""
    for number, word in enumerate(words):
        if word.capital or gazetteer.words_after(word.key) or not word.key.isascii():
            yield number


def _with_article(words: list[Word], position: int, gazetteer: Gazetteer, lower: bool) -> Candidate | None:
    """A name that an article in small letters stands before: "in al-Arish", but not the end of "Ras al-Ain"."""
    before = words[position - 1]
    if before.capital or before.key not in ARTICLES or words[position].gap not in _HYPHENS:
        return None
    if position > 1 and before.joined and words[position - 2].capital:
        return None
    return _longest(words, position - 1, gazetteer, lower)


_HYPHENS = frozenset({"-", "\u2010", "\u2011"})


def _longest(words: list[Word], position: int, gazetteer: Gazetteer, lower: bool) -> Candidate | None:
    word = words[position]
    cyrillic = not word.key.isascii() and "а" <= word.key[0] <= "ї"
    if cyrillic:
        return _longest_inflected(words, position, gazetteer, lower)
    most = gazetteer.words_after(word.key)
    if not most:
        return None
    if word.key in v.FUNCTION_WORDS and not any(part.capital for part in words[position + 1 : position + most]):
        return None
    if most > 1 and position + 1 < len(words):
        most = min(most, gazetteer.words_after(f"{word.key} {words[position + 1].key}") or 1)
    reach = _reach(words, position, most, possessive=True)
    if word.key in v.FUNCTION_WORDS and not any(part.capital for part in words[position + 1 : position + reach]):
        return None
    for count in range(reach, 0, -1):
        run = words[position : position + count]
        key = " ".join(part.key for part in run)
        entries = _entries(run, key, gazetteer)
        if entries and _may_end(run, entries, lower) and not _says_nothing(run):
            return _with_kind(words, Candidate(position, position + count - 1, key, entries))
    return None


def _goes_on(words: list[Word], candidate: Candidate) -> bool:
    """A capitalised word follows: the name may be longer than what is listed so (Ain, of Ain Issa)."""
    after = candidate.last + 1
    return not candidate.kind and after < len(words) and words[after].capital and words[after].joined


def _alike(
    words: list[Word], position: int, gazetteer: Gazetteer, countries: Collection[str], least: int
) -> Candidate | None:
    """A name of these countries, of `least` words or more, that sounds like the words from `position` on."""
    head = words[position].key
    if not head.isascii() or head in v.FUNCTION_WORDS or is_demonym(head):
        return None
    for count in range(_reach(words, position, _ALIKE_WORDS_MAX), least - 1, -1):
        run = words[position : position + count]
        if not run[-1].capital:
            continue
        key = " ".join(part.key for part in run)
        shape = skeleton(key)
        if not shape:
            continue
        entries = Meanings(entry for entry in gazetteer.entries(f"{SKELETON}{shape}") if entry.country in countries)
        if entries:
            return _with_kind(words, Candidate(position, position + count - 1, key, entries, alike=True))
    return None


def _longest_inflected(words: list[Word], position: int, gazetteer: Gazetteer, lower: bool) -> Candidate | None:
    word = words[position]
    if _is_part_of_town(words, position, gazetteer):
        return None
    forms = (word.key, *nominatives(word.key))
    most = max(gazetteer.words_after(form) for form in forms)
    for count in range(_reach(words, position, most), 0, -1):
        division = count == 1 and (_district(words, position, gazetteer) or _oblast(words, position, gazetteer))
        if division:
            return division
        if count == 1 and word.key in v.FUNCTION_WORDS:
            return None  # "Усі": a town in another's grammar
        run = words[position : position + count]
        chosen = _best_form(run, gazetteer, lower)
        if chosen is not None:
            return _with_kind(words, Candidate(position, position + count - 1, *chosen))
    return None


def _best_form(run: list[Word], gazetteer: Gazetteer, lower: bool) -> tuple[str, Meanings] | None:
    """The nominative that names the largest place, the text's own form having the advantage."""
    best: tuple[float, str, Meanings] | None = None
    for number, key in enumerate(_inflected_keys(run)):
        entries = gazetteer.entries(key)
        if not entries or not _may_end(run, entries, lower):
            continue
        rank = math.log10(entries.population + 10) + (1.0 if number == 0 else 0.0)
        if best is None or rank > best[0]:
            best = (rank, key, entries)
    return best[1:] if best else None


def _inflected_keys(run: list[Word]) -> Iterator[str]:
    forms = [(part.key, *nominatives(part.key)) for part in run]
    return (" ".join(parts) for parts in islice(product(*forms), _FORMS_MAX if len(run) > 1 else None))


def _oblast(words: list[Word], position: int, gazetteer: Gazetteer) -> Candidate | None:
    """An oblast by its adjective, where the noun stands further on or before: "Сумской и Харьковской областях",
    "над Брянской областью и над Курской"."""
    word = words[position]
    if not towns_of_adjective(word.key):
        return None
    following = words[position + 1 : position + 1 + _OBLAST_REACH]
    alone = not following or not following[0].joined or following[0].key in v.ALSO
    if not (alone or following[0].key.startswith("област")):
        return None
    before = words[max(0, position - _OBLAST_REACH) : position]
    if not any(other.key.startswith("област") for other in (*following, *before)):
        return None
    for form in (word.key, *nominatives(word.key)):
        entries = gazetteer.entries(f"{form} область")
        if entries:
            return Candidate(position, position, f"{form} область", entries, kind="область", sure=True)
    return None


def _district(words: list[Word], position: int, gazetteer: Gazetteer) -> Candidate | None:
    """A town whose adjective names a district, a direction or a plant: "Бахмутському районі", "на Саратовском НПЗ".

    Of several towns that it may come from, all are meant until the text's other names decide.
    """
    following = words[position + 1 : position + 3]
    if not following or not following[0].joined:
        return None
    kind = following[0].key
    if kind not in v.ADMIN2_KINDS and not kind.startswith(v.NAMED_BY_ADJECTIVE_STEMS):
        return None
    word = words[position]
    proposals = towns_of_adjective(word.key)
    if not proposals:
        return None
    itself = (form for form in nominatives(word.key) if not form.endswith("ий"))  # Покровське; but no town Лозівський
    forms = dict.fromkeys((*proposals, *itself))
    named = {key: towns for key in forms if (towns := _towns(gazetteer.entries(key)))}
    if not named:
        return None
    largest = max(named, key=lambda key: named[key].population)
    last = position + 1 if kind in v.ADMIN2_KINDS else position
    meant = Meanings(entry for towns in named.values() for entry in towns)
    return Candidate(position, last, largest, meant, kind=kind, sure=True)


def _towns(entries: Meanings) -> Meanings:
    return Meanings(entry for entry in entries if entry.level in {"town", "admin2"})


def _is_part_of_town(words: list[Word], position: int, gazetteer: Gazetteer) -> bool:
    """Whether it names a part of the town that stands behind it: "у Київському районі Харкова"."""
    following = words[position + 1 : position + 3]
    if len(following) < 2 or following[0].key not in v.ADMIN2_KINDS:
        return False
    town = following[1]
    if not (town.joined and town.capital) or towns_of_adjective(town.key):
        return False
    return any(
        entry.level == "town" and entry.population >= _WITH_DISTRICTS
        for form in (town.key, *nominatives(town.key))
        for entry in gazetteer.entries(form)
    )


def _reach(words: list[Word], position: int, most: int, *, possessive: bool = False) -> int:
    """How many words from `position` on may be one name. `possessive`: so may King's Lynn."""
    reach = 1
    while reach < most and position + reach < len(words):
        word = words[position + reach]
        if not (word.joined or (possessive and word.gap in POSSESSIVES)):
            break
        reach += 1
    return reach


def _may_end(run: list[Word], entries: Sequence[Entry], lower: bool) -> bool:
    """A town's name ends in a capitalised word; a region's may not ("Западный берег", "Kurdistan region")."""
    if len(run) == 1 or run[-1].capital or lower or run[-1].key in v.KINDS:
        return True
    return any(entry.level != "town" for entry in entries)


def _says_nothing(run: list[Word]) -> bool:
    """The state, the North, The first: no name follows the article, though villages are called so."""
    if run[0].key not in v.FUNCTION_WORDS:
        return False
    return not run[-1].capital or all(part.key in v.KINDS or part.key in v.DIRECTIONS for part in run[1:])


def _entries(run: list[Word], key: str, gazetteer: Gazetteer) -> Meanings:
    entries = gazetteer.entries(key)
    return entries.in_small_letters if entries and not all(part.shouted for part in run) else entries


def _with_kind(words: list[Word], candidate: Candidate) -> Candidate:
    """Take in the kind that follows ("Kursk Oblast", "Upper Dir district") or note the one before."""
    after = candidate.last + 1
    if after < len(words) and words[after].joined and words[after].key in v.KINDS:
        candidate.kind = words[after].key
        if words[after].key in v.DIVISION_KINDS:
            candidate.last = after
    elif words[candidate.last].key in v.KINDS and candidate.last > candidate.first:
        candidate.kind = words[candidate.last].key
    else:
        before = candidate.first - 1
        if before >= 0 and words[before].key == "of" and words[before].joined:
            before -= 1
        of = before < candidate.first - 1
        if before < 0 or words[before].key not in v.KINDS_BEFORE or not words[before + 1].joined:
            return candidate
        if of or not words[before].capital or words[before].key in v.DIVISION_KINDS:
            candidate.kind = words[before].key  # District Kalat, the town Solhan; but not City Hall
    return candidate


@lru_cache(maxsize=1)
def _states() -> dict[str, tuple[str, str, bool]]:
    """Folded abbreviation to division, full name, and whether it may stand alone."""
    table: dict[str, tuple[str, str, bool]] = {}
    for code, name, abbreviations in rows("abbreviations.tsv"):
        for abbreviation in abbreviations.split("|"):
            alone = abbreviation.count(".") > 1 or (len(abbreviation) == 3 and abbreviation.isupper())
            table[fold_word(abbreviation)] = (code, name, alone)
    return table


def _abbreviation(
    words: list[Word], position: int, found: Sequence[Candidate], gazetteer: Gazetteer
) -> Candidate | None:
    """A state after a place and a comma (Louisville, Ky.; Paris, TX), or one that needs none (N.Y., NSW)."""
    word = words[position]
    state = _states().get(word.key) if word.capital else None
    if state is None:
        return None
    code, name, alone = state
    dotted = "." in word.text
    after_place = bool(found) and found[-1].last == position - 1 and word.gap in {", ", ","}
    stopped = position + 1 >= len(words) or words[position + 1].gap.startswith(".")
    if not (alone and (dotted or word.shouted)) and not (after_place and (word.shouted or stopped)):
        return None
    key = fold_name(name)
    entries = Meanings(entry for entry in gazetteer.entries(key) if entry.admin1 == code and entry.level == "admin1")
    return Candidate(position, position, key, entries, kind="state", sure=True) if entries else None
