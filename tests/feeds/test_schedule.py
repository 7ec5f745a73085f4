"""When a feed is polled next, and why."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.feeds import (
    FailureClass,
    Outcome,
    PollHistory,
    Scheduled,
    UpdateHints,
    failure_of_code,
    failure_of_status,
    next_poll,
    record,
    settings_of,
)
from dateline.feeds.rhythm import Voice
from dateline.messages import Feed as WatchedFeed
from dateline.settings import PollSettings
from dateline.web import FetchCode

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
NOW = 1_772_470_800.0  # Monday, 2026-03-02T17:00:00Z
SETTINGS = PollSettings()
NOTHING = Outcome()
NEWS = Outcome(new_entries=1)


class Feed:
    """Polls at the scheduled times and keeps the history, as the poll stage does."""

    def __init__(self, settings: PollSettings = SETTINGS, seed: str = "feed", now: float = NOW) -> None:
        self.settings, self.seed, self.now = settings, seed, now
        self.history = PollHistory()
        self.next = Scheduled(now, "added")

    def poll(self, outcome: Outcome = NOTHING) -> Scheduled:
        self.now = self.next.at
        self.history = PollHistory.model_validate_json(record(self.history, outcome, self.now).model_dump_json())
        self.next = next_poll(self.history, outcome, self.settings, now=self.now, seed=self.seed)
        return self.next

    def wait(self, outcome: Outcome = NOTHING) -> float:
        return self.poll(outcome).at - self.now

    def run(self, until_s: float, outcome: Callable[[float], Outcome] = lambda _: NOTHING) -> int:
        """Polls for so many seconds; returns how often."""
        end, polls = self.now + until_s, 0
        while self.next.at < end:
            self.poll(outcome(self.next.at))
            polls += 1
        return polls


def publishing_every(gap_s: float) -> Callable[[float], Outcome]:
    """Outcomes of a feed that publishes at random moments, so far apart on average."""
    clock, upcoming = random.Random(1), [NOW]

    def outcome(now: float) -> Outcome:
        found = 0
        while upcoming[0] <= now:
            upcoming[0] += clock.expovariate(1 / gap_s)
            found += 1
        return Outcome(new_entries=found)

    return outcome


def test_a_new_feed_is_asked_again_soon() -> None:
    scheduled = Feed().poll()
    assert SETTINGS.poll_interval_min_s <= scheduled.at - NOW <= 1.1 * SETTINGS.poll_interval_min_s
    assert scheduled.reason == "shortest-interval"


def test_a_silent_feed_is_asked_ever_less_but_never_given_up() -> None:
    feed = Feed()
    feed.run(DAY)
    after_a_day = feed.wait()
    feed.run(30 * DAY)
    after_a_month = feed.wait()
    assert MINUTE * 30 < after_a_day < after_a_month <= SETTINGS.poll_interval_max_s
    assert feed.next.reason == "longest-interval"


def test_a_busy_feed_is_asked_at_the_shortest_interval() -> None:
    feed = Feed()
    feed.run(DAY, publishing_every(MINUTE))
    assert feed.wait(NEWS) <= 1.1 * SETTINGS.poll_interval_min_s


def test_the_more_a_feed_publishes_the_more_often_it_is_asked() -> None:
    polls = [Feed().run(7 * DAY, publishing_every(gap)) for gap in (MINUTE, HOUR, 6 * HOUR, DAY, 30 * DAY)]
    assert polls == sorted(polls, reverse=True)
    assert polls[0] > 3 * polls[1] > 6 * polls[3]


def test_news_bring_the_next_poll_nearer() -> None:
    feed = Feed()
    feed.run(DAY, publishing_every(6 * HOUR))
    quiet = feed.wait(NOTHING)
    assert feed.wait(NEWS) < quiet / 2


def test_empty_polls_make_the_wait_longer() -> None:
    eager = PollHistory(polls=9, first_at=NOW - DAY, polled_at=NOW, news_at=NOW - HOUR, observed_s=DAY, new_entries=48)
    weary = eager.model_copy(update={"empty_share": 0.9})
    waits = [next_poll(each, NOTHING, SETTINGS, now=NOW, seed="f").at for each in (eager, weary)]
    assert waits[0] < waits[1]


def test_the_archive_of_the_first_poll_is_no_experience() -> None:
    feed = Feed()
    feed.poll(Outcome(new_entries=300))
    assert feed.history.new_entries == 0


@pytest.mark.parametrize(
    ("outcome", "wait", "reason"),
    [
        (Outcome(hints=UpdateHints(ttl_s=30 * MINUTE)), 30 * MINUTE, "ttl"),
        (Outcome(hints=UpdateHints(update_period_s=20 * MINUTE)), 20 * MINUTE, "update-period"),
        (Outcome(fresh_s=15 * MINUTE), 15 * MINUTE, "cache-headers"),
        (Outcome(fresh_s=15 * MINUTE, hints=UpdateHints(ttl_s=20 * MINUTE)), 20 * MINUTE, "ttl"),
    ],
)
def test_what_the_publisher_asks_for_is_a_floor(outcome: Outcome, wait: float, reason: str) -> None:
    feed = Feed()
    assert wait <= feed.wait(outcome) <= 1.1 * wait
    assert feed.next.reason == reason


def test_hints_are_remembered_when_nothing_is_parsed() -> None:
    feed = Feed()
    feed.poll(Outcome(hints=UpdateHints(ttl_s=30 * MINUTE)))
    assert feed.wait(Outcome(hints=None)) >= 30 * MINUTE
    assert feed.wait(Outcome(hints=UpdateHints())) < 30 * MINUTE


def test_a_hint_beyond_thirty_shortest_intervals_is_not_believed() -> None:
    assert Feed().wait(Outcome(hints=UpdateHints(ttl_s=7 * DAY))) <= 1.1 * 30 * SETTINGS.poll_interval_min_s


def test_no_hint_makes_the_wait_longer_than_the_longest_interval() -> None:
    settings = PollSettings(poll_interval_min_s=120, poll_interval_max_s=600)
    assert Feed(settings).wait(Outcome(fresh_s=DAY)) <= 600


def test_skipped_hours_are_waited_for() -> None:
    feed = Feed()
    scheduled = feed.poll(Outcome(hints=UpdateHints(skip_hours=(17, 18))))
    assert scheduled == Scheduled(NOW + 2 * HOUR, "skipped-hours")


def test_a_skipped_day_is_asked_at_the_longest_interval_only() -> None:
    scheduled = Feed().poll(Outcome(hints=UpdateHints(skip_days=(0, 1))))
    assert scheduled == Scheduled(NOW + SETTINGS.poll_interval_max_s, "skipped-hours")


@pytest.mark.parametrize("failure", [None, FailureClass.RATE_LIMITED, FailureClass.SERVER])
@pytest.mark.parametrize("asked_s", [10 * MINUTE, 3 * DAY])
def test_retry_after_is_never_cut_short(failure: FailureClass | None, asked_s: float) -> None:
    feed = Feed()
    for _ in range(10):
        assert feed.wait(Outcome(failure=failure, retry_after_s=asked_s)) >= asked_s
    if asked_s > SETTINGS.retry_gap_max_s:
        assert feed.next.reason == "retry-after"


@pytest.mark.parametrize(
    ("failure", "first_wait_s"),
    [
        (FailureClass.SERVER, 60),
        (FailureClass.UNREACHABLE, 60),
        (FailureClass.RATE_LIMITED, 240),
        (FailureClass.REFUSED, 240),
        (FailureClass.UNUSABLE, 240),
        (FailureClass.GONE, DAY),
    ],
)
def test_every_kind_of_failure_has_its_ladder(failure: FailureClass, first_wait_s: float) -> None:
    feed = Feed()
    waits = [feed.wait(Outcome(failure=failure)) for _ in range(15)]
    longest = SETTINGS.dead_gap_max_s if failure is FailureClass.GONE else DAY
    assert 0.9 * first_wait_s <= waits[0] <= 1.1 * first_wait_s
    assert waits[1] > 1.8 * waits[0]
    assert 0.9 * longest <= waits[-1] <= longest
    assert feed.next.reason == failure.value


def test_a_feed_that_has_failed_for_a_month_is_asked_ever_less_down_to_once_a_month() -> None:
    feed = Feed()
    failing = Outcome(failure=FailureClass.UNREACHABLE)
    feed.run(29 * DAY, lambda _: failing)
    assert feed.wait(failing) <= DAY
    feed.run(2 * DAY, lambda _: failing)
    assert 6 * DAY <= feed.wait(failing) <= 12 * DAY
    assert feed.next.reason == "dead"
    assert feed.run(365 * DAY, lambda _: failing) >= 12
    assert 27 * DAY <= feed.wait(failing) <= 30 * DAY
    feed.poll(NOTHING)
    assert feed.wait(failing) <= 1.1 * SETTINGS.retry_gap_s


def test_a_feed_that_is_told_to_wait_is_not_dead() -> None:
    feed = Feed()
    told = Outcome(failure=FailureClass.RATE_LIMITED)
    feed.run(90 * DAY, lambda _: told)
    assert feed.wait(told) <= DAY


def returned(outcome: Outcome, _now: float) -> Outcome:
    return outcome


def test_what_a_feed_publishes_becomes_its_rhythm() -> None:
    feed, voices = Feed(), []
    feed.run(5 * 7 * DAY, publishing_every(HOUR))
    for days, outcome in ((0, NOTHING), (2, NOTHING), (1, Outcome(failure=FailureClass.SERVER)), (0, NEWS)):
        feed.run(days * DAY, partial(returned, outcome))
        feed.poll(outcome)
        voices.append(feed.history.rhythm.voice)
    assert voices == [Voice.USUAL, Voice.SILENT, Voice.SILENT, Voice.USUAL]


def test_an_answer_ends_the_ladder() -> None:
    feed = Feed()
    for _ in range(8):
        feed.poll(Outcome(failure=FailureClass.SERVER))
    feed.poll(NOTHING)
    assert feed.history.failures == 0
    assert feed.wait(Outcome(failure=FailureClass.SERVER)) <= 1.1 * SETTINGS.retry_gap_s


def test_every_wait_can_be_made_short() -> None:
    short = PollSettings(poll_interval_min_s=0.2, retry_gap_s=0.1, retry_gap_max_s=1.0, dead_gap_max_s=1.0)
    feed = Feed(short)
    assert feed.wait(Outcome(fresh_s=HOUR, hints=UpdateHints(ttl_s=HOUR, update_period_s=DAY))) <= 7
    feed.poll(Outcome(hints=UpdateHints()))
    feed.run(30)
    assert feed.wait() <= 6
    assert feed.wait(Outcome(failure=FailureClass.SERVER)) <= 0.11
    assert feed.wait(Outcome(failure=FailureClass.GONE)) <= 1.0


def test_the_watch_list_can_bound_one_feed() -> None:
    watched = WatchedFeed(id="f", url="https://river.example/", poll_interval_min_s=30, poll_interval_max_s=90)
    settings = settings_of(watched, SETTINGS)
    assert (settings.poll_interval_min_s, settings.poll_interval_max_s) == (30, 90)
    assert settings.retry_gap_s == SETTINGS.retry_gap_s
    slower = settings_of(watched.model_copy(update={"poll_interval_max_s": None}), SETTINGS)
    assert slower.poll_interval_max_s == SETTINGS.poll_interval_max_s


def test_feeds_that_are_added_together_are_not_polled_together() -> None:
    times = {Feed(seed=f"feed {number}").poll().at for number in range(100)}
    assert len(times) == 100


def test_the_same_poll_is_scheduled_for_the_same_time() -> None:
    assert Feed().poll() == Feed().poll()


outcomes = st.builds(
    Outcome,
    new_entries=st.integers(0, 500),
    failure=st.one_of(st.none(), st.sampled_from(FailureClass)),
    hints=st.one_of(
        st.none(),
        st.builds(
            UpdateHints,
            ttl_s=st.one_of(st.none(), st.floats(1, 1e9)),
            skip_hours=st.lists(st.integers(0, 23), max_size=24).map(tuple),
            skip_days=st.lists(st.integers(0, 6), max_size=7).map(tuple),
        ),
    ),
    fresh_s=st.one_of(st.none(), st.floats(0, 1e9)),
    retry_after_s=st.one_of(st.none(), st.floats(0, 3e7)),
)


@given(st.lists(outcomes, max_size=30), st.floats(0.1, 1000), st.floats(1, 1000))
def test_whatever_happens_the_next_poll_is_within_its_bounds(
    history: list[Outcome], shortest: float, factor: float
) -> None:
    settings = PollSettings(poll_interval_min_s=shortest, poll_interval_max_s=shortest * factor)
    feed = Feed(settings)
    for outcome in history:
        wait = feed.wait(outcome)
        longest = settings.dead_gap_max_s if outcome.failure else settings.poll_interval_max_s
        asked = outcome.retry_after_s or 0.0
        # A microsecond is what a float of seconds since the epoch can hold.
        assert wait >= asked - 1e-5
        assert wait <= max(longest, 1.1 * asked) + 1e-5
        if outcome.failure is None:
            assert wait >= shortest * 0.9 - 1e-5


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        (200, None),
        (304, None),
        (429, FailureClass.RATE_LIMITED),
        (503, FailureClass.SERVER),
        (500, FailureClass.SERVER),
        (404, FailureClass.REFUSED),
        (403, FailureClass.REFUSED),
        (410, FailureClass.GONE),
        (302, FailureClass.UNUSABLE),
    ],
)
def test_statuses_have_their_class(status: int, failure: FailureClass | None) -> None:
    assert failure_of_status(status) == failure


def test_an_overloaded_server_that_says_when_to_come_back_limits_the_rate() -> None:
    assert failure_of_status(503, retry_after=True) == FailureClass.RATE_LIMITED


def test_every_fetch_error_has_its_class() -> None:
    unusable = {code for code in FetchCode if failure_of_code(code) is FailureClass.UNUSABLE}
    assert unusable == {
        FetchCode.TOO_LARGE,
        FetchCode.TOO_MANY_REDIRECTS,
        FetchCode.REDIRECT_LOOP,
        FetchCode.BAD_URL,
        FetchCode.ROBOTS_DISALLOWED,
        FetchCode.NO_CREDENTIAL,
        FetchCode.CREDENTIAL_ELSEWHERE,
        FetchCode.ADDRESS_REFUSED,
    }
