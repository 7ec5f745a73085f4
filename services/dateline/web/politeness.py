"""When a domain may be asked: a gap between requests, and no request before it said so. Pure.

Every page or feed that has to wait gets a slot of its own, so waiting is a due time and never a queue.
"""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict

PATIENCE_S = 0.25
"""A wait this short is waited out; a longer one becomes a due time."""

RETRY_MARGIN_S = 1.0
"""Added to Retry-After: the server's clock and ours need not agree, and its word is a floor."""


class Courtesy(BaseModel):
    """What we owe a domain. Times are Unix seconds."""

    model_config = ConfigDict(frozen=True)

    next_slot_at: float = 0.0
    """The first slot that nobody has taken."""
    free_at: float = 0.0
    """No request before this: the start of the last one, and the gap."""
    not_before: float = 0.0
    """No request before this: the domain said so, or is overloaded."""

    def take_slot(self, now: float, gap_s: float) -> tuple[float, Self]:
        """The next slot; it is `now` where the domain may be asked at once."""
        slot = max(now, self.next_slot_at, self.free_at, self.not_before)
        return slot, self.model_copy(update={"next_slot_at": slot + gap_s})

    def taken(self, now: float, gap_s: float) -> float:
        """How many slots are taken, at a gap of `gap_s`."""
        return max(0.0, self.next_slot_at - max(now, self.not_before)) / gap_s if gap_s else 0.0

    def wait_s(self, now: float) -> float:
        """How long until a request may start; 0 where it may now."""
        return max(0.0, self.free_at - now, self.not_before - now)

    def asked(self, now: float, gap_s: float) -> Self:
        """A request starts now."""
        return self.model_copy(update={"free_at": now + gap_s, "next_slot_at": max(self.next_slot_at, now + gap_s)})

    def told_to_wait(self, now: float, wait_s: float) -> Self:
        """The domain asked for quiet, or is overloaded."""
        return self.model_copy(update={"not_before": max(self.not_before, now + wait_s + RETRY_MARGIN_S)})
