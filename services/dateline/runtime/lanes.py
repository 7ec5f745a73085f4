"""What runs in order: the messages and due items of one lane, one at a time; different lanes side by side.

A lane exists while it has work. What a run ended with is packed (packing.py), shown to the lane's next runs,
and handed to the task for its next burst.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

import structlog

from dateline.errors import BadInput, DatelineError
from dateline.runtime.commands import REARM_HEADER, WAKE_HEADER
from dateline.runtime.packing import Finished, Packer
from dateline.runtime.partitions import partition_of
from dateline.runtime.points import reach
from dateline.runtime.run_times import run_times
from dateline.runtime.stage import Message
from dateline.runtime.state import SEPARATOR, Envelope, State, split_key, state_key
from dateline.runtime.store import Layer, Store
from dateline.runtime.surroundings import Surroundings

log = structlog.get_logger()

S = TypeVar("S", bound=State)

_IDLE_LOOK_S = 60.0
_Work: TypeAlias = Message | str
"""A message, or the name of a state that is due."""
_TURN_S = 0.02
"""A runner lets the rest of the loop have a turn after so long."""


@dataclass(slots=True)
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
        self,
        around: Surroundings,
        partition: int,
        store: Store,
        finished: Callable[[Finished], None],
        room_for_due: Callable[[], bool],
    ) -> None:
        self._around = around
        self._stage = around.scoped.stage
        self._partition = partition
        self._store = store
        self._on_finished = finished
        self._room_for_due = room_for_due
        self._pack = Packer(around, partition)
        self._input = self._stage.input
        self._partitions = around.scoped.partitions[self._input]
        self._waiting: dict[str, deque[_Work] | None] = {}
        """Lanes that have work, and what waits behind the first of it; None: nothing, as in most."""
        self._ready: deque[tuple[str, _Work]] = deque()
        """The first work of each lane that has not begun."""
        self._runners: set[asyncio.Task[None]] = set()
        self._runner_starts = False
        self._epoch = 0
        self._due_in_flight = 0
        self._due_changed = asyncio.Event()
        self._due_task: asyncio.Task[None] | None = None
        self._taking = True
        self._message_times = run_times(self._stage.name, "message")
        self._due_times = run_times(self._stage.name, "due")

    @property
    def busy(self) -> bool:
        """Whether any lane has work."""
        return bool(self._waiting)

    @property
    def idle(self) -> bool:
        """Whether nothing runs."""
        return not self._runners

    def start(self) -> None:
        """Begins to look after due times."""
        if self._taking:
            self._due_task = asyncio.create_task(self._watch_due())
            self._due_task.add_done_callback(self._due_ended)

    def _due_ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            self._around.fail(error)

    def due_changed(self) -> None:
        """States were committed: perhaps one is due sooner than what is waited for."""
        self._due_changed.set()

    def stop_taking(self) -> None:
        """Lets what runs finish, and starts nothing more."""
        self._taking = False
        self._ready.clear()
        self._waiting = dict.fromkeys(self._waiting)
        if self._due_task is not None:
            self._due_task.cancel()

    def cancel(self) -> None:
        """Ends everything at once; what it would have given is dropped."""
        if self._due_task is not None:
            self._due_task.cancel()
        self._epoch += 1
        self._waiting = {}
        self._ready.clear()
        self._due_in_flight = 0
        self._runner_starts = False
        runners, self._runners = self._runners, set()
        for runner in runners:
            runner.cancel()

    # Taking work

    def take_message(self, message: Message) -> None:
        """Puts a message into its lane; one that has none is finished at once."""
        if message.topic != self._input and message.header(WAKE_HEADER) is not None:
            self._on_finished(self._pack.woken(message))
            return
        try:
            lane = self._lane_of(message)
        except BadInput as error:
            self._on_finished(self._pack.dead_message(message, error))
            return
        if partition_of(lane, self._partitions) != self._partition:
            self._on_finished(self._pack.moved(message, lane))
            return
        self._enqueue(lane, message)

    def _lane_of(self, message: Message) -> str:
        try:
            if message.headers and message.header(REARM_HEADER) is not None:
                lane = _lane_of_state(message.key or b"")
            else:
                lane = self._stage.lane(message)
        except DatelineError:
            raise
        except Exception as error:
            log.exception("the stage could not tell a message's lane", stage=self._stage.name)
            raise BadInput("defect", f"{type(error).__name__}: {error}") from error
        try:
            lane.encode()
        except UnicodeEncodeError as error:
            # JSON can spell half a character: as a lane it has no bytes, and so no partition.
            raise BadInput("bad-key", f"the lane {lane!r} is no text") from error
        if lane.startswith("\x00") or SEPARATOR in lane:
            raise BadInput("bad-key", f"the lane {lane!r} holds control characters")
        return lane

    @property
    def _takes_due(self) -> bool:
        return self._due_in_flight < self._around.settings.due_in_flight_max and self._room_for_due()

    async def _watch_due(self) -> None:
        due = self._store.due
        while True:
            now = self._around.clock()
            while self._takes_due and (key := due.pop(now)):
                try:
                    lane, name = split_key(key)
                except UnicodeDecodeError:
                    log.error("a state that nobody can ask for is due", stage=self._stage.name, key=repr(key))
                    continue
                self._due_in_flight += 1
                self._enqueue(lane, name)
            wait_s = _IDLE_LOOK_S
            if self._takes_due and (at := due.next_at()) is not None:
                # The clock is looked at again after a minute at most: it may be set while we wait.
                wait_s = min(max(at - self._around.clock(), 0.001), _IDLE_LOOK_S)
            self._due_changed.clear()
            try:
                async with asyncio.timeout(wait_s):
                    await self._due_changed.wait()
            except TimeoutError:
                continue

    def _enqueue(self, lane: str, work: _Work) -> None:
        if lane not in self._waiting:
            self._waiting[lane] = None
            self._ready.append((lane, work))
            self._start_runner()
        elif (queue := self._waiting[lane]) is not None:
            queue.append(work)
        else:
            self._waiting[lane] = deque([work])

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
                lane, first = self._ready.popleft()
                await self._run_lane(lane, first, epoch)
                if time.monotonic() - began > _TURN_S:
                    await asyncio.sleep(0)
                    began = time.monotonic()
        except Exception as error:
            self._around.fail(error)

    async def _run_lane(self, lane: str, work: _Work, epoch: int) -> None:
        memory = _LaneMemory(lane, self._store)
        while True:
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
            if not (queue := self._waiting[lane]):
                del self._waiting[lane]
                return
            work = queue.popleft()

    # Running the stage's function

    async def _run_message(self, memory: _LaneMemory, message: Message) -> Finished:
        began = time.monotonic()
        try:
            if message.headers and message.header(REARM_HEADER) is not None:
                return self._pack.rearmed(message, self._store.get(message.key or b""))
            outcome = await self._stage.on_message(message, memory)
            reach("in-processing")
            return self._pack.outcome("message", memory.lane, outcome, message=message)
        except BadInput as error:
            return self._pack.dead_message(message, error)
        except DatelineError:
            raise
        except Exception as error:
            log.exception("a defect: the message becomes a dead letter", stage=self._stage.name,
                          topic=message.topic, partition=message.partition, offset=message.offset)  # fmt: skip
            return self._pack.dead_message(message, BadInput("defect", f"{type(error).__name__}: {error}"))
        finally:
            self._message_times.observe(time.monotonic() - began)

    async def _run_due(self, memory: _LaneMemory, name: str) -> Finished | None:
        key = state_key(memory.lane, name)
        envelope = self._store.get(key)
        now = self._around.clock()
        if envelope is None:
            return None
        if envelope.due_at is None or envelope.due_at > now:
            if envelope.expires_at is not None and envelope.expires_at <= now:
                return Finished("due", "expired", None, (), {key: None}, len(key))
            return None  # an earlier run of this lane has changed it: the claim is void
        began = time.monotonic()
        try:
            outcome = await self._stage.on_due(name, memory)
            reach("in-on-due")
            # A due time is kept once: a state that the outcome does not write again is due no more.
            kept: Layer = {}
            if name not in outcome.states:
                kept[key] = Envelope(None, envelope.expires_at, 0, envelope.payload).encode()
            return self._pack.outcome("due", memory.lane, outcome, kept=kept)
        except BadInput as error:
            return self._pack.failed_due(key, envelope, error)
        except DatelineError:
            raise
        except Exception as error:
            log.exception("a defect: the due item is tried again", stage=self._stage.name, state=name)
            return self._pack.failed_due(key, envelope, BadInput("defect", f"{type(error).__name__}: {error}"))
        finally:
            self._due_times.observe(time.monotonic() - began)


def _lane_of_state(key: bytes) -> str:
    try:
        return split_key(key)[0]
    except UnicodeDecodeError as error:
        raise BadInput("bad-key", f"a rearming names a state by a key that is no UTF-8: {key[:64]!r}") from error
