"""Names to addresses, without blocking the event loop or its executor.

The system's resolver cannot be interrupted: each lookup has a daemon thread of its own, so that a dead name
server delays neither other work nor the process's exit.
"""

from __future__ import annotations

import asyncio
import ipaddress
import itertools
import socket
import threading

from dateline.web.addresses import IPAddress

_LOOKUPS_MAX = 64
_ADDRESSES_MAX = 16


def _lookup(host: str) -> list[IPAddress]:
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    # A link-local address comes with its zone, "fe80::1%2": refused anyway, so without the zone as well.
    texts = dict.fromkeys(str(address[4][0]).partition("%")[0] for address in found)
    return [ipaddress.ip_address(text) for text in texts][:_ADDRESSES_MAX]


def interleaved(addresses: list[IPAddress]) -> list[IPAddress]:
    """The families in turn, first the resolver's first: one broken family costs one attempt (RFC 8305)."""
    if not addresses:
        return []
    first = [address for address in addresses if address.version == addresses[0].version]
    second = [address for address in addresses if address.version != addresses[0].version]
    pairs = itertools.zip_longest(first, second)
    return [address for pair in pairs for address in pair if address is not None]


class Resolver:
    """The system's resolver for one event loop, at most 64 lookups at a time."""

    def __init__(self) -> None:
        self._free = asyncio.Semaphore(_LOOKUPS_MAX)

    async def resolve(self, host: str) -> list[IPAddress]:
        """The addresses of `host`, in the order in which to try them. Raises OSError or UnicodeError."""
        await self._free.acquire()
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[list[IPAddress]] = loop.create_future()

        def deliver(addresses: list[IPAddress] | None, error: Exception | None) -> None:
            self._free.release()
            if answer.done():  # whoever asked has given up
                return
            if error is not None:
                answer.set_exception(error)
            else:
                answer.set_result(addresses or [])

        def run() -> None:
            addresses, failure = None, None
            try:
                addresses = _lookup(host)
            except (OSError, UnicodeError, ValueError) as error:
                failure = error
            if not loop.is_closed():
                loop.call_soon_threadsafe(deliver, addresses, failure)

        threading.Thread(target=run, name=f"resolve {host[:60]}", daemon=True).start()
        return interleaved(await answer)
