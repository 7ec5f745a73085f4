"""Who says so, how far it is established, and who is meant by suspects, groups, trends and soldiers of no country."""

from __future__ import annotations

import pytest

from dateline.events import Document, tag
from tests.events.conftest import Read
from tests.events.told import Report, Told, each, misread, one


@each(
    (
        one(
            "a-state-s-officials-on-its-forces",
            "Kenyan officials say troops killed nine militants near Mandera on Monday.",
            Told("armed_clash", "Mandera", 9, by="state_forces/KEN", to="rebel_group/KEN", status="claimed"),
        ),
        one(
            "told-first-in-the-article-s-own-voice",
            "Turkish troops shot a Kurdish rebel dead near Hakkari on Friday. The Turkish army said he was armed.",
            Told("armed_clash", "Hakkari", 1, by="state_forces/TUR", to="rebel_group/TUR", status="fact"),
        ),
        one(
            "losses-of-one-s-own",
            "The French army said two soldiers were killed in an attack by insurgents near Gao on Monday.",
            Told("armed_clash", "Gao", 2, by="rebel_group/MLI", to="state_forces/FRA", status="fact"),
        ),
        one(
            "a-denial-that-is-the-news",
            "The Chadian army has denied involvement in a raid near Abeche in which 12 people were killed.",
            Told("attack", "Abeche", 12, status="denied"),
        ),
        one(
            "arrests-are-no-boast",
            "The Israeli army said it arrested four Hamas militants in Hebron on Sunday.",
            Told("arrests", "Hebron", by="state_forces/ISR", to="rebel_group/PSE", status="fact"),
        ),
        one(
            "a-claim-of-responsibility",
            "A suicide bomber killed nine people in Kandahar on Monday. The Taliban claimed responsibility.",
            Told("suicide_bomb", "Kandahar", 9, by="rebel_group/AFG", to="civilians/AFG"),
        ),
        one(
            "a-spokesman-s-group",
            "A Taliban spokesman, Zabihullah Mujahid, said his group kidnapped two engineers near Ghazni on Saturday.",
            Told("abduction_forced_disappearance", "Ghazni", by="rebel_group/AFG", to="civilians/AFG"),
        ),
        one(
            "a-trend-is-blamed-on-somebody",
            "A bomb killed four people in Quetta on Friday. A rise in violence has been blamed on local tribesmen.",
            Told("remote_explosive_landmine_ied", "Quetta", 4, to="civilians/PAK"),
        ),
        one(
            "suspects-of-terror",
            "Police in Denmark arrested two suspected terrorists in Aarhus. The men had plotted a bombing.",
            Told("arrests", "Aarhus", by="police/DNK", to="terrorist_group/DNK"),
        ),
        one(
            "activists-under-attack",
            "Gunmen shot dead a human rights activist in Grozny on Wednesday.",
            Told("attack", "Grozny", 1, by="unknown/None", to="civilians/RUS"),
        ),
        one(
            "what-a-crowd-is-against-is-not-where-it-is-from",
            "Anti-American protesters marched in Manila on Sunday.",
            Told("peaceful_protest", "Manila", by="protesters/PHL"),
        ),
        one(
            "with-an-attack",
            "Kurdish rebels retaliated Thursday with an attack on a Turkish army convoy near Bingol, hurting one man.",
            Told("armed_clash", "Bingol", injured=1, by="rebel_group/TUR", to="state_forces/TUR"),
        ),
        one(
            "soldiers-who-fell-in-an-ambush",
            "Police say three soldiers were killed in an ambush near Diffa on Monday.",
            Told("armed_clash", "Diffa", 3, to="state_forces/NER"),
        ),
    )
)
def test_a_report_is_told_with_its_parties_and_its_status(report: Report) -> None:
    assert misread(report) == []


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Israeli troops raided Jenin, arresting four men. The Israeli army says the four belong to Hamas.", "army"),
        (
            "A bomb killed three people in Mosul. A group called Ansar al-Sunna claimed responsibility.",
            "Ansar al-Sunna",
        ),
        (
            "Officials say rebels killed two soldiers in separate attacks. One died near Bouar, one near Bria.",
            "Officials",
        ),
        ("In Basra, police say gunmen killed a clerk of the Oil Ministry on Monday.", "police"),
    ],
)
def test_who_says_so_may_stand_in_the_next_sentence_or_in_the_one_that_sums_up(read: Read, text: str, who: str) -> None:
    assert all(any(who in name for name in event.attributed_to) for event in read(text))


@pytest.mark.parametrize(
    "text",
    [
        "Three militants have been reported killed in Orakzai since Monday.",
        "Troops arrested eight accused members of Hamas in Nablus on Monday.",
    ],
)
def test_nobody_is_a_source_for_what_is_said_of_him(read: Read, text: str) -> None:
    assert all(not event.attributed_to for event in read(text))


