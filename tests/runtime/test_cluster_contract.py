"""What the stage loop leans on, asked of each cluster: the twin in memory, Apache Kafka, the embedded broker.

A twin that answered otherwise than Kafka would prove nothing; so they are asked the same.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any

import pytest

from dateline.broker.administration import create_topics
from dateline.broker.topics import topic_name
from dateline.runtime.cluster import Cluster, Producer, Reader, Restored
from dateline.runtime.kafka import KafkaCluster
from dateline.runtime.transactions import Doubt, Fenced, Record, TransactionalProducer
from dateline.settings import Settings
from tests.conftest import Broker, delete_topics
from tests.runtime.cluster import read_all
from tests.runtime.twin import Answer, TwinCluster

OPEN_S = 20.0
STORE, INPUT, INBOX, OUTPUT = "fetch-store", "entries", "fetch-inbox", "articles"
PARTITIONS = 2


@dataclass(frozen=True)
class Ground:
    """A cluster, and what a test does to it beside the seam."""

    cluster: Cluster
    settings: Settings

    def name(self, short: str) -> str:
        return topic_name(self.settings.topic_prefix, short)

    def record(self, short: str, key: str, value: bytes | None, partition: int = 0) -> Record:
        return Record(self.name(short), partition, key.encode(), value)

    @contextlib.asynccontextmanager
    async def producer(self, task: str = "fetch-0") -> AsyncIterator[Producer]:
        """An open producer, discarded at the end."""
        producer = self.cluster.producer(f"{self.settings.topic_prefix}{task}")
        try:
            await producer.open(OPEN_S)
            yield producer
        finally:
            await producer.discard()

    async def commit(self, *records: Record) -> dict[tuple[str, int], int]:
        """Commits by a producer of its own, and waits until every reader sees it.

        A commit is answered before its markers are written; initialising the same id again is answered after.
        """
        async with self.producer() as producer:
            ends = await producer.commit(records)
        async with self.producer():
            return ends

    async def restore(self, start: int = 0) -> Restored:
        async with self.reader() as reader:
            return await reader.restore(start)

    def reader(self) -> AbstractAsyncContextManager[Reader]:
        return self.cluster.reader(self.name(STORE), [self.name(INPUT), self.name(INBOX)], 0)

    async def read(self, short: str) -> list[tuple[int, bytes | None, bytes | None]]:
        """Partition, key and value of every committed record."""
        if isinstance(self.cluster, TwinCluster):
            logs = [(n, self.cluster.log(self.name(short), n)) for n in range(PARTITIONS)]
            return [(n, record.key, record.value) for n, log in logs for record in log.records]
        return [(record.partition, record.key, record.value) for record in await read_all(self.settings, short)]

    def lose(self, producer: Producer, *, committed: bool) -> None:
        """The answer to the producer's next commit is lost; `committed` says what the broker did."""
        if isinstance(self.cluster, TwinCluster):
            self.cluster.next_answer = Answer.DOUBT_COMMITTED if committed else Answer.DOUBT_LOST
            return
        assert isinstance(producer, TransactionalProducer)
        commit: Callable[[], Any] = producer._producer.commit_transaction

        async def unanswered() -> None:
            if committed:
                await commit()
            raise TimeoutError("the answer was lost")

        producer._producer.commit_transaction = unanswered


@pytest.fixture(params=["twin", pytest.param("kafka", marks=pytest.mark.kafka), "embedded"])
def whose(request: pytest.FixtureRequest) -> Broker | None:
    """The broker that is asked; None: the twin."""
    found: Broker | None = None if request.param == "twin" else request.getfixturevalue(request.param)
    return found


@pytest.fixture
async def ground(whose: Broker | None, topic_prefix: str) -> AsyncIterator[Ground]:
    if whose is None:
        yield Ground(TwinCluster(), Settings(topic_prefix=topic_prefix))
        return
    settings = Settings(bootstrap_servers=whose.bootstrap_servers, topic_prefix=topic_prefix)
    await create_topics(settings, partitions=PARTITIONS, only=[STORE, INPUT, INBOX, OUTPUT])
    yield Ground(KafkaCluster(settings, lambda _: 1_000_000), settings)
    await delete_topics(settings)


async def test_a_commit_shows_all_its_records_on_all_topics(ground: Ground) -> None:
    await ground.commit(
        ground.record(STORE, "state", b"1"), ground.record(OUTPUT, "a", b"x"), ground.record(OUTPUT, "b", b"y", 1)
    )
    assert await ground.read(OUTPUT) == [(0, b"a", b"x"), (1, b"b", b"y")]
    assert (await ground.restore()).newest == {b"state": b"1"}


async def test_records_of_a_partition_keep_their_order_over_batches(ground: Ground) -> None:
    records = [ground.record(OUTPUT, str(n), b"x" * 20_000) for n in range(100)]
    await ground.commit(*records)
    assert [key for _, key, _ in await ground.read(OUTPUT)] == [str(n).encode() for n in range(100)]


