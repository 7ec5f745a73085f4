"""Capitals that are told without their names: the Haitian capital, Somalia's capital, в столице Гаити."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import attrgetter

from dateline.events.places import vocabulary as v
from dateline.events.places.compiled import Gazetteer
from dateline.events.places.countries import CountryMention, capital_name, country_mentions
from dateline.events.places.find import Toponym
from dateline.events.places.folding import fold_name
from dateline.events.places.homeland import follows_in_the, homeland
from dateline.events.places.installed import installed
from dateline.events.places.words import Word, read_words

_CONFIDENCE = 0.8


def with_capitals(text: str, found: Sequence[Toponym], gazetteer: Gazetteer | None = None) -> list[Toponym]:
    """`found` in `text`, with the capitals that it tells of by their countries alone, in order; "in the capital"
    is that of the country that most of `found` lie in."""
    added = list(_capitals(text, read_words(text).words, found, gazetteer or installed()))
    if not added:
        return list(found)
    covered = [place for place in found if not any(new.start <= place.start < new.end for new in added)]
    return sorted([*covered, *added], key=attrgetter("start"))


def _capitals(text: str, words: list[Word], found: Sequence[Toponym], gazetteer: Gazetteer) -> Iterator[Toponym]:
    mentions: list[CountryMention] = []
    land = homeland(found)
    for at, word in enumerate(words):
        if word.key not in v.THE_CAPITAL:
            continue
        mentions = mentions or country_mentions(text)
        following = words[at + 1] if at + 1 < len(words) else None
        named_next = following is not None and following.capital and following.key not in v.MONTHS_AND_DAYS
        if following is not None and named_next and following.gap in {" ", ", ", " (", ": "}:
            if not (named := _at(mentions, following.start)) or named.kind != "name":
                continue  # it is named: "the Haitian capital, Port-au-Prince"
            country, start, end = named.country, word.start, named.end
        elif at and (whose := _until(mentions, words[at - 1].end)) is not None:
            country, start, end = whose.country, whose.start, word.end
        elif land is not None and _stands_alone(words, at):
            country, start, end = land, words[at - 1].start, word.end
        else:
            continue
        place = _capital_of(country, gazetteer)
        if place is not None and not any(other.start < end and start < other.end for other in found if other.capital):
            yield place._replace(start=start, end=end, name=text[start:end])


def _stands_alone(words: list[Word], at: int) -> bool:
    """ "In the capital.", "in the capital on Monday"; but not "in the capital of X" nor "in the capital district"."""
    if not follows_in_the(words, at):
        return False
    following = words[at + 1] if at + 1 < len(words) and words[at + 1].joined else None
    return following is None or not (following.key in v.KINDS or following.key in v.BEYOND)


def _at(mentions: Sequence[CountryMention], start: int) -> CountryMention | None:
    at = bisect_left(mentions, start, key=attrgetter("start"))
    return mentions[at] if at < len(mentions) and mentions[at].start == start else None


def _until(mentions: Sequence[CountryMention], end: int) -> CountryMention | None:
    at = bisect_left(mentions, end, key=attrgetter("end"))
    return mentions[at] if at < len(mentions) and mentions[at].end == end and mentions[at].kind != "capital" else None


def _capital_of(country: str, gazetteer: Gazetteer) -> Toponym | None:
    name = capital_name(country)
    entries = gazetteer.entries(fold_name(name)) if name else ()
    entry = next((entry for entry in entries if entry.country == country and entry.capital), None)
    if entry is None:
        return None
    return Toponym(
        0, 0, "", country, entry.lat, entry.lon, "town", entry.admin1, _CONFIDENCE, entry.geoname_id, capital=True
    )
