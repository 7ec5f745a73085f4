"""Poll before origins that want to hurt it: every one ends by name in its limits, and the next poll is as good as ever.

The origin's log says what it was asked for; the topic, what came of it.
"""

from __future__ import annotations

import asyncio
import gzip
import ipaddress
from collections.abc import AsyncIterator, Callable

import brotli  # type: ignore[import-untyped] # the package ships no types
import pytest
import pytest_asyncio
import zstandard

from dateline.messages import Entry, Feed, feed_id
from dateline.runtime.workers import WorkerPool
from dateline.settings import PollSettings, WebSettings
from dateline.stages.feed_entries import ENTRIES_A_RUN
from dateline.stages.poll import PollStage
from dateline.web import resolving
from dateline.web.client import Client
from tests.stages.desk import Clock, Desk, values
from tests.stages.outlets import rss
from tests.web.origin import Answer, Origin, redirect, response

pytestmark = pytest.mark.asyncio(loop_scope="session")

FEEDS = PollSettings(retry_gap_s=60, domain_gap_s=0, robots_for_feeds="ignore")
LIMITS = WebSettings(
    allow_networks="127.0.0.1/32", request_deadline_s=2.0, read_timeout_s=30.0, body_max_bytes=300_000, redirects_max=3
)
GOOD = rss([("http://news.example/1", "One")]).body
BOMB = bytes(20_000_000)


@pytest_asyncio.fixture(loop_scope="session")
async def origin() -> AsyncIterator[Origin]:
    async with Origin() as one:
        yield one


@pytest_asyncio.fixture(loop_scope="session")
async def inside() -> AsyncIterator[Origin]:
    """What is at an address that may not be reached."""
    async with Origin("127.0.0.2") as one:
        one.answers = {"/": response(GOOD)}
        yield one


@pytest_asyncio.fixture(loop_scope="session")
async def desk(pool: WorkerPool, clock: Clock) -> AsyncIterator[Desk]:
    async with Client(LIMITS) as client:
        yield Desk(PollStage(FEEDS, client, pool, clock), clock)


async def watch(desk: Desk, url: str) -> None:
    await desk.bring(Feed(id=feed_id(url), url=url))


async def trickle(writer: asyncio.StreamWriter) -> None:
    """A byte now and then, for ever."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while True:
        writer.write(b".")
        await writer.drain()
        await asyncio.sleep(0.02)


async def trickled_head(writer: asyncio.StreamWriter) -> None:
    """The same with a header that has no end."""
    writer.write(b"HTTP/1.1 200 OK\r\nX: ")
    while True:
        writer.write(b".")
        await writer.drain()
        await asyncio.sleep(0.02)


async def silence(writer: asyncio.StreamWriter) -> None:
    """A beginning, and nothing more."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegin")
    await writer.drain()
    await asyncio.sleep(3600)


async def endless(writer: asyncio.StreamWriter) -> None:
    """As many bytes as one likes."""
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"10000\r\n" + b" " * 0x10000 + b"\r\n")
        await writer.drain()


async def endless_redirects(writer: asyncio.StreamWriter) -> None:
    """Every hop another one."""
    writer.write(redirect("/more"))
    await writer.drain()


