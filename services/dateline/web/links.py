"""What a response's ``Link`` headers point to (RFC 8288). Pure and linear in time."""

from __future__ import annotations

import re

import httpx

from dateline.errors import BadInput
from dateline.web.urls import join_url

_HEADER_MAX_CHARACTERS = 16_384
_LINK = re.compile(r"<([^<>]{0,8192})>([^<]*)")
_RELATION = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]+))", re.IGNORECASE)


def linked(headers: httpx.Headers, url: str, relation: str) -> str | None:
    """The first http target of `relation`, absolute against `url`; None where there is none."""
    for header in headers.get_list("link"):
        for link in _LINK.finditer(header[:_HEADER_MAX_CHARACTERS]):
            found = _RELATION.search(link[2])
            names = (found[1] or found[2] or "").lower().split() if found else []
            if relation not in names:
                continue
            try:
                return str(join_url(httpx.URL(url), link[1]))
            except (BadInput, httpx.InvalidURL):
                continue
    return None
