"""Judges what a stage made of its input: by a reader that looks on while things break, and by one at the end.

Nothing is taken from the stage's own account but its store, and that is compared with a model.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError
from aiokafka.structs import ConsumerRecord

from dateline.broker.connection import client_options
from dateline.broker.topics import topic_name
from dateline.messages.dead_letter import DeadLetter, DeadLetterKind
from dateline.runtime.position_store import positions_of
from dateline.runtime.records import partition_counts, read_table, read_to_end
from dateline.runtime.stage import Message
from dateline.runtime.state import POSITION_KEY, Envelope, split_key
from dateline.settings import KafkaSettings
from tests.faults.numbering import Dead, Expectation, Line, Numbering, Tally, expect

_READ_WAIT_MS = 100
_STOP_DEADLINE_S = 3.0


class Watcher:
    """A read_committed reader of some topics that looks on while things break."""

    def __init__(self, settings: KafkaSettings, shorts: Sequence[str], partitions: int) -> None:
        self._settings = settings
        self._where = [
            TopicPartition(topic_name(settings.topic_prefix, short), number)
            for short in shorts
            for number in range(partitions)
        ]
        self.seen: dict[str, list[ConsumerRecord[bytes, bytes]]] = {where.topic: [] for where in self._where}
        """Records by full topic name, as they came."""

    def of(self, short: str) -> list[ConsumerRecord[bytes, bytes]]:
        """What it has seen of a topic."""
        return self.seen[topic_name(self._settings.topic_prefix, short)]

    @contextlib.asynccontextmanager
    async def watching(self) -> AsyncIterator[Watcher]:
        """Reads on inside the block."""
        consumer = AIOKafkaConsumer(
            **client_options(self._settings), isolation_level="read_committed", auto_offset_reset="earliest",
            fetch_max_wait_ms=100, retry_backoff_ms=100,
        )  # fmt: skip
        await consumer.start()
        consumer.assign(self._where)
        reading = asyncio.create_task(self._read(consumer))
        try:
            yield self
        finally:
            reading.cancel()
            await asyncio.wait([reading], timeout=_STOP_DEADLINE_S)
            with contextlib.suppress(TimeoutError, KafkaError, OSError):
                async with asyncio.timeout(_STOP_DEADLINE_S):
                    await consumer.stop()

    async def _read(self, consumer: AIOKafkaConsumer) -> None:
        while True:
            try:
                batch = await consumer.getmany(timeout_ms=_READ_WAIT_MS)
            except KafkaError:
                await asyncio.sleep(_READ_WAIT_MS / 1000)  # the broker is away: that is what is tested
                continue
            for where, records in batch.items():
                self.seen[where.topic] += records


@dataclass(slots=True)
class Verdict:
    """What the oracle found. All lists are empty where the promise was kept."""

    expected: int
    """Records that had to come, dead letters with them."""
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    out_of_order: list[str] = field(default_factory=list)
    dead: list[str] = field(default_factory=list)
    """Dead letters that are missing, or that nobody expected."""
    left: list[str] = field(default_factory=list)
    """Records between the position and the end."""
    store: list[str] = field(default_factory=list)
    """States that are not as the model has them."""
    views: list[str] = field(default_factory=list)
    """Where the concurrent reader and the final one saw different things."""

    @property
    def broken(self) -> list[str]:
        """One line for each thing that is wrong, the kind first."""
        kinds = ("lost", "twice", "out_of_order", "dead", "left", "store", "views")
        return [f"{kind}: {line}" for kind in kinds for line in getattr(self, kind)[:5]]


def as_message(short: str, record: ConsumerRecord[bytes, bytes]) -> Message:
    """The record as the stage gets it."""
    return Message(short, record.partition, record.offset, record.key, record.value, tuple(record.headers))


async def expected_now(settings: KafkaSettings) -> Expectation:
    """What the numbering stage's input, as it lies on the broker now, must lead to."""
    records = await read_to_end(settings, Numbering.input)
    messages = [as_message(Numbering.input, r) for r in sorted(records, key=lambda r: (r.partition, r.offset))]
    partitions = (await partition_counts(settings, [Numbering.input]))[Numbering.input]
    return expect(messages, topic_name(settings.topic_prefix, Numbering.input), partitions)


async def judge(
    settings: KafkaSettings,
    watcher: Watcher | None,
    *,
    also_dead: Iterable[Dead] = (),
    either_way: Callable[[Dead], bool] = lambda _: False,
) -> Verdict:
    """The verdict on the numbering stage, once all its processes have gone.

    `also_dead`: dead letters that the input alone does not tell of. `either_way`: tells those that may come and
    need not.
    """
    model = await expected_now(settings)
    model.dead += also_dead
    lines = await read_to_end(settings, "articles")
    letters = await read_to_end(settings, "dead-letters")
    verdict = Verdict(expected=model.count)
    judge_lines(verdict, model, lines)
    judge_dead(verdict, demanded(letters, model, either_way), model)
    if watcher is not None:
        compare_views(verdict, watcher.of("articles"), lines)
        compare_views(verdict, watcher.of("dead-letters"), letters)
    await judge_positions(verdict, settings, Numbering.name, Numbering.input)
    judge_store(verdict, model, await read_store(settings, Numbering.name))
    return verdict


