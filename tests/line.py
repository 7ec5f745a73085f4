"""A line to a server on loopback that can be cut: what goes wrong between a client and a store."""

from __future__ import annotations

import asyncio
import contextlib
from types import TracebackType
from typing import Self

_PIECE_BYTES = 64 * 1024
_HOST = "127.0.0.1"


class Line:
    """``async with``: carries bytes between `port` and the server's."""

    def __init__(self, target_port: int) -> None:
        self._target_port = target_port
        self._connections: set[asyncio.Task[None]] = set()
        self._carried = 0
        self.is_cut = False
        """Connections end at once, new ones too."""
        self.silent_after_bytes: int | None = None
        """Nothing is carried to the server after so many bytes; connections stay open."""
        self.replies_lost = 0
        """So many connections end when the server begins to answer; the answer is lost."""
        self.fell_silent = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, _HOST, 0)
        self.url = f"http://{_HOST}:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        self.cut()
        if self._connections:
            await asyncio.wait(self._connections)

    def cut(self) -> None:
        """Ends all connections; new ones end at once until `is_cut` is set back."""
        self.is_cut = True
        for connection in self._connections:
            connection.cancel()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = asyncio.current_task()
        assert connection is not None
        self._connections.add(connection)
        try:
            if not self.is_cut:
                await self._carry(reader, writer)
        except (OSError, asyncio.CancelledError):
            pass  # one side has gone, or the line was cut
        finally:
            self._connections.discard(connection)
            writer.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server_reader, server_writer = await asyncio.open_connection(_HOST, self._target_port)
        ways = [
            asyncio.create_task(self._there(reader, server_writer)),
            asyncio.create_task(self._back(server_reader, writer)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            for way in ways:
                with contextlib.suppress(OSError, asyncio.CancelledError):
                    await way
            server_writer.close()

    async def _there(self, reader: asyncio.StreamReader, server: asyncio.StreamWriter) -> None:
        while piece := await reader.read(_PIECE_BYTES):
            self._carried += len(piece)
            if self.silent_after_bytes is not None and self._carried > self.silent_after_bytes:
                self.fell_silent.set()
                await asyncio.Event().wait()
            server.write(piece)
            await server.drain()

    async def _back(self, server: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while piece := await server.read(_PIECE_BYTES):
            if self.replies_lost:
                self.replies_lost -= 1
                return
            writer.write(piece)
            await writer.drain()
