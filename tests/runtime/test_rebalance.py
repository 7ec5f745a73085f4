"""Members of unequal age on Apache Kafka: few partitions move, and only what moves is restored."""

from __future__ import annotations

import asyncio
import json

import pytest

from dateline.broker.administration import create_topics
from dateline.broker.topics import topic_name
from dateline.runtime.member import Member
from dateline.runtime.partitions import partition_of
from dateline.settings import Settings
from tests.conftest import Broker, delete_topics
from tests.runtime.cluster import WAIT_S, lines, put_all, read_until, running
from tests.runtime.counting import Counting

TOPICS = ["entries", "fetch-inbox", "fetch-store", "articles", "dead-letters"]
PARTITIONS = 8

pytestmark = pytest.mark.kafka


async def settled(*members: Member) -> None:
    """Waits until the members hold all partitions between them, each once and restored."""
    async with asyncio.timeout(WAIT_S):
        while not (
            all(member.ready for member in members)
            and sorted(p for member in members for p in member._tasks) == list(range(PARTITIONS))
        ):
            await asyncio.sleep(0.05)


def restores(member: Member) -> dict[int, tuple[int, int]]:
    """Each partition's task and how often it has read its store."""
    return {partition: (id(task), task.incarnation) for partition, task in member._tasks.items()}


async def test_partitions_that_stay_are_not_restored_again(kafka: Broker, topic_prefix: str) -> None:
    settings = Settings(
        bootstrap_servers=kafka.bootstrap_servers, topic_prefix=topic_prefix, burst_gap_ms=5, session_timeout_s=6
    )
    await create_topics(settings, partitions=PARTITIONS, only=TOPICS)
    lanes = [f"lane-{n}" for n in range(24)]

    async def ask(sequence: int) -> None:
        for partition in range(PARTITIONS):
            mine = [lane for lane in lanes if partition_of(lane, PARTITIONS) == partition]
            records = [(lane, json.dumps({"lane": lane, "sequence": sequence}).encode()) for lane in mine]
            await put_all(settings, "entries", records, partition=partition)

    await ask(0)
    async with running(Counting(), settings) as oldest:
        await settled(oldest)
        alone = restores(oldest)
        async with running(Counting(), settings) as second:
            await settled(oldest, second)
            kept = restores(oldest)
            assert len(kept) == len(restores(second)) == PARTITIONS // 2
            assert kept.items() <= alone.items()
            await ask(1)
            async with running(Counting(), settings) as youngest:
                of_two = restores(oldest) | restores(second)
                await settled(oldest, second, youngest)
                assert len(restores(youngest)) == PARTITIONS // 3
                of_three = restores(oldest) | restores(second)
                assert of_three.items() <= of_two.items()
                await ask(2)
            await settled(oldest, second)
            assert of_three.items() <= (restores(oldest) | restores(second)).items()
        await settled(oldest)
        await ask(3)
        records = await read_until(settings, "articles", 4 * len(lanes))
    for lane in lanes:
        assert [line["number"] for key, line in lines(records) if key == lane] == [1, 2, 3, 4], lane
    assert topic_name(settings.topic_prefix, "articles") == records[0].topic
    await delete_topics(settings)
