"""Raw pages kept in WARC files, in a thread of their own. Best effort: it costs a page nothing and stops nothing.

What cannot be written (a full disk, a folder that is read-only) is lost, counted and said once; a while later it is
tried again. Files are folder/``dateline-<time>-<host>-<process>-<number>.warc.gz``, with ``.open`` behind the name
as long as they are written to (``spool.py``). The process is eight random digits: in containers process ids repeat.
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
import secrets
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import structlog

from dateline.web import spool
from dateline.web.client import Response
from dateline.web.warc import file_beginning, records_of

log = structlog.get_logger()

WAITING_BYTES_MAX = 64_000_000
"""Bodies that may wait for a slow disk; further pages are lost."""
PAUSE_S = 30.0
"""After a failure the folder is left alone for so long."""
LEAVE_S = 10.0

Kept = tuple[Response, datetime]


@dataclass(frozen=True, slots=True)
class Rotation:
    """When a file is closed; the next page begins another one."""

    file_max_bytes: int
    file_max_age_s: float


class Archive:
    """An async context manager, which also completes what a process that died left in the folder.

    `count`: called with ``archived`` or ``archive-lost`` for each page; `closed`: called when files were closed.
    Both are called in a thread.
    """

    def __init__(
        self,
        folder: Path,
        rotation: Rotation,
        software: str,
        count: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
        closed: Callable[[], None] = lambda: None,
    ) -> None:
        self._folder = folder
        self._rotation = rotation
        self._software = software
        self._count = count
        self._clock = clock
        self._closed = closed
        self._process = secrets.token_hex(4)
        self._queue: queue.SimpleQueue[Kept | None] = queue.SimpleQueue()
        self._waiting_bytes = 0
        self._changing = threading.Lock()
        self._file: BinaryIO | None = None
        self._close_at = 0.0
        self._number = 0
        self._paused_until = 0.0
        self._lost = 0
        self._thread = threading.Thread(target=self._write_all, name="archive", daemon=True)

    async def __aenter__(self) -> Archive:
        self._thread.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._queue.put(None)
        await asyncio.to_thread(self._thread.join, LEAVE_S)

    def keep(self, response: Response, fetched_at: datetime) -> None:
        """Hands a page over to be written. Returns at once and never raises."""
        with self._changing:
            room = self._waiting_bytes + len(response.body) <= WAITING_BYTES_MAX
            if room:
                self._waiting_bytes += len(response.body)
        if room:
            self._queue.put((response, fetched_at))
        else:
            self._lose("the disk is slower than the pages come")

    def _write_all(self) -> None:
        """The thread: writes what comes until it is told to end."""
        self._complete_left_overs()
        while True:
            try:
                kept = self._queue.get(timeout=None if self._file is None else max(0.0, self._close_at - self._clock()))
            except queue.Empty:
                self._close()
                continue
            if kept is None:
                break
            try:
                self._write(*kept)
            except Exception as error:  # whatever it is, the archive must not end for one page
                self._lose(f"{type(error).__name__}: {error}")
                self._paused_until = self._clock() + PAUSE_S
                self._close()
            finally:
                with self._changing:
                    self._waiting_bytes -= len(kept[0].body)
        self._close()

    def _complete_left_overs(self) -> None:
        try:
            completed = spool.complete_left_overs(self._folder)
        except OSError as error:
            log.error("what an earlier process left in the archive can't be completed", reason=str(error))
            return
        if completed:
            log.info("files that an earlier process left in the archive are complete", files=completed)
        self._closed()

    def _write(self, response: Response, fetched_at: datetime) -> None:
        if self._clock() < self._paused_until:
            self._lose("waiting until it is tried again")
            return
        records = records_of(response, fetched_at)
        file = self._file or self._begin(fetched_at)
        self._append(file, records)
        self._count("archived")
        if self._lost:
            log.info("pages are archived again", lost=self._lost)
            self._lost = 0
        if file.tell() >= self._rotation.file_max_bytes or self._clock() >= self._close_at:
            self._close()

    def _begin(self, now: datetime) -> BinaryIO:
        self._number += 1
        name = f"dateline-{now:%Y%m%d%H%M%S}-{socket.gethostname()}-{self._process}-{self._number:05}.warc.gz"
        file = self._file = spool.begin(self._folder, name)
        self._close_at = self._clock() + self._rotation.file_max_age_s
        self._append(file, file_beginning(name, self._software))
        return file

    def _append(self, file: BinaryIO, records: bytes) -> None:
        """All of it or nothing: half a record would spoil the file for its readers."""
        before = file.tell()
        try:
            left = memoryview(records)
            while left:
                left = left[file.write(left) :]
        except OSError:
            with contextlib.suppress(OSError):
                file.seek(before)
                file.truncate()
            raise

    def _close(self) -> None:
        """Ends the file and gives it its name."""
        file, self._file = self._file, None
        if file is None:
            return
        with contextlib.suppress(OSError):  # without its name it is what the next process finds left over
            spool.finish(file)
        self._closed()

    def _lose(self, reason: str) -> None:
        self._count("archive-lost")
        self._lost += 1
        if self._lost == 1:
            log.error("a page is not archived, nor are the next ones until this passes",
                      folder=str(self._folder), reason=reason)  # fmt: skip
