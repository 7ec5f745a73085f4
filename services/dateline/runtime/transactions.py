"""The one transactional producer of a task: a burst goes out whole, or the task is in doubt.

There is no abort path. After any error or indefinite answer the producer is thrown away and a new one
initialised, which fences the old; what really happened is then read from the store topic.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar

import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, MessageSizeTooLargeError, ProducerFenced, RecordListTooLargeError
from aiokafka.producer.message_accumulator import BatchBuilder

from dateline.runtime.points import reach
from dateline.runtime.stage import Headers

log = structlog.get_logger()

P = ParamSpec("P")
T = TypeVar("T")

_BURST_DEADLINE_S = 10.0
_TRANSACTION_TIMEOUT_MS = 15_000
"""Longer than a burst's deadline: the broker never ends a transaction that we still work on."""
_STOP_DEADLINE_S = 2.0
_SENDER_REQUESTS = ("_send_produce_req", "_do_add_partitions_to_txn", "_do_txn_commit")
_Where = tuple[str, int]
_BATCH_MAX_BYTES = 768 * 1024
"""One batch goes per round trip and partition."""
_BATCH_HEAD_BYTES = 61
RECORD_OVERHEAD_BYTES = 128
"""More than a batch's head (61 bytes) and a record's own lengths (KIP-98)."""
_HEADER_OVERHEAD_BYTES = 10
_REQUEST_MAX_BYTES = 64 * 1024 * 1024
"""Sizes are checked against each topic's own limit before a burst begins."""


class Doubt(Exception):
    """Whether a burst was committed is not known."""


class Fenced(Doubt):
    """Another process has initialised the same transactional id."""


class TooLarge(Doubt):
    """The broker refused a record for its size: its topic takes less than we thought."""


@dataclass(slots=True)
class Record:
    """A record of a burst, by full topic name and partition."""

    topic: str
    partition: int
    key: bytes | None
    value: bytes | None
    headers: Headers = ()
    size: int = field(init=False)
    """Bytes that it takes in a batch, at most."""

    def __post_init__(self) -> None:
        size = len(self.key or b"") + len(self.value or b"") + RECORD_OVERHEAD_BYTES
        for name, value in self.headers:
            size += len(name) + len(value or b"") + _HEADER_OVERHEAD_BYTES
        self.size = size


