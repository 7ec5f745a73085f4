"""The pool of worker processes: whatever may hang, crash or eat memory runs in one, with a deadline an item.

Which item goes to which worker, deadlines, replacement and counting live here. Nothing here knows what the
items are. The process behind a worker is in ``workers_link.py``, its inside in ``workers_process.py``.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import TracebackType
from typing import Any, TypeVar, TypeVarTuple

from dateline.errors import DatelineError, WorkerCrash, WorkerTimeout
from dateline.runtime.workers_link import WorkerEnded, WorkerLink, WorkerStartError
from dateline.runtime.workers_wire import OutOfMemory, Raised, Returned, frame
from dateline.settings import WorkerSettings

__all__ = ["WorkerPool", "WorkerPoolClosed", "WorkerStartError", "WorkerStats"]

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

STARTS_MAX = 3
"""Failed starts in a row after which the pool gives up with the last reason, where no worker is up."""

RESTART_GAP_S = 0.2
"""Wait before a failed start is tried again; it doubles with each further one."""

RESTART_GAP_MAX_S = 30.0
"""Longest wait before a failed start is tried again."""


class WorkerPoolClosed(DatelineError):
    """The pool was closed before the item was done."""


@dataclass(frozen=True, slots=True)
class WorkerStats:
    """What the pool has done since it opened (counters), and does now (`waiting`, `busy`, `ready`)."""

    started: int = 0
    """Worker processes that became ready."""
    starts_failed: int = 0
    """Worker processes that did not."""
    returned: int = 0
    """Items whose function returned."""
    raised: int = 0
    """Items whose function raised."""
    timeouts: int = 0
    """Items that overran their deadline."""
    crashes: int = 0
    """Items on which the worker died."""
    out_of_memory: int = 0
    """Items that ran into the memory limit."""
    recycled: int = 0
    """Workers that were replaced after their share of items."""
    waiting: int = 0
    """Items that no worker has taken yet."""
    busy: int = 0
    """Workers that have an item."""
    ready: int = 0
    """Workers that are up, busy or not."""


@dataclass(slots=True, eq=False)
class _Item:
    """One call that waits for a worker, or runs in one."""

    name: str
    message: bytes
    deadline_s: float
    result: asyncio.Future[Any]


class WorkerPool:
    """A fixed number of worker processes that take one item at a time.

    Use as an async context manager. Entering waits for the first worker and raises WorkerStartError where
    none comes up; leaving kills the workers, and what is not done yet raises WorkerPoolClosed.
    """

    def __init__(self, settings: WorkerSettings, *, warm_up: Sequence[Callable[[], None]] = ()) -> None:
        """`warm_up`: module-level functions that each new worker runs before it takes items."""
        self._settings = settings
        self._warm_up = tuple(warm_up)
        self._waiting: OrderedDict[_Item, None] = OrderedDict()
        self._idle: list[asyncio.Future[None]] = []
        self._slots: list[asyncio.Task[None]] = []
        self._first_ready: asyncio.Future[None] | None = None
        self._broken: DatelineError | None = None
        self._stats = WorkerStats()

    @property
    def stats(self) -> WorkerStats:
        """The counters as they are now."""
        return replace(self._stats, waiting=len(self._waiting))

    async def __aenter__(self) -> WorkerPool:
        self._first_ready = asyncio.get_running_loop().create_future()
        self._slots = [
            asyncio.create_task(self._slot(), name=f"worker-{number}") for number in range(self._settings.workers)
        ]
        for slot in self._slots:
            slot.add_done_callback(self._slot_ended)
        try:
            await self._first_ready
        except BaseException:
            await self.aclose()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Kills the workers and waits until they have gone. Unfinished items raise WorkerPoolClosed."""
        self._give_up(WorkerPoolClosed("the pool of workers has been closed"))
        for slot in self._slots:
            slot.cancel()
        await asyncio.gather(*self._slots, return_exceptions=True)
        self._slots = []

    async def run(self, function: Callable[[*Ts], T], *args: *Ts, deadline_s: float | None = None) -> T:
        """Calls `function(*args)` in a worker and returns what it returns.

        `function` and `args` are sent by pickle: a module-level function, or a `functools.partial` of one.
        `deadline_s` counts from when a worker takes the item; absent: the setting's.

        What the function raises is raised here (as RuntimeError with its text where it can't be sent).
        Raises WorkerTimeout ("worker-timeout") past the deadline, WorkerCrash ("worker-crash") where the
        worker died on it and ("worker-memory") where it hit the memory limit; WorkerStartError where no
        worker can be started; WorkerPoolClosed. Cancelled while it waits, the item is never started;
        cancelled while it runs, the worker finishes it and its result is dropped.
        """
        if self._broken is not None:
            raise _again(self._broken)
        item = _Item(
            name=_name_of(function),
            message=frame((function, args)),
            deadline_s=self._settings.worker_deadline_s if deadline_s is None else deadline_s,
            result=asyncio.get_running_loop().create_future(),
        )
        self._put(item)
        try:
            value: T = await item.result
        finally:
            self._waiting.pop(item, None)
        return value

    async def _slot(self) -> None:
        """One worker after another, for as long as the pool is open."""
        failures = 0
        while self._broken is None:
            try:
                link = await WorkerLink.start(memory_max_mb=self._settings.worker_memory_max_mb, warm_up=self._warm_up)
            except WorkerStartError as error:
                failures += 1
                self._count(starts_failed=1)
                if failures >= STARTS_MAX and self._stats.ready == 0:
                    self._give_up(error)
                    return
                await asyncio.sleep(min(RESTART_GAP_S * 2 ** (failures - 1), RESTART_GAP_MAX_S))
                continue
            failures = 0
            self._count(started=1, ready=1)
            if self._first_ready is not None and not self._first_ready.done():
                self._first_ready.set_result(None)
            try:
                await self._serve(link)
            finally:
                self._count(ready=-1)
                await link.kill()

    async def _serve(self, link: WorkerLink) -> None:
        """Gives a worker items until it is spent."""
        for _ in range(self._settings.worker_items_max):
            item = await self._take()
            if link.ended:  # it died while idle: not this item's doing
                self._put(item, first=True)
                return
            self._count(busy=1)
            try:
                usable = await self._answer(link, item)
            finally:
                self._count(busy=-1)
            if not usable:
                return
        self._count(recycled=1)

    async def _answer(self, link: WorkerLink, item: _Item) -> bool:
        """Runs one item in a worker and settles its result. False: the worker can't be used again."""
        try:
            async with asyncio.timeout(item.deadline_s):
                reply = await link.ask(item.message)
        except TimeoutError:
            self._count(timeouts=1)
            reason = f"{item.name} took longer than its deadline of {item.deadline_s:g} s; the worker was killed"
            _fail(item, WorkerTimeout("worker-timeout", reason))
            return False
        except WorkerEnded as ending:
            self._count(crashes=1)
            _fail(item, WorkerCrash("worker-crash", f"the worker died on {item.name}: {ending}"))
            return False
        except asyncio.CancelledError:
            _fail(item, WorkerPoolClosed(f"the pool of workers was closed while {item.name} ran"))
            raise
        match reply:
            case Returned(value):
                self._count(returned=1)
                if not item.result.done():
                    item.result.set_result(value)
            case Raised(error, trace):
                self._count(raised=1)
                error.add_note(f"In the worker:\n{trace.rstrip()}")
                _fail(item, error)
            case OutOfMemory():
                self._count(out_of_memory=1)
                limit = self._settings.worker_memory_max_mb
                reason = f"{item.name} needed more than the {limit} MiB that a worker may use"
                _fail(item, WorkerCrash("worker-memory", reason))
                return False
        return True

    async def _take(self) -> _Item:
        """The item that has waited longest; waits until there is one."""
        while not self._waiting:
            woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._idle.append(woken)
            await woken
        item, _ = self._waiting.popitem(last=False)
        return item

    def _put(self, item: _Item, *, first: bool = False) -> None:
        """Lets an item wait for a worker, and wakes an idle one."""
        self._waiting[item] = None
        if first:
            self._waiting.move_to_end(item, last=False)
        while self._idle:
            woken = self._idle.pop()  # the one that worked last: its memory is warm
            if not woken.done():
                woken.set_result(None)
                return

    def _slot_ended(self, slot: asyncio.Task[None]) -> None:
        """A slot that ends by a defect of ours must not leave its callers waiting for ever."""
        if not slot.cancelled() and (defect := slot.exception()) is not None:
            self._give_up(WorkerPoolClosed(f"the pool of workers failed: {type(defect).__name__}: {defect}"))

    def _give_up(self, reason: DatelineError) -> None:
        """Closes the pool for good: what waits now or comes later raises `reason`."""
        if self._broken is None:
            self._broken = reason
        if self._first_ready is not None and not self._first_ready.done():
            self._first_ready.set_exception(_again(self._broken))
        for item in self._waiting:
            _fail(item, _again(self._broken))
        self._waiting.clear()

    def _count(self, **by: int) -> None:
        self._stats = replace(self._stats, **{name: getattr(self._stats, name) + step for name, step in by.items()})


def _fail(item: _Item, error: Exception) -> None:
    """Settles an item's result, unless its caller has been cancelled."""
    if not item.result.done():
        item.result.set_exception(error)


def _again(error: DatelineError) -> DatelineError:
    """A fresh copy: one exception object raised to many callers would collect all their tracebacks."""
    return type(error)(*error.args)


def _name_of(function: Callable[..., object]) -> str:
    """The function's name for a person, also behind `functools.partial`."""
    while isinstance(function, partial):
        function = function.func
    return getattr(function, "__qualname__", repr(function))
