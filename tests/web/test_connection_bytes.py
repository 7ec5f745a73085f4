"""What connections, with TLS and without, do with bytes: all of them, in order, and no more of them than are wanted."""

from __future__ import annotations

import asyncio
import hashlib
import ipaddress
import random
import ssl
from collections.abc import AsyncIterator

import httpcore
import pytest

from dateline.web import Client, FetchCode, FetchError, resolving
from dateline.web.tcp import UNREAD_MAX_BYTES, connect
from tests.web.certificate import tls_client, tls_server
from tests.web.conftest import SETTINGS
from tests.web.origin import Origin, response

LOOPBACK = ipaddress.ip_address("127.0.0.1")
LARGE = random.Random(6).randbytes(5_000_000)
ROOMY = SETTINGS.model_copy(update={"body_max_bytes": 10_000_000})


@pytest.fixture(params=["http", "https"])
async def secure_or_not(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Origin]:
    """An origin with TLS, and one without."""
    monkeypatch.setattr(resolving, "_lookup", lambda _host: [LOOPBACK])
    async with Origin(tls=tls_server() if request.param == "https" else None) as origin:
        yield origin


def client(**changed: float) -> Client:
    return Client(ROOMY.model_copy(update=changed), ssl_context=tls_client())


def url(origin: Origin, path: str = "/") -> str:
    return f"{'https' if origin.tls else 'http'}://secure.example:{origin.port}{path}"


async def failure(asking: Client, address: str) -> FetchCode:
    with pytest.raises(FetchError) as caught:
        await asking.get(address)
    return caught.value.code


async def test_a_large_body_comes_whole_and_leaves_the_connection_for_the_next_one(secure_or_not: Origin) -> None:
    secure_or_not.answers["/"] = response(LARGE)
    async with client() as asking:
        for _ in range(3):
            assert (await asking.get(url(secure_or_not))).body == LARGE
    assert secure_or_not.connections == 1


async def test_a_large_form_goes_out_whole(secure_or_not: Origin) -> None:
    secure_or_not.answers["/"] = response(b"taken")
    async with client() as asking:
        assert (await asking.post_form(url(secure_or_not), {"field": LARGE.hex()})).body == b"taken"
    assert hashlib.sha256(secure_or_not.bodies[0]).digest() == hashlib.sha256(b"field=" + LARGE.hex().encode()).digest()


async def test_a_body_without_a_length_ends_with_the_connection(secure_or_not: Origin) -> None:
    secure_or_not.answers["/"] = response(b"all of it", length=False)
    async with client() as asking:
        assert (await asking.get(url(secure_or_not))).body == b"all of it"


async def test_a_body_cut_short_is_not_taken_for_a_whole_one(secure_or_not: Origin) -> None:
    async def cut(writer: asyncio.StreamWriter) -> None:
        writer.write(response(b"all of it")[:-3])
        await writer.drain()

    secure_or_not.answers["/"] = cut
    async with client() as asking:
        assert await failure(asking, url(secure_or_not)) == FetchCode.PROTOCOL


@pytest.mark.parametrize("tls", [False, True])
async def test_a_server_that_takes_nothing_more_is_not_waited_for(tls: bool) -> None:
    async def deaf(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.transport.pause_reading()  # type: ignore[attr-defined] # sockets' transports have it
        await asyncio.Event().wait()

    async with await asyncio.start_server(deaf, "127.0.0.1", 0, ssl=tls_server() if tls else None) as server:
        stream: httpcore.AsyncNetworkStream = await connect(LOOPBACK, server.sockets[0].getsockname()[1], timeout=60)
        if tls:
            stream = await stream.start_tls(tls_client(), "secure.example", timeout=60)
        with pytest.raises(httpcore.WriteTimeout):
            await stream.write(bytes(50_000_000), timeout=0.1)
        await stream.aclose()


@pytest.mark.parametrize("word", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnews"], ids=["goes", "goes on"])
async def test_what_is_said_before_the_handshake_is_no_answer(word: bytes) -> None:
    async def early(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(word)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(early, "127.0.0.1", 0) as server, client() as asking:
        port = server.sockets[0].getsockname()[1]
        assert await failure(asking, f"https://127.0.0.1:{port}/") in (FetchCode.TLS, FetchCode.CONNECT)


async def test_a_certificate_of_another_name_or_of_nobody_known_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resolving, "_lookup", lambda _host: [LOOPBACK])
    async with Origin(tls=tls_server()) as origin:
        async with client() as asking:
            assert await failure(asking, url(origin).replace("secure", "other")) == FetchCode.TLS
        async with Client(ROOMY, ssl_context=ssl.create_default_context()) as asking:
            assert await failure(asking, url(origin)) == FetchCode.TLS
        assert origin.requests == []


async def test_what_nobody_reads_stays_with_the_server() -> None:
    """The server may go on as the reader does: what is here is bounded, however fast it sends."""
    sent, pieces = 0, 400

    async def pour(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        for _ in range(pieces):
            writer.write(bytes(UNREAD_MAX_BYTES))
            await writer.drain()
            sent += 1
        writer.close()

    async with await asyncio.start_server(pour, "127.0.0.1", 0) as server:
        stream = await connect(LOOPBACK, server.sockets[0].getsockname()[1], timeout=60)
        for _ in range(20 * pieces):  # enough for all of it to come, if it were let in
            await asyncio.sleep(0)
        assert sent < pieces
        received = 0
        while piece := await stream.read(100_000):
            assert len(piece) <= 100_000
            received += len(piece)
        assert received == pieces * UNREAD_MAX_BYTES
        await stream.aclose()
