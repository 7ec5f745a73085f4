"""Where hubs knock: one route of poll's HTTP server (W3C WebSub, sections 5.3 and 7).

Any copy may be knocked at. It answers by the callback's token alone, checks what was signed, and hands over to the
feed's owner through the inbox; it decides nothing about a feed. Whoever has no true token gets no further than that.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Mapping
from types import TracebackType

import structlog
from aiohttp import web
from prometheus_client import Counter

from dateline.errors import DatelineError
from dateline.feeds.callbacks import CALLBACK_PATH, Address, Callbacks, is_signed
from dateline.runtime.records import Publisher
from dateline.settings import Settings
from dateline.stages.websub_allowance import Allowance
from dateline.stages.websub_notice import INBOX, Notice, NoticeKind

log = structlog.get_logger()

KNOCKS = Counter("dateline_websub_requests", "What hubs asked or pushed, by what became of it.", ["outcome"])

_BODY_DEADLINE_S = 20.0
_BODIES_MAX = 16
"""Pushes that are read at a time."""
_RECORD_MAX_BYTES = 900_000
"""A little less than a record of the inbox may have (schemas/topics.yaml)."""
_CHALLENGE_MAX_CHARACTERS = 4096


class WebSubDoor:
    """An async context manager; `routes` are for the HTTP server."""

    def __init__(self, settings: Settings, callbacks: Callbacks) -> None:
        self._settings = settings
        self._callbacks = callbacks
        self._publisher: Publisher | None = None
        self._opening = asyncio.Lock()
        self._allowance = Allowance()
        self._free = asyncio.Semaphore(_BODIES_MAX)

    @property
    def routes(self) -> list[web.AbstractRouteDef]:
        """The callback, for both of a hub's errands."""
        path = f"{CALLBACK_PATH}{{token}}"
        return [web.get(path, self._verify, allow_head=False), web.post(path, self._take)]

    async def __aenter__(self) -> WebSubDoor:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._close()

    async def _verify(self, request: web.Request) -> web.Response:
        """A hub asks whether we meant it, or says that it will not."""
        token = request.match_info["token"]
        address = self._callbacks.read(token)
        asked = request.query
        if address is None or not address.is_for(asked.get("hub.topic", "")):
            return _answered("unknown", 404)
        if asked.get("hub.mode") == "denied":
            return await self._hand_over(_notice(NoticeKind.DENIED, address, token), "denied", 200)
        challenge = asked.get("hub.challenge", "")
        if asked.get("hub.mode") != "subscribe" or not 0 < len(challenge) <= _CHALLENGE_MAX_CHARACTERS:
            # Nobody of us asks to be unsubscribed: leases run out.
            return _answered("not-asked-for", 404)
        lease = asked.get("hub.lease_seconds", "")
        known = lease.isascii() and lease.isdigit() and len(lease) < 12
        lease_s = float(lease) if known else self._settings.websub_lease_s
        notice = _notice(NoticeKind.VERIFIED, address, token, lease_s=lease_s)
        return await self._hand_over(notice, "verified", 200, challenge)

    async def _take(self, request: web.Request) -> web.Response:
        """A hub pushes."""
        token = request.match_info["token"]
        address = self._callbacks.read(token)
        if address is None:
            return _answered("unknown", 404)
        if (wait_s := self._allowance.wait_s(token, time.monotonic())) > 0:
            return _answered("too-many", 429, headers={"Retry-After": str(math.ceil(wait_s))})
        if request.headers.get("Content-Encoding", "identity").lower() != "identity":
            return _answered("encoded", 415)
        async with self._free:
            try:
                async with asyncio.timeout(_BODY_DEADLINE_S):
                    body = await _read(request, self._settings.body_max_bytes)
            except TimeoutError:
                return _answered("too-slow", 408)
            if body is None:
                return _answered("too-large", 413)
            if not is_signed(body, self._callbacks.signing_secret(token), request.headers.get("X-Hub-Signature")):
                # Answered as if it were well, so that nobody learns by trying (section 7.1).
                return _answered("wrong-signature", 202)
            fits = len(body) <= _RECORD_MAX_BYTES
            kind = NoticeKind.PUSHED if fits else NoticeKind.TOO_LARGE
            content_type = request.headers.get("Content-Type", "")[:200] or None
            notice = _notice(kind, address, token, content_type=content_type, body=body if fits else b"")
            return await self._hand_over(notice, "pushed", 202)

    async def _hand_over(self, notice: Notice, outcome: str, status: int, text: str = "") -> web.Response:
        """Into the owner's inbox; a hub that is told 503 comes again."""
        try:
            publisher = await self._open()
            await publisher.send([notice.to_publication()])
        except DatelineError as error:
            log.warning("a hub was sent away", kind=notice.kind, reason=str(error))
            await self._close()
            return _answered("not-taken", 503)
        return _answered(outcome, status, text)

    async def _open(self) -> Publisher:
        async with self._opening:
            if self._publisher is None:
                self._publisher = await Publisher(self._settings, [INBOX]).__aenter__()
            return self._publisher

    async def _close(self) -> None:
        publisher, self._publisher = self._publisher, None
        if publisher is not None:
            await publisher.aclose()


def _notice(
    kind: NoticeKind,
    address: Address,
    token: str,
    *,
    lease_s: float = 0.0,
    content_type: str | None = None,
    body: bytes = b"",
) -> Notice:
    return Notice(
        kind=kind,
        domain=address.domain,
        feed_id=address.feed_id,
        token=token,
        lease_s=lease_s,
        content_type=content_type,
        body=body,
    )


async def _read(request: web.Request, limit: int) -> bytes | None:
    """The body; None where it is larger than `limit` bytes."""
    body = bytearray()
    async for piece in request.content.iter_any():
        body += piece
        if len(body) > limit:
            return None
    return bytes(body)


def _answered(outcome: str, status: int, text: str = "", headers: Mapping[str, str] | None = None) -> web.Response:
    KNOCKS.labels(outcome).inc()
    # The challenge comes from outside: a browser must not take it for a page.
    safe = {"X-Content-Type-Options": "nosniff", **(headers or {})}
    return web.Response(status=status, text=text, content_type="text/plain", headers=safe)
