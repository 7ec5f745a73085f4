"""Registrable domains: the unit of politeness, and the key under which entries meet. Pure.

From the public suffix list, private section included: www, m and edition hosts of one outlet meet in one
place, and two blogs on a shared host do not. The list is the one that publicsuffixlist ships: a release of
it can move an outlet to another partition, so its version is part of the lock file.
"""

from __future__ import annotations

import functools
import ipaddress
from typing import Protocol, cast

import publicsuffixlist

from dateline.web.urls import URLS_REMEMBERED, parse_url


class _Suffixes(Protocol):
    def privatesuffix(self, domain: str) -> str | None: ...


@functools.cache
def _suffixes() -> _Suffixes:
    return cast("_Suffixes", publicsuffixlist.PublicSuffixList(accept_unknown=True, only_icann=False))


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


@functools.lru_cache(maxsize=16_384)
def _of_name(host: str) -> str:
    return _suffixes().privatesuffix(host) or host


@functools.lru_cache(maxsize=URLS_REMEMBERED)
def registrable_domain(url_or_host: str) -> str:
    """The registrable domain of a URL, or of ``host`` or ``host:port``: lower case, IDNA.

    An IP literal or a single label, with its port unless it is the scheme's own, is its own domain; so is
    a public suffix. Raises BadInput("bad-url").
    """
    url = parse_url(url_or_host if "://" in url_or_host else f"http://{url_or_host}")
    host = url.raw_host.decode("ascii").rstrip(".")
    if _is_address(host) or "." not in host:
        host = f"[{host}]" if ":" in host else host
        return host if url.port is None else f"{host}:{url.port}"
    return _of_name(host)
