"""One HTTP exchange over a checked connection: request out, response head and raw body in.

The seam to httpcore, and the only place that knows its exceptions. Redirects, limits and decoding are the
client's. HTTP/1.1 alone: a domain is asked for one thing at a time, so there is nothing to multiplex.
"""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import AsyncIterable, AsyncIterator, Iterator

import httpcore
import httpx

from dateline.web.addresses import IPNetwork
from dateline.web.connecting import GuardedNetwork, Route, tls_failure
from dateline.web.connections import Connections, Lease
from dateline.web.errors import FetchCode, FetchError


@contextlib.contextmanager
def _as_fetch_error(url: str) -> Iterator[None]:
    try:
        yield
    except FetchError as error:
        error.url = error.url or url
        raise
    except httpcore.ConnectTimeout as error:
        raise FetchError(FetchCode.TIMEOUT_CONNECT, "no connection in time", url) from error
    except httpcore.TimeoutException as error:
        raise FetchError(FetchCode.TIMEOUT_READ, "the server fell silent", url) from error
    except httpcore.NetworkError as error:
        if (tls := tls_failure(error)) is not None:
            raise FetchError(FetchCode.TLS, tls.reason or str(tls), url) from error
        if isinstance(error, httpcore.ConnectError):
            raise FetchError(FetchCode.CONNECT, str(error) or "refused", url) from error
        raise FetchError(FetchCode.PROTOCOL, f"the connection broke: {error}", url) from error
    except (httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
        raise FetchError(FetchCode.PROTOCOL, str(error)[:300], url) from error


class _Body(httpx.AsyncByteStream):
    def __init__(self, lease: Lease, body: AsyncIterable[bytes], url: str) -> None:
        self._lease = lease
        self._body = body
        self._url = url

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _as_fetch_error(self._url):
            async for chunk in self._body:
                yield chunk

    async def aclose(self) -> None:
        await self._lease.aclose()


class GuardedTransport(httpx.AsyncBaseTransport):
    """httpx's transport over `GuardedNetwork`. Raises FetchError, nothing of httpcore.

    `httpx.AsyncHTTPTransport` offers no place for a network of one's own; nor are its proxies used, because
    behind one of them the address would be the proxy's to choose.
    """

    def __init__(self, allowed: tuple[IPNetwork, ...], ssl_context: ssl.SSLContext, route: Route) -> None:
        self._connections = Connections(GuardedNetwork(allowed, route), ssl_context)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Sends `request`; its timeouts are in ``request.extensions["timeout"]``."""
        url = str(request.url)
        assert isinstance(request.stream, httpx.AsyncByteStream)
        outgoing = httpcore.Request(
            method=request.method,
            url=httpcore.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        with _as_fetch_error(url):
            lease = await self._connections.lease(outgoing.url, request.extensions["timeout"]["connect"])
            incoming = await lease.send(outgoing)
        assert isinstance(incoming.stream, AsyncIterable)
        return httpx.Response(
            status_code=incoming.status,
            headers=incoming.headers,
            stream=_Body(lease, incoming.stream, url),
            extensions=incoming.extensions,
            request=request,
        )

    async def aclose(self) -> None:
        """Closes every idle connection."""
        await self._connections.aclose()
