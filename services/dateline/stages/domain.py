"""What poll and fetch each remember of a domain: what we owe it. One state a lane, since the lane is the domain."""

from __future__ import annotations

from dateline.runtime.stage import Memory, Outcome
from dateline.runtime.state import State
from dateline.web.politeness import Courtesy

_MEMORY_S = 7 * 86400.0


class DomainState(State):
    """``domain``."""

    courtesy: Courtesy = Courtesy()


def courtesy_of(memory: Memory) -> Courtesy:
    """What we owe the lane's domain."""
    return (memory.get("domain", DomainState) or DomainState()).courtesy


def put_courtesy(outcome: Outcome, courtesy: Courtesy, now: float) -> None:
    """Remembers it until a week after it is paid. `now`: Unix time in seconds."""
    forget_at = max(now, courtesy.next_slot_at, courtesy.not_before) + _MEMORY_S
    outcome.put("domain", DomainState(courtesy=courtesy), expires_at=forget_at)
