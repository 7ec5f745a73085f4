"""Positions from outside a stage: read them for a person, and set them."""

from __future__ import annotations

from dataclasses import dataclass

from aiokafka.errors import KafkaError

from dateline.broker.administration import find_topics
from dateline.broker.connection import client_options, producer_options, unreachable
from dateline.broker.topics import topic_name
from dateline.errors import ConfigurationError
from dateline.runtime.cluster import Restored
from dateline.runtime.commands import WAKE_HEADER
from dateline.runtime.positions import Positions
from dateline.runtime.progress import Position
from dateline.runtime.restore import reading
from dateline.runtime.state import POSITION_KEY, Envelope
from dateline.runtime.transactions import Doubt, Record, TransactionalProducer
from dateline.settings import KafkaSettings

_POSITION_MAX_BYTES = 1024


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a stage stands in one partition of one topic."""

    topic: str
    partition: int
    next: int
    end: int
    done_beyond: int
    """Messages that are done although an earlier one is not."""

    @property
    def lag(self) -> int:
        """Messages from the position to the end, those done beyond it left out."""
        return max(0, self.end - self.next - self.done_beyond)


async def positions_of(settings: KafkaSettings, stage: str, input_topic: str) -> list[Standing]:
    """Where a stage stands, by topic and partition.

    `input_topic` is the short name of its input. Raises BrokerError or ConfigurationError.
    """
    rows = []
    for partition in range(await _partitions(settings, stage)):
        restored = await _restore(settings, stage, input_topic, partition)
        known = _known(restored)
        for short in (input_topic, f"{stage}-inbox"):
            name = topic_name(settings.topic_prefix, short)
            first, end = restored.bounds[name]
            position = known.get(short, Position(next=first))
            beyond = sum(last - start + 1 for start, last in position.done)
            rows.append(Standing(name, partition, position.next, end, beyond))
    return rows


async def reset_positions(
    settings: KafkaSettings, stage: str, input_topic: str, *, to_latest: bool, inbox: bool = True
) -> list[Standing]:
    """Sets a stage's positions to the beginning or the end of its topics, in one transaction a partition.

    `inbox`: its inbox's too; otherwise that stays where it is. Whoever holds a partition is fenced by it, learns so
    by the next transaction, which a record in the inbox brings about, and takes up the new position.
    Gives where it stands now in what was set. Raises BrokerError or ConfigurationError.
    """
    done = []
    options = producer_options(settings)
    store, inbox_name = (topic_name(settings.topic_prefix, f"{stage}-{kind}") for kind in ("store", "inbox"))
    count = await _partitions(settings, stage)
    for partition in range(count):
        producer = TransactionalProducer(
            f"{settings.topic_prefix}{stage}-{partition}", options, lambda _: _POSITION_MAX_BYTES
        )
        try:
            await producer.open(settings.kafka_timeout_s)
            restored = await _restore(settings, stage, input_topic, partition)
            inputs = _known(restored)
            for short in (input_topic, f"{stage}-inbox") if inbox else (input_topic,):
                name = topic_name(settings.topic_prefix, short)
                first, end = restored.bounds[name]
                inputs[short] = Position(next=end if to_latest else first)
                done.append(Standing(name, partition, inputs[short].next, end, done_beyond=0))
            value = Envelope(None, None, 0, Positions(inputs=inputs, partitions=count).encode()).encode()
            woken = Record(inbox_name, partition, None, b"", ((WAKE_HEADER, b"1"),))
            await producer.commit([Record(store, partition, POSITION_KEY, value), woken])
        except Doubt as error:
            raise unreachable(settings, str(error)) from error
        finally:
            await producer.discard()
    return done


def _known(restored: Restored) -> dict[str, Position]:
    """The positions that a stage has written down, by short topic name."""
    value = restored.newest.get(POSITION_KEY)
    return {} if value is None else dict(Positions.decode(Envelope.decode(value).payload).inputs)


async def _partitions(settings: KafkaSettings, stage: str) -> int:
    store = f"{stage}-store"
    found = await find_topics(settings, [store])
    if store not in found:
        name = topic_name(settings.topic_prefix, store)
        raise ConfigurationError(f"the topic {name} does not exist; run: dateline topics create")
    return found[store].partitions


async def _restore(settings: KafkaSettings, stage: str, input_topic: str, partition: int) -> Restored:
    inputs = [topic_name(settings.topic_prefix, short) for short in (input_topic, f"{stage}-inbox")]
    store = topic_name(settings.topic_prefix, f"{stage}-store")
    try:
        async with reading(store, inputs, partition, client_options(settings)) as reader:
            return await reader.restore(0)
    except (KafkaError, OSError, TimeoutError) as error:
        raise unreachable(settings, str(error)) from error
