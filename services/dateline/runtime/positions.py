"""The position of a task as a state: what stands under the store's reserved key."""

from __future__ import annotations

from dateline.runtime.progress import Position
from dateline.runtime.state import State


class Positions(State):
    """Where the task stands in each of its inputs, by short topic name."""

    inputs: dict[str, Position] = {}
    partitions: int = 0
    """Partition count of the inputs when it was written: with another one, lanes are elsewhere."""
