"""Unrest, raids and bombs as local papers and district reports tell them: whose bomb it was, who was in the crowd,
whom the police took and what for."""

from __future__ import annotations

from tests.events.told import Report, Told, each, misread

_REPORTS = (
    Report(
        "those-whom-a-bomb-kills-did-not-set-it",
        "",
        "A roadside bomb hit an army truck near Gao in Mali on Monday, killing two soldiers and wounding four others.",
        (Told("remote_explosive_landmine_ied", "Gao", 2, 4, to="state_forces/MLI"),),
    ),
    Report(
        "those-whom-a-strike-kills-did-not-fly-it",
        "",
        "An air strike hit a gathering of militants near Baidoa in Somalia on Tuesday, killing six of them.",
        (Told("air_drone_strike", "Baidoa", 6, to="rebel_group/SOM"),),
    ),
    Report(
        "may-is-a-month",
        "",
        "Gunmen shot dead a tribal elder in Quetta, Pakistan, on Monday. In March, three policemen had died in a "
        "similar attack.",
        (Told("attack", "Quetta", 1, by="unknown/None", to="civilians/PAK"),),
    ),
    Report(
        "one-of-the-wounded-died-on-top-of-those-killed",
        "",
        "Three rebels were killed in a clash with troops near Goma in Congo on Monday. Two soldiers were injured, one "
        "of whom died in hospital.",
        (Told("armed_clash", "Goma", 4, 2),),
    ),
    Report(
        "another-is-hurt",
        "",
        "Gunmen killed two teachers in Maiduguri, Nigeria, on Monday and wounded another.",
        (Told("attack", "Maiduguri", 2, 1, by="unknown/None", to="civilians/NGA"),),
    ),
    Report(
        "the-dead-of-both-sides-in-one-breath",
        "",
        "Heavy fighting broke out at Marawi in the Philippines on Monday, leaving 14 members of the Maute group and "
        "three soldiers dead.",
        (Told("armed_clash", "Marawi", 17),),
    ),
    Report(
        "those-hurt-with-an-aside",
        "",
        "A bomb went off in Kisumu, Kenya, on Monday. A student was killed and seven others, three of them children, "
        "received injuries.",
        (Told("remote_explosive_landmine_ied", "Kisumu", 1, 7),),
    ),
    Report(
        "soldiers-shoot-at-those-who-oppose-a-dam",
        "",
        "Two farmers were killed on Tuesday when soldiers opened fire on villagers opposing a dam near Arequipa, Peru.",
        (Told("excessive_force_against_protesters", "Arequipa", 2, by="state_forces/PER", to="protesters/PER"),),
    ),
    Report(
        "police-who-tell-of-arrests-made-them",
        "",
        "Mobs pelted stones at each other and set shops on fire in Meerut, India, on Monday. The superintendent of "
        "police said 22 people had been arrested for rioting.",
        (
            Told("mob_violence", "Meerut", by="rioters/IND"),
            Told("arrests", "Meerut", by="police/IND", to="rioters/IND"),
        ),
    ),
    Report(
        "a-strike-that-is-called-is-no-protest-yet",
        "",
        "A party worker was hacked to death by unidentified men in Jessore, Bangladesh, on Monday. His party has "
        "called a dawn-to-dusk strike on Thursday.",
        (Told("attack", "Jessore", 1, by="unknown/None", to="politicians/BGD"),),
    ),
    Report(
        "marchers-who-go-home",
        "",
        "Some 2,000 teachers marched to the parliament in Nairobi, Kenya, on Monday. They dispersed after handing over "
        "a petition.",
        (Told("peaceful_protest", "Nairobi", by="protesters/KEN"),),
    ),
    Report(
        "a-mob-that-storms-a-post-and-its-stones",
        "",
        "A mob of some 300 people stormed the police station in Multan, Pakistan, on Monday, injuring five policemen. "
        "Two police vans were damaged in the stone-throwing.",
        (Told("mob_violence", "Multan", None, 5, by="rioters/PAK", to="police/PAK"),),
    ),
    Report(
        "petrol-bombs-are-thrown-in-riots",
        "",
        "Rioters hurled several petrol bombs at a bus in Belfast on Monday, leaving the driver dead.",
        (Told("mob_violence", "Belfast", 1, by="rioters/GBR", to="civilians/GBR"),),
    ),
    Report(
        "grenades-however-thrown",
        "",
        "Unidentified men tossed a hand grenade at the residence of a trader in Bujumbura, Burundi, on Monday night, "
        "wounding two people.",
        (Told("grenade", "Bujumbura", None, 2, to="civilians/BDI"),),
    ),
)


@each(_REPORTS)
def test_reports_by_districts_are_read_as_a_careful_coder_reads_them(report: Report) -> None:
    assert misread(report) == []
