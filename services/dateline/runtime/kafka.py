"""Kafka behind the seam of cluster.py."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager

from dateline.broker.connection import client_options, producer_options
from dateline.runtime.restore import PartitionReader, reading
from dateline.runtime.transactions import TransactionalProducer
from dateline.settings import KafkaSettings


class KafkaCluster:
    """Producers and readers on one cluster.

    `message_max` tells the largest batch that a topic, by its full name, takes now.
    """

    def __init__(self, settings: KafkaSettings, message_max: Callable[[str], int]) -> None:
        self._message_max = message_max
        self._client = client_options(settings)
        self._producer = producer_options(settings)

    def producer(self, transactional_id: str) -> TransactionalProducer:
        """A producer that is not open yet."""
        return TransactionalProducer(transactional_id, self._producer, self._message_max)

    def reader(
        self, store_topic: str, inputs: Sequence[str], partition: int
    ) -> AbstractAsyncContextManager[PartitionReader]:
        """A connected reader; topics by their full names. Raises KafkaError, OSError or TimeoutError."""
        return reading(store_topic, inputs, partition, self._client)
