"""Addresses that cannot be guessed, and signatures."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.feeds.callbacks import Address, Callbacks, is_signed

CALLBACKS = Callbacks("https://dateline.example/", "s" * 32)
TOPIC = "https://a.example/feed"
URL = CALLBACKS.url("a.example", "f1", TOPIC)
TOKEN = URL.rpartition("/")[2]


def test_an_address_says_whose_it_is_to_every_copy_with_the_secret() -> None:
    assert URL.startswith("https://dateline.example/websub/")
    address = Callbacks("https://elsewhere.example", "s" * 32).read(TOKEN)
    assert isinstance(address, Address)
    assert (address.domain, address.feed_id) == ("a.example", "f1")
    assert address.is_for(TOPIC)
    assert not address.is_for(TOPIC + "/")


def test_an_address_is_the_same_every_time_and_another_for_every_feed_topic_and_secret() -> None:
    others = {
        CALLBACKS.url("a.example", "f2", TOPIC),
        CALLBACKS.url("b.example", "f1", TOPIC),
        CALLBACKS.url("a.example", "f1", "https://a.example/other"),
        Callbacks("https://dateline.example", "t" * 32).url("a.example", "f1", TOPIC),
    }
    assert CALLBACKS.url("a.example", "f1", TOPIC) == URL
    assert len(others | {URL}) == 5


@given(st.text(max_size=60) | st.sampled_from([TOKEN[:-1], TOKEN + "0", "A" + TOKEN, TOKEN.upper(), "." * 5000]))
def test_what_is_not_ours_is_none(token: str) -> None:
    assert CALLBACKS.read(token) is None


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_a_signature_of_each_method_is_checked(method: str) -> None:
    secret = CALLBACKS.signing_secret(URL)
    assert secret == CALLBACKS.signing_secret(TOKEN)
    good = hmac.new(secret.encode(), b"body", getattr(hashlib, method)).hexdigest()
    assert is_signed(b"body", secret, f"{method}={good}")
    assert is_signed(b"body", secret, f"{method.upper()}={good.upper()}")
    assert not is_signed(b"body!", secret, f"{method}={good}")
    assert not is_signed(b"body", secret + "x", f"{method}={good}")
    assert not is_signed(b"body", secret, f"{method}={good[:-1]}")


@pytest.mark.parametrize("header", [None, "", "sha256", "sha256=", "md5=0", "=", "sha256=é", "shake_128=00", "none=x"])
def test_a_missing_or_odd_signature_is_none(header: str | None) -> None:
    assert not is_signed(b"body", "secret", header)
