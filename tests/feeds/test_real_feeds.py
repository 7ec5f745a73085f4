"""Feeds as their publishers served them, which stay where they are: DATELINE_SHARED."""

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
from dateline.feeds import ParsedFeed, SeenEntries, diff, parse_feed, to_line
from dateline.feeds.dates import epoch_seconds, source_time
from dateline.feeds.text import strip_tags
from dateline.feeds.xml_feed import parse_xml_feed

SHARED = Path(os.environ.get("DATELINE_SHARED", Path(__file__).parents[2] / ".." / "shared"))
ARCHIVE = SHARED / "data" / "feeds" / "real200.tar.gz"
MORE = SHARED / "data" / "feeds" / "rssant_testdata.tar.gz"
pytestmark = pytest.mark.skipif(
    not (ARCHIVE.exists() and MORE.exists()), reason="needs DATELINE_SHARED: data/feeds/*.tar.gz"
)


def documents(path: Path = ARCHIVE) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(path) as archive:
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


def shown(feed: ParsedFeed) -> dict[str, Any]:
    """What parse-feed prints of it, with the texts of its HTML instead of the HTML."""
    line = to_line("", feed)
    for entry in line["entries"]:
        for field in ("summary_html", "content_html"):
            entry[field] = " ".join(strip_tags(entry[field] or "").split())
    return line


def outcome(body: bytes, *, fast: bool) -> dict[str, Any] | str:
    try:
        return shown(parse_xml_feed(body, content_type=None, url="", entries_max=5000, fast=fast))
    except BadInput as error:
        return error.code


@pytest.mark.parametrize("path", [ARCHIVE, MORE], ids=lambda path: path.name)
def test_both_parsers_say_the_same_of_every_document(path: Path) -> None:
    markup = [(name, body) for name, body in documents(path) if body.lstrip()[:1] not in (b"{", b"[", b"")]
    assert [name for name, body in markup if outcome(body, fast=True) != outcome(body, fast=False)] == []


def test_the_fast_parser_reads_nearly_all(parsed: dict[str, ParsedFeed | BadInput]) -> None:
    by_feedparser = [name for name, feed in parsed.items() if isinstance(feed, ParsedFeed) and feed.parser != "fast"]
    assert len(by_feedparser) <= len(parsed) // 50


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
