"""Messages a second through a stage that only passes them on, on Apache Kafka, 2 KB each.

    uv run --group bench python -m benchmarks.runtime.throughput [--messages 60000] [--runs 3]

The rivals are what most people would write: a plain aiokafka loop that takes a batch, sends what came of it,
waits for the answers and commits its offsets (at least once); and Quix Streams with
``processing_guarantee="exactly-once"``. All pass the same messages on, in turn, each in a process of its own;
what is printed is the median of each and the ratios. The clocks of the stage and of the plain loop start when they
have their partitions, that of Quix with its first message.
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import json
import os
import pstats
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from dateline.broker.administration import create_topics
from dateline.broker.apache import ApacheKafka
from dateline.broker.connection import client_options, producer_options
from dateline.broker.topics import topic_name
from dateline.runtime.garbage import calm_garbage_collection
from dateline.runtime.logs import configure_logs
from dateline.runtime.member import Member
from dateline.runtime.partitions import partition_of
from dateline.runtime.stage import Memory, Message, Outcome
from dateline.settings import LogSettings, Settings

PARTITIONS = 4
SIZE_BYTES = 2048
RIVALS = ("stage", "plain", "quix")
TOPICS = ["entries", "fetch-inbox", "fetch-store", "articles", "dead-letters"]


class PassOn:
    """Publishes each message as it came."""

    name = "fetch"
    input = "entries"
    outputs = ("articles",)

    def lane(self, message: Message) -> str:
        return (message.key or b"").decode()

    async def on_message(self, message: Message, memory: Memory) -> Outcome:
        outcome = Outcome("passed-on")
        outcome.publish("articles", key=memory.lane, value=message.value)
        return outcome

    async def on_due(self, name: str, memory: Memory) -> Outcome:
        raise NotImplementedError(f"{name} of {memory.lane}")


def settings_for(servers: str, prefix: str) -> Settings:
    return Settings(bootstrap_servers=servers, topic_prefix=prefix, compression="none", log_level="warning")


async def fill(settings: Settings, count: int) -> None:
    """Puts `count` messages in, each with a key of its own."""
    producer = AIOKafkaProducer(**producer_options(settings), max_batch_size=512 * 1024, linger_ms=5)
    await producer.start()
    topic, value = topic_name(settings.topic_prefix, "entries"), os.urandom(SIZE_BYTES)
    for number in range(count):
        key = f"key-{number}"
        await producer.send(topic, value, key.encode(), partition=partition_of(key, PARTITIONS))
    await producer.stop()


async def committed(settings: Settings) -> int:
    """How many offsets the output holds below its last stable offset: messages, and a few markers."""
    consumer = AIOKafkaConsumer(**client_options(settings), isolation_level="read_committed")
    await consumer.start()
    topic = topic_name(settings.topic_prefix, "articles")
    ends = await consumer.end_offsets([TopicPartition(topic, n) for n in range(PARTITIONS)])
    await consumer.stop()
    return sum(ends.values())


async def stage(settings: Settings, count: int) -> float:
    """Runs the stage until all has been passed on; messages a second from its first commit's begin."""
    stop = asyncio.Event()
    member = Member(PassOn(), settings)
    run = asyncio.create_task(member.run(stop))
    while not member.ready:
        await asyncio.sleep(0.005)
    began, cpu = time.monotonic(), time.process_time()
    while sum(task.recorded.get("entries", 0) for task in member._tasks.values()) < count:  # noqa: SLF001 - no cheaper way to see the last commit
        await asyncio.sleep(0.005)
    took, used = time.monotonic() - began, time.process_time() - cpu
    stop.set()
    await run
    return report(count, took, used)


async def plain(settings: Settings, count: int) -> float:
    """The plain loop, until all has been passed on."""
    consumer = AIOKafkaConsumer(
        topic_name(settings.topic_prefix, "entries"), **client_options(settings), group_id="plain",
        enable_auto_commit=False, auto_offset_reset="earliest", fetch_max_wait_ms=50,
        max_partition_fetch_bytes=512 * 1024,
    )  # fmt: skip
    producer = AIOKafkaProducer(**producer_options(settings), max_batch_size=768 * 1024, acks="all")
    await consumer.start()
    await producer.start()
    topic = topic_name(settings.topic_prefix, "articles")
    while not consumer.assignment():
        await asyncio.sleep(0.005)
    began, cpu, done = time.monotonic(), time.process_time(), 0
    while done < count:
        batch = await consumer.getmany(timeout_ms=200, max_records=500)
        sent = [
            await producer.send(
                topic, record.value, record.key, partition=partition_of(record.key.decode(), PARTITIONS)
            )
            for records in batch.values()
            for record in records
        ]
        await asyncio.gather(*sent)
        await consumer.commit()
        done += len(sent)
    took, used = time.monotonic() - began, time.process_time() - cpu
    await consumer.stop()
    await producer.stop()
    return report(count, took, used)


