"""What is put into the numbering stage: seeded messages, and a feeder that no fault of a broker stops.

The feeder may send a message twice where a broker goes away under it. That is no slip of the stage: the oracle
judges by what lies in the input.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError
from aiokafka.record.default_records import _DefaultRecordBatchBuilderPy as DefaultRecordBatchBuilder

from dateline.broker.connection import client_options
from dateline.broker.topics import topic_name
from dateline.runtime.partitions import partition_of
from dateline.settings import KafkaSettings
from tests.faults.numbering import Ask, Numbering

_GROUP = 10
_SEND_DEADLINE_S = 12.0
_STOP_DEADLINE_S = 2.0
_RAW_MAX_BYTES = 32_000_000


def asks(chance: random.Random, count: int, *, lanes: int = 12, source: str = "a", due_share: float = 0.3) -> list[Ask]:
    """`count` messages of one source over some lanes; a share of them is due up to a second and a half later."""
    return [
        Ask(
            lane=f"lane-{chance.randrange(lanes)}",
            source=source,
            sequence=sequence,
            due_s=round(chance.uniform(0.05, 1.5), 3) if chance.random() < due_share else None,
        )
        for sequence in range(count)
    ]


async def feed(settings: KafkaSettings, messages: Sequence[Ask], *, partitions: int, over_s: float = 0.0) -> None:
    """Puts messages into the input in their order, spread evenly over a time; sends again until it is acknowledged."""
    groups = [messages[n : n + _GROUP] for n in range(0, len(messages), _GROUP)]
    gap_s, began = over_s / max(1, len(groups)), time.monotonic()
    producer: AIOKafkaProducer | None = None
    try:
        for number, group in enumerate(groups, 1):
            while True:
                try:
                    async with asyncio.timeout(_SEND_DEADLINE_S):
                        if producer is None:
                            producer = _producer(settings)
                            await producer.start()
                        await _send(producer, settings, group, partitions)
                    break
                except (KafkaError, OSError, TimeoutError):
                    if producer is not None:
                        await _discard(producer)
                    producer = None
                    await asyncio.sleep(0.2)  # the broker is away; there is nothing else to wait for
            # After an outage it catches up.
            await asyncio.sleep(max(0.0, began + number * gap_s - time.monotonic()))
    finally:
        if producer is not None:
            await _discard(producer)


def _producer(settings: KafkaSettings) -> AIOKafkaProducer:
    return AIOKafkaProducer(**client_options(settings), enable_idempotence=True, max_request_size=_RAW_MAX_BYTES)


async def _send(producer: AIOKafkaProducer, settings: KafkaSettings, group: Sequence[Ask], partitions: int) -> None:
    name = topic_name(settings.topic_prefix, Numbering.input)
    sent: list[asyncio.Future[Any]] = [
        await producer.send(
            name, ask.model_dump_json(exclude_defaults=True).encode(), ask.lane.encode(),
            partition=partition_of(ask.lane, partitions),
        )
        for ask in group
    ]  # fmt: skip
    await asyncio.gather(*sent)


@dataclass(frozen=True, slots=True)
class Raw:
    """A record as an outsider may write it."""

    value: bytes | None
    lane: str = "poison"
    """Decides the partition."""
    key: bytes | None = None
    headers: tuple[tuple[str, bytes | None], ...] = ()


class NoText(str):
    """A header's name whose characters are written as single bytes: no UTF-8."""

    def encode(self, encoding: str = "utf-8", errors: str = "strict") -> bytes:  # noqa: ARG002 - a str's signature
        return super().encode("latin-1")


async def put_raw(settings: KafkaSettings, records: Sequence[Raw], *, partitions: int) -> None:
    """Writes records into the input as they are."""
    # Not idempotent: aiokafka would put the numbers for that into batches of its compiled builder alone.
    producer = AIOKafkaProducer(**client_options(settings), max_request_size=_RAW_MAX_BYTES)
    await producer.start()
    try:
        for record in records:
            batch = producer.create_batch()
            # aiokafka's compiled builder takes no `NoText`.
            batch._builder = DefaultRecordBatchBuilder(
                magic=2, compression_type=0, is_transactional=0, producer_id=-1, producer_epoch=-1, base_sequence=0,
                batch_size=_RAW_MAX_BYTES,
            )  # fmt: skip
            batch.append(timestamp=None, key=record.key, value=record.value, headers=list(record.headers))
            topic = topic_name(settings.topic_prefix, Numbering.input)
            await (await producer.send_batch(batch, topic, partition=partition_of(record.lane, partitions)))
    finally:
        await _discard(producer)


async def _discard(producer: AIOKafkaProducer) -> None:
    """Closes its connections. All was acknowledged, or is sent again by another: there is nothing to flush."""
    sender = producer._sender.sender_task
    if sender is not None:
        sender.cancel()
    with contextlib.suppress(TimeoutError, KafkaError, OSError):
        async with asyncio.timeout(_STOP_DEADLINE_S):
            await producer.client.close()
    producer._closed = True
