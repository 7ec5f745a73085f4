"""kill -9 of the copies that hubs push to, and polls all the while: what was taken in is published, and once.

Two copies of poll behind a balancer that knows nothing of partitions, as an operator has it. The hub pushes again
what was not taken in, as hubs do.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import random
from collections import Counter
from pathlib import Path
from typing import Self

import pytest
from aiohttp import ClientError

from dateline.broker.administration import create_topics
from dateline.messages import Feed, feed_id
from dateline.runtime.records import publish
from dateline.runtime.stage import Publication
from dateline.settings import Settings
from dateline.web.domain import registrable_domain
from tests.conftest import Broker
from tests.faults.processes import SERVES, Process
from tests.faults.test_kill import environment
from tests.runtime.cluster import read_all, read_until
from tests.stages.hub import Hub
from tests.stages.outlets import Outlet
from tests.stages.test_websub import a_document

FEEDS, PUSHES = 4, 6


class Balancer:
    """``async with``: every connection goes to the next of the copies that are there."""

    def __init__(self, copies: list[Process]) -> None:
        self._turns = itertools.cycle(copies)
        self.port = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, IndexError):
            port = int(next(self._turns).said(SERVES)[-1]["port"])
            there, back = await asyncio.open_connection("127.0.0.1", port)
            async with asyncio.TaskGroup() as both:
                both.create_task(_relay(reader, back))
                both.create_task(_relay(there, writer))
        writer.close()


async def _relay(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while piece := await source.read(65536):
            sink.write(piece)
            await sink.drain()
    sink.close()


async def delivered(hub: Hub, topic: str, body: bytes) -> None:
    """Pushes until somebody takes it in."""
    async with asyncio.timeout(60):
        while True:
            with contextlib.suppress(ClientError):
                if await hub.push(topic, body) == 202:
                    return
            await asyncio.sleep(0.1)


async def polled_again(outlet: Outlet) -> None:
    """Waits until a poll that began after this call has ended, because another has begun."""
    polls = outlet.times("/feed")
    await outlet.until(lambda: outlet.times("/feed") >= polls + 2)


@pytest.mark.kafka
@pytest.mark.slow
async def test_pushes_and_polls_publish_once_whichever_copy_is_killed(
    kafka: Broker, topic_prefix: str, tmp_path: Path
) -> None:
    chance = random.Random(7)
    settings = Settings(bootstrap_servers=kafka.bootstrap_servers, topic_prefix=topic_prefix)
    await create_topics(settings, partitions=4)
    copies: list[Process] = []
    async with contextlib.AsyncExitStack() as stack:
        hub = await stack.enter_async_context(Hub())
        balancer = await stack.enter_async_context(Balancer(copies))
        outlets = [await stack.enter_async_context(Outlet(f"127.0.9.{n}")) for n in range(1, FEEDS + 1)]
        variables = {
            **environment(settings),
            "DATELINE_POLL_INTERVAL_MIN_S": "1",
            "DATELINE_POLL_INTERVAL_MAX_S": "1",
            "DATELINE_ROBOTS_FOR_FEEDS": "ignore",
            "DATELINE_WEBSUB_CALLBACK_URL": f"http://127.0.0.1:{balancer.port}",
            "DATELINE_WEBSUB_SECRET": "s" * 32,
            "DATELINE_WEBSUB_POLL_GAP_S": "1",
        }
        copies += [Process(["poll"], variables, tmp_path / f"poll-{n}.log") for n in range(2)]
        for copy in copies:
            stack.push_async_callback(copy.end)
            await copy.start()
        urls = [outlet.serve("/feed", a_document(outlet, "/feed", hub, [0])) for outlet in outlets]
        feeds = [Feed(id=feed_id(url), url=url) for url in urls]
        await publish(settings, [Publication("feeds", f.id, registrable_domain(f.url), f.to_bytes()) for f in feeds])
        for copy in copies:
            await copy.says(SERVES, 60)
        for url in urls:
            await hub.confirmed(url)
        for number in range(1, PUSHES + 1):
            for outlet, url in zip(outlets, urls, strict=True):
                await delivered(hub, url, a_document(outlet, "/feed", hub, [number]).body)
                # Polls see it too, and sooner or later than the push is done with.
                outlet.serve("/feed", a_document(outlet, "/feed", hub, [*range(number, -1, -1)]))
            if number % 3 == 0:
                killed = chance.choice(copies)
                await killed.kill()
                await killed.start()
        expected = FEEDS * (PUSHES + 1)
        await read_until(settings, "entries", expected)
        for outlet in outlets:
            await polled_again(outlet)
    found = Counter(json.loads(record.value)["url"] for record in await read_all(settings, "entries"))
    assert len(found) == expected
    assert set(found.values()) == {1}
    pushed = [line for copy in copies for line in copy.said("push") if line["disposition"] == "push-published"]
    assert pushed, "the polls were faster than every push: this would prove nothing"
