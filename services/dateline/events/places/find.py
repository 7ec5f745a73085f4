"""Place names in a text with the places they mean: recognition, resolution and usage put together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dateline.events.places import vocabulary as v
from dateline.events.places.candidates import Candidate
from dateline.events.places.compiled import Entry, Gazetteer
from dateline.events.places.countries import CountryMention, mentions_of
from dateline.events.places.installed import installed
from dateline.events.places.recognise import recognise
from dateline.events.places.resolve import resolve
from dateline.events.places.settle import (
    SMALL,
    Lands,
    Surroundings,
    has_no_coordinates,
    is_another,
    is_district_elsewhere,
    is_namesake_abroad,
    is_unlikely,
    middles,
)
from dateline.events.places.unlisted import Unlisted, find_unlisted
from dateline.events.places.usage import stands_for_government
from dateline.events.places.words import Word, read_words

_ROAD_NUMBER = re.compile(r"[ -][A-Z]?\d{1,4}[A-Z]?\b")
_SURE_TOWN = 0.1
"""Share from which a resolved town may stand for its county."""
_UNLIKELY = 0.4
"""Factor for a small town in a country of which the text says nothing."""
_UNLISTED = 0.4
"""Confidence in a place that the gazetteer has not: it is one, but stands only near where we say."""


class Toponym(NamedTuple):
    """A place name in a text, and the place it means."""

    start: int
    end: int
    """Offsets into the text."""
    name: str
    """The text's own words."""
    country: str | None
    """ISO 3166-1 alpha-3; absent for what lies in several (seas, continents)."""
    lat: float | None
    """Degrees, WGS84."""
    lon: float | None
    """Degrees, WGS84."""
    level: str
    """site, town, admin2, admin1 or country: `dateline.messages.mention.PlaceLevel`."""
    admin1: str | None
    """ISO 3166-2 code of the first-level division it lies in, or is."""
    confidence: float
    """0 to 1: that it is a place, this one, and meant as a place."""
    geoname_id: int | None
    metonym: bool = False
    """A capital that stands for its government ("Moscow said"): no place of an event."""
    organisation: bool = False
    """The first part of an organisation's name ("Gaza City Police"): a place only by the way."""
    capital: bool = False
    """Its country's."""
    beyond: str = ""
    """In which direction from the place named it lies ("ne"), where it is a region by the compass about a town."""


def find_places(
    text: str,
    *,
    language: str = "en",  # noqa: ARG001 - the rules go by script; kept for languages that share one
    hint_countries: Sequence[str] = (),
    gazetteer: Gazetteer | None = None,
) -> list[Toponym]:
    """The place names in `text`, in order, not overlapping.

    `language` is a BCP 47 code. `hint_countries` (alpha-3) are those that the article is likely about, by its feed or
    site: they break ties. `gazetteer` defaults to this machine's, which is compiled when it is not there yet.
    """
    read = read_words(text)
    words = read.words
    mentions = mentions_of(text)
    countries = _weights(mentions, hint_countries)
    candidates = recognise(read, gazetteer or installed(), countries)
    # Names of countries are candidates themselves, and some are towns as well (Lebanon, Ohio).
    others = [mention for mention in mentions if mention.kind == "demonym"]
    resolved = resolve(candidates, _weights(others, hint_countries))
    meant = {id(candidate): entry for candidate, (entry, _) in zip(candidates, resolved, strict=True)}
    lands = Lands({candidate.key: entry.country for candidate, (entry, _) in zip(candidates, resolved, strict=True)})
    listed: list[tuple[Candidate, Entry, float]] = []
    unlisted: list[Unlisted] = []
    for candidate, (entry, sure) in zip(candidates, resolved, strict=True):
        said_in, after_comma = meant.get(id(candidate.said_in)), meant.get(id(candidate.before_comma))
        unlikely = is_unlikely(candidate, entry, countries)
        unheard_of = unlikely and entry.population < SMALL
        if candidate.kind in v.ADMIN2_KINDS or candidate.kind in v.VILLAGES:
            unheard_of = unheard_of or is_district_elsewhere(
                candidate, entry, lands.of_others(candidate.key).union(countries)
            )
        unheard_of = unheard_of or is_namesake_abroad(candidate, entry, lands, countries)
        if unheard_of or is_another(candidate, entry, said_in, after_comma):
            unlisted.append(Unlisted(candidate.first, candidate.last, entry.level, candidate))
        else:
            listed.append((candidate, entry, sure * _UNLIKELY if unlikely else sure))
    peoples = {mention.start: mention.end for mention in others}
    unlisted += [
        site  # but a Syrian town is no town of that name
        for site in find_unlisted(read, candidates)
        if peoples.get(words[site.first].start, 0) < words[max(site.first, site.last - 1)].end
    ]
    swallowed = {id(site.inner) for site in unlisted}
    listed = [place for place in listed if id(place[0]) not in swallowed]
    towns = middles(entry for _, entry, sure in listed if sure > _SURE_TOWN)
    found = [_listed(text, words, candidate, entry, sure, towns) for candidate, entry, sure in listed]
    surroundings = Surroundings((candidate.first, entry) for candidate, entry, _ in listed)
    found += [_unlisted(text, words, site, surroundings.beside(site.first, site.last)) for site in unlisted]
    return sorted(found, key=lambda toponym: toponym.start)


