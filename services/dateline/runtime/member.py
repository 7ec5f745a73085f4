"""A stage's member of its consumer group: it reads for the tasks, and follows the assignment.

The group only assigns partitions. Where to read is in each task's store, so every partition is sought
before it is read, and read again from there when an assignment or a task begins anew. Rebalance callbacks
do nothing: heartbeats only start after them.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from typing import Any

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import IllegalStateError, KafkaError, OffsetOutOfRangeError
from aiokafka.structs import ConsumerRecord

from dateline.broker.connection import client_options, unreachable
from dateline.errors import BrokerError, ConfigurationError
from dateline.runtime import metrics, topology
from dateline.runtime.assignment import sticky_assignor
from dateline.runtime.dead_limits import DeadLimits
from dateline.runtime.hostile_headers import accept_any_header
from dateline.runtime.kafka import KafkaCluster
from dateline.runtime.points import reach
from dateline.runtime.stage import Message, Stage
from dateline.runtime.surroundings import Surroundings
from dateline.runtime.task import Task
from dateline.settings import Settings

log = structlog.get_logger()

_READ_WAIT_MS = 200
_RECORDS_MAX = 2000
_PAUSE_S = 0.05
_MIRROR_GAP_S = 2.0
_TOPICS_GAP_S = 60.0
_STOP_DEADLINE_S = 5.0
_KEEP_ALIVE = TopicPartition("\x00none", 0)
"""Asked for when no task has room: an empty question would mean all partitions, and none at all would look
to the group like a member that hangs."""


class Member:
    """One stage in this process."""

    def __init__(self, stage: Stage, settings: Settings, *, clock: Callable[[], float] = time.time) -> None:
        self.stage = stage
        self.started = False
        self.draining = False
        self._settings = settings
        self._clock = clock
        self._tasks: dict[int, Task] = {}
        self._runs: dict[int, asyncio.Task[None]] = {}
        self._sought: dict[int, tuple[object, int]] = {}
        self._leaving: set[asyncio.Task[None]] = set()
        self._failure: asyncio.Future[None] | None = None
        self._wake = asyncio.Event()
        self._look_at_topics = asyncio.Event()
        self._joined = False
        self._log = log.bind(stage=stage.name)

    # For health and metrics

    @property
    def ready(self) -> bool:
        """Whether it is in the group and all its partitions are restored."""
        return self._joined and not self.draining and all(task.ready for task in self._tasks.values())

    def stuck_for_s(self) -> float:
        """How long work has waited without any progress, in seconds; 0 where none waits."""
        now = time.monotonic()
        return max((now - t.progressed_at for t in self._tasks.values() if t.waiting), default=0.0)

    def gauge(self) -> None:
        """Brings the gauges up to date."""
        name, tasks = self.stage.name, self._tasks.values()
        metrics.PARTITIONS.labels(name, "ready").set(sum(t.ready for t in tasks))
        metrics.PARTITIONS.labels(name, "restoring").set(sum(not t.ready for t in tasks))
        metrics.UNDONE.labels(name).set(sum(t.undone for t in tasks if t.ready))
        metrics.DUE_BACKLOG.labels(name).set(sum(t.due_backlog for t in tasks))
        metrics.STATES.labels(name).set(sum(t.states for t in tasks))

    # Life

    async def run(self, stop: asyncio.Event) -> None:
        """Runs the stage until `stop` is set, then finishes what runs, commits it and leaves the group.

        Raises ConfigurationError or BrokerError where it cannot start or must not go on.
        """
        settings = self._settings
        found = await topology.find(self.stage, settings)
        scoped = topology.scope(self.stage, settings.topic_prefix, found)
        self._failure = asyncio.get_running_loop().create_future()
        options = client_options(settings)
        limits = topology.message_max_bytes(self.stage, found)
        full_names = {scoped.topic_name(short): short for short in limits}
        around = Surroundings(
            scoped=scoped,
            topic_prefix=settings.topic_prefix,
            message_max_bytes=limits,
            cluster=KafkaCluster(settings, lambda topic: limits[full_names[topic]]),
            settings=settings,
            clock=self._clock,
            wake=self._wake.set,
            fail=self._fail,
            look_at_topics=self._look_at_topics.set,
            dead_limits=DeadLimits(self.stage.name, settings),
        )
        self._topics = {scoped.topic_name(short): short for short in (self.stage.input, scoped.inbox)}
        consumer = self._consumer(options)
        try:
            try:
                async with asyncio.timeout(settings.kafka_timeout_s):
                    await consumer.start()
            except (KafkaError, OSError, TimeoutError) as error:
                raise unreachable(settings, str(error)) from error
            consumer.subscribe(list(self._topics))
            self.started = True
            self._log.info("started", partitions=scoped.partitions[self.stage.input])
            await self._read_until(stop, consumer, around, limits)
        finally:
            self.draining = True
            await self._drain(settings.drain_timeout_s)
            with contextlib.suppress(TimeoutError, KafkaError, OSError):
                async with asyncio.timeout(_STOP_DEADLINE_S):
                    await consumer.stop()
            self._log.info("stopped")

    def _fail(self, error: BaseException) -> None:
        if self._failure is not None and not self._failure.done():
            self._failure.set_exception(error)
        self._wake.set()

    def _consumer(self, options: dict[str, Any]) -> AIOKafkaConsumer:
        settings = self._settings
        return AIOKafkaConsumer(
            **options,
            group_id=f"{settings.topic_prefix}{self.stage.name}",
            group_instance_id=settings.group_instance_id,
            enable_auto_commit=False,
            # Never let the client choose where to read: an unsought partition is an error that nobody asks for.
            auto_offset_reset="none",
            isolation_level="read_committed",
            partition_assignment_strategy=(sticky_assignor(),),
            session_timeout_ms=round(settings.session_timeout_s * 1000),
            heartbeat_interval_ms=round(settings.session_timeout_s * 1000 / 5),
            rebalance_timeout_ms=round(settings.session_timeout_s * 2000),
            fetch_max_wait_ms=50,
            max_partition_fetch_bytes=2 * 1024 * 1024,
            # A topic that went and came back is seen again when the client looks for it, and not before.
            metadata_max_age_ms=round(_TOPICS_GAP_S * 1000),
        )

    async def _read_until(
        self, stop: asyncio.Event, consumer: AIOKafkaConsumer, around: Surroundings, limits: dict[str, int]
    ) -> None:
        stopping = asyncio.create_task(stop.wait())
        mirror = asyncio.create_task(self._mirror_positions(consumer, around))
        topics = asyncio.create_task(self._watch_topics(consumer, around, limits))
        reading = asyncio.create_task(self._read_for_ever(consumer, around))
        assert self._failure is not None
        try:
            ends: list[asyncio.Future[Any]] = [stopping, reading, self._failure]
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (stopping, mirror, topics, reading):
                task.cancel()
            await asyncio.wait({stopping, mirror, topics, reading}, timeout=_STOP_DEADLINE_S)
        if self._failure.done():
            self._failure.result()
        if not stop.is_set():
            reading.result()

    async def _read_for_ever(self, consumer: AIOKafkaConsumer, around: Surroundings) -> None:
        while True:
            assignment = self._follow_assignment(consumer, around)
            asked = self._seek(consumer, assignment)
            if not asked:
                self._wake.clear()
                await consumer.getmany(_KEEP_ALIVE)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(_PAUSE_S):
                        await self._wake.wait()
                continue
            try:
                batch = await consumer.getmany(*asked, timeout_ms=_READ_WAIT_MS, max_records=_RECORDS_MAX)
            except OffsetOutOfRangeError as error:
                for where, offset in error.args[0].items():
                    if (task := self._current(where.partition)) is not None:
                        task.doubt(f"{where.topic} has no offset {offset} any more")
                await asyncio.sleep(_PAUSE_S)
                continue
            except UnicodeDecodeError:
                accept_any_header()
                self._sought.clear()
                continue
            except KafkaError as error:
                self._log.warning("reading failed; trying again", reason=repr(error))
                self._sought.clear()
                await asyncio.sleep(_PAUSE_S)
                continue
            if self._assignment(consumer) is not assignment:
                # Partitions changed hands while we waited: these records may come from another place than
                # was sought. All are sought again, so nothing is lost.
                continue
            if batch:
                reach("after-fetch")
            for where, records in batch.items():
                self._deliver(where, records)
            for where in asked:
                await self._note_position(consumer, where)

    def _assignment(self, consumer: AIOKafkaConsumer) -> object:
        """The assignment as an object: aiokafka makes a new one with every rebalance."""
        subscription = consumer._subscription.subscription  # noqa: SLF001 - no public way tells two equal ones apart
        return None if subscription is None else subscription.assignment

    def _follow_assignment(self, consumer: AIOKafkaConsumer, around: Surroundings) -> object:
        assignment = self._assignment(consumer)
        if assignment is None:
            return None
        self._joined = True
        inputs = around.scoped.topic_name(self.stage.input)
        held = {tp.partition for tp in consumer.assignment() if tp.topic == inputs}
        for partition in self._tasks.keys() - held:
            self._log.info("partition given up", partition=partition)
            reach("during-revoke")
            self._sought.pop(partition, None)
            self._release(self._tasks.pop(partition), self._runs.pop(partition))
        for partition in held - self._tasks.keys():
            task = self._tasks[partition] = Task(around, partition)
            self._runs[partition] = asyncio.create_task(task.run(), name=f"{self.stage.name}-{partition}")
        return assignment

    def _release(self, task: Task, run: asyncio.Task[None]) -> None:
        """Lets a task of a lost partition end by itself: it is fenced already, or will be."""

        async def close() -> None:
            try:
                async with asyncio.timeout(_STOP_DEADLINE_S):
                    await task.close(drain=False)
            except TimeoutError:
                run.cancel()

        leaving = asyncio.create_task(close())
        self._leaving.add(leaving)
        leaving.add_done_callback(self._leaving.discard)

    def _seek(self, consumer: AIOKafkaConsumer, assignment: object) -> list[TopicPartition]:
        """Seeks what must be sought, and gives what may be asked for: all partitions that have room."""
        asked = []
        for partition, task in self._tasks.items():
            if task.room() == 0:
                continue
            for topic, short in self._topics.items():
                where = TopicPartition(topic, partition)
                if self._sought.get(partition) != (assignment, task.incarnation):
                    try:
                        consumer.seek(where, task.read_to(short))
                    except IllegalStateError:
                        return []  # it was taken from us this moment; the next look at the assignment shows it
                asked.append(where)
            self._sought[partition] = (assignment, task.incarnation)
        return asked

    def _current(self, partition: int) -> Task | None:
        """The task of a partition, if it is ready and what was read is what it asked for."""
        task = self._tasks.get(partition)
        if task is None or not task.ready:
            return None
        sought = self._sought.get(partition)
        return task if sought is not None and sought[1] == task.incarnation else None

    def _deliver(self, where: TopicPartition, records: list[ConsumerRecord[bytes, bytes]]) -> None:
        task = self._current(where.partition)
        if task is None:
            return
        short = self._topics[where.topic]
        for record in records:
            task.deliver(
                Message(
                    short,
                    where.partition,
                    record.offset,
                    record.key,
                    record.value,
                    tuple(record.headers),
                    record.timestamp,
                )
            )

    async def _note_position(self, consumer: AIOKafkaConsumer, where: TopicPartition) -> None:
        task = self._current(where.partition)
        if task is None:
            return
        with contextlib.suppress(IllegalStateError):
            state = consumer._subscription.subscription.assignment.state_value(where)  # noqa: SLF001 - position() may wait
            if state.has_valid_position and self._current(where.partition) is task:
                task.reached(self._topics[where.topic], state.position)

    async def _mirror_positions(self, consumer: AIOKafkaConsumer, around: Surroundings) -> None:
        """Commits the positions to the group as well, for lag tools alone: nobody of ours reads them."""
        mirrored: dict[TopicPartition, int] = {}
        while True:
            await asyncio.sleep(_MIRROR_GAP_S)
            positions = {
                TopicPartition(around.scoped.topic_name(short), partition): offset
                for partition, task in self._tasks.items()
                for short, offset in task.recorded.items()
            }
            self._gauge_lag(consumer, positions)
            changed = {tp: offset for tp, offset in positions.items() if mirrored.get(tp) != offset}
            if not changed:
                continue
            try:
                async with asyncio.timeout(self._settings.kafka_timeout_s):
                    await consumer.commit(changed)
                mirrored.update(changed)
            except (KafkaError, TimeoutError) as error:
                self._log.debug("the positions were not mirrored to the group", reason=repr(error))

    async def _watch_topics(self, consumer: AIOKafkaConsumer, around: Surroundings, limits: dict[str, int]) -> None:
        """Looks again at the topics now and then, and when a record was refused: they may have changed."""
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_TOPICS_GAP_S):
                    await self._look_at_topics.wait()
            self._look_at_topics.clear()
            try:
                found = await topology.find(self.stage, self._settings)
                topology.compare(around.scoped, self._settings.topic_prefix, found)
                limits.update(topology.message_max_bytes(self.stage, found))
                await self._look_at_ends(consumer)
            except (BrokerError, KafkaError, OSError, TimeoutError) as error:
                self._log.debug("the topics could not be looked at", reason=str(error))
            except ConfigurationError as error:
                self._fail(error)
                return

    async def _look_at_ends(self, consumer: AIOKafkaConsumer) -> None:
        """Has a task look for itself where its input ends before what it has read: that topic was made anew."""
        read_to = {
            TopicPartition(topic, partition): task.read_to(short)
            for partition, task in self._tasks.items()
            if task.ready
            for topic, short in self._topics.items()
        }
        if not read_to:
            return
        async with asyncio.timeout(self._settings.kafka_timeout_s):
            ends = await consumer.end_offsets(list(read_to))
        for where, end in ends.items():
            if end < read_to[where] and (task := self._current(where.partition)) is not None:
                task.doubt(f"{where.topic} ends at {end}, before what was read")

    def _gauge_lag(self, consumer: AIOKafkaConsumer, positions: dict[TopicPartition, int]) -> None:
        lag = dict.fromkeys(self._topics.values(), 0)
        for where, position in positions.items():
            with contextlib.suppress(IllegalStateError):
                end = consumer.last_stable_offset(where)
                lag[self._topics[where.topic]] += max(0, (end or position) - position)
        for short, count in lag.items():
            metrics.LAG.labels(self.stage.name, short).set(count)

    async def _drain(self, timeout_s: float) -> None:
        reach("during-drain")
        tasks, runs = list(self._tasks.values()), list(self._runs.values())
        self._tasks.clear()
        self._runs.clear()
        try:
            async with asyncio.timeout(timeout_s):
                await asyncio.gather(*(task.close(drain=True) for task in tasks))
        except TimeoutError:
            self._log.warning("what was still running at the drain deadline is left for the next owner")
        for run in runs:
            run.cancel()
        pending = {*runs, *self._leaving}
        if pending:
            await asyncio.wait(pending, timeout=_STOP_DEADLINE_S)
