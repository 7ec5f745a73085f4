"""What a feed's owner does about its hub. A real hub on loopback, the test's own clock."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from dateline.errors import BadInput, ConfigurationError
from dateline.feeds.callbacks import Callbacks
from dateline.messages import Entry, Feed
from dateline.runtime.stage import Outcome
from dateline.runtime.workers import WorkerPool
from dateline.settings import PollSettings, WebSubSettings
from dateline.stages.feed_states import FeedState
from dateline.stages.poll import PollStage
from dateline.stages.websub import Subscriber, SubscriptionState, callbacks_of
from dateline.stages.websub_notice import HEADER, Notice, NoticeKind
from dateline.web.client import Client
from tests.stages.desk import Clock, Desk, values
from tests.stages.hub import Hub
from tests.stages.outlets import Answer, Outlet, rss
from tests.stages.test_poll import a_feed

pytestmark = pytest.mark.asyncio(loop_scope="session")

POLLING = PollSettings(poll_interval_min_s=60, poll_interval_max_s=600, domain_gap_s=0, robots_for_feeds="ignore")
WEBSUB = WebSubSettings.model_validate(
    {
        "websub_callback_url": "http://127.0.0.1:9",
        "websub_secret": "s" * 32,
        "websub_poll_gap_s": 7200,
        "websub_patience_s": 30,
    }
)
LEASE_S = 86400.0


@pytest_asyncio.fixture(loop_scope="session")
async def hub() -> AsyncIterator[Hub]:
    """A hub that asks nobody back: here the test brings what it would say."""
    async with Hub(verifies=False) as one:
        yield one


@pytest.fixture
def desk(client: Client, pool: WorkerPool, clock: Clock) -> Desk:
    callbacks = callbacks_of(WEBSUB)
    assert callbacks is not None
    subscriber = Subscriber(WEBSUB, callbacks, client, clock)
    return Desk(PollStage(POLLING, client, pool, clock, subscriber), clock)


def a_document(outlet: Outlet, path: str, hub: Hub, numbers: list[int]) -> Answer:
    """A feed with so many reports that names its hub and itself."""
    body = rss([(outlet.url(f"/news/{n}"), f"Report {n}") for n in numbers]).body
    links = '<link xmlns="http://www.w3.org/2005/Atom" rel="{}" href="{}"/>'
    inside = links.format("hub", hub.url) + links.format("self", outlet.url(path))
    return Answer(body.replace(b"</title>", b"</title>" + inside.encode(), 1), 200, {"Content-Type": "text/xml"})


def notice(
    callback: str, feed: Feed, outlet: Outlet, kind: NoticeKind, body: bytes = b"", lease_s: float = LEASE_S
) -> Notice:
    return Notice(
        kind=kind,
        domain=outlet.domain,
        feed_id=feed.id,
        token=callback.rpartition("/")[2],
        lease_s=lease_s,
        content_type="application/rss+xml",
        body=body,
    )


async def bring(desk: Desk, one: Notice) -> Outcome:
    publication = one.to_publication()
    headers = [(name, value) for name, value in publication.headers if value is not None]
    return await desk.bring(publication.value or b"", *headers)


def subscription(desk: Desk, outlet: Outlet, feed: Feed) -> SubscriptionState | None:
    return desk.memory(outlet.domain).get(f"websub/{feed.id}", SubscriptionState)


async def poll(desk: Desk) -> Outcome:
    """The next poll, whatever is due before it."""
    while not desk.due()[0][2].startswith("feed/"):
        await desk.keep_next()
    return await desk.keep_next()


async def subscribed(desk: Desk, outlet: Outlet, hub: Hub, *documents: list[int], verified: bool = True) -> Feed:
    """A feed that was polled once, and whose hub has verified."""
    answers = [a_document(outlet, "/feed", hub, numbers) for numbers in documents]
    feed = a_feed(outlet.serve("/feed", *answers))
    await desk.bring(feed)
    await desk.keep_next()
    assert (await desk.keep_next()).disposition == "hub-asked"
    if verified:
        callback = hub.subscriptions[feed.url].callback
        assert (await bring(desk, notice(callback, feed, outlet, NoticeKind.VERIFIED))).disposition == "hub-subscribed"
    return feed


async def pushed(desk: Desk, outlet: Outlet, hub: Hub, feed: Feed, numbers: list[int]) -> Outcome:
    callback = hub.subscriptions[feed.url].callback
    body = a_document(outlet, "/feed", hub, numbers).body
    return await bring(desk, notice(callback, feed, outlet, NoticeKind.PUSHED, body))


async def test_a_feed_that_names_a_hub_is_subscribed_to_with_a_secret_of_its_own(
    desk: Desk, outlet: Outlet, hub: Hub
) -> None:
    feed = await subscribed(desk, outlet, hub, [1], verified=False)
    [asked] = hub.asked
    callback = asked["hub.callback"]
    assert (asked["hub.mode"], asked["hub.topic"]) == ("subscribe", feed.url)
    assert callback.startswith("http://127.0.0.1:9/websub/")
    assert asked["hub.secret"] == Callbacks("", "s" * 32).signing_secret(callback)
    assert asked["hub.lease_seconds"] == "864000"


async def test_link_headers_go_before_the_feeds_own_words(desk: Desk, outlet: Outlet, hub: Hub) -> None:
    document = a_document(outlet, "/feed", Hub(host="127.0.0.99", port=1), [1])
    headers = {**document.headers, "Link": f"<{hub.url}>; rel=hub, </feed?full>; rel=self"}
    await desk.bring(a_feed(outlet.serve("/feed", Answer(document.body, 200, headers))))
    await desk.keep_next()
    await desk.keep_next()
    assert [asked["hub.topic"] for asked in hub.asked] == [outlet.url("/feed?full")]


async def test_a_push_is_published_once_though_the_poll_sees_it_as_well(desk: Desk, outlet: Outlet, hub: Hub) -> None:
    feed = await subscribed(desk, outlet, hub, [1], [2, 1])
    planned = desk.memory(outlet.domain).due_at(f"feed/{feed.id}")
    outcome = await pushed(desk, outlet, hub, feed, [2])
    assert outcome.disposition == "push-published"
    assert desk.memory(outlet.domain).due_at(f"feed/{feed.id}") == planned
    assert (await poll(desk)).disposition == "unchanged"
    assert (await pushed(desk, outlet, hub, feed, [2])).disposition == "push-unchanged"
    assert [entry.title for entry in values(desk.published, Entry)] == ["Report 1", "Report 2"]


async def test_a_hub_that_brings_the_news_slows_polling_down_to_a_safety_net(
    desk: Desk, outlet: Outlet, hub: Hub, clock: Clock
) -> None:
    feed = await subscribed(desk, outlet, hub, [1])
    await poll(desk)
    assert desk.memory(outlet.domain).due_at(f"feed/{feed.id}") <= clock.now + 660  # type: ignore[operator] # it is due
    await pushed(desk, outlet, hub, feed, [2])
    await poll(desk)
    due = desk.memory(outlet.domain).due_at(f"feed/{feed.id}")
    assert due is not None
    assert 7000 < due - clock.now < 8000
    state = desk.memory(outlet.domain).get(f"feed/{feed.id}", FeedState)
    assert state is not None
    assert state.reason == "hub"


async def test_a_feeds_own_longest_interval_holds_also_with_a_hub(
    desk: Desk, outlet: Outlet, hub: Hub, clock: Clock
) -> None:
    feed = await subscribed(desk, outlet, hub, [1])
    bounded = feed.model_copy(update={"poll_interval_max_s": 300.0})
    await desk.bring(bounded)
    await pushed(desk, outlet, hub, feed, [2])
    await poll(desk)
    due = desk.memory(outlet.domain).due_at(f"feed/{feed.id}")
    assert due is not None
    assert due - clock.now <= 330


async def test_news_that_only_a_poll_finds_bring_polling_back_to_its_rate(
    desk: Desk, outlet: Outlet, hub: Hub, clock: Clock
) -> None:
    feed = await subscribed(desk, outlet, hub, [1], [1], [2, 1], [3, 2, 1])
    await poll(desk)
    await pushed(desk, outlet, hub, feed, [2])
    await poll(desk)
    assert (await poll(desk)).disposition == "published"  # number 3, which the hub never brings
    found_at = clock.now
    outcome = await desk.keep_next()
    assert (outcome.disposition, clock.now) == ("hub-missed-news", found_at + 30)
    assert desk.due()[0] == (clock.now, outlet.domain, f"feed/{feed.id}")
    await poll(desk)
    due = desk.memory(outlet.domain).due_at(f"feed/{feed.id}")
    assert due is not None
    assert due - clock.now <= 660


async def test_a_lease_is_renewed_before_it_ends(desk: Desk, outlet: Outlet, hub: Hub, clock: Clock) -> None:
    feed = await subscribed(desk, outlet, hub, [1])
    began = clock.now
    while len(hub.asked) < 2:
        await desk.keep_next()
    assert began + LEASE_S / 2 < clock.now < began + LEASE_S
    assert hub.asked[0] == hub.asked[1]
    assert feed.url in hub.subscriptions


async def test_a_hub_that_never_verifies_or_refuses_is_asked_again_later(
    desk: Desk, outlet: Outlet, hub: Hub, clock: Clock
) -> None:
    feed = await subscribed(desk, outlet, hub, [1], verified=False)
    state = subscription(desk, outlet, feed)
    assert state is not None
    assert state.subscription.ask_at == clock.now + 600
    hub.refuses, hub.headers = 429, {"Retry-After": "7000"}
    while len(hub.asked) < 2:
        outcome = await desk.keep_next()
    assert outcome.disposition == "hub-refused"
    state = subscription(desk, outlet, feed)
    assert state is not None
    assert state.subscription.ask_at >= clock.now + 7000


async def test_a_feed_that_names_another_hub_every_time_is_not_followed_at_once(
    desk: Desk, outlet: Outlet, hub: Hub, clock: Clock
) -> None:
    feed = await subscribed(desk, outlet, hub, [1])
    moved = a_document(outlet, "/feed", hub, [1])
    outlet.serve("/feed", Answer(moved.body.replace(hub.url.encode(), hub.url.encode() + b"other"), 200, moved.headers))
    await poll(desk)
    state = subscription(desk, outlet, feed)
    assert state is not None
    assert (state.subscription.hub, state.subscription.ask_at) == (f"{hub.url}other", clock.now + 600)


async def test_with_a_new_secret_a_feed_is_polled_as_without_a_hub_and_subscribed_to_anew(
    desk: Desk, outlet: Outlet, hub: Hub, client: Client, pool: WorkerPool, clock: Clock
) -> None:
    feed = await subscribed(desk, outlet, hub, [1])
    await pushed(desk, outlet, hub, feed, [2])
    subscriber = Subscriber(WEBSUB, Callbacks("http://127.0.0.1:9", "t" * 32), client, clock)
    renewed = Desk(PollStage(POLLING, client, pool, clock, subscriber), clock, lanes=desk.lanes)
    await poll(renewed)
    due = renewed.memory(outlet.domain).due_at(f"feed/{feed.id}")
    assert due is not None
    assert due - clock.now <= 660
    while len(hub.asked) < 2:
        await renewed.keep_next()
    assert hub.asked[0]["hub.callback"] != hub.asked[1]["hub.callback"]
    assert hub.asked[0]["hub.secret"] != hub.asked[1]["hub.secret"]


async def test_what_nobody_asked_for_is_not_listened_to(desk: Desk, outlet: Outlet, hub: Hub) -> None:
    feed = await subscribed(desk, outlet, hub, [1])
    other = Callbacks("", "s" * 32).url(outlet.domain, feed.id, "https://another.example/topic")
    body = a_document(outlet, "/feed", hub, [7]).body
    assert (await bring(desk, notice(other, feed, outlet, NoticeKind.PUSHED, body))).disposition == "hub-unasked"
    await desk.bring(feed.model_copy(update={"removed": True}))
    assert (await pushed(desk, outlet, hub, feed, [7])).disposition == "hub-unasked"
    assert subscription(desk, outlet, feed) is None
    assert len(desk.published) == 1


async def test_a_paused_feed_publishes_no_push_and_its_hub_is_not_asked_again(
    desk: Desk, outlet: Outlet, hub: Hub
) -> None:
    feed = await subscribed(desk, outlet, hub, [1], [2, 1])
    await desk.bring(feed.model_copy(update={"paused": True}))
    assert (await pushed(desk, outlet, hub, feed, [2])).disposition == "push-paused"
    assert (await desk.keep_next()).disposition == "hub-forgotten"
    assert desk.due() == []
    await desk.bring(feed)
    await poll(desk)
    assert [entry.title for entry in values(desk.published, Entry)] == ["Report 1", "Report 2"]
    assert len(hub.asked) == 1


async def test_a_push_that_is_no_feed_is_put_aside_and_the_feed_is_asked(
    desk: Desk, outlet: Outlet, hub: Hub, clock: Clock
) -> None:
    feed = await subscribed(desk, outlet, hub, [1])
    callback = hub.subscriptions[feed.url].callback
    outcome = await bring(desk, notice(callback, feed, outlet, NoticeKind.PUSHED, b"<p>no feed"))
    assert (outcome.disposition, len(desk.put_aside)) == ("push-unreadable", 1)
    assert (clock.now, outlet.domain, f"feed/{feed.id}") in desk.due()


async def test_a_push_too_large_for_the_inbox_has_the_feed_polled_at_once(
    desk: Desk, outlet: Outlet, hub: Hub, clock: Clock
) -> None:
    feed = await subscribed(desk, outlet, hub, [1])
    callback = hub.subscriptions[feed.url].callback
    assert (await bring(desk, notice(callback, feed, outlet, NoticeKind.TOO_LARGE))).disposition == "push-too-large"
    assert (clock.now, outlet.domain, f"feed/{feed.id}") in desk.due()


async def test_a_feed_that_names_its_hub_no_longer_is_only_polled(desk: Desk, outlet: Outlet, hub: Hub) -> None:
    feed = await subscribed(desk, outlet, hub, [1])
    outlet.serve("/feed", rss([(outlet.url("/news/1"), "Report 1")]))
    await poll(desk)
    assert subscription(desk, outlet, feed) is None


async def test_without_a_callback_address_hubs_are_left_alone_and_what_was_kept_of_them_goes(
    desk: Desk, outlet: Outlet, hub: Hub, client: Client, pool: WorkerPool, clock: Clock
) -> None:
    feed = await subscribed(desk, outlet, hub, [1])
    off = Desk(PollStage(POLLING, client, pool, clock), clock, lanes=desk.lanes)
    assert (await pushed(off, outlet, hub, feed, [2])).disposition == "hub-off"
    while subscription(off, outlet, feed) is not None:
        await off.keep_next()
    assert len(hub.asked) == 1


async def test_a_notice_that_makes_no_sense_is_a_bad_message(desk: Desk) -> None:
    with pytest.raises(BadInput, match=HEADER):
        await desk.bring(b"", (HEADER, b'{"kind": "pushed"}'))


async def test_a_callback_address_needs_a_secret() -> None:
    with pytest.raises(ConfigurationError, match="DATELINE_WEBSUB_SECRET"):
        callbacks_of(WebSubSettings(websub_callback_url="https://dateline.example"))
    assert callbacks_of(WebSubSettings()) is None
