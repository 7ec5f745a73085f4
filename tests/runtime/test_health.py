"""Health tells the truth: what each address answers through a member's life."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import TypeAlias

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestClient, TestServer

from dateline.broker.administration import create_topics
from dateline.errors import ConfigurationError
from dateline.runtime import health
from dateline.runtime.member import Member
from dateline.runtime.stage import Memory, Message, Outcome
from dateline.settings import Settings
from tests.conftest import Broker
from tests.runtime.cluster import PARTITIONS, WAIT_S, put, put_all, read_until
from tests.runtime.counting import Counting

TOPICS = ["entries", "fetch-inbox", "fetch-store", "articles", "dead-letters"]

Client: TypeAlias = "TestClient[web.Request, web.Application]"


class Held(Counting):
    """A counting stage whose function ends when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = asyncio.Event()
        self.begun = asyncio.Event()

    async def on_message(self, message: Message, memory: Memory) -> Outcome:
        self.begun.set()
        await self.gate.wait()
        return await super().on_message(message, memory)


@pytest.fixture
async def settings(embedded: Broker, topic_prefix: str) -> Settings:
    found = Settings(
        bootstrap_servers=embedded.bootstrap_servers, topic_prefix=topic_prefix, burst_gap_ms=5, session_timeout_s=6,
        drain_timeout_s=30, dead_streak_max=5, dead_ratio_items=20,
    )  # fmt: skip
    await create_topics(found, partitions=PARTITIONS, only=TOPICS)
    return found


@pytest.fixture
async def client(member: Member) -> AsyncIterator[Client]:
    async with TestClient(TestServer(health.health_app([member]))) as found:
        yield found


@pytest.fixture
def stage() -> Held:
    return Held()


@pytest.fixture
def member(stage: Held, settings: Settings) -> Member:
    return Member(stage, settings)


def asked(sequence: int) -> bytes:
    return json.dumps({"lane": "b", "sequence": sequence}).encode()


async def until(client: Client, path: str, status: int) -> str:
    """Asks until the answer has this status; gives its text."""
    async with asyncio.timeout(WAIT_S):
        while (answer := await client.get(path)).status != status:
            await asyncio.sleep(0.02)
    return await answer.text()


async def test_it_is_alive_and_neither_started_nor_ready_before_it_has_joined(
    client: Client,
) -> None:
    assert (await client.get("/livez")).status == 200
    assert (await client.get("/startupz")).status == 503
    assert (await client.get("/readyz")).status == 503


async def test_through_a_life_it_starts_is_ready_and_drains(
    client: Client, stage: Held, member: Member, settings: Settings
) -> None:
    stop = asyncio.Event()
    run = asyncio.create_task(member.run(stop))
    await until(client, "/startupz", 200)
    await until(client, "/readyz", 200)
    await put(settings, "entries", "b", asked(0))
    async with asyncio.timeout(WAIT_S):
        await stage.begun.wait()
    stop.set()
    assert "draining" in await until(client, "/readyz", 503)
    assert (await client.get("/livez")).status == 200
    stage.gate.set()
    async with asyncio.timeout(WAIT_S):
        await run
    assert len(await read_until(settings, "articles", 1)) == 1


async def test_a_member_that_restores_is_not_ready(client: Client, stage: Held, member: Member) -> None:
    stop = asyncio.Event()
    run = asyncio.create_task(member.run(stop))
    await until(client, "/readyz", 200)
    for task in member._tasks.values():
        task.doubt("asked for")
    assert "restoring" in await until(client, "/readyz", 503)
    await until(client, "/readyz", 200)
    stop.set()
    stage.gate.set()
    async with asyncio.timeout(WAIT_S):
        await run


async def test_it_is_not_alive_when_work_waits_and_nothing_gets_done(
    client: Client,
    stage: Held,
    member: Member,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(health, "STUCK_AFTER_S", 0.5)
    stop = asyncio.Event()
    run = asyncio.create_task(member.run(stop))
    await until(client, "/readyz", 200)
    await put(settings, "entries", "b", asked(0))
    assert "no progress for" in await until(client, "/livez", 503)
    stage.gate.set()
    await until(client, "/livez", 200)
    stop.set()
    async with asyncio.timeout(WAIT_S):
        await run


async def test_a_member_without_work_is_alive_however_long_it_waits(
    client: Client, member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "STUCK_AFTER_S", -1.0)
    assert member.stuck_for_s() == 0
    monkeypatch.setattr(health, "STUCK_AFTER_S", 0.0)
    stop = asyncio.Event()
    run = asyncio.create_task(member.run(stop))
    await until(client, "/readyz", 200)
    assert (await client.get("/livez")).status == 200
    stop.set()
    async with asyncio.timeout(WAIT_S):
        await run


async def test_metrics_tell_what_the_member_holds(client: Client, member: Member) -> None:
    stop = asyncio.Event()
    run = asyncio.create_task(member.run(stop))
    await until(client, "/readyz", 200)
    text = await (await client.get("/metrics")).text()
    assert f'dateline_partitions{{stage="fetch",state="ready"}} {PARTITIONS}.0' in text
    stop.set()
    async with asyncio.timeout(WAIT_S):
        await run


@pytest.mark.parametrize(
    ("bad", "good", "said"), [(5, 0, "5 items in a row"), (3, 1, "of the last 20 items")], ids=["streak", "ratio"]
)
async def test_too_many_dead_letters_stop_the_stage(settings: Settings, bad: int, good: int, said: str) -> None:
    wrong = json.dumps({"lane": "b", "sequence": 0, "fail": "bad"}).encode()
    values = ([wrong] * bad + [asked(0)] * good) * 6
    await put_all(settings, "entries", [("b", value) for value in values])
    with pytest.raises(ConfigurationError, match=said):
        await asyncio.wait_for(Member(Counting(), settings).run(asyncio.Event()), WAIT_S)


async def test_a_taken_port_is_one_clear_error(settings: Settings, member: Member) -> None:
    local = settings.model_copy(update={"http_host": "127.0.0.1", "http_port": 0})
    async with health.serve_health([member], local) as port, ClientSession() as session:
        async with session.get(f"http://127.0.0.1:{port}/livez") as answer:
            assert answer.status == 200
        taken = local.model_copy(update={"http_port": port})
        with pytest.raises(ConfigurationError, match="--http-port"):
            async with health.serve_health([member], taken):
                pass


async def test_a_process_may_answer_more_than_health(settings: Settings) -> None:
    async def hello(_: web.Request) -> web.Response:
        return web.Response(text="hello")

    local = settings.model_copy(update={"http_host": "127.0.0.1", "http_port": 0})
    async with health.serve_health([], local, [web.get("/hello", hello)]) as port, ClientSession() as session:
        async with session.get(f"http://127.0.0.1:{port}/hello") as answer:
            assert await answer.text() == "hello"
        async with session.get(f"http://127.0.0.1:{port}/livez") as answer:
            assert answer.status == 200
