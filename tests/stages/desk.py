"""A stage's function on a memory of its own, without Kafka: what the runtime does with outcomes, in a few lines.

The clock is the test's. States go through their encoded form, as they do in a store.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from dateline.messages import MessageModel
from dateline.runtime.stage import DeadDocument, Message, Outcome, Publication, Stage
from dateline.runtime.state import State

S = TypeVar("S", bound=State)
M = TypeVar("M", bound=MessageModel)


@dataclass(slots=True)
class Clock:
    """Unix time, as the test sets it."""

    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass(slots=True)
class Kept:
    """A state that was written."""

    payload: bytes
    due_at: float | None
    expires_at: float | None


@dataclass(frozen=True, slots=True)
class LaneMemory:
    """One lane's view."""

    lane: str
    states: dict[str, Kept]

    def get(self, name: str, model: type[S]) -> S | None:
        kept = self.states.get(name)
        return None if kept is None else model.decode(kept.payload)

    def due_at(self, name: str) -> float | None:
        kept = self.states.get(name)
        return None if kept is None else kept.due_at


@dataclass
class Desk:
    """Brings messages to a stage, keeps its due times, and applies what it answers."""

    stage: Stage
    clock: Clock
    lanes: dict[str, dict[str, Kept]] = field(default_factory=dict)
    published: list[Publication] = field(default_factory=list)
    put_aside: list[DeadDocument] = field(default_factory=list)

    async def bring(self, value: MessageModel | bytes, *headers: tuple[str, bytes]) -> Outcome:
        """A message comes."""
        raw = value if isinstance(value, bytes) else value.to_bytes()
        message = Message(self.stage.input, 0, 0, b"key", raw, headers)
        memory = self.memory(self.stage.lane(message))
        return self._apply(memory, await self.stage.on_message(message, memory))

    def due(self) -> list[tuple[float, str, str]]:
        """What is due when: time, lane and name, the soonest first."""
        return sorted(
            (kept.due_at, lane, name)
            for lane, states in self.lanes.items()
            for name, kept in states.items()
            if kept.due_at is not None
        )

    async def keep_next(self) -> Outcome:
        """Lets the time pass until something is due, and keeps it."""
        at, lane, name = self.due()[0]
        self.clock.now = max(self.clock.now, at)
        memory = self.memory(lane)
        memory.states[name].due_at = None
        return self._apply(memory, await self.stage.on_due(name, memory))

    def memory(self, lane: str) -> LaneMemory:
        """A lane's states."""
        return LaneMemory(lane, self.lanes.setdefault(lane, {}))

    def _apply(self, memory: LaneMemory, outcome: Outcome) -> Outcome:
        for name, write in outcome.states.items():
            if write.state is None:
                memory.states.pop(name, None)
            else:
                memory.states[name] = Kept(write.state.encode(), write.due_at, write.expires_at)
        self.published += outcome.publications
        self.put_aside += outcome.dead_documents
        return outcome


def values(publications: list[Publication], model: type[M]) -> list[M]:
    """What was published, as models."""
    return [model.model_validate_json(one.value or b"") for one in publications]
