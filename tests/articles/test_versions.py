"""When an article has changed, and when it is looked at again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from dateline.articles.versions import age_s, next_visit, signature, words_of


@dataclass(frozen=True)
class Text:
    title: str
    text: str


OLD = Text("Port hit", "Two people were hurt, officials said.\nA silo burned.")


@pytest.mark.parametrize(
    "new",
    [
        Text("Port hit", "Two people were hurt, officials said. A silo burned."),
        Text("PORT HIT", "Two people were hurt – officials said.\n\nA silo burned!"),
        Text("Port\u00a0hit", "Two peo\u00adple were hurt, officials said.\u200b A silo burned."),
    ],
)
def test_what_a_reader_would_call_the_same_is_not_a_new_version(new: Text) -> None:
    assert signature(words_of(new)) == signature(words_of(OLD))


@pytest.mark.parametrize(
    "new",
    [
        Text("Port hit", "Three people were hurt, officials said.\nA silo burned."),
        Text("Port hit again", "Two people were hurt, officials said.\nA silo burned."),
        Text("Port hit", "A silo burned.\nTwo people were hurt, officials said."),
        Text("Port", "hit Two people were hurt, officials said.\nA silo burned."),
        Text("Port hit", "Two people were hurt, officials said."),
    ],
)
def test_words_figures_and_their_order_make_a_new_version(new: Text) -> None:
    assert signature(words_of(new)) != signature(words_of(OLD))


def test_visits_come_at_doubling_gaps_and_end() -> None:
    assert [next_visit(visits, 60.0, 4) for visits in range(6)] == [60.0, 120.0, 240.0, 480.0, None, None]


def test_no_visits_are_made_where_none_are_wanted() -> None:
    assert next_visit(0, 60.0, 0) is None


def test_an_old_article_is_looked_at_less_soon_than_a_fresh_one() -> None:
    day = 86400.0
    assert [next_visit(visits, 3600.0, 4, age_s=10 * day) for visits in range(5)] == [day, day, day, day, None]
    assert next_visit(0, 3600.0, 4, age_s=1800.0) == 3600.0


@pytest.mark.parametrize(
    ("published_at", "age"),
    [
        ("2026-03-02T18:40:00+02:00", 3600.0),
        ("2026-03-02T16:40:00Z", 3600.0),
        ("2026-03-02", 63_600.0),
        ("2026-03-03T00:00:00Z", 0.0),
        ("on Monday", 0.0),
        (None, 0.0),
    ],
)
def test_an_articles_age_is_what_its_source_says(published_at: str | None, age: float) -> None:
    now = datetime(2026, 3, 2, 17, 40, tzinfo=UTC).timestamp()
    assert age_s(published_at, now) == age
