"""Which of a report's places is that of its event: not where it was written, told, measured from, or fled to."""

from __future__ import annotations

import pytest

from tests.events.conftest import Read

PLACES = {
    # where it was written
    "dateline": (
        "ISLAMABAD — A bomb went off in a crowded market in Quetta on Sunday, killing six people, police said.",
        "Quetta",
    ),
    "dateline of a capital, where the text names but a region": (
        (
            "OUAGADOUGOU — Around 100 civilians were killed when gunmen attacked Barsalogho in Burkina Faso's "
            "Centre-North region on Saturday."
        ),
        "Barsalogho",
    ),
    "dateline with a colon": (
        "Imphal: Two persons were shot dead by unidentified gunmen at Moirang in Bishnupur district on Saturday.",
        "Moirang",
    ),
    # where it was told
    "police said in": (
        "Gunmen killed 12 people in a village in Zamfara state on Friday, police said in Gusau, the state capital.",
        "Zamfara state",
    ),
    "president said in": (
        (
            "Guerrillas of the ELN attacked a military base in Arauca department on Tuesday. Two soldiers "
            "died, President Gustavo Petro said in Bogota."
        ),
        "Arauca department",
    ),
    "said in X that": (
        "Gunmen attacked farmers on Sunday. The governor said in Abuja that five of them had been killed in Konduga.",
        "Konduga",
    ),
    "ministry in a capital claimed": (
        (
            "Russian troops captured the village of Kindrashivka north of Kupiansk, the defence ministry in "
            "Moscow claimed on Saturday."
        ),
        "Kindrashivka",
    ),
    "statement read in": (
        (
            "At least 17 soldiers were killed in an ambush near Tillaberi, the defence ministry said on "
            "Tuesday in a statement read in Niamey."
        ),
        "Tillaberi",
    ),
    "повідомив у": (
        "Українські військові відбили сім штурмів у районі Часового Яру, повідомив речник Назар Волошин у Києві.",
        "Часового Яру",
    ),
    "сообщил в": (
        (
            "Украинские войска обстреляли из РСЗО Шебекино в Белгородской области, погиб мирный житель, "
            "сообщил губернатор Вячеслав Гладков в Белгороде."
        ),
        "Шебекино",
    ),
    # where somebody was on the way, or came from
    "from and to": (
        (
            "A Russian drone hit a bus travelling from Kherson to Mykolaiv on Tuesday near the village of "
            "Posad-Pokrovske, wounding four passengers."
        ),
        "Posad-Pokrovske",
    ),
    "on its way from and to, in a clause of its own": (
        (
            "Separatist militants attacked a train, which was on its way from Quetta to Peshawar, in the Bolan "
            "district on Tuesday and took hundreds of passengers hostage."
        ),
        "Bolan district",
    ),
    "the ends of a road": (
        "Дрон атаковал автомобиль на трассе Курск — Рыльск у села Коренево Курской области, ранены двое мужчин.",
        "Коренево",
    ),
    "between two towns": (
        "A Catholic priest from Kaduna was abducted by armed men on the road between Abuja and Lokoja on Wednesday.",
        "Abuja",
    ),
    "home of a victim": (
        "A U.S. soldier from Columbus, Ohio, was killed on Thursday when a roadside bomb exploded near Manbij.",
        "Manbij",
    ),
    "resident of": (
        "Militants shot dead a school teacher, a resident of Mastung, in Kharan town in Balochistan on May 20.",
        "Kharan",
    ),
    "житель": ("Російські військові вбили жителя Херсона в Олешках, повідомив голова громади.", "Олешках"),
    "уроженец": (
        "В центре Назрани открыт огонь по патрулю, ранены двое полицейских. Нападавший, уроженец Малгобека, убит.",
        "Назрани",
    ),
    "where weapons were fired": (
        "A missile fired from Yemen struck a residential street in Tel Aviv early on Saturday, injuring 16 people.",
        "Tel Aviv",
    ),
    "со стороны": (
        "Мирный житель погиб в результате обстрела со стороны Украины у села Нехотеевка в Белгородской области.",
        "Нехотеевка",
    ),
    "fled towards": (
        "Troops shot dead two militants at Nagrota as they were fleeing towards Srinagar on Monday, police said.",
        "Nagrota",
    ),
    # what another place is told by
    "distance": (
        (
            "A drone strike killed eight people in the town of Merawi, about 30 kilometres south of Bahir Dar, "
            "the capital of the Amhara region, residents said on Friday."
        ),
        "Merawi",
    ),
    "distance from a capital": (
        "A Ukrainian drone struck an oil refinery in Ryazan, some 180 km southeast of Moscow, on Friday.",
        "Ryazan",
    ),
    "capital of": (
        (
            "A suicide bomber blew himself up inside a mosque in Peshawar, the capital of Pakistan's Khyber "
            "Pakhtunkhwa province near the Afghan border, killing at least 30 worshippers."
        ),
        "Peshawar",
    ),
    "a town in": (
        "Gunmen killed eleven people at a party in Salvatierra, a town in Mexico's Guanajuato state, early on Sunday.",
        "Salvatierra",
    ),
    "border": (
        "Gunmen attacked an army post in Djibo, near the border with Mali, on Sunday, killing 12 soldiers.",
        "Djibo",
    ),
    # what happened elsewhere
    "wanted for": (
        (
            "A PKK militant wanted for a bombing in Ankara was killed in an operation by the Turkish "
            "intelligence agency in Sulaymaniyah in northern Iraq, security sources said on Thursday."
        ),
        "Sulaymaniyah",
    ),
    "told of somebody in passing": (
        "The commander, who was born in Herat, was killed when a bomb exploded in Ghazni on Tuesday, police said.",
        "Ghazni",
    ),
    "hospital": (
        (
            "At least 70 people were killed when gang members opened fire in the town of Pont-Sondé. Survivors "
            "were treated in a hospital in Saint-Marc."
        ),
        "Pont-Sondé",
    ),
    "died in a hospital": (
        "Gunmen attacked a bus near Gossi in Mali, wounding nine people. Two of them died in a hospital in Gao.",
        "Gossi",
    ),
    "доправили до": (
        "Російські війська обстріляли Антонівку. Пораненого чоловіка доправили до лікарні Миколаєва.",
        "Антонівку",
    ),
    "on the way to": (
        "Гвинтокрил обстріляв автомобіль у Білопіллі. Загинув чоловік, який їхав до Шостки.",
        "Білопіллі",
    ),
    # how near the text says
    "centre of the capital, in a country": (
        "Police in Mozambique fired tear gas at people who had gathered in the centre of the capital Maputo on Monday.",
        "Maputo",
    ),
    "part of a town": (
        "Israeli forces killed four Palestinians during a raid in Jenin in the occupied West Bank on Wednesday.",
        "Jenin",
    ),
    "name of several words": (
        "Three people were wounded when gunmen exchanged fire in the Bab al-Tabbaneh district of Tripoli on Friday.",
        "Bab al-Tabbaneh district",
    ),
    "struck with a weapon, in a region": (
        "Російські війська вдень обстріляли з артилерії Антонівку на Херсонщині. Поранено двох людей.",
        "Антонівку",
    ),
    "told in the next sentence": (
        (
            "At least 20 people were killed by gunmen in Nigeria at the weekend. It happened in the village of "
            "Kuriga in Kaduna state, residents said."
        ),
        "Kuriga",
    ),
    "це сталося": (
        (
            "Двоє поліцейських загинули на Донеччині, коли російський дрон ударив по їхньому автомобілю. Це "
            "сталося в Дружківці."
        ),
        "Дружківці",
    ),
    # what stands beside it
    "fired from a town of a region": (
        "Militants fired two rockets from the town of Tal Afar in northern Iraq at an army post at Rmelan in Syria.",
        "Rmelan",
    ),
    "fired from, towards": (
        "The army shot down a missile that rebels had fired from Saada towards Najran on Sunday.",
        "Najran",
    ),
    "a town's twin": ("A roadside bomb killed two policemen in Kirkuk's twin town of Dibis on Sunday.", "Dibis"),
    "a camp outside a town": (
        "Three women were killed by a shell at the Kibati camp outside Goma on Sunday, a doctor said.",
        "Kibati",
    ),
    "across from": (
        "Gunmen kidnapped six men in the northern Mexican city of Nogales, across from Arizona.",
        "Nogales",
    ),
    "a province west of a town": (
        "Troops killed 20 militants on Monday in parts of Anbar province west of Baghdad, the ministry said.",
        "Anbar province",
    ),
    "a village so far from a town of a region": (
        "Gunmen killed four herders in a village some 15 kilometres from Mueda in northern Mozambique on Monday.",
        "Mueda",
    ),
    "what a crowd is angry about": (
        "At a march in Tunis on Sunday, hundreds denounced the president over the deaths of migrants in Sfax.",
        "Tunis",
    ),
    "a government that is called on": (
        "Hundreds rallied outside an embassy in Malaysia on Friday to call on Moscow to end the war.",
        "Malaysia",
    ),
    "a government that is protested to": (
        "Islamabad has protested to Delhi after shelling wounded three farmers in Kotli on Saturday.",
        "Kotli",
    ),
    "another place on the way, and then where it was": (
        "Gunmen shot dead two passengers of a bus travelling from Garissa to Wajir; the attack occurred near Dadaab.",
        "Dadaab",
    ),
    "an abbreviated country before a name is an adjective": (
        "A jet bombed a house near Haditha, U.S. Central Command said in Florida on Monday; two men died.",
        "Haditha",
    ),
}


