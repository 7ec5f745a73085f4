"""Brokers and an S3 store for the tests.

Order of choice for Apache Kafka: the cluster that DATELINE_TEST_BOOTSTRAP_SERVERS names; else Apache Kafka
by Maven, started once for the session; else tests marked `kafka` are skipped by name and the summary says how
to get it. DATELINE_REQUIRE_KAFKA=1, as CI sets it, makes such a skip a failure.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import os
import shutil
import uuid
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from dateline.broker.apache import ApacheKafka, fetch_jars, missing_tools
from dateline.broker.connection import admin_client
from dateline.broker.embedded import EmbeddedBroker
from dateline.errors import ConfigurationError
from dateline.settings import KafkaSettings
from tests.buckets import Bucket, Store, a_bucket, a_store

TEST_SERVERS = os.environ.get("DATELINE_TEST_BOOTSTRAP_SERVERS", "")
REQUIRE_KAFKA = os.environ.get("DATELINE_REQUIRE_KAFKA", "") not in ("", "0")
NEED_KAFKA = {"kafka", "kafka_settings", "own_kafka"}
SKIPPED_FOR_KAFKA = pytest.StashKey[list[str]]()


@dataclass(frozen=True)
class Broker:
    """A broker that tests share: nobody stops it."""

    bootstrap_servers: str


@functools.cache
def kafka_is_missing() -> str | None:
    """Why there is no Apache Kafka to test on, with the remedy; None where there is one."""
    if TEST_SERVERS:
        return None
    if (lack := missing_tools()) is not None:
        return lack
    try:
        fetch_jars()
    except ConfigurationError as error:
        return str(error)
    return None


def pytest_configure(config: pytest.Config) -> None:
    config.stash[SKIPPED_FOR_KAFKA] = []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks for Apache Kafka by its fixture needs the mark no less, though it may have been forgotten."""
    for item in items:
        if NEED_KAFKA & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.kafka)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("kafka") is None or (reason := kafka_is_missing()) is None:
        return
    if REQUIRE_KAFKA:
        pytest.fail(f"DATELINE_REQUIRE_KAFKA is set: {reason}", pytrace=False)
    item.config.stash[SKIPPED_FOR_KAFKA].append(item.nodeid)
    pytest.skip(reason)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    skipped = config.stash[SKIPPED_FOR_KAFKA]
    if not skipped:
        return
    terminalreporter.section("tests that need Apache Kafka were skipped")
    for nodeid in skipped:
        terminalreporter.write_line(nodeid)
    terminalreporter.write_line(
        f"{len(skipped)} skipped: {kafka_is_missing()}; or name a cluster of yours in DATELINE_TEST_BOOTSTRAP_SERVERS"
    )


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    """Apache Kafka, shared by the session. Tests that use it are marked `kafka`."""
    if TEST_SERVERS:
        yield Broker(TEST_SERVERS)
        return
    node = ApacheKafka(tmp_path_factory.mktemp("kafka"))
    try:
        asyncio.run(node.start())
        yield Broker(node.bootstrap_servers)
    finally:
        node.kill()
        shutil.rmtree(node.directory / "data", ignore_errors=True)


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    """The embedded broker, shared by the session."""
    broker = EmbeddedBroker(tmp_path_factory.mktemp("embedded"))
    try:
        asyncio.run(broker.start())
        yield Broker(broker.bootstrap_servers)
    finally:
        broker.kill()
        shutil.rmtree(broker.directory, ignore_errors=True)


@pytest.fixture(params=[pytest.param("kafka", marks=pytest.mark.kafka), "embedded"])
def broker(request: pytest.FixtureRequest) -> Broker:
    """Each broker that Dateline runs on, one after the other: a test of what all must do."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Broker)
    return found


@pytest.fixture
async def own_kafka(tmp_path: Path) -> AsyncIterator[ApacheKafka]:
    """An Apache Kafka of the test's own, to stop, kill and restart. The test must be marked `kafka`."""
    if (reason := missing_tools()) is not None:
        pytest.skip(f"a node that may be killed is needed, not a shared cluster: {reason}")
    async with ApacheKafka(tmp_path / "kafka") as node:
        yield node


@pytest.fixture
def topic_prefix() -> str:
    """What this test's topics, groups and transactional ids begin with: no other test has it."""
    return f"test-{uuid.uuid4().hex[:12]}."


@pytest.fixture
async def kafka_settings(kafka: Broker, topic_prefix: str) -> AsyncIterator[KafkaSettings]:
    """Settings for Apache Kafka under a prefix of the test's own; its topics are deleted afterwards."""
    settings = KafkaSettings(bootstrap_servers=kafka.bootstrap_servers, topic_prefix=topic_prefix)
    yield settings
    await delete_topics(settings)


@pytest.fixture
async def broker_settings(broker: Broker, topic_prefix: str) -> AsyncIterator[KafkaSettings]:
    """The same for each broker in turn."""
    settings = KafkaSettings(bootstrap_servers=broker.bootstrap_servers, topic_prefix=topic_prefix)
    yield settings
    await delete_topics(settings)


async def delete_topics(settings: KafkaSettings) -> None:
    """Deletes the topics under the prefix: a session's broker would otherwise fill with open files."""
    async with admin_client(settings) as client:
        names = [name for name in await client.list_topics() if name.startswith(settings.topic_prefix)]
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(10):
                await client.delete_topics(names)


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """An S3 store, shared by the session."""
    with a_store(tmp_path_factory.mktemp("s3")) as found:
        yield found


@pytest.fixture
def bucket(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    """A bucket of the test's own, with its credentials in the environment."""
    with a_bucket(store) as made:
        for name, value in made.environment.items():
            monkeypatch.setenv(name, value)
        yield made
