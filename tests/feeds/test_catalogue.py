"""The catalogue of feeds that comes with Dateline."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import etree

from dateline.feeds import read_opml
from dateline.messages import Feed

CATALOGUE = Path(__file__).parents[2] / "seeds" / "catalogue" / "conflict-news.opml"
SOURCE = "{urn:dateline:opml:1}source"


@pytest.fixture(scope="module")
def feeds() -> list[Feed]:
    return read_opml(CATALOGUE.read_bytes())


def test_it_has_at_least_150_feeds_in_many_languages_and_countries(feeds: list[Feed]) -> None:
    assert len(feeds) >= 150
    assert len({feed.language for feed in feeds}) >= 20
    assert len({feed.country for feed in feeds}) >= 50


def test_every_feed_has_a_title_a_group_a_country_and_a_language(feeds: list[Feed]) -> None:
    assert [feed.url for feed in feeds if not (feed.title and feed.groups and feed.country and feed.language)] == []


def test_every_feed_says_where_its_url_was_found(feeds: list[Feed]) -> None:
    outlines = etree.fromstring(CATALOGUE.read_bytes()).iterfind(".//outline[@xmlUrl]")
    sources = {str(outline.get("xmlUrl")): urlsplit(str(outline.get(SOURCE) or "")) for outline in outlines}
    assert len(sources) == len(feeds)
    assert [url for url, source in sources.items() if source.scheme != "https" or not source.path] == []
