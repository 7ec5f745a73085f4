"""When a feed counts as silent: by its own history, and never for a night or a weekend."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable

import pytest

from dateline.feeds.rhythm import Rhythm, Voice

MINUTE, HOUR, DAY, WEEK = 60.0, 3600.0, 86400.0, 7 * 86400.0
MONDAY = dt.datetime(2026, 3, 2, tzinfo=dt.UTC).timestamp()

Publishes = Callable[[float], bool]
"""Whether an hour has news."""


def around_the_clock(_: float) -> bool:
    return True


def office_hours(hour: float) -> bool:
    when = dt.datetime.fromtimestamp(hour, dt.UTC)
    return when.weekday() < 5 and 9 <= when.hour < 17


def on_sundays(hour: float) -> bool:
    when = dt.datetime.fromtimestamp(hour, dt.UTC)
    return when.weekday() == 6 and when.hour == 12


def seldom(chance: random.Random) -> Publishes:
    return lambda _: chance.random() < 1 / 60


class Watched:
    """A feed that is polled every hour."""

    def __init__(self, publishes: Publishes) -> None:
        self.publishes, self.now, self.rhythm = publishes, MONDAY, Rhythm()
        self.voices: set[Voice] = set()

    def watch(self, for_s: float) -> Watched:
        end = self.now + for_s
        while self.now < end:
            self.now += HOUR
            self.rhythm = Rhythm.model_validate_json(
                self.rhythm.later(HOUR, int(self.publishes(self.now))).model_dump_json()
            )
            self.voices.add(self.rhythm.voice)
        return self

    def stop(self) -> Watched:
        self.publishes, self.voices = (lambda _: False), set()
        return self


KINDS = {"around the clock": around_the_clock, "office hours": office_hours, "on sundays": on_sundays}


@pytest.mark.parametrize("kind", KINDS)
def test_half_a_year_of_nights_and_weekends_is_no_silence(kind: str) -> None:
    assert Watched(KINDS[kind]).watch(26 * WEEK).voices <= {Voice.UNKNOWN, Voice.USUAL}


@pytest.mark.parametrize(
    ("kind", "after_s"), [("around the clock", 12 * HOUR), ("office hours", 130 * HOUR), ("on sundays", 21 * DAY)]
)
def test_a_feed_that_stops_is_silent_after_twice_or_thrice_its_longest_quiet(kind: str, after_s: float) -> None:
    feed = Watched(KINDS[kind]).watch(6 * WEEK).stop()
    assert feed.rhythm.silent_after_s == after_s
    left_s = after_s - feed.rhythm.quiet_s
    assert feed.watch(left_s - HOUR).voices == {Voice.USUAL}
    assert feed.watch(HOUR).rhythm.voice is Voice.SILENT


def test_a_silent_feed_stays_so_until_it_speaks() -> None:
    feed = Watched(around_the_clock).watch(4 * WEEK).stop().watch(20 * WEEK)
    assert feed.rhythm.voice is Voice.SILENT
    feed.publishes = around_the_clock
    assert feed.watch(HOUR).rhythm.voice is Voice.USUAL


def test_a_feed_that_publishes_at_random_is_seldom_thought_silent() -> None:
    watched = [Watched(seldom(random.Random(seed))).watch(26 * WEEK) for seed in range(40)]
    assert sum(Voice.SILENT in feed.voices for feed in watched) <= 2


def test_a_new_feed_is_not_judged() -> None:
    assert Watched(around_the_clock).watch(0.9 * WEEK).stop().watch(5 * DAY).voices == {Voice.UNKNOWN}


def test_what_was_not_watched_is_no_silence() -> None:
    feed = Watched(office_hours).watch(4 * WEEK)
    assert feed.rhythm.later(30 * DAY, 0).voice is Voice.USUAL


def test_a_feed_that_has_far_fewer_news_than_before_is_told_so() -> None:
    feed = Watched(around_the_clock).watch(5 * WEEK)
    feed.publishes = lambda hour: dt.datetime.fromtimestamp(hour, dt.UTC).hour == 12
    assert Voice.FEWER not in feed.watch(6 * DAY).voices
    assert Voice.FEWER in feed.watch(3 * DAY).voices


def test_a_feed_with_few_news_is_not_counted() -> None:
    feed = Watched(on_sundays).watch(26 * WEEK)
    assert Voice.FEWER not in feed.voices


def test_what_is_kept_of_years_is_small() -> None:
    assert len(Watched(around_the_clock).watch(60 * WEEK).rhythm.model_dump_json()) < 300
