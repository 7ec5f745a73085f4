"""Where a site's feeds may be."""

from __future__ import annotations

import pytest

from dateline.feeds.discovery import (
    CANDIDATES_MAX,
    Candidate,
    Clue,
    candidates_of_page,
    candidates_of_robots,
    robots_url,
    well_known_candidates,
)

HOME = "https://river.example/news/today.html"


def page(head: str = "", body: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


def urls(html: bytes, url: str = HOME) -> list[str]:
    return [candidate.url for candidate in candidates_of_page(html, url=url)]


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ('<link rel="alternate" type="application/rss+xml" href="/rss">', ["https://river.example/rss"]),
        (
            '<LINK REL="Alternate Home" TYPE="application/atom+xml; charset=utf-8" HREF="a">',
            ["https://river.example/news/a"],
        ),
        ('<link rel="alternate" type="application/feed+json" href="//feeds.example/f">', ["https://feeds.example/f"]),
        ('<link rel="feed alternate" href="f.xml">', ["https://river.example/news/f.xml"]),
        (
            '<link rel="alternate" type="application/rss+xml" href="feed://river.example/rss">',
            ["https://river.example/rss"],
        ),
        ('<link rel="alternate" type="text/html" hreflang="uk" href="/uk">', []),
        ('<link rel="stylesheet" type="text/xml" href="/s">', []),
        ('<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/1">', []),
        ('<link rel="alternate" type="application/rss+xml" href="javascript:run()">', []),
        ('<link rel="alternate" type="application/rss+xml" href="https://[bad/rss">', []),
        ('<link rel="alternate" type="application/rss+xml">', []),
    ],
)
def test_a_page_names_its_feeds_by_links(link: str, found: list[str]) -> None:
    assert urls(page(link)) == found


def test_a_feed_is_called_what_the_page_calls_it() -> None:
    link = '<link rel="alternate" type="application/rss+xml" title=" All\n news " href="/rss">'
    assert candidates_of_page(page(link), url=HOME) == [Candidate("https://river.example/rss", Clue.LINK, "All news")]


def test_links_are_resolved_against_the_pages_base() -> None:
    head = '<base href="https://hill.example/x/"><link rel="alternate" type="application/rss+xml" href="rss">'
    assert urls(page(head)) == ["https://hill.example/x/rss"]


@pytest.mark.parametrize(
    ("href", "looks_like_a_feed"),
    [
        ("/rss", True),
        ("/world/feed/", True),
        ("https://feeds.example/a.rss", True),
        ("/index.php?format=feed&type=rss", True),
        ("/feedback", False),
        ("/newsfeeds-explained", False),
        ("/rss.png", False),
        ("/story/comments/feed/", False),
    ],
)
def test_an_anchor_counts_where_its_address_looks_like_a_feeds(href: str, looks_like_a_feed: bool) -> None:
    assert bool(urls(page(body=f'<a href="{href}">x</a>'))) is looks_like_a_feed


def test_links_come_before_anchors_and_each_place_once() -> None:
    html = page(
        '<link rel="alternate" type="application/rss+xml" href="/b">', '<a href="/rss#x">a</a><a href="/rss">b</a>'
    )
    assert urls(html) == ["https://river.example/b", "https://river.example/rss"]


def test_a_page_of_nothing_but_links_gives_no_more_than_can_be_asked() -> None:
    assert len(urls(page(body="".join(f'<a href="/{n}/rss">x</a>' for n in range(10_000))))) == CANDIDATES_MAX


@pytest.mark.parametrize("body", [b"", b"\x89PNG\r\n\x1a\n\x00", b"plain words", b"<", b"<a href='" * 100_000])
def test_what_is_no_page_names_nothing(body: bytes) -> None:
    assert candidates_of_page(body, url=HOME) == []


def test_robots_txt_names_sitemaps_and_those_of_news_come_first() -> None:
    robots = (
        b"User-agent: *\nDisallow: /x\nSitemap: https://river.example/all.xml\r\n sitemap:/news.xml\n#sitemap: /no\n"
    )
    found = candidates_of_robots(robots, url="https://river.example/robots.txt")
    assert [candidate.url for candidate in found] == ["https://river.example/news.xml", "https://river.example/all.xml"]


def test_feeds_usually_are_below_the_section_and_at_the_root() -> None:
    found = [candidate.url for candidate in well_known_candidates("https://river.example/blog/page")]
    assert found[:3] == [
        "https://river.example/blog/feed",
        "https://river.example/blog/rss",
        "https://river.example/feed",
    ]
    assert len(found) == len(set(found))
    assert robots_url("https://river.example/blog/page") == "https://river.example/robots.txt"
