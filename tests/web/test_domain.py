"""The registrable domain: where the entries of one outlet meet."""

from __future__ import annotations

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import BadInput
from dateline.web import registrable_domain
from dateline.web.urls import join_url, parse_url


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://www.news.example.co.uk/a?b#c", "example.co.uk"),
        ("https://M.Example.COM./", "example.com"),
        ("https://edition.example.com:8443/", "example.com"),
        ("example.com", "example.com"),
        ("news.example.com:8080", "example.com"),
        ("https://one.github.io/feed", "one.github.io"),
        ("https://two.github.io/feed", "two.github.io"),
        ("https://github.io/", "github.io"),
        ("https://новини.укр/", "xn--b1amarcd.xn--j1amh"),
        ("http://127.0.0.1:8001/feed", "127.0.0.1:8001"),
        ("http://127.0.0.1:80/feed", "127.0.0.1"),
        ("http://127.0.0.1/feed", "127.0.0.1"),
        ("127.0.0.2:9000", "127.0.0.2:9000"),
        ("http://[::1]:8001/", "[::1]:8001"),
        ("http://localhost:9/", "localhost:9"),
        ("http://origin/", "origin"),
    ],
)
def test_the_domain_is_by_the_public_suffix_list(url: str, domain: str) -> None:
    assert registrable_domain(url) == domain


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://",
        "mailto:a@b.example",
        "http://a..b/",
        "http://./",
        "http://.a/",
        "http://exa mple.com/",
        "x" * 9000,
    ],
)
def test_what_has_no_domain_is_bad_input(url: str) -> None:
    with pytest.raises(BadInput) as caught:
        registrable_domain(url)
    assert caught.value.code == "bad-url"


urls = st.one_of(
    st.text(max_size=60),
    st.text(max_size=40).map("http://{}".format),
    st.tuples(st.text(max_size=12), st.text(max_size=20)).map(lambda parts: "https://{}.example/{}".format(*parts)),
)


@settings(max_examples=300)
@given(urls, urls)
def test_any_text_is_a_web_address_or_bad_input(text: str, location: str) -> None:
    try:
        found = [join_url(httpx.URL("https://river.example/a"), location), parse_url(text)]
    except BadInput as error:
        assert error.code == "bad-url"  # noqa: PT017 - either way is right, and each has its claim
        return
    assert all(url.scheme in ("http", "https") and registrable_domain(str(url)) for url in found)
