"""What the owner of a feed does about its hub (W3C WebSub): subscribes, renews, and judges what comes of it.

A subscription is a state of the feed's lane, ``websub/<feed id>``, with a due time of its own, so all of it happens
in the feed's order and in the transactions of its partition. What hubs say comes through the inbox (websub_door.py).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import httpx
import structlog
from pydantic import SecretStr

from dateline.errors import BadInput, ConfigurationError
from dateline.feeds import schedule
from dateline.feeds.callbacks import Callbacks
from dateline.feeds.model import ParsedFeed
from dateline.feeds.subscription import GAP_S, Subscription
from dateline.messages import Feed
from dateline.runtime.stage import Memory, Outcome
from dateline.runtime.state import State
from dateline.settings import PollSettings, WebSubSettings
from dateline.stages.feed_reading import FeedReader
from dateline.stages.feed_states import FeedState
from dateline.stages.websub_notice import Notice, NoticeKind
from dateline.web.caching import retry_after_s
from dateline.web.client import Client, Response
from dateline.web.errors import FetchError
from dateline.web.links import linked
from dateline.web.urls import parse_url

log = structlog.get_logger()

SUBSCRIPTION = "websub/"
"""What the names of subscriptions begin with."""
_HUB_DEADLINE_S = 10.0
"""A hub has only to take the request; the lane's polls wait so long at most."""
_HUBS_MAX = 8
"""Requests to hubs at a time: thousands of feeds may share one."""
_URL_MAX_CHARACTERS = 2048


class SubscriptionState(State):
    """``websub/<id>``."""

    subscription: Subscription


def callbacks_of(settings: WebSubSettings) -> Callbacks | None:
    """How callbacks are made; None where hubs are not asked. Raises ConfigurationError."""
    if settings.websub_callback_url is None:
        return None
    secret = settings.websub_secret or SecretStr("")
    if not secret.get_secret_value():
        raise ConfigurationError(
            "DATELINE_WEBSUB_SECRET is needed with --websub-callback-url: 32 characters or more that nobody can guess, "
            "the same for all copies of poll"
        )
    return Callbacks(settings.websub_callback_url, secret.get_secret_value())


