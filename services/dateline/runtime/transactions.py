"""The one transactional producer of a task: a burst goes out whole, or the task is in doubt.

There is no abort path. After any error or indefinite answer the producer is thrown away and a new one
initialised, which fences the old; what really happened is then read from the store topic.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, ProducerFenced

from dateline.runtime.points import reach
from dateline.runtime.stage import Headers

log = structlog.get_logger()

_BURST_DEADLINE_S = 10.0
_TRANSACTION_TIMEOUT_MS = 15_000
"""Longer than a burst's deadline: the broker never ends a transaction that we still work on."""
_STOP_DEADLINE_S = 2.0
_REQUEST_MAX_BYTES = 64 * 1024 * 1024
"""Sizes are checked against each topic's own limit before a burst begins."""


class Doubt(Exception):
    """Whether a burst was committed is not known."""


class Fenced(Doubt):
    """Another process has initialised the same transactional id."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a burst, by full topic name and partition."""

    topic: str
    partition: int
    key: bytes | None
    value: bytes | None
    headers: Headers = ()


class TransactionalProducer:
    """One producer incarnation of a task."""

    def __init__(self, transactional_id: str, options: dict[str, Any]) -> None:
        self._producer = AIOKafkaProducer(
            **options,
            transactional_id=transactional_id,
            transaction_timeout_ms=_TRANSACTION_TIMEOUT_MS,
            max_request_size=_REQUEST_MAX_BYTES,
            # One batch goes per round trip and partition, so a burst wants to fit into one.
            max_batch_size=1024 * 1024,
            retry_backoff_ms=20,
        )

    async def open(self, deadline_s: float) -> None:
        """Connects and initialises the transactional id: whoever held it before is fenced.

        Raises Doubt where that is not done within `deadline_s`.
        """
        try:
            async with asyncio.timeout(deadline_s):
                await self._producer.start()
        except (KafkaError, TimeoutError, OSError) as error:
            raise Doubt(f"the transactional producer did not start: {error!r}") from error

    async def commit(self, records: Sequence[Record]) -> list[int]:
        """Sends all records in one transaction and commits it. Gives the offset of each record.

        Raises Fenced or Doubt; then this producer must not be used again.
        """
        try:
            async with asyncio.timeout(_BURST_DEADLINE_S):
                await self._producer.begin_transaction()
                reach("before-send")
                # Every send is awaited before the commit: aiokafka commits a transaction although the
                # broker refused one of its records.
                sent = [
                    await self._producer.send(
                        record.topic,
                        record.value,
                        record.key,
                        partition=record.partition,
                        headers=list(record.headers),
                    )
                    for record in records
                ]
                reach("between-send-and-acknowledgement")
                metadata = await asyncio.gather(*sent)
                reach("inside-the-burst")
                await self._producer.commit_transaction()
                reach("after-commit-was-sent")
                return [one.offset for one in metadata]
        except ProducerFenced as error:
            raise Fenced("another process holds this partition's transactional id") from error
        except Exception as error:
            # KafkaError, TimeoutError, and aiokafka's own assertions when its state is upset: one answer.
            raise Doubt(f"a transaction ended without a clear answer: {error!r}") from error

    async def discard(self) -> None:
        """Closes the connections within a bounded time, whatever state the producer is in."""
        sender = self._producer._sender  # noqa: SLF001 - stop() flushes first, for ever while the broker is away
        task = sender.sender_task
        if task is not None and not task.done():
            task.cancel()
            await asyncio.wait([task], timeout=_STOP_DEADLINE_S)
        with contextlib.suppress(TimeoutError, KafkaError, OSError):
            async with asyncio.timeout(_STOP_DEADLINE_S):
                await self._producer.client.close()
        self._producer._closed = True  # noqa: SLF001 - it is: keeps its finaliser from reporting a leak
