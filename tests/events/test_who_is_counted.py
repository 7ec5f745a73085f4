"""Who is counted, and with whom: names in a row, peoples, attackers who die, the wounded who die."""

from __future__ import annotations

from tests.events.told import Report, Told, each, misread

REPORTS = (
    Report(
        "names-after-a-verb",
        "",
        (
            "A roadside bomb killed Sergeant John Miller, Corporal Peter Hall and Private Ian Reed in Helmand "
            "province, the ministry of defence said. A fourth soldier was seriously hurt."
        ),
        (Told("remote_explosive_landmine_ied", "Helmand", killed=3, injured=1),),
    ),
    Report(
        "names-with-ranks",
        "",
        (
            "A bomb exploded at a bus station in Quetta on Monday, injuring Constables Mohammad Amin "
            "and Inayatullah and driver Gul Khan."
        ),
        (Told("remote_explosive_landmine_ied", "Quetta", injured=3),),
    ),
    Report(
        "a-people",
        "",
        (
            "Suicide bombers attacked crowds at Kabul airport on Tuesday, killing at least 60 Afghans and 13 US "
            "troops. Another 143 Afghans and 15 Americans were wounded."
        ),
        (Told("suicide_bomb", "Kabul", killed=73, injured=158),),
    ),
    Report(
        "hurt-besides",
        "",
        (
            "Police fired live bullets at demonstrators in Nairobi on Tuesday, killing two people and injuring 11. "
            "Three police officers were also injured by stones."
        ),
        (Told("excessive_force_against_protesters", "Nairobi", killed=2, injured=14),),
    ),
    Report(
        "a-part-and-then-the-hurt",
        "",
        "A bomb went off in Lahore on Monday, leaving three dead, including a nine-year-old boy, and 20 wounded.",
        (Told("remote_explosive_landmine_ied", "Lahore", killed=3, injured=20),),
    ),
    Report(
        "then-shot-dead",
        "",
        (
            "A gunman killed seven people and wounded three others outside a synagogue in Jerusalem on Monday before "
            "being shot dead by police."
        ),
        (Told("attack", "Jerusalem", killed=8, injured=3),),
    ),
    Report(
        "of-the-attackers",
        "",
        "Gunmen killed 25 people in Mosul on Monday. Two of the four attackers were killed in the clash.",
        (Told("attack", "Mosul", killed=27),),
    ),
    Report(
        "died-in-hospital-elsewhere",
        "",
        (
            "Three soldiers were killed and six injured in a bomb explosion triggered by Maoists in Latehar district "
            "on Monday. Later, two more injured personnel died in a hospital at Ranchi."
        ),
        (Told("remote_explosive_landmine_ied", "Latehar", killed=5, injured=6),),
    ),
    Report(
        "toll-without-a-verb",
        "",
        (
            "The death toll from Monday's attacks rose to 290, police said. About 500 others were wounded in the "
            "blasts, which hit three churches in Colombo."
        ),
        (Told("remote_explosive_landmine_ied", "Colombo", killed=290, injured=500),),
    ),
    Report(
        "whom-no-list-knows",
        "",
        "A grenade thrown into a bar in Bujumbura killed a waiter and wounded nine customers on Tuesday.",
        (Told("grenade", "Bujumbura", killed=1, injured=9),),
    ),
    Report(
        "beheaded-and-abducted",
        "",
        "Militants raided villages in Cabo Delgado overnight, beheading six people and abducting nine girls.",
        (Told("attack", "Cabo Delgado", killed=6),),
    ),
    Report(
        "several-encounters",
        "",
        (
            "Twelve Maoists, six women among them, were killed in three separate encounters in Bastar division on "
            "Monday, police said. While seven were killed in Narayanpur district, three were killed in Bijapur and "
            "two in Sukma."
        ),
        (
            Told("armed_clash", "Narayanpur", killed=7),
            Told("armed_clash", "Bijapur", killed=3),
            Told("armed_clash", "Sukma", killed=2),
        ),
    ),
    Report(
        "in-another-town-of-their-own",
        "",
        (
            "Missiles were fired at Haifa on Monday and lightly injured two people. In Jaffa, gunmen shot dead seven "
            "people at a station."
        ),
        (Told("shelling_artillery_missile", "Haifa", injured=2), Told("attack", "Jaffa", killed=7)),
    ),
    Report(
        "brothers-by-name",
        "",
        (
            "Militants shot dead two brothers, Ghulam Rasool and Abdul Rasool, sons of a farmer, in Sopore on Sunday, "
            "police said."
        ),
        (Told("attack", "Sopore", killed=2),),
    ),
    Report(
        "a-total-and-who-they-were",
        "",
        "At least 19 people, 12 policemen and seven civilians, died in a suicide bombing in Quetta on Monday.",
        (Told("suicide_bomb", "Quetta", killed=19),),
    ),
    Report(
        "one-of-a-force",
        "",
        (
            "A Border Security Force (BSF) trooper and two civilians were wounded in firing by rebels in Kishtwar "
            "district on Monday. A Maoist was killed."
        ),
        (Told("armed_clash", "Kishtwar", killed=1, injured=3),),
    ),
    Report(
        "the-attackers-by-number",
        "",
        (
            "Gunmen stormed a hospital in Kabul on Tuesday, killing 24 people. Special forces killed the three "
            "attackers after a battle of several hours."
        ),
        (Told("attack", "Kabul", killed=27),),
    ),
    Report(
        "raising-the-toll",
        "",
        (
            "One more injured policeman succumbed to his injuries on Tuesday, raising the toll in Monday's bomb blast "
            "in Peshawar to five."
        ),
        (Told("remote_explosive_landmine_ied", killed=5),),
    ),
    Report(
        "hospitals-in-two-towns",
        "",
        "Bandits shot at villagers near Mangu on Monday. Some 30 people were injured and taken to hospitals in Bokkos.",
        (Told("attack", "Mangu", injured=30),),
    ),
    Report(
        "uk-bodies",
        "",
        "У Полтаві російська ракета влучила у будинок. З-під завалів дістали тіла трьох людей. Десятеро поранені.",
        (Told("shelling_artillery_missile", "Полтав", killed=3, injured=10, by="state_forces/RUS"),),
    ),
    Report(
        "uk-two-places",
        "",
        "Унаслідок обстрілів загинула одна людина у Торецьку, ще двоє отримали поранення у Селидовому.",
        (
            Told("shelling_artillery_missile", "Торецьк", killed=1),
            Told("shelling_artillery_missile", "Селидов", injured=2),
        ),
    ),
    Report(
        "ru-one-in-uniform",
        "",
        "В результате обстрела Белгорода погиб военнослужащий, ранен полицейский, сообщил губернатор.",
        (Told("shelling_artillery_missile", "Белгород", killed=1, injured=1),),
    ),
)


@each(REPORTS)
def test_everybody_harmed_is_counted_once(report: Report) -> None:
    assert not misread(report)
