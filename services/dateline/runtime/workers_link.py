"""One worker process as the pool sees it: started, given items, ended.

The socket pair, the process and its exit status live here; which item it gets and what an ending means is
the pool's business (``workers.py``).
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import pickle
import signal
import socket
import subprocess
import sys
from collections.abc import Callable

from dateline.errors import DatelineError
from dateline.runtime.workers_wire import HEADER, Raised, Ready, Reply, Welcome, frame

START_DEADLINE_S = 180.0
"""Longest start of a worker, its warm-up included: the first one may have to compile the gazetteer."""


KILL_WAIT_S = 5.0
"""Longest wait for a killed worker to be gone."""


class WorkerStartError(DatelineError):
    """Worker processes can't be started: a defect of the installation, not of any item."""


class WorkerEnded(Exception):
    """The worker's process has ended; the text says how."""


class WorkerLink:
    """A running worker process that is ready for items."""

    def __init__(
        self, process: asyncio.subprocess.Process, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._process = process
        self._reader = reader
        self._writer = writer

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def ended(self) -> bool:
        """Whether it is known to have ended."""
        return self._reader.at_eof() or self._process.returncode is not None

    @classmethod
    async def start(cls, *, memory_max_mb: int, warm_up: tuple[Callable[[], None], ...]) -> WorkerLink:
        """Starts a process and returns when its warm-up is done.

        Raises WorkerStartError where it can't be started, dies, or takes longer than `START_DEADLINE_S`.
        """
        link = await cls._spawn()
        try:
            welcome = frame(Welcome(parent_pid=os.getpid(), memory_max_mb=memory_max_mb, warm_up=warm_up))
            async with asyncio.timeout(START_DEADLINE_S):
                ready = await link.exchange(welcome)
        except TimeoutError as error:
            await link.kill()
            raise WorkerStartError(f"a worker was not ready after {START_DEADLINE_S:.0f} s") from error
        except WorkerEnded as error:
            await link.kill()
            raise WorkerStartError(f"a worker ended while it started: {error}") from error
        except BaseException:
            await link.kill()
            raise
        assert isinstance(ready, Ready)
        if ready.failure is not None:
            await link.kill()
            raise WorkerStartError(f"a worker's warm-up failed:\n{ready.failure.strip()}")
        return link

    @classmethod
    async def _spawn(cls) -> WorkerLink:
        # A plain interpreter rather than multiprocessing's: no copy of our main module, no second helper
        # process, and exactly one descriptor inherited.
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                process = await asyncio.create_subprocess_exec(
                    sys.executable,
                    "-P",  # a file in the current folder must not stand in for a library
                    "-m",
                    "dateline.runtime.workers_process",
                    str(theirs.fileno()),
                    stdin=subprocess.DEVNULL,
                    stdout=2,  # what a library prints must not get into a command's output
                    pass_fds=[theirs.fileno()],
                    env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                    process_group=0,  # out of the terminal's reach: Ctrl-C is for the parent
                )
            except OSError as error:
                ours.close()
                raise WorkerStartError(f"a worker process can't be started: {error}") from error
            except BaseException:
                ours.close()
                raise
        ours.setblocking(False)
        # A worker that is cancelled away here finds its socket closed and ends by itself.
        reader, writer = await asyncio.open_unix_connection(sock=ours, limit=1 << 20)
        return cls(process, reader, writer)

    async def ask(self, item: bytes) -> Reply:
        """Gives it one framed item and waits for the reply. Raises WorkerEnded where it ended instead."""
        reply: Reply = await self.exchange(item)  # type: ignore[assignment] # only the welcome is answered Ready
        return reply

    async def exchange(self, message: bytes) -> Ready | Reply:
        """Sends a frame and waits for the next one. Raises WorkerEnded where the process ended instead."""
        # The transport holds the one message whole, so there is nothing to gain by draining it first; and
        # a worker that can't take it answers before it has read all of it.
        self._writer.write(message)
        try:
            (length,) = HEADER.unpack(await self._reader.readexactly(HEADER.size))
            body = await self._reader.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise WorkerEnded(_how_it_ended(await self._wait_briefly())) from error
        try:
            answer: Ready | Reply = pickle.loads(body)  # noqa: S301 - our own worker wrote it
        except Exception as error:  # a value whose class only the worker could load
            return Raised(RuntimeError(f"the worker's reply can't be read: {type(error).__name__}: {error}"), "")
        return answer

    async def _wait_briefly(self) -> int | None:
        # Its end of the socket is closed, so it is on its way out; a thread of it may take a moment.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1.0):
                return await self._process.wait()
        return None

    async def kill(self) -> None:
        """Ends the process at once and waits until it has gone. May be called again."""
        self._writer.close()
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        # A process that hangs inside the kernel can't be waited for; it goes when the kernel lets it.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(KILL_WAIT_S):
                await self._process.wait()


def _how_it_ended(status: int | None) -> str:
    if status is None:
        return "it closed its pipe"
    if status < 0:
        with contextlib.suppress(ValueError):
            return f"killed by {signal.Signals(-status).name}"
    return f"exit status {status}"
