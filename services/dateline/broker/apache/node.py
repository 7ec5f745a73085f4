"""One Apache Kafka node in KRaft mode, broker and controller at once, on loopback.

Starts, stops, kills and restarts it on the same ports and data. Where the jars come from is in jars.py.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import socket
import subprocess
import uuid
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from dateline.broker.apache.jars import fetch_jars, java_command
from dateline.broker.connection import reachable
from dateline.broker.process import ServerProcess
from dateline.errors import BrokerError
from dateline.settings import KafkaSettings

HOST = "127.0.0.1"
PORTS = (16_384, 32_768)
START_ATTEMPTS = 3
FORMAT_TIMEOUT_S = 60.0


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on now. Another program may take one before it is used.

    They lie below those that systems give to outgoing connections, so that a restart finds its ports free.
    """
    found: set[int] = set()
    while len(found) < count:
        port = random.randrange(*PORTS)  # noqa: S311 - any port will do
        with contextlib.suppress(OSError), socket.create_server((HOST, port)):
            found.add(port)
    return list(found)


@dataclass(frozen=True, slots=True)
class SecondListener:
    """Another way to a node, which tells its clients an address that leads elsewhere: to a proxy in front of it."""

    port: int
    """Where the node listens."""
    advertised_port: int
    """Where it says that it listens."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A node's place among the nodes of a cluster that were planned together."""

    node_id: int
    cluster_id: str
    ports: tuple[int, int]
    """Of the broker and of the controller."""
    initial_controllers: str
    """All controllers as ``kafka-storage format --initial-controllers`` wants them."""


def new_id() -> str:
    """An id as Kafka writes them. The first byte is fixed: one that began with a dash would be read as an option."""
    return urlsafe_b64encode(b"\0" + uuid.uuid4().bytes[1:]).decode().rstrip("=")


def server_properties(
    *, port: int, controller_port: int, data: Path, extra: Mapping[str, str], second: SecondListener | None = None
) -> str:
    """The configuration of a node that starts fast and is alone: every internal topic small, one replica."""
    own = f"PLAINTEXT://{HOST}:{port},CONTROLLER://{HOST}:{controller_port}"
    settings = {
        "process.roles": "broker,controller",
        "node.id": "1",
        "listeners": own if second is None else f"{own},SECOND://{HOST}:{second.port}",
        "advertised.listeners": own if second is None else f"{own},SECOND://{HOST}:{second.advertised_port}",
        "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SECOND:PLAINTEXT",
        "controller.listener.names": "CONTROLLER",
        # Must be set even for one node.
        "controller.quorum.bootstrap.servers": f"{HOST}:{controller_port}",
        "log.dirs": str(data),
        "auto.create.topics.enable": "false",
        "default.replication.factor": "1",
        "min.insync.replicas": "1",
        "offsets.topic.replication.factor": "1",
        "offsets.topic.num.partitions": "4",
        "transaction.state.log.replication.factor": "1",
        "transaction.state.log.min.isr": "1",
        "transaction.state.log.num.partitions": "4",
        "share.coordinator.state.topic.replication.factor": "1",
        "share.coordinator.state.topic.min.isr": "1",
        "share.coordinator.state.topic.num.partitions": "1",
        # A test should neither wait for members that never come nor for a dead one's default six seconds.
        "group.initial.rebalance.delay.ms": "0",
        "group.min.session.timeout.ms": "1000",
        "num.network.threads": "2",
        "num.io.threads": "4",
        # After a kill -9 the node must wait until its former self has expired: nine seconds by default.
        "broker.session.timeout.ms": "4000",
        "broker.heartbeat.interval.ms": "500",
        # 128 MB by default, a quarter of the heap.
        "log.cleaner.dedupe.buffer.size": "16777216",
        **extra,
    }
    return "".join(f"{name}={value}\n" for name, value in settings.items())


