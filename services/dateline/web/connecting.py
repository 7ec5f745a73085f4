"""The network under the client: every connection goes to an address that was checked at that moment.

The name is resolved here, each address judged, and the connection made to the judged address itself; TLS
still verifies the name. So no second lookup can answer differently (DNS rebinding), whatever hop asked. A
proxy changes the way there and nothing of this (proxy.py).
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass

import httpcore

from dateline.web.addresses import IPAddress, IPNetwork, refusal, within
from dateline.web.errors import FetchCode, FetchError
from dateline.web.proxy import Proxy
from dateline.web.resolving import Resolver
from dateline.web.tcp import TcpStream, connect
from dateline.web.tls import TlsStream

_ADDRESSES_TRIED_MAX = 4
_TEMPORARY = {socket.EAI_AGAIN: "the name server did not answer", socket.EAI_NONAME: "no such name"}

Stream = TcpStream | TlsStream


@dataclass(frozen=True, slots=True)
class Route:
    """How judged addresses are reached."""

    ssl_context: ssl.SSLContext
    """For TLS with the proxy itself."""
    proxy: Proxy | None = None
    direct: tuple[IPNetwork, ...] = ()
    """Networks that are reached without the proxy."""

    def proxy_for(self, address: IPAddress) -> Proxy | None:
        """The proxy that leads there, if one does."""
        return None if any(within(address, network) for network in self.direct) else self.proxy


class GuardedNetwork:
    """The ways out, with the address guard. Raises FetchError for what is refused or not resolved, httpcore's
    ConnectError and ConnectTimeout for what is not reached.
    """

    def __init__(self, allowed: tuple[IPNetwork, ...], route: Route) -> None:
        self._allowed = allowed
        self._route = route
        self._resolver = Resolver()

    async def _addresses(self, host: str) -> list[IPAddress]:
        try:
            return [ipaddress.ip_address(host.strip("[]"))]
        except ValueError:
            pass  # a name
        try:
            return await self._resolver.resolve(host)
        except socket.gaierror as error:
            why = _TEMPORARY.get(error.errno or 0, error.strerror or str(error))
            raise FetchError(FetchCode.DNS, f"{host}: {why}") from error
        except (OSError, UnicodeError, ValueError) as error:
            raise FetchError(FetchCode.DNS, f"{host}: {error}") from error

    async def _checked(self, host: str) -> list[IPAddress]:
        addresses = await self._addresses(host)
        refusals = {address: refusal(address, self._allowed) for address in addresses}
        checked = [address for address in addresses if refusals[address] is None]
        if not checked:
            if not addresses:
                raise FetchError(FetchCode.DNS, f"{host}: no address")
            address, why = next(iter(refusals.items()))
            raise FetchError(FetchCode.ADDRESS_REFUSED, f"{host} is at {address}: {why}")
        return checked[:_ADDRESSES_TRIED_MAX]

    async def connect(self, host: str, port: int, timeout: float | None) -> Stream:
        """A connection to one of the host's checked addresses; `timeout` spans lookup and all attempts."""
        ends = None if timeout is None else time.monotonic() + timeout
        try:
            async with asyncio.timeout(timeout):
                addresses = await self._checked(host)
        except TimeoutError as error:
            raise FetchError(FetchCode.DNS, f"{host}: no answer from the name server in time") from error
        failure: Exception | None = None
        for tried, address in enumerate(addresses):
            share = None if ends is None else max(ends - time.monotonic(), 0.001) / (len(addresses) - tried)
            try:
                if (proxy := self._route.proxy_for(address)) is not None:
                    return await self._through(proxy, address, port, share)
                return await connect(address, port, share)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        assert failure is not None
        raise failure

    async def _through(self, proxy: Proxy, address: IPAddress, port: int, timeout: float | None) -> Stream:
        """A tunnel to a judged address. The proxy's own is the operator's word, and not judged."""
        stream: Stream | None = None
        try:
            async with asyncio.timeout(timeout):
                stream = await self._to_proxy(proxy)
                await proxy.tunnel(stream, address, port)
                return stream
        except BaseException as error:
            if stream is not None:
                await stream.aclose()
            if isinstance(error, TimeoutError):
                raise httpcore.ConnectTimeout(f"{proxy} was not done in time") from error
            if isinstance(error, httpcore.NetworkError) and not isinstance(error, httpcore.ConnectError):
                raise FetchError(FetchCode.PROXY, f"{proxy} broke off: {error}") from error
            raise

    async def _to_proxy(self, proxy: Proxy) -> Stream:
        failure: Exception | None = None
        for own in (await self._addresses(proxy.host))[:_ADDRESSES_TRIED_MAX]:
            try:
                stream = await connect(own, proxy.port, None)
                return await stream.start_tls(self._route.ssl_context, proxy.host) if proxy.tls else stream
            except httpcore.ConnectError as error:
                failure = error
        raise FetchError(FetchCode.PROXY, f"{proxy} cannot be reached: {failure}")


def tls_failure(error: BaseException) -> ssl.SSLError | None:
    """The TLS error that caused `error`, if one did."""
    seen = 0
    cause: BaseException | None = error
    while cause is not None and seen < 10:
        if isinstance(cause, ssl.SSLError):
            return cause
        cause, seen = cause.__cause__ or cause.__context__, seen + 1
    return None