@pytest.mark.parametrize("name", PLACES)
def test_the_place_is_where_it_happened(name: str, read: Read) -> None:
    text, expected = PLACES[name]

    (event,) = read(text)

    assert event.place is not None
    assert event.place.name == expected
    assert event.place.lat is not None


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        (
            "Fighting on the approaches to Palmyra, Syria",
            "Government forces clashed with fighters 15 kilometers east of the city on Sunday, killing nine of them.",
            "Palmyra",
        ),
        (
            "Crowds and police clash in Yerevan",
            "Police used stun grenades late on Friday against demonstrators, Armenia's interior ministry said.",
            "Yerevan",
        ),
    ],
)
def test_what_is_told_first_without_a_place_happened_where_the_headline_says(
    title: str, text: str, expected: str, read: Read
) -> None:
    (event,) = read(text, title=title)

    assert event.place is not None
    assert event.place.name == expected


def test_a_weapon_in_latin_letters_is_no_village(read: Read) -> None:
    (event,) = read("В Луганске слышны взрывы. По городу нанесен удар ракетами Storm Shadow, ранены двое.")

    assert event.place is None or event.place.name != "Storm Shadow"


def test_a_capital_in_the_dateline_alone_is_no_place(read: Read) -> None:
    (event,) = read(
        "MAPUTO (Reuters) - At least five Rwandan soldiers were wounded when their convoy was ambushed last week."
    )

    assert event.place is None