def judge_lines(verdict: Verdict, model: Expectation, records: Sequence[ConsumerRecord[bytes, bytes]]) -> None:
    """Every line once, as the model has it, and each lane's in the order of its numbers."""
    found: dict[str, list[Line]] = {}
    for record in sorted(records, key=lambda r: (r.partition, r.offset)):
        found.setdefault((record.key or b"").decode(), []).append(Line.model_validate_json(record.value))
    for lane in model.lines.keys() | found.keys():
        wanted = Counter(_name(lane, line) for line in model.lines.get(lane, []))
        got = Counter(_name(lane, line) for line in found.get(lane, []))
        for name in wanted.keys() | got.keys():
            if got[name] < wanted[name]:
                verdict.lost.append(name)
            elif got[name] > wanted[name]:
                verdict.twice.append(f"{name}: {got[name]} for {wanted[name]}")
        numbers = [line.number for line in found.get(lane, []) if line.by == "message"]
        if numbers != sorted(numbers):
            verdict.out_of_order.append(f"{lane}: {numbers}")


def _name(lane: str, line: Line) -> str:
    return f"{lane}: {line.source}/{line.sequence} as number {line.number} by {line.by}, {len(line.padding)} padded"


def demanded(
    letters: Iterable[ConsumerRecord[bytes, bytes]], model: Expectation, either_way: Callable[[Dead], bool]
) -> list[Dead]:
    """What to hold against the model: all dead letters but those that may come and need not."""
    return [dead for dead in map(read_dead, letters) if dead in model.dead or not either_way(dead)]


def judge_dead(verdict: Verdict, letters: Sequence[Dead], model: Expectation) -> None:
    """Exactly the dead letters that the model has."""
    found, wanted = Counter(letters), Counter(model.dead)
    verdict.dead += [f"missing {dead}" for dead in (wanted - found)]
    verdict.dead += [f"unexpected or twice {dead}" for dead in (found - wanted)]


def read_dead(record: ConsumerRecord[bytes, bytes]) -> Dead:
    """What identifies a dead letter."""
    letter = DeadLetter.from_headers(list(record.headers))
    if letter.kind is DeadLetterKind.STATE:
        return Dead(letter.error, None, None, None, record.key)
    return Dead(letter.error, letter.origin_topic, letter.origin_partition, letter.origin_offset)


def compare_views(
    verdict: Verdict,
    concurrent: Sequence[ConsumerRecord[bytes, bytes]],
    final: Sequence[ConsumerRecord[bytes, bytes]],
) -> None:
    """What the concurrent reader saw must be a beginning of what the final one sees, record by record."""
    for partition in {r.partition for r in (*concurrent, *final)}:
        early = [(r.offset, r.key, r.value) for r in concurrent if r.partition == partition]
        late = [(r.offset, r.key, r.value) for r in final if r.partition == partition]
        if early != late[: len(early)]:
            wrong = next((a for a, b in zip(early, late, strict=False) if a != b), early[len(late) :][:1])
            verdict.views.append(f"partition {partition}: the concurrent reader saw {wrong!r:.200}, which is not there")


async def judge_positions(verdict: Verdict, settings: KafkaSettings, stage: str, input_topic: str) -> None:
    """No record may lie between the position and the end; transaction markers may."""
    by_topic = {
        topic_name(settings.topic_prefix, short): await read_to_end(settings, short)
        for short in (input_topic, f"{stage}-inbox")
    }
    for standing in await positions_of(settings, stage, input_topic):
        records = by_topic[standing.topic]
        beyond = [r.offset for r in records if r.partition == standing.partition and r.offset >= standing.next]
        if len(beyond) > standing.done_beyond:
            verdict.left.append(
                f"{standing.topic}, partition {standing.partition}: at {standing.next}, {standing.done_beyond} done "
                f"beyond, but there are {beyond[:5]}"
            )


async def read_store(settings: KafkaSettings, stage: str) -> dict[bytes, Envelope]:
    """The stage's states by key, positions left out, as a reader of its store's topic finds them."""
    states = await read_table(settings, f"{stage}-store")
    return {key: Envelope.decode(value) for key, value in states.items() if key != POSITION_KEY}


def judge_store(verdict: Verdict, model: Expectation, states: Mapping[bytes, Envelope]) -> None:
    """Every lane's tally as the model counts it, and nothing owed any more but what became a dead letter."""
    tallies = {
        split_key(key)[0]: Tally.decode(envelope.payload)
        for key, envelope in states.items()
        if split_key(key)[1] == "tally"
    }
    for lane in model.tallies.keys() | tallies.keys():
        if tallies.get(lane) != model.tallies.get(lane):
            verdict.store.append(f"{lane}: {tallies.get(lane)}, but the model has {model.tallies.get(lane)}")
    owed = {key for key in states if split_key(key)[1] != "tally"}
    verdict.store += [f"{key!r} was never paid" for key in owed - model.still_owed]
    verdict.store += [f"{key!r} is gone" for key in model.still_owed - owed]
