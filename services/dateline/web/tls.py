"""TLS over a connection that is open, for httpcore. Also over one that has TLS already: that of a proxy.

asyncio's own was tried: over TLS it fails in its error handling (Python before 3.11.8), and its farewell can be kept
waiting by a server.
"""

from __future__ import annotations

import asyncio
import functools
import ssl
from collections.abc import Callable
from typing import Self, TypeVar

import httpcore

T = TypeVar("T")

_READ_BYTES = 64 * 1024


class TlsStream(httpcore.AsyncNetworkStream):
    """A connection with TLS. Raises httpcore's exceptions, caused by ssl.SSLError where TLS is the reason."""

    def __init__(self, inner: httpcore.AsyncNetworkStream, context: ssl.SSLContext, name: str | None) -> None:
        """`name`: whose certificate is wanted."""
        self._inner = inner
        self._came, self._leaves = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._came, self._leaves, server_hostname=name)

    @classmethod
    async def over(
        cls, inner: httpcore.AsyncNetworkStream, context: ssl.SSLContext, name: str | None, timeout: float | None
    ) -> Self:
        """TLS with who is at the end of `inner`, which is closed where it fails. `timeout`: seconds for all of it."""
        try:
            async with asyncio.timeout(timeout):
                stream = cls(inner, context, name)
                await stream._step(stream._tls.do_handshake, None)
        except BaseException as error:
            await inner.aclose()
            if isinstance(error, TimeoutError):
                raise httpcore.ConnectTimeout(f"no handshake in {timeout} s") from error
            if isinstance(error, ssl.SSLError | ValueError | httpcore.NetworkError):  # ValueError: of an odd name
                raise httpcore.ConnectError(str(error)) from error
            raise
        return stream

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What has come, no more than `max_bytes`; nothing at the end, with or without a farewell."""
        try:
            return await self._step(functools.partial(self._tls.read, max_bytes), timeout)
        except (ssl.SSLZeroReturnError, ssl.SSLEOFError):
            return b""  # whether the body is whole is for HTTP to say
        except ssl.SSLError as error:
            raise httpcore.ReadError(str(error)) from error

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Sends it; returns when most of it is on its way."""
        try:
            left = memoryview(buffer)
            while left:
                left = left[await self._step(functools.partial(self._tls.write, left), timeout) :]
        except ssl.SSLError as error:
            raise httpcore.WriteError(str(error)) from error

    async def aclose(self) -> None:
        """Closes at once, without a farewell."""
        await self._inner.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> TlsStream:
        """TLS in TLS, with who is behind the one at the other end."""
        return await TlsStream.over(self, ssl_context, server_hostname, timeout)

    def get_extra_info(self, info: str) -> object:
        """``ssl_object``, ``is_readable``, or what is known of the connection below."""
        if info == "ssl_object":
            return self._tls
        if info == "is_readable" and self._came.pending:
            return True
        return self._inner.get_extra_info(info)

    async def _step(self, step: Callable[[], T], timeout: float | None) -> T:
        """Tries a step of TLS until what it needs has come. Raises ssl.SSLError, and what `inner` raises."""
        while True:
            try:
                result = step()
            except ssl.SSLWantReadError:
                await self._send(timeout)
                if data := await self._inner.read(_READ_BYTES, timeout):
                    self._came.write(data)
                else:
                    self._came.write_eof()
            except ssl.SSLError:
                await self._send(timeout)  # the other end is told why
                raise
            else:
                await self._send(timeout)
                return result

    async def _send(self, timeout: float | None) -> None:
        if self._leaves.pending:
            await self._inner.write(self._leaves.read(), timeout)
