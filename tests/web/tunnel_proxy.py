"""A proxy on loopback that opens tunnels, and logs who asked for which."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from typing import Self


class TunnelProxy:
    """An async context manager. `refuse` answers every CONNECT with these bytes instead."""

    def __init__(self, host: str = "127.0.0.9", *, tls: ssl.SSLContext | None = None) -> None:
        self._host = host
        self._tls = tls
        self._relays: set[asyncio.Task[None]] = set()
        self.port = 0
        self.asked: list[bytes] = []
        """The head of each request."""
        self.refuse: bytes | None = None

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://{self._host}:{self.port}"

    @property
    def targets(self) -> list[str]:
        """What tunnels were asked for."""
        return [head.split()[1].decode() for head in self.asked]

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, self._host, 0, ssl=self._tls)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for relay in self._relays:
            relay.cancel()
        await asyncio.gather(*self._relays, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            self.asked.append(head)
            method, target, _ = head.split(None, 2)
            if self.refuse is not None or method != b"CONNECT":
                writer.write(self.refuse or b"HTTP/1.1 405 Method Not Allowed\r\n\r\n")
                await writer.drain()
                writer.close()
                return
            host, _, port = target.decode().rpartition(":")
            there, back = await asyncio.open_connection(host.strip("[]"), int(port))
            writer.write(b"HTTP/1.1 200 Connection established\r\nVia: 1.1 test\r\n\r\n")
            for source, sink in ((reader, back), (there, writer)):
                relay = asyncio.create_task(_relay(source, sink))
                self._relays.add(relay)
                relay.add_done_callback(self._relays.discard)


async def _relay(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while piece := await source.read(65536):
            sink.write(piece)
            await sink.drain()
    sink.close()