async def test_a_commit_tells_the_offset_after_the_last_record(ground: Ground) -> None:
    first = await ground.commit(ground.record(STORE, "a", b"1"), ground.record(STORE, "b", b"2"))
    assert first == {(ground.name(STORE), 0): 2}
    end = (await ground.restore()).read_to
    second = await ground.commit(ground.record(STORE, "c", b"3"))
    assert second == {(ground.name(STORE), 0): end + 1}


async def test_a_restore_gives_the_newest_of_each_key_and_what_was_deleted(ground: Ground) -> None:
    await ground.commit(ground.record(STORE, "a", b"1"), ground.record(STORE, "b", b"1"))
    await ground.commit(ground.record(STORE, "a", b"2"), ground.record(STORE, "b", None))
    assert (await ground.restore()).newest == {b"a": b"2", b"b": None}


async def test_a_restore_from_an_offset_gives_what_came_since(ground: Ground) -> None:
    ends = await ground.commit(ground.record(STORE, "a", b"1"))
    await ground.commit(ground.record(STORE, "b", b"2"))
    assert (await ground.restore(ends[ground.name(STORE), 0])).newest == {b"b": b"2"}


async def test_a_restore_reads_beyond_markers_to_the_very_end(ground: Ground) -> None:
    ends = await ground.commit(ground.record(STORE, "a", b"1"))
    found = await ground.restore()
    assert found.read_to >= ends[ground.name(STORE), 0]
    assert await ground.restore(found.read_to) == Restored({}, found.read_to, found.bounds)


async def test_an_empty_partition_is_restored_to_nothing(ground: Ground) -> None:
    found = await ground.restore()
    assert found == Restored({}, 0, {ground.name(INPUT): (0, 0), ground.name(INBOX): (0, 0)})


async def test_bounds_are_those_of_each_input(ground: Ground) -> None:
    await ground.commit(ground.record(INPUT, "a", b"1"), ground.record(INPUT, "a", b"2"))
    bounds = (await ground.restore()).bounds
    assert bounds[ground.name(INPUT)][0] == 0
    assert bounds[ground.name(INPUT)][1] >= 2
    assert bounds[ground.name(INBOX)] == (0, 0)


async def test_whoever_opens_last_fences_the_one_before(ground: Ground) -> None:
    async with ground.producer() as former, ground.producer() as owner:
        with pytest.raises(Fenced):
            await former.commit([ground.record(OUTPUT, "former", b"1")])
        await owner.commit([ground.record(OUTPUT, "owner", b"1")])
    assert await ground.read(OUTPUT) == [(0, b"owner", b"1")]


async def test_a_fenced_producer_leaves_no_error_behind_that_nobody_asks_for(ground: Ground) -> None:
    complaints: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
    async with ground.producer() as first, ground.producer():
        with pytest.raises(Fenced):
            await first.commit([ground.record(STORE, "a", b"1")])
    del first
    gc.collect()
    assert complaints == []


async def test_producers_of_other_partitions_are_left_alone(ground: Ground) -> None:
    async with ground.producer("fetch-0") as one, ground.producer("fetch-1") as other:
        await one.commit([ground.record(OUTPUT, "one", b"1")])
        await other.commit([ground.record(OUTPUT, "other", b"1")])
    assert [key for _, key, _ in await ground.read(OUTPUT)] == [b"one", b"other"]


async def test_a_doubtful_commit_that_took_place_is_found_by_the_next_restore(ground: Ground) -> None:
    async with ground.producer() as producer:
        ground.lose(producer, committed=True)
        with pytest.raises(Doubt):
            await producer.commit([ground.record(STORE, "a", b"1"), ground.record(OUTPUT, "a", b"x")])
    async with ground.producer():
        assert (await ground.restore()).newest == {b"a": b"1"}
        assert await ground.read(OUTPUT) == [(0, b"a", b"x")]


async def test_a_doubtful_commit_that_did_not_is_gone_with_the_next_producer(ground: Ground) -> None:
    async with ground.producer() as producer:
        ground.lose(producer, committed=False)
        with pytest.raises(Doubt):
            await producer.commit([ground.record(STORE, "a", b"1"), ground.record(OUTPUT, "a", b"x")])
    async with ground.producer() as next_one:
        assert (await ground.restore()).newest == {}
        await next_one.commit([ground.record(OUTPUT, "b", b"y")])
    assert await ground.read(OUTPUT) == [(0, b"b", b"y")]


async def test_the_first_record_since_a_time_is_found(ground: Ground) -> None:
    await ground.commit(ground.record(INPUT, "a", b"1"))
    async with ground.reader() as reader:
        found: dict[str, tuple[int, int]] = await reader.first_since({ground.name(INPUT): 1})
        if not found:
            pytest.skip("this broker keeps no index of times")
        offset, at_ms = found[ground.name(INPUT)]
        assert offset == 0
        assert at_ms > 1_700_000_000_000
        assert await reader.first_since({ground.name(INPUT): at_ms}) == found


async def test_no_record_is_found_since_a_time_to_come(ground: Ground) -> None:
    await ground.commit(ground.record(INPUT, "a", b"1"))
    async with ground.reader() as reader:
        assert await reader.first_since({ground.name(INPUT): 4_000_000_000_000}) == {}
        assert await reader.first_since({}) == {}
