"""Plain reading and writing for commands and the demonstration: a topic to its end, as it grows, a few records in.

Everything reads committed records only. The stages have their own loop (runtime/).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeAlias

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError
from aiokafka.structs import ConsumerRecord

from dateline.broker.administration import find_topics
from dateline.broker.connection import CLOSE_TIMEOUT_S, broker_errors, client_options, producer_options, unreachable
from dateline.broker.topics import load_topics, topic_name
from dateline.errors import ConfigurationError
from dateline.runtime.hostile_headers import read_some
from dateline.runtime.partitions import partition_of
from dateline.runtime.stage import Publication
from dateline.settings import KafkaSettings

Record: TypeAlias = "ConsumerRecord[bytes, bytes]"

_WAIT_MS = 200
_REQUEST_MAX_BYTES = 64 * 1024 * 1024


async def partition_counts(settings: KafkaSettings, shorts: Sequence[str]) -> dict[str, int]:
    """Partition count of each topic. Raises ConfigurationError where one is missing."""
    found = await find_topics(settings, shorts)
    for short in shorts:
        if short not in found:
            name = topic_name(settings.topic_prefix, short)
            raise ConfigurationError(f"the topic {name} does not exist; run: dateline topics create")
    return {short: found[short].partitions for short in shorts}


@asynccontextmanager
async def _consumer(
    settings: KafkaSettings, short: str
) -> AsyncIterator[tuple[AIOKafkaConsumer, list[TopicPartition]]]:
    count = (await partition_counts(settings, [short]))[short]
    consumer = AIOKafkaConsumer(
        **client_options(settings),
        group_id=None,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        isolation_level="read_committed",
    )
    try:
        try:
            async with asyncio.timeout(settings.kafka_timeout_s):
                await consumer.start()
        except (KafkaError, OSError, TimeoutError) as error:
            raise unreachable(settings, str(error)) from error
        name = topic_name(settings.topic_prefix, short)
        partitions = [TopicPartition(name, number) for number in range(count)]
        consumer.assign(partitions)
        with broker_errors(settings):
            yield consumer, partitions
    finally:
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_TIMEOUT_S):
                await consumer.stop()


async def read_to_end(settings: KafkaSettings, short: str) -> list[Record]:
    """All committed records of a topic, in each partition's order, up to where it ends now.

    Raises BrokerError where the cluster does not answer within `kafka_timeout_s`.
    """
    records: list[Record] = []
    async with _consumer(settings, short) as (consumer, partitions):
        async with asyncio.timeout(settings.kafka_timeout_s):
            ends = await consumer.end_offsets(partitions)
            await consumer.seek_to_beginning(*partitions)
        open_ones = list(partitions)
        while open_ones:
            async with asyncio.timeout(settings.kafka_timeout_s):
                open_ones = [tp for tp in open_ones if await consumer.position(tp) < ends[tp]]
                if not open_ones:
                    break
                batch = await read_some(consumer, open_ones, _WAIT_MS)
            for where, found in batch.items():
                records += [record for record in found if record.offset < ends[where]]
    return records


async def read_table(settings: KafkaSettings, short: str) -> dict[bytes, bytes]:
    """The newest value of each key of a compacted topic; deleted keys are left out."""
    table: dict[bytes, bytes] = {}
    for record in await read_to_end(settings, short):
        if record.value is None:
            table.pop(record.key, None)
        else:
            table[record.key] = record.value
    return table


async def follow(settings: KafkaSettings, short: str, *, from_beginning: bool) -> AsyncGenerator[Record, None]:
    """Committed records of a topic as they come, without end: from its beginning, or from now."""
    async with _consumer(settings, short) as (consumer, partitions):
        async with asyncio.timeout(settings.kafka_timeout_s):
            if from_beginning:
                await consumer.seek_to_beginning(*partitions)
            else:
                await consumer.seek_to_end(*partitions)
        while True:
            batch = await read_some(consumer, partitions, _WAIT_MS)
            for record in sorted((r for found in batch.values() for r in found), key=lambda r: r.timestamp):
                yield record


class Publisher:
    """An async context manager that writes records, each acknowledged by all replicas in sync.

    It stands outside of every transaction: for what comes from a person or from the network.
    """

    def __init__(self, settings: KafkaSettings, shorts: Iterable[str]) -> None:
        """`shorts`: the topics that it writes to."""
        self._settings = settings
        self._shorts = sorted(set(shorts))
        self._specs = load_topics()
        self._counts: dict[str, int] = {}
        self._producer: AIOKafkaProducer | None = None

    async def __aenter__(self) -> Publisher:
        """Raises BrokerError where no broker answers, ConfigurationError where a topic is missing."""
        self._counts = await partition_counts(self._settings, self._shorts)
        self._producer = AIOKafkaProducer(
            **producer_options(self._settings), enable_idempotence=True, max_request_size=_REQUEST_MAX_BYTES
        )
        try:
            async with asyncio.timeout(self._settings.kafka_timeout_s):
                await self._producer.start()
        except BaseException as error:
            await self.aclose()
            if isinstance(error, KafkaError | OSError | TimeoutError):
                raise unreachable(self._settings, str(error)) from error
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Closes the connections, within a deadline."""
        if self._producer is None:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_TIMEOUT_S):
                await self._producer.stop()

    async def send(self, publications: Iterable[Publication]) -> None:
        """Returns when all are acknowledged. Raises BrokerError."""
        assert self._producer is not None, "inside its own block"
        with broker_errors(self._settings):
            async with asyncio.timeout(self._settings.kafka_timeout_s):
                sent: list[asyncio.Future[Any]] = [
                    await self._producer.send(
                        self._specs[one.topic].full_name(self._settings.topic_prefix),
                        one.value,
                        one.key.encode() if isinstance(one.key, str) else one.key,
                        partition=partition_of(one.partition_key, self._counts[one.topic]),
                        headers=list(one.headers),
                    )
                    for one in publications
                ]
                await asyncio.gather(*sent)


async def publish(settings: KafkaSettings, publications: Sequence[Publication]) -> None:
    """Writes records, each acknowledged by all replicas in sync. Raises BrokerError."""
    async with Publisher(settings, (publication.topic for publication in publications)) as publisher:
        await publisher.send(publications)
