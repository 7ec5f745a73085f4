"""What Dateline leans on in a broker, asked of each one that it runs on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError

from dateline.broker.administration import create_topics
from dateline.broker.connection import client_options
from dateline.broker.topics import topic_name
from dateline.settings import KafkaSettings

DEADLINE_S = 30.0


@pytest.fixture
async def mentions(broker_settings: KafkaSettings) -> str:
    """A topic of two partitions."""
    await create_topics(broker_settings, partitions=2, only=["mentions"])
    return topic_name(broker_settings.topic_prefix, "mentions")


@asynccontextmanager
async def transactional(settings: KafkaSettings, name: str = "task") -> AsyncIterator[AIOKafkaProducer]:
    producer = AIOKafkaProducer(
        **client_options(settings),
        transactional_id=f"{settings.topic_prefix}{name}",
        transaction_timeout_ms=15_000,
    )
    async with asyncio.timeout(DEADLINE_S):
        await producer.start()
    try:
        yield producer
    finally:
        async with asyncio.timeout(DEADLINE_S):
            await producer.stop()


@asynccontextmanager
async def reader(settings: KafkaSettings, topic: str, partition: int = 0) -> AsyncIterator[AIOKafkaConsumer]:
    """A consumer of one partition from its beginning, under read_committed."""
    consumer = AIOKafkaConsumer(**client_options(settings), isolation_level="read_committed", enable_auto_commit=False)
    consumer.assign([TopicPartition(topic, partition)])
    await consumer.start()
    try:
        await consumer.seek_to_beginning()
        yield consumer
    finally:
        await consumer.stop()


async def commit_one(producer: AIOKafkaProducer, topic: str, value: bytes) -> None:
    """Ends the open transaction with one more record."""
    await producer.send_and_wait(topic, value, partition=0)
    await producer.commit_transaction()


async def read_to_end(settings: KafkaSettings, topic: str, partition: int = 0) -> list[bytes | None]:
    """Values up to the last stable offset."""
    values: list[bytes | None] = []
    where = TopicPartition(topic, partition)
    async with asyncio.timeout(DEADLINE_S), reader(settings, topic, partition) as consumer:
        end = (await consumer.end_offsets([where]))[where]
        while await consumer.position(where) < end:
            for records in (await consumer.getmany(timeout_ms=200)).values():
                values.extend(record.value for record in records)
    return values


async def test_a_committed_transaction_is_read_whole_over_all_its_partitions(
    broker_settings: KafkaSettings, mentions: str
) -> None:
    async with transactional(broker_settings) as producer:
        await producer.begin_transaction()
        await producer.send_and_wait(mentions, b"one", partition=0)
        await producer.send_and_wait(mentions, b"two", partition=1)
        await producer.commit_transaction()
    assert await read_to_end(broker_settings, mentions, 0) == [b"one"]
    assert await read_to_end(broker_settings, mentions, 1) == [b"two"]


async def test_an_aborted_transaction_is_never_read(broker_settings: KafkaSettings, mentions: str) -> None:
    async with transactional(broker_settings) as producer:
        await producer.begin_transaction()
        await producer.send_and_wait(mentions, b"lost", partition=0)
        await producer.abort_transaction()
        await producer.begin_transaction()
        await producer.send_and_wait(mentions, b"kept", partition=0)
        await producer.commit_transaction()
    assert await read_to_end(broker_settings, mentions) == [b"kept"]


async def test_an_open_transaction_holds_back_what_is_behind_it(broker_settings: KafkaSettings, mentions: str) -> None:
    async with transactional(broker_settings, "slow") as slow, transactional(broker_settings, "fast") as fast:
        await slow.begin_transaction()
        await slow.send_and_wait(mentions, b"first", partition=0)
        await fast.begin_transaction()
        await fast.send_and_wait(mentions, b"second", partition=0)
        await fast.commit_transaction()
        assert await read_to_end(broker_settings, mentions) == []
        await slow.commit_transaction()
        assert await read_to_end(broker_settings, mentions) == [b"first", b"second"]


async def test_a_new_owner_of_a_transactional_id_fences_the_former_and_ends_its_transaction(
    broker_settings: KafkaSettings, mentions: str
) -> None:
    former = AIOKafkaProducer(**client_options(broker_settings), transactional_id=f"{broker_settings.topic_prefix}task")
    await former.start()
    try:
        await former.begin_transaction()
        await former.send_and_wait(mentions, b"of the former", partition=0)
        async with transactional(broker_settings) as owner:
            await owner.begin_transaction()
            await owner.send_and_wait(mentions, b"of the owner", partition=0)
            await owner.commit_transaction()
        with pytest.raises(KafkaError):
            await commit_one(former, mentions, b"late")
    finally:
        # A fenced producer's stop raises what it was fenced with; only its sockets matter here.
        await asyncio.gather(former.stop(), return_exceptions=True)
    assert await read_to_end(broker_settings, mentions) == [b"of the owner"]


async def test_the_end_is_reached_where_the_log_ends_in_markers(broker_settings: KafkaSettings, mentions: str) -> None:
    async with transactional(broker_settings) as producer:
        for _ in range(3):
            await producer.begin_transaction()
            await producer.send_and_wait(mentions, b"dropped", partition=0)
            await producer.abort_transaction()
    # `read_to_end` returns only when the position has passed the markers.
    assert await read_to_end(broker_settings, mentions) == []


async def test_a_null_value_and_headers_arrive_as_they_were_sent(broker_settings: KafkaSettings, mentions: str) -> None:
    async with transactional(broker_settings) as producer:
        await producer.begin_transaction()
        await producer.send_and_wait(
            mentions, None, key=b"k", partition=0, headers=[("dateline-error", b"x"), ("empty", b"")]
        )
        await producer.commit_transaction()
    async with asyncio.timeout(DEADLINE_S), reader(broker_settings, mentions) as consumer:
        record = await anext(aiter(consumer))
    assert (record.key, record.value) == (b"k", None)
    assert list(record.headers) == [("dateline-error", b"x"), ("empty", b"")]


async def test_a_large_record_within_the_topics_limit_passes_with_zstd(broker_settings: KafkaSettings) -> None:
    await create_topics(broker_settings, partitions=1, only=["articles"])
    topic = topic_name(broker_settings.topic_prefix, "articles")
    value = bytes(range(256)) * 12_000
    producer = AIOKafkaProducer(**client_options(broker_settings), compression_type="zstd", max_request_size=8_000_000)
    async with producer:
        await producer.send_and_wait(topic, value, partition=0)
    assert await read_to_end(broker_settings, topic) == [value]


async def test_a_group_hands_partitions_on_when_a_member_leaves(broker_settings: KafkaSettings, mentions: str) -> None:
    both = {TopicPartition(mentions, 0), TopicPartition(mentions, 1)}

    def member() -> AIOKafkaConsumer:
        return AIOKafkaConsumer(
            mentions,
            **client_options(broker_settings),
            group_id=f"{broker_settings.topic_prefix}readers",
            session_timeout_ms=6000,
            heartbeat_interval_ms=200,
            enable_auto_commit=False,
        )

    async def until(consumers: list[AIOKafkaConsumer], partitions_each: int) -> None:
        while any(len(consumer.assignment()) != partitions_each for consumer in consumers):
            await asyncio.gather(*(consumer.getmany(timeout_ms=100) for consumer in consumers))

    first, second = member(), member()
    async with asyncio.timeout(DEADLINE_S):
        await first.start()
        try:
            await until([first], 2)
            await asyncio.gather(second.start(), until([first], 1))
            await until([first, second], 1)
            assert first.assignment() | second.assignment() == both
        finally:
            await first.stop()
        try:
            await until([second], 2)
            assert second.assignment() == both
        finally:
            await second.stop()
