"""What slow messages cost the others: 5 % of them take ten seconds each, on keys of their own.

    uv run python -m benchmarks.runtime.slow_messages [--messages 40000]

The rate of the other messages, with the slow ones among them and without, through Dateline's stage and through
a plain loop that handles a batch at a time and in order (where each batch takes as long as its slowest).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
import time
from pathlib import Path

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.structs import ConsumerRecord

from benchmarks.runtime.throughput import PARTITIONS, TOPICS, settings_for
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

SLOW_S = 10.0
SLOW_EVERY = 20
IN_ORDER_LIMIT_S = 60.0


class Counter:
    """When the last fast message was done."""

    def __init__(self, fast: int) -> None:
        self.left = fast
        self.all_done = asyncio.Event()

    def one(self) -> None:
        self.left -= 1
        if self.left == 0:
            self.all_done.set()


async def handle(value: bytes, counter: Counter) -> None:
    """The work on one message."""
    if json.loads(value)["slow"]:
        await asyncio.sleep(SLOW_S)
    else:
        counter.one()


class Work:
    """The stage."""

    name = "fetch"
    input = "entries"
    outputs = ("articles",)

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def lane(self, message: Message) -> str:
        return (message.key or b"").decode()

    async def on_message(self, message: Message, memory: Memory) -> Outcome:
        await handle(message.value or b"", self._counter)
        outcome = Outcome("done")
        outcome.publish("articles", key=memory.lane, value=message.value)
        return outcome

    async def on_due(self, name: str, memory: Memory) -> Outcome:
        raise NotImplementedError(f"{name} of {memory.lane}")


async def fill(settings: Settings, count: int, *, slow: bool) -> None:
    producer = AIOKafkaProducer(**producer_options(settings), max_batch_size=512 * 1024, linger_ms=5)
    await producer.start()
    topic = topic_name(settings.topic_prefix, "entries")
    for number in range(count):
        key = f"key-{number}"
        value = json.dumps({"slow": slow and number % SLOW_EVERY == 0, "text": "x" * 2000}).encode()
        await producer.send(topic, value, key.encode(), partition=partition_of(key, PARTITIONS))
    await producer.stop()


async def stage(settings: Settings, fast: int) -> float:
    """Fast messages a second through the stage."""
    counter, stop = Counter(fast), asyncio.Event()
    member = Member(Work(counter), settings)
    run = asyncio.create_task(member.run(stop))
    while not member.ready:
        await asyncio.sleep(0.005)
    began = time.monotonic()
    await counter.all_done.wait()
    took = time.monotonic() - began
    stop.set()
    await run
    return fast / took


async def in_order(settings: Settings, fast: int) -> float:
    """Fast messages a second through the loop that handles a batch at a time."""
    counter = Counter(fast)
    consumer = AIOKafkaConsumer(
        topic_name(settings.topic_prefix, "entries"), **client_options(settings), group_id="in-order",
        enable_auto_commit=False, auto_offset_reset="earliest", fetch_max_wait_ms=50,
    )  # fmt: skip
    producer = AIOKafkaProducer(**producer_options(settings), max_batch_size=768 * 1024, acks="all")
    await consumer.start()
    await producer.start()
    topic = topic_name(settings.topic_prefix, "articles")

    async def one(record: ConsumerRecord[bytes, bytes]) -> None:
        await handle(record.value, counter)
        await (await producer.send(topic, record.value, record.key))

    while not consumer.assignment():
        await asyncio.sleep(0.005)
    began = time.monotonic()
    while not counter.all_done.is_set() and time.monotonic() - began < IN_ORDER_LIMIT_S:
        batch = await consumer.getmany(timeout_ms=200, max_records=500)
        await asyncio.gather(*(one(record) for records in batch.values() for record in records))
        await consumer.commit()
    took = time.monotonic() - began
    await consumer.stop()
    await producer.stop()
    return (fast - counter.left) / took


async def measure(count: int) -> None:
    calm_garbage_collection()
    rates: dict[tuple[str, bool], float] = {}
    with tempfile.TemporaryDirectory(prefix="dateline-slow-") as directory:
        async with ApacheKafka(Path(directory) / "kafka") as kafka:
            for name, run in (("stage", stage), ("in order", in_order)):
                for slow in (False, True):
                    settings = settings_for(kafka.bootstrap_servers, f"{name.replace(' ', '')}-{slow}.")
                    await create_topics(settings, partitions=PARTITIONS, only=TOPICS)
                    await fill(settings, count, slow=slow)
                    fast = count - (count + SLOW_EVERY - 1) // SLOW_EVERY if slow else count
                    rates[name, slow] = await run(settings, fast)
    for name in ("stage", "in order"):
        without, beside = rates[name, False], rates[name, True]
        print(
            f"{name:9} {without:8.0f} messages/s without slow ones, {beside:8.0f} of the others with them: "
            f"{beside / without:.2f}"
        )


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--messages", type=int, default=40_000)
    configure_logs(LogSettings(log_level="error"))
    asyncio.run(measure(arguments.parse_args().messages))
