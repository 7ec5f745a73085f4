"""Counts that stand in clauses, asides, lists and tallies, and those that are of no event."""

from __future__ import annotations

import pytest

from tests.events.conftest import Read
from tests.events.told import Report, Told, each, misread, one

REPORTS = (
    one(
        "number-of-those-who",
        (
            "The number of people who lost their lives when a suicide bomber walked into a restaurant in Mogadishu "
            "on "
            "Monday has climbed to 13, health officials said."
        ),
        Told("suicide_bomb", "Mogadishu", killed=13),
    ),
    one(
        "busy-with-something",
        "A bomb exploded in Quetta on Monday. A boy riding a bicycle, a shopkeeper and a guard were injured.",
        Told("remote_explosive_landmine_ied", "Quetta", injured=3),
    ),
    one(
        "a-fourth-who",
        (
            "Soldiers fought guerrillas in Argelia, Cauca, on Monday. Three guerrillas lost their lives, and a "
            "fourth, who "
            "presented a wound to the abdomen, was evacuated."
        ),
        Told("armed_clash", killed=3, injured=1),
    ),
    one(
        "gave-the-number-as",
        (
            "Shells fell on the market of El Fasher in Sudan on Monday, killing at least 11 people. A doctors' "
            "network gave "
            "the number of wounded as 18. The committees put the number killed at 14."
        ),
        Told("shelling_artillery_missile", "El Fasher", killed=(11, 14), injured=18),
    ),
    one(
        "that-of-the-wounded",
        (
            "Aircraft bombed a wedding tent in Hodeidah on Monday. The ministry gave the number of dead as 27 and "
            "that "
            "of the wounded as 48."
        ),
        Told("air_drone_strike", "Hodeidah", killed=27, injured=48),
    ),
    one(
        "couple-and-their-children",
        "A shell hit a house in Kherson on Monday. A couple, their two daughters and a neighbour died.",
        Told("shelling_artillery_missile", "Kherson", killed=5),
    ),
    one(
        "odd",
        "Thirty-odd people were wounded by a bomb in Quetta on Monday.",
        Told("remote_explosive_landmine_ied", "Quetta", injured=(30, 39)),
    ),
    one(
        "apposition-before-the-wounded",
        (
            "Police opened fire on a crowd of protesters in Nampula on Monday, leaving two people dead, a pupil and "
            "a taxi "
            "driver, and eleven wounded by bullets."
        ),
        Told("excessive_force_against_protesters", "Nampula", killed=2, injured=11),
    ),
    one(
        "listed-behind",
        "A shell hit a market in Sloviansk on Monday. The wounded: nine women and four men.",
        Told("shelling_artillery_missile", "Sloviansk", injured=13),
    ),
    one(
        "named-behind",
        (
            "A shell hit a market in Sloviansk on Monday. The dead were identified as Ivan Petrenko, Olena Koval "
            "and Petro "
            "Bondar."
        ),
        Told("shelling_artillery_missile", "Sloviansk", killed=3),
    ),
    one(
        "in-a-convoy",
        (
            "Two peacekeepers in a supply convoy were killed on Monday when their vehicle struck an explosive "
            "device outside "
            "Douentza in central Mali."
        ),
        Told("remote_explosive_landmine_ied", "Douentza", killed=2),
    ),
    one(
        "also-hurt-of-another-kind",
        (
            "A bomb went off at a rally in Kano on Monday, wounding 11 people. Six policemen, including a "
            "superintendent, "
            "were also hurt."
        ),
        Told("remote_explosive_landmine_ied", "Kano", injured=17),
    ),
    one(
        "succumbed",
        (
            "Three farmers were killed when soldiers fired on villagers near Gao on Monday, and nine were wounded. "
            "One of "
            "the injured, a woman of 35, succumbed in the evening."
        ),
        Told("attack", "Gao", killed=4, injured=9),
    ),
    one(
        "the-wounded-numbered",
        (
            "Police opened fire on demonstrators in Nasiriyah on Monday, leaving 25 dead. The wounded numbered more "
            "than 180."
        ),
        Told("excessive_force_against_protesters", "Nasiriyah", killed=25, injured=180),
    ),
    one(
        "our-heroes",
        (
            "The army took control of Masagaway in Somalia on Monday. 49 terrorists were eliminated. Two of our "
            "heroes were "
            "martyred and nine sustained wounds."
        ),
        Told("government_regains_territory", "Masagaway", killed=51, injured=9),
    ),
    one(
        "since-the-attack-started",
        (
            "Armed men raided hamlets in Kenscoff, Haiti, on Monday. The network believes no fewer than 50 people "
            "have died "
            "since the attack started, and lists another 15 with gunshot wounds."
        ),
        Told("attack", "Kenscoff", killed=50, injured=15),
    ),
    one(
        "whose-son-he-was",
        "The son of the mayor, Ahmed Khan, was shot dead by militants in Quetta on Monday.",
        Told("attack", "Quetta", killed=1),
    ),
    one(
        "taken-to-a-hospital-elsewhere",
        (
            "A trooper and two militants were killed in a gun battle near Khengjoi village in Chandel district of "
            "Manipur on "
            "Monday. Another trooper, who sustained splinter injuries, has been evacuated to the military hospital "
            "at "
            "Leimakhong."
        ),
        Told("armed_clash", killed=3, injured=1),
    ),
    one(
        "bomb-at-a-rally",
        "A bomb went off at a rally in Peshawar on Monday, wounding 11 people.",
        Told("remote_explosive_landmine_ied", "Peshawar", injured=11),
    ),
    one(
        "march-against-a-bombing",
        (
            "Thousands marched through Kabul on Monday against the bombing of a school that killed "
            "50. They carried banners and dispersed peacefully."
        ),
        Told("peaceful_protest", "Kabul"),
    ),
    one(
        "backed-by",
        (
            "The army, backed by clan fighters, entered Adan Yabal in Somalia at dawn on Monday, ending six years of "
            "al-Shabaab rule."
        ),
        Told("government_regains_territory", "Adan Yabal"),
    ),
    one(
        "handed-over",
        (
            "M23 rebels pulled out of Rutshuru in eastern Congo on Monday and handed it over to troops of an East "
            "African "
            "force."
        ),
        Told("non_violent_transfer_of_territory"),
    ),
    Report(
        "headline-of-two",
        "Three killed in Kherson shelling, drone hits bus in Nikopol",
        (
            "Three people were killed on Monday when shells hit a market in Kherson. In Nikopol a drone struck a "
            "bus, "
            "wounding four."
        ),
        (
            Told("shelling_artillery_missile", "Kherson", killed=3),
            Told("air_drone_strike", "Nikopol", injured=4),
        ),
    ),
    Report(
        "recalled",
        "",
        (
            "Bandits shot dead a trader in Katsina on Monday. It will be recalled that in February, gunmen stormed "
            "Guga "
            "village, killing ten persons and carrying away 36."
        ),
        (Told("attack", "Katsina", killed=1),),
    ),
    one(
        "вывезли-со-склада",
        (
            "В Горловке в понедельник вечером неизвестные в камуфляже вывезли со склада местного отделения Красного "
            "Креста "
            "двадцать тонн муки."
        ),
        Told("looting_property_destruction", "Горловке"),
    ),
    one(
        "женщины-с-цветами",
        (
            "В Гомеле в понедельник порядка двухсот женщин в белом выстроились с цветами вдоль улицы Советской. "
            "Милиция "
            "никого не задержала."
        ),
        Told("peaceful_protest", "Гомеле"),
    ),
    one(
        "к-врачам",
        (
            "В Минске в понедельник силовики применили против демонстрантов резиновые пули. 25 манифестантов "
            "обратились к "
            "врачам."
        ),
        Told("protest_with_intervention", "Минске", injured=25),
    ),
    one(
        "санітарка",
        (
            "Російська авіація скинула дві бомби на Берислав у понеділок: санітарка загинула, двоє лікарів отримали "
            "контузії."
        ),
        Told("air_drone_strike", "Берислав", killed=1, injured=2),
    ),
)


