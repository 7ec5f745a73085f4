"""A server process of ours: on a leash, its output in a file, stopped within a bound. Knows no Kafka.

`subprocess` and not asyncio's own, since a broker lives longer than one event loop (a test session has many).
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

POLL_S = 0.02
LEASH = Path(__file__).with_name("leash.py")


class ServerProcess:
    """One running program; its standard output and error go to `log`.

    It runs in a process group of its own, so that a Ctrl-C at the terminal reaches its owner, who then
    stops it in order.
    """

    def __init__(self, command: Sequence[str], *, directory: Path, log: Path) -> None:
        """Starts the command in `directory`. Raises OSError where it cannot."""
        self.log = log
        self._log_start = log.stat().st_size if log.exists() else 0
        with log.open("ab") as output:
            self._leash = subprocess.Popen(  # noqa: S603 - the command is made by this package, no shell is in between
                [sys.executable, "-S", str(LEASH), *command],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=directory,
                start_new_session=True,
            )

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self._leash.poll() is None

    async def stop(self, timeout_s: float) -> None:
        """Asks it to end, and kills it after `timeout_s` seconds. Returns when it is gone."""
        if self.running:
            self._leash.terminate()
        deadline = time.monotonic() + timeout_s
        while self.running and time.monotonic() < deadline:  # noqa: ASYNC110 - no loop owns the process
            await asyncio.sleep(POLL_S)
        self.kill()

    def kill(self) -> None:
        """Ends it as a power cut would (SIGKILL) and waits until it is gone; nothing where it has ended."""
        if self.running:
            os.killpg(self._leash.pid, signal.SIGKILL)
        self._leash.wait()
        if self._leash.stdin is not None:
            self._leash.stdin.close()

    def last_words(self, lines: int = 5) -> str:
        """The end of its log, in one line."""
        return " | ".join(self.log_tail()[-lines:])

    def log_tail(self) -> list[str]:
        """The last lines that it wrote, at most 64 KiB of them, without empty ones."""
        with self.log.open("rb") as file:
            file.seek(max(self._log_start, self.log.stat().st_size - 65_536))
            tail = file.read().decode(errors="replace").splitlines()
        return [line.strip() for line in tail if line.strip()]
