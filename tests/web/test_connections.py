"""Connections are used again, and none is left behind."""

from __future__ import annotations

import asyncio

import pytest

from dateline.web import Client, FetchCode, FetchError, connections
from dateline.web import client as client_module
from tests.web.conftest import SETTINGS
from tests.web.origin import Origin, response


async def test_requests_at_the_same_time_have_a_connection_each_and_later_ones_share_them(
    client: Client, origin: Origin
) -> None:
    origin.answers["/"] = response(b"news")
    await asyncio.gather(*(client.get(origin.url()) for _ in range(10)))
    opened = origin.connections
    assert 1 < opened <= 10
    for _ in range(20):
        await client.get(origin.url())
    assert origin.connections == opened


async def test_a_connection_that_the_server_closed_is_not_used_again(client: Client, origin: Origin) -> None:
    closed = asyncio.Event()

    async def last_answer(writer: asyncio.StreamWriter) -> None:
        # A whole answer that promises to stay, and then the end.
        writer.write(response(b"last"))
        await writer.drain()
        writer.close()
        closed.set()

    origin.answers["/last"] = last_answer
    origin.answers["/next"] = response(b"next")
    for _ in range(5):
        closed.clear()
        assert (await client.get(origin.url("/last"))).body == b"last"
        await closed.wait()
        assert (await client.get(origin.url("/next"))).body == b"next"


async def test_idle_connections_beyond_those_allowed_are_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "OPEN_CONNECTIONS_MAX", 2)
    ends: asyncio.Queue[int] = asyncio.Queue()

    async def serve(number: int) -> asyncio.Server:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(response(b"news"))
            assert await reader.read() == b""
            ends.put_nowait(number)
            writer.close()

        return await asyncio.start_server(answer, "127.0.0.1", 0)

    servers = [await serve(number) for number in range(4)]
    async with Client(SETTINGS) as client:
        for server in servers:
            await client.get(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
        assert [await ends.get(), await ends.get()] == [0, 1]
    assert {await ends.get(), await ends.get()} == {2, 3}
    for server in servers:
        server.close()


async def test_a_handshake_that_never_ends_leaves_no_connection_behind() -> None:
    ended = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        ended.set()
        writer.close()

    settings = SETTINGS.model_copy(update={"request_deadline_s": 0.2})
    async with await asyncio.start_server(silent, "127.0.0.1", 0) as server, Client(settings) as client:
        with pytest.raises(FetchError) as caught:
            await client.get(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
        assert caught.value.code == FetchCode.DEADLINE
        await ended.wait()


async def test_waiting_for_our_own_capacity_is_not_held_against_the_server(
    origin: Origin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "REQUESTS_MAX", 1)

    async def after_a_while(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.3)
        writer.write(response(b"news", "Connection: close"))
        await writer.drain()

    origin.answers["/"] = after_a_while
    async with Client(SETTINGS.model_copy(update={"request_deadline_s": 1.0})) as client:
        answers = await asyncio.gather(*(client.get(origin.url()) for _ in range(5)))
    assert {answer.body for answer in answers} == {b"news"}


async def test_requests_beyond_the_limit_wait_for_their_turn(origin: Origin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "REQUESTS_MAX", 2)
    origin.answers["/"] = response(b"news")
    async with Client(SETTINGS) as client:
        answers = await asyncio.gather(*(client.get(origin.url()) for _ in range(20)))
    assert {answer.body for answer in answers} == {b"news"}
    assert origin.connections <= 2
