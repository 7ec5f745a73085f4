"""New, changed, the same, or history: what a feed brought since it was last seen."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from dateline.feeds import Change, ParsedEntry, SeenEntries, diff, entry_id
from dateline.feeds.links import link_identity
from dateline.messages import EntryChange
from tests.feeds.documents import feed_of, story

NOW = 1_772_470_800.0  # 2026-03-02T17:00:00Z


class Watcher:
    """Polls the entries that a test gives it and remembers."""

    def __init__(self, *entries: ParsedEntry) -> None:
        self.seen = SeenEntries()
        self.polls = 0
        if entries:
            self.poll(*entries)

    def changes(self, *entries: ParsedEntry) -> list[Change]:
        found, seen = diff(self.seen, feed_of(*entries), first_poll=self.polls == 0, now=NOW)
        # What is remembered has to outlive its journey through the store.
        self.seen = SeenEntries.model_validate_json(seen.model_dump_json())
        self.polls += 1
        return found

    def poll(self, *entries: ParsedEntry) -> list[tuple[str | None, str, int]]:
        return [(change.entry.title, change.change.value, change.revision) for change in self.changes(*entries)]


def test_an_entry_that_appears_is_new() -> None:
    watcher = Watcher(story(1))
    assert watcher.poll(story(2), story(1)) == [("Story 2", "new", 1)]


def test_nothing_is_told_twice() -> None:
    watcher = Watcher(story(1), story(2))
    assert watcher.poll(story(2), story(1)) == []
    assert watcher.poll() == []
    assert watcher.poll(story(1), story(2)) == []


def test_the_same_question_gets_the_same_answer() -> None:
    first, second = Watcher(), Watcher()
    assert first.changes(story(1), story(2)) == second.changes(story(1), story(2))


@pytest.mark.parametrize(
    "field", [{"title": "Story 1, corrected"}, {"summary_html": "<p>Other words.</p>"}, {"content_html": "More"}]
)
def test_other_words_are_a_change(field: dict[str, str]) -> None:
    watcher = Watcher(story(1))
    ((title, change, revision),) = watcher.poll(story(1, **field))
    assert (title, change, revision) == (field.get("title", "Story 1"), "changed", 2)
    assert watcher.poll(story(1, **field)) == []


@pytest.mark.parametrize(
    "field",
    [
        {"updated_at": "2026-03-02T16:00:00Z"},
        {"published_at": "2026-03-02T16:00:00Z"},
        {"summary_html": '<p class="x">Words of  story 1.</p><img src="https://count.example/1.gif">'},
        {"link": "http://www.river.example/1/?utm_source=rss&utm_medium=feed"},
    ],
)
def test_other_dates_markup_or_tracking_are_no_change(field: dict[str, str]) -> None:
    watcher = Watcher(story(1))
    assert watcher.poll(story(1, **field)) == []


def test_a_moved_page_is_a_change_of_the_same_entry() -> None:
    watcher = Watcher()
    (before,) = watcher.changes(story(1))
    (after,) = watcher.changes(story(1, link="https://river.example/moved/1"))
    assert (after.identity, after.change) == (before.identity, EntryChange.CHANGED)


def test_an_entry_without_guid_goes_by_its_link() -> None:
    watcher = Watcher(story(1, id=None))
    assert watcher.poll(story(1, id=None, title="Edited")) == [("Edited", "changed", 2)]


def test_an_entry_without_guid_and_link_goes_by_its_title() -> None:
    watcher = Watcher(story(1, id=None, link=None), story(2, id=None, link=None))
    assert watcher.poll(story(1, id=None, link=None), story(3, id=None, link=None)) == [("Story 3", "new", 1)]


def test_entries_without_guid_that_share_one_link_are_told_apart() -> None:
    home = "https://river.example/"
    watcher = Watcher(story(1, id=None, link=home), story(2, id=None, link=home))
    assert watcher.poll(story(3, id=None, link=home), story(1, id=None, link=home), story(2, id=None, link=home)) == [
        ("Story 3", "new", 1)
    ]


def test_one_guid_for_all_entries_says_nothing() -> None:
    watcher = Watcher()
    assert len(watcher.poll(story(1, id="1"), story(2, id="1"))) == 2
    assert watcher.poll(story(3, id="1"), story(1, id="1"), story(2, id="1")) == [("Story 3", "new", 1)]


def test_a_feed_that_once_shared_guids_is_not_believed_again() -> None:
    watcher = Watcher(story(1, id="1"), story(2, id="1"))
    assert watcher.poll(story(3, id="1")) == [("Story 3", "new", 1)]
    assert watcher.poll(story(4, id="1")) == [("Story 4", "new", 1)]


def test_guids_that_begin_to_be_shared_do_not_bring_the_feed_again() -> None:
    watcher = Watcher(story(1), story(2))
    assert watcher.poll(story(3, id="x"), story(1, id="x"), story(2, id="x")) == [("Story 3", "new", 1)]


def test_guids_that_change_on_every_poll_do_not_bring_the_feed_again() -> None:
    watcher = Watcher()
    (first,) = watcher.changes(story(1, id="a"))
    for poll in range(3):
        assert watcher.poll(story(1, id=f"random-{poll}")) == []
    (change,) = watcher.changes(story(1, id="other", title="Edited"))
    assert (change.identity, change.revision) == (first.identity, 2)


def test_a_second_entry_at_the_same_page_is_new_while_the_first_is_there() -> None:
    live = "https://river.example/live"
    watcher = Watcher(story(1, link=live))
    assert watcher.poll(story(2, link=live), story(1, link=live)) == [("Story 2", "new", 1)]


def test_two_versions_of_one_entry_in_a_document_are_one() -> None:
    watcher = Watcher()
    assert watcher.poll(story(1, title="Newest"), story(1, title="Older")) == [("Newest", "history", 1)]


def test_the_archive_on_the_first_poll_is_history_and_fresh_entries_are_new() -> None:
    watcher = Watcher()
    assert watcher.poll(
        story(1, published_at="2026-03-02T16:00:00Z"),
        story(2, published_at="2026-02-20T16:00:00Z"),
        story(3),
    ) == [("Story 1", "new", 1), ("Story 2", "history", 1), ("Story 3", "history", 1)]


def test_an_old_entry_that_appears_late_is_history() -> None:
    watcher = Watcher(story(1))
    assert watcher.poll(story(2, published_at="2025-12-01"), story(1)) == [("Story 2", "history", 1)]


def test_an_undated_entry_that_appears_later_is_new() -> None:
    watcher = Watcher(story(1))
    assert watcher.poll(story(2), story(1)) == [("Story 2", "new", 1)]


def test_a_replayed_archive_without_dates_is_history() -> None:
    watcher = Watcher(story(1))
    archive = [story(number) for number in range(2, 302)]
    assert {change for _, change, _ in watcher.poll(*archive, story(1))} == {"history"}


def test_an_entry_that_comes_back_is_not_new() -> None:
    watcher = Watcher(story(1), story(2))
    watcher.poll(story(2))
    assert watcher.poll(story(1), story(2)) == []


def remembered(seen: SeenEntries, entries: Sequence[ParsedEntry], limit: int) -> SeenEntries:
    return diff(seen, feed_of(*entries), first_poll=False, now=NOW, remembered_max=limit)[1]


def test_those_seen_longest_ago_are_forgotten_first() -> None:
    seen = SeenEntries()
    for number in range(20):
        seen = remembered(seen, [story(number)], limit=5)
    assert len(seen.entries) == 5
    changes, _ = diff(seen, feed_of(story(15), story(14)), first_poll=False, now=NOW)
    assert [change.entry.title for change in changes] == ["Story 14"]


def test_what_is_in_the_feed_is_never_forgotten() -> None:
    entries = [story(number) for number in range(50)]
    seen = remembered(SeenEntries(), entries, limit=5)
    assert diff(seen, feed_of(*entries), first_poll=False, now=NOW)[0] == []


def test_the_memory_of_a_thousand_entries_is_small() -> None:
    seen = remembered(SeenEntries(), [story(number) for number in range(1000)], limit=3000)
    assert len(seen.model_dump_json()) < 60_000


def test_an_entry_id_depends_on_feed_and_identity_alone() -> None:
    (change,) = Watcher().changes(story(1))
    (again,) = Watcher().changes(story(1, title="Other"))
    assert entry_id("feed", change.identity) == entry_id("feed", again.identity)
    assert entry_id("feed", change.identity) != entry_id("other feed", change.identity)


@pytest.mark.parametrize(
    ("link", "identity"),
    [
        ("https://www.River.example/a/?b=2&utm_source=x&fbclid=1#0", "river.example/a?b=2"),
        ("http://river.example:80/a", "river.example/a"),
        ("http://127.0.0.1:8001/a", "127.0.0.1:8001/a"),
        ("https://river.example/?p=12", "river.example?p=12"),
        ("https://river.example/live#post-7", "river.example/live#post-7"),
        ("tag:river.example,2026:1", "tag:river.example,2026:1"),
        ("guid 1", "guid 1"),
        ("http://[", "http://["),
        ("", ""),
    ],
)
def test_links_are_compared_by_what_names_the_page(link: str, identity: str) -> None:
    assert link_identity(link) == identity
