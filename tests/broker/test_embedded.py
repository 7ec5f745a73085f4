"""The embedded broker's own life: address, data, end."""

from __future__ import annotations

from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from dateline.broker.administration import create_topics
from dateline.broker.connection import client_options
from dateline.broker.embedded import EmbeddedBroker
from dateline.broker.topics import topic_name
from dateline.errors import ConfigurationError
from dateline.settings import KafkaSettings


async def test_what_was_written_is_there_after_a_stop_and_a_start_at_the_same_address(tmp_path: Path) -> None:
    async with EmbeddedBroker(tmp_path) as broker:
        settings = KafkaSettings(bootstrap_servers=broker.bootstrap_servers)
        await create_topics(settings, partitions=1, only=["entries"])
        topic = topic_name(settings.topic_prefix, "entries")
        async with AIOKafkaProducer(**client_options(settings), transactional_id="t") as producer:
            await producer.begin_transaction()
            await producer.send_and_wait(topic, b"kept", partition=0)
            await producer.commit_transaction()
        await broker.restart()
        assert broker.bootstrap_servers == settings.bootstrap_servers
        consumer = AIOKafkaConsumer(**client_options(settings), isolation_level="read_committed")
        consumer.assign([TopicPartition(topic, 0)])
        async with consumer:
            await consumer.seek_to_beginning()
            records = await consumer.getmany(timeout_ms=10_000)
    assert [record.value for batch in records.values() for record in batch] == [b"kept"]


async def test_two_brokers_run_side_by_side(tmp_path: Path) -> None:
    async with EmbeddedBroker(tmp_path / "one") as one, EmbeddedBroker(tmp_path / "two") as two:
        assert one.bootstrap_servers != two.bootstrap_servers
        await create_topics(KafkaSettings(bootstrap_servers=one.bootstrap_servers), only=["feeds"])
        results = await create_topics(KafkaSettings(bootstrap_servers=two.bootstrap_servers), only=["feeds"])
    assert [result.done for result in results] == ["created"]


async def test_a_folder_belongs_to_one_broker_at_a_time(tmp_path: Path) -> None:
    async with EmbeddedBroker(tmp_path):
        with pytest.raises(ConfigurationError, match="in use by another process"):
            await EmbeddedBroker(tmp_path).start()
    async with EmbeddedBroker(tmp_path) as broker:
        assert broker.bootstrap_servers


async def test_stopping_twice_is_harmless(tmp_path: Path) -> None:
    async with EmbeddedBroker(tmp_path) as broker:
        await broker.stop()
