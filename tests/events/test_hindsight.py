"""What a report looks back on: its figures are not those of the news, and it makes no event."""

from __future__ import annotations

from tests.events.told import Report, Told, each, misread

REPORTS = (
    Report(
        "came-a-day-after",
        "",
        (
            "A car bomb killed 14 people and wounded 45 in Kirkuk on Tuesday, police said. The blast came a day after "
            "a bombing in Tikrit that killed 12 people and wounded nearly 300."
        ),
        (Told("remote_explosive_landmine_ied", "Kirkuk", killed=14, injured=45),),
    ),
    Report(
        "since-a-day",
        "",
        (
            "Gunmen shot dead four villagers near Maiduguri on Monday. At least 350 people have been killed since "
            "Jan. 1, when bandits overran the district and killed dozens."
        ),
        (Told("attack", "Maiduguri", killed=4),),
    ),
    Report(
        "deadliest-since",
        "",
        (
            "Gunmen killed 31 people at a concert in Karachi on Monday. It was the deadliest attack in the city since "
            "the siege of 2014, when militants took 200 people hostage and 130 died."
        ),
        (Told("attack", "Karachi", killed=31),),
    ),
    Report(
        "where-another-struck",
        "",
        "Gunmen shot dead a trader in Mombasa on Monday, the city where a bombing killed 15 people in 2002.",
        (Told("attack", "Mombasa", killed=1),),
    ),
    Report(
        "the-deadliest-is-the-news",
        "",
        "A suicide bomber killed 40 policemen in Quetta on Monday in the deadliest attack in the region in decades.",
        (Told("suicide_bomb", "Quetta", killed=40),),
    ),
    Report(
        "days-of-fighting",
        "",
        (
            "Shells hit a school in Beit Hanoun on Tuesday, killing 15 people and wounding 200. More than 760 people "
            "have died in 17 days of fighting. The army has lost 32 soldiers. Three farmers have been killed by "
            "rockets in Sderot."
        ),
        (Told("shelling_artillery_missile", "Beit Hanoun", killed=15, injured=200),),
    ),
    Report(
        "what-a-war-costs",
        "Talks on aid to Sudan",
        (
            "Envoys met in Geneva on Tuesday to talk about aid to Sudan. Fighting between the army and its rivals "
            "has killed at least 14,000 people and driven eight million from their homes. Residents of El Fasher say "
            "that shelling has become part of daily life."
        ),
        (),
    ),
    Report(
        "accused-of",
        "",
        (
            "Gunmen killed a trader in Port-au-Prince on Monday, police said. The city is in the hands of gangs "
            "accused of killing thousands."
        ),
        (Told("attack", "Port-au-Prince", killed=1),),
    ),
    Report(
        "last-month-by-its-name",
        "",
        (
            "A roadside bomb killed three soldiers in Kech district on Thursday. In April, ten soldiers were killed in "
            "an attack on a post in Panjgur."
        ),
        (Told("remote_explosive_landmine_ied", "Kech", killed=3),),
        published="2024-05-03",
    ),
    Report(
        "in-response-to",
        "",
        (
            "A drone hit an army base near Haifa on Monday, killing four soldiers. Hezbollah said it had sent it in "
            "response to Israeli strikes that killed 22 people in Beirut."
        ),
        (Told("air_drone_strike", "Haifa", killed=4),),
    ),
    Report(
        "surrender-of-the-one-who-did-it",
        "",
        (
            "A gunman killed 11 people at a synagogue in Pittsburgh on Monday. The suspect surrendered after a "
            "shootout with police."
        ),
        (Told("attack", "Pittsburgh", killed=11),),
    ),
    Report(
        "truce-suspended",
        "",
        (
            "The army said on Monday that it was suspending the ceasefire after a landmine blast wounded two soldiers "
            "near Kalemie."
        ),
        (Told("remote_explosive_landmine_ied", "Kalemie", injured=2),),
    ),
    Report(
        "arrest-of-the-one-who-did-it",
        "",
        (
            "Three people were killed and five wounded when a gunman opened fire on a tram in Utrecht on Monday, the "
            "mayor said. Police arrested the suspect after a manhunt of eight hours."
        ),
        (Told("attack", "Utrecht", killed=3, injured=5),),
    ),
)


@each(REPORTS)
def test_the_news_is_told_from_what_came_before(report: Report) -> None:
    assert not misread(report)
