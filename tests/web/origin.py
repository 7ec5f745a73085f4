"""A server on loopback that answers with exactly the bytes that a test gives it, and logs what it was asked."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import Awaitable, Callable
from types import TracebackType

Answer = bytes | Callable[[asyncio.StreamWriter], Awaitable[None]]


def response(body: bytes = b"", *headers: str, status: int = 200, length: bool = True, encoding: str = "") -> bytes:
    """One HTTP/1.1 response. Without `length` it has no framing: the origin closes the connection after it."""
    lines = [f"HTTP/1.1 {status} Status", *headers]
    if encoding:
        lines.append(f"Content-Encoding: {encoding}")
    lines.append(f"Content-Length: {len(body)}" if length else "Connection: close")
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def redirect(location: str, status: int = 302) -> bytes:
    """A redirect without a body."""
    return response(b"", f"Location: {location}", status=status)


class Origin:
    """An async context manager. `answers` maps paths to responses; anything else is 404."""

    def __init__(self, host: str = "127.0.0.1", *, tls: ssl.SSLContext | None = None) -> None:
        self.host = host
        self.tls = tls
        self.answers: dict[str, Answer] = {}
        self.requests: list[bytes] = []
        self.bodies: list[bytes] = []
        """What was posted."""
        self.connections = 0
        self._server: asyncio.Server | None = None

    @property
    def port(self) -> int:
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    def url(self, path: str = "/", scheme: str = "http") -> str:
        """The URL of `path` here."""
        return f"{scheme}://{self.host}:{self.port}{path}"

    def header(self, name: str, request: int = -1) -> bytes | None:
        """The value of a request header, as its bytes came."""
        for line in self.requests[request].split(b"\r\n")[1:]:
            key, _, value = line.partition(b":")
            if key.lower() == name.lower().encode():
                return value.strip()
        return None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                self.requests.append(head)
                if length := self.header("content-length"):
                    self.bodies.append(await reader.readexactly(int(length)))
                answer = self.answers.get(head.split()[1].decode(), response(b"nothing here", status=404))
                if callable(answer):
                    await answer(writer)
                    break
                writer.write(answer)
                await writer.drain()
                if b"Connection: close" in answer.partition(b"\r\n\r\n")[0]:
                    break
        writer.close()

    async def __aenter__(self) -> Origin:
        self._server = await asyncio.start_server(self._serve, self.host, 0, ssl=self.tls)
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        assert self._server is not None
        self._server.close()
