"""A feed's document to messages and memory: what a poll brings and what a hub pushes are read alike."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from dateline.errors import BadInput
from dateline.feeds import schedule
from dateline.feeds.fingerprint import body_fingerprint
from dateline.feeds.identity import SeenEntries
from dateline.feeds.model import ParsedFeed
from dateline.feeds.sitemap import SITEMAP_INDEX
from dateline.runtime.stage import Memory, Outcome
from dateline.runtime.workers import WorkerPool
from dateline.stages.feed_entries import publish_changes, without
from dateline.stages.feed_states import FeedState, SeenState
from dateline.stages.filtering import read_wanted_news
from dateline.web.caching import freshness_s, validators
from dateline.web.client import Response


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of a document."""

    state: FeedState
    result: schedule.Outcome
    feed: ParsedFeed | None = None
    """The feed without its entries; None where the bytes were known, or no feed."""


class FeedReader:
    """Reads in workers and writes outcomes. `producer`: the stage's name."""

    def __init__(self, pool: WorkerPool, clock: Callable[[], float], producer: str) -> None:
        self._pool = pool
        self._clock = clock
        self._producer = producer

    async def take_in(self, state: FeedState, response: Response, memory: Memory, outcome: Outcome) -> TakenIn:
        """A body came: parse it if it is new, and publish what is new in it."""
        now = self._clock()
        fresh_s = freshness_s(response.headers, now)
        found = validators(response.headers)
        fingerprint = body_fingerprint(response.body)
        kept = state.model_copy(update={"etag": found.etag, "last_modified": found.last_modified})
        if fingerprint == state.fingerprint:
            return TakenIn(kept, schedule.Outcome(fresh_s=fresh_s))
        content_type = response.headers.get("content-type")
        remembered = memory.get(f"seen/{state.feed.id}", SeenState)
        seen = SeenEntries() if remembered is None else remembered.seen
        first_poll = remembered is None or remembered.first_poll
        read_it = functools.partial(
            read_wanted_news, content_type=content_type, url=response.url, seen=seen, first_poll=first_poll, now=now
        )
        try:
            news = await self._pool.run(read_it, response.body, state.feed)
        except BadInput as error:
            outcome.disposition = "unreadable"
            if fingerprint != state.dead_fingerprint:
                outcome.dead_document(
                    error, response.body, url=response.url, content_type=content_type, replay=state.feed.to_bytes()
                )
            broken = state.model_copy(update={"dead_fingerprint": fingerprint})
            return TakenIn(broken, schedule.Outcome(failure=schedule.FailureClass.UNUSABLE))
        observed_at = datetime.fromtimestamp(self._clock(), UTC)
        left = publish_changes(outcome, state.feed, news, producer=self._producer, observed_at=observed_at)
        if first_poll or left or news.seen != seen:
            still_first = first_poll and bool(left)
            outcome.put(f"seen/{state.feed.id}", SeenState(seen=without(news.seen, seen, left), first_poll=still_first))
        outcome.count(f"parsed-{news.feed.parser}")
        outcome.counts.update({f"entries-filtered-{why}": number for why, number in news.unwanted.items()})
        if news.feed.entries_left_out:
            outcome.counts["entries-left-out"] = news.feed.entries_left_out
        result = schedule.Outcome(
            new_entries=outcome.counts.get("entries-new", 0), hints=news.feed.hints, fresh_s=fresh_s
        )
        if left:
            # The feed is asked again without validators: the rest is in the same bytes.
            outcome.disposition = "more-to-come"
            unread = state.model_copy(update={"etag": None, "last_modified": None, "fingerprint": None})
            return TakenIn(unread, result, news.feed)
        if outcome.publications:
            outcome.disposition = "published"
        elif news.feed.format == SITEMAP_INDEX:
            outcome.disposition = "index"
        read = kept.model_copy(update={"fingerprint": fingerprint, "dead_fingerprint": None})
        return TakenIn(read, result, news.feed)
