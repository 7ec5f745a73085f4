"""What a robots.txt says to us, by RFC 9309."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from protego import Protego

from dateline.web.robots import BODY_MAX_BYTES, Robots, parse_robots, product_token, robots_url

HOST = "https://ledger.example"


def robots(text: str) -> Robots:
    return parse_robots(text.encode(), "dateline")


def allowed(text: str, path: str) -> bool:
    return robots(text).allows(HOST + path)


@pytest.mark.parametrize(
    ("user_agent", "token"),
    [("Dateline/0.1 (+https://a.example)", "dateline"), ("acme-news_bot", "acme-news_bot"), ("1st/2", ""), ("", "")],
)
def test_the_product_token_is_what_the_user_agent_begins_with(user_agent: str, token: str) -> None:
    assert product_token(user_agent) == token


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("http://a.example/x/y?z#w", "http://a.example/robots.txt"),
        ("https://a.example:8443", "https://a.example:8443/robots.txt"),
        ("HTTP://A.example/X", "http://a.example/robots.txt"),
        ("http://[2001:db8::1]/x", "http://[2001:db8::1]/robots.txt"),
    ],
)
def test_every_host_has_its_own_file(url: str, file: str) -> None:
    assert robots_url(url) == file


@pytest.mark.parametrize(
    ("rules", "path", "may"),
    [
        ("Disallow: /private", "/private/1", False),
        ("Disallow: /private", "/public", True),
        ("Disallow:", "/", True),
        ("Disallow: /", "/robots.txt", True),
        ("Disallow: /", "/", False),
        # The longest pattern decides; of two as long the one that allows.
        ("Disallow: /news\nAllow: /news/open", "/news/open/1", True),
        ("Allow: /news\nDisallow: /news/closed", "/news/closed/1", False),
        ("Disallow: /a\nAllow: /a", "/a", True),
        # Wildcards and the end.
        ("Disallow: /*.pdf$", "/reports/1.pdf", False),
        ("Disallow: /*.pdf$", "/reports/1.pdf?x", True),
        ("Disallow: /a*b*c", "/a1b2c3", False),
        ("Disallow: /a*b*c", "/a1c2b3", True),
        ("Disallow: /*?print=", "/news?print=1", False),
        ("Disallow: /a*a$", "/a", True),
        ("Disallow: *", "/x", False),
        # Spellings of one path.
        ("Disallow: /caf%C3%A9", "/café", False),
        ("Disallow: /café", "/caf%c3%a9", False),
        ("Disallow: /%7Ejoe", "/~joe", False),
        ("Disallow: /a%2Fb", "/a/b", True),
        ("Disallow: /News", "/news", True),
        # Lines that make no sense.
        ("disALLOW :  /x  # why", "/x", False),
        ("Disallow: private", "/private", True),
        ("Disallow /x", "/x", True),
        ("Noindex: /x", "/x", True),
    ],
)
def test_rules(rules: str, path: str, may: bool) -> None:
    assert allowed(f"User-agent: *\n{rules}\n", path) is may


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("", True),
        ("User-agent: dateline\nDisallow: /\n", False),
        ("User-agent: DateLine/9\nDisallow: /\n", False),
        ("User-agent: datelinebot\nDisallow: /\n", True),
        ("User-agent: other\nDisallow: /\n", True),
        ("User-agent: *\nDisallow: /\n", False),
        ("User-agent: *\nDisallow: /\nUser-agent: dateline\nDisallow: /other\n", True),
        ("User-agent: dateline\nDisallow:\n\nUser-agent: *\nDisallow: /\n", True),
        ("User-agent: other\nUser-agent: dateline\nDisallow: /\n", False),
        ("User-agent: dateline\n\n# between\nUser-agent: other\nDisallow: /\n", False),
        ("User-agent: dateline\nSitemap: https://a.example/s\nUser-agent: other\nDisallow: /\n", False),
        ("User-agent: dateline\nCrawl-delay: 5\n\nUser-agent: other\nDisallow: /\n", True),
        ("User-agent: dateline\nDisallow: /a\nUser-agent: *\nAllow: /\nUser-agent: dateline\nDisallow: /\n", False),
        ("Disallow: /\nUser-agent: other\n", True),
        ("\ufeffUser-agent: *\r\nDisallow: /\r\n", False),
        ("User-agent: *\rDisallow: /\r", False),
    ],
)
def test_whose_rules_count(text: str, may: bool) -> None:
    assert allowed(text, "/news") is may


@pytest.mark.parametrize(
    ("text", "delay_s"),
    [
        ("User-agent: *\nCrawl-delay: 10\n", 10),
        ("User-agent: *\nCrawl-delay: 1.5\nDisallow: /x\n", 1.5),
        ("User-agent: *\nCrawl-delay: 10\nUser-agent: dateline\nDisallow: /x\n", None),
        ("User-agent: *\nCrawl-delay: soon\n", None),
        ("User-agent: *\nCrawl-delay: -3\n", None),
        ("Crawl-delay: 10\n", None),
    ],
)
def test_a_crawl_delay_belongs_to_its_group(text: str, delay_s: float | None) -> None:
    assert robots(text).crawl_delay_s == delay_s


def test_at_most_500_kib_are_read() -> None:
    padding = "#" * BODY_MAX_BYTES
    assert not allowed(f"User-agent: *\nDisallow: /a\n{padding}\n", "/a")
    assert allowed(f"User-agent: *\n{padding}\nDisallow: /a\n", "/a")


def test_patterns_made_to_be_slow_are_not() -> None:
    stars = "\n".join(f"Disallow: /{'*a' * 900}{n}" for n in range(250))
    assert allowed(f"User-agent: *\n{stars}\n", "/" + "a" * 8000)


def test_it_survives_its_store() -> None:
    said = robots("User-agent: *\nDisallow: /a\nAllow: /a/b\nCrawl-delay: 2\n")
    assert Robots.model_validate_json(said.model_dump_json()) == said


# No dots: we judge the path as it is asked for, without "/." and "/..", the other the path as it is written.
paths = st.text("/ab-*$", max_size=8).map(lambda text: "/" + text)
plain_paths = st.text("/ab-", max_size=8).map(lambda text: "/" + text)
files = st.lists(
    st.one_of(
        st.sampled_from(["User-agent: *", "User-agent: dateline", "User-agent: other", "", "# remark"]),
        st.tuples(st.sampled_from(["Allow: ", "Disallow: "]), paths).map("".join),
    ),
    max_size=12,
).map("\n".join)


@given(files, plain_paths)
def test_it_agrees_with_another_reader_of_the_same_rules(text: str, path: str) -> None:
    if "//" not in path:  # which the other takes for a host
        assert allowed(text, path) == Protego.parse(text).can_fetch(HOST + path, "dateline")


@given(st.binary(max_size=300))
def test_any_bytes_are_read(body: bytes) -> None:
    parse_robots(b"User-agent: *\n" + body, "dateline").allows(HOST + "/x")
