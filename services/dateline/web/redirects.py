"""What a redirect leads to. Pure; each hop is judged alone."""

from __future__ import annotations

from collections.abc import Mapping

import httpx

from dateline.errors import BadInput
from dateline.web.errors import FetchCode, FetchError
from dateline.web.urls import join_url

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CREDENTIALS = frozenset({"authorization", "cookie", "proxy-authorization"})


def target(url: httpx.URL, status: int, headers: httpx.Headers) -> httpx.URL | None:
    """Where a response of `url` redirects to; None when it does not. Raises FetchError("bad-url")."""
    location = headers.get("location")
    if status not in _REDIRECTS or location is None:
        return None
    try:
        return join_url(url, location)
    except BadInput as error:
        raise FetchError(FetchCode.BAD_URL, error.reason, str(url)) from error


def origin_of(url: httpx.URL) -> tuple[str, bytes, int | None]:
    """Scheme, host and port: what credentials belong to."""
    return url.scheme, url.raw_host, url.port


def carried(headers: Mapping[str, str], source: httpx.URL, destination: httpx.URL) -> dict[str, str]:
    """The request headers that may follow a redirect: credentials stay with their origin."""
    if origin_of(source) == origin_of(destination):
        return dict(headers)
    return {name: value for name, value in headers.items() if name.lower() not in _CREDENTIALS}
