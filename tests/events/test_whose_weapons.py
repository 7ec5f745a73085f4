"""Whose weapons did it, whatever the form of the sentence, and people of trades that no word list has."""

from __future__ import annotations

from tests.events.told import Report, Told, each, misread, one

_AIR = "air_drone_strike"
_SHELLS = "shelling_artillery_missile"
_MINE = "remote_explosive_landmine_ied"


@each(
    (
        one(
            "struck-by-a-drone",
            "A tram was struck by a Ukrainian drone in Belgorod on Monday, injuring two passengers.",
            Told(_AIR, "Belgorod", None, 2, by="state_forces/UKR", to="civilians/RUS"),
        ),
        one(
            "missiles-that-fall",
            "Seven people died when Russian missiles fell on Odesa on Monday.",
            Told(_SHELLS, "Odesa", 7, by="state_forces/RUS", to="civilians/UKR"),
        ),
        one(
            "shells-launched-by",
            "Two brothers died when shells launched by government troops landed on a farm in Idlib.",
            Told(_SHELLS, "Idlib", 2, by="state_forces/SYR", to="civilians/SYR"),
        ),
        one(
            "a-group-s-mine",
            "A shepherd was killed when his lorry drove over a Houthi mine near Hodeidah on Friday.",
            Told(_MINE, "Hodeidah", 1, by="rebel_group/YEM", to="civilians/YEM"),
        ),
        one(
            "a-jet-s-bomb",
            "Four villagers were killed in Idlib on Sunday when a bomb from a Russian jet hit a barn.",
            Told(_AIR, "Idlib", 4, by="state_forces/RUS", to="civilians/SYR"),
        ),
    )
)
def test_whose_weapons(report: Report) -> None:
    assert misread(report) == []


@each(
    (
        one(
            "they-are-killed",
            "Turkish border guards shot dead two Syrian porters near Harem on Monday.",
            Told("attack", "Harem", 2, by="state_forces/TUR", to="civilians/SYR"),
        ),
        one(
            "they-were-killed",
            "A piano tuner was shot dead by gunmen in Tacloban on Monday.",
            Told("attack", "Tacloban", 1, by="unknown/None", to="civilians/PHL"),
        ),
        one(
            "they-are-taken-away",
            "Rebels kidnapped a 61-year-old flower grower near Popayan on Sunday.",
            Told("abduction_forced_disappearance", "Popayan", by="rebel_group/COL", to="civilians/COL"),
        ),
        one(
            "attackers-not-told-of-before",
            "Assailants on motorbikes stormed the market of Banibangou in Niger, shooting dead 14 traders.",
            Told("attack", "Banibangou", 14, by="unknown/None", to="civilians/NER"),
        ),
    )
)
def test_people_of_other_trades(report: Report) -> None:
    assert misread(report) == []
