"""The embedded broker: noida-db, a binary of its own package that speaks Kafka's protocol.

For `dateline demo` and a small `dateline up`, one process of ours with one member in each group. Its measured
limits are in docs/operations.md.

The binary itself is started, not the console script beside it: that script starts the binary as a child,
and killing the script leaves the server running.
"""

from __future__ import annotations

import asyncio
import fcntl
import importlib.resources
import os
import re
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from dateline.broker.connection import reachable
from dateline.broker.process import ServerProcess
from dateline.errors import BrokerError, ConfigurationError
from dateline.settings import KafkaSettings

ADDRESS = re.compile(rb"^\s*kafka\s+(\S+:\d+)\s*$", re.MULTILINE)
"""The line in which the server says where it listens, which with port 0 only it knows."""


def binary() -> Path:
    """The server's program. Raises ConfigurationError where the package has none for this platform."""
    path = Path(str(importlib.resources.files("noida_db"))) / "noida-db"
    if not path.is_file():
        raise ConfigurationError(
            "the embedded broker has no program for this platform; name a Kafka cluster with --bootstrap-servers"
        )
    if not os.access(path, os.X_OK):
        # A wheel carries it without the permission to execute, and installers keep that.
        path.chmod(path.stat().st_mode | 0o111)
    return path


class EmbeddedBroker:
    """One broker with its data in a folder; ``async with`` starts and stops it.

    `port` 0 takes a free one, which a restart keeps. It never outlives the process that started it.
    """

    def __init__(self, directory: Path, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self.directory = directory.absolute()
        self._host = host
        self._port = port
        self._process: ServerProcess | None = None
        self._claim: IO[bytes] | None = None

    @property
    def bootstrap_servers(self) -> str:
        """``host:port`` of the broker. Raises RuntimeError before the first start."""
        if self._port == 0:
            raise RuntimeError("the embedded broker was never started")
        return f"{self._host}:{self._port}"

    async def start(self, timeout_s: float = 20.0) -> None:
        """Starts it and returns when it answers.

        Raises BrokerError, with its last words, if it does not, and ConfigurationError where another process has
        a broker on the same folder.
        """
        self.directory.mkdir(parents=True, exist_ok=True)
        self._claim_folder()
        log = self.directory / "broker.log"
        log.write_bytes(b"")
        command = [
            str(binary()),
            "start",
            "--only",
            "kafka",
            "--data-dir",
            str(self.directory / "data"),
            "--host",
            self._host,
            "--kafka-port",
            str(self._port),
        ]  # fmt: skip - option and value side by side
        self._process = process = ServerProcess(command, directory=self.directory, log=log)
        try:
            async with asyncio.timeout(timeout_s):
                self._port = await self._listening_port(process)
                await reachable(KafkaSettings(bootstrap_servers=self.bootstrap_servers, kafka_timeout_s=timeout_s))
        except BaseException as error:
            self.kill()
            if isinstance(error, TimeoutError):
                raise BrokerError(
                    f"the embedded broker did not answer within {timeout_s:g} s: {process.last_words()}"
                ) from error
            raise

    async def stop(self, timeout_s: float = 10.0) -> None:
        """Stops it in order, which writes its data; kills it after `timeout_s` seconds."""
        if self._process is not None:
            await self._process.stop(timeout_s)
        self._free_folder()

    def kill(self) -> None:
        """Kills it (-9): what it had not yet written is lost, about the last second."""
        if self._process is not None:
            self._process.kill()
        self._free_folder()

    def _claim_folder(self) -> None:
        """Two servers would write over each other in one folder, and neither looks for the other."""
        claim = (self.directory / "lock").open("wb")
        try:
            fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            claim.close()
            raise ConfigurationError(
                f"the folder {self.directory} is in use by another process; stop that one, or name another folder "
                "with --data"
            ) from error
        self._claim = claim

    def _free_folder(self) -> None:
        if self._claim is not None:
            self._claim.close()
            self._claim = None

    async def restart(self) -> None:
        """Starts it again on the same port and data, after a stop or a kill."""
        await self.stop()
        await self.start()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def _listening_port(self, process: ServerProcess) -> int:
        while True:
            said = ADDRESS.search(process.log.read_bytes())
            if said is not None:
                return int(said[1].rpartition(b":")[2])
            if not process.running:
                raise BrokerError(f"the embedded broker ended at its start: {process.last_words()}")
            await asyncio.sleep(0.02)