def test_a_town_in_the_dateline_alone_is_the_place(read: Read) -> None:
    (event,) = read("MAIDUGURI, Nigeria (AP) - Gunmen attacked an army post on Sunday, killing 12 soldiers.")

    assert event.place is not None
    assert event.place.name == "MAIDUGURI"


def test_a_village_that_no_gazetteer_knows_stands_where_it_is_said_to_lie(read: Read) -> None:
    (event,) = read("Gunmen attacked a checkpoint at Zubrakan, 12 km west of Goma, on Monday, killing four soldiers.")

    assert event.place is not None
    assert event.place.name == "Zubrakan"
    assert event.place.lat == pytest.approx(-1.67, abs=0.1)


def test_a_village_far_from_what_its_distance_is_measured_from_has_no_coordinates_of_it(read: Read) -> None:
    (event,) = read("Gunmen attacked a checkpoint at Zubrakan, 90 km west of Goma, on Monday, killing four soldiers.")

    assert event.place is not None
    assert event.place.name != "Zubrakan" or event.place.lat is None


@pytest.mark.parametrize(
    "text",
    [
        "A missile hit a house in Kharkiv's Saltivka neighbourhood on Sunday, killing three people.",
        "A missile hit the Saltivka neighbourhood of Kharkiv on Sunday, killing three people.",
    ],
)
def test_the_quarter_of_a_town_is_the_place_on_either_side_of_its_town(read: Read, text: str) -> None:
    (event,) = read(text)

    assert event.place is not None
    assert "Saltivka" in event.place.name


def test_failing_that_it_stands_by_the_place_that_the_text_named_last(read: Read) -> None:
    _, event = read(
        "A bomb killed three soldiers near Goma on Sunday. At Zubrakan, gunmen killed two teachers on Monday."
    )

    assert event.place is not None
    assert event.place.name == "Zubrakan"
    assert event.place.country == "COD"
    assert event.place.lat == pytest.approx(-1.67, abs=0.1)


def test_the_country_behind_its_town_is_where_it_was_and_not_who_did_it(read: Read) -> None:
    (event,) = read("A car bomb exploded at a market in Kirkuk, Iraq, on Monday, killing 12 people, police said.")

    assert event.place is not None
    assert event.place.name == "Kirkuk"
    assert event.initiators == ()


def test_an_event_without_a_place_is_where_the_sentence_before_it_is(read: Read) -> None:
    (event,) = read(
        "Supporters of the opposition leader gathered at a courthouse in Kampala on Monday as he was freed on bail. "
        "Police fired tear gas to disperse the demonstrators."
    )

    assert event.place is not None
    assert event.place.name == "Kampala"


def test_failing_that_it_is_in_the_country_that_the_article_is_about(read: Read) -> None:
    (event,) = read(
        "Police have arrested 40 suspected militants in raids across nine provinces of Turkey, local media say."
    )

    assert event.place is not None
    assert (event.place.country, event.place.level.value) == ("TUR", "country")


def test_the_province_behind_its_country_is_the_place(read: Read) -> None:
    (event,) = read("Three engineers were killed in Mali by a landmine in western Kayes region on Monday.")

    assert event.place is not None
    assert event.place.name == "Kayes region"


def test_the_country_that_an_article_is_about_is_told_by_its_people_too(read: Read) -> None:
    (event,) = read(
        "A U.S. rights group says Burmese police have arrested 100 protesters. The U.S. group says that the Burmese "
        "opposition and the people of Burma want them freed."
    )

    assert event.place is not None
    assert event.place.country == "MMR"
