"""Sitemaps, Google's news sitemaps, and indexes of sitemaps."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest

from dateline.errors import BadInput
from dateline.feeds import ParsedEntry, SeenEntries, diff, parse_feed, to_message
from dateline.messages import Feed, feed_id

NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<!-- made by a publishing system -->
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
        xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
  <url>
    <image:image><image:loc>https://river.example/a.png</image:loc><image:title>A picture</image:title></image:image>
    <loc>https://river.example/1</loc>
    <news:news>
      <news:publication><news:name>River Post</news:name><news:language>uk</news:language></news:publication>
      <news:publication_date>2026-03-02T18:40:00+02:00</news:publication_date>
      <news:title>Bridge &amp; road hit</news:title>
      <news:keywords>war, river,war</news:keywords>
    </news:news>
    <lastmod>2026-03-02T19:00:00+02:00</lastmod>
  </url>
  <url><loc>/2</loc><news:news><news:title>Second</news:title></news:news></url>
</urlset>"""

INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
  <sitemap><loc>https://river.example/sitemap-1.xml</loc><lastmod>2026-03-02</lastmod></sitemap>
  <sitemap><loc>https://river.example/sitemap-2.xml</loc></sitemap>
</sitemapindex>"""


def test_a_news_sitemap_gives_every_field() -> None:
    feed = parse_feed(NEWS.encode(), url="https://river.example/news.xml")
    assert (feed.format, feed.title, feed.language, feed.parser) == ("news-sitemap", "River Post", "uk", "fast")
    assert feed.entries == (
        ParsedEntry(
            id="https://river.example/1",
            title="Bridge & road hit",
            link="https://river.example/1",
            published_at="2026-03-02T18:40:00+02:00",
            updated_at="2026-03-02T19:00:00+02:00",
            tags=("war", "river"),
        ),
        ParsedEntry(id="/2", title="Second", link="https://river.example/2"),
    )


def test_a_sitemap_without_news_gives_links_and_changes() -> None:
    body = b"<urlset><url><loc>https://river.example/1</loc><lastmod>2026-03-02</lastmod></url><url/></urlset>"
    feed = parse_feed(body)
    assert feed.format == "sitemap"
    assert feed.entries == (
        ParsedEntry(id="https://river.example/1", link="https://river.example/1", updated_at="2026-03-02"),
    )


def test_the_language_of_a_sitemap_in_two_languages_is_unknown() -> None:
    other = "<url><loc>/3</loc><news:publication><news:language>ru</news:language></news:publication></url>"
    assert parse_feed(NEWS.replace("</urlset>", f"{other}</urlset>").encode()).language is None


def test_a_sitemap_that_is_cut_off_gives_the_pages_it_has() -> None:
    assert (
        len(parse_feed(NEWS[: NEWS.index("<news:news><news:title>Second")].encode(), url="https://r.example/").entries)
        == 2
    )


def test_pages_beyond_the_limit_are_counted_and_not_read() -> None:
    feed = parse_feed(NEWS.encode(), entries_max=1)
    assert (len(feed.entries), feed.entries_left_out) == (1, 1)


def test_an_index_lists_its_sitemaps() -> None:
    feed = parse_feed(INDEX.encode())
    assert feed.format == "sitemap-index"
    assert [(entry.link, entry.updated_at) for entry in feed.entries] == [
        ("https://river.example/sitemap-1.xml", "2026-03-02"),
        ("https://river.example/sitemap-2.xml", None),
    ]


def test_nothing_is_published_of_an_index_because_its_entries_are_no_pages() -> None:
    url = "https://river.example/sitemap.xml"
    parsed = parse_feed(INDEX.encode(), url=url)
    changes, _ = diff(SeenEntries(), parsed, first_poll=True, now=1.8e9)
    feed = Feed(id=feed_id(url), url=url)
    assert len(changes) == 2
    assert [to_message(feed, parsed, change, datetime.now(UTC)) for change in changes] == [None, None]


def test_what_only_begins_like_a_sitemap_is_no_feed() -> None:
    with pytest.raises(BadInput) as caught:
        parse_feed(b"<urlset <<< ")
    assert caught.value.code == "not-a-feed"


def test_a_packed_sitemap_is_unpacked() -> None:
    packed = gzip.compress(b"<urlset><url><loc>https://river.example/1</loc></url></urlset>")
    for body in (packed, packed[:-4]):
        assert [entry.link for entry in parse_feed(body).entries] == ["https://river.example/1"]


@pytest.mark.parametrize(
    ("body", "code"),
    [(b"\x1f\x8bno", "not-a-feed"), (gzip.compress(b"<rss>" + bytes(40_000_000)), "too-large")],
)
def test_a_packed_body_that_is_none_or_a_bomb_is_refused(body: bytes, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_feed(body)
    assert caught.value.code == code
