"""Figures that compete: what was said before, what others say, and what is counted over months."""

from __future__ import annotations

from tests.events.told import Report, Told, each, misread

_RAID = (
    "Gunmen stormed a market in the town of Maroua in northern Cameroon on Monday, killing 20 people, officials said."
)


def _raid(name: str, then: str, killed: int | tuple[int, int] = 20, injured: int | None = None) -> Report:
    told = Told("attack", "Maroua", killed, injured)
    return Report(name, "Twenty die as gunmen attack market in Cameroon", f"{_RAID}\n\n{then}", (told,))


@each(
    (
        _raid("an-earlier-count", "Earlier, the army had spoken of nine dead.", (9, 20)),
        _raid("first-statement", "In a first statement the police had reported six deaths.", (6, 20)),
        _raid("at-first", "Initially police said five people had died.", (5, 20)),
        _raid("provisional", "A provisional count on Monday evening stood at 12.", (12, 20)),
        _raid(
            "said-before", "The governor had said earlier in the day that eight traders had lost their lives.", (8, 20)
        ),
        _raid("far-more", "The opposition put the figure at more than 50.", (20, 50)),
        _raid("of-the-slain", "Three aid workers put the number of slain villagers at 24.", (20, 24)),
        _raid("buried", "Residents said they had buried 33.", (20, 33)),
    )
)
def test_another_count_of_the_same_people_widens_the_range(report: Report) -> None:
    assert misread(report) == []


@each(
    (
        _raid("of-this-year", "The killings raised to 140 the number of people killed in the region this year."),
        _raid("of-weeks", "They raised to 30 the number of people killed in four weeks of attacks."),
        _raid("a-part", "Five of the dead were from one family."),
    )
)
def test_neither_a_part_nor_the_dead_of_months_does(report: Report) -> None:
    assert misread(report) == []


@each(
    (
        _raid("besides", "Twenty people died in addition to the three attackers, a spokesman said.", 23),
        _raid("hurt", "Fifteen people suffered cuts and bruises.", 20, 15),
        _raid("treated", "The mayor said 17 people were treated for burns.", 20, 17),
    )
)
def test_attackers_and_light_wounds_are_counted(report: Report) -> None:
    assert misread(report) == []
