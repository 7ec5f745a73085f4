"""Two hundred feeds as their publishers served them, which stay where they are: DATELINE_SHARED."""

from __future__ import annotations

import calendar
import io
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser
import pytest

from dateline.errors import BadInput
from dateline.feeds import ParsedFeed, SeenEntries, diff, parse_feed
from dateline.feeds.dates import epoch_seconds, source_time

SHARED = Path(os.environ.get("DATELINE_SHARED", Path(__file__).parents[2] / ".." / "shared"))
ARCHIVE = SHARED / "data" / "feeds" / "real200.tar.gz"
pytestmark = pytest.mark.skipif(not ARCHIVE.exists(), reason="needs DATELINE_SHARED: data/feeds/real200.tar.gz")


def documents() -> Iterator[tuple[str, bytes]]:
    with tarfile.open(ARCHIVE) as archive:
        for member in archive:
            if member.isfile() and (file := archive.extractfile(member)) is not None:
                yield member.name, file.read()


@pytest.fixture(scope="module")
def parsed() -> dict[str, ParsedFeed | BadInput]:
    """Every document by its name, parsed or refused."""
    found: dict[str, ParsedFeed | BadInput] = {}
    for name, body in documents():
        try:
            found[name] = parse_feed(body)
        except BadInput as error:
            found[name] = error
    return found


def raw_entries(body: bytes) -> list[dict[str, Any]]:
    return list(feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False).entries)


def test_every_feed_is_read(parsed: dict[str, ParsedFeed | BadInput]) -> None:
    assert {name: each.reason for name, each in parsed.items() if isinstance(each, BadInput)} == {}
    assert sum(len(each.entries) for each in parsed.values() if isinstance(each, ParsedFeed)) > 6000


def test_no_date_is_read_otherwise_than_by_a_parser_of_long_standing() -> None:
    different = []
    for name, body in documents():
        for entry in raw_entries(body):
            for key in ("published", "updated"):
                raw, theirs = dict.get(entry, key), dict.get(entry, f"{key}_parsed")
                ours = epoch_seconds(source_time(raw))
                if ours is not None and theirs is not None and int(ours) != calendar.timegm(theirs):
                    different.append((name, raw))
    assert different == []


def test_a_feed_that_is_polled_twice_brings_nothing_the_second_time(
    parsed: dict[str, ParsedFeed | BadInput],
) -> None:
    again = []
    for name, feed in parsed.items():
        if isinstance(feed, ParsedFeed):
            _, seen = diff(SeenEntries(), feed, first_poll=True, now=1.8e9)
            changes, _ = diff(seen, feed, first_poll=False, now=1.8e9)
            again += [(name, change.entry.title) for change in changes]
    assert again == []
