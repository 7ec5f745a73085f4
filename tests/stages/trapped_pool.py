"""A worker pool in which pages can do to their workers what a fault in native code would."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar, TypeVarTuple

from dateline.runtime.workers import WorkerPool
from tests.workers import items

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

KILLS = "This page kills its worker."
HANGS = "This page hangs its worker."


class TrappedPool(WorkerPool):
    """Its workers die on pages that hold `KILLS` and never end on pages that hold `HANGS`."""

    async def run(self, function: Callable[[*Ts], T], *args: *Ts, deadline_s: float | None = None) -> T:
        """Springs the trap, which raises, before what was asked for."""
        body = next((one for one in args if isinstance(one, bytes)), b"")
        if KILLS.encode() in body:
            await super().run(items.segfault, deadline_s=deadline_s)
        if HANGS.encode() in body:
            # A deadline of its own: a healthy page beside it may take longer on a busy machine.
            await super().run(time.sleep, 3600, deadline_s=0.2)
        return await super().run(function, *args, deadline_s=deadline_s)
