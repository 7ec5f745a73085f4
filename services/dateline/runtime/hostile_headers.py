"""Reads records whose header names are no UTF-8, which aiokafka cannot: anyone may write such a record.

Kafka takes a header's name as bytes, and clients read it as text (KIP-82); aiokafka ends with UnicodeDecodeError and
would never come past the record. From then on the process reads with aiokafka's own slower parser in Python, changed in
this one point: bytes that are no text are shown as ``\\xff``.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, SupportsIndex

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.consumer import fetcher
from aiokafka.record.default_records import _DefaultRecordBatchPy
from aiokafka.record.memory_records import _MemoryRecordsPy
from aiokafka.structs import ConsumerRecord

log = structlog.get_logger()

_MAGIC_OFFSET = 16
"""Of the byte in a batch that tells its format (Kafka's protocol, record batch)."""


def accept_any_header() -> None:
    """From now on every consumer of this process reads header names that are no UTF-8."""
    if fetcher.MemoryRecords is not _Records:
        log.warning("a record has a header whose name is no UTF-8: reading on with a slower parser")
        fetcher.MemoryRecords = _Records


async def read_some(
    consumer: AIOKafkaConsumer, partitions: Collection[TopicPartition], wait_ms: int
) -> dict[TopicPartition, list[ConsumerRecord[bytes, bytes]]]:
    """As the consumer's `getmany`, whatever the headers."""
    try:
        found: dict[TopicPartition, list[ConsumerRecord[bytes, bytes]]] = await consumer.getmany(
            *partitions, timeout_ms=wait_ms
        )
    except UnicodeDecodeError:
        accept_any_header()
        for where in partitions:
            # What was fetched is thrown away, and read again from the same place.
            consumer.seek(where, await consumer.position(where))
        return {}
    return found


class _Text(bytearray):
    """Bytes whose parts can all be decoded."""

    def __getitem__(self, index: SupportsIndex | slice) -> Any:  # noqa: ANN401 - as bytearray: a number, or a part
        found = super().__getitem__(index)
        return _Text(found) if isinstance(index, slice) else found

    def decode(self, encoding: str = "utf-8", errors: str = "backslashreplace") -> str:
        return super().decode(encoding, errors)


class _Batch(_DefaultRecordBatchPy):  # type: ignore[misc]  # final for its typing alone
    _buffer: bytearray

    def _maybe_uncompress(self) -> None:
        super()._maybe_uncompress()
        self._buffer = _Text(self._buffer)


class _Records(_MemoryRecordsPy):  # type: ignore[misc]  # final for its typing alone
    def next_batch(self) -> Any:  # noqa: ANN401 - what the fetcher takes: any of aiokafka's batches
        batch = self._next_slice
        if batch is None or len(batch) <= _MAGIC_OFFSET or batch[_MAGIC_OFFSET] < 2:
            return super().next_batch()
        self._cache_next()
        return _Batch(batch)