def quix(settings: Settings, count: int) -> None:
    """Quix Streams, exactly-once, tuned as its users would: large commits, and a producer that waits a little."""
    from quixstreams import Application

    application = Application(
        broker_address=settings.bootstrap_servers,
        consumer_group="quix",
        auto_offset_reset="earliest",
        processing_guarantee="exactly-once",
        commit_interval=1.0,
        commit_every=5000,
        producer_extra_config={"linger.ms": 5, "batch.size": 786_432, "compression.type": "none"},
        auto_create_topics=False,
        loglevel="ERROR",
    )
    source = application.topic(
        topic_name(settings.topic_prefix, "entries"), key_deserializer="bytes", value_deserializer="bytes"
    )
    sink = application.topic(
        topic_name(settings.topic_prefix, "articles"), key_serializer="bytes", value_serializer="bytes"
    )
    began: list[float] = []

    def note(value: bytes) -> bytes:
        if not began:
            began.extend((time.monotonic(), time.process_time()))
        return value

    application.dataframe(source).apply(note).to_topic(sink)
    application.run(count=count, timeout=60)
    report(count, time.monotonic() - began[0], time.process_time() - began[1])


def report(count: int, took_s: float, cpu_s: float) -> float:
    print(json.dumps({"rate": count / took_s, "cpu_us": cpu_s / count * 1e6}))
    return count / took_s


def measure(messages: int, runs: int) -> None:
    rates: dict[str, list[float]] = {name: [] for name in RIVALS}
    cpu: dict[str, list[float]] = {name: [] for name in RIVALS}
    with tempfile.TemporaryDirectory(prefix="dateline-throughput-") as directory:
        node = ApacheKafka(Path(directory) / "kafka")
        asyncio.run(node.start())
        try:
            for run in range(runs):
                for what in RIVALS:
                    prefix = f"{what}-{run}."
                    settings = settings_for(node.bootstrap_servers, prefix)
                    asyncio.run(create_topics(settings, partitions=PARTITIONS, only=TOPICS))
                    asyncio.run(fill(settings, messages))
                    command = [sys.executable, "-m", "benchmarks.runtime.throughput", "--only", what]
                    command += ["--servers", node.bootstrap_servers, "--prefix", prefix, "--messages", str(messages)]
                    done = subprocess.run(command, check=True, capture_output=True, text=True)
                    out = json.loads(done.stdout.splitlines()[-1])
                    passed = asyncio.run(committed(settings))
                    assert passed >= messages, f"{what}: {passed} of {messages} passed on"
                    rates[what].append(out["rate"])
                    cpu[what].append(out["cpu_us"])
        finally:
            node.kill()
    for what in rates:
        low, high = min(rates[what]), max(rates[what])
        print(
            f"{what:6} {statistics.median(rates[what]):8.0f} messages/s ({low:.0f}–{high:.0f})   "
            f"{statistics.median(cpu[what]):5.0f} µs of CPU a message"
        )
    for rival in RIVALS[1:]:
        ratio = statistics.median(rates["stage"]) / statistics.median(rates[rival])
        print(f"exactly-once stage / {rival}: {ratio:.2f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=60_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", choices=RIVALS, help="one of them, in this process")
    parser.add_argument("--servers")
    parser.add_argument("--prefix")
    parser.add_argument("--profile", action="store_true", help="with --only: where the time goes")
    arguments = parser.parse_args()
    if arguments.only is None:
        measure(arguments.messages, arguments.runs)
    else:
        configure_logs(LogSettings(log_level="warning"))
        calm_garbage_collection()  # as every process of ours does; the plain loop gains by it too
        settings = settings_for(arguments.servers, arguments.prefix)
        profile = cProfile.Profile()
        if arguments.profile:
            profile.enable()
        if arguments.only == "quix":
            quix(settings, arguments.messages)
        else:
            asyncio.run({"stage": stage, "plain": plain}[arguments.only](settings, arguments.messages))
        if arguments.profile:
            profile.disable()
            pstats.Stats(profile, stream=sys.stderr).sort_stats("tottime").print_stats(35)
