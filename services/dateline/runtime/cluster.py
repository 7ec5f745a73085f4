"""The seam between a task and Kafka: a transactional producer, and a reader of its partition.

Kafka itself is behind it in production (`KafkaCluster`); the tests have an in-memory twin, which passes the
same contract tests.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from dateline.runtime.transactions import Record


@dataclass(frozen=True, slots=True)
class Restored:
    """What a reader found."""

    newest: dict[bytes, bytes | None]
    """The newest committed record of each key of the store, from the given offset on."""
    read_to: int
    """The store's offset after the last record."""
    bounds: dict[str, tuple[int, int]]
    """First offset and the end, of each input."""


class Producer(Protocol):
    """One incarnation of a transactional producer (transactions.py says what each call promises)."""

    async def open(self, deadline_s: float) -> None:
        """Initialises the transactional id: whoever held it before is fenced. Raises Doubt."""

    async def commit(self, records: Sequence[Record]) -> dict[tuple[str, int], int]:
        """All records or none; the offset after the last record of each topic and partition. Raises Doubt."""

    async def discard(self) -> None:
        """Closes it, whatever state it is in."""


class Reader(Protocol):
    """Reads one partition number of a store and its inputs, committed records only."""

    async def restore(self, start: int) -> Restored:
        """Reads the store from offset `start` to its end. To be called after `Producer.open`."""

    async def first_since(self, times_ms: Mapping[str, int]) -> dict[str, tuple[int, int]]:
        """Offset and time (ms) of each topic's first record that is not older; left out where there is none."""


class Cluster(Protocol):
    """Makes producers and readers."""

    def producer(self, transactional_id: str) -> Producer:
        """A producer that is not open yet."""

    def reader(self, store_topic: str, inputs: Sequence[str], partition: int) -> AbstractAsyncContextManager[Reader]:
        """A connected reader; topics by their full names. Raises KafkaError, OSError or TimeoutError."""
