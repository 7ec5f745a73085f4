"""What the demonstration counts, and what it calls found."""

from __future__ import annotations

import datetime as dt

import pytest

from dateline.demo.tally import Compared, Tally, compare
from dateline.messages import Article, Entry, EntryChange, EventType, Mention, Status, SubEventType
from dateline.newsroom.content import ExpectedEvent
from dateline.newsroom.server import PrintedEvent

NOW = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)
URL = "http://127.0.1.1:8000/1"


def a_mention(identity: str = "m", /, **given: object) -> Mention:
    fields: dict[str, object] = {
        "id": identity, "revision": 1, "article_id": "a", "article_version": 1, "article_url": URL,
        "article_title": "Strike", "theatre": "UKR", "event_type": EventType.EXPLOSIONS_REMOTE_VIOLENCE,
        "sub_type": SubEventType.AIR_DRONE_STRIKE, "status": Status.FACT, "confidence": 1.0, "tagger": "t",
        "observed_at": NOW,
    }  # fmt: skip
    return Mention.model_validate({**fields, **given})


def an_article(version: int = 1) -> Article:
    return Article(
        id="a", version=version, url=URL, canonical_url=URL, domain="127.0.1.1:8000", entry_id="e", feed_id="f",
        title="Strike", text="Words.", fetched_at=NOW,
    )  # fmt: skip


def a_printed_event(**given: object) -> PrintedEvent:
    fields: dict[str, object] = {"sub_type": SubEventType.AIR_DRONE_STRIKE, "country": "UKR"}
    event = ExpectedEvent.model_construct(None, **{**fields, **given})
    return PrintedEvent(URL, "outlet", "en", "Strike", NOW, syndicated=False, event=event)


def test_a_withdrawn_mention_stands_no_more() -> None:
    tally = Tally()
    tally.mention(a_mention(), NOW.timestamp())
    tally.mention(a_mention(revision=2, withdrawn=True), NOW.timestamp())
    assert (tally.standing, len(tally.mentions), len(tally.latest)) == ([], 1, 2)


def test_versions_are_those_beyond_the_first() -> None:
    tally = Tally()
    for version in (1, 2, 3):
        tally.article(an_article(version))
    assert (len(tally.articles), tally.versions) == (1, 2)


def test_latency_runs_from_the_entry_to_its_first_mention() -> None:
    tally = Tally()
    entry = Entry(id="e", revision=1, change=EntryChange.NEW, feed_id="f", url=URL, observed_at=NOW)
    tally.entry(entry)
    tally.article(an_article())
    assert tally.latency() is None
    for seconds in (1.0, 3.0):
        tally.mention(a_mention(str(seconds)), NOW.timestamp() + seconds)
    median_s, _ = tally.latency() or (0.0, 0.0)
    assert median_s == pytest.approx(2.0)


@pytest.mark.parametrize(
    "other", [{"theatre": "RUS"}, {"sub_type": SubEventType.GRENADE}, {"article_url": "http://127.0.1.2/1"}]
)
def test_an_event_is_found_by_its_article_kind_and_country(other: dict[str, object]) -> None:
    assert compare([a_printed_event()], [a_mention()]) == Compared(events=1, found=1, others=0, recalled=0)
    assert compare([a_printed_event()], [a_mention(**other)]) == Compared(events=1, found=0, others=1, recalled=0)


def test_one_mention_is_found_for_one_event_only() -> None:
    assert compare([a_printed_event()] * 2, [a_mention()]) == Compared(events=2, found=1, others=0, recalled=0)


def test_news_is_found_before_what_is_recalled() -> None:
    recalled, news = a_mention("recalled", main=False), a_mention("news")
    assert compare([a_printed_event()], [recalled, news]) == Compared(events=1, found=1, others=0, recalled=1)
