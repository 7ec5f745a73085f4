"""What a task reads before it begins: its store partition, and where its inputs begin and end."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from dateline.runtime.points import reach

_SILENCE_MAX_S = 30.0
_STOP_DEADLINE_S = 2.0


@dataclass(frozen=True, slots=True)
class Restored:
    """What was read."""

    newest: dict[bytes, bytes | None]
    """The newest committed record of each key of the store, from the given offset on."""
    read_to: int
    """The store's offset after the last record."""
    bounds: dict[str, tuple[int, int]]
    """First offset and the end, of each input."""


async def restore(
    store_topic: str, inputs: Sequence[str], partition: int, start: int, options: dict[str, Any]
) -> Restored:
    """Reads the store partition from offset `start` to its end, committed records only.

    Must be called after the partition's producer was initialised: then no transaction of ours is open,
    and what is committed stays the truth until we write ourselves. Topics by their full names. Raises
    KafkaError, OSError or TimeoutError.
    """
    store = TopicPartition(store_topic, partition)
    where = [store, *(TopicPartition(topic, partition) for topic in inputs)]
    consumer = AIOKafkaConsumer(
        **options,
        group_id=None,
        enable_auto_commit=False,
        auto_offset_reset="none",
        isolation_level="read_committed",
        fetch_max_wait_ms=50,
        max_partition_fetch_bytes=4 * 1024 * 1024,
    )
    newest: dict[bytes, bytes | None] = {}
    try:
        async with asyncio.timeout(_SILENCE_MAX_S):
            await consumer.start()
            consumer.assign([store])
            first = await consumer.beginning_offsets(where)
            end = await consumer.end_offsets(where)
        position = max(start, first[store])
        consumer.seek(store, position)
        while position < end[store]:
            async with asyncio.timeout(_SILENCE_MAX_S):
                batch = await consumer.getmany(store, timeout_ms=1000)
                position = await consumer.position(store)
            for record in batch.get(store, []):
                newest[record.key] = record.value
            reach("while-store-is-read-back")
    finally:
        with contextlib.suppress(TimeoutError, KafkaError, OSError):
            async with asyncio.timeout(_STOP_DEADLINE_S):
                await consumer.stop()
    return Restored(newest, position, {tp.topic: (first[tp], end[tp]) for tp in where[1:]})
