"""What is put into feeds and pages is escaped, whatever an author writes."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime

import feedparser
import pytest

from dateline.newsroom import Content, Story
from dateline.newsroom.content import FeedFormat
from dateline.newsroom.feeds import feed_document
from dateline.newsroom.pages import article_page
from dateline.newsroom.press import Press, Printed

HOSTILE = 'Fish & <script>alert("chips")</script> ]]> ${site} </title>'


@pytest.fixture
def press(content: Content) -> Press:
    addresses = {outlet.id: f"http://{outlet.id}.test" for outlet in content.outlets}
    return Press(content=content, base_urls=addresses, opened_at=datetime(2026, 3, 4, 12, 0, tzinfo=UTC))


@pytest.fixture
def hostile(press: Press) -> Printed:
    """A story whose author wrote markup."""
    printed = press.printed(press.content.story("harbour-ledger/kosovo-arrests"), press.opened_at)
    assert printed
    return replace(printed, title=HOSTILE, summary=HOSTILE, paragraphs=(HOSTILE,))


@pytest.mark.parametrize("outlet_id", ["meridian-wire", "harbour-ledger", "northgate-monitor"])
def test_markup_in_a_story_stays_text_on_its_page(press: Press, hostile: Printed, outlet_id: str) -> None:
    outlet = press.outlet(outlet_id).model_copy(update={"sections": {"europe": "Europe"}})
    html = article_page(outlet, hostile, "http://x.test", [], press.language(outlet)).decode()
    assert '<script>alert("chips")' not in re.sub(r'<script type="application/ld\+json">.*?</script>', "", html)
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert data
    assert HOSTILE in json.dumps(json.loads(data[1])).replace('\\"', '"')
    assert "${site}" in html


@pytest.mark.parametrize("form", ["rss20", "rss10", "atom10"])
def test_markup_in_a_story_stays_text_in_xml_feeds(press: Press, hostile: Printed, form: FeedFormat) -> None:
    outlet = press.outlet("harbour-ledger")
    plan = outlet.feeds[0].model_copy(update={"form": form})
    parsed = feedparser.parse(feed_document(outlet, plan, "http://x.test", [hostile]))
    assert not parsed.bozo
    assert len(parsed.entries) == 1
    assert "Fish" in parsed.entries[0].title
    assert parsed.entries[0].link.endswith("?utm_source=feed&utm_medium=atom")


def test_letters_that_a_charset_lacks_become_references(press: Press, hostile: Printed) -> None:
    outlet = press.outlet("pogranichny-vestnik")
    plan = outlet.feeds[0]
    body = feed_document(outlet, plan, "http://x.test", [replace(hostile, title="Ağrı", story=_russian(press))])
    assert feedparser.parse(body).entries[0].title == "Ağrı"


def _russian(press: Press) -> Story:
    return press.content.story("pogranichny-vestnik/bishkek-miting")
