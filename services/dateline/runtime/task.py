"""One partition of a stage in this process: its producer, its memory, its lanes and its bursts.

The life of a task: initialise the producer (which fences whoever held the partition), read the store back,
run; and after any doubt, from the start again. What a run of the stage's function gave is shown to the
lane's next runs at once, and to the world with the next burst, or never.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import Counter, deque

import structlog
from aiokafka.errors import KafkaError

from dateline.errors import BadInput, ConfigurationError
from dateline.runtime import metrics
from dateline.runtime.cluster import Producer, Restored
from dateline.runtime.lanes import Lanes
from dateline.runtime.packing import Finished
from dateline.runtime.positions import Positions
from dateline.runtime.progress import Position, Progress
from dateline.runtime.stage import Message
from dateline.runtime.starting import check_partitions, check_same_topic, start_of
from dateline.runtime.state import POSITION_KEY, Envelope
from dateline.runtime.store import Layer, Store
from dateline.runtime.surroundings import Surroundings
from dateline.runtime.transactions import Doubt, Fenced, Record, TooLarge

log = structlog.get_logger()

_OPEN_DEADLINE_S = 20.0
_BURST_RECORDS_MAX = 5000
_BURST_BYTES_MAX = 16 * 1024 * 1024
_LOADED_RUNS = 250
_LOADED_GAPS = 4
"""After a burst of so many runs, the next one begins so many times the least gap later."""
_IDLE_POSITION_GAP_S = 5.0
_RETRY_GAP_S = 0.5
_RETRY_GAP_MAX_S = 10.0
_FENCED_WAIT_S = 4.0
"""Longer than a heartbeat: by then the group has told us whether the partition is still ours."""
_FENCED_MAX = 3
_FENCED_WINDOW_S = 60.0
_TAIL_TRUSTED_S = 1800.0
"""A task that has not looked at its store for longer reads it whole: the stores' topics keep tombstones for an
hour, and one that was compacted away would leave here what another owner has deleted."""


class Task:
    """One partition. `run` it in an asyncio task; `deliver` records while it is `ready`."""

    def __init__(self, around: Surroundings, partition: int) -> None:
        self.partition = partition
        self.ready = False
        self.incarnation = 0
        """One more each time that delivery must begin anew at `read_to`."""
        self.progressed_at = time.monotonic()
        """When a burst was last committed, or work began to wait for one."""
        self._around = around
        self._scoped = around.scoped
        self._stage = around.scoped.stage.name
        self._short_names = {around.scoped.topic_name(short): short for short in around.scoped.partitions}
        self._store = Store()
        self._store_read_to = 0
        self._store_read_at = 0.0
        """Unix time at which the memory was last known to be the store's."""
        self._progress: dict[str, Progress] = {}
        self._recorded: Positions | None = None
        self._recorded_at = 0.0
        self._pending: deque[Finished] = deque()
        self._pending_bytes = 0
        self._outcomes = asyncio.Event()
        self._gap_s = around.settings.burst_gap_ms / 1000
        self._doubt: str | None = None
        self._closing = False
        self._closed = asyncio.Event()
        self._lanes = Lanes(around, partition, self._store, self._finished, self._room_for_due)
        self._fenced: deque[float] = deque(maxlen=_FENCED_MAX)
        self._log = log.bind(stage=self._stage, partition=partition)

    # What the reader needs

    def read_to(self, topic: str) -> int:
        """The offset at which delivery stands, of the topic with this short name."""
        return self._progress[topic].read_to

    def room(self) -> int:
        """How many more messages it takes."""
        if not self.ready or self._closing:
            return 0
        if self._store.due.backlog(self._around.clock()) > self._around.settings.due_backlog_max:
            return 0
        if sum(p.undone_bytes for p in self._progress.values()) > self._around.settings.bytes_in_flight_max:
            return 0
        return max(0, self._around.settings.messages_in_flight_max - self.undone)

    @property
    def undone(self) -> int:
        """Messages delivered and not yet done."""
        return sum(p.undone for p in self._progress.values())

    def _room_for_due(self) -> bool:
        """Whether what waits for a burst is little enough for due items to give more, be the broker ever so slow."""
        settings = self._around.settings
        return (
            len(self._pending) < settings.messages_in_flight_max and self._pending_bytes < settings.bytes_in_flight_max
        )

    @property
    def due_backlog(self) -> int:
        """Items whose time has come."""
        return self._store.due.backlog(self._around.clock())

    @property
    def states(self) -> int:
        """States in memory."""
        return len(self._store)

    @property
    def waiting(self) -> bool:
        """Whether there is work that ought to make progress."""
        return self.ready and bool(self.undone or self._pending or self.due_backlog)

    @property
    def recorded(self) -> dict[str, int]:
        """Next offset by short topic name, as last committed: for lag tools."""
        return {} if self._recorded is None else {t: p.next for t, p in self._recorded.inputs.items()}

    def deliver(self, message: Message) -> None:
        """Takes a record of the input or the inbox. One that is done already is passed over."""
        if not self._lanes.busy and not self._pending:
            self.progressed_at = time.monotonic()
        size = len(message.key or b"") + len(message.value or b"")
        if self._progress[message.topic].deliver(message.offset, size, message.timestamp_ms):
            self._lanes.take_message(message)

    def reached(self, topic: str, position: int) -> None:
        """The reader has come to `position`, markers and gaps included."""
        self._progress[topic].reached(position)

    def doubt(self, reason: str) -> None:
        """What was read shows that the topics are not as they were: the task begins again from its store."""
        self._doubt = reason
        self._outcomes.set()

    # Life

    async def run(self) -> None:
        """Runs until `close` is called and done, or the stage fails."""
        gap = _RETRY_GAP_S
        try:
            while not self._closing:
                producer = self._around.cluster.producer(f"{self._around.topic_prefix}{self._stage}-{self.partition}")
                pause_s = 0.0
                try:
                    await self._open(producer)
                    gap = _RETRY_GAP_S
                    await self._work(producer)
                except TooLarge as error:
                    # The runs come again and find the limit that holds now; what does not fit becomes a dead letter.
                    metrics.DOUBTS.labels(self._stage).inc()
                    self._log.warning("a record was refused for its size", reason=str(error))
                    self._around.look_at_topics()
                    pause_s, gap = gap, min(gap * 2, _RETRY_GAP_MAX_S)
                except Fenced as error:
                    self._note_fencing(error)
                    pause_s = _FENCED_WAIT_S
                except (Doubt, KafkaError, OSError, TimeoutError) as error:
                    metrics.DOUBTS.labels(self._stage).inc()
                    self._log.warning("doubt: starting again from the store", reason=str(error) or repr(error))
                    pause_s, gap = gap, min(gap * 2, _RETRY_GAP_MAX_S)
                finally:
                    self.ready = False
                    self._forget()
                    await producer.discard()
                # Nothing runs meanwhile: what it gave would be dropped.
                await self._pause(pause_s)
        except Exception as error:
            self._around.fail(error)
        finally:
            self._closed.set()

    async def close(self, *, drain: bool) -> None:
        """Stops. With `drain`, what is running finishes and is committed first; bound this with a timeout."""
        self._closing = True
        self._lanes.stop_taking()
        if not drain:
            self._forget_outcomes()
        self._outcomes.set()
        await self._closed.wait()

    async def _pause(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not self._closing and (left := deadline - time.monotonic()) > 0:
            self._outcomes.clear()
            with contextlib.suppress(TimeoutError):
                # Not wait_for: before Python 3.12 it loses a cancellation that comes with the event.
                async with asyncio.timeout(left):
                    await self._outcomes.wait()

    def _note_fencing(self, error: Fenced) -> None:
        metrics.DOUBTS.labels(self._stage).inc()
        now = time.monotonic()
        self._fenced.append(now)
        self._log.warning("fenced", reason=str(error))
        if len(self._fenced) == _FENCED_MAX and now - self._fenced[0] < _FENCED_WINDOW_S:
            raise ConfigurationError(
                f"partition {self.partition} of {self._stage} was taken over {_FENCED_MAX} times in a minute while "
                "it was ours: two groups of processes share one topic prefix, or two processes one "
                "DATELINE_GROUP_INSTANCE_ID; give each its own"
            ) from error

    async def _open(self, producer: Producer) -> None:
        self._doubt = None
        await producer.open(_OPEN_DEADLINE_S)
        name = self._scoped.topic_name
        inputs = (self._scoped.stage.input, self._scoped.inbox)
        store = name(self._scoped.store)
        async with self._around.cluster.reader(store, [name(t) for t in inputs], self.partition) as reader:
            if not 0 <= self._around.clock() - self._store_read_at < _TAIL_TRUSTED_S:
                self._store.clear()
                self._store_read_at = 0.0
                restored = await reader.restore(0)
            else:
                restored = await reader.restore(self._store_read_to)
            self._load(restored)
            known = self._recorded.inputs if self._recorded else {}
            times = {name(t): p.at_ms for t, p in known.items() if p.at_ms is not None}
            since = await reader.first_since(times)
        for topic in inputs:
            if topic in known:
                check_same_topic(name(topic), self.partition, known[topic], since.get(name(topic)), self._stage)
            self._progress[topic] = Progress(self._start_of(topic, known.get(topic), restored))
        self._log.info("partition ready", states=len(self._store), **{t: self.read_to(t) for t in inputs})
        if self.incarnation == 0:
            self.progressed_at = time.monotonic()
        self.incarnation += 1
        self.ready = True
        self._lanes.start()
        self._around.wake()

    def _load(self, restored: Restored) -> None:
        if restored.read_to < self._store_read_to:
            raise ConfigurationError(
                f"{self._scoped.topic_name(self._scoped.store)} ends before what this process wrote to it: it was "
                "deleted and made anew; stop the stage, and start it again to begin without memory"
            )
        self._store.restore(restored.newest)
        self._store_read_to = restored.read_to
        self._store_read_at = self._around.clock()
        try:
            envelope = self._store.get(POSITION_KEY)
            self._recorded = None if envelope is None else Positions.decode(envelope.payload)
        except BadInput as error:
            raise ConfigurationError(
                f"the position of partition {self.partition} in {self._scoped.topic_name(self._scoped.store)} cannot "
                f"be read ({error.reason}): set it anew with dateline positions reset {self._stage}"
            ) from error
        if self._recorded is not None:
            check_partitions(self._recorded, self._scoped.partitions[self._scoped.stage.input], self._stage)

    def _start_of(self, topic: str, known: Position | None, restored: Restored) -> Position:
        full = self._scoped.topic_name(topic)
        position, lost = start_of(full, self.partition, known, restored.bounds[full], self._stage)
        if lost and known is not None:
            metrics.POSITIONS_LOST.labels(self._stage).inc()
            self._log.error("messages were deleted before they were read: the topic's retention is too short",
                            topic=full, lost_from=known.next, going_on_at=position.next)  # fmt: skip
        return position

    def _forget(self) -> None:
        """Drops everything that was not committed: the lanes, their outcomes, what they showed."""
        self._forget_outcomes()
        self._store.forget_uncommitted()

    def _forget_outcomes(self) -> None:
        self._lanes.cancel()
        self._pending.clear()
        self._pending_bytes = 0

    # Bursts

    def _finished(self, finished: Finished) -> None:
        self._pending.append(finished)
        self._pending_bytes += finished.size
        self._outcomes.set()

    async def _work(self, producer: Producer) -> None:
        began = 0.0
        while True:
            if self._doubt is not None:
                raise Doubt(self._doubt)
            if not self._pending:
                if self._closing and self._lanes.idle:
                    return
                self._outcomes.clear()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(0.2 if self._closing else 1.0):
                        await self._outcomes.wait()
            if self._pending or self._position_is_stale():
                if not self._closing:
                    await asyncio.sleep(max(0.0, began + self._gap_s - time.monotonic()))
                began = time.monotonic()
                await self._burst(producer)

    def _position_is_stale(self) -> bool:
        """Whether the position moved without any outcome (over transaction markers), long enough ago."""
        return time.monotonic() - self._recorded_at > _IDLE_POSITION_GAP_S and self._positions() != self._recorded

    def _positions(self) -> Positions:
        return Positions(
            inputs={topic: p.position() for topic, p in self._progress.items()},
            partitions=self._scoped.partitions[self._scoped.stage.input],
        )

    def _take(self) -> list[Finished]:
        taken: list[Finished] = []
        records = size = 0
        while self._pending and records < _BURST_RECORDS_MAX and size < _BURST_BYTES_MAX:
            one = self._pending.popleft()
            self._pending_bytes -= one.size
            taken.append(one)
            records += len(one.records) + len(one.writes)
            size += one.size
        return taken

    async def _burst(self, producer: Producer) -> None:
        taken = self._take()
        writes: Layer = {}
        records: list[Record] = []
        for one in taken:
            writes.update(one.writes)
            records += one.records
            if one.message is not None:
                self._progress[one.message.topic].finish(one.message.offset)
        positions = self._positions()
        writes[POSITION_KEY] = Envelope(None, None, 0, positions.encode()).encode()
        store = self._scoped.topic_name(self._scoped.store)
        records += [Record(store, self.partition, key, value) for key, value in writes.items()]
        self._store.begin(writes)
        with metrics.BURST_SECONDS.labels(self._stage).time():
            ends = await producer.commit(records)
        # A transaction costs the same however much is in it: under load fewer and larger ones do more.
        self._gap_s = self._around.settings.burst_gap_ms / 1000 * (_LOADED_GAPS if len(taken) >= _LOADED_RUNS else 1)
        rest: Layer = {}
        for one in self._pending:
            rest.update(one.writes)
        self._store.committed(rest=rest)
        self._store_read_to = ends[store, self.partition]
        self._store_read_at = self._around.clock()
        self._recorded = positions
        self._recorded_at = self.progressed_at = time.monotonic()
        self._lanes.due_changed()
        self._around.wake()
        self._count(taken)

    def _count(self, taken: list[Finished]) -> None:
        metrics.BURSTS.labels(self._stage).inc()
        items = Counter((one.kind, one.disposition) for one in taken)
        published = Counter(record.topic for one in taken for record in one.records)
        dead = Counter(error for one in taken for error in one.dead)
        for (kind, disposition), number in items.items():
            metrics.ITEMS.labels(self._stage, kind, disposition).inc(number)
        for topic, number in published.items():
            metrics.PUBLISHED.labels(self._stage, self._short_names[topic]).inc(number)
        for error, number in dead.items():
            metrics.DEAD_LETTERS.labels(self._stage, error).inc(number)
        for one in taken:
            for name, number in one.counts.items():
                metrics.COUNTS.labels(self._stage, name).inc(number)
        self._around.dead_limits.note(one.dead[0] if one.dead else None for one in taken)