class TransactionalProducer:
    """One producer incarnation of a task.

    `message_max` tells the largest batch that a topic, by its full name, takes now: `max.message.bytes`.
    """

    def __init__(self, transactional_id: str, options: dict[str, Any], message_max: Callable[[str], int]) -> None:
        self._message_max = message_max
        self._producer = AIOKafkaProducer(
            **options,
            transactional_id=transactional_id,
            transaction_timeout_ms=_TRANSACTION_TIMEOUT_MS,
            max_request_size=_REQUEST_MAX_BYTES,
            # Batches are cut here (`_batches`), by what each topic takes.
            max_batch_size=_REQUEST_MAX_BYTES,
            retry_backoff_ms=20,
        )
        self._requests: set[asyncio.Task[Any]] = set()
        self._watch_requests()

    def _watch_requests(self) -> None:
        """Keeps hold of the tasks in which aiokafka's sender makes its requests.

        The sender waits for them when it is cancelled, and does not cancel them: one that looks for a coordinator,
        or waits for a batch that will never go out, outlives its producer for ever.
        """
        sender = self._producer._sender  # noqa: SLF001 - no public way
        for name in _SENDER_REQUESTS:
            setattr(sender, name, self._watched(getattr(sender, name)))

    def _watched(self, request: Callable[P, Coroutine[Any, Any, T]]) -> Callable[P, Coroutine[Any, Any, T]]:
        async def watched(*args: P.args, **kwargs: P.kwargs) -> T:
            task = asyncio.current_task()
            assert task is not None
            self._requests.add(task)
            try:
                return await request(*args, **kwargs)
            finally:
                self._requests.discard(task)

        return watched

    async def open(self, deadline_s: float) -> None:
        """Connects and initialises the transactional id: whoever held it before is fenced.

        Raises Doubt where that is not done within `deadline_s`.
        """
        try:
            async with asyncio.timeout(deadline_s):
                await self._producer.start()
        except (KafkaError, TimeoutError, OSError) as error:
            raise Doubt(f"the transactional producer did not start: {error!r}") from error

    async def commit(self, records: Sequence[Record]) -> dict[_Where, int]:
        """Sends all records in one transaction and commits it.

        Gives the offset after the last record, of each topic and partition. Records of one partition keep
        their order. Raises Fenced or Doubt; then this producer must not be used again.
        """
        batches = self._batches(records)
        try:
            async with asyncio.timeout(_BURST_DEADLINE_S):
                await self._producer.begin_transaction()
                reach("before-send")
                ends = await self._send(batches)
                reach("inside-the-burst")
                await self._producer.commit_transaction()
                reach("after-commit-was-sent")
                return ends
        except ProducerFenced as error:
            raise Fenced("another process holds this partition's transactional id") from error
        except (MessageSizeTooLargeError, RecordListTooLargeError) as error:
            raise TooLarge(f"the broker takes no record so large: {error!r}") from error
        except Exception as error:
            # KafkaError, TimeoutError, and aiokafka's own assertions when its state is upset: one answer.
            raise Doubt(f"a transaction ended without a clear answer: {error!r}") from error

    def _batches(self, records: Sequence[Record]) -> dict[_Where, list[BatchBuilder]]:
        """The records in batches by partition: a tenth of the cost of sending them one by one."""
        batches: dict[_Where, list[BatchBuilder]] = {}
        room: dict[_Where, int] = {}
        for record in records:
            where = (record.topic, record.partition)
            left = room.get(where, -1) - record.size
            if left < 0:
                # The first record of a batch is taken whatever its size: packing has looked at it.
                left = min(_BATCH_MAX_BYTES, self._message_max(record.topic)) - _BATCH_HEAD_BYTES - record.size
                batches.setdefault(where, []).append(self._producer.create_batch())
            room[where] = left
            batches[where][-1].append(timestamp=None, key=record.key, value=record.value, headers=list(record.headers))
        return batches

    async def _send(self, batches: dict[_Where, list[BatchBuilder]]) -> dict[_Where, int]:
        """Every batch's answer is awaited: aiokafka commits a transaction although the broker refused a part."""
        ends: dict[_Where, int] = {}
        for row in itertools.zip_longest(*batches.values()):
            # aiokafka holds one batch of a partition at a time, so the first ones of all go out together.
            going = {where: batch for where, batch in zip(batches, row, strict=True) if batch is not None}
            sent = [
                await self._producer.send_batch(batch, topic, partition=partition)
                for (topic, partition), batch in going.items()
            ]
            reach("between-send-and-acknowledgement")
            # All answers are taken, so that none of several refusals is reported as an error nobody looked at.
            answers = await asyncio.gather(*sent, return_exceptions=True)
            for (where, batch), answer in zip(going.items(), answers, strict=True):
                if isinstance(answer, BaseException):
                    raise answer
                ends[where] = answer.offset + batch.record_count()
        return ends

    async def discard(self) -> None:
        """Closes the connections within a bounded time, whatever state the producer is in."""
        sender = self._producer._sender  # noqa: SLF001 - stop() flushes first, for ever while the broker is away
        running = {task for task in (sender.sender_task, *self._requests) if task is not None and not task.done()}
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running, timeout=_STOP_DEADLINE_S)
        self._take_errors()
        with contextlib.suppress(TimeoutError, KafkaError, OSError):
            async with asyncio.timeout(_STOP_DEADLINE_S):
                await self._producer.client.close()
        self._producer._closed = True  # noqa: SLF001 - it is: keeps its finaliser from reporting a leak

    def _take_errors(self) -> None:
        """Takes note of what a fenced producer set on futures for which nobody waits: each would complain when it is
        collected, at any later moment and beside anything else."""
        producer = self._producer
        batches = producer._message_accumulator._batches.values()  # noqa: SLF001 - no public way
        waiters = [batch._drain_waiter for waiting in batches for batch in waiting]  # noqa: SLF001 - the same
        waiters.append(producer._txn_manager._transaction_waiter)  # noqa: SLF001 - the same
        for waiter in waiters:
            if waiter is not None and waiter.done() and not waiter.cancelled():
                waiter.exception()
