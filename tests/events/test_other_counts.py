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
        _raid("provisional", "A provisional count at noon stood at 12.", (12, 20)),
        _raid(
            "said-before", "The governor had said earlier in the day that eight traders had lost their lives.", (8, 20)
        ),
        _raid("had-given", "Medics had earlier given the toll as 11.", (11, 20)),
        _raid("admitted", "The army admitted nine deaths.", (9, 20)),
        _raid("far-more", "The opposition put the toll at more than 50.", (20, 50)),
        _raid("higher-toll", "A lawyers' group gave a higher toll of 31 for the town.", (20, 31)),
        _raid("office-elsewhere", "The health ministry in Yaounde put the death toll at 23.", (20, 23)),
        _raid("the-rebels-said", "Boko Haram said its men had killed 45 soldiers.", (20, 45)),
        _raid("of-the-slain", "Three aid workers put the number of slain villagers at 24.", (20, 24)),
        _raid("buried", "Residents said they had buried 33.", (20, 33)),
        _raid("claimed", "The rebels claimed responsibility and said that 40 people had been killed.", (20, 40)),
    )
)
def test_another_count_of_the_same_people_widens_the_range(report: Report) -> None:
    assert misread(report) == []


@each(
    (
        Report(
            "a-total-and-its-parts",
            "",
            "Air strikes killed at least 12 people in the Syrian province of Idlib on Tuesday, rescuers said.\n\n"
            "Nine of them, among them two girls, died when a school was hit in Ariha.\n\n"
            "Three others were killed in a strike on a garage in Saraqib, the rescuers said.",
            (
                Told("air_drone_strike", "Ariha", 9),
                Told("air_drone_strike", "Saraqib", 3),
            ),
        ),
        Report(
            "the-others-elsewhere",
            "",
            "Troops killed seven people in Sudan on Friday when they fired on protesters in two towns, doctors said.\n"
            "\nFour were shot dead in Kassala.\n\nThree others, including a student, died in Sennar, a witness said.",
            (
                Told("excessive_force_against_protesters", "Kassala", 4),
                Told("excessive_force_against_protesters", "Sennar", 3),
            ),
        ),
    )
)
def test_a_total_over_incidents_is_told_by_its_parts(report: Report) -> None:
    assert misread(report) == []


@each(
    (
        _raid("of-this-year", "The killings raised to 140 the number of people killed in the region this year."),
        _raid("of-weeks", "They raised to 45 the number of people killed in six weeks of attacks."),
        _raid("a-part", "Five of the dead were from one family."),
        _raid("its-bodies", "The bodies of nine of them were found in a ditch."),
    )
)
def test_neither_a_part_nor_the_dead_of_months_does(report: Report) -> None:
    assert misread(report) == []


@each(
    (
        _raid("besides", "Twenty traders died in addition to the three attackers, the mayor said.", 23),
        _raid("hurt", "Fifteen people suffered cuts and bruises.", 20, 15),
        _raid("treated", "Doctors said 16 people had been treated for burns.", 20, 16),
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
            "The mayor said the rocket had brought down one wall of the house. His first report had spoken of "
            "two dead and six injured.\n\n"
            "Prosecutors said later that the body of a woman had been found, which brought the number of dead to five.",
            (Told("shelling_artillery_missile", "Sumy", (2, 5), 6),),
        ),
        Report(
            "a-count-two-sentences-on",
            "Raid in Niger kills 52",
            "Gunmen killed 52 people in the town of Banibangou in western Niger on Monday, the governor said."
            "\n\nNurses work day and night. A preliminary count at noon stood at 29.",
            (Told("attack", "Banibangou", (29, 52)),),
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
            "Gunmen killed 40 people in the town of Barsalogho in Burkina Faso on Saturday, the army said.\n\n"
            "On Monday night, nine miners were gunned down at a gold mine near Djibo, the town's mayor said.",
            (Told("attack", "Barsalogho", 40), Told("attack", "Djibo", 9)),
        ),
        Report(
            "a-truce-ends-in-a-fight",
            "Fighting erupts in Sirte, ending truce of six weeks",
            "Heavy fighting between two brigades left four people dead in the Libyan city of Sirte on Tuesday.",
            (Told("armed_clash", "Sirte", 4),),
        ),
        Report(
            "shooting-at-a-march",
            "Troops open fire in Myanmar, killing three",
            "Soldiers opened fire on a march against fuel prices in the city of Mandalay on Tuesday, killing three.",
            (Told("excessive_force_against_protesters", "Mandalay", 3),),
        ),
    )
)
def test_places_of_work_and_truces_are_no_weapons_and_no_deals(report: Report) -> None:
    assert misread(report) == []


@each(
    (
        _raid("since-january", "More than 200 people have been killed in such attacks this year."),
        _raid("in-seven-months", "At least 170 people died in such attacks in the first seven months of this year."),
        _raid("on-either-side", "On the northern side, some 250 people have been killed, most of them farmers."),
        _raid("this-month", "At least 145 villagers have been killed by the group this month."),
    )
)
def test_what_a_year_has_cost_is_no_incident_s(report: Report) -> None:
    assert misread(report) == []