HOSTILE: dict[str, tuple[Answer, str]] = {
    "a trickle": (trickle, "failed-deadline"),
    "a trickled head": (trickled_head, "failed-deadline"),
    "an endless body": (endless, "failed-too-large"),
    "a gzip bomb": (response(gzip.compress(BOMB), encoding="gzip"), "failed-too-large"),
    "a bomb in a bomb": (response(gzip.compress(gzip.compress(BOMB)), encoding="gzip, gzip"), "failed-too-large"),
    "a brotli bomb": (response(brotli.compress(BOMB, quality=4), encoding="br"), "failed-too-large"),
    "a zstd bomb": (response(zstandard.compress(BOMB), encoding="zstd"), "failed-too-large"),
    "a body cut short": (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\nConnection: close\r\n\r\nshort", "failed-protocol"),
    "another protocol": (b"SSH-2.0-OpenSSH_9.7\r\nConnection: close\r\n\r\n", "failed-protocol"),
    "a redirect to itself": (redirect("/feed"), "failed-redirect-loop"),
    "a redirect to loopback's sibling": (redirect("http://127.0.0.2/"), "failed-address-refused"),
    "a redirect to the metadata service": (redirect("http://169.254.169.254/latest/"), "failed-address-refused"),
    "a redirect to loopback in IPv6": (redirect("http://[::1]/"), "failed-address-refused"),
    "a redirect to a mapped address": (redirect("http://[::ffff:10.0.0.1]/"), "failed-address-refused"),
    "a redirect to a file": (redirect("file:///etc/hostname"), "failed-bad-url"),
    "a redirect with a password": (redirect("http://a:b@127.0.0.1/"), "failed-bad-url"),
    "a nest of a million tags": (response(b"<rss>" + b"<a>" * 90_000), "unreadable"),
    "an entity bomb": (
        response(
            b'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
            b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><rss><channel><title>&c;</title></channel></rss>'
        ),
        "unchanged",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_answer_ends_by_name_and_the_feed_is_read_when_it_is_well_again(
    desk: Desk, origin: Origin, name: str
) -> None:
    origin.answers["/feed"], disposition = HOSTILE[name]
    await watch(desk, origin.url("/feed"))
    async with asyncio.timeout(30):
        assert (await desk.keep_next()).disposition == disposition
    assert desk.published == []
    origin.answers["/feed"] = response(GOOD)
    await desk.keep_next()
    assert [entry.title for entry in values(desk.published, Entry)] == ["One"]


async def test_a_chain_of_redirects_has_an_end(desk: Desk, origin: Origin) -> None:
    for step in range(10):
        origin.answers[f"/{step}"] = redirect(f"/{step + 1}")
    await watch(desk, origin.url("/0"))
    assert (await desk.keep_next()).disposition == "failed-too-many-redirects"
    assert len(origin.requests) == LIMITS.redirects_max + 1


async def test_no_redirect_reaches_an_address_that_is_refused(desk: Desk, origin: Origin, inside: Origin) -> None:
    origin.answers["/feed"] = redirect("/hop")
    origin.answers["/hop"] = redirect(inside.url("/"))
    await watch(desk, origin.url("/feed"))
    assert (await desk.keep_next()).disposition == "failed-address-refused"
    assert (len(origin.requests), inside.connections) == (2, 0)


def names(*addresses: str) -> Callable[[str], list[ipaddress.IPv4Address | ipaddress.IPv6Address]]:
    """A name server that gives one address after the other, the last for ever."""
    left = list(addresses)
    return lambda _host: [ipaddress.ip_address(left.pop(0) if len(left) > 1 else left[0])]


async def test_a_name_that_moves_to_a_refused_address_between_two_polls_is_not_followed(
    desk: Desk, origin: Origin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resolving, "_lookup", names("127.0.0.1", "127.0.0.2"))
    origin.answers["/feed"] = response(GOOD, "Connection: close")
    await watch(desk, f"http://rebound.example:{origin.port}/feed")
    assert (await desk.keep_next()).disposition == "published"
    assert (await desk.keep_next()).disposition == "failed-address-refused"
    assert origin.connections == 1


async def test_a_name_that_moves_between_two_hops_is_not_followed(
    desk: Desk, origin: Origin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resolving, "_lookup", names("127.0.0.1", "10.0.0.1"))
    here = f"http://rebound.example:{origin.port}"
    origin.answers["/feed"] = response(b"", f"Location: {here}/inside", "Connection: close", status=302)
    await watch(desk, f"{here}/feed")
    assert (await desk.keep_next()).disposition == "failed-address-refused"
    assert origin.connections == 1


@pytest_asyncio.fixture(loop_scope="session")
async def patient(pool: WorkerPool, clock: Clock) -> AsyncIterator[Desk]:
    """Poll with a deadline that no test reaches."""
    limits = LIMITS.model_copy(update={"body_max_bytes": 8_000_000, "request_deadline_s": 300.0, "read_timeout_s": 2.0})
    async with Client(limits) as client:
        yield Desk(PollStage(FEEDS, client, pool, clock), clock)


async def test_silence_in_the_midst_of_an_answer_is_not_waited_out(patient: Desk, origin: Origin) -> None:
    origin.answers["/feed"] = silence
    await watch(patient, origin.url("/feed"))
    assert (await patient.keep_next()).disposition == "failed-timeout-read"


async def test_a_hostile_origin_delays_no_neighbour(patient: Desk, origin: Origin) -> None:
    origin.answers |= {"/slow": trickle, "/good": response(GOOD)}
    await watch(patient, origin.url("/slow"))
    slow = asyncio.ensure_future(patient.keep_next())
    while not origin.requests:
        await asyncio.sleep(0.01)
    neighbours = Desk(patient.stage, patient.clock)
    await watch(neighbours, origin.url("/good"))
    assert (await neighbours.keep_next()).disposition == "published"
    assert not slow.done()
    slow.cancel()


async def test_of_100_000_items_5_000_are_read_a_run_s_worth_at_a_time_and_the_rest_is_counted(
    patient: Desk, origin: Origin
) -> None:
    items = b"".join(b"<item><link>http://news.example/%d</link></item>" % number for number in range(100_000))
    origin.answers["/feed"] = response(b'<rss version="2.0"><channel>' + items + b"</channel></rss>")
    await watch(patient, origin.url("/feed"))
    outcome = await patient.keep_next()
    assert outcome.disposition == "more-to-come"
    assert len(outcome.publications) == ENTRIES_A_RUN
    assert outcome.counts["entries-left-out"] == 95_000
