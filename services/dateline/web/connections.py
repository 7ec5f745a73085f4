"""Keeps connections open for their next request.

httpcore's own pool looks at every pair of its connections with every request, which costs more than the
request from some fifty on, and a poller has hundreds. Here each origin has its list, and the idle ones of all
origins one order. A connection serves one request at a time (HTTP/1.1), so there is nothing to assign.
"""

from __future__ import annotations

import ssl
import time
from collections import OrderedDict
from typing import NamedTuple

import httpcore

from dateline.web.connecting import GuardedNetwork

OPEN_CONNECTIONS_MAX = 750
"""At work and idle, below the 1,024 files that a process may commonly open: an idle one makes room for one at work."""
IDLE_S = 15.0

_Origin = tuple[bytes, bytes, int]


class _Idle(NamedTuple):
    """A connection that waits for its next request."""

    origin: _Origin
    since: float


class Lease:
    """A connection, for one request."""

    def __init__(self, pool: Connections, connection: httpcore.AsyncHTTP11Connection, origin: _Origin) -> None:
        self._pool = pool
        self._connection = connection
        self._origin = origin
        self._response: httpcore.Response | None = None
        self._returned = False

    async def send(self, request: httpcore.Request) -> httpcore.Response:
        """The response, its body still to come. Gives the connection back where there is none."""
        try:
            self._response = await self._connection.handle_async_request(request)
        except BaseException:
            await self.aclose()
            raise
        return self._response

    async def aclose(self) -> None:
        """Gives the connection back: to be kept if the response was read to its end, else to be closed."""
        if self._returned:
            return
        self._returned = True
        try:
            if self._response is not None:
                await self._response.aclose()
        finally:
            await self._pool.give_back(self._connection, self._origin)


class Connections:
    """The open connections of one client."""

    def __init__(self, network: GuardedNetwork, ssl_context: ssl.SSLContext) -> None:
        self._network = network
        self._ssl_context = ssl_context
        self._ssl_context.set_alpn_protocols(["http/1.1"])
        self._idle: dict[_Origin, list[httpcore.AsyncHTTP11Connection]] = {}
        self._idle_longest: OrderedDict[httpcore.AsyncHTTP11Connection, _Idle] = OrderedDict()
        self._at_work = 0
        self._closed = False

    async def lease(self, url: httpcore.URL, timeout: float | None) -> Lease:
        """A connection to the URL's origin: an idle one where there is one. `timeout`: seconds for each step to it."""
        origin = (url.scheme, url.host, url.origin.port)
        self._at_work += 1
        try:
            connection = await self._reusable(origin)
            if connection is None:
                await self._make_room()
                connection = await self._open(url.origin, timeout)
        except BaseException:
            self._at_work -= 1
            raise
        return Lease(self, connection, origin)

    async def _open(self, origin: httpcore.Origin, timeout: float | None) -> httpcore.AsyncHTTP11Connection:
        host = origin.host.decode("ascii")
        stream: httpcore.AsyncNetworkStream = await self._network.connect(host, origin.port, timeout)
        if origin.scheme == b"https":
            stream = await stream.start_tls(self._ssl_context, host, timeout)
        return httpcore.AsyncHTTP11Connection(origin, stream, keepalive_expiry=IDLE_S)

    async def _reusable(self, origin: _Origin) -> httpcore.AsyncHTTP11Connection | None:
        """The idle connection that was used last, and that the server has not closed."""
        waiting = self._idle.get(origin, [])
        while waiting:
            connection = waiting[-1]
            self._forget(connection)
            if connection.is_available() and not connection.has_expired():
                return connection
            await connection.aclose()
        return None

    def _forget(self, connection: httpcore.AsyncHTTP11Connection) -> None:
        origin = self._idle_longest.pop(connection).origin
        waiting = self._idle[origin]
        waiting.remove(connection)
        if not waiting:
            del self._idle[origin]

    async def give_back(self, connection: httpcore.AsyncHTTP11Connection, origin: _Origin) -> None:
        """`Lease.aclose` calls it, once."""
        self._at_work -= 1
        if connection.is_idle() and not connection.is_closed() and not self._closed:
            self._idle.setdefault(origin, []).append(connection)
            self._idle_longest[connection] = _Idle(origin, time.monotonic())
        else:
            await connection.aclose()
        await self._make_room()

    async def _make_room(self) -> None:
        """Closes what is idle for too long, or one too many."""
        while self._idle_longest:
            oldest, idle = next(iter(self._idle_longest.items()))
            fit = self._at_work + len(self._idle_longest) <= OPEN_CONNECTIONS_MAX
            if fit and time.monotonic() - idle.since < IDLE_S:
                return
            self._forget(oldest)
            await oldest.aclose()

    async def aclose(self) -> None:
        """Closes the idle connections; those at work are closed when they are given back."""
        self._closed = True
        while self._idle_longest:
            connection = next(iter(self._idle_longest))
            self._forget(connection)
            await connection.aclose()
