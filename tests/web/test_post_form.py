"""Posting a form, as hubs are asked: followed only where a redirect keeps the method."""

from __future__ import annotations

import pytest

from dateline.settings import WebSettings
from dateline.web import Client, FetchCode, FetchError
from tests.web.origin import Origin, redirect, response

FIELDS = {"hub.mode": "subscribe", "hub.topic": "https://a.example/feed?x=1&y=ї"}
ENCODED = b"hub.mode=subscribe&hub.topic=https%3A%2F%2Fa.example%2Ffeed%3Fx%3D1%26y%3D%D1%97"


async def test_a_form_is_posted_to_the_address_with_its_query(client: Client, origin: Origin) -> None:
    origin.answers["/hub?v=2"] = response(status=202)
    assert (await client.post_form(origin.url("/hub?v=2"), FIELDS)).status == 202
    assert origin.requests[0].startswith(b"POST /hub?v=2 HTTP/1.1\r\n")
    assert origin.header("content-type") == b"application/x-www-form-urlencoded"
    assert origin.bodies == [ENCODED]


@pytest.mark.parametrize("status", [307, 308])
async def test_a_redirect_that_keeps_the_method_is_followed_with_the_form(
    client: Client, origin: Origin, elsewhere: Origin, status: int
) -> None:
    origin.answers["/"] = redirect(elsewhere.url("/hub"), status)
    elsewhere.answers["/hub"] = response(status=202)
    assert (await client.post_form(origin.url(), FIELDS)).status == 202
    assert elsewhere.bodies == [ENCODED]


@pytest.mark.parametrize("status", [301, 302, 303])
async def test_any_other_redirect_is_the_answer(client: Client, origin: Origin, status: int) -> None:
    origin.answers["/"] = redirect(origin.url("/elsewhere"), status)
    answer = await client.post_form(origin.url(), FIELDS)
    assert (answer.status, answer.ok, len(origin.requests)) == (status, False, 1)


async def test_a_form_goes_to_no_refused_address(origin: Origin) -> None:
    async with Client(WebSettings()) as guarded:
        with pytest.raises(FetchError) as caught:
            await guarded.post_form(origin.url(), FIELDS)
    assert caught.value.code == FetchCode.ADDRESS_REFUSED
    assert origin.connections == 0
