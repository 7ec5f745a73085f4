"""What a stage is: a keyed function with memory. The words of the runtime, without any I/O.

A stage gets messages and due times, one at a time for each lane, and answers with an `Outcome`: what to
publish, which states to write, and the name of what became of the item. The runtime sees to it that the
whole outcome happens exactly once, or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, TypeVar

from dateline.errors import BadInput
from dateline.runtime.state import State, StateWrite

S = TypeVar("S", bound=State)

Headers = tuple[tuple[str, bytes | None], ...]
"""Names and values; a Kafka header may have none."""


class Message(NamedTuple):
    """A record that came in, from the stage's input or its inbox."""

    topic: str
    """Short name: ``entries``, ``fetch-inbox``."""
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Headers = ()
    timestamp_ms: int = 0
    """When the broker took it, Unix time in milliseconds."""

    def header(self, name: str) -> bytes | None:
        """The first header of that name."""
        return next((value for key, value in self.headers if key == name), None)


@dataclass(slots=True)
class Publication:
    """A record to publish."""

    topic: str
    """Short name of the topic."""
    key: str | bytes | None
    partition_key: str
    """What decides the partition; it need not be the key (see messages/)."""
    value: bytes | None
    headers: Headers = ()


@dataclass(frozen=True, slots=True)
class DeadDocument:
    """Bytes from outside Kafka that could not be handled; the runtime adds where they came from."""

    code: str
    reason: str
    body: bytes
    url: str
    content_type: str | None = None
    replay: bytes | None = None
    """The message that, put into the stage's inbox, does the work again."""


@dataclass(slots=True)
class Outcome:
    """What one run of a stage's function gives. It happens as a whole, exactly once, or not at all."""

    disposition: str
    """What became of the item, from a bounded list: a metric's label."""
    publications: list[Publication] = field(default_factory=list)
    states: dict[str, StateWrite] = field(default_factory=dict)
    dead_documents: list[DeadDocument] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    """Whatever else is worth counting, by a name from a bounded list; counted when the outcome is committed."""

    def count(self, name: str) -> None:
        """One more of `name`."""
        self.counts[name] = self.counts.get(name, 0) + 1

    def put(self, name: str, state: State, *, due_at: float | None = None, expires_at: float | None = None) -> None:
        """Writes a state of this lane.

        Args:
            name: the state's name inside the lane.
            state: its new value.
            due_at: Unix time in seconds at which `on_due` is called for it; None: never.
            expires_at: Unix time after which the runtime forgets it; None: not by itself.
        """
        self.states[name] = StateWrite(state, due_at, expires_at)

    def delete(self, name: str) -> None:
        """Forgets a state of this lane."""
        self.states[name] = StateWrite(None, None, None)

    def dead_document(
        self, error: BadInput, body: bytes, *, url: str, content_type: str | None, replay: bytes | None
    ) -> None:
        """Puts bytes from the network aside as a dead letter; `replay` is the message that tries them again."""
        self.dead_documents.append(DeadDocument(error.code, error.reason, body, url, content_type, replay))

    def publish(
        self,
        topic: str,
        *,
        key: str,
        value: bytes | None,
        partition_key: str | None = None,
        headers: Headers = (),
    ) -> None:
        """Publishes a message, partitioned by `partition_key`, or by its key where there is none."""
        self.publications.append(
            Publication(topic, key, key if partition_key is None else partition_key, value, headers)
        )


class Memory(Protocol):
    """The states of one lane, as the lane's earlier runs left them."""

    @property
    def lane(self) -> str:
        """Whose states these are."""

    def get(self, name: str, model: type[S]) -> S | None:
        """A state of this lane, or None where there is none. Raises BadInput where it cannot be read."""

    def due_at(self, name: str) -> float | None:
        """When the state is due, as a Unix time; None where it is not."""


class Stage(Protocol):
    """A keyed function with memory."""

    @property
    def name(self) -> str:
        """``poll``, ``fetch``, ``tag``: also the consumer group's, the store's and the inbox's name."""

    @property
    def input(self) -> str:
        """Short name of the topic that it reads."""

    @property
    def outputs(self) -> tuple[str, ...]:
        """Short names of the topics that it publishes on."""

    def lane(self, message: Message) -> str:
        """What the message belongs to: messages of one lane run in order, one at a time.

        The lane is also what decides a message's partition, so that all of a lane meets in one place.
        Raises BadInput where the message cannot be read.
        """

    async def on_message(self, message: Message, memory: Memory) -> Outcome:
        """A message came. Raises BadInput where it must become a dead letter."""

    async def on_due(self, name: str, memory: Memory) -> Outcome:
        """The time that a state asked for has come. An exception counts as a failed attempt."""


@dataclass(frozen=True, slots=True)
class ScopedStage:
    """What the runtime needs to know of a stage's topics, all by their full names on the cluster."""

    stage: Stage
    topic_name: Callable[[str], str]
    partitions: Mapping[str, int]
    """Partition count of every topic that the stage reads or writes, by short name."""

    @property
    def inbox(self) -> str:
        """Short name of the stage's inbox."""
        return f"{self.stage.name}-inbox"

    @property
    def store(self) -> str:
        """Short name of the stage's store."""
        return f"{self.stage.name}-store"
