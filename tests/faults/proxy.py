"""A TCP proxy before a broker that speaks enough of Kafka's framing to do harm at a chosen request.

It cuts the connection in the middle of a reply, swallows a reply, is slow, or goes silent as a half-open
connection does. A broker must advertise the proxy's address, else clients go past it.
"""

from __future__ import annotations

import asyncio
import contextlib
import struct
from collections import Counter
from dataclasses import dataclass, field
from enum import IntEnum
from types import TracebackType
from typing import Self

from dateline.broker.apache.node import HOST

_HEAD = struct.Struct(">ihhi")
_LENGTH = struct.Struct(">i")
_CORRELATION = struct.Struct(">i")


class Request(IntEnum):
    """Kinds of requests, by Kafka's API key."""

    PRODUCE = 0
    FETCH = 1
    HEARTBEAT = 12
    INIT_PRODUCER_ID = 22
    END_TRANSACTION = 26


@dataclass
class Proxy:
    """``async with``: forwards `port` to `target_port`, both on loopback, and does the harm that is asked for."""

    port: int
    target_port: int
    latency_s: float = 0.0
    """Each reply comes so much later."""
    cut: Counter[Request] = field(default_factory=Counter)
    """So many further replies to this request end in their middle, with the connection."""
    swallow: Counter[Request] = field(default_factory=Counter)
    """So many further replies to this request never come; the connection stays."""
    done: Counter[str] = field(default_factory=Counter)
    """What harm was done, by its name."""
    _silent: bool = False
    _connections: set[asyncio.Task[None]] = field(default_factory=set)

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, HOST, self.port)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for connection in self._connections:
            connection.cancel()
        if self._connections:
            await asyncio.wait(self._connections)

    def go_silent(self) -> None:
        """From now on connections stay open and carry nothing, new ones too."""
        self._silent = True
        self.done["silent"] += 1

    def speak_again(self) -> None:
        """New connections work again; those that went silent stay so until their clients give them up."""
        self._silent = False

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = asyncio.current_task()
        assert connection is not None
        self._connections.add(connection)
        try:
            if self._silent:
                await asyncio.Event().wait()
            await _Connection(self, reader, writer).carry()
        except (OSError, asyncio.IncompleteReadError):
            pass  # one side has gone, and so the other does
        finally:
            self._connections.discard(connection)
            writer.close()

    @property
    def silent(self) -> bool:
        """Whether nothing is carried now."""
        return self._silent


class _Connection:
    """One client's connection, and its twin to the broker."""

    def __init__(self, proxy: Proxy, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._proxy = proxy
        self._reader = reader
        self._writer = writer
        self._asked: dict[int, int] = {}
        """API key of each request that waits for its reply, by correlation id."""
        self._late: asyncio.Queue[tuple[float, bytes, bool]] = asyncio.Queue()
        """Replies with the time at which they go out, and whether the connection ends with them."""
        self._mute = False

    async def carry(self) -> None:
        reader, writer = await asyncio.open_connection(HOST, self._proxy.target_port)
        ways = [
            asyncio.create_task(self._carry_requests(writer)),
            asyncio.create_task(self._carry_replies(reader)),
            asyncio.create_task(self._write_replies()),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.wait(ways)
            writer.close()
        for way in ways:
            if not way.cancelled():
                with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                    way.result()

    async def _hush(self) -> None:
        """Waits for ever where the connection has gone silent."""
        self._mute = self._mute or self._proxy.silent
        if self._mute:
            await asyncio.Event().wait()

    async def _carry_requests(self, broker: asyncio.StreamWriter) -> None:
        while True:
            head = await self._reader.readexactly(_HEAD.size)
            length, api_key, _, correlation = _HEAD.unpack(head)
            rest = await self._reader.readexactly(length - _HEAD.size + _LENGTH.size)
            await self._hush()
            self._asked[correlation] = api_key
            broker.write(head + rest)
            await broker.drain()

    async def _carry_replies(self, broker: asyncio.StreamReader) -> None:
        proxy, loop = self._proxy, asyncio.get_running_loop()
        while True:
            head = await broker.readexactly(_LENGTH.size)
            reply = await broker.readexactly(_LENGTH.unpack(head)[0])
            await self._hush()
            api_key = self._asked.pop(_CORRELATION.unpack_from(reply)[0], -1)
            for request in Request:
                if request != api_key:
                    continue
                if proxy.swallow[request] > 0:
                    proxy.swallow[request] -= 1
                    proxy.done[f"swallowed {request.name}"] += 1
                    reply = b""
                elif proxy.cut[request] > 0:
                    proxy.cut[request] -= 1
                    proxy.done[f"cut {request.name}"] += 1
                    self._late.put_nowait((loop.time(), head + reply[: len(reply) // 2], True))
                    reply = b""
            if reply:
                self._late.put_nowait((loop.time() + proxy.latency_s, head + reply, False))

    async def _write_replies(self) -> None:
        """Writes what was read when its time has come: a slow line delays all alike, and queues nothing."""
        loop = asyncio.get_running_loop()
        while True:
            at, reply, last = await self._late.get()
            if (wait_s := at - loop.time()) > 0:
                await asyncio.sleep(wait_s)
                self._proxy.done["late"] += 1
            await self._hush()
            self._writer.write(reply)
            await self._writer.drain()
            if last:
                return
