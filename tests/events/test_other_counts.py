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
        _raid("far-more", "The opposition put the toll at more than 50.", (20, 50)),
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


@each(
    (
        Report(
            "other-count-behind-a-second-incident",
            "Rocket hits apartment block in Sumy, killing four",
            "A Russian rocket hit an apartment block in the city of Sumy on Tuesday, killing four people.\n\n"
            "The mayor said the rocket had brought down one wall of the house. In his first message he had reported "
            "one death and seven injured.\n\n"
            "Prosecutors said later that the body of a woman had been found, which took the number of those killed to "
            "five.",
            (Told("shelling_artillery_missile", "Sumy", (1, 5), 7),),
        ),
        Report(
            "a-count-two-sentences-on",
            "Village raid in Niger kills 61",
            "Gunmen on motorbikes killed 61 people in the village of Banibangou in western Niger on Monday, the "
            "government said.\n\nThe number has been growing since. A provisional count on Monday evening stood at 38.",
            (Told("attack", "Banibangou", (38, 61)),),
        ),
        Report(
            "rumours-of-dead",
            "Bomb outside barracks in Quetta kills one",
            "A bomb exploded outside a police barracks in Quetta on Monday, killing one officer and wounding seven "
            "people, police said.\n\nThe ministry spoke of an attack by rebels, contradicting earlier reports that "
            "three guards had been killed.",
            (Told("remote_explosive_landmine_ied", "Quetta", 1, 7),),
        ),
    )
)
def test_counts_find_their_incident(report: Report) -> None:
    assert misread(report) == []


@each(
    (
        Report(
            "gold-mine",
            "Raid in Burkina Faso leaves 40 dead",
            "Gunmen killed 40 people in the village of Solhan in Burkina Faso on Saturday, the government said.\n\n"
            "Late on Monday, 12 people were shot dead at a gold mine in Djibo, in the north of the country, security "
            "sources said.",
            (Told("attack", "Solhan", 40), Told("attack", "Djibo", 12)),
        ),
        Report(
            "a-truce-ends-in-a-fight",
            "Fighting breaks out in Sirte, ending three-month truce",
            "Rival armed groups fought with tanks in the Libyan city of Sirte on Tuesday, leaving four people dead, "
            "medics said.",
            (Told("armed_clash", "Sirte", 4),),
        ),
        Report(
            "shooting-at-a-march",
            "Troops open fire in Myanmar, killing three",
            "Soldiers opened fire on a march against military rule in the city of Mandalay on Tuesday, killing three "
            "people, medics said.",
            (Told("excessive_force_against_protesters", "Mandalay", 3),),
        ),
    )
)
def test_places_of_work_and_truces_are_no_weapons_and_no_deals(report: Report) -> None:
    assert misread(report) == []
