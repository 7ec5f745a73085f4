"""Identity of mentions over versions of an article, and what is published of them."""

from __future__ import annotations

import datetime as dt

from dateline.events import Document, Tagging, diff_mentions, tag, to_codebook, to_mentions
from dateline.messages import Article, Mention

NOW = dt.datetime(2024, 5, 22, 12, tzinfo=dt.UTC)
FIRST = "A car bomb killed nine people in Mogadishu on Tuesday, police said."
CORRECTED = "A car bomb killed eleven people in Mogadishu on Tuesday, police said."
LONGER = "The day began quietly.\n" + FIRST
RETRACTED = "The mayor of Mogadishu opened a new bridge on Tuesday."


def article(text: str, version: int) -> Article:
    return Article(
        id="a" * 24,
        version=version,
        url="https://example.org/a",
        canonical_url="https://example.org/a",
        domain="example.org",
        entry_id="e",
        feed_id="f",
        title="",
        text=text,
        published_at="2024-05-22",
        fetched_at=NOW,
    )


def mentions(text: str, version: int = 1) -> list[Mention]:
    of = article(text, version)
    return to_mentions(tag(Document(of.id, of.title, of.text, of.published_at)), article=of, observed_at=NOW)


def changes(old: list[Mention], new: list[Mention]) -> list[Mention]:
    return diff_mentions(old, new, article_version=2, observed_at=NOW, tagger="rules/next")


def test_the_same_text_makes_the_same_ids() -> None:
    assert [mention.id for mention in mentions(FIRST)] == [mention.id for mention in mentions(FIRST)]


def test_a_changed_figure_is_a_new_revision_of_the_same_mention() -> None:
    (published,) = changes(mentions(FIRST), mentions(CORRECTED, 2))

    assert published.id == mentions(FIRST)[0].id
    assert published.revision == 2
    assert published.killed is not None
    assert published.killed.max == 11


def test_text_that_only_moves_publishes_nothing() -> None:
    assert changes(mentions(FIRST), mentions(LONGER, 2)) == []


def test_a_vanished_event_is_withdrawn() -> None:
    (published,) = changes(mentions(FIRST), mentions(RETRACTED, 2))

    assert published.withdrawn
    assert published.revision == 2
    assert (published.article_version, published.tagger) == (2, "rules/next")


def test_a_withdrawn_event_that_comes_back_is_published_again() -> None:
    (gone,) = changes(mentions(FIRST), [])
    (back,) = changes([gone], mentions(FIRST, 3))

    assert not back.withdrawn
    assert back.revision == 3


def test_events_alike_in_all_but_order_have_ids_of_their_own() -> None:
    tagging = tag(Document("a", "", FIRST, "2024-05-22"))
    doubled = Tagging(tagging.relevant, tagging.gate, tagging.language, tagging.events * 2)

    ids = {mention.id for mention in to_mentions(doubled, article=article(FIRST, 1), observed_at=NOW)}

    assert len(ids) == 2 * len(tagging.events)


def test_the_codebook_s_shape_points_into_title_and_text() -> None:
    document = Document("d1", "Bomb in Mogadishu", FIRST, "2024-05-22")
    row = to_codebook(document, tag(document))

    (event,) = row["events"]
    assert row["doc_id"] == "d1"
    assert row["relevant"] is True
    assert [document.full_text[start:end] for start, end in event["evidence"]] == ["Bomb in Mogadishu", FIRST]
    assert event["event_type"] == "explosions_remote_violence"
