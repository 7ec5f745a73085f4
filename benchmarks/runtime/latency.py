"""From a changed feed to the mention on its topic, on Apache Kafka, with poll, fetch and tag as processes.

    uv run python -m benchmarks.runtime.latency [--items 200]

An origin on loopback adds one page at a time to one of its feeds. Two figures are printed: from the moment
at which the page stood in its feed (so with the wait for the next poll), and from the moment at which the
feed that had it was served.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack, aclosing
from pathlib import Path

from dateline.broker.administration import create_topics
from dateline.broker.apache import ApacheKafka
from dateline.messages import Feed, feed_id
from dateline.runtime.records import follow, publish
from dateline.runtime.stage import Publication
from dateline.settings import Settings
from dateline.web.domain import registrable_domain
from tests.faults.origin import Origin, Page
from tests.faults.processes import Process

FEEDS = 20
POLL_INTERVAL_S = 1.0


def environment(settings: Settings) -> dict[str, str]:
    return {
        "DATELINE_BOOTSTRAP_SERVERS": settings.bootstrap_servers,
        "DATELINE_ALLOW_NETWORKS": "127.0.0.0/8",
        "DATELINE_HTTP_HOST": "127.0.0.1",
        "DATELINE_HTTP_PORT": "0",
        "DATELINE_WORKERS": "1",
        "DATELINE_POLL_INTERVAL_MIN_S": str(POLL_INTERVAL_S),
        "DATELINE_POLL_INTERVAL_MAX_S": str(POLL_INTERVAL_S),
        "DATELINE_DOMAIN_GAP_S": "0",
        "DATELINE_REVISITS_MAX": "0",
        "DATELINE_LOG_LEVEL": "warning",
    }


async def mentioned(settings: Settings, seen: dict[str, float]) -> None:
    """Notes when the first mention of each article came: the broker's time, which is this machine's."""
    async with aclosing(follow(settings, "mentions", from_beginning=True)) as stream:
        async for record in stream:
            seen.setdefault(json.loads(record.value)["article_url"], record.timestamp / 1000)


async def until_seen(urls: set[str], seen: dict[str, float]) -> None:
    async with asyncio.timeout(120):
        while not urls <= seen.keys():
            await asyncio.sleep(0.1)


async def measure(items: int) -> None:
    async with AsyncExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dateline-latency-")))
        kafka = await stack.enter_async_context(ApacheKafka(directory / "kafka"))
        settings = Settings(bootstrap_servers=kafka.bootstrap_servers)
        await create_topics(settings)
        origin = await stack.enter_async_context(Origin(FEEDS, 1, failing_share=0))
        for name in ("poll", "fetch", "tag"):
            process = Process([name], environment(settings), directory / f"{name}.log")
            await process.start()
            stack.push_async_callback(process.end)
        seen: dict[str, float] = {}
        reader = asyncio.create_task(mentioned(settings, seen))
        feeds = [Feed(id=feed_id(url), url=url) for url in origin.feed_urls]
        await publish(settings, [Publication("feeds", f.id, registrable_domain(f.url), f.to_bytes()) for f in feeds])
        await until_seen(set(origin.by_url), seen)
        added = await add_pages(origin, items)
        await until_seen(set(added), seen)
        reader.cancel()
        report("from the changed feed", [seen[url] - at for url, at in added.items()])
        report("from the poll that saw it", [seen[url] - served_at(origin, url, at) for url, at in added.items()])


async def add_pages(origin: Origin, items: int) -> dict[str, float]:
    """Adds pages at random moments; gives when each stood in its feed."""
    chance = random.Random(3)
    added: dict[str, float] = {}
    for number in range(items):
        await asyncio.sleep(chance.uniform(0.02, 0.18))
        url = f"{chance.choice(origin.feed_urls).removesuffix('/feed')}/news/added-{number}"
        origin.by_url[url] = Page(url, f"Added {number}", 0, killed=5 + number % 30)
        added[url] = time.time()
    return added


def served_at(origin: Origin, url: str, added_at: float) -> float:
    feed = url.split("/news/")[0] + "/feed"
    return min(request.at for request in origin.log if request.url == feed and request.at >= added_at)


def report(name: str, latencies_s: Sequence[float]) -> None:
    p95 = statistics.quantiles(latencies_s, n=20)[-1]
    print(
        f"{name:28} p50 {statistics.median(latencies_s) * 1000:6.0f} ms   p95 {p95 * 1000:6.0f} ms   "
        f"max {max(latencies_s) * 1000:6.0f} ms   ({len(latencies_s)} pages, feeds polled every {POLL_INTERVAL_S:g} s)"
    )


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--items", type=int, default=200, help="pages to add")
    asyncio.run(measure(arguments.parse_args().items))
