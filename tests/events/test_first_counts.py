"""Counts that are told as provisional, by the way or only after the event, and those that are of another time."""

from __future__ import annotations

from tests.events.told import Report, Told, each, misread

REPORTS = (
    Report(
        "provisional",
        "",
        "Gunmen raided a farm near Beni on Monday. The provisional toll is seven dead.",
        (Told("attack", "Beni", killed=7),),
    ),
    Report(
        "spoken-of",
        "",
        (
            "Gunmen raided a farm near Beni on Monday. A civil society leader spoke of seven dead and two seriously "
            "wounded."
        ),
        (Told("attack", "Beni", killed=7, injured=2),),
    ),
    Report(
        "admitted-by-a-hospital",
        "",
        (
            "Militants threw grenades at a checkpoint in Quetta on Monday. The hospital admitted 14 wounded, three of "
            "them in intensive care."
        ),
        (Told("grenade", "Quetta", injured=14),),
    ),
    Report(
        "of-the-quarter",
        "",
        (
            "At least eight people were killed overnight when armed men stormed a neighbourhood of Port-au-Prince. The "
            "United Nations says that more than 1,600 people were killed in gang violence in the first quarter of the "
            "year, and a million are displaced."
        ),
        (Told("attack", "Port-au-Prince", killed=8),),
    ),
    Report(
        "bomber-in-the-headline",
        "Suicide bomber kills seven in Nigerian mosque",
        (
            "A bomb tore through a crowded mosque in the Nigerian city of Maiduguri during evening prayers on Monday, "
            "killing at least seven people and leaving 15 others hurt, witnesses said."
        ),
        (Told("suicide_bomb", "Maiduguri", killed=7, injured=15),),
    ),
    Report(
        "hurt-beside-arrests",
        "",
        (
            "Police used water cannon and tear gas to disperse thousands of people who rallied outside parliament in "
            "Tbilisi. The interior ministry said six of its officers were injured and 63 people were arrested."
        ),
        (Told("protest_with_intervention", "Tbilisi", injured=6),),
    ),
    Report(
        "after-a-trial",
        "Court jails three over 2015 attack on Tunis museum",
        (
            "A court in Tunis on Monday sentenced three men to life in prison over the attack on the Bardo museum, in "
            "which 21 tourists and a policeman were killed. The attack was claimed by the Islamic State group. Two "
            "gunmen were shot dead by security forces."
        ),
        (),
    ),
    Report(
        "reason-in-the-headline",
        "Israel strikes Houthi targets in Yemen after missile attack",
        (
            "Israeli fighter jets bombed the airport of Sanaa on Monday, the military said. At least four people were "
            "killed and 29 injured, the health ministry said."
        ),
        (Told("air_drone_strike", "Sanaa", killed=4, injured=29),),
    ),
    Report(
        "headline-over-two",
        "Two jawans killed in IED blast in Bijapur, three Maoists gunned down",
        (
            "Two personnel lost their lives and four others received injuries after Maoists triggered an IED in the "
            "Bhopalpatnam area of Bijapur district on Monday, police said.\n\n"
            "Separately, bodies of three Maoists were recovered after an encounter in the forests of Abujhmad."
        ),
        (
            Told("remote_explosive_landmine_ied", "Bhopalpatnam", killed=2, injured=4),
            Told("armed_clash", "Abujhmad", killed=3),
        ),
    ),
    Report(
        "who-died",
        "",
        (
            "A shell hit the market in Kurakhove on Monday. Two women who sold dairy products died behind their "
            "stalls. A man of about 30 was hurt."
        ),
        (Told("shelling_artillery_missile", "Kurakhove", killed=2, injured=1),),
    ),
    Report(
        "celebrated-in-the-streets",
        "",
        (
            "Sudan's army recaptured the city of Wad Madani on Monday from the Rapid Support Forces. Residents poured "
            "into the streets to celebrate."
        ),
        (Told("government_regains_territory", "Wad Madani"),),
    ),
    Report(
        "in-the-hospital-of-another-town",
        "",
        (
            "CODECO militiamen attacked the village of Lodda in Ituri on Monday, killing 12 people. A further nine "
            "were wounded, and three of these later died at the Fataki general hospital."
        ),
        (Told("attack", "Lodda", killed=15, injured=9),),
    ),
    Report(
        "ru-air-defence",
        "",
        (
            "Дежурными средствами ПВО над территорией Белгородской области уничтожены 14 украинских беспилотников "
            "самолётного типа, сообщили в Минобороны РФ."
        ),
        (Told("disrupted_weapons_use", "Белгородской области"),),
    ),
    Report(
        "ru-lynching",
        "",
        "В Лахоре толпа забила насмерть мужчину, обвинённого в богохульстве, сообщила полиция.",
        (Told("mob_violence", "Лахоре", killed=1),),
    ),
    Report(
        "uk-counts-of-a-day",
        "",
        (
            "Протягом минулої доби обстрілів зазнали 11 населених пунктів Харківської області. Двоє людей загинули, "
            "ще дев'ятеро дістали поранення.\n\n"
            "У Куп'янську російські військові вдарили з реактивної системи залпового вогню. Загинув чоловік, "
            "поранено чотирьох людей.\n\n"
            "У Великому Бурлуці дрон атакував автомобіль, двоє людей поранені."
        ),
        (
            Told("shelling_artillery_missile", "Куп'янську", killed=1, injured=4),
            Told("air_drone_strike", "Великому Бурлуці", injured=2),
        ),
    ),
    Report(
        "ru-number-of-a-hospital",
        "",
        (
            "В понедельник под миномётный обстрел в Шебекино попала бригада энергетиков. Двоих рабочих с баротравмой "
            "доставили в городскую больницу № 3."
        ),
        (Told("shelling_artillery_missile", "Шебекино", injured=2),),
    ),
    Report(
        "ru-verdict",
        "Суд вынес приговор по делу о подрыве железной дороги в Дагестане",
        (
            "Суд признал троих жителей Хасавюрта виновными в теракте. По версии следствия, подсудимые заложили под "
            "рельсы самодельное устройство. При взрыве сошли с рельсов четыре вагона, травмы получил машинист."
        ),
        (),
    ),
)


@each(REPORTS)
def test_a_count_is_of_its_own_event(report: Report) -> None:
    assert not misread(report)
