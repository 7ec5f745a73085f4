"""In Ukrainian and Russian: one person by trade or age, ways of being hurt, who was killed too, and what is no harm."""

from __future__ import annotations

from tests.events.told import Report, Told, each, misread

REPORTS = (
    Report(
        "an-age-and-a-trade",
        "",
        "У місті Карачі підірвали гранату біля ринку: загинув 19-річний ткач, четверо людей травмовані, каже поліція.",
        (Told("grenade", "Карачі", killed=1, injured=4),),
    ),
    Report(
        "fatal-wounds",
        "",
        "Російський дрон атакував Нікополь. Смертельних поранень зазнала 60-річна жінка, поранено двох пасажирів.",
        (Told("air_drone_strike", "Нікопол", killed=1, injured=2),),
    ),
    Report(
        "an-age-behind-the-noun",
        "",
        "Артилерія росіян обстріляла Марганець. Електрик, 47 років, дістав опіки.",
        (Told("shelling_artillery_missile", "Марган", injured=1),),
    ),
    Report(
        "shock-counts",
        "",
        "Російська ракета влучила в Суми. Четверо людей, серед них школярка, зазнали гострої реакції на стрес.",
        (Told("shelling_artillery_missile", "Суми", injured=4),),
    ),
    Report(
        "nobody-hurt",
        "",
        "Росіяни вночі обстріляли з артилерії Нікополь. Обійшлося без загиблих і травмованих.",
        (Told("shelling_artillery_missile", "Нікопол", killed=0, injured=0),),
    ),
    Report(
        "houses-are-not-killed",
        "",
        "Російські ракети вдарили по Одесі, зруйновано 12 цивільних об'єктів.",
        (Told("shelling_artillery_missile", "Одес"),),
    ),
    Report(
        "killed-too",
        "",
        (
            "Боевики в субботу напали на пост в городе Диффа. Погибли двое полицейских, 19 попали в больницу. Убиты и "
            "шестеро нападавших."
        ),
        (Told("armed_clash", "Диффа", killed=8, injured=19),),
    ),
    Report(
        "shot-and-neutralised",
        "",
        (
            "В Назрани полицейские в ходе боя нейтрализовали троих боевиков. Один сотрудник получил ранение, среди "
            "жителей пострадавших нет."
        ),
        (Told("armed_clash", "Назран", killed=3, injured=1),),
    ),
    Report(
        "no-word-of-the-dead",
        "",
        "Израильская авиация нанесла удары по складам в городе Хомс. Сведений о погибших нет.",
        (Told("air_drone_strike", "Хомс"),),
    ),
    Report(
        "his-wife-and-children",
        "",
        "Миномётный обстрел убил сторожа в городе Донецк, а жена и двое детей попали в больницу, сообщила полиция.",
        (Told("shelling_artillery_missile", "Донецк", killed=1, injured=3),),
    ),
    Report(
        "numbers-in-words",
        "",
        (
            "Армия сообщила, что в бою у города Гао убиты двадцать два солдата. В больнице говорят о тридцати одном "
            "раненом."
        ),
        (Told("armed_clash", "Гао", killed=22, injured=31),),
    ),
    Report(
        "the-first-noun-is-counted",
        "",
        "Шестеро пассажиров автобуса погибли и четверо пострадали при взрыве мины в городе Покхара, сообщила полиция.",
        (Told("remote_explosive_landmine_ied", "Покхар", killed=6, injured=4),),
    ),
    Report(
        "died-of-wounds-his-wife-with-wounds",
        "",
        (
            "В Шебекино дрон атаковал автомобиль: водитель от полученных ранений скончался, его супруга с осколочными "
            "ранениями доставлена в больницу."
        ),
        (Told("air_drone_strike", "Шебекин", killed=1, injured=1),),
    ),
    Report(
        "a-couple",
        "",
        "Російський дрон атакував Херсон. Подружжя поранено, повідомила прокуратура.",
        (Told("air_drone_strike", "Херсон", injured=2),),
    ),
)


@each(REPORTS)
def test_people_told_of_one_by_one_are_counted(report: Report) -> None:
    assert misread(report) == []
