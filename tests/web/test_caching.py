"""Retry-After, freshness and validators, from headers."""

from __future__ import annotations

import httpx
import pytest

from dateline.web.caching import RETRY_AFTER_MAX_S, Validators, freshness_s, retry_after_s, validators

NOW = 1_772_470_800.0  # Mon, 02 Mar 2026 17:00:00 GMT


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "120"}, 120.0),
        ({"Retry-After": " 0 "}, 0.0),
        ({"Retry-After": "Mon, 02 Mar 2026 17:02:00 GMT"}, 120.0),
        ({"Retry-After": "Monday, 02-Mar-26 17:02:00 GMT"}, 120.0),
        ({"Retry-After": "Mon Mar  2 17:02:00 2026"}, 120.0),
        ({"Retry-After": "Mon, 02 Mar 2026 16:00:00 GMT"}, 0.0),
        ({"Retry-After": "999999999999"}, RETRY_AFTER_MAX_S),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "9" * 10_000}, None),
        ({}, None),
    ],
)
def test_retry_after_is_read_in_both_forms(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after_s(httpx.Headers(headers), NOW) == seconds


def test_a_server_whose_clock_is_behind_still_gets_its_whole_wait() -> None:
    headers = {"Retry-After": "Mon, 02 Mar 2026 16:10:00 GMT", "Date": "Mon, 02 Mar 2026 16:00:00 GMT"}
    assert retry_after_s(httpx.Headers(headers), NOW) == 600.0


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Cache-Control": "public, max-age=300"}, 300.0),
        ({"Cache-Control": "max-age=300", "Age": "100"}, 200.0),
        ({"Cache-Control": "max-age=300", "Age": "400"}, 0.0),
        ({"Cache-Control": "s-maxage=900, max-age=60"}, 60.0),
        ({"Cache-Control": "no-cache, max-age=300"}, 0.0),
        ({"Cache-Control": "no-store"}, 0.0),
        ({"Expires": "Mon, 02 Mar 2026 17:05:00 GMT"}, 300.0),
        ({"Expires": "Mon, 02 Mar 2026 17:05:00 GMT", "Date": "Mon, 02 Mar 2026 17:04:00 GMT"}, 60.0),
        ({"Expires": "0"}, 0.0),
        ({"Cache-Control": "max-age=60", "Expires": "Mon, 02 Mar 2026 18:00:00 GMT"}, 60.0),
        ({}, None),
    ],
)
def test_freshness_is_what_the_headers_say(headers: dict[str, str], seconds: float | None) -> None:
    assert freshness_s(httpx.Headers(headers), NOW) == seconds


def test_validators_keep_their_bytes() -> None:
    headers = httpx.Headers([(b"ETag", b'"\xe9-1"'), (b"Last-Modified", b"Mon,  02 Mar 2026 17:00:00 GMT")])
    assert validators(headers) == Validators('"\xe9-1"', "Mon,  02 Mar 2026 17:00:00 GMT")


@pytest.mark.parametrize(
    "pairs", [[], [(b"ETag", b"")], [(b"ETag", b'"a"'), (b"ETag", b'"b"')], [(b"ETag", b"x" * 2000)]]
)
def test_validators_that_cannot_be_trusted_are_left_out(pairs: list[tuple[bytes, bytes]]) -> None:
    assert validators(httpx.Headers(pairs)).request_headers() == {}
