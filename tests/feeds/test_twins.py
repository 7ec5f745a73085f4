"""The same feed under several URLs is recognised by where it is, and by what it links to."""

from __future__ import annotations

from dateline.feeds.identity import SeenEntries, diff
from dateline.feeds.model import ParsedEntry, ParsedFeed
from dateline.feeds.twins import FeedView, twins_of


def view(address: str, numbers: range) -> FeedView:
    return FeedView(address, frozenset(f"page {number}" for number in numbers))


def test_feeds_that_permanent_redirects_lead_to_one_address_are_one() -> None:
    feeds = {"old": view("http://a/new", range(0)), "new": view("http://a/new", range(3)), "b": view("b", range(0))}
    assert twins_of(feeds) == {"old": ["new"], "new": ["old"]}


def test_feeds_with_the_same_pages_are_one_also_when_one_was_polled_later() -> None:
    feeds = {"a": view("a", range(20)), "b": view("b", range(2, 22)), "c": view("c", range(100, 120))}
    assert twins_of(feeds) == {"a": ["b"], "b": ["a"]}


def test_a_section_of_a_feed_is_not_the_feed() -> None:
    assert twins_of({"all": view("a", range(40)), "world": view("b", range(0, 40, 2))}) == {}


def test_a_few_pages_in_common_are_chance() -> None:
    assert twins_of({"a": view("a", range(4)), "b": view("b", range(4))}) == {}


def test_three_names_of_one_feed_are_told_in_the_lists_order() -> None:
    feeds = {name: view(name, range(10)) for name in "xyz"}
    assert twins_of(feeds) == {"x": ["y", "z"], "y": ["x", "z"], "z": ["x", "y"]}


def test_a_page_that_everybody_links_to_says_nothing() -> None:
    feeds = {str(number): view(str(number), range(10)) for number in range(1000)}
    assert twins_of(feeds) == {}


def test_only_the_entries_that_are_in_the_feed_now_are_compared() -> None:
    def seen(start: int, then: int) -> SeenEntries:
        kept = SeenEntries()
        for first in (start, then):
            entries = tuple(ParsedEntry(title=f"{n}", link=f"http://a/{n}") for n in range(first, first + 10))
            _, kept = diff(kept, ParsedFeed("rss20", entries=entries), first_poll=False, now=0.0)
        return kept

    feeds = {"a": FeedView("a", seen(0, 50).current_links()), "b": FeedView("b", seen(20, 50).current_links())}
    assert set(twins_of(feeds)) == {"a", "b"}
