"""Kafka's twin in memory, behind the seam of runtime/cluster.py: exact where the stage loop leans on Kafka.

What it keeps of Kafka: offsets that skip transaction markers and what was aborted; transactional ids that fence
their former holder; commits that take place or not whatever the answer was; compaction that removes superseded
records and, after their time, tombstones; deletion of a log's beginning. `test_cluster_contract.py` asks the
same questions of it and of the brokers. It takes no time of its own: what waits, waits for the test.
"""

from __future__ import annotations

import asyncio
import contextlib
import enum
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

from dateline.runtime.cluster import Restored
from dateline.runtime.stage import Headers
from dateline.runtime.transactions import Doubt, Fenced, Record


@dataclass(frozen=True, slots=True)
class Stored:
    """A record in a log."""

    offset: int
    key: bytes | None
    value: bytes | None
    headers: Headers
    timestamp_ms: int


@dataclass(slots=True)
class Log:
    """One partition, committed records only."""

    records: list[Stored] = field(default_factory=list)
    first: int = 0
    end: int = 0

    def append(self, key: bytes | None, value: bytes | None, headers: Headers, timestamp_ms: int) -> int:
        """Adds a record; gives its offset."""
        self.records.append(Stored(self.end, key, value, headers, timestamp_ms))
        self.end += 1
        return self.end - 1

    def skip(self, offsets: int = 1) -> None:
        """Offsets that no reader is ever given: a marker, or what was aborted."""
        self.end += offsets

    def compact(self, *, tombstones_before_ms: int) -> None:
        """Leaves the newest record of each key, and of tombstones those that are not older."""
        newest = {record.key: record.offset for record in self.records}
        self.records = [
            record
            for record in self.records
            if newest[record.key] == record.offset
            and (record.value is not None or record.timestamp_ms >= tombstones_before_ms)
        ]

    def delete_before(self, offset: int) -> None:
        """Moves the log's beginning, as retention does."""
        self.first = min(offset, self.end)
        self.records = [record for record in self.records if record.offset >= self.first]


class Answer(enum.Enum):
    """How a commit ends."""

    COMMITTED = "committed, and the answer says so"
    DOUBT_COMMITTED = "committed, and the answer is lost"
    DOUBT_LOST = "lost, and so is the answer"


@dataclass(slots=True, eq=False)
class Flight:
    """A commit that waits for the test to say how it ends."""

    transactional_id: str
    records: Sequence[Record]
    answer: asyncio.Future[Answer]
    ends: dict[tuple[str, int], int] = field(default_factory=dict)
    """Where it was committed: the offset after its last record of each topic and partition."""


class TwinCluster:
    """The cluster. With `hold`, every commit waits in `flights`."""

    def __init__(self, clock: Callable[[], float] = lambda: 1_800_000_000.0) -> None:
        self._clock = clock
        self._logs: dict[tuple[str, int], Log] = {}
        self.epochs: dict[str, int] = {}
        self.hold = False
        self.flights: list[Flight] = []
        self.next_answer = Answer.COMMITTED
        """How the next commit ends that does not wait; then commits succeed again."""
        self.away = False
        """No producer can be opened, and nothing read."""

    def log(self, topic: str, partition: int) -> Log:
        """One partition's log."""
        return self._logs.setdefault((topic, partition), Log())

    def put(self, topic: str, partition: int, key: bytes | None, value: bytes | None, headers: Headers = ()) -> int:
        """An outsider's record; gives its offset."""
        return self.log(topic, partition).append(key, value, headers, self._now_ms())

    def _now_ms(self) -> int:
        return round(self._clock() * 1000)

    def decide(self, flight: Flight, answer: Answer) -> None:
        """Lets a held commit end: what it did is done now, whenever its producer hears of it."""
        if flight.answer.done():
            return
        if answer is Answer.DOUBT_LOST:
            self._abort(flight.records)
        else:
            flight.ends = self._apply(flight.records)
        flight.answer.set_result(answer)

    def _fence(self, transactional_id: str) -> int:
        """A new holder: what the former had open is aborted."""
        for flight in self.flights:
            if flight.transactional_id == transactional_id and not flight.answer.done():
                self._abort(flight.records)
                flight.answer.set_exception(Fenced("another producer was initialised"))
        self.epochs[transactional_id] = self.epochs.get(transactional_id, -1) + 1
        return self.epochs[transactional_id]

    def _apply(self, records: Sequence[Record]) -> dict[tuple[str, int], int]:
        ends: dict[tuple[str, int], int] = {}
        for one in records:
            log = self.log(one.topic, one.partition)
            ends[one.topic, one.partition] = log.append(one.key, one.value, tuple(one.headers), self._now_ms()) + 1
        for where in ends:
            self.log(*where).skip()
        return ends

    def _abort(self, records: Sequence[Record]) -> None:
        for one in records:
            self.log(one.topic, one.partition).skip()
        for where in {(one.topic, one.partition) for one in records}:
            self.log(*where).skip()

    # The seam

    def producer(self, transactional_id: str) -> TwinProducer:
        """A producer that is not open yet."""
        return TwinProducer(self, transactional_id)

    def reader(
        self, store_topic: str, inputs: Sequence[str], partition: int
    ) -> AbstractAsyncContextManager[TwinReader]:
        """A reader; topics by their full names."""
        return self._reader(store_topic, inputs, partition)

    @contextlib.asynccontextmanager
    async def _reader(self, store_topic: str, inputs: Sequence[str], partition: int) -> AsyncIterator[TwinReader]:
        self.check_here()
        yield TwinReader(self, store_topic, inputs, partition)

    def check_here(self) -> None:
        """Raises TimeoutError while the cluster is away."""
        if self.away:
            raise TimeoutError("the twin is away")