@each(
    (
        one(
            "смертник",
            "Иракские чиновники сообщили, что в Мосуле смертник атаковал пост миротворцев, погибли трое солдат.",
            Told("suicide_bomb", "Мосул", 3, by="unknown/None"),
        ),
        one(
            "милиция",
            "Милиция задержала в Бресте 12 активистов, передаёт правозащитный центр.",
            Told("arrests", "Брест", by="police/BLR", to="protesters/BLR"),
        ),
        one(
            "армия-рф",
            "Армия РФ обстреляла Купянск, ранены двое жителей, сообщили в областной прокуратуре.",
            Told("shelling_artillery_missile", "Купянск", injured=2, by="state_forces/RUS", to="civilians/UKR"),
        ),
        one(
            "озброєні-люди",
            "Озброєні люди викрали поблизу Букаву двох учителів, розповіли мешканці.",
            Told("abduction_forced_disappearance", "Букаву", by="unknown/None", to="civilians/COD"),
        ),
    )
)
def test_doers_in_russian_and_ukrainian(report: Report) -> None:
    assert misread(report) == []


@each(
    (
        one(
            "the-other-side-confirms-a-claim",
            "Islamic Jihad says an Israeli airstrike killed three of its fighters in Gaza. "
            "The Israeli army confirmed it.",
            Told("air_drone_strike", "Gaza", 3, by="state_forces/ISR", to="rebel_group/PSE", status="confirmed"),
        ),
        one(
            "подтвердила",
            "Группировка «Исламский джихад» заявила, что при израильском авиаударе в городе Газа убиты трое её "
            "бойцов. Армия Израиля подтвердила удар.",
            Told("air_drone_strike", "Газа", 3, by="state_forces/ISR", status="confirmed"),
        ),
        one(
            "whoever-denies-it-is-meant",
            "The Chadian army has denied involvement in a raid near Abeche in which 12 people were killed.",
            Told("attack", "Abeche", 12, by="state_forces/TCD", status="denied"),
        ),
        one(
            "whoever-faces-those-who-fell",
            "The British defense ministry says a British soldier was killed in fighting with militants near Kandahar.",
            Told("armed_clash", "Kandahar", 1, by="rebel_group/AFG", to="state_forces/GBR", status="fact"),
        ),
    )
)
def test_what_both_sides_say_is_weighed(report: Report) -> None:
    assert misread(report) == []


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Gunmen killed nine farmers in Guma, Nigeria, on Sunday, residents said.", "residents"),
        ("Four people were killed in the shelling of Rafah on Sunday. A nurse said all were women.", "nurse"),
        ("Looters ransacked seven shops in Ambato on Sunday, the chamber of commerce said.", "chamber of commerce"),
        ("The raid on Duk killed nine people, the mayor said. He said two women were abducted.", "mayor"),
        (
            "Seven militants were killed in Bannu, the Inter-Services Public Relations (ISPR) said in a statement.",
            "Inter-Services Public Relations (ISPR)",
        ),
    ],
)
def test_plain_people_and_whoever_spoke_before_are_sources(text: str, source: str) -> None:
    events = tag(Document("a", "", text, "2024-05-22")).events
    assert source in " / ".join(name for event in events for name in event.attributed_to)


def test_daybreak_is_no_newspaper() -> None:
    text = "Gunmen attacked the village of Kuchi in Nigeria at dawn on Sunday, killing nine people."
    assert tag(Document("a", "", text, "2024-05-22")).events[0].attributed_to == ()


@each(
    (
        one(
            "pictures-bear-it-out",
            "Ukraine's General Staff said its troops retook the village of Robotyne on Monday. Geolocated footage "
            "published on Tuesday shows Ukrainian soldiers in the village.",
            Told("government_regains_territory", "Robotyne", by="state_forces/UKR", status="confirmed"),
        ),
        one(
            "neither-claim-could-be-checked",
            "The army said it killed 20 rebels near Goma on Monday. Neither claim could be checked.",
            Told("armed_clash", "Goma", 20, by="state_forces/COD", to="rebel_group/COD", status="disputed"),
        ),
        one(
            "each-accuses-the-other",
            "Azerbaijan and Armenia accused each other of opening fire near Goris on Monday. Two soldiers were killed.",
            Told("armed_clash", "Goris", 2, status="disputed"),
        ),
        one(
            "a-group-that-denies",
            "The Taliban denied involvement in a bombing that killed 12 people in Kabul on Monday.",
            Told("remote_explosive_landmine_ied", "Kabul", 12, by="rebel_group/AFG", status="denied"),
        ),
    )
)
def test_how_far_it_is_established(report: Report) -> None:
    assert misread(report) == []
