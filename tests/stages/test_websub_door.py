"""Hubs at the door, on a broker: whoever opens, the feed's owner acts, and what is forged goes nowhere."""

from __future__ import annotations

import contextlib
import json
import time
from collections import Counter
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiohttp import ClientSession

from dateline.feeds.callbacks import Callbacks
from dateline.runtime.health import serve_health
from dateline.runtime.records import read_table
from dateline.runtime.state import POSITION_KEY, Envelope, split_key
from dateline.runtime.workers import WorkerPool
from dateline.settings import Settings
from dateline.stages.poll import PollStage
from dateline.stages.websub import Subscriber
from dateline.stages.websub_door import WebSubDoor
from dateline.stages.websub_notice import HEADER
from dateline.web.client import Client
from tests.conftest import Broker
from tests.runtime.cluster import read_all, read_until, running
from tests.stages.hub import Hub
from tests.stages.outlets import Outlet
from tests.stages.test_on_a_broker import Prepare, a_feed, prepared, values_of, watch
from tests.stages.test_websub import a_document

pytestmark = pytest.mark.asyncio(loop_scope="session")

__all__ = ["prepared"]

SECRET = "a secret of thirty-two characters"


@pytest_asyncio.fixture(loop_scope="session")
async def hub() -> AsyncIterator[Hub]:
    async with Hub() as one:
        yield one


@contextlib.asynccontextmanager
async def open_door(settings: Settings) -> AsyncIterator[Callbacks]:
    """A copy's HTTP server; gives callbacks that lead there."""
    local = settings.model_copy(update={"http_host": "127.0.0.1", "http_port": 0})
    async with (
        WebSubDoor(local, Callbacks("", SECRET)) as door,
        serve_health([], local, door.routes) as port,
    ):
        yield Callbacks(f"http://127.0.0.1:{port}", SECRET)


def poll_stage(settings: Settings, callbacks: Callbacks, client: Client, pool: WorkerPool) -> PollStage:
    return PollStage(settings, client, pool, subscriber=Subscriber(settings, callbacks, client, time.time))


async def test_what_a_hub_pushes_is_published_once_though_polls_see_it_as_well(
    broker: Broker, prepared: Prepare, client: Client, pool: WorkerPool, outlet: Outlet, hub: Hub
) -> None:
    settings = await prepared(broker)
    feed = a_feed(outlet.serve("/feed", a_document(outlet, "/feed", hub, [1])))
    rarely = feed.model_copy(update={"poll_interval_min_s": 3600.0, "poll_interval_max_s": 3600.0})
    async with open_door(settings) as callbacks, running(poll_stage(settings, callbacks, client, pool), settings):
        await watch(settings, rarely)
        to = await hub.confirmed(feed.url)
        everything = a_document(outlet, "/feed", hub, [3, 2, 1])
        outlet.serve("/feed", everything)
        assert await hub.push(feed.url, a_document(outlet, "/feed", hub, [2]).body, method="sha1") == 202
        await read_until(settings, "entries", 2)  # nobody has polled: it came by the push
        asked = outlet.times("/feed")
        assert await hub.push(feed.url, everything.body, method="sha512") == 202
        await read_until(settings, "entries", 3)
        assert await hub.push(feed.url, everything.body) == 202
        assert outlet.times("/feed") == asked
        await watch(settings, rarely.model_copy(update={"title": "Changed, and so polled at once"}))
        await outlet.until(lambda: outlet.times("/feed") > asked)
    found = Counter(entry["url"] for entry in await values_of(settings, "entries"))
    assert found == {outlet.url(f"/news/{number}"): 1 for number in (1, 2, 3)}
    assert len(to.secret) == 64


async def test_the_lease_and_the_credit_of_a_hub_are_in_the_store(
    kafka: Broker, prepared: Prepare, client: Client, pool: WorkerPool, outlet: Outlet, hub: Hub
) -> None:
    settings = await prepared(kafka)
    feed = a_feed(outlet.serve("/feed", a_document(outlet, "/feed", hub, [1])))
    rarely = feed.model_copy(update={"poll_interval_min_s": 3600.0, "poll_interval_max_s": 3600.0})
    async with open_door(settings) as callbacks:
        async with running(poll_stage(settings, callbacks, client, pool), settings):
            await watch(settings, rarely)
            await hub.confirmed(feed.url)
        # The owner is away: the door still takes what is pushed.
        assert await hub.push(feed.url, a_document(outlet, "/feed", hub, [2]).body) == 202
        async with running(poll_stage(settings, callbacks, client, pool), settings):
            await read_until(settings, "entries", 2)
    kept = [json.loads(payload) for payload in await subscriptions(settings)]
    assert [(one["subscription"]["status"], one["subscription"]["pushes"]) for one in kept] == [("subscribed", 1)]
    assert len(hub.asked) == 1


async def test_forged_misplaced_and_endless_pushes_go_nowhere(
    kafka: Broker, prepared: Prepare, client: Client, pool: WorkerPool, outlet: Outlet, hub: Hub
) -> None:
    settings = await prepared(kafka, body_max_bytes=2_000_000)
    feed = a_feed(outlet.serve("/feed", a_document(outlet, "/feed", hub, [1])))
    body = a_document(outlet, "/feed", hub, [9]).body
    async with open_door(settings) as callbacks, ClientSession() as session:
        async with running(poll_stage(settings, callbacks, client, pool), settings):
            await watch(settings, feed.model_copy(update={"poll_interval_min_s": 3600.0}))
            to = await hub.confirmed(feed.url)
        before = len(await read_all(settings, "poll-inbox"))
        assert await hub.push(feed.url, body, signed=False) == 202
        assert await hub.push(feed.url, body, secret="another") == 202
        assert await hub.push(feed.url, b"x" * 2_000_001) == 413
        async with session.post(f"{to.callback}0", data=body) as answer:
            assert answer.status == 404
        async with session.post(to.callback, data=body, headers={"Content-Encoding": "gzip"}) as answer:
            assert answer.status in (400, 415)
        assert await hub.ask_back(to, topic="https://another.example/") == (404, False)
        assert await hub.ask_back(to, mode="unsubscribe") == (404, False)
        assert len(await read_all(settings, "poll-inbox")) == before
        assert await hub.push(feed.url, b"x" * 1_000_000) == 202
        [*_, last] = await read_all(settings, "poll-inbox")
        assert json.loads(dict(last.headers)[HEADER])["kind"] == "too-large"


async def test_a_hub_is_told_to_come_again_while_kafka_is_away() -> None:
    away = Settings.model_validate({"bootstrap_servers": "127.0.0.1:1", "kafka_timeout_s": 0.5})
    async with open_door(away) as callbacks:
        topic = "https://a.example/feed"
        async with ClientSession() as session:
            query = {"hub.mode": "subscribe", "hub.topic": topic, "hub.challenge": "c", "hub.lease_seconds": "60"}
            async with session.get(callbacks.url("a.example", "f1", topic), params=query) as answer:
                assert (answer.status, await answer.text()) == (503, "")


async def subscriptions(settings: Settings) -> list[bytes]:
    """The subscriptions in poll's store."""
    table = await read_table(settings, "poll-store")
    return [
        Envelope.decode(value).payload
        for key, value in table.items()
        if key != POSITION_KEY and split_key(key)[1].startswith("websub/")
    ]
