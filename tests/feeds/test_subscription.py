"""What a hub is asked, and how far it is believed."""

from __future__ import annotations

from dateline.feeds.subscription import Subscription

NOW = 1_800_000_000.0
PATIENCE_S = 600.0
LEASE_S = 86400.0
NEW = Subscription(hub="https://hub.example/", topic="https://a.example/feed", callback="https://me/x", ask_at=NOW)
SUBSCRIBED = NEW.asked(NOW, None).verified(NOW + 1, LEASE_S)
BELIEVED = SUBSCRIBED.pushed(news=True)
POLLED_AT = NOW + 100


def missed(believed: Subscription) -> Subscription:
    """After news that the hub has not brought."""
    return believed.polled(POLLED_AT, news=True, since=NOW + 50).looked_at(POLLED_AT + PATIENCE_S, PATIENCE_S)


def test_a_hub_that_has_verified_is_asked_again_before_its_lease_ends() -> None:
    assert NEW.due_at(PATIENCE_S) == NOW
    assert NOW + LEASE_S / 2 < SUBSCRIBED.due_at(PATIENCE_S) < NOW + LEASE_S


def test_asking_again_takes_nothing_from_a_lease_that_runs() -> None:
    asked = BELIEVED.asked(NOW + 60_000, None)
    assert asked.is_believed(NOW + 60_001)
    assert asked.verified(NOW + 60_002, LEASE_S).leased_until == NOW + 60_002 + LEASE_S


def test_a_hub_that_fails_is_asked_ever_later_and_never_given_up() -> None:
    waits, known = [], NEW
    for _ in range(12):
        known = known.asked(NOW, "failed-connect")
        waits.append(known.ask_at - NOW)
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (600, 86400)
    assert known.asked(NOW, "refused", retry_after_s=200_000).ask_at == NOW + 200_000
    assert known.verified(NOW, LEASE_S).asked(NOW, "failed-dns").ask_at == NOW + 600


def test_a_lease_of_seconds_is_not_renewed_every_second() -> None:
    assert NEW.verified(NOW, 3).ask_at == NOW + 300


def test_a_hub_is_believed_when_it_has_brought_news_and_not_before() -> None:
    assert not SUBSCRIBED.is_believed(NOW + 2)
    assert not SUBSCRIBED.pushed(news=False).is_believed(NOW + 2)
    assert BELIEVED.is_believed(NOW + 2)


def test_a_hub_whose_lease_has_ended_is_not_believed() -> None:
    end = NOW + 1 + LEASE_S
    assert not BELIEVED.is_believed(end)
    lapsed = BELIEVED.looked_at(end, PATIENCE_S)
    assert (lapsed.status, lapsed.pushes, lapsed.leased_until) == ("lapsed", 0, 0)


def test_news_that_the_hub_never_brings_cost_it_its_credit() -> None:
    waiting = BELIEVED.polled(POLLED_AT, news=True, since=NOW + 50)
    assert waiting.is_believed(POLLED_AT)
    assert waiting.due_at(PATIENCE_S) == POLLED_AT + PATIENCE_S
    lost = waiting.looked_at(POLLED_AT + PATIENCE_S, PATIENCE_S)
    assert (lost.status, lost.is_believed(POLLED_AT + PATIENCE_S)) == ("missed-news", False)


def test_news_that_the_hub_brings_a_little_later_than_a_poll_are_no_miss() -> None:
    late = BELIEVED.polled(POLLED_AT, news=True, since=NOW + 50).pushed(news=False)
    assert late.looked_at(POLLED_AT + PATIENCE_S, PATIENCE_S) == late
    assert late.pushes == BELIEVED.pushes + 1


def test_a_hub_that_missed_news_has_to_bring_twice_as_many() -> None:
    once = missed(BELIEVED)
    assert not once.pushed(news=True).is_believed(NOW + 900)
    again = once.pushed(news=True).pushed(news=True)
    assert again.is_believed(NOW + 900)
    twice = missed(again)
    for _ in range(3):
        twice = twice.pushed(news=True)
    assert not twice.is_believed(NOW + 900)
    assert twice.pushed(news=True).is_believed(NOW + 900)


def test_news_from_before_the_lease_are_not_the_hubs() -> None:
    assert SUBSCRIBED.polled(POLLED_AT, news=True, since=NOW - 10) == SUBSCRIBED
    assert SUBSCRIBED.polled(POLLED_AT, news=True, since=None) == SUBSCRIBED
    assert NEW.polled(POLLED_AT, news=True, since=NOW + 50) == NEW


def test_a_hub_that_denies_is_left_alone_for_a_day() -> None:
    denied = BELIEVED.denied(NOW + 2)
    assert (denied.is_believed(NOW + 2), denied.due_at(PATIENCE_S), denied.status) == (False, NOW + 2 + 86400, "denied")
