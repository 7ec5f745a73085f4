"""Whole files of a folder go to an object store, in a thread of their own, and are removed when it has confirmed them.

A file has the same name there whenever it is sent, and never changes: sent again after a lost answer, it is there once.
The folder is the queue, so what a process left behind goes with the next one's. While the store is away files wait,
up to a bound; beyond it the oldest are dropped, counted and named in the log.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

import structlog

from dateline.web import spool
from dateline.web.object_store import ObjectStore
from dateline.web.store_errors import StoreError

log = structlog.get_logger()

GAP_S = 1.0
GAP_MAX_S = 300.0
LEAVE_S = 10.0
"""At the end, files that wait are tried once more for so long; what is left goes with the next process."""


def gap_s(failures: int) -> float:
    """How long the store is left alone after so many failures in a row."""
    return min(GAP_MAX_S, GAP_S * 2.0 ** min(failures - 1, 16))


class Shipping:
    """An async context manager.

    `count`: called with ``archive-uploaded``, ``archive-upload-failed`` and ``archive-file-dropped``; `weigh`: with the
    bytes of the files that wait. Both are called in threads.
    """

    def __init__(
        self,
        folder: Path,
        store: ObjectStore,
        waiting_bytes_max: int,
        count: Callable[[str], None],
        weigh: Callable[[int], None],
        gap_s: Callable[[int], float] = gap_s,
    ) -> None:
        self._folder = folder
        self._store = store
        self._waiting_bytes_max = waiting_bytes_max
        self._count = count
        self._weigh = weigh
        self._gap_s = gap_s
        self._news = threading.Event()
        self._leaving = threading.Event()
        self._failures = 0
        self._trouble = ""
        self._thread = threading.Thread(target=self._ship, name="shipping", daemon=True)

    async def __aenter__(self) -> Shipping:
        self._thread.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leaving.set()
        self._news.set()
        await asyncio.to_thread(self._thread.join, LEAVE_S)
        with contextlib.suppress(OSError):
            if left := len(spool.whole_files(self._folder)):
                log.warning("files are left for the next process to send", files=left, folder=str(self._folder))

    def files_closed(self) -> None:
        """There may be new files. Drops the oldest beyond the bound; called in the thread that writes them."""
        try:
            dropped = spool.drop_oldest(self._folder, self._waiting_bytes_max)
        except OSError as error:
            log.error("files that wait for the archive's store can't be counted", reason=str(error))
            dropped = []
        for name in dropped:
            self._count("archive-file-dropped")
            log.error("a file of the archive is dropped: more wait for the store than may",
                      file=name, store=self._store.url, waiting_bytes_max=self._waiting_bytes_max)  # fmt: skip
        self._measure()
        self._news.set()

    def _ship(self) -> None:
        """The thread."""
        while True:
            self._news.clear()
            leaving = self._leaving.is_set()
            all_gone = self._send_all(leaving)
            if leaving:
                return
            if all_gone:
                self._news.wait()

    def _send_all(self, leaving: bool) -> bool:
        """Sends every file that is there once. False where one stayed; with `leaving` the first such ends it."""
        all_gone = True
        for path in self._waiting():
            if self._send(path):
                continue
            all_gone = False
            if leaving or self._leaving.wait(self._gap_s(self._failures)):
                break
        return all_gone

    def _waiting(self) -> list[Path]:
        try:
            return spool.whole_files(self._folder)
        except OSError as error:
            log.error("files that wait for the archive's store can't be listed", reason=str(error))
            return []

    def _send(self, path: Path) -> bool:
        """Whether there is nothing more to do for the file here."""
        try:
            file = spool.claim(path)
            if file is None:
                return True  # another process sends it
            with file:
                self._store.put(path.name, path)
                path.unlink()
        except Exception as error:  # whatever it is, other files must go, and this one later
            self._failures += 1
            self._count("archive-upload-failed")
            trouble = error.reason if isinstance(error, StoreError) else f"{type(error).__name__}: {error}"
            if trouble != self._trouble:
                self._trouble = trouble
                log.error("files of the archive wait: their store does not take them",
                          store=self._store.url, file=path.name, reason=trouble)  # fmt: skip
            return False
        self._count("archive-uploaded")
        if self._failures:
            log.info("the archive's store takes files again", store=self._store.url, failures=self._failures)
        self._failures, self._trouble = 0, ""
        self._measure()
        return True

    def _measure(self) -> None:
        with contextlib.suppress(OSError):
            self._weigh(spool.size_of(spool.whole_files(self._folder)))
