"""When a domain may be asked: a gap between requests, and no request before it said so. Pure.

A domain that refuses (429, 503) is asked less and less, and as it answers again, step by step as before.

Every page or feed that has to wait gets a slot of its own, so waiting is a due time and never a queue.
"""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict

PATIENCE_S = 0.25
"""A wait this short is waited out; a longer one becomes a due time."""

RETRY_MARGIN_S = 1.0
"""Added to Retry-After: the server's clock and ours need not agree, and its word is a floor."""


GAP_MAX_S = 300.0
"""A strained domain's gap grows up to this."""
_STRAIN_MAX = 16


class Courtesy(BaseModel):
    """What we owe a domain. Times are Unix seconds."""

    model_config = ConfigDict(frozen=True)

    next_slot_at: float = 0.0
    """The first slot that nobody has taken."""
    free_at: float = 0.0
    """No request before this: the start of the last one, and the gap."""
    not_before: float = 0.0
    """No request before this: the domain said so, or is overloaded."""
    strain: int = 0
    """Refusals (429, 503), less the answers since. Each doubles the gap. (Slots stay as close as ever: whoever comes
    too early takes another one, and so nobody's slot is hours away when the domain is well again.)"""

    def gap(self, gap_s: float) -> float:
        """The gap that a domain has which would have `gap_s` if it were well."""
        return min(gap_s * 2.0**self.strain, max(gap_s, GAP_MAX_S))

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
        free_at = now + self.gap(gap_s)
        return self.model_copy(update={"free_at": free_at, "next_slot_at": max(self.next_slot_at, free_at)})

    def told_to_wait(self, now: float, wait_s: float) -> Self:
        """The domain asked for quiet."""
        return self.model_copy(update={"not_before": max(self.not_before, now + wait_s + RETRY_MARGIN_S)})

    def refused(self, now: float, asked_s: float | None, *, first_s: float, longest_s: float) -> Self:
        """The domain is overloaded (429, 503): nothing for a while, then one request after another, further apart.

        The wait is the one `asked_s` for (Retry-After), and no less than a ladder that doubles from `first_s` to
        `longest_s` as refusals go on. Each answer makes the gap half as long again (`answered`).
        """
        ladder = min(first_s * 2.0**self.strain, longest_s)
        strained = self.model_copy(update={"strain": min(self.strain + 1, _STRAIN_MAX)})
        return strained.told_to_wait(now, max(asked_s or 0.0, ladder))

    def answered(self) -> Self:
        """The domain answered a request, whatever it said."""
        return self.model_copy(update={"strain": self.strain - 1}) if self.strain else self
