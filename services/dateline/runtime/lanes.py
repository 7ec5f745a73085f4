"""What runs in order: the messages and due items of one lane, one at a time; different lanes side by side.

A lane exists while it has work. Whatever a run of the stage's function ends with, an outcome or an error,
becomes one `Finished`: records for topics, writes for the store, and the name of what became of the item.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import structlog

from dateline.errors import BadInput, DatelineError
from dateline.runtime import dead_letters, metrics
from dateline.runtime.commands import MOVED_HEADER, REARM_HEADER
from dateline.runtime.partitions import partition_of
from dateline.runtime.points import reach
from dateline.runtime.stage import Message, Outcome, Publication
from dateline.runtime.state import Envelope, State, StateWrite, split_key, state_key
from dateline.runtime.store import Layer, Store
from dateline.runtime.surroundings import Surroundings
from dateline.runtime.transactions import Record

log = structlog.get_logger()

S = TypeVar("S", bound=State)

_OUTCOME_RECORDS_MAX = 1000
_OUTCOME_BYTES_MAX = 8 * 1024 * 1024
_RECORD_OVERHEAD_BYTES = 512
"""More than a batch's and a record's own heads."""
_DUE_RETRY_GAP_S = 2.0
_IDLE_LOOK_S = 60.0
_TURN_S = 0.02
"""A runner lets the rest of the loop have a turn after so long."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The record that a `Finished` does away with."""

    topic: str
    offset: int


@dataclass(frozen=True, slots=True)
class Finished:
    """A run that ended, ready for a burst."""

    kind: str
    disposition: str
    origin: Origin | None
    records: Sequence[Record]
    writes: Layer
    size: int
    topics: Sequence[str]
    """Short name of each record's topic."""
    dead: Sequence[str]
    """Code of each dead letter among the records."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """What the stage counts beside."""


@dataclass(frozen=True, slots=True)
class _LaneMemory:
    """A lane's view of the store."""

    lane: str
    _store: Store

    def get(self, name: str, model: type[S]) -> S | None:
        envelope = self._store.get(state_key(self.lane, name))
        return None if envelope is None else model.decode(envelope.payload)

    def due_at(self, name: str) -> float | None:
        envelope = self._store.get(state_key(self.lane, name))
        return None if envelope is None else envelope.due_at


