"""The client against a server that answers with given bytes: statuses, redirects, limits, failures."""

from __future__ import annotations

import asyncio
import contextlib

import pytest

from dateline.settings import WebSettings
from dateline.web import Client, FetchCode, FetchError, validators
from tests.web.conftest import SETTINGS
from tests.web.origin import Origin, redirect, response


async def failure(client: Client, url: str) -> FetchCode:
    with pytest.raises(FetchError) as caught:
        await client.get(url)
    return caught.value.code


@pytest.mark.parametrize("status", [200, 204, 304, 404, 410, 429, 503])
async def test_every_status_is_a_response(client: Client, origin: Origin, status: int) -> None:
    origin.answers["/"] = response(b"", "X-Kind: test", status=status)
    answer = await client.get(origin.url())
    assert (answer.status, answer.headers["x-kind"], answer.url) == (status, "test", origin.url("/"))


async def test_the_body_comes_whole(client: Client, origin: Origin) -> None:
    origin.answers["/"] = response(b"news" * 50_000)
    assert (await client.get(origin.url())).body == b"news" * 50_000


async def test_the_request_says_who_asks_and_what_is_understood(client: Client, origin: Origin) -> None:
    await client.get(origin.url(), headers={"Accept": "application/rss+xml"})
    assert origin.header("user-agent") == SETTINGS.user_agent.encode()
    assert origin.header("accept") == b"application/rss+xml"
    assert origin.header("accept-encoding") == b"gzip, deflate, br, zstd"


async def test_validators_are_echoed_byte_for_byte(client: Client, origin: Origin) -> None:
    origin.answers["/"] = response(b"", 'ETag: W/"caf\u00e9\u00ff-1"', "Last-Modified: yesterday, about noon")
    first = await client.get(origin.url())
    await client.get(origin.url(), headers=validators(first.headers).request_headers())
    assert origin.header("if-none-match") == b'W/"caf\xe9\xff-1"'
    assert origin.header("if-modified-since") == b"yesterday, about noon"


async def test_a_connection_is_used_again(client: Client, origin: Origin) -> None:
    origin.answers["/"] = redirect("/there")
    origin.answers["/there"] = response(b"here")
    for _ in range(3):
        await client.get(origin.url())
    assert origin.connections == 1


