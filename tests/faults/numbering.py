"""The stage under test: it numbers each lane's messages, so that whatever is lost, doubled or swapped shows.

And its model: what a log of such messages must lead to, computed without any runtime.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, ValidationError

from dateline.errors import BadInput
from dateline.runtime.commands import MOVED_HEADER, REARM_HEADER
from dateline.runtime.partitions import partition_of
from dateline.runtime.stage import Memory, Message, Outcome
from dateline.runtime.state import State, state_key
from dateline.runtime.workers import WorkerPool

VERSION = 1
LARGE_BYTES = 9_000_000
PADDING_MAX = 4_000_000
"""Messages of the tests stay well on either side of what the output topic takes."""
HANG_DEADLINE_S, WORK_DEADLINE_S = 1.0, 30.0
ERRORS = {
    "refuse": "asked-to",
    "defect": "defect",
    "large": "outcome-too-large",
    "too-new": "state-too-new",
    "hang": "worker-timeout",
    "crash": "worker-crash",
    "memory": "worker-memory",
}
"""The dead letter's error, by what a message asks to fail with."""

Failure: TypeAlias = Literal["refuse", "defect", "large", "too-new", "hang", "crash", "memory"]


class Ask(BaseModel):
    """A message: who sent it, and what the stage shall do about it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    v: int = VERSION
    lane: str
    source: str
    sequence: int
    due_s: float | None = None
    """Publish it so much later, by a due time."""
    sleep_s: float = 0.0
    """Take so long over it."""
    fail: Failure | None = None
    """Fail on the message in this way."""
    due_fail: Failure | None = None
    """Fail on its due item in this way."""
    padding: str = ""
    """Weight that the published line carries."""


class Line(BaseModel):
    """What is published: the message's origin and its number in its lane."""

    source: str
    sequence: int
    number: int
    by: Literal["message", "due"]
    padding: str = ""


class Tally(State):
    """``tally``: how many messages the lane had, and a hash over all of them in their order."""

    seen: int = 0
    digest: str = ""

    def after(self, ask: Ask) -> Tally:
        """With one more message."""
        text = f"{self.digest}/{ask.source}/{ask.sequence}"
        return Tally(seen=self.seen + 1, digest=hashlib.sha256(text.encode()).hexdigest()[:16])


class Owed(State):
    """``owed/SOURCE/SEQUENCE/NUMBER``: a message that is to be published later."""

    ask: Ask
    number: int


class OwedOfTomorrow(Owed):
    """What a newer version would write: the present one cannot read it."""

    SHAPE = 99


def owed_name(ask: Ask, number: int) -> str:
    """The name of the state that remembers a message until it is due; a feeder may send one message twice."""
    return f"owed/{ask.source}/{ask.sequence}/{number}"


def read_ask(value: bytes | None) -> Ask:
    """The message. Raises BadInput where it is none, or of another version."""
    try:
        ask = Ask.model_validate_json(value or b"")
    except ValidationError as error:
        raise BadInput("bad-message", f"not an Ask: {error.errors(include_url=False)[0]['msg']}") from error
    if ask.v != VERSION:
        raise BadInput("wrong-version", f"version {ask.v}")
    return ask


class Numbering:
    """The stage. `pool`: for messages that ask to fail in a worker."""

    name = "fetch"
    input = "entries"
    outputs = ("articles",)

    def __init__(self, pool: WorkerPool | None = None) -> None:
        self._pool = pool

    def lane(self, message: Message) -> str:
        """The lane that the message names."""
        return read_ask(message.value).lane

    async def on_message(self, message: Message, memory: Memory) -> Outcome:
        """Counts it, and publishes its line now or by a due time."""
        ask = read_ask(message.value)
        if ask.sleep_s:
            await asyncio.sleep(ask.sleep_s)
        outcome = Outcome("counted")
        await self._fail(ask.fail, outcome, memory.lane)
        tally = (memory.get("tally", Tally) or Tally()).after(ask)
        outcome.put("tally", tally)
        if ask.due_s is None:
            outcome.publish("articles", key=memory.lane, value=_line(ask, tally.seen, "message"))
        else:
            kind = OwedOfTomorrow if ask.due_fail == "too-new" else Owed
            outcome.put(owed_name(ask, tally.seen), kind(ask=ask, number=tally.seen), due_at=time.time() + ask.due_s)
        return outcome

    async def on_due(self, name: str, memory: Memory) -> Outcome:
        """Publishes what is owed."""
        owed = memory.get(name, Owed)
        assert owed is not None
        outcome = Outcome("paid")
        await self._fail(owed.ask.due_fail, outcome, memory.lane)
        outcome.publish("articles", key=memory.lane, value=_line(owed.ask, owed.number, "due"))
        outcome.delete(name)
        return outcome

    async def _fail(self, how: Failure | None, outcome: Outcome, lane: str) -> None:
        match how:
            case None:
                return
            case "refuse":
                raise BadInput("asked-to", "the message asks to be refused")
            case "large":
                outcome.publish("articles", key=lane, value=bytes(LARGE_BYTES))
            case "hang" | "crash" | "memory":
                assert self._pool is not None
                await self._pool.run(
                    fail_in_worker, how, deadline_s=HANG_DEADLINE_S if how == "hang" else WORK_DEADLINE_S
                )
            case _:
                raise ZeroDivisionError("the message asks for a defect")


