"""Russian words for one thing, in the forms that newsrooms give them: verbs, participles, nouns, with ё and without."""

from __future__ import annotations

from dateline.events import Document, tag
from tests.events.told import Report, Told, each, misread, one

REPORTS = (
    one("lives", "Налёт дронов на Измаил унёс жизни трёх человек.", Told("air_drone_strike", "Измаил", killed=3)),
    one(
        "lives-cost", "Взрыв мины под Изюмом стоил жизни двум сапёрам.", Told("remote_explosive_landmine_ied", killed=2)
    ),
    one(
        "victims-were",
        "Жертвами бомбёжки рынка в сирийском Алеппо стали 11 мирных жителей.",
        Told("air_drone_strike", "Алеппо", killed=11),
    ),
    one(
        "became-victims",
        "Девочка и её дедушка стали жертвами атаки беспилотника в Харькове.",
        Told("air_drone_strike", "Харьков", killed=2),
    ),
    one(
        "family-of",
        "От миномётного огня по селу под Идлибом погибла семья из четырёх человек.",
        Told("shelling_artillery_missile", "Идлиб", killed=4),
    ),
    one(
        "of-a-people",
        "В перестрелке на границе в районе Джермука погиб армянский военнослужащий.",
        Told("armed_clash", killed=1),
    ),
    one(
        "destroyed",
        "Полицейские вступили в бой с боевиками в Назрани, трое нападавших уничтожены.",
        Told("armed_clash", "Назран", killed=3),
    ),
    one(
        "liquidation",
        "В Хасавюрте сообщили о ликвидации двух боевиков.",
        Told("armed_clash", "Хасавюрт", killed=2),
    ),
    one(
        "dropped",
        "Самолёты сбросили бомбы на Купянск, сброшенная с дрона граната ранила женщину.",
        Told("air_drone_strike", "Купянск", injured=1),
    ),
    one(
        "flown",
        "Вертолёты правительственных войск обстреляли город Лойко, убиты девять крестьян.",
        Told("air_drone_strike", killed=9, by="state_forces/MMR"),
    ),
    one(
        "repelled",
        "Ополченцы отбили нападение исламистов на город Мопти.",
        Told("armed_clash", "Мопти"),
    ),
    one(
        "repelled-in-the-air",
        "Средства ПВО отразили атаку беспилотников на Рязанскую область.",
        Told("disrupted_weapons_use", "Рязанск"),
    ),
    one("fell", "Под натиском боевиков пал город Кундуз.", Told("non_state_actor_overtakes_territory", "Кундуз")),
    one(
        "taken",
        "Город Ракка освобождён от боевиков ИГИЛ, объявили курдские силы.",
        Told("non_state_actor_overtakes_territory", "Ракк"),
    ),
    one(
        "carried-off",
        "Из школы в штате Кадуна боевики угнали более 100 учениц.",
        Told("abduction_forced_disappearance", "Кадун", by="rebel_group/NGA"),
    ),
    one(
        "rallied",
        "Тысячи человек вышли на улицы Тбилиси с требованием отставки премьера.",
        Told("peaceful_protest", "Тбилиси"),
    ),
    one(
        "dispersing",
        "Разгоняя демонстрацию, полицейские Еревана применили светошумовые гранаты.",
        Told("protest_with_intervention", "Ереван", by="police/ARM"),
    ),
    one(
        "taken-at-a-rally",
        "На несогласованной акции в Москве задержано более 200 человек.",
        Told("protest_with_intervention", "Москв"),
    ),
    one(
        "killed-when-dispersed",
        "Трое манифестантов убиты при разгоне акции в Дакке.",
        Told("excessive_force_against_protesters", "Дакк", killed=3, to="protesters/BGD"),
    ),
    one(
        "home-from-captivity", "Домой вернулись 95 российских военнопленных.", Told("agreement", to="state_forces/RUS")
    ),
    one("peace-signed", "Правительство и партизаны ЭЛН подписали мирный договор в Боготе.", Told("agreement", "Богот")),
    one(
        "owned-up",
        "Движение «Талибан» взяло на себя ответственность за взрыв в Кабуле.",
        Told("remote_explosive_landmine_ied", "Кабул", by="rebel_group/AFG"),
    ),
    one(
        "one-more",
        "Один человек погиб, ещё один ранен при обстреле Никополя.",
        Told("shelling_artillery_missile", "Никопол", killed=1, injured=1),
    ),
    one(
        "behind-a-dash",
        "В результате удара ракетой по Запорожью погибших — семь, пострадавших — 23.",
        Told("shelling_artillery_missile", "Запорож", killed=7, injured=23),
    ),
    one(
        "number-behind-a-dash",
        "Число пострадавших при обстреле Горловки — восемь, погиб один человек.",
        Told("shelling_artillery_missile", "Горловк", killed=1, injured=8),
    ),
    one(
        "resident-of",
        "Жителя села Бобрик Сумской области убило сброшенной с дрона гранатой.",
        Told("air_drone_strike", "Бобрик", killed=1, to="civilians/UKR"),
    ),
    one(
        "subject-by-its-case",
        "Силовики расстреляли демонстрацию в Андижане, сотни убитых.",
        Told("excessive_force_against_protesters", "Андижан", killed=(200, 999), by="police/UZB"),
    ),
    one(
        "reported-of-itself",
        "Минобороны России объявило об освобождении села Новомихайловка.",
        Told("government_regains_territory", by="state_forces/RUS", status="claimed"),
    ),
    one(
        "air-force",
        "ВВС Израиля ликвидировали командира ХАМАС в Хан-Юнисе.",
        Told("air_drone_strike", "Хан-Юнис", killed=1, by="state_forces/ISR"),
    ),
    one(
        "destroyed-people",
        "Спецназ уничтожил двух боевиков в Баксане, потерь нет.",
        Told("armed_clash", "Баксан", killed=2, by="state_forces/RUS"),
    ),
    one("dispersed", "Демонстрация оппозиции в Баку разогнана.", Told("protest_with_intervention", "Баку")),
    one(
        "two-words",
        "Пять человек ранены в Кривом Роге при ударе ракеты.",
        Told("shelling_artillery_missile", "Кривом Роге", injured=5),
    ),
    one(
        "accused",
        "Киев обвинил Россию в ударе по больнице в Днепре.",
        Told("air_drone_strike", "Днепр", by="state_forces/RUS", status="claimed"),
    ),
    one(
        "neuter",
        "Минобороны РФ сообщило, что нанесло удар беспилотниками по складу в Краматорске.",
        Told("air_drone_strike", "Краматорск", by="state_forces/RUS"),
    ),
    one(
        "hard-sign",
        "Депутата застрелили в подъезде дома в Киеве.",
        Told("attack", "Киев", killed=1, to="politicians/UKR"),
    ),
    one(
        "fallen-on",
        "Пятеро британских военных ранены ракетой, упавшей на казарму в Басре.",
        Told("shelling_artillery_missile", "Баср", injured=5),
    ),
    one("burst", "В центре Багдада рвануло, 15 погибших.", Told("remote_explosive_landmine_ied", "Багдад", killed=15)),
    one(
        "one-soldier",
        "Боец Росгвардии погиб в перестрелке с боевиками в Дербенте.",
        Told("armed_clash", "Дербент", killed=1),
    ),
    one(
        "no-letter-of-its-own",
        "Бомба, заложенная там, убила троих миротворцев в Мали.",
        Told("remote_explosive_landmine_ied", "Мали", killed=3),
    ),
    one(
        "who-came-with-a-knife",
        "Напавший с ножом ранил четырёх прохожих в Париже.",
        Told("attack", "Париж", injured=4),
    ),
    one("couple", "Супруги погибли при обстреле Херсона.", Told("shelling_artillery_missile", "Херсон", killed=2)),
    one("fire-set", "Неизвестные подожгли военкомат в Нижнем Тагиле.", Told("looting_property_destruction", "Тагил")),
    one(
        "shot-down-over-a-region",
        "Расчёты ПВО уничтожили над Тульской областью 14 беспилотников.",
        Told("disrupted_weapons_use", "Тульск"),
    ),
    one(
        "region-of-another-war",
        "В Забуле при подрыве на мине погибли двое полицейских.",
        Told("remote_explosive_landmine_ied", "Забул", killed=2, to="police/AFG"),
    ),
    one(
        "demonym",
        "Камерунские военные убили четырёх боевиков у Маруа.",
        Told("armed_clash", "Маруа", killed=4, by="state_forces/CMR"),
    ),
    one("murder", "В Малгобеке сообщили об убийстве полицейского.", Told("attack", "Малгобек")),
    one("refinery", "Беспилотники атаковали Сызранский НПЗ.", Told("air_drone_strike", "Сызран")),
    one(
        "toll-after-its-verb",
        "Жертвами удара по Балте стали восемь человек.",
        Told("air_drone_strike", "Балт", killed=8),
    ),
    one("crowd", "Толпа ворвалась в аэропорт Бишкека.", Told("mob_violence", "Бишкек")),
    one("village-named-like-a-month", "ВСУ заняли село Июльское.", Told("government_regains_territory", "Июльск")),
    one("coup", "Военные в Чаде объявили о захвате власти.", Told("other", "Чад")),
    one(
        "rammed",
        "В Ницце мужчина на грузовике въехал в толпу, шестеро погибших.",
        Told("attack", "Ницц", killed=6),
    ),
    one(
        "candidate",
        "Кандидат в депутаты застрелен в городе Масатлан.",
        Told("attack", "Масатлан", killed=1, to="politicians/MEX"),
    ),
    one("wives", "Жёны мобилизованных провели пикет в Казани.", Told("peaceful_protest", "Казан", by="protesters/RUS")),
    one("security-service", "ФСБ задержала двоих жителей Ялты.", Told("arrests", "Ялт", by="police/RUS")),
)

