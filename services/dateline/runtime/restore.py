"""What a task reads before it begins: its store partition, and where its inputs begin and end."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from dateline.runtime.cluster import Restored
from dateline.runtime.points import reach

_SILENCE_MAX_S = 30.0
_STOP_DEADLINE_S = 2.0
_RECORDS_AT_ONCE = 5000
"""A compressed fetch of small states holds hundreds of thousands of them: they are unpacked a part at a time."""


class PartitionReader:
    """Reads one partition number of a store and its inputs, committed records only. Make it with `reading`."""

    def __init__(self, consumer: AIOKafkaConsumer, store_topic: str, inputs: Sequence[str], partition: int) -> None:
        self._consumer = consumer
        self._store = TopicPartition(store_topic, partition)
        self._inputs = [TopicPartition(topic, partition) for topic in inputs]

    async def restore(self, start: int) -> Restored:
        """Reads the store from offset `start` to its end.

        Must be called after the partition's producer was initialised: then no transaction of ours is open,
        and what is committed stays the truth until we write ourselves.
        """
        where = [self._store, *self._inputs]
        async with asyncio.timeout(_SILENCE_MAX_S):
            first = await self._consumer.beginning_offsets(where)
            end = await self._consumer.end_offsets(where)
        newest: dict[bytes, bytes | None] = {}
        position = max(start, first[self._store])
        self._consumer.seek(self._store, position)
        while position < end[self._store]:
            async with asyncio.timeout(_SILENCE_MAX_S):
                batch = await self._consumer.getmany(self._store, timeout_ms=1000, max_records=_RECORDS_AT_ONCE)
                position = await self._consumer.position(self._store)
            for record in batch.get(self._store, []):
                newest[record.key] = record.value
            reach("while-store-is-read-back")
        return Restored(newest, position, {tp.topic: (first[tp], end[tp]) for tp in self._inputs})

    async def first_since(self, times_ms: Mapping[str, int]) -> dict[str, tuple[int, int]]:
        """Offset and time (ms) of the first record of each topic that is not older than the given time.

        Topics without such a record, and brokers that keep no index of times, are left out.
        """
        asked = {tp: times_ms[tp.topic] for tp in self._inputs if tp.topic in times_ms}
        if not asked:
            return {}
        async with asyncio.timeout(_SILENCE_MAX_S):
            found = await self._consumer.offsets_for_times(asked)
        return {tp.topic: (one.offset, one.timestamp) for tp, one in found.items() if one is not None}


@contextlib.asynccontextmanager
async def reading(
    store_topic: str, inputs: Sequence[str], partition: int, options: dict[str, Any]
) -> AsyncIterator[PartitionReader]:
    """A connected reader; topics by their full names. Raises KafkaError, OSError or TimeoutError."""
    consumer = AIOKafkaConsumer(
        **options,
        group_id=None,
        enable_auto_commit=False,
        auto_offset_reset="none",
        isolation_level="read_committed",
        fetch_max_wait_ms=50,
        max_partition_fetch_bytes=4 * 1024 * 1024,
    )
    try:
        async with asyncio.timeout(_SILENCE_MAX_S):
            await consumer.start()
        consumer.assign([TopicPartition(store_topic, partition)])
        yield PartitionReader(consumer, store_topic, inputs, partition)
    finally:
        with contextlib.suppress(TimeoutError, KafkaError, OSError):
            async with asyncio.timeout(_STOP_DEADLINE_S):
                await consumer.stop()
