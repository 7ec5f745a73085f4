"""What response headers say about asking again: Retry-After, freshness, validators. Pure (RFC 9110, 9111)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime

import httpx

RETRY_AFTER_MAX_S = 366 * 86400.0
"""A Retry-After beyond a year is read as one year: a feed is never given up for ever."""
_VALIDATOR_MAX_CHARACTERS = 1024
_DIGITS = re.compile(r"\d{1,12}", re.ASCII)
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,12})", re.ASCII | re.IGNORECASE)
_NOT_STORED = re.compile(r"(?:^|[\s,])no-(?:store|cache)(?:$|[\s,=])", re.ASCII | re.IGNORECASE)


def _http_date(text: str) -> float | None:
    """Seconds since the epoch of an HTTP-date (RFC 9110, section 5.6.7), None when it is none."""
    if len(text) > 64:
        return None
    try:
        moment = parsedate_to_datetime(text)
        # Without a zone it is the asctime form, which HTTP reads as GMT.
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def retry_after_s(headers: httpx.Headers, now: float) -> float | None:
    """Seconds from `now` (seconds since the epoch) until the server wants to be asked again; None: not said.

    Reads seconds and HTTP-date (RFC 9110, section 10.2.3). Never negative, at most `RETRY_AFTER_MAX_S`.
    A date is measured by the server's own clock where it sent its ``Date``.
    """
    value = headers.get("retry-after", "").strip()
    if _DIGITS.fullmatch(value):
        return min(float(value), RETRY_AFTER_MAX_S)
    moment = _http_date(value)
    if moment is None:
        return None
    server_now = _http_date(headers.get("date", "").strip())
    # Of two clocks the one that gives the longer wait: a floor is never cut short.
    reference = now if server_now is None else min(now, server_now)
    return min(max(moment - reference, 0.0), RETRY_AFTER_MAX_S)


def freshness_s(headers: httpx.Headers, now: float) -> float | None:
    """Seconds for which the response stays fresh (RFC 9111, section 4.2); None when the server does not say.

    0 where it must not be stored or used unasked. `now` in seconds since the epoch.
    """
    control = ",".join(headers.get_list("cache-control"))[:4096]
    if _NOT_STORED.search(control):
        return 0.0
    if found := _MAX_AGE.search(control):
        age = headers.get("age", "").strip()
        return max(0.0, float(found[1]) - (float(age) if _DIGITS.fullmatch(age) else 0.0))
    if "expires" not in headers:
        return None
    expires = _http_date(headers["expires"].strip())
    if expires is None:
        return 0.0  # "0" and other invalid dates mean "already expired" (RFC 9111, section 5.3)
    served = _http_date(headers.get("date", "").strip())
    return max(0.0, expires - (now if served is None else served))


@dataclass(frozen=True, slots=True)
class Validators:
    """What a conditional request echoes, byte for byte: each character is one byte (Latin-1)."""

    etag: str | None = None
    last_modified: str | None = None

    def request_headers(self) -> dict[str, str]:
        """The conditional request's headers (RFC 9110, section 13.1), for `Client.get`."""
        pairs = (("If-None-Match", self.etag), ("If-Modified-Since", self.last_modified))
        return {name: value for name, value in pairs if value}


def validators(headers: httpx.Headers) -> Validators:
    """The response's validators, undecoded; one longer than 1,024 bytes is ignored, as is a repeated one."""
    found: dict[bytes, list[str]] = {}
    for name, value in headers.raw:
        found.setdefault(name.lower(), []).append(value.decode("latin-1"))

    def one(name: bytes) -> str | None:
        values = found.get(name, [])
        return values[0] if len(values) == 1 and 0 < len(values[0]) <= _VALIDATOR_MAX_CHARACTERS else None

    return Validators(etag=one(b"etag"), last_modified=one(b"last-modified"))
