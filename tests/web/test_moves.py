"""Which permanent redirects are learned: those that lead to the same place for days, and only their permanent part."""

from __future__ import annotations

import pytest

from dateline.web.moves import CONFIRMED_EVERY_S, Whereabouts, permanent_target

DAY = 86400.0
NOW = 1_800_000_000.0
LISTED, NEW, NEWER = "http://a.example/feed", "http://a.example/new", "http://b.example/newer"


@pytest.mark.parametrize(
    ("hops", "place"),
    [
        ([], None),
        ([("http://a/1", 301, "/2")], "http://a/2"),
        ([("http://a/1", 308, "/2"), ("http://a/2", 301, "http://b/3")], "http://b/3"),
        ([("http://a/1", 301, "/2"), ("http://a/2", 302, "/3"), ("http://a/3", 301, "/4")], "http://a/2"),
        ([("http://a/1", 302, "/2"), ("http://a/2", 301, "/3")], None),
        ([("http://a/1", 307, "/2")], None),
        ([("http://a/1", 301, "/2"), ("http://a/2", 301, "/1")], None),
    ],
)
def test_only_the_permanent_beginning_of_a_chain_says_where_something_is(
    hops: list[tuple[str, int, str]], place: str | None
) -> None:
    assert permanent_target("http://a/1", hops) == place


def seen(*sightings: tuple[float, str | None], start: Whereabouts | None = None) -> Whereabouts:
    """What is known after these sightings: the day, and where the redirects led."""
    whereabouts = start or Whereabouts()
    for day, target in sightings:
        now = NOW + day * DAY
        whereabouts = whereabouts.found(whereabouts.address(LISTED, now), target, now, stable_s=3 * DAY)
    return whereabouts


def test_a_redirect_that_is_stable_for_days_is_learned() -> None:
    assert seen((0, NEW), (1, NEW), (2.9, NEW)).learned is None
    assert seen((0, NEW), (1, NEW), (3, NEW)).address(LISTED, NOW + 3 * DAY) == NEW


def test_two_looks_are_too_few_however_far_apart() -> None:
    assert seen((0, NEW), (30, NEW)).learned is None


@pytest.mark.parametrize("between", [None, NEWER])
def test_a_redirect_that_changes_or_pauses_begins_anew(between: str | None) -> None:
    assert seen((0, NEW), (1, NEW), (2, between), (3, NEW), (4, NEW), (5.9, NEW)).learned is None


def test_a_failure_on_the_way_begins_anew() -> None:
    halted = seen((0, NEW), (1, NEW)).lost(LISTED, NOW + 2 * DAY)
    assert seen((3, NEW), (4, NEW), (5, NEW), start=halted).learned is None


def test_a_second_move_is_learned_from_the_first() -> None:
    assert seen((0, NEW), (1, NEW), (3, NEW), (4, NEWER), (5, NEWER), (7, NEWER)).learned == NEWER


def test_what_was_learned_is_forgotten_when_it_fails() -> None:
    assert seen((0, NEW), (1, NEW), (3, NEW)).lost(NEW, NOW + 4 * DAY) == Whereabouts()


def learned_and_due_for_confirmation() -> tuple[Whereabouts, float]:
    whereabouts, now = seen((0, NEW), (1, NEW), (3, NEW)), NOW + 3 * DAY + CONFIRMED_EVERY_S
    assert whereabouts.address(LISTED, now) == LISTED
    return whereabouts, now


def test_the_listed_address_confirms_it_now_and_then() -> None:
    whereabouts, now = learned_and_due_for_confirmation()
    assert whereabouts.found(LISTED, NEW, now, stable_s=3 * DAY).address(LISTED, now) == NEW


@pytest.mark.parametrize("target", [None, NEWER])
def test_the_listed_address_takes_it_back(target: str | None) -> None:
    whereabouts, now = learned_and_due_for_confirmation()
    assert whereabouts.found(LISTED, target, now, stable_s=3 * DAY).address(LISTED, now) == LISTED


def test_a_listed_address_that_has_died_takes_nothing_back() -> None:
    whereabouts, now = learned_and_due_for_confirmation()
    assert whereabouts.lost(LISTED, now).address(LISTED, now) == NEW
