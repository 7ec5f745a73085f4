"""Where something is asked for after permanent redirects, and when one is believed. Pure (RFC 9110, section 15.4).

A 301 is easily sent by mistake: by a site under repair, a captive portal, a lapsed domain. So a permanent redirect
is followed each time, and remembered only when it has led to the same place for days, with what was asked for at its
end. Only the permanent prefix of a chain counts: what comes after a temporary redirect may change. What was learned
is confirmed at the listed URL now and then, and forgotten when it fails.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self
from urllib.parse import urljoin

from pydantic import BaseModel, ConfigDict

SIGHTINGS_MIN = 3
"""So often a redirect must have been seen, however many days passed."""
CONFIRMED_EVERY_S = 30 * 86400.0
"""The listed URL is asked again after so long."""


def permanent_target(start: str, hops: Iterable[tuple[str, int, str]]) -> str | None:
    """Where the permanent redirects (301, 308) that begin a chain lead; None where the first is not permanent.

    `hops`: of each redirect the URL that was asked, its status and its ``Location``.
    """
    place = start
    for url, status, location in hops:
        if status not in (301, 308):
            break
        place = urljoin(url, location)
    return None if place == start else place


class Whereabouts(BaseModel):
    """Where something that is listed under one URL is asked for. Times are Unix seconds."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    learned: str | None = None
    """The URL that permanent redirects led to for long enough."""
    confirmed_at: float = 0.0
    """When the listed URL last led there, or failed, so that there is nothing better."""
    candidate: str | None = None
    """Where permanent redirects lead now, not yet long enough."""
    since: float = 0.0
    """Since when they do."""
    sightings: int = 0
    """How often that was seen."""

    def address(self, listed: str, now: float) -> str:
        """The URL to ask."""
        return listed if self.learned is None or now - self.confirmed_at >= CONFIRMED_EVERY_S else self.learned

    def found(self, asked: str, target: str | None, now: float, *, stable_s: float) -> Self:
        """What was looked for was found, `asked` leading permanently to `target` (None: it answered itself)."""
        if target == self.learned and target is not None:
            return self.model_copy(update={"confirmed_at": now, "candidate": None, "sightings": 0})
        if asked != self.learned and self.learned is not None:  # the listed URL leads elsewhere, or nowhere, by now
            return type(self)().found(asked, target, now, stable_s=stable_s)
        if target is None:
            return self.model_copy(update={"candidate": None, "sightings": 0})
        if target != self.candidate:
            return self.model_copy(update={"candidate": target, "since": now, "sightings": 1})
        sightings = self.sightings + 1
        if sightings < SIGHTINGS_MIN or now - self.since < stable_s:
            return self.model_copy(update={"sightings": sightings})
        return type(self)(learned=target, confirmed_at=now)

    def lost(self, asked: str, now: float) -> Self:
        """Nothing was found at `asked`. Where that was learned, the listed URL has the word again."""
        if asked == self.learned:
            return type(self)()
        return self.model_copy(update={"confirmed_at": now, "candidate": None, "sightings": 0})
