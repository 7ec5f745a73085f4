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
        ("on 2024-05-17", "2024-05-17", "2024-05-17"),
        ("on 17.05.2024", "2024-05-17", "2024-05-17"),
        ("on 17/05/2024", "2024-05-17", "2024-05-17"),
        ("on 5/12/2024", "2024-05-12", "2024-05-12"),
        ("on the night of 18 to 19 May", "2024-05-18", "2024-05-19"),
        ("on May 18-19", "2024-05-18", "2024-05-19"),
        ("on the night of 18/19 May", "2024-05-18", "2024-05-19"),
        ("overnight into Sunday", "2024-05-18", "2024-05-19"),
        ("overnight on 19 May", "2024-05-18", "2024-05-19"),
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
        "Російські війська обстріляли Херсон, загинули четверо людей.",
    ],
)
def test_among_is_no_wednesday_and_four_no_thursday(read: Read, text: str) -> None:
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


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("GAO, May 21 (Agencies) - A mine killed four soldiers near Gao on Sunday.", "2024-05-19"),
        ("GAO, May 21 (Agencies) - A mine has killed four soldiers near Gao.", "2024-05-21"),
        ("A mine killed four soldiers near Gao on Sunday, the army said in a note sent to the press on Tuesday.", 19),
        ("The army said in a note sent to the press on Tuesday that a mine had killed four soldiers near Gao.", 21),
        ("The army said on Tuesday that gunmen had killed four soldiers near Gao two days earlier.", 19),
        ("The army said on Tuesday that gunmen had killed four soldiers near Gao the day before.", 20),
        ("A market opened in Gao on Sunday. The same evening, gunmen killed four soldiers near Gao.", 19),
        ("A market opened in Gao on Sunday. Two days later, gunmen killed four soldiers near Gao.", 21),
        ("В ночь на 19 мая под Гао на мине подорвались и погибли четверо солдат.", "2024-05-18"),
        ("Утром 19 мая боевики убили под Гао четверых солдат.", 19),
        ("Рынок в Гао открылся 19 мая. В тот же день боевики убили под Гао четверых солдат.", 19),
        ("Ринок у Гао відкрили 19 травня. Того ж вечора бойовики вбили під Гао чотирьох солдатів.", 19),
        ("Бойовики вбили під Гао чотирьох солдатів 19.05.2024.", 19),
        ("Боевики убили под Гао солдат, сообщили во вторник, 21 мая, военные. Нападение произошло в понедельник.", 20),
    ],
)
def test_the_day_is_that_of_the_event_and_not_of_who_tells_of_it(read: Read, text: str, day: str | int) -> None:
    (event,) = read(text)

    assert event.date is not None
    assert event.date.start.isoformat() == (day if isinstance(day, str) else f"2024-05-{day}")


@pytest.mark.parametrize(
    "text",
    [
        "It was market day in Gao on Sunday. It rained. Prices rose. A child cried. Gunmen killed four traders in Gao.",
        "Gunmen have killed four traders in Gao. Nobody expected it. It was a Sunday like any other.",
    ],
)
def test_an_event_without_a_day_is_of_the_day_that_the_report_speaks_of(read: Read, text: str) -> None:
    (event,) = read(text)

    assert event.date is not None
    assert event.date.start.isoformat() == "2024-05-19"
