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
    """The broker's newest time among the records before `next` that were read: tells a topic made anew."""


@dataclass(slots=True, eq=False)
class _Span:
    """One delivered record that is not done, or a run of delivered records that are; a link of a chain."""

    first: int
    last: int
    size: int
    timestamp_ms: int
    """The newest of its records."""
    done: bool
    before: _Span | None = None
    after: _Span | None = None


class Progress:
    """Tracks delivered records until they are done. Every step but `position` takes the same time."""

    def __init__(self, position: Position) -> None:
        self._known = deque(position.done)
        self._head: _Span | None = None
        self._tail: _Span | None = None
        self._undone: dict[int, _Span] = {}
        self._read_to = position.next
        self._at_ms = position.at_ms
        self.undone_bytes = 0
        """Bytes of the records delivered and not yet done."""

    @property
    def undone(self) -> int:
        """Records delivered and not yet done."""
        return len(self._undone)

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
        span = _Span(offset, offset, size, timestamp_ms, done, before=self._tail)
        if self._tail is None:
            self._head = span
        else:
            self._tail.after = span
        self._tail = span
        if done:
            self._settle(span)
        else:
            self._undone[offset] = span
            self.undone_bytes += size
        return not done

    def reached(self, position: int) -> None:
        """The reader stands at `position`: what lies between the last record and it is no record."""
        self._read_to = max(self._read_to, position)

    def finish(self, offset: int) -> None:
        """A delivered record is done."""
        span = self._undone.pop(offset)
        span.done = True
        self.undone_bytes -= span.size
        self._settle(span)

    def _settle(self, span: _Span) -> None:
        """Joins a span that has become done to the runs on both sides; what stands first is let go."""
        if span.before is not None and span.before.done:
            span.first = span.before.first
            span.timestamp_ms = max(span.timestamp_ms, span.before.timestamp_ms)
            self._unlink(span.before)
        if span.after is not None and span.after.done:
            span.last = span.after.last
            span.timestamp_ms = max(span.timestamp_ms, span.after.timestamp_ms)
            self._unlink(span.after)
        if span is self._head:
            # A broker's clock may be set back: the newest time is what no later record of this topic undercuts.
            self._at_ms = max(self._at_ms or 0, span.timestamp_ms)
            self._unlink(span)

    def _unlink(self, span: _Span) -> None:
        if span.before is None:
            self._head = span.after
        else:
            span.before.after = span.after
        if span.after is None:
            self._tail = span.before
        else:
            span.after.before = span.before

    def position(self) -> Position:
        """What to write down."""
        rest = [run for run in self._known if run[1] >= self._read_to]
        if self._head is None:
            return Position(next=self._read_to, done=rest, at_ms=self._at_ms)
        runs: list[tuple[int, int]] = []
        span: _Span | None = self._head
        while span is not None:
            if span.done:
                runs.append((span.first, span.last))
            span = span.after
        return Position(next=self._head.first, done=runs + rest, at_ms=self._at_ms)
