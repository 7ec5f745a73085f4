"""Apache Kafka by Maven: a node of one's own, killed and started again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from dateline.broker.administration import create_topics
from dateline.broker.apache import ApacheKafka, jars
from dateline.broker.connection import client_options, reachable
from dateline.broker.topics import topic_name
from dateline.cli.kafka import TOOLS
from dateline.errors import BrokerError, ConfigurationError
from dateline.settings import KafkaSettings


@pytest.mark.kafka
@pytest.mark.slow
async def test_after_a_kill_the_node_has_the_same_address_and_what_was_committed(own_kafka: ApacheKafka) -> None:
    settings = KafkaSettings(bootstrap_servers=own_kafka.bootstrap_servers)
    await create_topics(settings, partitions=1, only=["entries"])
    topic = topic_name(settings.topic_prefix, "entries")
    async with AIOKafkaProducer(**client_options(settings), transactional_id="t") as producer:
        await producer.begin_transaction()
        await producer.send_and_wait(topic, b"kept", partition=0)
        await producer.commit_transaction()
    own_kafka.kill()
    with pytest.raises(BrokerError):
        await reachable(settings)
    await own_kafka.start()
    consumer = AIOKafkaConsumer(**client_options(settings), isolation_level="read_committed")
    consumer.assign([TopicPartition(topic, 0)])
    async with consumer:
        await consumer.seek_to_beginning()
        records = await consumer.getmany(timeout_ms=20_000)
    assert [record.value for batch in records.values() for record in batch] == [b"kept"]


@pytest.mark.kafka
async def test_a_port_that_is_taken_is_said_with_the_nodes_own_words(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        node = ApacheKafka(tmp_path, port=taken.getsockname()[1])
        with pytest.raises(BrokerError, match="already in use"):
            await node.start()
    assert not node.running


@pytest.mark.kafka
def test_the_command_runs_a_node_until_it_is_told_to_end(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from dateline.cli import main; main()", "kafka", "run", "--port", "0"]
    run = subprocess.Popen(
        [*command, "--data", str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert run.stdout is not None
        assert "Apache Kafka at 127.0.0.1:" in run.stdout.readline()
        run.send_signal(signal.SIGTERM)
        assert run.wait(60) == 0
    finally:
        run.kill()
        run.wait()


@pytest.mark.kafka
def test_every_tool_that_the_command_offers_is_in_the_jars() -> None:
    classes: set[str] = set()
    for jar in jars.fetch_jars().glob("kafka*.jar"):
        with zipfile.ZipFile(jar) as opened:
            classes.update(name.removesuffix(".class").replace("/", ".") for name in opened.namelist())
    assert set(TOOLS.values()) <= classes


def test_without_java_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    lack = jars.missing_tools()
    assert lack is not None
    assert "apt-get install default-jre-headless maven" in lack


def test_with_an_old_java_its_version_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho 'openjdk version \"1.8.0_392\"' >&2\n")
    java.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert "java 8 is too old" in str(jars.missing_tools())


def test_what_maven_says_is_passed_on_and_nothing_half_fetched_is_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, script in {
        "java": "echo 'openjdk version \"21.0.1\"' >&2",
        "mvn": "echo '[ERROR] no such artifact'; exit 1",
    }.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with pytest.raises(ConfigurationError, match="no such artifact"):
        jars.fetch_jars()
    assert list((tmp_path / "cache" / "dateline").iterdir()) == []
