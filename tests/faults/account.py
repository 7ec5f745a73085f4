"""What a test says of its trial, for the table of docs/faults.md."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.faults.oracle import Verdict

PROPERTY = "fault"
"""Name of the property of a test's report that holds its `Run`."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one fault, as the oracle judged it."""

    kind: str
    point: str
    """Where the fault came, or what it was exactly."""
    stage: str
    expected: int
    lost: int
    twice: int
    out_of_order: int
    other: int
    """Wrong dead letters, records left behind, states that differ from the model, readers that disagree."""
    seconds: float


@dataclass(frozen=True, slots=True)
class Account:
    """To be called with the verdict, at the end of a test."""

    record: Callable[[str, object], None]
    began: float

    def __call__(self, kind: str, point: str, stage: str, verdict: Verdict) -> None:
        """Writes it down, and fails where the promise was broken."""
        run = Run(
            kind, point, stage, verdict.expected, len(verdict.lost), len(verdict.twice), len(verdict.out_of_order),
            len(verdict.dead) + len(verdict.left) + len(verdict.store) + len(verdict.views),
            time.monotonic() - self.began,
        )  # fmt: skip
        self.record(PROPERTY, run)
        assert not verdict.broken, "\n".join(verdict.broken)