async def test_a_proxy_in_the_environment_is_not_used(origin: Origin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    async with Client(SETTINGS) as fresh:
        assert (await fresh.get(origin.url())).status == 404


async def test_cookies_are_not_kept(client: Client, origin: Origin) -> None:
    origin.answers["/"] = response(b"", "Set-Cookie: id=1; Path=/")
    await client.get(origin.url())
    await client.get(origin.url())
    assert origin.header("cookie") is None


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_followed_and_told(client: Client, origin: Origin, status: int) -> None:
    origin.answers["/old"] = redirect("../new?a=1#part", status)
    origin.answers["/new?a=1"] = response(b"moved")
    answer = await client.get(origin.url("/old"))
    assert (answer.body, answer.url) == (b"moved", origin.url("/new?a=1"))
    assert [(hop.url, hop.status, hop.location) for hop in answer.chain] == [
        (origin.url("/old"), status, "../new?a=1#part")
    ]


async def test_a_redirect_without_a_target_is_a_response(client: Client, origin: Origin) -> None:
    origin.answers["/"] = response(b"choose", status=302)
    answer = await client.get(origin.url())
    assert (answer.status, answer.body, answer.redirect_to) == (302, b"choose", None)


async def test_a_redirect_out_of_the_domain_is_handed_back(client: Client, origin: Origin, elsewhere: Origin) -> None:
    origin.answers["/"] = redirect("/step", 301)
    origin.answers["/step"] = redirect(elsewhere.url("/there"), 308)
    answer = await client.get(origin.url(), stay_in_domain=True)
    assert (answer.status, answer.redirect_to, answer.url) == (
        308,
        elsewhere.url("/there"),
        origin.url("/step"),
    )
    assert [hop.status for hop in answer.chain] == [301]
    assert elsewhere.requests == []


async def test_a_redirect_out_of_the_domain_is_followed_when_that_is_allowed(
    client: Client, origin: Origin, elsewhere: Origin
) -> None:
    origin.answers["/"] = redirect(elsewhere.url("/there"))
    elsewhere.answers["/there"] = response(b"elsewhere")
    answer = await client.get(origin.url())
    assert (answer.body, answer.redirect_to) == (b"elsewhere", None)


async def test_credentials_stay_with_their_origin(client: Client, origin: Origin, elsewhere: Origin) -> None:
    origin.answers["/"] = redirect("/again")
    origin.answers["/again"] = redirect(elsewhere.url("/"))
    await client.get(origin.url(), headers={"Authorization": "Bearer x", "X-Feed": "1"})
    assert origin.header("authorization") == b"Bearer x"
    assert elsewhere.header("authorization") is None
    assert elsewhere.header("x-feed") == b"1"


async def test_a_redirect_loop_is_found(client: Client, origin: Origin) -> None:
    origin.answers["/a"] = redirect("/b")
    origin.answers["/b"] = redirect("/a")
    assert await failure(client, origin.url("/a")) == FetchCode.REDIRECT_LOOP


async def test_a_long_chain_is_given_up(client: Client, origin: Origin) -> None:
    for step in range(10):
        origin.answers[f"/{step}"] = redirect(f"/{step + 1}")
    assert await failure(client, origin.url("/0")) == FetchCode.TOO_MANY_REDIRECTS
    assert len(origin.requests) == SETTINGS.redirects_max + 1


@pytest.mark.parametrize(
    "location", ["ftp://127.0.0.1/", "javascript:alert(1)", "http://user@127.0.0.1/", "http://a..b/"]
)
async def test_a_redirect_to_no_web_address_is_refused(client: Client, origin: Origin, location: str) -> None:
    origin.answers["/"] = redirect(location)
    assert await failure(client, origin.url()) == FetchCode.BAD_URL


@pytest.mark.parametrize("length", [True, False])
async def test_a_body_beyond_the_limit_is_given_up(client: Client, origin: Origin, length: bool) -> None:
    origin.answers["/"] = response(bytes(SETTINGS.body_max_bytes + 1), length=length)
    assert await failure(client, origin.url()) == FetchCode.TOO_LARGE


async def test_a_body_at_the_limit_is_taken(client: Client, origin: Origin) -> None:
    origin.answers["/"] = response(bytes(SETTINGS.body_max_bytes))
    assert len((await client.get(origin.url())).body) == SETTINGS.body_max_bytes


async def test_an_endless_body_is_given_up(client: Client, origin: Origin) -> None:
    async def endless(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"10000\r\n" + bytes(0x10000) + b"\r\n")
            await writer.drain()

    origin.answers["/"] = endless
    assert await failure(client, origin.url()) == FetchCode.TOO_LARGE


async def test_a_trickle_ends_at_the_deadline(origin: Origin) -> None:
    async def trickle(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while True:
            writer.write(b".")
            await writer.drain()
            await asyncio.sleep(0.02)

    origin.answers["/"] = trickle
    settings = SETTINGS.model_copy(update={"request_deadline_s": 0.3, "read_timeout_s": 10.0})
    async with Client(settings) as client:
        assert await failure(client, origin.url()) == FetchCode.DEADLINE


async def test_a_chain_of_slow_redirects_ends_at_the_same_deadline(origin: Origin) -> None:
    async def slowly(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.15)
        writer.write(redirect(f"/?{len(origin.requests)}"))
        await writer.drain()

    for step in range(10):
        origin.answers[f"/?{step}"] = slowly
    settings = SETTINGS.model_copy(update={"request_deadline_s": 0.3, "redirects_max": 20})
    async with Client(settings) as client:
        assert await failure(client, origin.url("/?0")) == FetchCode.DEADLINE


async def test_silence_inside_an_answer_times_out(origin: Origin) -> None:
    async def silence(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegin")
        await writer.drain()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()
        await asyncio.sleep(3600)

    origin.answers["/"] = silence
    settings = SETTINGS.model_copy(update={"read_timeout_s": 0.2})
    async with Client(settings) as client:
        assert await failure(client, origin.url()) == FetchCode.TIMEOUT_READ


@pytest.mark.parametrize(
    "broken",
    [
        b"SSH-2.0-OpenSSH_9.7\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\nConnection: close\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000,
        b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 50_000,
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
    ],
    ids=["no HTTP", "cut short", "endless header", "endless headers", "negative length"],
)
async def test_what_is_no_http_is_a_protocol_error(client: Client, origin: Origin, broken: bytes) -> None:
    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(broken)
        await writer.drain()

    origin.answers["/"] = answer
    assert await failure(client, origin.url()) == FetchCode.PROTOCOL


async def test_a_refused_connection_is_told(client: Client) -> None:
    async with Origin() as gone:
        url = gone.url()
    assert await failure(client, url) == FetchCode.CONNECT


async def test_a_server_without_tls_is_a_tls_error(client: Client) -> None:
    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(plain, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        assert await failure(client, f"https://127.0.0.1:{port}/") == FetchCode.TLS


@pytest.mark.parametrize(
    "url",
    ["", "news.example", "ftp://news.example/", "http://", "http://a:b@news.example/", "http://[::1", "http://a..b/"],
)
async def test_what_is_no_web_address_is_not_asked_for(client: Client, url: str) -> None:
    assert await failure(client, url) == FetchCode.BAD_URL


async def test_the_client_goes_on_after_every_kind_of_failure(origin: Origin) -> None:
    async def hang(writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()

    origin.answers["/hang"] = hang
    origin.answers["/large"] = response(bytes(100_000))
    origin.answers["/fine"] = response(b"fine")
    settings = WebSettings(allow_networks="127.0.0.0/8", request_deadline_s=1.5, body_max_bytes=1000)
    async with Client(settings) as client:
        urls = [origin.url(path) for path in ("/hang", "/large") for _ in range(20)]
        failures = await asyncio.gather(*(failure(client, url) for url in urls))
        assert set(failures) == {FetchCode.DEADLINE, FetchCode.TOO_LARGE}
        assert (await client.get(origin.url("/fine"))).body == b"fine"