class Lanes:
    """All lanes of one task."""

    def __init__(
        self, around: Surroundings, partition: int, store: Store, finished: Callable[[Finished], None]
    ) -> None:
        self._around = around
        self._stage = around.scoped.stage
        self._partition = partition
        self._store = store
        self._on_finished = finished
        self._lanes: dict[str, deque[Message | str]] = {}
        self._ready: deque[str] = deque()
        self._runners: set[asyncio.Task[None]] = set()
        self._runner_starts = False
        self._epoch = 0
        self._due_in_flight = 0
        self._due_changed = asyncio.Event()
        self._due_task: asyncio.Task[None] | None = None
        self._taking = True
        self._seconds = {kind: metrics.RUN_SECONDS.labels(self._stage.name, kind) for kind in ("message", "due")}

    @property
    def idle(self) -> bool:
        """Whether nothing runs."""
        return not self._runners

    def start(self) -> None:
        """Begins to look after due times."""
        if self._taking:
            self._due_task = asyncio.create_task(self._watch_due())

    def due_changed(self) -> None:
        """States were committed: perhaps one is due sooner than what is waited for."""
        self._due_changed.set()

    def stop_taking(self) -> None:
        """Lets what runs finish, and starts nothing more."""
        self._taking = False
        self._ready.clear()
        for queue in self._lanes.values():
            queue.clear()
        if self._due_task is not None:
            self._due_task.cancel()

    def cancel(self) -> None:
        """Ends everything at once; what it would have given is dropped."""
        if self._due_task is not None:
            self._due_task.cancel()
        self._epoch += 1
        self._lanes = {}
        self._ready.clear()
        self._due_in_flight = 0
        self._runner_starts = False
        runners, self._runners = self._runners, set()
        for runner in runners:
            runner.cancel()

    # Taking work

    def take_message(self, message: Message) -> None:
        """Puts a message into its lane; one that has none is finished at once."""
        try:
            lane = self._lane_of(message)
        except BadInput as error:
            self._on_finished(self._dead_message(message, error))
            return
        here = partition_of(lane, self._around.scoped.partitions[self._stage.input])
        if here != self._partition:
            self._on_finished(self._moved(message, lane))
            return
        self._enqueue(lane, message)

    def _lane_of(self, message: Message) -> str:
        if message.header(REARM_HEADER) is not None:
            return split_key(message.key or b"")[0]
        try:
            lane = self._stage.lane(message)
        except DatelineError:
            raise
        except Exception as error:
            log.exception("the stage could not tell a message's lane", stage=self._stage.name)
            raise BadInput("defect", f"{type(error).__name__}: {error}") from error
        if lane.startswith("\x00") or "\x1f" in lane:
            raise BadInput("bad-key", f"the lane {lane!r} holds control characters")
        return lane

    async def _watch_due(self) -> None:
        due = self._store.due
        while True:
            now = self._around.clock()
            while self._due_in_flight < self._around.settings.due_in_flight_max and (key := due.pop(now)):
                lane, name = split_key(key)
                self._due_in_flight += 1
                self._enqueue(lane, name)
            wait_s = _IDLE_LOOK_S
            if self._due_in_flight < self._around.settings.due_in_flight_max and (at := due.next_at()) is not None:
                # The clock is looked at again after a minute at most: it may be set while we wait.
                wait_s = min(max(at - self._around.clock(), 0.001), _IDLE_LOOK_S)
            self._due_changed.clear()
            try:
                async with asyncio.timeout(wait_s):
                    await self._due_changed.wait()
            except TimeoutError:
                continue

    def _enqueue(self, lane: str, work: Message | str) -> None:
        if (queue := self._lanes.get(lane)) is not None:
            queue.append(work)
            return
        self._lanes[lane] = deque([work])
        self._ready.append(lane)
        self._start_runner()

    def _start_runner(self) -> None:
        """Sees to it that a runner begins with what is ready: one for all that does not wait for anything.

        A runner goes from lane to lane until a run waits; then the loop comes to the call-back, which starts
        the next runner for the rest. So runs that never wait cost no asyncio task each.
        """
        if self._ready and not self._runner_starts:
            self._runner_starts = True
            runner = asyncio.create_task(self._runner(self._epoch))
            self._runners.add(runner)
            runner.add_done_callback(self._runners.discard)

    async def _runner(self, epoch: int) -> None:
        if epoch != self._epoch:
            return
        self._runner_starts = False
        asyncio.get_running_loop().call_soon(self._start_runner)
        began = time.monotonic()
        try:
            while self._ready and epoch == self._epoch:
                lane = self._ready.popleft()
                await self._run_lane(lane, self._lanes[lane], epoch)
                if time.monotonic() - began > _TURN_S:
                    await asyncio.sleep(0)
                    began = time.monotonic()
        except Exception as error:  # noqa: BLE001 - not an item's fault: the stage must stop and say so
            self._around.fail(error)

    async def _run_lane(self, lane: str, queue: deque[Message | str], epoch: int) -> None:
        memory = _LaneMemory(lane, self._store)
        while queue:
            work = queue.popleft()
            if isinstance(work, str):
                finished = await self._run_due(memory, work)
            else:
                finished = await self._run_message(memory, work)
            if epoch != self._epoch:
                return  # cancelled while it ran: what it gave belongs to no one
            if isinstance(work, str):
                self._due_in_flight -= 1
                self._due_changed.set()
            if finished is not None:
                self._store.write(finished.writes)
                self._on_finished(finished)
        del self._lanes[lane]

    # Running the stage's function

    async def _run_message(self, memory: _LaneMemory, message: Message) -> Finished:
        began = time.monotonic()
        try:
            if message.header(REARM_HEADER) is not None:
                return self._rearm(message)
            outcome = await self._stage.on_message(message, memory)
            reach("in-processing")
            return self._finish("message", memory.lane, outcome, message=message)
        except BadInput as error:
            return self._dead_message(message, error)
        except DatelineError:
            raise
        except Exception as error:
            log.exception("a defect: the message becomes a dead letter", stage=self._stage.name,
                          topic=message.topic, partition=message.partition, offset=message.offset)  # fmt: skip
            return self._dead_message(message, BadInput("defect", f"{type(error).__name__}: {error}"))
        finally:
            self._seconds["message"].observe(time.monotonic() - began)

    async def _run_due(self, memory: _LaneMemory, name: str) -> Finished | None:
        key = state_key(memory.lane, name)
        envelope = self._store.get(key)
        now = self._around.clock()
        if envelope is None:
            return None
        if envelope.due_at is None or envelope.due_at > now:
            if envelope.expires_at is not None and envelope.expires_at <= now:
                return Finished("due", "expired", None, (), {key: None}, 0, (), ())
            return None  # an earlier run of this lane has changed it: the claim is void
        began = time.monotonic()
        try:
            outcome = await self._stage.on_due(name, memory)
            reach("in-on-due")
            # A due time is kept once: a state that the outcome does not write again is due no more.
            kept: Layer = {}
            if name not in outcome.states:
                kept[key] = Envelope(None, envelope.expires_at, 0, envelope.payload).encode()
            return self._finish("due", memory.lane, outcome, kept=kept)
        except BadInput as error:
            return self._failed_due(key, envelope, error)
        except DatelineError:
            raise
        except Exception as error:
            log.exception("a defect: the due item is tried again", stage=self._stage.name, state=name)
            return self._failed_due(key, envelope, BadInput("defect", f"{type(error).__name__}: {error}"))
        finally:
            self._seconds["due"].observe(time.monotonic() - began)

    # Turning outcomes and errors into what a burst sends

    def _finish(
        self,
        kind: str,
        lane: str,
        outcome: Outcome,
        *,
        message: Message | None = None,
        kept: Layer | None = None,
    ) -> Finished:
        """Raises BadInput where the outcome, or one record of it, is too large to go out."""
        origin = None if message is None else Origin(message.topic, message.offset)
        publications = list(outcome.publications)
        dead: list[str] = []
        for document in outcome.dead_documents:
            publications.append(
                dead_letters.for_document(
                    self._stage.name,
                    self._full(self._stage.input if message is None else message.topic),
                    self._partition,
                    -1 if message is None else message.offset,
                    document,
                    size_max=self._around.message_max_bytes[dead_letters.TOPIC],
                    now=self._around.clock(),
                )
            )
            dead.append(document.code)
        writes: Layer = dict(kept or {})
        for name, write in outcome.states.items():
            writes[state_key(lane, name)] = _encode(write)
        finished = self._finished(kind, outcome.disposition, origin, publications, writes, dead, outcome.counts)
        self._check_size(finished)
        return finished

    def _finished(
        self,
        kind: str,
        disposition: str,
        origin: Origin | None,
        publications: Sequence[Publication],
        writes: Layer,
        dead: Sequence[str] = (),
        counts: Mapping[str, int] | None = None,
    ) -> Finished:
        records = [self._record(p) for p in publications]
        size = sum(_size(r) for r in records) + sum(len(k) + len(v or b"") for k, v in writes.items())
        return Finished(
            kind, disposition, origin, records, writes, size, [p.topic for p in publications], dead, counts or {}
        )

    def _record(self, publication: Publication) -> Record:
        key = publication.key.encode() if isinstance(publication.key, str) else publication.key
        partition = partition_of(publication.partition_key, self._around.scoped.partitions[publication.topic])
        return Record(self._full(publication.topic), partition, key, publication.value, publication.headers)

    def _check_size(self, finished: Finished) -> None:
        if len(finished.records) > _OUTCOME_RECORDS_MAX or finished.size > _OUTCOME_BYTES_MAX:
            raise BadInput(
                "outcome-too-large",
                f"one run gave {len(finished.records)} records and {finished.size} bytes; the most are "
                f"{_OUTCOME_RECORDS_MAX} and {_OUTCOME_BYTES_MAX}",
            )
        limits = self._around.message_max_bytes
        for topic, record in zip(finished.topics, finished.records, strict=True):
            if _size(record) > limits[topic]:
                raise BadInput(
                    "outcome-too-large",
                    f"a record of {_size(record)} bytes for {topic}, which takes {limits[topic]}",
                )
        for key, value in finished.writes.items():
            if len(key) + len(value or b"") + _RECORD_OVERHEAD_BYTES > limits[self._around.scoped.store]:
                raise BadInput("outcome-too-large", f"the state {key!r} has {len(value or b'')} bytes")

    def _dead_message(self, message: Message, error: BadInput) -> Finished:
        letter = dead_letters.for_message(
            self._stage.name, self._full(message.topic), message, error,
            size_max=self._around.message_max_bytes[dead_letters.TOPIC], now=self._around.clock(),
        )  # fmt: skip
        log.warning("dead letter", stage=self._stage.name, error=error.code, reason=error.reason,
                    topic=message.topic, partition=message.partition, offset=message.offset)  # fmt: skip
        origin = Origin(message.topic, message.offset)
        return self._finished("message", "dead", origin, [letter], {}, [error.code])

    def _failed_due(self, key: bytes, envelope: Envelope, error: BadInput) -> Finished:
        attempts = envelope.attempts + 1
        now = self._around.clock()
        if attempts < self._around.settings.due_attempts_max:
            again = Envelope(now + _DUE_RETRY_GAP_S * 2**attempts, envelope.expires_at, attempts, envelope.payload)
            return self._finished("due", "failed", None, [], {key: again.encode()})
        log.warning("dead letter", stage=self._stage.name, error=error.code, reason=error.reason, state=repr(key))
        letter = dead_letters.for_state(
            self._stage.name, self._full(self._around.scoped.store), self._partition, key, envelope.encode(), error,
            attempts=attempts, size_max=self._around.message_max_bytes[dead_letters.TOPIC], now=now,
        )  # fmt: skip
        rest = Envelope(None, envelope.expires_at, 0, envelope.payload)
        return self._finished("due", "dead", None, [letter], {key: rest.encode()}, [error.code])

    def _moved(self, message: Message, lane: str) -> Finished:
        """A record in the wrong partition goes once to the inbox of the right one."""
        if message.header(MOVED_HEADER) is not None:
            reason = (
                "it was moved to the partition of its lane before, and that is not this one: partition counts differ"
            )
            return self._dead_message(message, BadInput("misplaced", reason))
        publication = Publication(
            self._around.scoped.inbox,
            message.key,
            lane,
            message.value,
            (*message.headers, (MOVED_HEADER, b"1")),
        )
        origin = Origin(message.topic, message.offset)
        return self._finished("message", "moved", origin, [publication], {})

    def _rearm(self, message: Message) -> Finished:
        """A replayed dead letter of a state: its due time is now."""
        key = message.key or b""
        envelope = self._store.get(key)
        origin = Origin(message.topic, message.offset)
        if envelope is None:
            return self._finished("message", "rearm-unknown", origin, [], {})
        due = Envelope(self._around.clock(), envelope.expires_at, 0, envelope.payload)
        return self._finished("message", "rearmed", origin, [], {key: due.encode()})

    def _full(self, short: str) -> str:
        return self._around.scoped.topic_name(short)


def _encode(write: StateWrite) -> bytes | None:
    if write.state is None:
        return None
    return Envelope(write.due_at, write.expires_at, 0, write.state.encode()).encode()


def _size(record: Record) -> int:
    headers = sum(len(name) + len(value) for name, value in record.headers)
    return len(record.key or b"") + len(record.value or b"") + headers + _RECORD_OVERHEAD_BYTES
