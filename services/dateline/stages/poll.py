"""poll: the watch list in, new and changed entries out. Lane: the registrable domain of the feed's URL.

Polling a feed is keeping its due time: one run asks, parses, compares with what was seen, and publishes the
entries together with the feed's next due time and its memory, in one transaction.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace

import structlog

from dateline.feeds import schedule
from dateline.feeds.filters import check_filters
from dateline.feeds.status import status_of
from dateline.messages import POLL_NOW_HEADER, DeadLetterKind, Feed
from dateline.runtime.commands import REPLAYED_HEADER
from dateline.runtime.stage import Memory, Message, Outcome
from dateline.runtime.workers import WorkerPool
from dateline.settings import PollSettings
from dateline.stages.domain import courtesy_of, put_courtesy
from dateline.stages.feed_gauge import FEEDS
from dateline.stages.feed_reading import FeedReader
from dateline.stages.feed_states import FeedState
from dateline.stages.reading import read
from dateline.stages.robots import RobotsGate
from dateline.stages.websub import SUBSCRIPTION, Subscriber, forget_subscription, subscription_dropped
from dateline.stages.websub_notice import Notice
from dateline.web.caching import Validators, freshness_s, retry_after_s, validators
from dateline.web.client import Client, Response
from dateline.web.credentials import Credentials
from dateline.web.domain import registrable_domain
from dateline.web.errors import FetchError
from dateline.web.moves import permanent_target
from dateline.web.politeness import PATIENCE_S, Courtesy

log = structlog.get_logger()

_DAY_S = 86400.0
_LOST = frozenset({schedule.FailureClass.REFUSED, schedule.FailureClass.GONE, schedule.FailureClass.UNUSABLE})
"""After one of these a feed is not where it was learned to be."""
_LOST_AFTER = 5
"""The other failures pass, but not after so many in a row."""


class PollStage:
    """The stage. `client` and `pool` are shared by a process."""

    name = "poll"
    input = "feeds"
    outputs = ("entries",)

    def __init__(
        self,
        settings: PollSettings,
        client: Client,
        pool: WorkerPool,
        clock: Callable[[], float] = time.time,
        subscriber: Subscriber | None = None,
    ) -> None:
        """`subscriber` keeps the subscriptions to hubs; None: feeds are only polled."""
        self._settings = settings
        self._client = client
        self._clock = clock
        self._reader = FeedReader(pool, clock, self.name)
        self._robots = RobotsGate(client, pool, settings.robots_for_feeds, delay_max_s=settings.crawl_delay_max_s)
        self._subscriber = subscriber
        self._credentials = Credentials(settings.feed_credentials_file)

    def lane(self, message: Message) -> str:
        """The registrable domain of the feed's URL."""
        if (notice := Notice.of(message)) is not None:
            return notice.domain
        return registrable_domain(read(Feed, message).url)

    async def on_message(self, message: Message, memory: Memory) -> Outcome:
        """A feed was added, changed or removed, or its hub has something to say: at once."""
        if (notice := Notice.of(message)) is not None:
            if self._subscriber is None:
                return Outcome("hub-off")
            return await self._subscriber.on_notice(notice, memory, self._reader)
        feed = read(Feed, message)
        check_filters(feed)
        name = f"feed/{feed.id}"
        known = memory.get(name, FeedState)
        if feed.removed:
            if known is None:
                return Outcome("feed-unknown")
            FEEDS.forget(feed.id)
            outcome = Outcome("feed-removed")
            outcome.delete(name)
            outcome.delete(f"seen/{feed.id}")
            forget_subscription(outcome, feed.id, memory)
            return outcome
        # Who asks for another look must not bring back a feed that has been removed since.
        replayed = message.header(REPLAYED_HEADER) == DeadLetterKind.DOCUMENT.value.encode()
        asked_for = replayed or message.header(POLL_NOW_HEADER) is not None
        if known is None and asked_for:
            return Outcome("feed-unknown")
        if known is None:
            outcome = Outcome("feed-added")
            self._plan_first(outcome, name, FeedState(feed=feed))
        elif asked_for:
            outcome = Outcome("feed-paused" if known.feed.paused else "poll-now")
            self._plan_first(outcome, name, known.model_copy(update={"reason": "asked-for"}))
        elif known.feed == feed:
            outcome = Outcome("feed-unchanged")
        else:
            outcome = Outcome("feed-changed")
            self._plan_first(outcome, name, known.model_copy(update={"feed": feed, "reason": "feed-changed"}))
        return outcome

    def _plan_first(self, outcome: Outcome, name: str, state: FeedState) -> None:
        """Has a feed polled at once, unless it is paused."""
        if state.feed.paused:
            FEEDS.forget(state.feed.id)
            outcome.put(name, state.model_copy(update={"reason": "paused"}))
        else:
            outcome.put(name, state, due_at=self._clock())

    async def on_due(self, name: str, memory: Memory) -> Outcome:
        """A feed's poll is due, or something about its hub."""
        if name.startswith(SUBSCRIPTION):
            return (
                subscription_dropped(name) if self._subscriber is None else await self._subscriber.on_due(name, memory)
            )
        state = memory.get(name, FeedState)
        assert state is not None, "only feeds have due times"
        courtesy = courtesy_of(memory)
        now = self._clock()
        wait_s = courtesy.wait_s(now)
        if wait_s > PATIENCE_S:
            return self._wait(Outcome("waiting"), name, state, courtesy)
        await asyncio.sleep(wait_s)
        url = state.whereabouts.address(state.feed.url, now)
        if self._robots.must_ask(url, memory, now):
            gap_s = self._settings.domain_gap_s
            outcome, courtesy = await self._robots.ask(url, memory, courtesy, self._clock(), gap_s)
            return self._wait(outcome, name, state, courtesy)
        return await self._poll(name, url, state, memory, courtesy)

    def _wait(self, outcome: Outcome, name: str, state: FeedState, courtesy: Courtesy) -> Outcome:
        """Has the feed polled at the domain's next slot."""
        slot, courtesy = courtesy.take_slot(self._clock(), self._settings.domain_gap_s)
        outcome.put(name, state, due_at=slot)
        put_courtesy(outcome, courtesy, self._clock())
        return outcome

    async def _poll(self, name: str, url: str, state: FeedState, memory: Memory, courtesy: Courtesy) -> Outcome:
        started = self._clock()
        gap_s = self._robots.gap_s(url, memory, self._settings.domain_gap_s)
        sent = state.trust.to_send(state.validators, started, self._settings.poll_whole_gap_s)
        outcome = Outcome("unchanged")
        try:
            self._robots.check(url, memory, started)
            courtesy = courtesy.asked(started, gap_s)
            credentials = self._credentials.headers(state.feed.credential, url)
            response = await self._client.get(
                url,
                headers=sent.request_headers(),
                credentials=credentials,
                before_hop=lambda hop: self._robots.check(hop, memory, started),
            )
        except FetchError as error:
            log.info("no answer", url=url, code=error.code, reason=error.reason, at=error.url)
            result = schedule.Outcome(failure=schedule.failure_of_code(error.code))
            outcome.disposition = f"failed-{error.code}"
        else:
            courtesy = self._repaid(courtesy, response)
            state, result = await self._judge(state, sent, response, memory, outcome)
            if result.failure is None:
                state = self._found(state, url, response, outcome)
        if result.failure in _LOST or (result.failure is not None and state.history.failures >= _LOST_AFTER):
            state = state.model_copy(update={"whereabouts": state.whereabouts.lost(url, self._clock())})
        self._plan_next(outcome, name, state, result, courtesy, memory)
        log.info("feed", url=url, disposition=outcome.disposition,
                 took_s=round(self._clock() - started, 3), **outcome.counts)  # fmt: skip
        return outcome

    def _repaid(self, courtesy: Courtesy, response: Response) -> Courtesy:
        """What we owe the domain after its answer."""
        if response.status not in (429, 503):
            return courtesy.answered()
        now = self._clock()
        first_s, longest_s = self._settings.retry_gap_s, self._settings.retry_gap_max_s
        return courtesy.refused(now, retry_after_s(response.headers, now), first_s=first_s, longest_s=longest_s)

    def _found(self, state: FeedState, asked: str, response: Response, outcome: Outcome) -> FeedState:
        """The feed answered at the end of these redirects. (One with a credential has it for where it is listed.)"""
        if state.feed.credential is not None:
            return state
        target = permanent_target(asked, [(hop.url, hop.status, hop.location) for hop in response.chain])
        stable_s = self._settings.redirect_stable_days * _DAY_S
        whereabouts = state.whereabouts.found(asked, target, self._clock(), stable_s=stable_s)
        if whereabouts.learned not in (None, state.whereabouts.learned):
            outcome.count("redirects-learned")
        return state.model_copy(update={"whereabouts": whereabouts})

    async def _judge(
        self, state: FeedState, sent: Validators, response: Response, memory: Memory, outcome: Outcome
    ) -> tuple[FeedState, schedule.Outcome]:
        """What an answer to a request with the validators `sent` means for the feed."""
        now = self._clock()
        asked_s = retry_after_s(response.headers, now)
        failure = schedule.failure_of_status(response.status, retry_after=asked_s is not None)
        if failure is not None:
            outcome.disposition = f"failed-{failure}"
            return state, schedule.Outcome(failure=failure, retry_after_s=asked_s)
        if response.status == 304:
            trust = state.trust.unchanged(sent, now)
            result = schedule.Outcome(fresh_s=freshness_s(response.headers, now), retry_after_s=asked_s)
        else:
            before = state.validators
            taken = await self._reader.take_in(state, response, memory, outcome)
            state, result = taken.state, taken.result
            if self._subscriber is not None and taken.feed is not None:
                self._subscriber.polled(outcome, state, taken.feed, response.headers, response.url, memory)
            if result.failure is not None:
                return state, result
            found = validators(response.headers)
            trust = state.trust.whole(sent, before, found, now, news=bool(outcome.publications))
        if trust.distrusted_until > max(state.trust.distrusted_until, now):
            outcome.count("validators-distrusted")
        return state.model_copy(update={"trust": trust}), result

    def _plan_next(
        self,
        outcome: Outcome,
        name: str,
        state: FeedState,
        result: schedule.Outcome,
        courtesy: Courtesy,
        memory: Memory,
    ) -> None:
        now = self._clock()
        bounds = schedule.settings_of(state.feed, self._settings)
        slowed = bounds if self._subscriber is None else self._subscriber.bounds(bounds, state.feed, memory)
        history = schedule.record(state.history, result, now)
        if outcome.disposition == "more-to-come":
            planned = schedule.Scheduled(now, "more-to-come")
        else:
            planned = schedule.next_poll(history, result, slowed, now=now, seed=state.feed.id)
            if slowed is not bounds and planned.reason == "shortest-interval":
                planned = replace(planned, reason="hub")
        planning = {"history": history, "reason": planned.reason, "result": outcome.disposition}
        outcome.put(name, state.model_copy(update=planning), due_at=planned.at)
        FEEDS.note(state.feed.id, status_of(history, planned.reason, paused=False), planned.reason, planned.at)
        put_courtesy(outcome, courtesy, self._clock())
