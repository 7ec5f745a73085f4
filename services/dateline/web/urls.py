"""What counts as a URL that may be requested. Pure."""

from __future__ import annotations

import functools
import re

import httpx

from dateline.errors import BadInput

_HOST = re.compile(rb"(?:[A-Za-z0-9_-]{1,63}\.)*[A-Za-z0-9_-]{1,63}\.?|(?=[^:]*:)[0-9a-fA-F:.]{2,45}")
_HOST_MAX_BYTES = 254  # RFC 1035, and the dot of the root
URL_MAX_CHARACTERS = 8192
"""Longest URL: what common servers take in a request line."""
URLS_REMEMBERED = 1024
"""What is read of a URL is asked for again several times while one page or feed is worked on."""


@functools.lru_cache(maxsize=URLS_REMEMBERED)
def parse_url(text: str) -> httpx.URL:
    """An absolute http or https URL with a host and without user information; its fragment is left out.

    Raises BadInput("bad-url") with what is wrong.
    """
    shown = repr(text[:200])
    if len(text) > URL_MAX_CHARACTERS:
        raise BadInput("bad-url", f"{shown}… has {len(text)} characters, more than {URL_MAX_CHARACTERS}")
    try:
        url = httpx.URL(text.strip())
        host = url.raw_host
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise BadInput("bad-url", f"{shown} is no URL: {error}") from error
    if url.scheme not in ("http", "https"):
        raise BadInput("bad-url", f"{shown} is not http or https")
    if len(host) > _HOST_MAX_BYTES or _HOST.fullmatch(host) is None:
        raise BadInput("bad-url", f"{shown} has no host, or none that a name or an address could be")
    if url.userinfo:
        raise BadInput("bad-url", f"{shown} carries a user name")
    if url.port is not None and not 0 < url.port < 65536:
        raise BadInput("bad-url", f"{shown} has a port out of range")
    return url.copy_with(fragment=None) if "#" in text else url


def join_url(base: httpx.URL, reference: str) -> httpx.URL:
    """A redirect's target: `reference` resolved against `base` (RFC 3986). Raises like `parse_url`."""
    if len(reference) > URL_MAX_CHARACTERS:
        raise BadInput("bad-url", f"a redirect's target has {len(reference)} characters")
    try:
        joined = base.join(reference.strip())
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise BadInput("bad-url", f"{reference[:200]!r} is no redirect target: {error}") from error
    return parse_url(str(joined))