@each(REPORTS)
def test_a_count_is_read_where_it_stands(report: Report) -> None:
    assert not misread(report)


@pytest.mark.parametrize(
    "text",
    [
        (
            "All six people aboard an air force helicopter died on Monday when the aircraft crashed into a slope in "
            "Limay, "
            "Bataan, during a proficiency flight."
        ),
        (
            "Police cadets are to take part on Thursday in a drill at the airport of Cúcuta, in which an attack with "
            "explosives and the evacuation of 60 wounded will be simulated."
        ),
        "A hunter who killed a rabbit in China has been hit by the deadly bubonic plague.",
        "Finland fought the Soviet Union's forces in two wars between 1939 and 1945.",
        "За підрахунками рятувальників, від лютого 2022 року на мінах загинуло понад 280 цивільних.",
    ],
)
def test_what_was_no_attack_or_of_years_is_no_event(read: Read, text: str) -> None:
    assert not read(text)


@pytest.mark.parametrize(
    ("dateline", "day"),
    [("MAPUTO, Nov. 14, 2024 —", "2024-11-13"), ("KABUL, March 2, 2023 —", "2023-03-01")],
)
def test_an_undated_article_is_of_the_day_in_its_dateline(read: Read, dateline: str, day: str) -> None:
    (event,) = read(f"{dateline} A bomb killed five people in Kunduz on Wednesday, police said.", published=None)

    assert event.date is not None
    assert event.date.start.isoformat() == day
