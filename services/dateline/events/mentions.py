"""Mentions from taggings, with identities that a better figure does not change, and what to publish of them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from dateline.events.codes import codes_of
from dateline.events.model import TaggedEvent, Tagging
from dateline.messages import Article, Mention, stable_id

_BOOKKEEPING = {"revision", "article_version", "observed_at", "evidence", "slots", "tagger", "withdrawn"}
"""Fields that differ between two revisions which say the same: another rule that reads the same is no news."""


def to_mentions(tagging: Tagging, *, article: Article, observed_at: dt.datetime) -> list[Mention]:
    """One mention an event, revision 1, in the order of the tagging.

    The id comes from article, theatre, event type, place, day and an ordinal among those that are alike in
    all these; never from offsets or figures.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    mentions: list[Mention] = []
    for event in tagging.events:
        key = _key(event)
        ordinal, seen[key] = seen[key], seen[key] + 1
        mentions.append(
            Mention(
                id=stable_id(article.id, *key, str(ordinal)),
                revision=1,
                article_id=article.id,
                article_version=article.version,
                article_url=article.url,
                article_title=article.title,
                article_published_at=article.published_at,
                site=article.site,
                language=article.language or tagging.language,
                theatre=event.theatre,
                main=event.main,
                event_type=event.event_type,
                sub_type=event.sub_type,
                codes=codes_of(event.sub_type, event.initiators, event.targets),
                place=event.place,
                date=event.date,
                initiators=list(event.initiators),
                targets=list(event.targets),
                killed=event.killed,
                injured=event.injured,
                status=event.status,
                attributed_to=list(event.attributed_to),
                evidence=list(event.evidence),
                slots=list(event.slots),
                confidence=event.confidence,
                tagger=tagging.tagger,
                observed_at=observed_at,
            )
        )
    return mentions


def _key(event: TaggedEvent) -> tuple[str, ...]:
    place = event.place
    where = ""
    if place is not None:  # one decimal is about ten kilometres: another spelling of the name is the same place
        where = f"{place.lat:.1f},{place.lon:.1f}" if place.lat is not None and place.lon is not None else place.name
    return (event.theatre, event.event_type.value, where, event.date.start.isoformat() if event.date else "")


def diff_mentions(
    old: Sequence[Mention],
    new: Sequence[Mention],
    *,
    article_version: int,
    observed_at: dt.datetime,
    tagger: str,
) -> list[Mention]:
    """What to publish when an article that made `old` now makes `new`.

    New ids as they are; an id that was withdrawn before, or whose content changed, as the next revision;
    an id that is gone as its own withdrawal, by `tagger` at `observed_at` from `article_version`; what says
    the same: nothing.
    """
    known = {mention.id: mention for mention in old}
    published: list[Mention] = []
    for mention in new:
        before = known.pop(mention.id, None)
        if before is None:
            published.append(mention)
        elif before.withdrawn or _content(before) != _content(mention):
            published.append(mention.model_copy(update={"revision": before.revision + 1}))
    published.extend(
        before.model_copy(
            update={
                "revision": before.revision + 1,
                "withdrawn": True,
                "article_version": article_version,
                "observed_at": observed_at,
                "tagger": tagger,
            }
        )
        for before in known.values()
        if not before.withdrawn
    )
    return published


def remembered(mention: Mention) -> Mention:
    """What must be kept of a mention for `diff_mentions`: all but the reasons of its slots."""
    return mention.model_copy(update={"slots": []})


def _content(mention: Mention) -> tuple[dict[str, object], list[str]]:
    """What a mention says. Where in the text it says so moves with every edit and is no news."""
    return mention.model_dump(exclude=_BOOKKEEPING), [span.text for span in mention.evidence]
