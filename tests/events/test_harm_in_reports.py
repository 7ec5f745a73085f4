"""Killed and injured over the sentences of a report: parts, tolls, both sides, totals."""

from __future__ import annotations

from tests.events.told import Report, Told, each, misread

REPORTS = (
    Report(
        "c1",
        "",
        (
            "Six persons, including four Policemen, were killed in two attacks in Karachi on May 7, reports "
            "Dawn. Four Policemen were killed when unidentified assailants opened fire at a Police van in "
            "Orangi Town. In Lyari, a bomb blast outside a mosque killed two worshippers."
        ),
        (
            Told("armed_clash", "Orangi", killed=4, to="police/PAK"),
            Told("remote_explosive_landmine_ied", "Lyari", killed=2, to="civilians/PAK"),
        ),
        published=None,
    ),
    Report(
        "c5",
        "",
        (
            "A soldier was killed and two others were wounded in an attack by PKK militants on a military "
            "outpost in Hakkari province on Tuesday, the governor's office said. Six PKK militants were killed "
            "in the clash that ensued."
        ),
        (Told("armed_clash", "Hakkari", killed=7, injured=2, by="rebel_group/TUR", to="state_forces/TUR"),),
        published="2016-05-11",
    ),
    Report(
        "c6",
        "Army chief visits wounded",
        (
            "Five soldiers were martyred and eight terrorists were sent to hell in an operation in North "
            "Waziristan on Sunday, the military's media wing ISPR said. Captain Ahmed Bilal, 26, was among the "
            "martyred."
        ),
        (Told("armed_clash", "North Waziristan", killed=13),),
    ),
    Report(
        "c7",
        "Israel strikes kill dozens in Gaza",
        (
            "At least 32 Palestinians were killed in an Israeli air strike on a school sheltering displaced "
            "people in Deir al-Balah on Saturday, the health ministry said. More than 100 others were wounded, "
            "many of them children. Among the dead were 15 children and eight women. Israel's military said it "
            "had struck a Hamas command centre."
        ),
        (Told("air_drone_strike", "Deir al-Balah", killed=32, injured=100, by="state_forces/ISR", to="civilians/PSE"),),
        published="2024-07-28",
    ),
    Report(
        "c8",
        "",
        (
            "A Russian missile strike on the central Ukrainian city of Kryvyi Rih killed four people, among "
            "them a nine-year-old girl, and wounded 32, the regional governor Serhiy Lysak said on Wednesday. "
            "Nine of the wounded are children. Twelve apartment blocks were damaged."
        ),
        (
            Told(
                "shelling_artillery_missile",
                "Kryvyi Rih",
                killed=4,
                injured=32,
                by="state_forces/RUS",
                to="civilians/UKR",
            ),
        ),
        published="2024-08-01",
    ),
    Report(
        "c9",
        "",
        (
            "Clashes between the army and the SPLA-IO in Malakal left 14 soldiers and nine rebels dead, an army"
            " spokesman said on Monday. Twenty-two soldiers were injured."
        ),
        (
            Told(
                "armed_clash",
                "Malakal",
                killed=23,
                injured=22,
                by="state_forces/SSD",
                to="rebel_group/SSD",
                status="claimed",
            ),
        ),
    ),
    Report(
        "c10",
        "",
        (
            "Suspected Boko Haram gunmen attacked two villages near Chibok on Thursday, killing eleven people "
            'and abducting seven women, a local leader said. "They came at night and burned our houses. We '
            'buried 11 people this morning," said Ali Pagu, a resident.'
        ),
        (Told("attack", "Chibok", killed=11, by="terrorist_group/NGA", to="civilians/NGA"),),
        published="2024-05-25",
    ),
    Report(
        "c11",
        "Bus blast kills seven in Colombia",
        (
            "A bomb on a rural bus killed seven people and wounded 20 in Cauca province on Sunday, Colombian "
            "authorities said. Four of the dead were women. The army blamed FARC dissidents for the attack."
        ),
        (
            Told(
                "remote_explosive_landmine_ied", "Cauca", killed=7, injured=20, by="rebel_group/COL", to="civilians/COL"
            ),
        ),
    ),
    Report(
        "c12",
        "",
        (
            "Two Palestinians, aged 17 and 22, were killed by Israeli fire in Nablus on Tuesday, the "
            "Palestinian health ministry said. Three others were injured, one of them seriously."
        ),
        (Told("attack", "Nablus", killed=2, injured=3, by="state_forces/ISR", to="civilians/PSE"),),
    ),
    Report(
        "c14",
        "",
        (
            "The bullet-riddled bodies of two missing Baloch activists were found in Turbat on May 14, reports "
            "Daily Times. The victims were identified as Nasir Baloch and Zahid Baloch. They had been missing "
            "since March."
        ),
        (Told("attack", "Turbat", killed=2),),
        published=None,
    ),
    Report(
        "c16",
        "",
        (
            "An explosion ripped through a market in Beledweyne in central Somalia on Monday, killing 10 "
            "people. The dead included a regional lawmaker. Police said at least 20 others were wounded. "
            "Al-Shabaab said its bomber had carried out the attack."
        ),
        (Told("remote_explosive_landmine_ied", "Beledweyne", killed=10, injured=20),),
        published="2022-10-04",
    ),
    Report(
        "c17",
        "",
        (
            "Fighting between the Sudanese army and the RSF in Wad Madani killed at least 22 people over two "
            "days, activists said. One resistance committee reported 31 dead."
        ),
        (Told("armed_clash", "Wad Madani", killed=(22, 31), by="state_forces/SDN", to="militia/SDN"),),
    ),
    Report(
        "c18",
        "Rebels kill 5 in Cabo Delgado",
        (
            "Islamist militants killed five people and kidnapped 11 others in an attack on a village in "
            "Mozambique's Cabo Delgado province on Monday. Since 2017 the insurgency has killed more than 4,000"
            " people and displaced nearly a million."
        ),
        (Told("attack", "Cabo Delgado", killed=5, to="civilians/MOZ"),),
    ),
    Report(
        "c19",
        "Explosion in Ankara",
        (
            "ANKARA (Reuters) - A car bomb tore through a crowded transport hub in the Turkish capital Ankara "
            "on Sunday, killing at least 34 people and wounding 125. Two senior security officials said first "
            "findings suggested that the PKK or an affiliated group was responsible. The blast was the second "
            "such attack in the city in a month. A car bombing in February killed 29 people."
        ),
        (Told("remote_explosive_landmine_ied", "Ankara", killed=34, injured=125, to="civilians/TUR"),),
        published="2016-03-14",
    ),
    Report(
        "c21",
        "",
        (
            "A mob set fire to a police station in Enugu on Monday. No one was killed but several officers "
            "sustained injuries, the police said."
        ),
        (Told("mob_violence", "Enugu", killed=0, injured=(3, 9), by="rioters/NGA", to="police/NGA"),),
    ),
    Report(
        "c22",
        "",
        (
            "Afghan forces killed 18 Taliban fighters and captured five in Ghazni province overnight, the "
            "defence ministry said. Four soldiers also died in the fighting."
        ),
        (Told("armed_clash", "Ghazni", killed=22, by="state_forces/AFG", to="rebel_group/AFG", status="claimed"),),
        published="2020-05-22",
    ),
    Report(
        "c23",
        "",
        (
            "One worker was killed and nine were hurt when a Ukrainian drone struck a factory in Yelabuga in "
            "Tatarstan, Governor Rustam Minnikhanov said. One of the injured is in intensive care."
        ),
        (Told("air_drone_strike", "Yelabuga", killed=1, injured=9, by="state_forces/UKR", to="civilians/RUS"),),
        published="2024-04-03",
    ),
    Report(
        "c24",
        "",
        (
            "Unidentified gunmen killed Maulana Rahim Shah, a cleric, and his guard in Bajaur Agency on "
            "Tuesday. His nephew was injured."
        ),
        (Told("attack", "Bajaur", killed=2, injured=1, to="civilians/PAK"),),
        published="2012-05-23",
    ),
)


@each(REPORTS)
def test_the_figures_of_a_report_are_weighed(report: Report) -> None:
    assert not misread(report)