NO_EVENTS = (
    "Экипаж вертолёта погиб при жёсткой посадке под Ухтой из-за тумана.",
    "В Сочи рухнул башенный кран, погибли двое рабочих.",
    "Врачи провели ликвидацию последствий паводка в Орске, погибших нет.",
    "Нападающий «Зенита» ударил по воротам и поразил цель.",
    "В Подмосковье столкнулись два автобуса, погибли пять человек.",
    "Пенсионер погиб от удара током в Уфе.",
    "В Москве открыли памятник погибшим лётчикам.",
    "Шахматист разгромил соперника в Баку.",
    "Под Ростовом упал легкомоторный самолёт, пилот погиб.",
    "Пожарные ликвидировали возгорание на складе в Твери, пострадавших нет.",
    "Мошенники похитили у пенсионера из Саратова миллион рублей.",
    "Муж зарезал жену в деревне под Костромой.",
    "Охотник случайно застрелил товарища под Кировом.",
    "Взрыв котла на заводе в Индии: девять погибших.",
    "Власти Курской области построят укрытия от обстрелов.",
    "В Орле водитель сбил пешехода на переходе, женщина погибла.",
    "Мэр Самары задержан по делу о взятке.",
    "Под Читой потерпел крушение самолёт, пилот погиб.",
    "Под Тамбовом при столкновении трёх машин погибли двое.",
    "В Перми полиция задержала группу угонщиков.",
    "Житель Омска зарезал соседа во время пьяной ссоры.",
    "Актриса отменила концерт в Москве в знак протеста.",
)


@each(REPORTS)
def test_word_families(report: Report) -> None:
    assert misread(report) == []


@each(tuple(Report(str(number), "", text, ()) for number, text in enumerate(NO_EVENTS)))
def test_no_events(report: Report) -> None:
    assert misread(report) == []


@each(
    (
        one("night-to", "В ночь на 3 мая дроны атаковали порт Туапсе.", Told("air_drone_strike", "Туапсе")),
        one("morning-of", "Утром 3 мая дроны атаковали порт Туапсе.", Told("air_drone_strike", "Туапсе")),
        one("friday-morning", "Утром в пятницу дроны атаковали порт Туапсе.", Told("air_drone_strike", "Туапсе")),
    )
)
def test_a_part_of_a_day_that_is_named(report: Report) -> None:
    (event,) = tag(Document("a", report.title, report.text, "2024-05-06")).events
    assert event.date is not None
    assert event.date.end.isoformat() == "2024-05-03"
