"""What the pool and a worker process say to each other: length-prefixed pickles on a socket pair.

The shapes of both directions live here, so that the two ends can't drift apart. What is done with them is
in ``workers.py`` (the pool) and ``workers_process.py`` (the worker). Pickle is safe here, because both ends
are our own processes and nothing else holds the socket.
"""

from __future__ import annotations

import pickle
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

HEADER = struct.Struct("!Q")
"""Every frame begins with the length of its body in bytes."""


@dataclass(frozen=True, slots=True)
class Welcome:
    """The first frame that a worker gets: what to do before it takes items."""

    parent_pid: int
    """Process id of the pool: a worker whose parent is another one has been orphaned."""
    memory_max_mb: int
    """Address space in MiB that the worker may use beyond what it has after its warm-up."""
    warm_up: tuple[Callable[[], None], ...]
    """Run once, in order."""


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker's first frame: it takes items now. `failure` is the trace of a warm-up that raised."""

    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """The function returned."""

    value: Any


@dataclass(frozen=True, slots=True)
class Raised:
    """The function raised; `trace` is the worker's traceback as text, which pickling an exception loses."""

    error: Exception
    trace: str


@dataclass(frozen=True, slots=True)
class OutOfMemory:
    """The function ran into the worker's memory limit; the worker leaves after saying so."""


Reply = Returned | Raised | OutOfMemory


def frame(message: object) -> bytes:
    """A message as bytes on the wire. Raises what pickle raises where it can't be pickled."""
    body = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    return HEADER.pack(len(body)) + body
