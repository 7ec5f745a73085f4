"""How long a task takes to read a large memory back, and what it costs to hold it, on Apache Kafka.

    uv run python -m benchmarks.runtime.restore [--states 1000000]

One store partition is filled with small states, each due at some time within a day, as a feed or a page has them.
A process of its own then opens a task on it, as after a crash, and prints the seconds until the task is ready,
what its resident memory grew by in the end and at its highest, and how long until all that is overdue came up.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.runtime.throughput import TOPICS, PassOn
from dateline.broker.administration import create_topics
from dateline.broker.apache import ApacheKafka
from dateline.broker.topics import topic_name
from dateline.runtime.dead_limits import DeadLimits
from dateline.runtime.kafka import KafkaCluster
from dateline.runtime.logs import configure_logs
from dateline.runtime.stage import ScopedStage
from dateline.runtime.state import Envelope, state_key
from dateline.runtime.surroundings import Surroundings
from dateline.runtime.task import Task
from dateline.runtime.transactions import Record
from dateline.settings import LogSettings, Settings

DAY_S = 86_400.0
BURST = 5000
PAYLOAD = b'{"v":1,"article":"0123456789abcdef","signature":"fedcba9876543210","attempts":1}'


def settings_for(servers: str) -> Settings:
    return Settings(bootstrap_servers=servers, topic_prefix="restore.", log_level="warning")


def cluster_for(settings: Settings) -> KafkaCluster:
    return KafkaCluster(settings, lambda _: 1_048_576)


async def fill(settings: Settings, count: int) -> None:
    """Writes `count` states in bursts, as a task does."""
    await create_topics(settings, partitions=1, only=TOPICS)
    producer, chance = cluster_for(settings).producer("filling"), random.Random(5)
    await producer.open(20)
    store, soon = topic_name(settings.topic_prefix, "fetch-store"), time.time() + 600
    for start in range(0, count, BURST):
        records = []
        for n in range(start, min(start + BURST, count)):
            value = Envelope(soon + chance.uniform(0, DAY_S), soon + 30 * DAY_S, 0, PAYLOAD).encode()
            records.append(Record(store, 0, state_key(f"example{n % 5000}.org", f"page/{n:08d}"), value))
        await producer.commit(records)
    await producer.discard()


def resident_mb() -> float:
    """What the process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@dataclass(frozen=True, slots=True)
class Opened:
    """A task on its memory."""

    task: Task
    run: asyncio.Task[None]
    seconds: float
    """Until it was ready."""
    cpu_s: float
    held_mb: int
    """What the process's resident memory grew by."""
    highest_mb: int
    """The same at its highest."""

    def report(self, **beside: float) -> None:
        """Prints what it took."""
        measured = {
            "states": self.task.states,
            "seconds": self.seconds,
            "cpu_s": self.cpu_s,
            "held_mb": self.held_mb,
            "highest_mb": self.highest_mb,
        }
        print(json.dumps(measured | beside))


async def opened(settings: Settings) -> Opened:
    """Opens a task on the store, as a process does that takes the partition over."""
    ready, failed = asyncio.Event(), asyncio.get_running_loop().create_future()
    around = Surroundings(
        scoped=ScopedStage(PassOn(), lambda short: topic_name(settings.topic_prefix, short), dict.fromkeys(TOPICS, 1)),
        topic_prefix=settings.topic_prefix,
        message_max_bytes=dict.fromkeys(TOPICS, 1_048_576),
        cluster=cluster_for(settings),
        settings=settings,
        clock=time.time,
        wake=ready.set,
        look_at_topics=lambda: None,
        dead_limits=DeadLimits("fetch", settings),
        fail=failed.set_exception,
    )
    gc.collect()
    before, began, cpu = resident_mb(), time.monotonic(), time.process_time()
    task = Task(around, 0)
    run = asyncio.create_task(task.run())
    waiting = asyncio.ensure_future(ready.wait())
    await asyncio.wait({waiting, failed}, return_when=asyncio.FIRST_COMPLETED)
    took, used = time.monotonic() - began, time.process_time() - cpu
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000 - before
    gc.collect()
    return Opened(task, run, round(took, 2), round(used, 2), round(resident_mb() - before), round(highest))


async def restore(settings: Settings, count: int) -> None:
    """Opens a task on the store and reports."""
    found = await opened(settings)
    task = found.task
    assert task.states >= count, f"{task.states} of {count} states were restored"
    began = time.monotonic()
    due, tomorrow = 0, time.time() + 2 * DAY_S
    while task._store.due.pop(tomorrow) is not None:  # noqa: SLF001 - the index alone, without the lanes
        due += 1
    assert due >= count, f"{due} of {count} came due"
    found.report(due_s=round(time.monotonic() - began, 2))
    await task.close(drain=False)
    await found.run


def measure(module: str, fill: Callable[[Settings], Coroutine[Any, Any, None]], *arguments: str) -> None:
    """Fills a broker's store, then has `module` restore it in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="dateline-restore-") as directory:
        node = ApacheKafka(Path(directory) / "kafka")
        asyncio.run(node.start())
        try:
            asyncio.run(fill(settings_for(node.bootstrap_servers)))
            command = [sys.executable, "-m", module, "--servers", node.bootstrap_servers, *arguments]
            subprocess.run(command, check=True)
        finally:
            node.kill()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--states", type=int, default=1_000_000)
    parser.add_argument("--servers", help="restore only, in this process, from a cluster that was filled")
    arguments = parser.parse_args()
    configure_logs(LogSettings(log_level="warning"))
    if arguments.servers is None:
        count = arguments.states
        measure("benchmarks.runtime.restore", lambda settings: fill(settings, count), "--states", str(count))
    else:
        asyncio.run(restore(settings_for(arguments.servers), arguments.states))
