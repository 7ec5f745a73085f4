"""The days of events, as news tells them."""

from __future__ import annotations

import pytest

from tests.events.conftest import PUBLISHED, Read


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("on Monday", "2024-05-20", "2024-05-20"),
        ("two days ago", "2024-05-20", "2024-05-20"),
        ("the day before yesterday", "2024-05-20", "2024-05-20"),
        ("earlier this week", "2024-05-20", PUBLISHED),
        ("on the 16th of May", "2024-05-16", "2024-05-16"),
        ("on 17th May", "2024-05-17", "2024-05-17"),
        ("over the weekend", "2024-05-18", "2024-05-19"),
    ],
)
def test_a_day_is_counted_from_publication(read: Read, words: str, start: str, end: str) -> None:
    (event,) = read(f"Gunmen attacked an army post near Gao {words}, killing five soldiers.")

    assert event.date is not None
    assert (event.date.start.isoformat(), event.date.end.isoformat()) == (start, end)


@pytest.mark.parametrize(
    "text",
    [
        "Російські війська обстріляли Херсон, поранено чотирьох людей, серед них дитина.",
        "Российские войска обстреляли Херсон, ранены четыре человека, среди них ребёнок.",
    ],
)
def test_among_is_no_wednesday(read: Read, text: str) -> None:
    (event,) = read(text)

    assert event.date is None


def test_a_month_alone_tells_of_earlier_days_in_a_text_without_a_date(read: Read) -> None:
    (event,) = read(
        "A car bomb killed four people in Haifa on Monday, police said. Two people were slightly hurt. "
        "In June, another car bomb killed a lawyer in Ashdod.",
        published=None,
    )

    assert event.killed is not None
    assert event.killed.min == 4


def test_the_following_day_is_counted_from_the_day_told_before(read: Read) -> None:
    first, second = read(
        "Rebels shot dead five soldiers near Gao on Sunday. The following day, a landmine killed two soldiers "
        "outside Kidal."
    )

    assert first.date is not None
    assert second.date is not None
    assert first.date.start.isoformat() == "2024-05-19"
    assert second.date.start.isoformat() == "2024-05-20"
