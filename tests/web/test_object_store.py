"""A store at the start: settings that are wrong end it, a store that is away does not, and no secret is shown."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
import structlog

from dateline.errors import ConfigurationError
from dateline.web import object_store
from dateline.web.object_store import ObjectStore
from dateline.web.store_errors import StoreError, told_by
from tests.stages.outlets import Answer, Outlet
from tests.web.certificate import tls_server

KEY, SECRET = "KEYKEYKEYKEYKEYKEYKE", "secret-of-the-tests"
PLACE = "s3://pages/raw"
REFUSAL = f"""<?xml version="1.0"?><Error><Code>%s</Code><Message>No.</Message><AWSAccessKeyId>{KEY}</AWSAccessKeyId>
<StringToSign>AWS4-HMAC-SHA256 20260302</StringToSign></Error>"""


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)


@pytest.fixture
async def outlet() -> AsyncIterator[Outlet]:
    """A server that answers as it is told, whatever the store's protocol says."""
    async with Outlet() as one:
        yield one


async def checked(endpoint_url: str) -> list[str]:
    """The lines that were logged, in full."""
    with structlog.testing.capture_logs() as logs:
        await asyncio.to_thread(ObjectStore(PLACE, endpoint_url).check)
    return [str(entry) for entry in logs]


def answering(outlet: Outlet, status: int, code: str = "") -> str:
    outlet.serve(f"/pages/raw/{object_store.ABSENT}", Answer((REFUSAL % code if code else "").encode(), status))
    return outlet.url("").rstrip("/")


@pytest.mark.parametrize(("status", "code"), [(404, "NoSuchKey"), (403, "AccessDenied")])
async def test_a_place_that_is_empty_or_may_not_be_read_is_a_place(outlet: Outlet, status: int, code: str) -> None:
    assert await checked(answering(outlet, status, code)) == []


@pytest.mark.parametrize(
    ("status", "code", "said"),
    [
        (404, "NoSuchBucket", "NoSuchBucket: there is no such bucket"),
        (403, "RequestTimeTooSkewed", "RequestTimeTooSkewed: the clock of this machine is wrong"),
        (400, "AuthorizationHeaderMalformed", "the bucket is in another region than AWS_REGION"),
        (403, "ADayOff", "ADayOff: it says no more"),
        (401, "", "it answers with status 401"),
    ],
)
async def test_what_only_another_setting_can_mend_ends_the_start(
    outlet: Outlet, status: int, code: str, said: str
) -> None:
    with pytest.raises(ConfigurationError) as refused:
        await checked(answering(outlet, status, code))
    assert str(refused.value).endswith(said)
    assert KEY not in str(refused.value)
    assert "StringToSign" not in str(refused.value)


@pytest.mark.parametrize(
    ("status", "code", "said"),
    [(503, "SlowDown", "SlowDown: it says no more"), (500, "", "it answers with status 500"), (429, "", "status 429")],
)
async def test_what_may_pass_is_only_logged(outlet: Outlet, status: int, code: str, said: str) -> None:
    [line] = await checked(answering(outlet, status, code))
    assert said in line
    assert KEY not in line


async def test_a_store_that_says_nothing_is_not_waited_for_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(object_store, "CHECK_S", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        [line] = await checked(f"http://127.0.0.1:{silent.getsockname()[1]}")
    assert "it does not answer in time" in line


async def test_a_port_where_nobody_listens_is_a_store_that_is_away() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed_soon:
        port = closed_soon.getsockname()[1]
    [line] = await checked(f"http://127.0.0.1:{port}")
    assert "nobody answers there" in line


async def test_a_certificate_that_nobody_vouches_for_is_named() -> None:
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0, ssl=tls_server())
    async with server:
        with pytest.raises(ConfigurationError, match="its certificate is not to be trusted; SSL_CERT_FILE"):
            await checked(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}")


def test_an_error_of_another_kind_is_named_and_not_quoted() -> None:
    told = told_by(ValueError(f"something with {SECRET}"))
    assert isinstance(told, StoreError)
    assert str(told) == "it can't be used (ValueError)"
