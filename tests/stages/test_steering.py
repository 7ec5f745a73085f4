"""Feeds that are paused, resumed and asked for now: what the owner of a feed does about it."""

from __future__ import annotations

import pytest
from prometheus_client import REGISTRY

from dateline.feeds.status import FeedStatus
from dateline.messages import POLL_NOW_HEADER, Feed, feed_id
from dateline.runtime.workers import WorkerPool
from dateline.settings import PollSettings
from dateline.stages.feed_gauge import FEEDS
from dateline.stages.poll import PollStage
from dateline.web.client import Client
from tests.stages.desk import Clock, Desk
from tests.stages.outlets import Outlet, html, rss

pytestmark = pytest.mark.asyncio(loop_scope="session")

NOW = (POLL_NOW_HEADER, b"1")


@pytest.fixture
def desk(client: Client, pool: WorkerPool, clock: Clock) -> Desk:
    settings = PollSettings(poll_interval_min_s=3600, poll_interval_max_s=3600, domain_gap_s=0)
    return Desk(PollStage(settings, client, pool, clock), clock)


async def polled(desk: Desk, outlet: Outlet) -> Feed:
    """A feed that has been polled once."""
    url = outlet.serve("/feed", rss([(outlet.url("/1"), "One")]))
    feed = Feed(id=feed_id(url), url=url)
    await desk.bring(feed)
    while not outlet.times("/feed"):
        await desk.keep_next()
    return feed


def paused(feed: Feed) -> Feed:
    return feed.model_copy(update={"paused": True})


async def test_a_paused_feed_is_due_no_more_and_what_was_seen_is_remembered(desk: Desk, outlet: Outlet) -> None:
    feed = await polled(desk, outlet)
    assert (await desk.bring(paused(feed))).disposition == "feed-changed"
    assert desk.due() == []
    assert f"seen/{feed.id}" in desk.lanes[outlet.domain]


async def test_a_feed_that_is_added_paused_is_not_polled(desk: Desk, outlet: Outlet) -> None:
    await desk.bring(Feed(id="f", url=outlet.url("/feed"), paused=True))
    assert desk.due() == []


async def test_a_resumed_feed_is_polled_at_once_and_publishes_only_what_is_new(
    desk: Desk, outlet: Outlet, clock: Clock
) -> None:
    feed = await polled(desk, outlet)
    await desk.bring(paused(feed))
    clock.now += 86400
    outlet.serve("/feed", rss([(outlet.url("/2"), "Two"), (outlet.url("/1"), "One")]))
    await desk.bring(feed)
    assert desk.due()[0][0] == clock.now
    while outlet.times("/feed") < 2:
        await desk.keep_next()
    assert len(desk.published) == 2


async def test_a_feed_that_is_asked_for_is_polled_at_once(desk: Desk, outlet: Outlet, clock: Clock) -> None:
    feed = await polled(desk, outlet)
    assert desk.due()[0][0] > clock.now
    assert (await desk.bring(feed, NOW)).disposition == "poll-now"
    assert desk.due()[0][0] == clock.now


async def test_asking_for_a_feed_changes_nothing_else(desk: Desk, outlet: Outlet) -> None:
    feed = await polled(desk, outlet)
    await desk.bring(paused(feed))
    assert (await desk.bring(feed, NOW)).disposition == "feed-paused"
    assert desk.due() == []
    unknown = await desk.bring(Feed(id="f", url=outlet.url("/other")), NOW)
    assert (unknown.disposition, unknown.states) == ("feed-unknown", {})


async def test_asking_for_a_feed_does_not_cut_a_retry_after_short(desk: Desk, outlet: Outlet, clock: Clock) -> None:
    feed = await polled(desk, outlet)
    outlet.serve("/feed", html("later", status=429, Retry_After="5000"))
    await desk.bring(feed, NOW)
    await desk.keep_next()
    limited_at = clock.now
    await desk.bring(feed, NOW)
    assert (await desk.keep_next()).disposition == "waiting"
    assert desk.due()[0][0] > limited_at + 5000


async def test_feeds_are_counted_by_status_while_they_are_polled(desk: Desk, outlet: Outlet, clock: Clock) -> None:
    clock.now = 4_000_000_000  # so that what is due then is not overdue now
    before = REGISTRY.get_sample_value("dateline_feeds", {"status": "ok"}) or 0
    feed = await polled(desk, outlet)
    assert REGISTRY.get_sample_value("dateline_feeds", {"status": "ok"}) == before + 1
    assert (REGISTRY.get_sample_value("dateline_feeds_next_poll", {"reason": "shortest-interval"}) or 0) >= 1
    await desk.bring(paused(feed))
    assert REGISTRY.get_sample_value("dateline_feeds", {"status": "ok"}) == before


async def test_a_feed_that_is_overdue_here_is_polled_elsewhere() -> None:
    FEEDS.note("gone", FeedStatus.SILENT, "quiet", 0.0)
    assert REGISTRY.get_sample_value("dateline_feeds", {"status": "silent"}) == 0
