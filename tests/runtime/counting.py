"""A small stage for tests of the runtime: it numbers each lane's messages, so that any slip shows."""

from __future__ import annotations

import json

from dateline.errors import BadInput
from dateline.runtime.stage import Memory, Message, Outcome
from dateline.runtime.state import State


class Count(State):
    """How many messages the lane had, and what a due item still owes."""

    seen: int = 0


class Owed(State):
    """A message that asked to be published later."""

    sequence: int
    number: int


class Counting:
    """Publishes each message with its number in its lane, at once or when the message says.

    A message is JSON: {"lane", "sequence", "delay_s"?, "fail"?, "move_to"?}.
    """

    name = "fetch"
    input = "entries"
    outputs = ("articles", "fetch-inbox")

    def __init__(self, clock: object = None) -> None:
        import time

        self._clock = time.time if clock is None else clock

    def lane(self, message: Message) -> str:
        try:
            return str(json.loads(message.value or b"")["lane"])
        except (ValueError, KeyError, TypeError) as error:
            raise BadInput("bad-message", f"not a counting message: {error}") from error

    async def on_message(self, message: Message, memory: Memory) -> Outcome:
        asked = json.loads(message.value or b"")
        if asked.get("fail") == "bad":
            raise BadInput("asked-to", "the message asks to fail")
        if asked.get("fail") == "defect":
            raise ZeroDivisionError("the message asks for a defect")
        count = memory.get("count", Count) or Count()
        outcome = Outcome("counted")
        outcome.put("count", Count(seen=count.seen + 1))
        if asked.get("large"):
            outcome.publish("articles", key=memory.lane, value=b"x" * asked["large"])
        if "move_to" in asked:
            handed = {"lane": asked["move_to"], "sequence": asked["sequence"]}
            outcome.publish("fetch-inbox", key=asked["move_to"], value=json.dumps(handed).encode())
        elif "delay_s" in asked:
            owed = Owed(sequence=asked["sequence"], number=count.seen + 1)
            outcome.put(f"owed/{asked['sequence']}", owed, due_at=self._clock() + asked["delay_s"])  # type: ignore[operator] # a clock
        else:
            outcome.publish("articles", key=memory.lane, value=_line(asked["sequence"], count.seen + 1, "message"))
        return outcome

    async def on_due(self, name: str, memory: Memory) -> Outcome:
        owed = memory.get(name, Owed)
        assert owed is not None
        outcome = Outcome("paid")
        outcome.publish("articles", key=memory.lane, value=_line(owed.sequence, owed.number, "due"))
        outcome.delete(name)
        return outcome


def _line(sequence: int, number: int, by: str) -> bytes:
    return json.dumps({"sequence": sequence, "number": number, "by": by}).encode()
