"""Messages a second through a stage that only passes them on, on Apache Kafka, 2 KB each.

    uv run python -m benchmarks.runtime.throughput [--messages 60000] [--runs 3]

The rival is what most people would write: a plain aiokafka loop that takes a batch, sends what came of it,
waits for the answers and commits its offsets (at least once). Both read the same topic with the same client
settings, in turn, each in a process of its own; what is printed is the median of each and their ratio.
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
from dateline.runtime.logs import configure_logs
from dateline.runtime.member import Member
from dateline.runtime.partitions import partition_of
from dateline.runtime.service import calm_garbage_collection
from dateline.runtime.stage import Memory, Message, Outcome
from dateline.settings import LogSettings, Settings

PARTITIONS = 4
SIZE_BYTES = 2048
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


def report(count: int, took_s: float, cpu_s: float) -> float:
    print(json.dumps({"rate": count / took_s, "cpu_us": cpu_s / count * 1e6}))
    return count / took_s


def measure(messages: int, runs: int) -> None:
    rates: dict[str, list[float]] = {"stage": [], "plain": []}
    cpu: dict[str, list[float]] = {"stage": [], "plain": []}
    with tempfile.TemporaryDirectory(prefix="dateline-throughput-") as directory:
        node = ApacheKafka(Path(directory) / "kafka")
        asyncio.run(node.start())
        try:
            for run in range(runs):
                for what in ("stage", "plain"):
                    prefix = f"{what}-{run}."
                    settings = settings_for(node.bootstrap_servers, prefix)
                    asyncio.run(create_topics(settings, partitions=PARTITIONS, only=TOPICS))
                    asyncio.run(fill(settings, messages))
                    command = [sys.executable, "-m", "benchmarks.runtime.throughput", "--only", what]
                    command += ["--servers", node.bootstrap_servers, "--prefix", prefix, "--messages", str(messages)]
                    out = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
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
    ratio = statistics.median(rates["stage"]) / statistics.median(rates["plain"])
    print(f"exactly-once stage / plain at-least-once loop: {ratio:.2f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=60_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", choices=["stage", "plain"], help="one of them, in this process")
    parser.add_argument("--servers")
    parser.add_argument("--prefix")
    parser.add_argument("--profile", action="store_true", help="with --only: where the time goes")
    arguments = parser.parse_args()
    if arguments.only is None:
        measure(arguments.messages, arguments.runs)
    else:
        configure_logs(LogSettings(log_level="warning"))
        calm_garbage_collection()  # as every process of ours does; the plain loop gains by it too
        run_one = {"stage": stage, "plain": plain}[arguments.only]
        profile = cProfile.Profile()
        if arguments.profile:
            profile.enable()
        asyncio.run(run_one(settings_for(arguments.servers, arguments.prefix), arguments.messages))
        if arguments.profile:
            profile.disable()
            pstats.Stats(profile, stream=sys.stderr).sort_stats("tottime").print_stats(35)
