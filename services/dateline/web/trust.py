"""Whether a server's validators can be believed. Pure.

Some servers answer every conditional request with 304, and some keep an ETag while the bytes behind it change: who
believes them never sees news. So the whole body is asked for now and then. What that shows:

- New content under the validators of the old: they say nothing.
- New content under new validators: next time the old ones are sent, and a server that answers 304 to them is caught.

Validators that were found to lie are not sent for a while.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from dateline.web.caching import Validators

DISTRUSTED_S = 30 * 86400.0
"""How long validators that lied are not sent."""
_NONE = Validators()


class Trust(BaseModel):
    """What is known of one resource's validators. Times are Unix seconds."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    whole_at: float = 0.0
    """When a whole body last came."""
    tested: Validators | None = None
    """Validators of content that is gone: a 304 to them is a lie."""
    distrusted_until: float = 0.0

    def to_send(self, known: Validators, now: float, whole_gap_s: float) -> Validators:
        """The validators of the next request; none where the whole body is wanted."""
        if now < self.distrusted_until or now - self.whole_at >= whole_gap_s:
            return _NONE
        return known if self.tested is None else self.tested

    def unchanged(self, sent: Validators, now: float) -> Trust:
        """The server answered 304 to `sent`."""
        return _distrusted(self, now) if sent == self.tested else self

    def whole(self, sent: Validators, known: Validators, found: Validators, now: float, *, news: bool) -> Trust:
        """A whole body came, with the validators `found`; `news`: its content is not what `known` stood for."""
        trust = self.model_copy(update={"whole_at": now, "tested": None})
        if not news or known == _NONE:
            return trust
        if known == found or (known.etag is not None and known.etag == found.etag):
            return _distrusted(trust, now)
        return trust.model_copy(update={"tested": known}) if sent == _NONE else trust


def _distrusted(trust: Trust, now: float) -> Trust:
    return trust.model_copy(update={"tested": None, "distrusted_until": now + DISTRUSTED_S})
