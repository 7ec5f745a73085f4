"""Fact, claim, confirmation and dispute, by who speaks of whom."""

from __future__ import annotations

import pytest

from tests.events.conftest import Read


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The Israeli military said its jets struck a Hezbollah weapons depot in Baalbek on Tuesday.", "claimed"),
        ("Israeli jets struck a weapons depot in Baalbek on Tuesday, Lebanon's state news agency said.", "fact"),
        ("Hezbollah said it had fired rockets at an Israeli army post near Metula on Tuesday.", "claimed"),
        (
            "Russia's Defence Ministry said its forces had captured the village of Umanske in Donetsk region.",
            "claimed",
        ),
        (
            "Ukraine's General Staff said its troops had repelled 14 Russian attacks near Pokrovsk on Tuesday.",
            "claimed",
        ),
        (
            (
                "The Taliban said they had killed 12 soldiers in an ambush in Kunduz on Tuesday. Afghan officials "
                "confirmed the attack but said only five soldiers had died."
            ),
            "confirmed",
        ),
        (
            (
                "Myanmar's military bombed a monastery in Sagaing on Tuesday, killing 20 people, residents said. "
                "The junta has not commented."
            ),
            "fact",
        ),
        ("The M23 rebels claimed to have shot down a Congolese army helicopter near Rutshuru on Tuesday.", "claimed"),
        (
            (
                "The Houthis said they had hit a US destroyer with missiles in the Red Sea. The Pentagon denied "
                "that any ship had been hit."
            ),
            "disputed",
        ),
        (
            ("Azerbaijan accused Armenian forces of shelling its positions near Tovuz on Tuesday. Yerevan denied it."),
            "disputed",
        ),
        ("Police in Karachi said gunmen killed three men in a shop on Tuesday.", "fact"),
        (
            (
                "The army said it had killed 19 militants in an air strike in Borno on Tuesday. The claim could not"
                " be independently verified."
            ),
            "disputed",
        ),
        ("Syrian state media said Israeli missiles struck a research centre near Masyaf on Tuesday.", "fact"),
        ("The Pakistani army said it killed seven militants in a raid in Bannu on Tuesday.", "claimed"),
        (
            (
                "Islamic State claimed responsibility for a bomb attack which killed six people in Kabul on "
                "Tuesday, officials said."
            ),
            "fact",
        ),
        (
            (
                "Sudan's army said it had recaptured the state broadcaster's headquarters in Omdurman on Tuesday. "
                "The RSF acknowledged it had withdrawn."
            ),
            "confirmed",
        ),
        ("Ukraine's air force said it had shot down 20 of 25 drones launched by Russia overnight.", "claimed"),
    ],
)
def test_how_far_it_is_established_hangs_on_who_says_so(read: Read, text: str, status: str) -> None:
    assert read(text)[0].status == status
