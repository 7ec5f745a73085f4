"""News of a feed that its watcher wants: reading and filtering in one call of a worker, which guesses languages too."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from dateline.feeds.filters import filtered
from dateline.feeds.identity import SeenEntries
from dateline.feeds.news import News, read_news
from dateline.messages import Feed


def read_wanted_news(
    body: bytes, watched: Feed, *, content_type: str | None, url: str, seen: SeenEntries, first_poll: bool, now: float
) -> News:
    """As `read_news`; what the filters of `watched` hold back is remembered, and counted instead of given."""
    news = read_news(body, content_type=content_type, url=url, seen=seen, first_poll=first_poll, now=now)
    if watched.only is None and watched.without is None:
        return news
    # Only here: the language model and numpy are no burden to a poller whose feeds have no filters.
    from dateline.articles.language import language_of

    declared = watched.language or news.feed.language
    judged = [
        (change, filtered(change.entry, watched, lambda text: language_of(text, declared))) for change in news.changes
    ]
    return replace(
        news,
        changes=[change for change, why in judged if why is None],
        unwanted=Counter(why.value for _, why in judged if why is not None),
    )
