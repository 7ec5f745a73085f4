"""How far a task is in one input partition, when work finishes out of order. Pure.

The position is the next offset to read and the runs of offsets beyond it that are done. Runs are counted
over delivered records, so transaction markers and compaction gaps, which are never delivered, do not break
them.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from pydantic import BaseModel


class Position(BaseModel):
    """Where a task stands in one input partition."""

    next: int
    """Everything before this offset is done."""
    done: list[tuple[int, int]] = []
    """Runs beyond it that are done too: first and last offset of each."""
    at_ms: int | None = None
    """The broker's time of the last record before `next` that was read: tells a topic made anew."""


@dataclass(slots=True)
class _Delivered:
    offset: int
    size: int
    timestamp_ms: int
    done: bool


class Progress:
    """Tracks delivered records until they are done."""

    def __init__(self, position: Position) -> None:
        self._known = deque(position.done)
        self._delivered: deque[_Delivered] = deque()
        self._by_offset: dict[int, _Delivered] = {}
        self._read_to = position.next
        self._at_ms = position.at_ms
        self.undone_bytes = 0
        """Bytes of the records delivered and not yet done."""

    @property
    def undone(self) -> int:
        """Records delivered and not yet done."""
        return len(self._by_offset)

    @property
    def read_to(self) -> int:
        """The offset that the next delivered record has, or a later one."""
        return self._read_to

    def deliver(self, offset: int, size: int = 0, timestamp_ms: int = 0) -> bool:
        """Takes note of a record of `size` bytes. False where it is done already and must be skipped."""
        if offset < self._read_to:
            return False
        self._read_to = offset + 1
        while self._known and self._known[0][1] < offset:
            self._known.popleft()
        done = bool(self._known) and self._known[0][0] <= offset
        record = _Delivered(offset, size, timestamp_ms, done)
        self._delivered.append(record)
        if not done:
            self._by_offset[offset] = record
            self.undone_bytes += size
        self._trim()
        return not done

    def reached(self, position: int) -> None:
        """The reader stands at `position`: what lies between the last record and it is no record."""
        self._read_to = max(self._read_to, position)

    def finish(self, offset: int) -> None:
        """A delivered record is done."""
        record = self._by_offset.pop(offset)
        record.done = True
        self.undone_bytes -= record.size
        self._trim()

    def _trim(self) -> None:
        while self._delivered and self._delivered[0].done:
            self._at_ms = self._delivered.popleft().timestamp_ms

    def position(self) -> Position:
        """What to write down."""
        if not self._delivered:
            rest = [run for run in self._known if run[1] >= self._read_to]
            return Position(next=self._read_to, done=rest, at_ms=self._at_ms)
        runs: list[tuple[int, int]] = []
        start: int | None = None
        last = 0
        for record in self._delivered:
            if record.done:
                start = record.offset if start is None else start
                last = record.offset
            elif start is not None:
                runs.append((start, last))
                start = None
        if start is not None:
            runs.append((start, last))
        runs += [run for run in self._known if run[0] >= self._read_to]
        return Position(next=self._delivered[0].offset, done=runs, at_ms=self._at_ms)
