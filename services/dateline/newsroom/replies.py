"""An answer of a website, and how it is sent: whole, or as 304 where the client's copy is still good."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from aiohttp import web


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered, before the request's conditions are judged."""

    body: bytes
    """Before compression."""
    content_type: str
    """Media type without parameters."""
    charset: str | None = None
    """What the ``Content-Type`` header claims."""
    status: int = 200
    """HTTP status."""
    changed_at: datetime | None = None
    """When the content last changed; no ``Last-Modified`` without it."""
    headers: tuple[tuple[str, str], ...] = ()
    """Further headers."""


def response_to(request: web.BaseRequest, reply: Reply) -> web.Response:
    """The reply as a response, 304 where the client's validators hold (RFC 9110, section 13)."""
    headers = dict(reply.headers)
    if reply.status == 200:
        # weak: the same for the compressed and the plain body (RFC 9110, section 8.8.1)
        etag = f'W/"{hashlib.sha256(reply.body).hexdigest()[:16]}"'
        headers["ETag"] = etag
        headers["Cache-Control"] = "max-age=0, must-revalidate"
        if reply.changed_at:
            headers["Last-Modified"] = format_datetime(reply.changed_at.astimezone(UTC), usegmt=True)
        if _is_current(request, etag, reply.changed_at):
            return web.Response(status=304, headers=headers)
    response = web.Response(
        body=reply.body,
        status=reply.status,
        content_type=reply.content_type,
        charset=reply.charset,
        headers=headers,
    )
    response.enable_compression()
    return response


def _is_current(request: web.BaseRequest, etag: str, changed_at: datetime | None) -> bool:
    """Whether what the client holds is what would be sent; a given ETag decides alone."""
    if (known := request.headers.get("If-None-Match")) is not None:
        return etag in (part.strip() for part in known.split(","))
    since = request.headers.get("If-Modified-Since")
    if since is None or changed_at is None:
        return False
    try:
        return changed_at.replace(microsecond=0) <= parsedate_to_datetime(since)
    except (ValueError, TypeError):  # a date that cannot be read, or one without a zone, decides nothing
        return False
