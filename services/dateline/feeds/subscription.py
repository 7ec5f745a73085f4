"""What a feed's hub is asked and how far it is believed (W3C WebSub). Pure: old state and an event in, new state out.

    found in the feed ─▶ asked ─▶ verified ─▶ renewed after three quarters of each lease
                          ▲  │ refused, unverified, denied: later again, ever later
                          └──┘
A hub is believed when a push of it brought news and nothing since then came by polling alone. News that a poll
finds first is awaited from the hub for a while; what does not come is a miss: from then on the feed is polled as
if there were no hub, until the hub has brought news twice as often as it had to before.
"""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict

RENEWED_AFTER = 0.75
"""Share of a lease after which it is renewed."""
_UNVERIFIED_S = 600.0
"""A hub that has verified nothing by then is asked again."""
GAP_S = 600.0
"""Between two requests about one feed."""
_GAP_MAX_S = 86400.0
_LEASE_MIN_S = 300.0
"""A shorter lease is not renewed any sooner."""
_LEASE_MAX_S = 365 * 86400.0
_MISSES_MAX = 5


class Subscription(BaseModel):
    """A feed's subscription. Times are Unix seconds."""

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True)

    version: Literal[1] = 1
    """Of this model."""
    hub: str
    """Whom we ask."""
    topic: str
    """What for: the feed's own idea of its URL."""
    callback: str
    """Where the hub is to push to."""
    ask_at: float
    """When the hub is asked, or asked again."""
    attempts: int = 0
    """Times that it was asked since it last verified."""
    leased_from: float = 0.0
    """Since when it pushes without a break."""
    leased_until: float = 0.0
    """Until when it pushes; 0: it does not."""
    pushes: int = 0
    """Pushes that brought news since the last miss."""
    misses: int = 0
    """How often a poll found what the hub never brought."""
    awaited_since: float | None = None
    """When a poll found news that the hub has not brought yet."""
    status: str = "found"
    """What happened last, for the operator; from a bounded list."""

    def due_at(self, patience_s: float) -> float:
        """When something has to be done about it; `patience_s`: how late a hub may be."""
        times = [self.ask_at]
        if self.leased_until:
            times.append(self.leased_until)
        if self.awaited_since is not None:
            times.append(self.awaited_since + patience_s)
        return min(times)

    def is_believed(self, now: float) -> bool:
        """Whether polling may be slow."""
        return now < self.leased_until and self.pushes >= 2**self.misses

    def asked(self, now: float, refusal: str | None, retry_after_s: float = 0.0) -> Self:
        """The hub was asked, and answered with `refusal`, or None where it will verify."""
        wait_s = _UNVERIFIED_S if refusal is None else GAP_S
        wait_s = max(min(wait_s * 2.0 ** min(self.attempts, 20), _GAP_MAX_S), retry_after_s)
        return self._with(ask_at=now + wait_s, attempts=self.attempts + 1, status=refusal or "asked")

    def verified(self, now: float, lease_s: float) -> Self:
        """The hub has asked whether we meant it, and will push for `lease_s`."""
        lease_s = min(max(lease_s, 0.0), _LEASE_MAX_S)
        renew_s = max(lease_s * RENEWED_AFTER, _LEASE_MIN_S)
        return self._with(
            ask_at=now + renew_s,
            attempts=0,
            leased_from=self.leased_from if now < self.leased_until else now,
            leased_until=now + lease_s,
            status="subscribed",
        )

    def denied(self, now: float) -> Self:
        """The hub will not push (W3C WebSub, section 5.2)."""
        return self._with(ask_at=now + _GAP_MAX_S, leased_until=0.0, awaited_since=None, status="denied")

    def pushed(self, *, news: bool) -> Self:
        """A push came that could be read."""
        # What a poll found a moment before was brought as well, only later.
        brought = news or self.awaited_since is not None
        return self._with(pushes=self.pushes + brought, awaited_since=None)

    def polled(self, now: float, *, news: bool, since: float | None) -> Self:
        """A poll was done; `news`: it found entries for the first time, which came after the poll at `since`."""
        owed = since is not None and self.leased_from <= since and now < self.leased_until
        if not news or not owed or self.awaited_since is not None:
            return self
        return self._with(awaited_since=now)

    def looked_at(self, now: float, patience_s: float) -> Self:
        """What the time that has passed has changed: news that did not come, a lease that has ended."""
        changes: dict[str, object] = {}
        if self.awaited_since is not None and now >= self.awaited_since + patience_s:
            misses = min(self.misses + 1, _MISSES_MAX)
            changes |= {"pushes": 0, "misses": misses, "awaited_since": None, "status": "missed-news"}
        if self.leased_until and now >= self.leased_until:
            changes |= {"leased_until": 0.0, "pushes": 0, "awaited_since": None, "status": "lapsed"}
        return self._with(**changes) if changes else self

    def _with(self, **changes: object) -> Self:
        return self.model_copy(update=changes)
