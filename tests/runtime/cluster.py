"""What tests of the runtime do on a cluster: put records in, read committed ones to the end, run a member."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Sequence
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.structs import ConsumerRecord

from dateline.broker.connection import client_options
from dateline.broker.topics import topic_name
from dateline.runtime.member import Member
from dateline.runtime.partitions import partition_of
from dateline.runtime.stage import Stage
from dateline.settings import Settings

PARTITIONS = 2
WAIT_S = 60.0


async def put(
    settings: Settings,
    short: str,
    lane: str,
    value: bytes | None,
    *,
    partition: int | None = None,
    headers: Sequence[tuple[str, bytes]] = (),
) -> tuple[int, int]:
    """Writes one record to the partition of its lane, or to the given one; gives partition and offset."""
    [where] = await put_all(settings, short, [(lane, value)], partition=partition, headers=headers)
    return where


async def put_all(
    settings: Settings,
    short: str,
    records: Sequence[tuple[str, bytes | None]],
    *,
    partition: int | None = None,
    headers: Sequence[tuple[str, bytes]] = (),
) -> list[tuple[int, int]]:
    """Writes records in order, each to the partition of its lane, or all to the given one."""
    producer = AIOKafkaProducer(**client_options(settings), enable_idempotence=True, max_request_size=16_000_000)
    await producer.start()
    try:
        sent = []
        for lane, value in records:
            sent.append(
                await producer.send(
                    topic_name(settings.topic_prefix, short),
                    value,
                    lane.encode(),
                    partition=partition_of(lane, PARTITIONS) if partition is None else partition,
                    headers=list(headers),
                )
            )
        return [(m.partition, m.offset) for m in await asyncio.gather(*sent)]
    finally:
        await producer.stop()


async def read_all(settings: Settings, short: str) -> list[ConsumerRecord[bytes, bytes]]:
    """Every committed record of a topic, up to its present end, partition by partition."""
    topic = topic_name(settings.topic_prefix, short)
    consumer = AIOKafkaConsumer(
        **client_options(settings), isolation_level="read_committed", auto_offset_reset="earliest", group_id=None
    )
    await consumer.start()
    try:
        partitions = [TopicPartition(topic, n) for n in sorted(consumer.partitions_for_topic(topic) or ())]
        if not partitions:
            await consumer._client.force_metadata_update()
            consumer._client.set_topics([topic])
            await consumer._client.force_metadata_update()
            partitions = [TopicPartition(topic, n) for n in sorted(consumer.partitions_for_topic(topic) or ())]
        consumer.assign(partitions)
        ends = await consumer.end_offsets(partitions)
        records: list[ConsumerRecord[bytes, bytes]] = []
        for where in partitions:
            while await consumer.position(where) < ends[where]:
                got = await consumer.getmany(where, timeout_ms=200)
                records += got.get(where, [])
        return records
    finally:
        await consumer.stop()


async def read_until(settings: Settings, short: str, count: int) -> list[ConsumerRecord[bytes, bytes]]:
    """Reads a topic again and again until it has `count` records or more; fails after a minute."""
    async with asyncio.timeout(WAIT_S):
        while len(records := await read_all(settings, short)) < count:
            await asyncio.sleep(0.1)
    return records


def lines(records: Sequence[ConsumerRecord[bytes, bytes]]) -> list[tuple[str, dict[str, Any]]]:
    """Key and JSON value of each record."""
    return [(r.key.decode(), json.loads(r.value)) for r in records]


@contextlib.asynccontextmanager
async def running(stage: Stage, settings: Settings) -> AsyncIterator[Member]:
    """A member that runs inside the block and is drained at its end; what it raised is raised here."""
    one, stop = Member(stage, settings), asyncio.Event()
    run = asyncio.create_task(one.run(stop))
    try:
        yield one
    finally:
        stop.set()
        async with asyncio.timeout(WAIT_S):
            await run
