"""Dates of feeds: read with certainty, with the source's own offset, or not at all."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from dateline.feeds.dates import epoch_seconds, source_time
from dateline.messages.base import SourceTime

SOURCE_TIME: TypeAdapter[str] = TypeAdapter(SourceTime)


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("2026-03-02T18:40:00+02:00", "2026-03-02T18:40:00+02:00"),
        ("2026-03-02T18:40:00Z", "2026-03-02T18:40:00Z"),
        ("2026-03-02t18:40:00.120z", "2026-03-02T18:40:00.12Z"),
        ("2026-03-02 18:40:00 +0200", "2026-03-02T18:40:00+02:00"),
        ("2026-03-02T18:40", "2026-03-02T18:40:00"),
        ("2026-03-02T18:40:00-05", "2026-03-02T18:40:00-05:00"),
        ("2026-03-02 18:40:00 UTC", "2026-03-02T18:40:00Z"),
        ("2026-03-02", "2026-03-02"),
        ("2026/3/2 8:05", "2026-03-02T08:05:00"),
        ("20260302T184000Z", "2026-03-02T18:40:00Z"),
        ("Mon, 02 Mar 2026 18:40:00 +0200", "2026-03-02T18:40:00+02:00"),
        ("Mon, 2 Mar 2026 18:40 GMT", "2026-03-02T18:40:00Z"),
        ("Mon,02 Mar 2026 18:40:00 GMT", "2026-03-02T18:40:00Z"),
        ("Sat, 31 Dec 2016 23:59:60 GMT", "2016-12-31T23:59:59Z"),
        ("02 Mar 2026 18:40:00 EST", "2026-03-02T18:40:00-05:00"),
        ("Mon, 02 March 2026 18:40:00 +0530", "2026-03-02T18:40:00+05:30"),
        ("Mon, 02 Mar 26 18:40:00 -0800", "2026-03-02T18:40:00-08:00"),
        ("Monday, 02-Mar-26 18:40:00 GMT", "2026-03-02T18:40:00Z"),
        ("Mon, 02 Mar 2026 18:40:00 +0200 (EET)", "2026-03-02T18:40:00+02:00"),
        ("2026-03-02 18:40:00 +0000 UTC", "2026-03-02T18:40:00Z"),
        ("2026-03-02T18:40:00+02:00[Europe/Kyiv]", "2026-03-02T18:40:00+02:00"),
        ("Mon, 02 Mar 2026 18:40:00 GMT+0300", "2026-03-02T18:40:00+03:00"),
        ("Mon, 02 Mar 2026 18:40:00 CEST", "2026-03-02T18:40:00+02:00"),
        ("Mon, 02 Mar 2026", "2026-03-02"),
        ("Mon Mar  2 18:40:00 2026", "2026-03-02T18:40:00"),
        ("Mon Mar 02 18:40:00 +0100 2026", "2026-03-02T18:40:00+01:00"),
        ("March 2, 2026 6:40 PM", "2026-03-02T18:40:00"),
        ("Mar 2, 2026 12:05 a.m.", "2026-03-02T00:05:00"),
        ("  Mon, 02 Mar 2026\n 18:40:00 +0200 ", "2026-03-02T18:40:00+02:00"),
    ],
)
def test_a_certain_date_is_read_with_the_offset_of_its_source(raw: str, read: str) -> None:
    assert source_time(raw) == read


@pytest.mark.parametrize("zone", ["IST", "BST", "A", "Local"])
def test_a_zone_that_means_several_gives_a_time_without_offset(zone: str) -> None:
    assert source_time(f"Mon, 02 Mar 2026 18:40:00 {zone}") == "2026-03-02T18:40:00"


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "",
        "yesterday",
        "Mon, 02 Mar 2026 18:40:00 GMT DST",
        "03/04/2026",
        "2026",
        "2026-03",
        "March 2026",
        "2026-02-30",
        "2026-13-01T00:00:00Z",
        "2026-03-02T25:00:00Z",
        "Mon, 31 Feb 2026 10:00:00 GMT",
        "Mon, 02 Mrz 2026 10:00:00 GMT",
        "Mon, 02 Mar 2026 10:00:00 +9900",
        "Mon, 01 Jan 0001 00:00:00 +0000",
        "0001-01-01T00:00:00Z",
        "1970-01-01T00:00:00Z",
        "Wed, 31 Dec 1969 19:00:00 -0500",
        "9999-12-31T23:59:59Z",
        "-0001-11-30T00:00:00+00:00",
        "18:40 PM 2 March",
        "March 2, 2026 18:40 PM",
        "1772470800",
        "2026-03-02T18:40:00+02:00 and more",
        "Mon, 02 Mar 2026 18:40:00 +0200" + " " * 10 + "x" * 200,
    ],
)
def test_a_date_that_is_not_certain_is_none(raw: str | None) -> None:
    assert source_time(raw) is None


moments = st.datetimes(
    min_value=datetime(1971, 1, 1),  # noqa: DTZ001 - hypothesis wants bounds without zone
    max_value=datetime(2099, 12, 30),  # noqa: DTZ001 - the same
    timezones=st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)


@given(moments)
def test_every_moment_survives_both_common_forms(moment: datetime) -> None:
    second = moment.replace(microsecond=0)
    assert datetime.fromisoformat(source_time(second.isoformat()) or "") == second
    assert datetime.fromisoformat(source_time(format_datetime(second)) or "") == second


@given(st.one_of(st.text(max_size=60), st.from_regex(re.compile(r"[0-9:T+ .,-]{1,40}|\w{3}, \d+ \w+ \d+"))))
def test_whatever_is_read_is_a_source_time(raw: str) -> None:
    read = source_time(raw)
    if read is not None:
        assert SOURCE_TIME.validate_python(read) == read
        assert epoch_seconds(read) is not None


def test_epoch_seconds_take_a_day_for_its_start_in_utc() -> None:
    assert epoch_seconds("2026-03-02") == datetime(2026, 3, 2, tzinfo=UTC).timestamp()
    assert epoch_seconds("2026-03-02T18:40:00+02:00") == datetime(2026, 3, 2, 16, 40, tzinfo=UTC).timestamp()
    assert epoch_seconds(None) is None