def fail_in_worker(how: str) -> None:
    """Hangs, dies, or takes all the memory there is: what a worker must survive being replaced for."""
    if how == "hang":
        time.sleep(3600)
    if how == "crash":
        os.abort()
    hoard: list[bytearray] = []
    while True:
        hoard.append(bytearray(16 * 1024 * 1024))


def _line(ask: Ask, number: int, by: Literal["message", "due"]) -> bytes:
    line = Line(source=ask.source, sequence=ask.sequence, number=number, by=by, padding=ask.padding)
    return line.model_dump_json().encode()


@dataclass(frozen=True, slots=True)
class Dead:
    """What identifies a dead letter: a message by where it stood, a state by its key."""

    error: str
    topic: str | None
    partition: int | None
    offset: int | None
    key: bytes | None = None


@dataclass(slots=True)
class Expectation:
    """What a log of messages must lead to."""

    lines: dict[str, list[Line]] = field(default_factory=dict)
    """By lane, ordered by number."""
    dead: list[Dead] = field(default_factory=list)
    tallies: dict[str, Tally] = field(default_factory=dict)
    still_owed: set[bytes] = field(default_factory=set)
    """Store keys of due items that became dead letters: kept, and due no more."""

    @property
    def count(self) -> int:
        """Records that will be published, dead letters with them."""
        return sum(map(len, self.lines.values())) + len(self.dead)


def expect(records: Sequence[Message], full_name: str, partitions: int) -> Expectation:
    """What the records of the input, partition by partition in the order of their offsets, must lead to.

    A record that stands in another partition than its lane's must have been moved before. `full_name` is the
    input's on the cluster, `partitions` its count.
    """
    found = Expectation()
    for record in records:
        if record.header(REARM_HEADER) is not None:
            continue  # a command for a state that nobody has: counted, and no more
        try:
            ask = read_ask(record.value)
        except BadInput as error:
            found.dead.append(Dead(error.code, full_name, record.partition, record.offset))
            continue
        if ask.lane.startswith("\x00"):
            found.dead.append(Dead("bad-key", full_name, record.partition, record.offset))
            continue
        if partition_of(ask.lane, partitions) != record.partition:
            assert record.header(MOVED_HEADER) is not None, "the model does not follow a record through the inbox"
            found.dead.append(Dead("misplaced", full_name, record.partition, record.offset))
            continue
        if len(ask.padding) > PADDING_MAX:
            found.dead.append(Dead(ERRORS["large"], full_name, record.partition, record.offset))
            continue
        if ask.fail is not None:
            found.dead.append(Dead(ERRORS[ask.fail], full_name, record.partition, record.offset))
            continue
        tally = found.tallies[ask.lane] = found.tallies.get(ask.lane, Tally()).after(ask)
        if ask.due_s is not None and ask.due_fail is not None:
            key = state_key(ask.lane, owed_name(ask, tally.seen))
            found.dead.append(Dead(ERRORS[ask.due_fail], None, None, None, key))
            found.still_owed.add(key)
            continue
        by: Literal["message", "due"] = "message" if ask.due_s is None else "due"
        line = Line(source=ask.source, sequence=ask.sequence, number=tally.seen, by=by, padding=ask.padding)
        found.lines.setdefault(ask.lane, []).append(line)
    return found
