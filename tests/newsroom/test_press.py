"""Which version of a story is out at a moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from dateline.newsroom import Content
from dateline.newsroom.calendar import name_days, written_moment
from dateline.newsroom.press import Press, story_number

OPENED = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)  # a Wednesday
SECOND = timedelta(seconds=1)


@pytest.fixture
def press(content: Content) -> Press:
    addresses = {outlet.id: f"http://{outlet.id}.test" for outlet in content.outlets}
    return Press(content=content, base_urls=addresses, opened_at=OPENED)


def test_days_are_named_from_the_day_of_publication(content: Content) -> None:
    english = content.languages["en"]
    text = "{On weekday -1} it began; {on weekday 0} it ended. See {weekday 5} and {date -4}."
    assert name_days(text, english, OPENED) == (
        "On Tuesday it began; on Wednesday it ended. See Monday and 28 February."
    )


@pytest.mark.parametrize(
    ("language", "written"),
    [("uk", "у вівторок, на середу, 28 лютого"), ("ru", "во вторник, на среду, 28 февраля")],
)
def test_days_stand_in_the_case_that_the_language_wants(content: Content, language: str, written: str) -> None:
    assert name_days("{on weekday -1}, на {weekday 0}, {date -4}", content.languages[language], OPENED) == written


def test_the_local_day_counts_not_that_of_utc(content: Content) -> None:
    late = datetime(2026, 3, 4, 23, 30, tzinfo=UTC).astimezone(timezone(timedelta(hours=3)))
    assert name_days("{weekday 0}", content.languages["en"], late) == "Thursday"


def test_a_moment_is_written_as_readers_see_it(content: Content) -> None:
    assert written_moment(OPENED, content.languages["uk"]) == "4 березня 2026, 12:00"


def test_a_story_was_published_before_the_newsroom_opened_in_its_outlets_offset(press: Press) -> None:
    story = press.content.story("sahel-dispatch/tillaberi-bus-mine")
    published = press.published_at(story)
    assert published == OPENED - timedelta(minutes=story.published_min_ago)
    assert published.utcoffset() == timedelta(hours=3)


def test_a_later_story_is_out_from_its_second_on(press: Press) -> None:
    story = press.content.story("northgate-monitor/mindanao-marsh-fight")
    assert story.appears_after_s is not None
    due = OPENED + timedelta(seconds=story.appears_after_s)
    assert press.printed(story, due - SECOND) is None
    assert press.printed(story, due) is not None


def test_a_correction_counts_from_the_first_reader(press: Press) -> None:
    story = press.content.story("meridian-wire/kharkiv-apartment-block")
    assert story.correction is not None
    much_later = OPENED + timedelta(days=1)
    correction_at = much_later + timedelta(seconds=story.correction.after_s)

    unread = press.printed(story, much_later)
    before = press.printed(story, correction_at - SECOND, much_later)
    after = press.printed(story, correction_at, much_later)

    assert before
    assert after
    assert unread == before
    assert "killing four" in before.title
    assert "killing six" in after.title
    assert before.updated_at == before.published_at
    assert after.updated_at == correction_at
    assert after.published_at == before.published_at
    assert list(after.expected) == story.correction.expected


def test_a_copy_has_the_text_and_the_canonical_url_of_the_original(press: Press) -> None:
    original = press.printed(press.content.story("meridian-wire/quetta-checkpoint"), OPENED)
    copy = press.printed(press.content.story("harbour-ledger/quetta-bombing"), OPENED)
    assert original
    assert copy
    assert copy.paragraphs == original.paragraphs
    assert copy.title != original.title
    assert copy.canonical_url == original.url != copy.url


def test_the_front_page_is_newest_first_and_keeps_to_a_feeds_sections(press: Press) -> None:
    outlet = press.outlet("meridian-wire")
    everything = press.front_page(outlet, OPENED, {})
    sport = press.front_page(outlet, OPENED, {}, outlet.feeds[1])
    moments = [printed.published_at for printed in everything]
    assert moments == sorted(moments, reverse=True)
    assert {printed.story.section for printed in sport} == {"sport"}
    assert len(sport) < len(everything)


def test_a_storys_number_depends_on_its_slug_alone(content: Content) -> None:
    numbers = [story_number(story) for outlet in content.outlets for story in outlet.stories]
    assert len(set(numbers)) == len(numbers)
    assert all(10_000 <= number < 100_000 for number in numbers)