class Subscriber:
    """Keeps the subscriptions of the poll stage."""

    def __init__(
        self, settings: WebSubSettings, callbacks: Callbacks, client: Client, clock: Callable[[], float]
    ) -> None:
        self._settings = settings
        self._callbacks = callbacks
        self._client = client
        self._clock = clock
        self._free = asyncio.Semaphore(_HUBS_MAX)

    # With polls

    def polled(
        self, outcome: Outcome, state: FeedState, parsed: ParsedFeed, headers: httpx.Headers, url: str, memory: Memory
    ) -> None:
        """A poll read the feed at `url`: begins, changes or ends its subscription, and minds what the hub owes.

        `state` is the feed's from before the poll.
        """
        feed = state.feed
        known = _known(memory, feed.id)
        now = self._clock()
        found = _hub_and_topic(parsed, headers, url)
        if found is None:
            if known is not None:
                outcome.delete(SUBSCRIPTION + feed.id)
            return
        hub, topic = found
        callback = self._callbacks.url(memory.lane, feed.id, topic)
        if known is None or (known.hub, known.topic, known.callback) != (hub, topic, callback):
            # A feed that names another hub every time shall not have us knock at each at once.
            kept = Subscription(hub=hub, topic=topic, callback=callback, ask_at=now if known is None else now + GAP_S)
        else:
            kept = known.polled(now, news=outcome.counts.get("entries-new", 0) > 0, since=state.history.polled_at)
        if kept != known:
            self._put(outcome, feed.id, kept)

    def bounds(self, settings: PollSettings, feed: Feed, memory: Memory) -> PollSettings:
        """How often to poll: seldom where the feed's hub is believed. `settings`: the feed's own bounds."""
        known = _known(memory, feed.id)
        if known is None or not known.is_believed(self._clock()):
            return settings
        if known.callback != self._callbacks.url(memory.lane, feed.id, known.topic):
            return settings
        longest = feed.poll_interval_max_s or self._settings.websub_poll_gap_s
        shortest = max(settings.poll_interval_min_s, min(self._settings.websub_poll_gap_s, longest))
        ceiling = max(settings.poll_interval_max_s, shortest)
        return settings.model_copy(update={"poll_interval_min_s": shortest, "poll_interval_max_s": ceiling})

    # By itself

    async def on_due(self, name: str, memory: Memory) -> Outcome:
        """A subscription's time has come: asks the hub, or faces what it has missed."""
        feed_id = name.removeprefix(SUBSCRIPTION)
        before = _known(memory, feed_id)
        watched = memory.get(f"feed/{feed_id}", FeedState)
        if before is None or watched is None or watched.feed.paused:
            outcome = Outcome("hub-forgotten")
            outcome.delete(name)
            return outcome
        now = self._clock()
        known = before.looked_at(now, self._settings.websub_patience_s)
        callback = self._callbacks.url(memory.lane, feed_id, known.topic)
        if known.callback != callback:  # there is a new secret or address: the old callback is nobody's
            known = Subscription(hub=known.hub, topic=known.topic, callback=callback, ask_at=now)
        outcome = Outcome(f"hub-{known.status}")
        if known.ask_at <= now:
            known = await self._ask(known)
            outcome.disposition = f"hub-{known.status}"
        if known.pushes < before.pushes:
            # It was polled seldom for this hub's sake.
            _poll_now(outcome, watched, "hub-missed", memory, self._clock())
        self._put(outcome, feed_id, known)
        log.info("hub", hub=known.hub, topic=known.topic, disposition=outcome.disposition)
        return outcome

    async def _ask(self, known: Subscription) -> Subscription:
        fields = {
            "hub.mode": "subscribe",
            "hub.topic": known.topic,
            "hub.callback": known.callback,
            "hub.secret": self._callbacks.signing_secret(known.callback),
            "hub.lease_seconds": f"{self._settings.websub_lease_s:.0f}",
        }
        try:
            async with self._free, asyncio.timeout(_HUB_DEADLINE_S):
                answer = await self._client.post_form(known.hub, fields)
        except FetchError as error:
            log.info("the hub did not answer", hub=known.hub, code=error.code, reason=error.reason)
            return known.asked(self._clock(), f"failed-{error.code}")
        except TimeoutError:
            return known.asked(self._clock(), "failed-deadline")
        now = self._clock()
        if answer.ok:
            return known.asked(now, None)
        log.info(
            "the hub refused", hub=known.hub, status=answer.status, said=answer.body[:200].decode("utf-8", "replace")
        )
        return known.asked(now, "refused", retry_after_s(answer.headers, now) or 0.0)

    # What hubs say

    async def on_notice(self, notice: Notice, memory: Memory, reader: FeedReader) -> Outcome:
        """A hub verified, denied or pushed."""
        watched = memory.get(f"feed/{notice.feed_id}", FeedState)
        known = _known(memory, notice.feed_id)
        if watched is None or known is None or not known.callback.endswith(f"/{notice.token}"):
            return Outcome("hub-unasked")
        if notice.kind in (NoticeKind.VERIFIED, NoticeKind.DENIED):
            now = self._clock()
            verified = notice.kind is NoticeKind.VERIFIED
            kept = known.verified(now, notice.lease_s) if verified else known.denied(now)
            outcome = Outcome(f"hub-{kept.status}")
            self._put(outcome, notice.feed_id, kept)
            return outcome
        if watched.feed.paused:
            return Outcome("push-paused")
        return await self._take_push(notice, watched, known, memory, reader)

    async def _take_push(
        self, notice: Notice, watched: FeedState, known: Subscription, memory: Memory, reader: FeedReader
    ) -> Outcome:
        """Reads what was pushed as if it had been polled; the feed's next poll stays when it was."""
        outcome = Outcome("push-unchanged")
        if notice.kind is NoticeKind.TOO_LARGE:
            outcome.disposition = "push-too-large"
            _poll_now(outcome, watched, "pushed", memory, self._clock())
            return outcome
        headers = httpx.Headers({} if notice.content_type is None else {"content-type": notice.content_type})
        answer = Response(known.topic, 200, headers, notice.body, chain=(), elapsed_s=0.0)
        taken = await reader.take_in(watched, answer, memory, outcome)
        if outcome.disposition == "unreadable":
            # What the feed itself says will tell whose fault it is.
            _poll_now(outcome, taken.state, "pushed", memory, self._clock())
        else:
            news = outcome.counts.get("entries-new", 0) > 0
            if outcome.disposition == "more-to-come":
                _poll_now(outcome, taken.state, "pushed", memory, self._clock())
            elif outcome.publications:
                history = schedule.record(watched.history, taken.result, self._clock())
                # It says nothing about how the feed answers.
                failing = {"failures": watched.history.failures, "failing_since": watched.history.failing_since}
                history = history.model_copy(update=failing)
                name = f"feed/{watched.feed.id}"
                outcome.put(name, watched.model_copy(update={"history": history}), due_at=memory.due_at(name))
            if (kept := known.pushed(news=news)) != known:
                self._put(outcome, watched.feed.id, kept)
        outcome.disposition = f"push-{outcome.disposition.removeprefix('push-')}"
        log.info("push", topic=known.topic, disposition=outcome.disposition, **outcome.counts)
        return outcome

    def _put(self, outcome: Outcome, feed_id: str, kept: Subscription) -> None:
        state = SubscriptionState(subscription=kept)
        outcome.put(SUBSCRIPTION + feed_id, state, due_at=kept.due_at(self._settings.websub_patience_s))


def _known(memory: Memory, feed_id: str) -> Subscription | None:
    state = memory.get(SUBSCRIPTION + feed_id, SubscriptionState)
    return None if state is None else state.subscription


def _poll_now(outcome: Outcome, watched: FeedState, reason: str, memory: Memory, now: float) -> None:
    """Has the feed polled at once, unless it is not to be polled at all."""
    name = f"feed/{watched.feed.id}"
    due_at = None if memory.due_at(name) is None else now
    outcome.put(name, watched.model_copy(update={"reason": reason}), due_at=due_at)


def forget_subscription(outcome: Outcome, feed_id: str, memory: Memory) -> None:
    """The feed is watched no longer. Its hub pushes until the lease ends, and is not listened to."""
    if _known(memory, feed_id) is not None:
        outcome.delete(SUBSCRIPTION + feed_id)


def subscription_dropped(name: str) -> Outcome:
    """A subscription's time has come, and hubs are not asked any more."""
    outcome = Outcome("hub-off")
    outcome.delete(name)
    return outcome


def _hub_and_topic(parsed: ParsedFeed, headers: httpx.Headers, url: str) -> tuple[str, str] | None:
    """Whom to ask for what: from the headers, which go first, or from the feed itself (W3C WebSub, section 4)."""
    hub = linked(headers, url, "hub") or parsed.hub
    topic = linked(headers, url, "self") or parsed.self_link or url
    if hub is None:
        return None
    try:
        # The topic stays as it is spelled: the hub knows it by that.
        hub, _ = str(parse_url(hub)), parse_url(topic)
    except BadInput:
        return None
    return None if max(len(hub), len(topic)) > _URL_MAX_CHARACTERS else (hub, topic)
