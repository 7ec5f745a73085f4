"""What follows an incident in the same place: arrests, finds of arms, marches, answers."""

from __future__ import annotations

from tests.events.conftest import Read
from tests.events.told import Report, Told, each, misread

REPORTS = (
    Report(
        "seq1",
        "",
        (
            "Unidentified assailants opened fire at the house of a trader in Moreh town of Tengnoupal District "
            "on May 12, injuring his wife, reports Sangai Express. Police arrested two persons suspected to be "
            "involved in the attack later in the evening. A 9mm pistol and seven rounds of ammunition were "
            "seized from a vehicle during the subsequent search operation. The seized weapons were handed over "
            "to the Moreh Police Station. In protest against the attack, women blocked the Imphal-Moreh road "
            "for three hours."
        ),
        (
            Told("attack", "Moreh", injured=1, to="civilians/IND"),
            Told("arrests", by="police/IND"),
            Told("disrupted_weapons_use"),
            Told("peaceful_protest", by="protesters/IND"),
        ),
        published=None,
    ),
    Report(
        "seq5",
        "",
        (
            "A protest by teachers in Khartoum turned violent on Sunday when protesters hurled stones at "
            "police, who responded with tear gas. Ten people were hurt. At least 25 protesters were detained. "
            "In the evening, unknown gunmen shot dead a lawyer who had defended the teachers in Omdurman."
        ),
        (
            Told("violent_demonstration", "Khartoum", injured=10, by="rioters/SDN"),
            Told("arrests", to="protesters/SDN"),
            Told("attack", "Omdurman", killed=1, to="civilians/SDN"),
        ),
        published="2019-03-12",
    ),
    Report(
        "seq8",
        "",
        (
            "Three people were killed and two injured in shelling by Russian forces of the town of Orikhiv in "
            "Zaporizhzhia Oblast on Wednesday. A 45-year-old man died in Huliaipole when a drone hit his car. "
            "Two women suffered injuries in an attack on Stepnohirsk."
        ),
        (
            Told(
                "shelling_artillery_missile", "Orikhiv", killed=3, injured=2, by="state_forces/RUS", to="civilians/UKR"
            ),
            Told("air_drone_strike", "Huliaipole", killed=1, to="civilians/UKR"),
            Told("attack", "Stepnohirsk", injured=2, to="civilians/UKR"),
        ),
        published="2024-05-23",
    ),
    Report(
        "seq10",
        "Suicide attack on police in Indonesia",
        (
            "A suicide bomber attacked the police headquarters in Surabaya on Monday, wounding ten people, a "
            "day after three churches in the city were bombed. Police in Sidoarjo shot dead four suspected "
            "militants and arrested two others in raids later on Monday."
        ),
        (
            Told("suicide_bomb", "Surabaya", injured=10, to="police/IDN"),
            Told("armed_clash", "Sidoarjo", killed=4, by="police/IDN"),
        ),
        published="2018-05-14",
    ),
    Report(
        "uktoll",
        "Kharkiv: death toll from store strike rises to 18",
        (
            "The death toll from Saturday's Russian bomb attack on a hardware store in Kharkiv has risen to 18,"
            " regional governor Oleh Syniehubov said on Monday. Another 48 people were wounded and five remain "
            "missing. Rescuers ended their search on Monday."
        ),
        (Told("air_drone_strike", "Kharkiv", killed=18, injured=48, by="state_forces/RUS", to="civilians/UKR"),),
        published="2024-05-27",
    ),
    Report(
        "iraqold",
        "",
        (
            "Gunmen in military uniforms killed six members of a family in their home north of Baghdad before "
            "dawn on Monday, police said. In Mosul, a bomb attached to a car killed an off-duty policeman. A "
            "mortar round landed on a house in Fallujah, wounding a woman and her child."
        ),
        (
            Told("attack", "Baghdad", killed=6, to="civilians/IRQ"),
            Told("remote_explosive_landmine_ied", "Mosul", killed=1, to="police/IRQ"),
            Told("shelling_artillery_missile", "Fallujah", injured=2, to="civilians/IRQ"),
        ),
        published="2014-01-14",
    ),
)


@each(REPORTS)
def test_what_follows_is_told_apart(report: Report) -> None:
    assert not misread(report)


def test_an_incident_without_a_day_is_of_the_day_spoken_of_last(read: Read) -> None:
    events = read(
        "A car bomb killed nine people in Mogadishu on Sunday. On Monday gunmen shot dead a judge in Baidoa. "
        "A roadside bomb in Kismayo wounded two soldiers."
    )

    assert [str(event.date.start) if event.date else None for event in events] == [
        "2024-05-19",
        "2024-05-20",
        "2024-05-20",
    ]
