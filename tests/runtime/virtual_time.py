"""An event loop whose time the test moves: what would wait for hours takes none, and the same always happens.

`settle` runs all that can run in so many virtual seconds. Nothing in it waits for real: no sockets, no threads.
"""

from __future__ import annotations

import asyncio
import contextlib
import selectors
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import TypeVar
from unittest.mock import patch

from dateline.runtime import lanes, task

T = TypeVar("T")

_TURNS_MAX = 20_000
"""Far more than any settling takes: a loop that never comes to rest is an error, not a hang."""

_STEP_S = 1e-6
"""A jump goes a little beyond its timer: sums of floats may fall short of it, and would never get there."""


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop that jumps from one timer to the next."""

    def __init__(self) -> None:
        self._now = 0.0
        self._until = 0.0
        self._turns = 0
        super().__init__(_Selector(self))

    def time(self) -> float:
        """Virtual seconds since the loop was made."""
        return self._now

    def settle(self, seconds: float = 0.0) -> None:
        """Runs everything that happens within the next `seconds`."""
        self._until = self._now + seconds
        self._turns = 0
        self.run_forever()

    def take_turns(self, count: int) -> None:
        """Runs so many turns of the loop, and no time passes: whatever is under way stops somewhere."""
        self._until = self._now
        for _ in range(count):
            self.call_soon(self.stop)
            self.run_forever()

    def call(self, function: Callable[[], T]) -> T:
        """Calls what may start tasks, between two turns."""
        asyncio._set_running_loop(self)
        try:
            return function()
        finally:
            asyncio._set_running_loop(None)

    def turn(self, idle_s: float | None) -> None:
        """Nothing is ready for `idle_s` seconds (None: ever): jump there, or stop where the test said."""
        self._turns += 1
        if self._turns > _TURNS_MAX:
            self.stop()
            raise AssertionError(f"the loop came not to rest in {_TURNS_MAX} turns")
        if idle_s == 0:
            return
        if idle_s is None or self._now + idle_s > self._until:
            self._now = self._until
            self.stop()
        else:
            self._now += idle_s + _STEP_S


class _Selector(selectors.SelectSelector):
    """Where asyncio would sleep."""

    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if ready := super().select(0):
            return ready
        self._loop.turn(timeout)
        return []


@contextlib.contextmanager
def virtual_loop() -> Iterator[VirtualLoop]:
    """A loop that the runtime's monotonic clock follows; what is still running at the end is cancelled."""
    loop = VirtualLoop()
    clock = SimpleNamespace(monotonic=loop.time)
    with patch.object(task, "time", clock), patch.object(lanes, "time", clock):
        try:
            yield loop
        finally:
            for one in asyncio.all_tasks(loop):
                one.cancel()
            loop.settle()
            loop.close()
