"""Dateline's own processes, started as an operator does, killed as nobody should."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dateline.runtime.points import VARIABLE

ROOT = Path(__file__).parents[2]
_LOOK_S = 0.05
SERVES = "health and metrics are served"
"""What a process says once it listens to signals."""


@dataclass
class Process:
    """One process that is started again whenever it was killed: a ``dateline`` command, or another module."""

    arguments: list[str]
    environment: dict[str, str]
    log: Path
    module: str = "dateline"
    prefix: tuple[str, ...] = ()
    """A program that starts it, with its arguments."""
    errors_to: Path | None = None
    """Where its log goes instead, unseen by us."""
    kills: int = 0
    codes: list[int] = field(default_factory=list)
    """Exit code of each life that has ended and was waited for."""
    running: asyncio.subprocess.Process | None = field(default=None, init=False)
    _keeping: asyncio.Task[None] | None = field(default=None, init=False)
    _served_before: int = field(default=0, init=False)

    async def start(self, *, points: str = "") -> None:
        """Starts it; `points`: what goes wrong at which labelled point of this life."""
        environment = {**os.environ, **self.environment}
        environment[VARIABLE] = points
        self._served_before = len(self.said(SERVES))
        with self.log.open("ab") as log, (self.errors_to or self.log).open("ab", buffering=0) as errors:
            self.running = await asyncio.create_subprocess_exec(
                *self.prefix, sys.executable, "-m", self.module, *self.arguments,
                env=environment, stdout=log, stderr=errors, cwd=ROOT,
            )  # fmt: skip

    @property
    def alive(self) -> bool:
        """Whether a life of it has begun and not ended."""
        return self.running is not None and self.running.returncode is None

    @property
    def kept(self) -> bool:
        """Whether it is started again when it ends."""
        return self._keeping is not None

    def send(self, number: signal.Signals) -> None:
        """Sends it a signal, if it lives."""
        if self.alive:
            assert self.running is not None
            self.running.send_signal(number)

    async def ended(self, timeout_s: float) -> int:
        """Waits for its end; its exit code (negative: the signal). Raises TimeoutError where it lives on."""
        assert self.running is not None
        async with asyncio.timeout(timeout_s):
            code = await self.running.wait()
        self.codes.append(code)
        return code

    async def kill(self) -> None:
        """kill -9, and waits until it has gone."""
        assert self.running is not None
        self.running.send_signal(signal.SIGKILL)
        await self.running.wait()
        self.kills += 1

    async def terminate(self, timeout_s: float) -> int:
        """SIGTERM, once it listens to signals; its exit code. Raises TimeoutError where it does not leave in time."""
        await self.says(SERVES, timeout_s, times=self._served_before + 1)
        self.send(signal.SIGTERM)
        return await self.ended(timeout_s)

    async def kill_at_random(self, times: int, chance: random.Random, longest_s: float) -> None:
        """Kills and restarts it again and again, each time at a random moment of its life."""
        for _ in range(times):
            await asyncio.sleep(chance.uniform(0.3, longest_s))
            await self.kill()
            await self.start()

    def keep(self) -> None:
        """From now on it is started again whenever it ends, as a supervisor does."""
        self._keeping = asyncio.create_task(self._keep())

    def let_go(self) -> None:
        """It is kept no longer."""
        if self._keeping is not None:
            self._keeping.cancel()
            self._keeping = None

    async def _keep(self) -> None:
        while True:
            assert self.running is not None
            self.codes.append(await self.running.wait())
            await self.start()

    async def end(self) -> None:
        """Whatever happened: it is gone afterwards."""
        self.let_go()
        if self.alive:
            assert self.running is not None
            self.running.kill()
            await self.running.wait()

    def said(self, event: str) -> list[dict[str, Any]]:
        """The lines of its log, of all its lives, that tell of this event."""
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return [json.loads(line) for line in lines if f'"event": "{event}"' in line]

    async def says(self, event: str, timeout_s: float, *, times: int = 1) -> None:
        """Waits until its log has told of an event so often. Raises TimeoutError."""
        async with asyncio.timeout(timeout_s):
            while len(self.said(event)) < times:
                await asyncio.sleep(_LOOK_S)

    def last_words(self, lines: int = 12) -> str:
        """The end of its log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:]) if self.log.exists() else ""
