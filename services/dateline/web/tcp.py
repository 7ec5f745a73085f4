"""TCP connections for httpcore, on asyncio alone: its own, on anyio, cost as much as all else of an exchange.

No address is judged here, and none chosen: that is ``connecting.py``.
"""

from __future__ import annotations

import asyncio
import select
import ssl
from collections import deque
from typing import cast

import httpcore

from dateline.web.addresses import IPAddress
from dateline.web.tls import TlsStream

UNREAD_MAX_BYTES = 256 * 1024
"""Beyond so much that nobody has read, a server is left to wait. (One step of the loop may bring as much at once.)"""


class _Arrived(asyncio.Protocol):
    """What a connection has brought and nobody has read, and who waits for it, or for room to write."""

    def __init__(self) -> None:
        self.pieces: deque[bytes] = deque()
        self.ended = False
        self.failure: Exception | None = None
        self._transport: asyncio.Transport | None = None
        self._size = 0
        self._paused = False
        self.full = False
        self._waiter: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self.pieces.append(data)
        self._size += len(data)
        if self._size > UNREAD_MAX_BYTES and not self._paused and self._transport is not None:
            self._paused = True
            self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> None:
        self.ended = True
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        self.ended = True
        self.failure = exc
        self._wake()

    def pause_writing(self) -> None:
        self.full = True

    def resume_writing(self) -> None:
        self.full = False
        self._wake()

    def take(self, max_bytes: int) -> bytes:
        """The next bytes that are here; there must be some."""
        piece = self.pieces.popleft()
        if len(piece) > max_bytes:
            self.pieces.appendleft(piece[max_bytes:])
            piece = piece[:max_bytes]
        self._size -= len(piece)
        if self._paused and self._size <= UNREAD_MAX_BYTES // 2 and self._transport is not None:
            self._paused = False
            self._transport.resume_reading()
        return piece

    async def something(self) -> None:
        """Waits until there is something to read, or the end."""
        while not self.pieces and not self.ended:
            await self._change()

    async def room(self) -> None:
        """Waits until what was written is on its way, or the end."""
        while self.full and not self.ended:
            await self._change()

    async def _change(self) -> None:
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


class TcpStream(httpcore.AsyncNetworkStream):
    """An open connection. One task reads or writes at a time. Raises httpcore's exceptions; time-outs in seconds."""

    def __init__(self, transport: asyncio.Transport, arrived: _Arrived) -> None:
        self._transport = transport
        self._arrived = arrived

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What has come, no more than `max_bytes`; nothing at the end."""
        arrived = self._arrived
        if not arrived.pieces:
            try:
                async with asyncio.timeout(timeout):
                    await arrived.something()
            except TimeoutError as error:
                raise httpcore.ReadTimeout(f"silent for {timeout} s") from error
        if arrived.pieces:
            return arrived.take(max_bytes)
        if arrived.failure is not None:
            raise httpcore.ReadError(str(arrived.failure)) from arrived.failure
        return b""

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Sends it; returns when most of it is on its way."""
        if not buffer:
            return
        if self._transport.is_closing():
            raise httpcore.WriteError("the connection is closed") from self._arrived.failure
        self._transport.write(buffer)
        if not self._arrived.full:
            return
        try:
            async with asyncio.timeout(timeout):
                await self._arrived.room()
        except TimeoutError as error:
            raise httpcore.WriteTimeout(f"nothing taken for {timeout} s") from error
        if self._arrived.failure is not None:
            raise httpcore.WriteError(str(self._arrived.failure)) from self._arrived.failure

    async def aclose(self) -> None:
        """Closes at once: nothing is left to send, and a server could keep a farewell waiting."""
        self._transport.abort()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> TlsStream:
        """The same connection with TLS; where that fails, it is closed."""
        return await TlsStream.over(self, ssl_context, server_hostname, timeout)

    def get_extra_info(self, info: str) -> object:
        """``is_readable``: whether something has come, or the end; else what asyncio's transport knows."""
        if info == "is_readable":
            return bool(self._arrived.pieces) or self._transport.is_closing() or _is_readable(self._transport)
        return cast("object", self._transport.get_extra_info(info))


async def connect(address: IPAddress, port: int, timeout: float | None) -> TcpStream:
    """A connection to this address. Raises httpcore.ConnectError and ConnectTimeout."""
    try:
        async with asyncio.timeout(timeout):
            transport, arrived = await asyncio.get_running_loop().create_connection(_Arrived, str(address), port)
    except TimeoutError as error:
        raise httpcore.ConnectTimeout(f"no connection in {timeout} s") from error
    except OSError as error:
        raise httpcore.ConnectError(str(error)) from error
    return TcpStream(transport, arrived)


def _is_readable(transport: asyncio.Transport) -> bool:
    """Whether the system has something that the loop has not seen yet: the end, most of all."""
    poll = select.poll()
    poll.register(transport.get_extra_info("socket").fileno(), select.POLLIN)
    return bool(poll.poll(0))
