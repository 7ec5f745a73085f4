"""No connection to an address that is not to be reached, whatever name, redirect or spelling leads there."""

from __future__ import annotations

import ipaddress
from collections.abc import AsyncIterator

import pytest

from dateline.settings import WebSettings
from dateline.web import Client, FetchCode, FetchError, resolving
from dateline.web.addresses import IPAddress, parse_networks, refusal
from tests.web.origin import Origin, redirect, response


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("127.0.0.1", "loopback"),
        ("127.255.0.9", "loopback"),
        ("::1", "loopback"),
        ("0.0.0.0", "unspecified"),
        ("::", "unspecified"),
        ("10.1.2.3", "private"),
        ("172.31.0.1", "private"),
        ("192.168.1.1", "private"),
        ("fd12::1", "private"),
        ("169.254.7.7", "link-local"),
        ("fe80::1", "link-local"),
        ("169.254.169.254", "metadata"),
        ("fd00:ec2::254", "metadata"),
        ("100.64.0.1", "shared"),
        ("100.100.100.200", "metadata"),
        ("224.0.0.1", "multicast"),
        ("ff02::1", "multicast"),
        ("255.255.255.255", "reserved"),
        ("198.18.0.1", "reserved"),
        ("2001:db8::1", "reserved"),
        ("::ffff:127.0.0.1", "loopback"),
        ("::ffff:169.254.169.254", "metadata"),
        ("::10.0.0.1", "private"),
        ("::ffff:0:10.0.0.1", "private"),
        ("64:ff9b::10.0.0.1", "private"),
        ("64:ff9b::a9fe:a9fe", "metadata"),
        ("64:ff9b:1::1", "reserved"),
        ("2002:a00:1::1", "private"),
        ("2001:0:a00:1::", "private"),
        ("2a00:1450::5efe:10.0.0.1", "private"),
        ("93.184.216.34", None),
        ("2606:4700::1111", None),
        ("64:ff9b::5db8:d822", None),
        ("::ffff:93.184.216.34", None),
    ],
)
def test_addresses_are_judged(address: str, why: str | None) -> None:
    assert refusal(ipaddress.ip_address(address)) == why


@pytest.mark.parametrize("address", ["10.1.2.3", "::ffff:10.1.2.3", "64:ff9b::10.1.2.3"])
def test_an_allowed_network_is_reachable_in_every_form(address: str) -> None:
    assert refusal(ipaddress.ip_address(address), parse_networks("10.0.0.0/8")) is None


def test_an_allowed_network_opens_no_other() -> None:
    assert refusal(ipaddress.ip_address("192.168.1.1"), parse_networks("10.0.0.0/8 127.0.0.0/8")) == "private"


async def refused(client: Client, url: str) -> str:
    with pytest.raises(FetchError) as caught:
        await client.get(url)
    assert caught.value.code == FetchCode.ADDRESS_REFUSED
    assert not caught.value.retryable
    return caught.value.reason


@pytest.fixture
async def guarded() -> AsyncIterator[Client]:
    """A client as it is by default: nothing is allowed."""
    async with Client(WebSettings()) as client:
        yield client


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "127.1", "[::1]"])
async def test_loopback_is_refused_in_every_spelling(guarded: Client, origin: Origin, host: str) -> None:
    await refused(guarded, f"http://{host}:{origin.port}/")
    assert origin.connections == 0


async def test_a_redirect_to_a_refused_address_is_refused(origin: Origin, elsewhere: Origin) -> None:
    origin.answers["/"] = redirect(elsewhere.url("/inside"))
    async with Client(WebSettings(allow_networks="127.0.0.1/32")) as client:
        await refused(client, origin.url())
    assert elsewhere.connections == 0


class Names:
    """A name server that gives a name's answers one after the other, the last for ever."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.lookups = 0

    def __call__(self, _host: str) -> list[IPAddress]:
        self.lookups += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [ipaddress.ip_address(text) for text in answer]


async def test_a_name_that_changes_its_address_is_judged_by_the_one_connected_to(
    elsewhere: Origin, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = Names(["127.0.0.2"], ["127.0.0.1"])
    monkeypatch.setattr(resolving, "_lookup", names)
    elsewhere.answers["/"] = response(b"", "Connection: close")
    async with Client(WebSettings(allow_networks="127.0.0.2/32")) as client:
        await client.get(f"http://rebound.example:{elsewhere.port}/")
        assert (names.lookups, elsewhere.connections) == (1, 1)
        assert "127.0.0.1" in await refused(client, f"http://rebound.example:{elsewhere.port}/")
    assert names.lookups == 2


async def test_of_mixed_answers_only_the_allowed_are_used(elsewhere: Origin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resolving, "_lookup", Names(["10.0.0.1", "127.0.0.1", "127.0.0.2"]))
    elsewhere.answers["/"] = response(b"here")
    async with Client(WebSettings(allow_networks="127.0.0.2/32")) as client:
        assert (await client.get(f"http://mixed.example:{elsewhere.port}/")).body == b"here"


async def test_the_next_address_is_tried_when_one_refuses(elsewhere: Origin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resolving, "_lookup", Names(["127.0.0.3", "127.0.0.2"]))
    elsewhere.answers["/"] = response(b"second")
    async with Client(WebSettings(allow_networks="127.0.0.0/8")) as client:
        assert (await client.get(f"http://two.example:{elsewhere.port}/")).body == b"second"


async def test_an_unknown_name_is_told_as_such(guarded: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(host: str) -> list[IPAddress]:
        raise OSError(f"{host} is unknown")

    monkeypatch.setattr(resolving, "_lookup", unknown)
    with pytest.raises(FetchError) as caught:
        await guarded.get("http://unknown.example/")
    assert (caught.value.code, caught.value.retryable) == (FetchCode.DNS, True)


def test_address_families_take_turns() -> None:
    addresses = [ipaddress.ip_address(text) for text in ("2a00::1", "2a00::2", "1.1.1.1", "2a00::3")]
    assert [str(address) for address in resolving.interleaved(addresses)] == [
        "2a00::1",
        "1.1.1.1",
        "2a00::2",
        "2a00::3",
    ]
