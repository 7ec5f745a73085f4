"""Ukrainian and Russian reports, in the order of words that their languages like."""

from __future__ import annotations

from tests.events.told import Report, Told, each, misread

REPORTS = (
    Report(
        "uk2",
        "",
        (
            "Сили ППО вночі збили 24 із 29 ударних дронів, якими росіяни атакували Україну, повідомили "
            "Повітряні сили. У Сумах безпілотник влучив у багатоповерхівку, загинула одна людина, п'ятеро "
            "постраждали."
        ),
        (
            Told("disrupted_weapons_use", by="state_forces/UKR", to="state_forces/RUS"),
            Told("air_drone_strike", "Сум", killed=1, injured=5, to="civilians/UKR"),
        ),
    ),
    Report(
        "uk3",
        "",
        (
            "На Херсонщині за добу через російські обстріли загинули троє людей, ще 11 дістали поранення, "
            "повідомив начальник ОВА Олександр Прокудін."
        ),
        (
            Told(
                "shelling_artillery_missile", "Херсонщ", killed=3, injured=11, by="state_forces/RUS", to="civilians/UKR"
            ),
        ),
    ),
    Report(
        "uk4",
        "",
        ("Окупанти скинули авіабомбу на Вовчанськ у Харківській області. Загиблих немає, поранено чоловіка 62 років."),
        (Told("air_drone_strike", "Вовчанськ", killed=0, injured=1, by="state_forces/RUS", to="civilians/UKR"),),
    ),
    Report(
        "uk5",
        "",
        ("Українські військові звільнили село Роботине в Запорізькій області, повідомив Генштаб ЗСУ у вівторок."),
        (Told("government_regains_territory", "Роботине", by="state_forces/UKR", status="claimed"),),
    ),
    Report(
        "uk6",
        "",
        (
            "У Тбілісі поліція розігнала мітинг водометами, затримано 40 протестувальників. МВС повідомило про "
            "шістьох травмованих правоохоронців."
        ),
        (Told("protest_with_intervention", "Тбілісі", injured=6, by="police/GEO", to="protesters/GEO"),),
    ),
    Report(
        "uk7",
        "",
        (
            "Ізраїль завдав авіаудару по Рафаху, щонайменше 15 людей загинули, повідомили медики. Того ж дня "
            "бойовики ХАМАСу випустили ракети по Ашкелону."
        ),
        (
            Told("air_drone_strike", "Рафах", killed=15, by="state_forces/ISR"),
            Told("shelling_artillery_missile", "Ашкелон", by="rebel_group/PSE"),
        ),
    ),
    Report(
        "uk8",
        "",
        (
            "У Мелітополі підірвали автомобіль колаборанта, він загинув. За даними партизанів, вибух стався "
            "вранці 20 травня."
        ),
        (Told("remote_explosive_landmine_ied", "Мелітопол", killed=1),),
    ),
    Report(
        "uk9",
        "",
        (
            "Росія та Україна провели обмін полоненими: додому повернулися 75 українських військових, повідомив"
            " президент Володимир Зеленський."
        ),
        (Told("agreement"),),
    ),
    Report(
        "uk10",
        "",
        (
            "У Харкові кількість загиблих унаслідок удару по друкарні зросла до восьми, ще 21 людина поранена. "
            "Місто обстріляли російські війська ракетами С-300."
        ),
        (Told("shelling_artillery_missile", "Харков", killed=8, injured=21, by="state_forces/RUS"),),
    ),
    Report(
        "uk11",
        "",
        (
            "Безпілотники Служби безпеки України атакували нафтопереробний завод у Туапсе, повідомили джерела в"
            " СБУ. Губернатор Кондратьєв підтвердив пожежу на заводі."
        ),
        (Told("air_drone_strike", "Туапсе", by="police/UKR"),),
    ),
    Report(
        "uk12",
        "",
        (
            "На Донеччині двоє цивільних загинули, підірвавшись на міні поблизу Лимана. У Покровську росіяни "
            "вдарили ракетою по будинку, є четверо поранених, зокрема дитина."
        ),
        (
            Told("remote_explosive_landmine_ied", "Лиман", killed=2, to="civilians/UKR"),
            Told("shelling_artillery_missile", "Покровськ", injured=4, by="state_forces/RUS", to="civilians/UKR"),
        ),
    ),
    Report(
        "ru2",
        "",
        (
            "Минобороны РФ заявило, что ПВО ночью уничтожила 29 украинских беспилотников: 12 над Белгородской "
            "областью, девять над Курской областью и восемь над Крымом."
        ),
        (
            Told("disrupted_weapons_use", "Белгородск", by="state_forces/RUS", to="state_forces/UKR", status="claimed"),
            Told("disrupted_weapons_use", "Курск", by="state_forces/RUS", status="claimed"),
            Told("disrupted_weapons_use", "Крым", by="state_forces/RUS", status="claimed"),
        ),
    ),
    Report(
        "ru3",
        "",
        (
            "В Кабуле смертник подорвал себя у министерства, погибли шесть человек, 15 получили ранения. "
            "Ответственность взяла на себя группировка «Исламское государство»."
        ),
        (Told("suicide_bomb", "Кабул", killed=6, injured=15),),
    ),
    Report(
        "ru4",
        "",
        (
            "Израильская авиация нанесла удары по южным пригородам Бейрута, убиты 12 человек, сообщает минздрав"
            " Ливана. «Хезболла» выпустила десятки ракет по Хайфе, пострадали двое."
        ),
        (
            Told("air_drone_strike", "Бейрут", killed=12, by="state_forces/ISR"),
            Told("shelling_artillery_missile", "Хайф", injured=2, by="militia/LBN"),
        ),
    ),
    Report(
        "ru7",
        "",
        (
            "В Тбилиси тысячи людей вышли на митинг против закона об иноагентах. Полиция применила слезоточивый"
            " газ, задержаны 60 человек."
        ),
        (Told("protest_with_intervention", "Тбилиси", by="police/GEO", to="protesters/GEO"),),
    ),
    Report(
        "ru8",
        "",
        (
            "Украинский дрон атаковал автобус в Горловке, ранены пять человек, заявил глава ДНР Денис Пушилин. "
            "В Донецке при обстреле погиб мужчина."
        ),
        (
            Told("air_drone_strike", "Горловк", injured=5, by="state_forces/UKR", to="civilians/UKR"),
            Told("shelling_artillery_missile", "Донецк", killed=1, to="civilians/UKR"),
        ),
    ),
    Report(
        "ru9",
        "",
        (
            "Армия Судана отбила у мятежников город Умдурман, сообщает Reuters. В боях погибли десятки бойцов с"
            " обеих сторон."
        ),
        (Told("government_regains_territory", "Умдурман", killed=(24, 99), by="state_forces/SDN"),),
    ),
    Report(
        "ru10",
        "",
        ("Неизвестные похитили трёх сотрудников Красного Креста на севере Мали, сообщила организация во вторник."),
        (Told("abduction_forced_disappearance", "Мали"),),
    ),
    Report(
        "ru11",
        "",
        "ФСБ задержала в Севастополе жителя города, готовившего подрыв военного. У него изъяли взрывчатку.",
        (Told("arrests", "Севастопол", by="police/RUS"),),
    ),
    Report(
        "treated-elsewhere",
        "",
        (
            "У Сіверську внаслідок обстрілу загинула жінка, повідомила поліція. Двоє чоловіків дістали поранення, їх "
            "доправили до лікарні в Краматорську."
        ),
        (Told("shelling_artillery_missile", "Сіверськ", killed=1, injured=2),),
    ),
    Report(
        "fired-from",
        "",
        "В Белгороде при обстреле ранены три человека. Следователи считают, что стреляли со стороны Волчанска.",
        (Told("shelling_artillery_missile", "Белгород", injured=3),),
    ),
    Report(
        "handed-over-and-taken",
        "Вірменія передала Азербайджану два прикордонні села",
        (
            "Азербайджан у середу взяв під контроль два села Газахського району. Вірменські прикордонники відійшли на "
            "нову лінію без жодного пострілу."
        ),
        (Told("non_violent_transfer_of_territory", "Газахськ"),),
    ),
    Report(
        "case-of-riots",
        "",
        (
            "В Уфе ОМОН разогнал митинг у здания суда, задержаны 20 человек. Следственный комитет возбудил дело о "
            "массовых беспорядках."
        ),
        (Told("protest_with_intervention", "Уфе", by="police/RUS", to="protesters/RUS"),),
    ),
    Report(
        "quarrel-at-home",
        "У Ніжині чоловік підірвав гранату під час сварки",
        (
            "Сімейний конфлікт у Ніжині закінчився вибухом гранати. Чоловік напідпитку висмикнув чеку, загинув сам і "
            "поранив дружину."
        ),
        (),
    ),
    Report(
        "the-detained",
        "",
        (
            "В Казани полиция разогнала митинг против застройки. Задержанных развезли по отделам полиции Казани и "
            "Зеленодольска."
        ),
        (Told("protest_with_intervention", "Казан", by="police/RUS"),),
    ),
    Report(
        "talks-of-withdrawal",
        "",
        (
            "Від удару безпілотника по намету в Хан-Юнісі загинули четверо людей, повідомили медики. Посередники з "
            "Катару кажуть, що сторони й досі не дійшли згоди щодо виведення військ."
        ),
        (Told("air_drone_strike", "Хан-Юніс", killed=4),),
    ),
    Report(
        "told-before",
        "",
        (
            "Внаслідок обстрілу Сум загинула жінка, ще троє людей поранені, повідомив мер. Також ми писали, що "
            "у Харкові пролунали вибухи, місто атакували безпілотники."
        ),
        (Told("shelling_artillery_missile", "Сум", killed=1, injured=3),),
    ),
)


@each(REPORTS)
def test_a_slavic_report_is_told_with_its_slots(report: Report) -> None:
    assert not misread(report)
