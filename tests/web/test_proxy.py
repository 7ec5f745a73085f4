"""Through a proxy the same addresses are refused as without one: it is asked for the address that was judged."""

from __future__ import annotations

import base64
import ipaddress
from collections.abc import AsyncIterator

import pytest

from dateline.cli.options import build
from dateline.errors import ConfigurationError
from dateline.settings import WebSettings
from dateline.web import Client, FetchCode, FetchError, resolving
from dateline.web.addresses import IPAddress
from tests.web.certificate import tls_client, tls_server
from tests.web.origin import Origin, redirect, response
from tests.web.tunnel_proxy import TunnelProxy

PLACES = {
    "feeds.example": "127.0.0.1",
    "secure.example": "127.0.0.1",
    "other.example": "127.0.0.1",
    "inside.example": "10.0.0.7",
    "proxy.example": "127.0.0.9",
}


@pytest.fixture(autouse=True)
def names(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A name server that keeps a log."""
    asked: list[str] = []

    def lookup(host: str) -> list[IPAddress]:
        asked.append(host)
        return [ipaddress.ip_address(PLACES[host])]

    monkeypatch.setattr(resolving, "_lookup", lookup)
    return asked


@pytest.fixture
async def proxy() -> AsyncIterator[TunnelProxy]:
    async with TunnelProxy() as one:
        yield one


def settings(proxy: TunnelProxy, **more: object) -> WebSettings:
    given = {"proxy_url": proxy.url, "allow_networks": "127.0.0.1/32", **more}
    return WebSettings.model_validate(given)


async def failure(client: Client, url: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await client.get(url)
    return caught.value


async def test_the_proxy_is_asked_for_the_judged_address_and_the_server_for_the_name(
    proxy: TunnelProxy, origin: Origin, names: list[str]
) -> None:
    origin.answers["/feed"] = response(b"news")
    async with Client(settings(proxy)) as client:
        assert (await client.get(f"http://feeds.example:{origin.port}/feed")).body == b"news"
    assert proxy.targets == [f"127.0.0.1:{origin.port}"]
    assert origin.header("host") == f"feeds.example:{origin.port}".encode()
    assert names == ["feeds.example"]


async def test_a_tunnel_is_used_again(proxy: TunnelProxy, origin: Origin) -> None:
    origin.answers["/feed"] = response(b"news")
    async with Client(settings(proxy)) as client:
        for _ in range(3):
            await client.get(f"http://feeds.example:{origin.port}/feed")
    assert (len(proxy.asked), len(origin.requests)) == (1, 3)


@pytest.mark.parametrize("host", ["inside.example", "127.0.0.2", "169.254.169.254", "[::1]"])
async def test_an_address_that_is_refused_is_not_asked_for(proxy: TunnelProxy, host: str) -> None:
    async with Client(settings(proxy)) as client:
        assert (await failure(client, f"http://{host}/feed")).code == FetchCode.ADDRESS_REFUSED
    assert proxy.asked == []


async def test_a_redirect_through_the_proxy_is_judged_too(proxy: TunnelProxy, origin: Origin) -> None:
    origin.answers["/feed"] = redirect("http://inside.example/admin")
    async with Client(settings(proxy)) as client:
        assert (await failure(client, f"http://feeds.example:{origin.port}/feed")).code == FetchCode.ADDRESS_REFUSED
    assert proxy.targets == [f"127.0.0.1:{origin.port}"]


@pytest.mark.parametrize("tls_with_proxy", [False, True])
async def test_https_is_verified_with_the_server_at_the_tunnels_end(tls_with_proxy: bool) -> None:
    async with (
        TunnelProxy(tls=tls_server() if tls_with_proxy else None) as proxy,
        Origin(tls=tls_server()) as origin,
    ):
        origin.answers["/feed"] = response(b"news")
        at_name = settings(proxy).model_copy(update={"proxy_url": proxy.url.replace("127.0.0.9", "proxy.example")})
        async with Client(at_name, ssl_context=tls_client()) as client:
            assert (await client.get(f"https://secure.example:{origin.port}/feed")).body == b"news"
            assert (await failure(client, f"https://other.example:{origin.port}/feed")).code == FetchCode.TLS
        assert proxy.targets == [f"127.0.0.1:{origin.port}"] * 2


async def test_the_login_is_for_the_proxy_alone(proxy: TunnelProxy, origin: Origin) -> None:
    origin.answers["/feed"] = response(b"news")
    async with Client(settings(proxy, proxy_username="desk", proxy_password="open sesame")) as client:
        await client.get(f"http://feeds.example:{origin.port}/feed")
    login = base64.b64encode(b"desk:open sesame")
    assert b"\r\nProxy-Authorization: Basic " + login + b"\r\n" in proxy.asked[0]
    assert login not in origin.requests[0]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", FetchCode.PROXY),
        (b"HTTP/1.1 403 Forbidden\r\n\r\n", FetchCode.PROXY),
        (b"HTTP/1.1 502 Bad Gateway\r\n\r\n", FetchCode.CONNECT),
        (b"HTTP/1.1 200 OK\r\n\r\n<rss>not from there</rss>", FetchCode.PROXY),
        (b"SSH-2.0-surprise\r\n\r\n", FetchCode.PROXY),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 10_000, FetchCode.PROXY),
        (b"", FetchCode.PROXY),
    ],
)
async def test_what_a_proxy_may_answer_instead(proxy: TunnelProxy, answer: bytes, code: FetchCode) -> None:
    proxy.refuse = answer
    async with Client(settings(proxy)) as client:
        error = await failure(client, "http://feeds.example/feed")
    assert (error.code, error.retryable) == (code, True)


async def test_a_proxy_that_is_away_is_told_as_such(proxy: TunnelProxy) -> None:
    given = settings(proxy, proxy_url="http://127.0.0.8:1")
    async with Client(given) as client:
        assert (await failure(client, "http://feeds.example/feed")).code == FetchCode.PROXY


async def test_some_networks_are_reached_without_it(proxy: TunnelProxy, origin: Origin) -> None:
    origin.answers["/feed"] = response(b"news")
    async with Client(settings(proxy, proxy_except_networks="127.0.0.0/8")) as client:
        assert (await client.get(f"http://feeds.example:{origin.port}/feed")).body == b"news"
    assert proxy.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "proxy.example:3128",
        "socks5://proxy.example:1080",
        "http://desk:secret@proxy.example",
        "http://proxy.example:0",
        "http://proxy.example:65536",
    ],
)
def test_what_is_no_proxy_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match=r"--proxy-url .*a proxy is http:// or https://") as caught:
        build(WebSettings, {"proxy_url": url})
    assert "secret" not in str(caught.value)