def _listed(
    text: str,
    words: list[Word],
    candidate: Candidate,
    entry: Entry,
    sure: float,
    towns: Mapping[str, tuple[float, float]],
) -> Toponym:
    lat, lon = entry.lat, entry.lon
    if has_no_coordinates(entry) and entry.admin1 is not None:
        lat, lon = towns.get(entry.admin1, (lat, lon))
    start, end = words[candidate.first].start, words[candidate.last].end
    metonym = stands_for_government(words, candidate, entry)
    return Toponym(
        start=start,
        end=end,
        name=text[start:end],
        country=entry.country,
        lat=lat,
        lon=lon,
        level=_level(candidate, entry),
        admin1=entry.admin1,
        confidence=_confidence(candidate, sure, metonym),
        geoname_id=entry.geoname_id,
        metonym=metonym,
        organisation=candidate.organisation,
        capital=entry.capital,
    )


def _unlisted(text: str, words: list[Word], site: Unlisted, beside: Entry | None) -> Toponym:
    start, end = words[site.first].start, words[site.last].end
    if words[site.last].key in v.NUMBERED_ROADS and (number := _ROAD_NUMBER.match(text, end)):
        end = number.end()
    return Toponym(
        start=start,
        end=end,
        name=text[start:end],
        country=beside.country if beside else None,
        lat=beside.lat if beside else None,
        lon=beside.lon if beside else None,
        level=site.level,
        admin1=beside.admin1 if beside else None,
        confidence=_UNLISTED,
        geoname_id=None,
    )


def _weights(mentions: Sequence[CountryMention], hints: Sequence[str]) -> dict[str, float]:
    weights: dict[str, float] = defaultdict(float)
    for mention in mentions:
        if mention.kind != "capital":  # a candidate itself, and no evidence for itself
            weights[mention.country] += 0.5
    for country in hints:
        weights[country] += 1.0
    return weights


def _level(candidate: Candidate, entry: Entry) -> str:
    """A town named with "district" is the district."""
    if entry.level == "town" and candidate.kind in v.ADMIN2_KINDS:
        return "admin2"
    if entry.level == "town" and candidate.kind in v.ADMIN1_KINDS and candidate.kind not in {"state", "states"}:
        return "admin1"
    return entry.level


def _confidence(candidate: Candidate, sure: float, metonym: bool) -> float:
    """From the recogniser's log-odds and the resolver's share; a metonym or a part of an organisation is doubtful."""
    value = sure * (0.5 + 0.5 * min(1.0, max(0.0, candidate.score / 4.0)))
    if metonym:
        value *= 0.3
    if candidate.organisation:
        value *= 0.6
    return round(value, 3)