class TwinProducer:
    """One incarnation."""

    def __init__(self, cluster: TwinCluster, transactional_id: str) -> None:
        self._cluster = cluster
        self._id = transactional_id
        self._epoch = -1

    async def open(self, deadline_s: float) -> None:
        """Fences whoever held the id."""
        assert deadline_s > 0
        await asyncio.sleep(0)
        try:
            self._cluster.check_here()
        except TimeoutError as error:
            raise Doubt("the twin is away") from error
        self._epoch = self._cluster._fence(self._id)

    async def commit(self, records: Sequence[Record]) -> dict[tuple[str, int], int]:
        """All or none, as the test has it."""
        self._check_epoch()
        cluster = self._cluster
        flight = Flight(self._id, records, asyncio.get_running_loop().create_future())
        cluster.flights.append(flight)
        try:
            if not cluster.hold:
                await asyncio.sleep(0)
                answer, cluster.next_answer = cluster.next_answer, Answer.COMMITTED
                cluster.decide(flight, answer)
            if await flight.answer is not Answer.COMMITTED:
                raise Doubt("the answer was lost")
        finally:
            cluster.flights.remove(flight)
        return flight.ends

    def _check_epoch(self) -> None:
        if self._epoch != self._cluster.epochs.get(self._id):
            raise Fenced("another producer was initialised")

    async def discard(self) -> None:
        """Nothing is held open."""
        await asyncio.sleep(0)


class TwinReader:
    """Reads one partition number."""

    def __init__(self, cluster: TwinCluster, store_topic: str, inputs: Sequence[str], partition: int) -> None:
        self._cluster = cluster
        self._store = store_topic
        self._inputs = inputs
        self._partition = partition

    async def restore(self, start: int) -> Restored:
        """The newest record of each key from `start` on."""
        log = self._cluster.log(self._store, self._partition)
        await asyncio.sleep(0)
        self._cluster.check_here()
        end = log.end
        newest = {record.key or b"": record.value for record in log.records if record.offset >= start}
        await asyncio.sleep(0)
        inputs = {topic: self._cluster.log(topic, self._partition) for topic in self._inputs}
        return Restored(newest, end, {topic: (one.first, one.end) for topic, one in inputs.items()})

    async def first_since(self, times_ms: Mapping[str, int]) -> dict[str, tuple[int, int]]:
        """The first record that is not older."""
        await asyncio.sleep(0)
        self._cluster.check_here()
        found = {}
        for topic, at_ms in times_ms.items():
            for record in self._cluster.log(topic, self._partition).records:
                if record.timestamp_ms >= at_ms:
                    found[topic] = (record.offset, record.timestamp_ms)
                    break
        return found
