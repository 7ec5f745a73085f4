"""``dateline`` as a user runs it: in a process of its own, told by arguments and environment."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline.settings import ENV_PREFIX, KafkaSettings

WAIT_S = 90.0


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended."""

    code: int
    raw: bytes
    """Standard output."""
    err: str

    @property
    def out(self) -> str:
        """Standard output as text."""
        return self.raw.decode()

    @property
    def json_lines(self) -> list[dict[str, Any]]:
        """Standard output as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


def environment(settings: KafkaSettings | None = None, /, **given: str) -> dict[str, str]:
    """This process's environment without Dateline's variables, but with `given` and the cluster's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ENV_PREFIX)}
    if settings is not None:
        kept |= {
            "DATELINE_BOOTSTRAP_SERVERS": settings.bootstrap_servers,
            "DATELINE_TOPIC_PREFIX": settings.topic_prefix,
        }
    return {**kept, "COLUMNS": "100", **given}


async def dateline(*arguments: str, env: dict[str, str], stdin: bytes = b"") -> Said:
    """Runs one command to its end; fails after `WAIT_S`."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "dateline", *arguments, env=env,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        async with asyncio.timeout(WAIT_S):
            out, err = await process.communicate(stdin)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode is not None
    return Said(process.returncode, out, err.decode())


class Service:
    """A command that runs until it is told to stop, and what its log says."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path) -> None:
        self._process = process
        self._log = log

    @property
    def log(self) -> str:
        """Everything that it has logged."""
        return self._log.read_text()

    async def says(self, pattern: str) -> re.Match[str]:
        """Waits until its log matches; fails when it ends before, or after `WAIT_S`."""
        async with asyncio.timeout(WAIT_S):
            while (found := re.search(pattern, self.log)) is None:
                assert self._process.returncode is None, f"it ended with {self._process.returncode}: {self.log}"
                await asyncio.sleep(0.05)
        return found

    async def health_port(self) -> int:
        """The port of its health server."""
        return int((await self.says(r'"port": (\d+)'))[1])

    async def told(self, signal_number: int) -> None:
        """Gets a signal."""
        self._process.send_signal(signal_number)

    async def ended(self, within_s: float = WAIT_S) -> int:
        """Its exit code. Raises TimeoutError where it is still running after `within_s`."""
        async with asyncio.timeout(within_s):
            return await self._process.wait()


def _hear_ctrl_c() -> None:
    """A shell starts what runs in its background deaf to Ctrl-C, and that is passed on to children."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@asynccontextmanager
async def service(*arguments: str, env: dict[str, str], log: Path) -> AsyncIterator[Service]:
    """A command that is running; at the end of the block it is gone."""
    with log.open("wb") as file:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "dateline", *arguments, env=env, stdout=file, stderr=file, preexec_fn=_hear_ctrl_c
        )
    try:
        yield Service(process, log)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def one_clear_line(said: Said) -> str:
    """The one line that a failed command said. Fails where it said more, or succeeded."""
    assert said.code == 1, said
    assert said.out == "", said.out
    [line] = said.err.splitlines()
    assert line.startswith("dateline: "), line
    assert "Traceback" not in line
    return line
