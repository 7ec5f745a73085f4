"""The client: a request with a deadline, a body limit, and redirects followed one by one.

It remembers nothing between calls but open connections: no cookies, no learned redirects, no proxies from
the environment. Politeness and retries belong to the stages.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import TracebackType
from urllib.parse import urlencode

import httpx

from dateline.errors import BadInput
from dateline.settings import WebSettings
from dateline.web.addresses import parse_networks
from dateline.web.connecting import Route
from dateline.web.decoding import decoder
from dateline.web.domain import registrable_domain
from dateline.web.errors import FetchCode, FetchError
from dateline.web.proxy import Proxy
from dateline.web.redirects import carried, origin_of, target
from dateline.web.transport import GuardedTransport
from dateline.web.urls import parse_url

_ACCEPT_ENCODING = "gzip, deflate, br, zstd"
REQUESTS_MAX = 500
"""At work at a time: below the 1,024 files that a process may commonly open. Further ones wait."""
_DRAINED_MAX_BYTES = 64 * 1024
_SAME_METHOD = frozenset({307, 308})
"""Redirects that a form may follow (RFC 9110, section 15.4)."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One redirect: what was asked, the status, and the Location that came back, as it came."""

    url: str
    status: int
    location: str


@dataclass(frozen=True, slots=True)
class Response:
    """What the server answered, whatever the status."""

    url: str
    """The URL that answered: the last of the chain."""
    status: int
    headers: httpx.Headers
    body: bytes
    """Decoded; empty when `redirect_to` is set."""
    chain: tuple[Hop, ...]
    """The redirects that were followed, first to last."""
    elapsed_s: float
    """From the start of the first request to the last byte."""
    redirect_to: str | None = None
    """Where this redirect leads, when it leaves the domain and was to stay in it."""
    request_headers: tuple[tuple[bytes, bytes], ...] = ()
    """What this URL was asked with, without credentials."""

    @property
    def ok(self) -> bool:
        """A 2xx status."""
        return 200 <= self.status < 300


@dataclass(frozen=True, slots=True)
class _Question:
    """A request, wherever it is sent."""

    method: str
    headers: Mapping[str, str]
    credentials: Mapping[str, str]
    content: bytes | None = None
    stay_in_domain: bool = False
    body_cut_bytes: int | None = None
    before_hop: Callable[[str], None] | None = None

    def after(self, url: httpx.URL, to: httpx.URL) -> _Question:
        """What follows a redirect from `url` to `to`."""
        credentials = self.credentials if origin_of(url) == origin_of(to) else {}
        return replace(self, headers=carried(self.headers, url, to), credentials=credentials)


