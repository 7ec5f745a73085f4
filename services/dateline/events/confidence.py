"""How sure a slot's value is: how often its rule was right on annotated articles.

`confidence.tsv` holds counts by slot and rule, written by benchmarks/events/confidence.py. A rule that was seen
seldom leans on its slot's share.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).with_name("confidence.tsv")
_PRIOR = 20
"""A rule counts as much as its slot when it was seen so many times."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How often a slot was right, and how often it was told."""

    right: int
    told: int


Counts = Mapping[tuple[str, str], Counted]


def confidence_in(counts: Counts, slot: str, rule: str) -> float:
    """0 to 1: that a slot which this rule filled is right, given that the event is. An unknown rule: its slot's."""
    of_slot = [counted for (name, _), counted in counts.items() if name == slot]
    share = (sum(c.right for c in of_slot) + 1) / (sum(c.told for c in of_slot) + 2)  # never none, never all
    own = counts.get((slot, rule), Counted(0, 0))
    return round((own.right + _PRIOR * share) / (own.told + _PRIOR), 2)


@functools.cache
def _counts() -> Counts:
    rows = (line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()[1:])
    return {(slot, rule): Counted(int(right), int(told)) for slot, rule, right, told in rows}


@functools.cache
def slot_confidence(slot: str, rule: str) -> float:
    """The same by the tagger's own table."""
    return confidence_in(_counts(), slot, rule)
