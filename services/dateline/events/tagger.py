"""From a document to its events: the steps in their order. Each step's reasons are in its own module."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from operator import itemgetter

from dateline.events import antecedents, domain, lexicon, places, restated
from dateline.events import dates as dating
from dateline.events.cast import is_protest
from dateline.events.context import is_day_of_speaking
from dateline.events.days import DaysTold
from dateline.events.frames import Frame, frames
from dateline.events.gate import Verdict, passes
from dateline.events.incident import Incident
from dateline.events.incidents import assemble
from dateline.events.language import read_as
from dateline.events.model import Document, TaggedEvent, Tagging
from dateline.events.slots import Setting, to_event
from dateline.events.subtypes import UNREST
from dateline.events.tokens import Tokens, sentences, tokenize
from dateline.events.units import Clause, Geography, annotate
from dateline.events.unplaced import Unplaced
from dateline.events.whereabouts import dateline_end

TEXT_CHARACTERS_MAX = 60_000
"""What lies beyond is not read: no news report is so long, and what is that long is not news."""


_SHORT_TOKENS = 14
"""A short sentence may say who said so, and is read in any case."""

_CAPITALS_AT_LEAST = 25
"""A text with fewer than one capitalised word in so many does not use capitals: they say nothing in it."""


_FIRST_TEXTS = (
    "Rebels attacked a village near Goma in Congo on Monday and killed five soldiers, the army said.",
    "Унаслідок обстрілу Харкова в понеділок загинули п'ятеро людей, повідомила поліція України.",
    "В результате обстрела Харькова в понедельник погибли пять человек, сообщила полиция Украины.",
)
"""One in each language: to read it, all that the language needs is loaded."""


_OBJECTS_BEFORE_COLLECTING = 20_000
"""An article's pieces are freed as it is done with: hardly anything is left for the collector to find."""


def warm_up() -> None:
    """Load word lists, tables and gazetteer: once in a worker, before its first document."""
    gc.set_threshold(_OBJECTS_BEFORE_COLLECTING)
    for text in _FIRST_TEXTS:
        tag(Document("", "", text))
    gc.freeze()  # what is loaded now is never garbage, and need not be looked through again and again


def tag(document: Document) -> Tagging:
    """The conflict events that an article reports.

    Never raises, whatever the text; takes time linear in its length.
    """
    full = document.full_text[:TEXT_CHARACTERS_MAX]
    language = read_as(full, document.language)
    if language is None:
        return Tagging(False, Verdict.UNSUPPORTED_LANGUAGE, None, ())
    verdict = passes(full, language)
    if verdict is not Verdict.TAGGED:
        return Tagging(False, verdict, language, ())
    events, verdict = _events(document, full, language)
    main = [event for event in events if event.main]
    background = [event for event in events if not event.main]
    return Tagging(bool(main), verdict, language, (*main, *background))


@dataclass(slots=True)
class _Article:
    """What has been read of an article, sentence by sentence."""

    tokens: Tokens
    geography: Geography
    title_end: int
    published: dt.date | None
    days: DaysTold
    clauses: list[Clause] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    dateline_end: int | None = None
    """Offset at which the dateline ends; None until the body's first sentence is read."""

    def dated(self, written: dt.date | None) -> None:
        """Take the dateline's day for that of publication, which is not known."""
        self.published, self.days = written, DaysTold(written)


def _events(document: Document, full: str, language: str) -> tuple[list[TaggedEvent], Verdict]:
    article = _read(document, full, language)
    antecedents.resolve(article.frames)
    restated.count_again(article.frames)
    about = domain.verdict(article.clauses, article.frames)
    if about is not Verdict.TAGGED:
        return [], about
    events = _without_echoes(_made_of(assemble(article.frames), article, _setting(article)))
    return events, Verdict.TAGGED if any(event.main for event in events) else Verdict.NO_EVENT


