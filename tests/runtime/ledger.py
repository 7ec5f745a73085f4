"""A stage that books what it is asked to, and waits wherever the test wants: the model test's function.

Every input has an id that no other has, so that whatever is lost or done twice can be named.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from dateline.errors import BadInput
from dateline.runtime.stage import Memory, Message, Outcome
from dateline.runtime.state import State


class Tally(State):
    """A lane's bookings."""

    booked: int = 0
    last: str = ""


class Owed(State):
    """A booking that is to be paid at its due time."""

    id: str
    due_at: float
    waits: bool


class Ledger:
    """Numbers the bookings of each lane.

    A message is JSON: {"lane", "id", "waits"?, "stubborn"? (waiting, it will not be cancelled), "fails"? (bad, defect,
    large), "delay_s"?, "hand_to"?, "postpones"? (the id of what is owed in this lane, by "postpone_s"), "keeps_s"?}.

    Args:
        clock: Unix time in seconds.
        door: awaited by what waits, with a name that tells the item.
        broken: asked with an owed booking's id, whether paying it fails now.
    """

    name = "fetch"
    input = "entries"
    outputs = ("articles", "fetch-inbox")

    def __init__(
        self,
        clock: Callable[[], float],
        door: Callable[[str], Awaitable[None]],
        broken: Callable[[str], bool],
    ) -> None:
        self._clock = clock
        self._door = door
        self._broken = broken

    def lane(self, message: Message) -> str:
        return str(read(message.value)["lane"])

    async def on_message(self, message: Message, memory: Memory) -> Outcome:
        asked = read(message.value)
        tally = memory.get("tally", Tally) or Tally()
        if asked.get("waits"):
            try:
                await self._door(asked["id"])
            except asyncio.CancelledError:
                if not asked.get("stubborn"):
                    raise
        if asked.get("fails") == "bad":
            raise BadInput("asked-to", "the message asks to fail")
        if asked.get("fails") == "defect":
            raise ZeroDivisionError("the message asks for a defect")
        outcome = Outcome("booked")
        booking = {"id": asked["id"], "number": tally.booked + 1, "after": tally.last, "by": "message"}
        if asked.get("fails") == "large":
            outcome.publish("articles", key=memory.lane, value=b"x" * 2_000_000)
        if "delay_s" in asked:
            booking["due_at"] = due_at = self._clock() + asked["delay_s"]
            owed = Owed(id=asked["id"], due_at=due_at, waits=bool(asked.get("waits")))
            outcome.put(f"owed/{asked['id']}", owed, due_at=due_at)
        if owed_still := memory.get(f"owed/{asked.get('postpones')}", Owed):
            later = self._clock() + asked["postpone_s"]
            outcome.put(f"owed/{owed_still.id}", owed_still.model_copy(update={"due_at": later}), due_at=later)
        if "keeps_s" in asked:
            outcome.put(f"kept/{asked['id']}", Tally(last=asked["id"]), expires_at=self._clock() + asked["keeps_s"])
        if "hand_to" in asked:
            handed = {"lane": asked["hand_to"], "id": f"{asked['id']}-handed"}
            outcome.publish("fetch-inbox", key=asked["hand_to"], value=json.dumps(handed).encode())
        outcome.put("tally", Tally(booked=tally.booked + 1, last=asked["id"]))
        outcome.publish("articles", key=memory.lane, value=json.dumps(booking).encode())
        return outcome

    async def on_due(self, name: str, memory: Memory) -> Outcome:
        owed = memory.get(name, Owed)
        assert owed is not None, "due, and not there"
        begun_at = self._clock()
        if owed.waits:
            await self._door(owed.id)
        if self._broken(owed.id):
            raise BadInput("broken", "it cannot be paid now")
        outcome = Outcome("paid")
        paid = {"id": owed.id, "by": "due", "due_at": owed.due_at, "begun_at": begun_at}
        outcome.publish("articles", key=memory.lane, value=json.dumps(paid).encode())
        outcome.delete(name)
        return outcome


def read(value: bytes | None) -> dict[str, Any]:
    """A message's fields. Raises BadInput where it is no booking."""
    try:
        asked: dict[str, Any] = json.loads(value or b"")
        return {**asked, "lane": str(asked["lane"]), "id": str(asked["id"])}
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput("bad-message", f"not a booking: {error}") from error
