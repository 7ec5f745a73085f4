"""Families of words in Ukrainian and Russian: what happens, to how many, and who did it, told in their own order."""

from __future__ import annotations

import pytest

from dateline.events.lexicon import phrases
from tests.events.told import Report, Told, each, misread

REPORTS = (
    Report(
        "a march turns violent",
        "",
        "У столиці Перу Лімі у суботу спалахнули заворушення: сотні демонстрантів жбурляли каміння й палили шини.",
        (Told("violent_demonstration", "Лім"),),
    ),
    Report(
        "clubs and water cannons",
        "",
        "В Ереване полиция применила водомёты против демонстрантов, которые вышли на площадь у парламента.",
        (Told("protest_with_intervention", "Ереван", by="police/ARM", to="protesters/ARM"),),
    ),
    Report(
        "a lynching",
        "",
        "У місті Нагпур розлючений натовп забив до смерті двох чоловіків, повідомила поліція.",
        (Told("mob_violence", "Нагпур", killed=2),),
    ),
    Report(
        "a mine under a tractor",
        "",
        "Под Балаклеей на противотанковой мине подорвался трактор, тракторист погиб.",
        (Told("remote_explosive_landmine_ied", "Балакле", killed=1),),
    ),
    Report(
        "a grenade thrown",
        "",
        "Невідомий жбурнув гранату у кафе в Кветті, поранено одинадцятеро відвідувачів.",
        (Told("grenade", "Кветт", injured=11),),
    ),
    Report(
        "a suicide bomber and those whom he killed",
        "",
        "В Пешаваре террорист-смертник убил семерых полицейских, девятнадцать человек получили осколочные ранения.",
        (Told("suicide_bomb", "Пешавар", killed=7, injured=19, to="police/PAK"),),
    ),
    Report(
        "hostages taken",
        "",
        "Бойовики взяли в заручники шістьох лікарів у місті Тімбукту.",
        (Told("abduction_forced_disappearance", "Тімбукту", by="rebel_group/MLI", to="civilians/MLI"),),
    ),
    Report(
        "a truce in force",
        "",
        "В Йемене в пятницу вступило в силу перемирие, о котором договорились правительство и хуситы.",
        (Told("agreement", "Йемен"),),
    ),
    Report(
        "a whole battalion retreats",
        "",
        "Повстанці М23 взяли під контроль місто Гома, звідки відступили урядові війська.",
        (Told("non_state_actor_overtakes_territory", "Гом", by="rebel_group/COD"),),
    ),
    Report(
        "whom the object before the verb names",
        "",
        "Колонну военных у города Гао атаковали боевики, погибли двадцать два солдата.",
        (Told("armed_clash", "Гао", killed=22, by="rebel_group/MLI"),),
    ),
    Report(
        "done by those in the instrumental",
        "",
        "П'ятеро бойовиків ліквідовані військовими біля Мосула.",
        (Told("armed_clash", "Мосул", killed=5, by="state_forces/IRQ", to="rebel_group/IRQ"),),
    ),
    Report(
        "a region behind its town",
        "",
        "У Лебедині на Сумщині дрон влучив у двір, сімох людей госпіталізовано.",
        (Told("air_drone_strike", "Лебедин", injured=7),),
    ),
    Report(
        "first the number, then of what it is the toll",
        "",
        "До девяти выросло число погибших при ракетном ударе по Харькову.",
        (Told("shelling_artillery_missile", "Харьков", killed=9),),
    ),
    Report(
        "wounds that somebody was found with",
        "",
        "По Никополю ударила артиллерия: женщину с осколочными ранениями забрала скорая.",
        (Told("shelling_artillery_missile", "Никопол", injured=1),),
    ),
    Report(
        "nobody, though a word stands between",
        "",
        "Уночі ракета впала в Одесі, загиблих там немає, поранено трьох.",
        (Told("shelling_artillery_missile", "Одес", killed=0, injured=3),),
    ),
    Report(
        "a line that tells only of damage",
        "",
        (
            "Російські війська обстріляли Куп'янськ ракетами, загинула жінка. У Вовчанську пошкоджено дві оселі, "
            "постраждалих немає."
        ),
        (
            Told("shelling_artillery_missile", "Куп'янськ", killed=1, by="state_forces/RUS"),
            Told("shelling_artillery_missile", "Вовчанськ", killed=0, injured=0),
        ),
    ),
    Report(
        "later, elsewhere",
        "",
        ("Дрон атаковал автобус в Энергодаре, погибли двое. Позже в Бердянске дрон атаковал машину, ранен водитель."),
        (
            Told("air_drone_strike", "Энергодар", killed=2),
            Told("air_drone_strike", "Бердянск", injured=1),
        ),
    ),
    Report(
        "marches in several towns",
        "",
        "Профсоюзы Франции бастуют. В Париже протестующие вышли на улицы. В Лионе и Нанте шествия прошли спокойно.",
        (
            Told("peaceful_protest", "Париж"),
            Told("peaceful_protest", "Лион"),
            Told("peaceful_protest", "Нант"),
        ),
    ),
    Report(
        "a drill is none",
        "",
        "Умовні терористи захопили автобус: під Полтавою минули навчання поліції, двоє заручників «поранені».",
        (),
    ),
    Report(
        "a gas pipe is none",
        "",
        "В Казани произошёл взрыв газа в жилом доме, погибла пенсионерка. Причиной назвали неисправный газовый шланг.",
        (),
    ),
    Report(
        "dates and Togo share a word",
        "",
        "У Хомсі вибухнув автомобіль, четверо загинули. Того ж дня в Алеппо снайпер убив солдата.",
        (
            Told("remote_explosive_landmine_ied", "Хомс", killed=4),
            Told("armed_clash", "Алеппо", killed=1),
        ),
    ),
)


@each(REPORTS)
def test_a_report_is_told_with_its_slots(report: Report) -> None:
    assert not misread(report)


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("загину{в|ла|ли}", ["загинув", "загинула", "загинули"]),
        ("{взя{л|ли}|захвачен} в плен, пленён", ["взял в плен", "взяли в плен", "захвачен в плен", "пленён"]),
        ("{|тяжкі }поранення", ["поранення", "тяжкі поранення"]),
    ],
    ids=["endings", "nested", "left out"],
)
def test_the_variants_of_a_phrase_are_written_once(cell: str, meant: list[str]) -> None:
    assert set(phrases(cell)) == set(meant)
