"""One URL for one page, and one id for one article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.articles.urls import article_id, normalize_url
from dateline.errors import BadInput


@pytest.mark.parametrize(
    ("url", "normalized"),
    [
        ("HTTPS://News.Example.COM/A", "https://news.example.com/A"),
        ("http://example.com:80/a", "http://example.com/a"),
        ("https://example.com:443/a", "https://example.com/a"),
        ("https://example.com:8443/a", "https://example.com:8443/a"),
        ("https://example.com", "https://example.com/"),
        ("https://example.com/a/../b/./c", "https://example.com/b/c"),
        ("https://example.com//a///b", "https://example.com/a/b"),
        ("https://example.com/%7euser/%c3%a9", "https://example.com/~user/%C3%A9"),
        ("https://example.com/été", "https://example.com/%C3%A9t%C3%A9"),
        ("https://example.com/100%-true", "https://example.com/100%25-true"),
        ("https://новини.example/a", "https://xn--b1amarcd.example/a"),
        ("https://user:secret@example.com/a", "https://example.com/a"),
        ("https://example.com./a", "https://example.com/a"),
        ("http://[2001:DB8::1]:8080/a", "http://[2001:db8::1]:8080/a"),
        ("  https://example.com/a\n", "https://example.com/a"),
    ],
)
def test_the_same_address_is_written_one_way(url: str, normalized: str) -> None:
    assert normalize_url(url) == normalized


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/a?utm_source=x&utm_medium=rss",
        "https://example.com/a?fbclid=abc",
        "https://example.com/a?at_medium=RSS&at_campaign=KARANGA",
        "https://example.com/a?ref=rss",
        "https://example.com/a?source=Twitter_share",
        "https://example.com/a?PHPSESSID=0123456789abcdef",
        "https://example.com/a;jsessionid=0123456789ABCDEF",
        "https://example.com/a#comments",
        "https://example.com/a#:~:text=grain%20store",
        "https://example.com/a/amp",
        "https://example.com/a?amp=1",
        "https://example.com/a?outputType=amp",
        "https://www.google.com/amp/s/example.com/a",
        "https://example-com.cdn.ampproject.org/c/s/example.com/a",
    ],
)
def test_what_says_only_how_a_reader_came_is_left_out(url: str) -> None:
    assert normalize_url(url) == "https://example.com/a"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/news?12345",
        "https://example.com/news?cid=123",
        "https://example.com/news?id=7&page=2",
        "https://example.com/search?source=reuters",
        "https://example.com/forum.php?mod=view&tid=9",
        "https://example.com/story?sid=20260302",
        "https://example.com/app#!/story/7",
        "https://example.com/a?x=",
        "https://m.example.com/a",
        "https://example.com/amp",
        "https://example.com/q?a=b%26c",
    ],
)
def test_what_may_say_which_page_is_meant_is_kept(url: str) -> None:
    assert normalize_url(url) == url


def test_the_order_of_parameters_does_not_matter_but_that_of_equal_names_does() -> None:
    assert normalize_url("https://example.com/?b=1&a=2") == normalize_url("https://example.com/?a=2&b=1")
    assert normalize_url("https://example.com/?a=1&a=2") != normalize_url("https://example.com/?a=2&a=1")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/a",
        "ftp://example.com/a",
        "javascript:alert(1)",
        "https://",
        "https://example.com:port/",
        "https://[::1/",
        "https://" + "a" * 70 + ".é/",
        "https://example.com/" + "a" * 5000,
    ],
)
def test_what_is_no_web_address_is_refused_by_name(url: str) -> None:
    with pytest.raises(BadInput) as refused:
        normalize_url(url)
    assert refused.value.code == "bad-url"


@given(st.text(alphabet=st.sampled_from("aZ09%/?&=#.:;é~+ \\[]@-_2Fe"), max_size=60))
def test_normalising_twice_changes_nothing(tail: str) -> None:
    try:
        once = normalize_url("https://example.com/" + tail)
    except BadInput:
        return
    assert normalize_url(once) == once


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/a",
        "https://www.example.com/a",
        "https://m.example.com/a/",
        "https://amp.example.com/a?utm_source=x",
        "https://example.com/a/index.html",
    ],
)
def test_the_hosts_and_forms_of_one_site_lead_to_one_article(url: str) -> None:
    assert article_id(url) == article_id("https://example.com/a")


@pytest.mark.parametrize(
    "url",
    ["https://example.com/b", "https://blog.example.com/a", "https://example.com/a?id=2", "https://example.org/a"],
)
def test_another_page_is_another_article(url: str) -> None:
    assert article_id(url) != article_id("https://example.com/a")