class ApacheKafka:
    """One node with its data in a folder; ``async with`` starts and stops it.

    `port` 0 takes a free one. `settings` are further lines of server.properties. The node never outlives
    the process that started it.
    """

    def __init__(
        self,
        directory: Path,
        *,
        port: int = 0,
        heap_mb: int = 512,
        jars: Path | None = None,
        settings: Mapping[str, str] | None = None,
        second: SecondListener | None = None,
        seat: Seat | None = None,
    ) -> None:
        self.directory = directory.absolute()
        self.heap_mb = heap_mb
        self._wanted_port = port
        self._settings = dict(settings or {})
        self._jars = jars
        self._second = second
        self._seat = seat
        self._ports: tuple[int, int] | None = None if seat is None else seat.ports
        self._process: ServerProcess | None = None

    @property
    def bootstrap_servers(self) -> str:
        """``host:port`` of the node. Raises RuntimeError before the first start."""
        if self._ports is None:
            raise RuntimeError("the node was never started")
        return f"{HOST}:{self._ports[0]}"

    @property
    def log(self) -> Path:
        """What the node says."""
        return self.directory / "server.log"

    @property
    def running(self) -> bool:
        """Whether the node's process is there."""
        return self._process is not None and self._process.running

    def last_words(self) -> str:
        """Why the node ended, as far as its log says, in one line."""
        if self._process is None:
            return ""
        # A stack trace ends in frames; what went wrong stands in its "Caused by" or in the error's own line.
        causes = [line for line in self._process.log_tail() if "Caused by:" in line or " ERROR " in line]
        return causes[-1] if causes else self._process.last_words()

    async def start(self, timeout_s: float = 90.0) -> None:
        """Starts it and returns when it answers; raises BrokerError, with its last words, if it does not."""
        if self._jars is None:
            self._jars = await asyncio.to_thread(fetch_jars)
        self.directory.mkdir(parents=True, exist_ok=True)
        if self._ports is not None:
            await self._start_on(self._ports, timeout_s)
            return
        for attempt in range(1, START_ATTEMPTS + 1):
            port, controller_port = free_ports(2)
            ports = (self._wanted_port or port, controller_port)
            try:
                await self._start_on(ports, timeout_s)
            except BrokerError as error:
                # Between looking for a free port and listening on it, another program may have taken it.
                if "already in use" not in str(error) or self._wanted_port or attempt == START_ATTEMPTS:
                    raise
            else:
                self._ports = ports
                return

    async def stop(self, timeout_s: float = 20.0) -> None:
        """Stops it in order; kills it after `timeout_s` seconds."""
        if self._process is not None:
            await self._process.stop(timeout_s)

    def kill(self) -> None:
        """Kills it (-9)."""
        if self._process is not None:
            self._process.kill()

    async def restart(self) -> None:
        """Starts it again on the same ports and data, after a stop or a kill."""
        await self.stop()
        await self.start()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def _start_on(self, ports: tuple[int, int], timeout_s: float) -> None:
        properties = self.directory / "server.properties"
        data = self.directory / "data"
        properties.write_text(
            server_properties(
                port=ports[0], controller_port=ports[1], data=data, extra=self._settings, second=self._second
            ),
            encoding="utf-8",
        )
        if not (data / "meta.properties").is_file():
            await asyncio.to_thread(self._format, properties)
        options = [f"-Xmx{self.heap_mb}m", "-XX:+UseSerialGC", "-Djava.net.preferIPv4Stack=true"]
        command = java_command("kafka.Kafka", [str(properties)], jars=self._jars, options=options)
        self._process = ServerProcess(command, directory=self.directory, log=self.log)
        try:
            async with asyncio.timeout(timeout_s):
                await self._answers(self._process, ports[0])
        except BaseException as error:
            await self._process.stop(0)
            if isinstance(error, TimeoutError):
                raise BrokerError(f"Apache Kafka did not answer within {timeout_s:g} s: {self.last_words()}") from error
            raise

    async def _answers(self, process: ServerProcess, port: int) -> None:
        question = KafkaSettings(bootstrap_servers=f"{HOST}:{port}", kafka_timeout_s=2)
        while True:
            if not process.running:
                raise BrokerError(f"Apache Kafka ended at its start: {self.last_words()}")
            try:
                await reachable(question)
            except BrokerError:
                await asyncio.sleep(0.1)
            else:
                return

    def _format(self, properties: Path) -> None:
        if self._seat is None:
            arguments = ["format", "--standalone", "-t", new_id(), "-c", str(properties)]
        else:
            quorum = ["--initial-controllers", self._seat.initial_controllers, "-t", self._seat.cluster_id]
            arguments = ["format", *quorum, "-c", str(properties)]
        command = java_command(
            "kafka.tools.StorageTool", arguments, jars=self._jars, options=["-XX:TieredStopAtLevel=1"]
        )
        run = subprocess.run(command, capture_output=True, text=True, timeout=FORMAT_TIMEOUT_S, check=False)  # noqa: S603 - made above
        if run.returncode != 0:
            raise BrokerError(f"Apache Kafka's storage could not be formatted: {(run.stderr or run.stdout)[-500:]}")
