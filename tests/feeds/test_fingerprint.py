"""Which bytes of a feed need not be parsed again."""

from __future__ import annotations

import pytest

from dateline.feeds import body_fingerprint
from tests.feeds.documents import atom, item, rss

ITEM = item("<title>a</title><pubDate>Mon, 02 Mar 2026 17:00:00 GMT</pubDate>")
ENTRY = "<entry><id>1</id><updated>2026-03-02T17:00:00Z</updated></entry>"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (rss(ITEM, "<lastBuildDate>17:00</lastBuildDate>"), rss(ITEM, "<lastBuildDate>17:05</lastBuildDate>")),
        (rss(ITEM, "<pubDate>17:00</pubDate>"), rss(ITEM, "<pubDate>17:05</pubDate>")),
        (rss(ITEM, "<dc:date>17:00</dc:date>"), rss(ITEM, "<dc:date>17:05</dc:date>")),
        (atom(ENTRY, "<updated>17:00</updated>"), atom(ENTRY, "<updated>17:05</updated>")),
        (rss(ITEM, "<!-- made in 12 ms -->"), rss(ITEM, "<!-- made in 9 ms -->")),
        (rss(ITEM) + b"\n<!-- cached at 17:00 -->\n", rss(ITEM) + b"\n<!-- cached at 17:05 -->\n"),
        (rss(ITEM) + b"<!-- cached -->", rss(ITEM)),
    ],
)
def test_what_servers_write_anew_every_time_is_no_change(one: bytes, two: bytes) -> None:
    assert body_fingerprint(one) == body_fingerprint(two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (rss(ITEM), rss(ITEM.replace(">a<", ">b<"))),
        (rss(ITEM), rss(ITEM.replace("17:00", "17:05"))),
        (rss(ITEM), rss(ITEM + ITEM)),
        (rss(ITEM, "<ttl>5</ttl>"), rss(ITEM, "<ttl>9</ttl>")),
        (atom(ENTRY), atom(ENTRY.replace("17:00", "17:05"))),
        (rss(ITEM.replace(">a<", "><!-- a -->b<")), rss(ITEM.replace(">a<", ">b<"))),
    ],
)
def test_all_else_is(one: bytes, two: bytes) -> None:
    assert body_fingerprint(one) != body_fingerprint(two)


@pytest.mark.parametrize("unit", [b"<!--", b"<pubDate>", b"<updated>1</", b" ", b"-->", b"<item"])
def test_it_takes_linear_time(unit: bytes) -> None:
    assert len(body_fingerprint(unit * 1_000_000)) == 32
