"""An entry of a feed as the message that goes out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dateline.feeds import Change, ParsedEnclosure, ParsedEntry, ParsedFeed, entry_id, to_message
from dateline.messages import Enclosure, Entry, EntryChange, Feed, feed_id
from tests.feeds.documents import story

URL = "https://river.example/rss"
FEED = Feed(id=feed_id(URL), url=URL, country="UKR")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def message(entry: ParsedEntry, feed: Feed = FEED, language: str | None = "en") -> Entry | None:
    change = Change("abc", 2, EntryChange.CHANGED, entry)
    return to_message(feed, ParsedFeed(format="rss20", language=language), change, NOON)


def test_every_field_is_carried_over() -> None:
    entry = ParsedEntry(
        id="1",
        title="Bridge hit",
        link="https://river.example/1",
        summary_html="<p>Short</p>",
        content_html="<p>Long</p>",
        authors=("Ana Reyes",),
        published_at="2026-03-02T18:40:00+02:00",
        updated_at="2026-03-02",
        tags=("war",),
        enclosures=(ParsedEnclosure("https://river.example/1.mp3", "audio/mpeg", 9),),
    )
    assert message(entry) == Entry(
        id=entry_id(FEED.id, "abc"),
        revision=2,
        change=EntryChange.CHANGED,
        feed_id=FEED.id,
        url="https://river.example/1",
        title="Bridge hit",
        summary_html="<p>Short</p>",
        content_html="<p>Long</p>",
        authors=["Ana Reyes"],
        published_at="2026-03-02T18:40:00+02:00",
        updated_at="2026-03-02",
        tags=["war"],
        enclosures=[Enclosure(url="https://river.example/1.mp3", type="audio/mpeg", length=9)],
        country="UKR",
        language="en",
        observed_at=NOON,
    )


def test_the_watch_list_knows_the_language_better_than_the_feed() -> None:
    found = message(story(1), FEED.model_copy(update={"language": "uk"}))
    assert found is not None
    assert found.language == "uk"


@pytest.mark.parametrize("link", [None, "", "/relative", "javascript:alert(1)", "https://a.example/" + "x" * 9000])
def test_an_entry_without_a_page_is_no_message(link: str | None) -> None:
    assert message(story(1, link=link)) is None


def test_long_html_is_cut_at_whole_characters() -> None:
    found = message(story(1, summary_html="ї" * 100_000, content_html="ї" * 500_000))
    assert found is not None
    assert len((found.summary_html or "").encode()) == 64 * 1024
    assert len((found.content_html or "").encode()) == 256 * 1024


def test_half_a_character_does_not_break_the_message() -> None:
    found = message(story(1, title="a\ud83d", summary_html="b\udc00"))
    assert found is not None
    assert b'"title":"a"' in found.to_bytes()
