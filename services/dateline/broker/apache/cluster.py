"""Several Apache Kafka nodes on loopback that are one cluster: for tests of what happens when one of them goes.

Each is broker and controller; every topic, Kafka's own too, has three replicas, of which two must have a write.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import TracebackType
from typing import Self

from dateline.broker.apache.node import HOST, ApacheKafka, Seat, free_ports, new_id

NODES = 3
HEAP_MB = 320

_REPLICATED = {
    "default.replication.factor": "3",
    "min.insync.replicas": "2",
    "offsets.topic.replication.factor": "3",
    "transaction.state.log.replication.factor": "3",
    "transaction.state.log.min.isr": "2",
    # A dead leader's partitions should move while a test waits, not half a minute later.
    "replica.lag.time.max.ms": "5000",
    "controller.quorum.election.timeout.ms": "500",
}


class ApacheCluster:
    """Three nodes. ``async with``, or `start` and `stop`."""

    def __init__(self, directory: Path) -> None:
        ports = free_ports(2 * NODES)
        pairs = list(zip(ports[::2], ports[1::2], strict=True))
        cluster = new_id()
        controllers = ",".join(
            f"{number}@{HOST}:{controller}:{new_id()}" for number, (_, controller) in enumerate(pairs, 1)
        )
        quorum = ",".join(f"{HOST}:{controller}" for _, controller in pairs)
        self.nodes = [
            ApacheKafka(
                directory / f"node-{number}",
                heap_mb=HEAP_MB,
                settings={**_REPLICATED, "node.id": str(number), "controller.quorum.bootstrap.servers": quorum},
                seat=Seat(number, cluster, pair, controllers),
            )
            for number, pair in enumerate(pairs, 1)
        ]

    @property
    def bootstrap_servers(self) -> str:
        """All nodes, ``host:port`` parted by commas."""
        return ",".join(node.bootstrap_servers for node in self.nodes)

    async def start(self) -> None:
        """Starts all nodes at once: one alone has no quorum. Raises BrokerError where one does not answer."""
        try:
            await asyncio.gather(*(node.start() for node in self.nodes))
        except BaseException:
            self.kill()
            raise

    async def stop(self) -> None:
        """Stops all nodes in order."""
        await asyncio.gather(*(node.stop() for node in self.nodes))

    def kill(self) -> None:
        """Kills all nodes (-9)."""
        for node in self.nodes:
            node.kill()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()
