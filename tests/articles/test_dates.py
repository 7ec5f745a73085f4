"""Times in the source's own offset, and no confident wrong date."""

from __future__ import annotations

import pytest

from dateline.articles.dates import prefer_local, shown_day, source_time, url_day


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-03-02T18:40:00+02:00", "2026-03-02T18:40:00+02:00"),
        ("2026-03-02T18:40:00Z", "2026-03-02T18:40:00Z"),
        ("2026-03-02T18:40:00.123Z", "2026-03-02T18:40:00Z"),
        ("2026-03-02 18:40:00 +0530", "2026-03-02T18:40:00+05:30"),
        ("2026-03-02T18:40", "2026-03-02T18:40:00"),
        ("2026-03-02T18:40:00-03", "2026-03-02T18:40:00-03:00"),
        ("2026-03-02", "2026-03-02"),
        ("20260302", "2026-03-02"),
        ("20260302T184000Z", "2026-03-02T18:40:00Z"),
        ("2026/3/2", "2026-03-02"),
        ("Mon, 02 Mar 2026 18:40:00 +0200", "2026-03-02T18:40:00+02:00"),
        ("Mon, 02 Mar 2026 18:40:00 GMT", "2026-03-02T18:40:00Z"),
        ("1772476800", "2026-03-02T18:40:00Z"),
        ("1772476800000", "2026-03-02T18:40:00Z"),
        ("March 2, 2026", "2026-03-02"),
        ("2 March 2026", "2026-03-02"),
    ],
)
def test_a_time_keeps_the_offset_it_was_given(written: str, read: str) -> None:
    assert source_time(written) == read


@pytest.mark.parametrize(
    "written",
    [
        "",
        "03/04/2026",
        "3.4.26",
        "yesterday",
        "2026-13-02",
        "2026-02-30",
        "0001-01-01T00:00:00Z",
        "1970-01-01T00:00:00Z",
        "{{ published }}",
        "2026",
        "12 minutes ago",
        "from March 2, 2026 to March 5, 2026",
        "9" * 300,
    ],
)
def test_a_time_that_is_not_certain_is_none(written: str) -> None:
    assert source_time(written) is None


def test_the_same_moment_is_taken_in_the_pages_own_offset() -> None:
    assert prefer_local("2026-03-02T23:10:00Z", ["2026-03-03T01:10:00+02:00"]) == "2026-03-03T01:10:00+02:00"


def test_another_moment_does_not_change_a_time() -> None:
    assert prefer_local("2026-03-02T23:10:00Z", ["2026-03-03T08:00:00+02:00"]) == "2026-03-02T23:10:00Z"


def test_a_time_without_offset_is_not_compared_with_one_that_has_it() -> None:
    assert prefer_local("2026-03-02T23:10:00", ["2026-03-03T01:10:00+02:00"]) == "2026-03-02T23:10:00"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("March 2, 2026", "2026-03-02"),
        ("Published on Monday, 2 March 2026 at 14:05", "2026-03-02"),
        ("Posted: Mar 2, 2026 | 4 min read", "2026-03-02"),
        ("02.03.2026, 14:05 Uhr", "2026-03-02"),
        ("2026-03-02", "2026-03-02"),
        ("2026-03-02T08:10+02:00", "2026-03-02"),
        ("March 2, 2026 ・ 3 min read", "2026-03-02"),
        ("Posted on the 15/12/2025 at 19:00", "2025-12-15"),
        ("2. März 2026, 14:05 Uhr", "2026-03-02"),
        ("2 de marzo de 2026", "2026-03-02"),
        ("2 березня 2026", "2026-03-02"),
        ("2 mars 2026 à 14h05", "2026-03-02"),
        ("2026年3月2日", "2026-03-02"),
        ("2 listopad 2026", None),
        ("12/13/14", None),
        ("Updated March 2, 2026", None),
        ("The treaty of March 2, 2026 was signed", None),
        ("03/02/2026", None),
    ],
)
def test_a_date_line_is_a_date_and_nothing_else(text: str, day: str | None) -> None:
    assert shown_day(text) == day


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://example.com/2026/03/02/port-hit", "2026-03-02"),
        ("https://example.com/world/2026/mar/02/port-hit", "2026-03-02"),
        ("https://example.com/2026-03-02-port-hit.html", "2026-03-02"),
        ("https://example.com/story/20260302", None),
        ("https://example.com/2026/13/02/port", None),
    ],
)
def test_a_urls_folders_may_be_a_day(url: str, day: str | None) -> None:
    assert url_day(url) == day
