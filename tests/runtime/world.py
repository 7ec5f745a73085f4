"""The model test's world: a cluster in memory, tasks that own its partitions or think so, and a clock.

An `Owner` does for one task what a Member does for many: gives it records from where it asks for them.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dateline.runtime.dead_limits import DeadLimits
from dateline.runtime.partitions import partition_of
from dateline.runtime.stage import Headers, Message, ScopedStage
from dateline.runtime.surroundings import Surroundings
from dateline.runtime.task import Task
from dateline.settings import Settings
from tests.runtime.ledger import Ledger
from tests.runtime.twin import Stored, TwinCluster
from tests.runtime.virtual_time import VirtualLoop

PARTITIONS = 2
TOPICS = ("entries", "fetch-inbox", "fetch-store", "articles", "dead-letters")
INPUTS = ("entries", "fetch-inbox")
START = 1_800_000_000.0


@dataclass(frozen=True)
class Sent:
    """A record that the test put into the input."""

    id: str
    lane: str | None
    """None: it tells no lane."""
    asked: dict[str, Any]
    partition: int
    offset: int


class World:
    """Everything outside the stage loop."""

    def __init__(self, loop: VirtualLoop) -> None:
        self.loop = loop
        self.clock_error_s = 0.0
        self.cluster = TwinCluster(self.clock)
        self.sent: list[Sent] = []
        self.broken: set[str] = set()
        self.doors_open = False
        self._waiting: list[tuple[str, asyncio.Future[None]]] = []
        self.owners: list[Owner] = []
        self.settings = Settings(
            burst_gap_ms=0, due_attempts_max=3, messages_in_flight_max=6, due_in_flight_max=3, due_backlog_max=20,
            dead_streak_max=0, dead_ratio_max=1,
        )  # fmt: skip

    def clock(self) -> float:
        """Unix time as every process and the broker see it."""
        return START + self.loop.time() + self.clock_error_s

    def surroundings(self, fail: Callable[[BaseException], None]) -> Surroundings:
        """What the tasks of one process share."""
        stage = Ledger(self.clock, self.door, self.broken.__contains__)
        return Surroundings(
            scoped=ScopedStage(stage, str, dict.fromkeys(TOPICS, PARTITIONS)),
            topic_prefix="",
            message_max_bytes=dict.fromkeys(TOPICS, 1_000_000),
            cluster=self.cluster,
            settings=self.settings,
            clock=self.clock,
            wake=lambda: None,
            look_at_topics=lambda: None,
            dead_limits=DeadLimits("fetch", self.settings),
            fail=fail,
        )

    # Input

    def put(self, lane: str, partition: int | None = None, **asked: object) -> None:
        """Asks for a booking."""
        one = f"{len(self.sent)}"
        self._put(lane, {"lane": lane, "id": one, **asked}, partition)

    def put_raw(self, value: bytes | None, partition: int) -> None:
        """A record that nothing can be made of."""
        offset = self.cluster.put("entries", partition, b"key", value)
        self.sent.append(Sent(f"{len(self.sent)}", None, {}, partition, offset))

    def _put(self, lane: str, asked: dict[str, Any], partition: int | None) -> None:
        there = partition_of(lane, PARTITIONS) if partition is None else partition
        offset = self.cluster.put("entries", there, lane.encode(), json.dumps(asked).encode())
        self.sent.append(Sent(asked["id"], lane, asked, there, offset))

    # Functions that wait

    async def door(self, name: str) -> None:
        """Where a stage's function waits until the test lets it on."""
        if self.doors_open:
            return
        opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((name, opened))
        await opened

    def waiting(self) -> list[tuple[str, asyncio.Future[None]]]:
        """What waits at a door now."""
        self._waiting = [one for one in self._waiting if not one[1].done()]
        return self._waiting

    def open_doors(self) -> None:
        """Nothing waits any more."""
        self.doors_open = True
        for _, opened in self.waiting():
            opened.set_result(None)

    # Owners

    def own(self, partition: int) -> Owner:
        """Another process takes a partition; whoever had it has not heard of that."""
        owner = Owner(self, partition)
        self.owners.append(owner)
        return owner

    def alive(self) -> list[Owner]:
        """All that run, the newest last."""
        return [one for one in self.owners if not one.run.done() and not one.leaving]

    def records(self, topic: str) -> list[Stored]:
        """What a reader of committed records sees of a topic, partition by partition."""
        return [record for n in range(PARTITIONS) for record in self.cluster.log(topic, n).records]


class Owner:
    """A process that holds one partition, or thinks so."""

    def __init__(self, world: World, partition: int) -> None:
        self._world = world
        self.partition = partition
        self.failure: BaseException | None = None
        self.leaving: asyncio.Task[None] | None = None
        self._sought = 0
        self._position: dict[str, int] = {}
        self.task = Task(world.surroundings(self._fail), partition)
        self.run = world.loop.create_task(self.task.run())

    def _fail(self, error: BaseException) -> None:
        self.failure = error
        self.run.cancel()

    def deliver(self, count: int) -> int:
        """Gives the task up to `count` records of each input, as a Member would; how many were there."""
        if not self.task.ready or self.run.done() or self.leaving:
            return 0
        return self._world.loop.call(lambda: self._deliver(count))

    def _deliver(self, count: int) -> int:
        if self._sought != self.task.incarnation:
            self._position = {topic: self.task.read_to(topic) for topic in INPUTS}
            self._sought = self.task.incarnation
        given = 0
        for topic in INPUTS:
            log = self._world.cluster.log(topic, self.partition)
            there = [one for one in log.records if one.offset >= self._position[topic]]
            batch = there[: min(count, self.task.room())]
            for one in batch:
                self.task.deliver(
                    Message(topic, self.partition, one.offset, one.key, one.value, one.headers, one.timestamp_ms)
                )
                self._position[topic] = one.offset + 1
                given += 1
            if len(batch) == len(there):
                self._position[topic] = log.end
            self.task.reached(topic, self._position[topic])
        return given

    def crash(self) -> None:
        """The process is gone at once: nothing of it runs on."""
        self.run.cancel()
        self.task._lanes.cancel()

    def leave(self, *, drain: bool) -> None:
        """The process is told to give the partition up."""
        self.leaving = self._world.loop.create_task(self.task.close(drain=drain))


def rearm(world: World, partition: int, key: bytes, header: str) -> None:
    """Puts a dead letter's state back, as `dateline dead-letters replay` does."""
    headers: Headers = ((header, b"1"),)
    world.cluster.put("fetch-inbox", partition, key, None, headers)
