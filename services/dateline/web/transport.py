"""One HTTP exchange over a checked connection: request out, response head and raw body in.

The seam to httpcore, and the only place that knows its exceptions. Redirects, limits and decoding are the
client's. HTTP/1.1 alone: a domain is asked for one thing at a time, so there is nothing to multiplex.
"""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import AsyncIterator, Iterator
from typing import cast

import httpcore
import httpx

from dateline.web.addresses import IPNetwork
from dateline.web.connecting import GuardedBackend, tls_failure
from dateline.web.errors import FetchCode, FetchError

CONNECTIONS_MAX = 500
"""Below the 1,024 files that a process may commonly open."""
IDLE_CONNECTIONS_MAX = 100
IDLE_S = 15.0


@contextlib.contextmanager
def _as_fetch_error(url: str) -> Iterator[None]:
    try:
        yield
    except FetchError as error:
        error.url = error.url or url
        raise
    except (httpcore.ConnectTimeout, httpcore.PoolTimeout) as error:
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
    def __init__(self, stream: AsyncIterator[bytes], url: str) -> None:
        self._stream = stream
        self._url = url

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _as_fetch_error(self._url):
            async for chunk in self._stream:
                yield chunk

    async def aclose(self) -> None:
        # httpcore's stream has aclose; its type only promises to be iterable.
        await cast("httpx.AsyncByteStream", self._stream).aclose()


class GuardedTransport(httpx.AsyncBaseTransport):
    """httpx's transport over httpcore's pool and `GuardedBackend`. Raises FetchError, nothing of httpcore.

    `httpx.AsyncHTTPTransport` offers no place for a network of one's own; proxies are off, because behind
    one the address would be the proxy's to choose.
    """

    def __init__(self, allowed: tuple[IPNetwork, ...], ssl_context: ssl.SSLContext) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=ssl_context,
            max_connections=CONNECTIONS_MAX,
            max_keepalive_connections=IDLE_CONNECTIONS_MAX,
            keepalive_expiry=IDLE_S,
            http1=True,
            http2=False,
            network_backend=GuardedBackend(allowed),
        )

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
            incoming = await self._pool.handle_async_request(outgoing)
        return httpx.Response(
            status_code=incoming.status,
            headers=incoming.headers,
            stream=_Body(cast("AsyncIterator[bytes]", incoming.stream), url),
            extensions=incoming.extensions,
            request=request,
        )

    async def aclose(self) -> None:
        """Closes every connection."""
        await self._pool.aclose()
