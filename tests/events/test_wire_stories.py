"""Short stories of news agencies: figures between others, those who are let go, what is only stopped or refused."""

from __future__ import annotations

import pytest

from dateline.events import Document, tag
from tests.events.told import Report, Told, each, misread

REPORTS = (
    Report(
        "a range behind 'between'",
        "",
        "Troops raided a rebel camp near Goma on Monday, killing between 15 and 20 militants, the army said.",
        (Told("armed_clash", "Goma", killed=(15, 20), by="state_forces/COD", to="rebel_group/COD"),),
    ),
    Report(
        "the bomber, who died as well",
        "",
        "A suicide bomber killed six people outside a market in Kano on Sunday. The bomber, who also was killed, "
        "has not been identified.",
        (Told("suicide_bomb", "Kano", killed=7),),
    ),
    Report(
        "a superlative by the way",
        "",
        "A car bombing in Herat killed 40 people on Monday. The attack, the deadliest in the city since the fall "
        "of its rulers in 2001, wounded more than 60 other people.",
        (Told("remote_explosive_landmine_ied", "Herat", killed=40, injured=60),),
    ),
    Report(
        "no losses among one side",
        "",
        "Soldiers killed nine rebels in clashes near Kidal on Tuesday. There were no casualties "
        "reported among the troops.",
        (Told("armed_clash", "Kidal", killed=9, injured=None),),
    ),
    Report(
        "somebody killed long before, by the way",
        "",
        "Gunmen killed 14 people in the town of Jos as a vote was held on Sunday to succeed a senator murdered earlier "
        "this year.",
        (Told("attack", "Jos", killed=14),),
    ),
    Report(
        "what was damaged by a weapon",
        "",
        "Three houses were destroyed by a Russian drone in Kherson on Friday, the governor said.",
        (Told("air_drone_strike", "Kherson", to="civilians/UKR"),),
    ),
    Report(
        "a bomb that wrecks",
        "",
        "A car bomb wrecked two police vans in Gao on Friday.",
        (Told("remote_explosive_landmine_ied", "Gao", to="police/MLI"),),
    ),
    Report(
        "a bomb that damages",
        "",
        "A French army convoy was damaged by a car bomb in Gao on Friday.",
        (Told("remote_explosive_landmine_ied", "Gao", to="state_forces/FRA"),),
    ),
    Report(
        "those who are let go",
        "",
        "The army has released more than 40 rebels detained in Kasese under a law on terror, officials said on Monday.",
        (Told("other", "Kasese", by="state_forces/UGA", to="rebel_group/UGA"),),
    ),
    Report(
        "some of those arrested let go again",
        "",
        "Police detained nine suspected militants in the city of Odense on Tuesday. They later released two of the "
        "suspects.",
        (Told("arrests", "Odense", by="police/DNK"),),
    ),
    Report(
        "a school that a blast tears down",
        "",
        "Militants blew up a primary school in Swat on Tuesday. There were no casualties in Tuesday's blast, as "
        "the school was closed.",
        (Told("remote_explosive_landmine_ied", "Swat", killed=0, injured=0),),
    ),
    Report(
        "the operation in which people were arrested",
        "",
        "Troops raided the town of Jenin on Monday, arresting eight militants. The army says one soldier was slightly "
        "wounded during the operation.",
        (Told("arrests", "Jenin", injured=1),),
    ),
    Report(
        "some who were spared, and others who were not",
        "",
        "Prisoners rioted in a jail in Kabul on Sunday. None of the guards was hurt, but several inmates were "
        "injured, officials say.",
        (Told("mob_violence", "Kabul", killed=None, injured=(3, 9)),),
    ),
    Report(
        "a toll far from its figure",
        "",
        "The army says the death toll of Thursday's suicide bombing, which struck a busy market hall in the western "
        "town of Gao, has reached 50.",
        (Told("suicide_bomb", "Gao", killed=50),),
    ),
    Report(
        "a similar blast elsewhere",
        "",
        "A bomb killed four soldiers in Zabul on Sunday. In another part of the province, two policemen were killed in "
        "a similar blast.",
        (
            Told("remote_explosive_landmine_ied", "Zabul", killed=4, to="state_forces/AFG"),
            Told("remote_explosive_landmine_ied", "Zabul", killed=2, to="police/AFG"),
        ),
    ),
    Report(
        "arrested here for what was planned there",
        "",
        "Police in Haifa arrested five members of Hamas who were planning to carry out an attack in Jerusalem.",
        (Told("arrests", "Haifa", by="police/ISR"),),
    ),
    Report(
        "a city behind the part of its country",
        "",
        "Gunmen killed 31 people in Yemen's western port town of Hodeidah on Sunday.",
        (Told("attack", "Hodeidah", killed=31),),
    ),
)


@each(REPORTS)
def test_tells_what_a_coder_tells(report: Report) -> None:
    assert misread(report) == []


def test_those_whom_a_bomb_hits_did_not_plant_it() -> None:
    text = "A roadside bomb hit a police patrol in Gao on Wednesday, killing two officers and wounding four others."
    assert [event.initiators for event in tag(Document("a", "", text, "2024-05-22")).events] == [()]


def test_those_who_shoot_a_bomber_did_not_plant_the_bomb() -> None:
    text = (
        "A bomb near the mayor's convoy in Mogadishu killed two people on Sunday. Guards shot dead the "
        "suspected bomber on his way out of town, he says."
    )
    assert [event.initiators for event in tag(Document("a", "", text, "2024-05-22")).events] == [()]


@pytest.mark.parametrize(
    "text",
    [
        "Rebels in Nepal say they will talk once the army stops killing civilians in the villages of Rolpa.",
        "Militants in Gaza agreed on Monday to cease firing at towns near the border.",
        "Police say the men were suspected of planning terrorist attacks on an army base in Odense.",
    ],
)
def test_what_is_only_to_end_or_planned_is_no_event(text: str) -> None:
    assert [event.sub_type.value for event in tag(Document("a", "", text, "2024-05-22")).events if event.main] == []