def _request_headers(user_agent: str, given: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    headers = {"user-agent": user_agent, "accept": "*/*", "accept-encoding": _ACCEPT_ENCODING}
    headers |= {name.lower(): value for name, value in given.items()}
    # Latin-1, because validators are echoed byte for byte and not all of them are ASCII.
    return [(name.encode("ascii"), value.encode("latin-1")) for name, value in headers.items()]


class Client:
    """An async context manager; one serves a whole process, and any number of calls at a time."""

    def __init__(self, settings: WebSettings, *, ssl_context: ssl.SSLContext | None = None) -> None:
        self._settings = settings
        context = ssl_context or httpx.create_ssl_context(trust_env=False)
        proxy = (
            Proxy(settings.proxy_url, settings.proxy_username, settings.proxy_password) if settings.proxy_url else None
        )
        route = Route(context, proxy, parse_networks(settings.proxy_except_networks))
        self._transport = GuardedTransport(parse_networks(settings.allow_networks), context, route)
        self._free = asyncio.Semaphore(REQUESTS_MAX)
        timeout = settings.read_timeout_s
        self._timeouts = {"connect": timeout, "read": timeout, "write": timeout}

    async def __aenter__(self) -> Client:
        await self._transport.__aenter__()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._transport.aclose()

    @property
    def user_agent(self) -> str:
        """Who we say we are."""
        return self._settings.user_agent

    async def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        credentials: Mapping[str, str] | None = None,
        stay_in_domain: bool = False,
        body_cut_bytes: int | None = None,
        before_hop: Callable[[str], None] | None = None,
    ) -> Response:
        """Gets `url`, following redirects. `credentials`: headers that no other origin than the URL's own gets.
        `body_cut_bytes`: no more of a body is read, and a longer one is cut there. `before_hop`: called with every
        redirect's target before it is asked; a FetchError that it raises ends the request.

        With `stay_in_domain`, a redirect to another registrable domain is handed back (its 3xx status and
        `redirect_to`) instead of followed, so that the one who is polite to that domain can ask there.
        Raises FetchError; a status of 400 and above is a response.
        """
        asked = _Question("GET", headers or {}, credentials or {}, None, stay_in_domain, body_cut_bytes, before_hop)
        return await self._ask(url, asked)

    async def post_form(self, url: str, fields: Mapping[str, str]) -> Response:
        """Posts `fields` as a form. Redirects are followed where they keep the method (307, 308).

        Raises FetchError; any status is a response.
        """
        form = {"content-type": "application/x-www-form-urlencoded"}
        return await self._ask(url, _Question("POST", form, {}, urlencode(fields).encode()))

    async def _ask(self, url: str, question: _Question) -> Response:
        deadline_s = self._settings.request_deadline_s
        async with self._free:  # outside the deadline: waiting for our own capacity is no fault of the server
            started = time.monotonic()
            try:
                async with asyncio.timeout(deadline_s):
                    return await self._follow(url, question, started)
            except TimeoutError as error:
                raise FetchError(FetchCode.DEADLINE, f"not done after {deadline_s:g} s", url) from error

    async def _follow(self, start: str, question: _Question, started: float) -> Response:
        try:
            url = parse_url(start)
        except BadInput as error:
            raise FetchError(FetchCode.BAD_URL, error.reason, start[:2048]) from error
        chain: list[Hop] = []
        seen = {str(url)}
        while True:
            answer = await self._exchange(url, question)
            try:
                followed = question.method == "GET" or answer.status_code in _SAME_METHOD
                to = target(url, answer.status_code, answer.headers) if followed else None
                leaves = to is not None and question.stay_in_domain and not _same_domain(url, to)
                if to is None or leaves:
                    body = b"" if to is not None else await self._body(answer, question.body_cut_bytes)
                    return Response(
                        url=str(url),
                        status=answer.status_code,
                        headers=answer.headers,
                        body=body,
                        chain=tuple(chain),
                        elapsed_s=time.monotonic() - started,
                        redirect_to=None if to is None else str(to),
                        request_headers=tuple(_request_headers(self._settings.user_agent, question.headers)),
                    )
                chain.append(Hop(str(url), answer.status_code, answer.headers["location"]))
                self._check_chain(to, chain, seen)
                if question.before_hop is not None:
                    question.before_hop(str(to))
                await _drain(answer)
            finally:
                await answer.aclose()
            question = question.after(url, to)
            url = to

    def _check_chain(self, to: httpx.URL, chain: list[Hop], seen: set[str]) -> None:
        if str(to) in seen:
            raise FetchError(FetchCode.REDIRECT_LOOP, f"{to} redirects back to itself", chain[-1].url)
        seen.add(str(to))
        if len(chain) > self._settings.redirects_max:
            raise FetchError(FetchCode.TOO_MANY_REDIRECTS, f"more than {self._settings.redirects_max}", chain[-1].url)

    async def _exchange(self, url: httpx.URL, question: _Question) -> httpx.Response:
        try:
            request = httpx.Request(
                question.method,
                url,
                headers=_request_headers(self._settings.user_agent, {**question.headers, **question.credentials}),
                content=question.content,
                extensions={"timeout": self._timeouts},
            )
        except UnicodeEncodeError as error:
            raise FetchError(FetchCode.PROTOCOL, f"a request header is not Latin-1: {error}", str(url)) from error
        return await self._transport.handle_async_request(request)

    async def _body(self, answer: httpx.Response, cut_bytes: int | None) -> bytes:
        """The decoded body, cut if it may be. Raises FetchError("too-large") at the first piece beyond the limit."""
        limit = self._settings.body_max_bytes
        url = str(answer.request.url)
        too_large = FetchError(FetchCode.TOO_LARGE, f"the body is larger than {limit} bytes", url)
        decode = decoder(answer.headers.get_list("content-encoding"))
        pieces: list[bytes] = []
        received = decoded = 0
        async for chunk in _raw(answer):
            received += len(chunk)
            if received > limit:
                raise too_large
            for piece in decode.feed(chunk):
                decoded += len(piece)
                if decoded > limit:
                    raise too_large
                pieces.append(piece)
                if cut_bytes is not None and decoded >= cut_bytes:
                    return b"".join(pieces)[:cut_bytes]
        decode.finish()
        return b"".join(pieces)


def _same_domain(one: httpx.URL, other: httpx.URL) -> bool:
    return registrable_domain(str(one)) == registrable_domain(str(other))


async def _drain(answer: httpx.Response) -> None:
    """Reads a redirect's small body, so that its connection can be used for the next hop."""
    length = answer.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and len(length) < 10 and int(length) <= _DRAINED_MAX_BYTES:
        async for _ in _raw(answer):
            pass


def _raw(answer: httpx.Response) -> httpx.AsyncByteStream:
    """The body as it comes. (httpx's own way, `aiter_raw`, closes what `_follow` closes, at a price.)"""
    assert isinstance(answer.stream, httpx.AsyncByteStream)
    return answer.stream
