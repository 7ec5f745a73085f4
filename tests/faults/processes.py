"""Dateline's own processes, started as an operator does, killed as nobody should."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Process:
    """One ``dateline`` command that is started again whenever it was killed."""

    arguments: list[str]
    environment: dict[str, str]
    log: Path
    kills: int = 0
    running: asyncio.subprocess.Process | None = field(default=None, init=False)

    async def start(self) -> None:
        """Starts it."""
        with self.log.open("ab") as log:
            self.running = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "dateline", *self.arguments,
                env={**os.environ, **self.environment}, stdout=log, stderr=log,
            )  # fmt: skip

    async def kill(self) -> None:
        """kill -9, and waits until it has gone."""
        assert self.running is not None
        self.running.send_signal(signal.SIGKILL)
        await self.running.wait()
        self.kills += 1

    async def terminate(self, timeout_s: float) -> int:
        """SIGTERM; its exit code. Raises TimeoutError where it does not leave in time."""
        assert self.running is not None
        self.running.terminate()
        async with asyncio.timeout(timeout_s):
            return await self.running.wait()

    async def kill_at_random(self, times: int, chance: random.Random, longest_s: float) -> None:
        """Kills and restarts it again and again, each time at a random moment of its life."""
        for _ in range(times):
            await asyncio.sleep(chance.uniform(0.3, longest_s))
            await self.kill()
            await self.start()

    async def end(self) -> None:
        """Whatever happened: it is gone afterwards."""
        if self.running is not None and self.running.returncode is None:
            self.running.kill()
            await self.running.wait()
