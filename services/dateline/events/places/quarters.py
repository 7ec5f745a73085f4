"""Regions by a point of the compass: southern Afghanistan, the north of Mali, на сході України; northeast of Baghdad.

A country's name with such a word is a region of its own, and stands where a quarter of the country's towns lie in that
direction. What lies in some direction from a town is a region too, about the town; at so many kilometres it is taken
for the town. `find_places` marks the bare names; what is said of an event needs the region.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise, takewhile
from operator import attrgetter
from typing import Final

from dateline.events.places import vocabulary as v
from dateline.events.places.compiled import Gazetteer
from dateline.events.places.find import Toponym
from dateline.events.places.homeland import follows_in_the, homeland
from dateline.events.places.installed import installed
from dateline.events.places.words import POSSESSIVES, Word, read_words

_REACH: Final = 4
"""Words from a country's name to the first that tells its part: "the north and east of X"."""
_BEFORE_TOWN: Final = 2
_LEADS_BEYOND: Final = (*(f"{word} " for word in v.BEYOND), *(f"{word}, " for word in v.THE_CAPITAL))
_VAGUE: Final = 0.5
"""Confidence in a part that names no country."""
_AXES: Final = ((("n", v.NORTH), ("s", v.SOUTH)), (("e", v.EAST), ("w", v.WEST)))


def with_quarters(text: str, found: Sequence[Toponym], gazetteer: Gazetteer | None = None) -> list[Toponym]:
    """`found` in `text`, with each country's name that has a part of it before or behind turned into that part.

    So are "the south of the country" and "in the south", of the country that most of `found` lie in.
    """
    words = read_words(text).words
    known = gazetteer or installed()
    starts = {place.start for place in found}
    told = [
        _part(text, words, place, known, starts)
        if place.level == "country" and place.country is not None and not place.metonym
        else _beyond(text, words, place)
        for place in found
    ]
    if (land := homeland(found)) is not None:
        taken = [(place.start, place.end) for place in told]
        told += [place for place in _of_the_country(text, words, land, known) if not _overlaps(place, taken)]
        told.sort(key=attrgetter("start"))
    return told


def _part(text: str, words: list[Word], place: Toponym, gazetteer: Gazetteer, starts: Collection[int]) -> Toponym:
    at = bisect_left(words, place.start, key=attrgetter("start"))
    first = at
    while first and at - first < _REACH and words[first].joined and _leads_back(words, first - 1, at):
        first -= 1
    while first < at and words[first].key not in v.COMPASS:
        first += 1
    if first < at and _is_beyond(words, first, at):
        return place
    last = at + place.name.count(" ")
    heading = words[first:at]
    if not heading and last + 1 < len(words) and words[last + 1].gap in POSSESSIVES:
        last += 1
        heading = words[last : last + 1]
        if _leads_to_town(words, last + 1) or (last + 1 < len(words) and words[last + 1].start in starts):
            return place  # "Ukraine's southern Odesa region"
        if last + 1 < len(words) and words[last + 1].joined and words[last + 1].key in v.KINDS:
            last += 1
    middle = _middle(heading, place.country, gazetteer)
    if middle is None:
        return place
    start, end = words[first].start, max(place.end, words[last].end)
    return place._replace(
        start=start,
        end=end,
        name=text[start:end],
        lat=middle[0],
        lon=middle[1],
        level="admin1",
        geoname_id=None,
    )


def _leads_to_town(words: list[Word], at: int) -> bool:
    """Whether the words at `at` introduce a place of its own: "Mali's northern (market) town of Gao"."""
    following = list(takewhile(attrgetter("joined"), words[at : at + _REACH]))
    return any(word.key in v.KINDS_BEFORE and after.key == "of" for word, after in pairwise(following))


def _beyond(text: str, words: list[Word], place: Toponym) -> Toponym:
    """The region that lies in a direction from a town: "northeast of Baghdad"; else the place as it is."""
    if place.level != "town" or not text.endswith(_LEADS_BEYOND, 0, place.start):
        return place
    at = bisect_left(words, place.start, key=attrgetter("start"))
    if at > _BEFORE_TOWN and words[at - 1].key in v.THE_CAPITAL and words[at - 2].key == "the":
        at -= 2  # "south of the capital, Baghdad"
    if at < _BEFORE_TOWN or words[at - 1].key not in v.BEYOND:
        return place
    first = at - 2
    while first and at - first < _REACH and words[first - 1].key in v.COMPASS:
        first -= 1
    before = words[first - 1].key if first else ""
    if words[at - 2].key not in v.COMPASS or before == "the" or before in v.UNITS_OF_LENGTH:
        return place
    start = words[first].start
    return place._replace(
        start=start,
        name=text[start : place.end],
        level="admin1",
        admin1=None,
        geoname_id=None,
        capital=False,
        beyond=_directions(words[first : at - 1]),
    )


def _of_the_country(text: str, words: list[Word], country: str, gazetteer: Gazetteer) -> Iterator[Toponym]:
    for at, word in enumerate(words):
        if word.capital or word.key not in v.COMPASS:
            continue
        first = last = at
        following = [other.key for other in words[at + 1 : at + 4] if other.joined]
        if at and word.gap in POSSESSIVES and words[at - 1].key in v.THE_COUNTRY:
            first = at - 1
        elif following[:1] and following[0] in v.THE_COUNTRY:
            last = at + 1
        elif following[:2] == ["of", "the"] and following[2:3] and following[2] in v.THE_COUNTRY:
            last = at + 3
        elif not _stands_alone(words, at):
            continue
        middle = _middle(words[at : at + 1], country, gazetteer)
        if middle is not None:
            start, end = words[first].start, words[last].end
            yield Toponym(start, end, text[start:end], country, *middle, "admin1", None, _VAGUE, None)


def _stands_alone(words: list[Word], at: int) -> bool:
    """ "In the south." and "in the south on Monday"; but not "in the southern city" nor "in the south of X"."""
    if not follows_in_the(words, at):
        return False
    if at + 1 == len(words):
        return True
    return words[at + 1].key in v.MONTHS_AND_DAYS or not words[at + 1].joined


def _middle(heading: list[Word], country: str | None, gazetteer: Gazetteer) -> tuple[float, float] | None:
    """Where the part of a country lies that words of the compass name; None where they name none."""
    directions = _directions(heading) if heading else ""
    return gazetteer.quarter(country, directions) if directions and country is not None else None


def _directions(heading: list[Word]) -> str:
    """The points of the compass that words name: "n", "se", or nothing."""
    return "".join(
        next((name for name, known in axis if any(word.key in known for word in heading)), "") for axis in _AXES
    )


def _overlaps(place: Toponym, taken: Sequence[tuple[int, int]]) -> bool:
    return any(start < place.end and place.start < end for start, end in taken)


def _leads_back(words: list[Word], at: int, whole: int) -> bool:
    """Whether the word at `at` stands between a part's first word and the whole's name at `whole`."""
    key = words[at].key
    return key in v.COMPASS or (key in v.BETWEEN_PART_AND_WHOLE and (key != "of" or at == whole - 1))


def _is_beyond(words: list[Word], first: int, whole: int) -> bool:
    """ "North of X" lies beyond it; "the north of X" is a part."""
    return words[whole - 1].key == "of" and not (first and words[first - 1].key == "the")