def _read(document: Document, full: str, language: str) -> _Article:
    """The frames of all sentences that say that something happened."""
    words = lexicon.load(language)
    tokens = tokenize(full)
    known = words.read(tokens.lowers)
    cased = _uses_capitals(tokens)
    published = dating.publication_day(document.published_at, document.url)
    article = _Article(tokens, _geography(full, language), len(document.title), published, DaysTold(published))
    day: dt.date | None = None
    for sentence in sentences(tokens, words.grammar, title_end=article.title_end, cased=cased):
        if sentence.last - sentence.first > _SHORT_TOKENS and not any(
            known[at].tells for at in range(sentence.first, sentence.last)
        ):
            continue  # it says of nothing that it happened
        clause = annotate(tokens, sentence, known, words.grammar, article.geography, cased=cased)
        spoken = partial(is_day_of_speaking, clause)
        mentioned = dating.date_mentions(tokens, sentence, known, language, published, spoken, day)
        if article.dateline_end is None and not sentence.in_title:
            article.dateline_end = dateline_end(clause, tokens)
            if published is None:
                published = dating.day_written(mentioned, tokens, article.dateline_end)
                article.dated(published)
                mentioned = dating.date_mentions(tokens, sentence, known, language, published, spoken, day)
            mentioned = dating.written_on(mentioned, tokens, article.dateline_end)
        day = dating.day_of(mentioned) or day
        told = frames(clause, tokens, mentioned, words.grammar)
        if not told or any(not frame.background for frame in told):
            article.days.hear(sentence.index, mentioned)
        article.clauses.append(clause)
        article.frames.extend(told)
    return article


def _setting(article: _Article) -> Setting:
    """What the article as a whole tells of each of its events."""
    lead = [frame for frame in article.frames if frame.sentence <= 1 or frame.in_title]
    return Setting(
        article.tokens,
        article.published,
        article.days,
        country=_country(article.geography),
        protest_told=is_protest(lead),
        amid_unrest=any(sense in UNREST for frame in lead for sense in frame.senses),
        media=tuple(source for frame in lead for source in frame.sources if source.media)[:1],
        lead=tuple(lead),
    )


def _made_of(incidents: list[Incident], article: _Article, setting: Setting) -> list[TaggedEvent]:
    """The events that the incidents make, each with a place so far as the article tells one."""
    unplaced = Unplaced(
        article.geography,
        incidents,
        title_end=article.title_end,
        dateline_end=article.dateline_end or 0,
        country=setting.country,
    )
    events: list[TaggedEvent] = []
    below = 0  # incidents told of below the headline
    for incident in incidents:
        if incident.place is not None:
            incident.place = unplaced.located(incident.place)
        event = to_event(incident, setting)
        if event is not None and event.main and (incident.place is None or incident.place.level == "country"):
            incident.place = unplaced.place_of(incident, event.sub_type, first=not below)
            if incident.place is not None:
                event = to_event(incident, setting)
        if event is not None:
            events.append(event)
        below += not all(frame.in_title for frame in incident.frames)
    return events


def _uses_capitals(tokens: Tokens) -> bool:
    """Whether enough words are capitalised; nobody reads on once they are."""
    capitals = filter(str.isupper, map(itemgetter(0), tokens.words))
    return next(islice(capitals, len(tokens) // _CAPITALS_AT_LEAST, None), None) is not None


def _without_echoes(events: list[TaggedEvent]) -> list[TaggedEvent]:
    """The events without a first one that names nobody and no harm, where another of its kind is told: "Blasts in
    Kyiv" announces what comes below."""
    head, others = events[:1], [event for event in events[1:] if event.main]
    for event in head:
        empty = not (event.initiators or event.targets or event.killed or event.injured)
        if empty and any(other.event_type is event.event_type for other in others):
            return events[1:]
    return events


def _country(geography: Geography) -> str | None:
    """The country that most of the article's places lie in, by how sure each is, and whose name or people it names."""
    weights: dict[str, int] = {}
    for mention in geography.countries.values():
        weights[mention.country] = weights.get(mention.country, 0) + _BY_NAME
    for place in geography.places.values():
        letters = place.level == "country" and place.name.isupper()  # "a U.S. group": an adjective as well
        if place.country is not None and not (place.metonym or letters):
            weights[place.country] = weights.get(place.country, 0) + int(100 * place.confidence)
    return max(weights, key=weights.__getitem__, default=None)


_BY_NAME = 50
"""What a country's name or people weighs, in hundredths of a sure place."""


def _geography(full: str, language: str) -> Geography:
    found = places.with_quarters(full, places.with_capitals(full, places.find_places(full, language=language)))
    mentioned: Iterable[places.CountryMention] = places.country_mentions(full)
    return Geography(
        {place.start: place for place in found},
        {mention.start: mention for mention in mentioned if mention.kind != "capital"},
    )
