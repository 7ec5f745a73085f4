"""The outgoing proxy: a tunnel (CONNECT, RFC 9110, section 9.3.6) to an address that was judged here.

The proxy is never given a name: it could look it up anew and find another address, also one behind itself.
So http and https alike go through a tunnel to the judged address, and name and certificate are checked with
the server at its end, as without a proxy. The price: the proxy has to allow CONNECT to the ports of feeds
and pages, 80 among them, and names have to be resolved where Dateline runs.
"""

from __future__ import annotations

import base64
import re

import httpcore
import httpx
from pydantic import SecretStr

from dateline.web.addresses import IPAddress
from dateline.web.errors import FetchCode, FetchError

_HEAD_MAX_BYTES = 16 * 1024
_STATUS_LINE = re.compile(rb"HTTP/1\.[01] (\d{3})(?: [^\r\n]*)?\r?\n")
_UNREACHED = frozenset({502, 503, 504})
"""The proxy's word for a server that it cannot reach: the server's fault, and its next address may do."""


class Proxy:
    """Where the proxy is and how to log in there."""

    def __init__(self, url: str, username: str | None, password: SecretStr | None) -> None:
        """`url`: as `dateline.settings.ProxyUrl` allows it."""
        parsed = httpx.URL(url)
        self.host = parsed.host
        self.tls = parsed.scheme == "https"
        self.port = parsed.port or (443 if self.tls else 80)
        self._login = ""
        if username is not None:
            pair = f"{username}:{password.get_secret_value() if password else ''}".encode()
            self._login = f"Proxy-Authorization: Basic {base64.b64encode(pair).decode()}\r\n"

    async def tunnel(self, stream: httpcore.AsyncNetworkStream, address: IPAddress, port: int) -> None:
        """Makes of a connection to the proxy one to `address`; closing it is the caller's.

        Raises httpcore.ConnectError where the proxy cannot reach the address, FetchError where it will not.
        """
        await stream.write(self._request(address, port))
        head = b""
        while b"\r\n\r\n" not in head:
            piece = await stream.read(_HEAD_MAX_BYTES)
            head += piece
            if not piece or len(head) > _HEAD_MAX_BYTES:
                raise FetchError(FetchCode.PROXY, f"{self} did not answer like a proxy")
        found = _STATUS_LINE.match(head)
        status = 0 if found is None else int(found[1])
        if status in _UNREACHED:
            raise httpcore.ConnectError(f"{self} does not reach {address}:{port}: {status}")
        if not 200 <= status < 300:
            raise FetchError(FetchCode.PROXY, f"{self} refused a tunnel to {address}:{port}: {status or 'no HTTP'}")
        if not head.endswith(b"\r\n\r\n"):
            # Whoever is at the end of the tunnel waits for us: what comes before is not theirs.
            raise FetchError(FetchCode.PROXY, f"{self} said more than that the tunnel is open")

    def _request(self, address: IPAddress, port: int) -> bytes:
        to = f"[{address}]:{port}" if address.version == 6 else f"{address}:{port}"
        return f"CONNECT {to} HTTP/1.1\r\nHost: {to}\r\n{self._login}\r\n".encode("latin-1")

    def __str__(self) -> str:
        return f"the proxy {self.host}:{self.port}"
