"""A worker process: takes one item at a time from its socket, runs it, answers. Started by ``workers.py``.

Runs as ``python -m dateline.runtime.workers_process FD``. Nothing here knows what the items are. The worker
ends when its socket does, and the kernel kills it when its parent dies, so that none is ever left behind.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import pickle
import resource
import signal
import socket
import sys
import traceback
from pathlib import Path

from dateline.runtime.garbage import calm_garbage_collection
from dateline.runtime.workers_wire import HEADER, OutOfMemory, Raised, Ready, Returned, Welcome, frame

_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Serves items from the socket whose descriptor is the only argument, until the other end closes it."""
    # Ctrl-C and a service manager's SIGTERM reach every process; the pool decides when a worker ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    with socket.socket(fileno=int(sys.argv[1])) as pipe:
        pipe.setblocking(True)
        pipe.set_inheritable(False)
        # The pool has gone or has no more use for this worker: there is nobody to tell.
        with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
            _serve(pipe)


def _serve(pipe: socket.socket) -> None:
    welcome = pickle.loads(_receive(pipe))  # noqa: S301 - our own parent wrote it
    assert isinstance(welcome, Welcome)
    _die_with_parent(welcome.parent_pid)
    try:
        for prepare in welcome.warm_up:
            prepare()
    except Exception:  # told to the pool, which counts failed starts and gives up
        pipe.sendall(frame(Ready(failure=traceback.format_exc())))
        return
    calm_garbage_collection()  # what the warm-up loaded stays
    _limit_memory(welcome.memory_max_mb)
    out_of_memory = frame(OutOfMemory())  # made now: later there may be no memory to make it with
    pipe.sendall(frame(Ready()))
    while True:
        try:
            answer = _run(_receive(pipe))
        except MemoryError:
            pipe.sendall(out_of_memory)
            return
        pipe.sendall(answer)
        del answer


def _run(item: bytearray) -> bytes:
    """The framed reply to one item. Raises MemoryError where the limit was hit."""
    try:
        function, args = pickle.loads(item)  # noqa: S301 - our own parent wrote it
        return frame(Returned(function(*args)))
    except MemoryError:
        raise
    except BaseException as error:  # whatever an item raises belongs to its caller, not to this loop
        return frame(Raised(_portable(error), traceback.format_exc()))


def _portable(error: BaseException) -> Exception:
    """The error itself where it survives the way back, else a RuntimeError with its text.

    What is not an Exception (SystemExit, KeyboardInterrupt) would end the parent, and a StopIteration can't
    be raised out of a coroutine.
    """
    if isinstance(error, Exception) and not isinstance(error, StopIteration):
        try:
            copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
        except MemoryError:
            raise
        except Exception as defect:
            return RuntimeError(f"{type(error).__name__}: {error} (it can't be sent between processes: {defect})")
        if type(copy) is type(error):
            return error
    return RuntimeError(f"{type(error).__name__}: {error}")


def _receive(pipe: socket.socket) -> bytearray:
    (length,) = HEADER.unpack(_receive_exactly(pipe, HEADER.size))
    return _receive_exactly(pipe, length)


def _receive_exactly(pipe: socket.socket, length: int) -> bytearray:
    body = bytearray(length)
    view = memoryview(body)
    filled = 0
    while filled < length:
        count = pipe.recv_into(view[filled:])
        if count == 0:
            raise EOFError
        filled += count
    return body


def _die_with_parent(parent_pid: int) -> None:
    """Has the kernel kill this process when its parent dies, also in the middle of native code.

    Where there is no ``prctl`` (it is Linux's) a busy worker ends after its item, at the end of its socket.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent_pid:  # it died before we asked
        raise EOFError


def _limit_memory(beyond_start_mb: int) -> None:
    """Caps the address space at what it is now plus `beyond_start_mb` MiB.

    Only where /proc says how much that is; elsewhere the limit would be a guess.
    """
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return
    now = int(statm.read_text().split()[0]) * resource.getpagesize()
    limit = now + beyond_start_mb * 1024 * 1024
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


if __name__ == "__main__":
    main()
