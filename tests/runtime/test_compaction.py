"""The store's topic is really compacted, and nothing that counts is lost by it: on an Apache Kafka of its own."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from dateline.broker.administration import create_topics
from dateline.broker.apache import ApacheKafka
from dateline.broker.connection import admin_client
from dateline.broker.topics import topic_name
from dateline.runtime.partitions import partition_of
from dateline.settings import Settings
from tests.runtime.cluster import PARTITIONS, WAIT_S, lines, put_all, read_all, read_until, running
from tests.runtime.counting import Counting

TOPICS = ["entries", "fetch-inbox", "fetch-store", "articles", "dead-letters"]
LANE = "b"
SHORTENED = {
    "cleanup.policy": "compact",
    "message.timestamp.type": "LogAppendTime",
    "segment.ms": "200",
    "min.cleanable.dirty.ratio": "0.01",
    "max.compaction.lag.ms": "200",
    "delete.retention.ms": "200",
}

pytestmark = [pytest.mark.kafka, pytest.mark.slow]


async def ask(settings: Settings, sequences: range, **more: object) -> None:
    asked = [(LANE, json.dumps({"lane": LANE, "sequence": n, **more}).encode()) for n in sequences]
    await put_all(settings, "entries", asked)


async def test_states_due_times_and_deletions_survive_compaction(tmp_path: Path) -> None:
    async with ApacheKafka(tmp_path / "kafka", settings={"log.cleaner.backoff.ms": "100"}) as node:
        settings = Settings(bootstrap_servers=node.bootstrap_servers, burst_gap_ms=0, session_timeout_s=6)
        await create_topics(settings, partitions=PARTITIONS, only=TOPICS)
        store = topic_name(settings.topic_prefix, "fetch-store")
        async with admin_client(settings) as client:
            await client.alter_configs([ConfigResource(ConfigResourceType.TOPIC, store, SHORTENED)])
        now = 1_800_000_000.0
        # Owed for an hour; and owed for no time at all, so paid and deleted.
        async with running(Counting(lambda: now + 3600), settings):
            await ask(settings, range(1), delay_s=0.0)
            await read_until(settings, "fetch-store", 3)
        async with running(Counting(), settings):
            await ask(settings, range(1, 6), delay_s=0.0)
            await read_until(settings, "articles", 5)
            # Each look writes once more, so that a segment is ended and a cleaner has something to do.
            sequence = 6
            async with asyncio.timeout(WAIT_S):
                while len(await read_all(settings, "fetch-store")) > sequence:
                    await ask(settings, range(sequence, sequence + 5))
                    sequence += 5
                    await read_until(settings, "articles", sequence - 1)
        kept = {record.key: record.value for record in await read_all(settings, "fetch-store")}
        assert not any(key.endswith(b"owed/3") and value for key, value in kept.items())
        published = len(await read_all(settings, "articles"))
        async with running(Counting(), settings) as member:
            await ask(settings, range(sequence, sequence + 1))
            records = await read_until(settings, "articles", published + 1)
            task = member._tasks[partition_of(LANE, PARTITIONS)]
            # The count, what is owed for an hour, and the position.
            assert task.states == 3
            assert task._store.due.next_at() == pytest.approx(now + 3600, abs=61)
        numbers = [line["number"] for _, line in lines(records) if line["by"] == "message"]
        assert numbers[-1] == sequence + 1
        assert len(records) == published + 1
