"""People told of one by one: by their office, by whose relatives they are, as one of a pair; and harm that befell
nobody, or in another incident."""

from __future__ import annotations

from tests.events.told import Report, Told, each, misread

REPORTS = (
    Report(
        "a-member-of",
        "",
        "Gunmen on motorcycles shot dead a member of the provincial council in Jalalabad on Sunday, police said.",
        (Told("attack", "Jalalabad", killed=1),),
    ),
    Report(
        "the-head-of-and-her-guard",
        "",
        "Unknown gunmen killed the deputy head of the election commission and her bodyguard in Kandahar on Tuesday.",
        (Told("attack", "Kandahar", killed=2),),
    ),
    Report(
        "somebody's-relatives",
        "",
        "A mortar shell killed a farmer's wife and two daughters near Donetsk on Friday, officials said.",
        (Told("shelling_artillery_missile", "Donetsk", killed=3),),
    ),
    Report(
        "somebody's-house",
        "",
        "A rocket hit a teacher's house in Sderot on Monday and wounded two children, police said.",
        (Told("shelling_artillery_missile", "Sderot", injured=2),),
    ),
    Report(
        "two-of-an-army's",
        "",
        "Two of the army's officers were killed in an ambush near Diffa on Monday, the governor said.",
        (Told("armed_clash", "Diffa", killed=2),),
    ),
    Report(
        "a-part-and-no-whole",
        "",
        "Ten militants attacked a post near Diffa on Monday, the army said. Two of the militants were killed.",
        (Told("armed_clash", "Diffa", killed=2),),
    ),
    Report(
        "one-and-the-other",
        "",
        "Soldiers fired at two youths in Nablus on Friday, killing one and injuring the other, medics said.",
        (Told("attack", "Nablus", killed=1, injured=1),),
    ),
    Report(
        "the-others",
        "",
        "A suicide bomber attacked a checkpoint in Kano on Friday, killing a soldier and wounding the others.",
        (Told("suicide_bomb", "Kano", killed=1),),
    ),
    Report(
        "found-shot-dead",
        "",
        "Two engineers were found shot dead in Karachi on Friday, a day after gunmen kidnapped them, police said.",
        (Told("attack", "Karachi", killed=2),),
    ),
    Report(
        "as-well-as-between-commas",
        "",
        "A teacher, as well as four pupils, was killed when shells hit a school in Donetsk on Monday.",
        (Told("shelling_artillery_missile", "Donetsk", killed=5),),
    ),
    Report(
        "who-speaks-is-not-killed",
        "",
        (
            "The mayor of Bor, Peter Deng, said three guards, as well as a driver, were killed on Friday when rebels "
            "attacked a convoy near Bor."
        ),
        (Told("attack", "Bor", killed=4),),
    ),
    Report(
        "dotted",
        "",
        "The council condemned the killing of two U.N. peacekeepers in an ambush near Kidal on Monday.",
        (Told("armed_clash", "Kidal", killed=2),),
    ),
    Report(
        "escaped-injury",
        "",
        (
            "The defence minister escaped injury when a bomb exploded beside his car in Sanaa on Monday. Three guards "
            "were wounded."
        ),
        (Told("remote_explosive_landmine_ied", "Sanaa", injured=3),),
    ),
    Report(
        "no-reports-of-harm",
        "",
        "Rockets hit an air base near Mosul on Monday, police said. There were no reports of casualties.",
        (Told("shelling_artillery_missile", "Mosul", killed=0, injured=0),),
    ),
    Report(
        "no-word-yet",
        "",
        "Rockets hit an air base near Mosul on Monday, police said. There was no immediate word on casualties.",
        (Told("shelling_artillery_missile", "Mosul"),),
    ),
    Report(
        "one-killed-and-nobody-hurt",
        "",
        "Gunmen killed a soldier in Grozny on Monday, police said. No one was injured among passers-by.",
        (Told("armed_clash", "Grozny", killed=1, injured=0),),
    ),
    Report(
        "several-on-top",
        "",
        "Fighting in Aden on Monday killed 20 soldiers and 30 rebels, officials said. Several civilians also died.",
        (Told("armed_clash", "Aden", killed=(53, 59)),),
    ),
    Report(
        "a-day-after-another",
        "",
        "Shelling killed three people in Sirte on Friday, two days after gunmen murdered a judge in Benghazi.",
        (Told("shelling_artillery_missile", "Sirte", killed=3),),
    ),
    Report(
        "where-the-day-before",
        "",
        (
            "Jets bombed camps in North Waziristan on Saturday, killing 12 fighters, officials said. The camps lie in "
            "a valley, where a helicopter was shot down the day before, killing 26 soldiers."
        ),
        (Told("air_drone_strike", "Waziristan", killed=12),),
    ),
    Report(
        "told-of-before-with-their-number",
        "",
        (
            "Four soldiers and three policemen were killed in separate attacks in southern Thailand on Monday. The "
            "soldiers were killed when a roadside bomb hit their truck in Yala. The policemen were shot dead by gunmen "
            "in Pattani."
        ),
        (
            Told("remote_explosive_landmine_ied", "Yala", killed=4),
            Told("armed_clash", "Pattani", killed=3),
        ),
    ),
    Report(
        "no-number-before",
        "",
        "Rebels attacked a convoy in Jonglei on Sunday. The soldiers were killed when a rocket hit their truck.",
        (Told("shelling_artillery_missile", "Jonglei"),),
    ),
    Report(
        "away-with-minor-wounds",
        "",
        (
            "The governor, who leads a small party, escaped with slight injuries after a suicide bomber struck his "
            "home in Kandahar on Sunday."
        ),
        (Told("suicide_bomb", "Kandahar", injured=1),),
    ),
    Report(
        "one-of-them-is-no-sum",
        "",
        (
            "The army said troops killed militants in several raids this week. Fifteen militants were killed on Monday "
            "in a raid in Maiduguri. Nine more militants were killed in raids in Bama, it said. Elsewhere, gunmen "
            "killed six police officers in Zamfara."
        ),
        (
            Told("armed_clash", "Maiduguri", killed=15),
            Told("armed_clash", "Bama", killed=9),
            Told("armed_clash", "Zamfara", killed=6),
        ),
    ),
    Report(
        "a-minister-and-two-guards-besides",
        "",
        (
            "Interior Minister Antonio Salas was assassinated in San Marcos on Friday in an attack in which two of his "
            "bodyguards were also killed."
        ),
        (Told("attack", "San Marcos", killed=3),),
    ),
    Report(
        "whom-no-list-knows",
        "",
        (
            "Gunmen shot dead the owner of a radio station in Mogadishu on Friday, witnesses said. A sound mixer "
            "of the station was also killed."
        ),
        (Told("attack", "Mogadishu", killed=2),),
    ),
    Report(
        "a-group-is-not-one",
        "",
        "Rebels killed a group of tourists near Bukavu on Friday, police said.",
        (Told("attack", "Bukavu"),),
    ),
    Report(
        "himself-and-others",
        "",
        "A suicide bomber killed himself and five other people at a checkpoint in Mosul on Friday, police said.",
        (Told("suicide_bomb", "Mosul", killed=6),),
    ),
    Report(
        "nobody-hurt-badly",
        "",
        "Rockets hit the port of Basra on Monday, police said. No one was seriously hurt.",
        (Told("shelling_artillery_missile", "Basra"),),
    ),
    Report(
        "the-war's-dead",
        "",
        (
            "Government troops killed 12 rebels near Kitgum on Monday, the army said. More than 100,000 people have "
            "died in the 20-year-old war."
        ),
        (Told("armed_clash", "Kitgum", killed=12),),
    ),
    Report(
        "some-and-no-others",
        "",
        (
            "Militants attacked an army post in Bajaur on Monday. The army said eight militants and no soldiers were "
            "killed."
        ),
        (Told("armed_clash", "Bajaur", killed=8),),
    ),
    Report(
        "a-medium's-reporter",
        "",
        "An Al Jazeera reporter and two cameramen were killed in an Israeli strike on a tent in Gaza City on Sunday.",
        (Told("air_drone_strike", "Gaza", killed=3),),
    ),
    Report(
        "beside-a-court",
        "",
        "At least 12 people were killed in a suicide bombing outside a district court in Islamabad on Tuesday.",
        (Told("suicide_bomb", "Islamabad", killed=12),),
    ),
    Report(
        "years-ago-at-the-head-of-its-sentence",
        "Car bomb in Mogadishu kills five",
        (
            "A car bomb went off outside a cafe in Mogadishu on Sunday night, killing five people, police said. "
            "Customers were watching a match. In August 2021, a siege at a hotel in the city left more than 20 people "
            "dead."
        ),
        (Told("remote_explosive_landmine_ied", "Mogadishu", killed=5),),
    ),
    Report(
        "a-marine-is-no-town",
        "",
        (
            "The U.S. military said one U.S. soldier was killed on Monday in an insurgent attack in Kirkuk, while a "
            "soldier and a Marine were killed in an insurgent attack in Anbar province."
        ),
        (
            Told("armed_clash", "Kirkuk", killed=1),
            Told("armed_clash", "Anbar", killed=2),
        ),
    ),
    Report(
        "a-child-and-many-more",
        "",
        (
            "Three soldiers were hurt when a bomb exploded in Kandahar on Monday, police said. The blast wounded a "
            "child and more than a dozen shoppers."
        ),
        (Told("remote_explosive_landmine_ied", "Kandahar", injured=13),),
    ),
    Report(
        "in-earlier-fighting",
        "",
        (
            "Rebels killed 13 soldiers in Hakkari province on Sunday, officials said. The ambush was near a village "
            "where a rebel was killed in earlier fighting."
        ),
        (Told("armed_clash", "Hakkari", killed=13),),
    ),
)


@each(REPORTS)
def test_people_told_of_one_by_one_are_counted(report: Report) -> None:
    assert misread(report) == []
