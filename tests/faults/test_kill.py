"""kill -9, ten times for each of poll, fetch and tag, while two thousand pages pass: nothing lost, nothing twice.

Judged by a reader of our own on read_committed, and by the origin's log.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dateline.broker.administration import create_topics
from dateline.messages import Feed, feed_id
from dateline.runtime.records import publish
from dateline.runtime.stage import Publication
from dateline.settings import Settings
from dateline.web.domain import registrable_domain
from tests.conftest import Broker
from tests.faults.origin import Origin
from tests.faults.processes import Process
from tests.runtime.cluster import read_all

STAGES = ("poll", "fetch", "tag")
FEEDS, PAGES_A_FEED, KILLS = 200, 10, 10
REVISITS = 2
WAIT_S = 300.0


def environment(settings: Settings) -> dict[str, str]:
    return {
        "DATELINE_BOOTSTRAP_SERVERS": settings.bootstrap_servers,
        "DATELINE_TOPIC_PREFIX": settings.topic_prefix,
        "DATELINE_ALLOW_NETWORKS": "127.0.0.0/8",
        "DATELINE_HTTP_HOST": "127.0.0.1",
        "DATELINE_HTTP_PORT": "0",
        "DATELINE_SESSION_TIMEOUT_S": "6",
        "DATELINE_WORKERS": "1",
        "DATELINE_POLL_INTERVAL_MIN_S": "10",
        "DATELINE_POLL_INTERVAL_MAX_S": "10",
        "DATELINE_DOMAIN_GAP_S": "0.05",
        "DATELINE_RETRY_GAP_S": "4",
        "DATELINE_REVISIT_GAP_S": "8",
        "DATELINE_REVISITS_MAX": str(REVISITS),
    }


async def until(what: str, done: Callable[[], Any]) -> None:
    """Waits until `done`, asked twice a second, answers with something true."""
    try:
        async with asyncio.timeout(WAIT_S):
            while not await done():
                await asyncio.sleep(0.5)
    except TimeoutError:
        pytest.fail(f"after {WAIT_S:.0f} s: {what} has not come")


async def versions(settings: Settings) -> Counter[tuple[str, int]]:
    """How often each version of each URL stands in the articles topic."""
    records = await read_all(settings, "articles")
    articles = [json.loads(record.value) for record in records]
    return Counter((article["url"], article["version"]) for article in articles)


@pytest.mark.kafka
@pytest.mark.slow
async def test_nothing_is_lost_and_nothing_comes_twice_however_often_the_stages_are_killed(
    kafka: Broker, topic_prefix: str, tmp_path: Path
) -> None:
    seed = int(os.environ.get("DATELINE_TEST_SEED", random.randrange(10**6)))
    print(f"DATELINE_TEST_SEED={seed}")
    chance = random.Random(seed)
    settings = Settings(bootstrap_servers=kafka.bootstrap_servers, topic_prefix=topic_prefix)
    await create_topics(settings, partitions=4)
    async with Origin(FEEDS, PAGES_A_FEED) as origin:
        feeds = [Feed(id=feed_id(url), url=url) for url in origin.feed_urls]
        await publish(settings, [Publication("feeds", f.id, registrable_domain(f.url), f.to_bytes()) for f in feeds])
        processes = [Process([name], environment(settings), tmp_path / f"{name}.log") for name in STAGES]
        try:
            for process in processes:
                await process.start()
            killing = [asyncio.create_task(process.kill_at_random(KILLS // 2, chance, 12.0)) for process in processes]
            first = {(url, 1) for url in origin.by_url}
            await asyncio.gather(*killing)
            await until("the first version of every page", lambda: _contains(settings, first))
            corrected = {(url, 2) for url in origin.correct(0.05)}
            killing = [
                asyncio.create_task(process.kill_at_random(KILLS - KILLS // 2, chance, 12.0)) for process in processes
            ]
            await asyncio.gather(*killing)
            await until("the corrected version of every corrected page", lambda: _contains(settings, corrected))
            await until("every visit that was due", lambda: _all_visited(origin))
            await until("the mentions of every version", lambda: _all_tagged(settings, first | corrected))
            codes = [await process.terminate(60) for process in processes]
        finally:
            for process in processes:
                await process.end()
    assert [process.kills for process in processes] == [KILLS] * len(STAGES)
    assert codes == [0, 0, 0]
    found = await versions(settings)
    assert set(found) == first | corrected, "lost, or never there"
    assert set(found.values()) == {1}, "twice"
    assert len(origin.failing()) >= 100
    entries = Counter((e["id"], e["revision"]) for e in await _values(settings, "entries"))
    assert len(entries) == len(first | corrected)
    assert set(entries.values()) == {1}
    mentions = Counter((m["id"], m["revision"]) for m in await _values(settings, "mentions"))
    assert set(mentions.values()) == {1}
    assert await read_all(settings, "dead-letters") == []


async def _values(settings: Settings, short: str) -> list[dict[str, Any]]:
    return [json.loads(record.value) for record in await read_all(settings, short)]


async def _contains(settings: Settings, expected: set[tuple[str, int]]) -> bool:
    return expected <= set(await versions(settings))


async def _all_visited(origin: Origin) -> bool:
    """Every page was served once and looked at again as often as it should be, at least."""
    served = origin.served()
    return all(served[url] >= 1 + REVISITS for url in origin.by_url)


async def _all_tagged(settings: Settings, expected: set[tuple[str, int]]) -> bool:
    return expected <= {(m["article_url"], m["article_version"]) for m in await _values(settings, "mentions")}
