"""Short reports as South Asian monitors and papers word them, some without capitals: ultras and jawans, lathis and
bandhs, several incidents in one paragraph."""

from __future__ import annotations

import pytest

from dateline.events import Document, tag
from tests.events.told import Report, Told, each, misread, one

_REPORTS = (
    one(
        "slit throat",
        "Maoists slit the throat of a villager in Malkangiri District, branding him a spy.",
        Told("attack", "Malkangiri", 1, by="rebel_group/IND"),
    ),
    one(
        "body found",
        "The bullet-riddled body of a cobbler turned up beside a canal in Turbat on Saturday.",
        Told("attack", "Turbat", 1),
    ),
    one(
        "missing since",
        "The bullet-riddled body of a tailor, missing since last Friday, was found near Panjgur.",
        Told("attack", "Panjgur", 1),
    ),
    one(
        "bullets pumped",
        "Pillion riders pumped bullets into a hawker in Peshawar on Monday.",
        Told("attack", "Peshawar", by="unknown/None"),
    ),
    one(
        "prey to target killings",
        "Four persons fell prey to target killings in Karachi.",
        Told("attack", "Karachi", 4),
    ),
    one(
        "rocked",
        "A low-intensity bomb rocked a tax office in Birgunj, but nobody was harmed.",
        Told("remote_explosive_landmine_ied", "Birgunj", 0, 0),
    ),
    one(
        "ran over a mine",
        "Three jawans lost their lives when their lorry ran over a landmine near Bijapur.",
        Told("remote_explosive_landmine_ied", "Bijapur", 3),
    ),
    one(
        "gave themselves up",
        "Four Maoists gave themselves up before the Superintendent of Police in Koraput District.",
        Told("agreement", "Koraput", by="rebel_group/IND"),
    ),
    one(
        "picked up",
        "The police picked up two suspected operatives of the Indian Mujahideen in Bhatkal.",
        Told("arrests", "Bhatkal", by="police/IND"),
    ),
    one(
        "Nepal's Maoists",
        "Maoists gunned down two policemen in Rukum District of Nepal.",
        Told("armed_clash", "Rukum", 2, by="rebel_group/NPL"),
    ),
    one(
        "a group's short name",
        "Three Assam Rifles (AR) men were killed by Kuki National Army (KNA) cadres in Chandel District.",
        Told("armed_clash", "Chandel", 3, by="rebel_group/IND", to="state_forces/IND"),
    ),
    one(
        "who threw it",
        "Militants tossed a grenade towards a police post in Sopore, wounding two shoppers.",
        Told("grenade", "Sopore", None, 2, by="rebel_group/IND"),
    ),
    one(
        "a district's headquarters",
        "A grocer was shot dead in Khar, headquarters of Bajaur Agency, on Tuesday.",
        Told("attack", "Khar", 1, to="civilians/PAK"),
    ),
    one(
        "guarding a depot",
        "Two constables guarding a grain depot were shot dead by Maoists in Gaya.",
        Told("armed_clash", "Gaya", 2, by="rebel_group/IND", to="police/IND"),
    ),
    one(
        "militants neutralised",
        "Three militants were neutralised in Tral area of Pulwama District.",
        Told("armed_clash", "Tral", 3, to="rebel_group/IND"),
    ),
    one(
        "fighters of a group",
        "Militants of the TTP beheaded a kidnapped Levies man in Mohmand Agency.",
        Told("armed_clash", "Mohmand", 1, by="terrorist_group/PAK"),
    ),
    one(
        "police firing",
        "rajkot: two men died when police firing hit a mob in the old city on monday.",
        Told("excessive_force_against_protesters", "rajkot", 2, by="police/IND"),
    ),
    one(
        "explosives destroyed",
        "Troops discovered 40 kilograms of home-made explosives near Spin Boldak. The explosives were destroyed.",
        Told("disrupted_weapons_use", "Spin Boldak"),
    ),
    one(
        "vehicles set ablaze",
        "Ten lorries were set ablaze near Dhangadhi after Maoists had told drivers to stay off the roads.",
        Told("looting_property_destruction", "Dhangadhi"),
    ),
    one(
        "one strike of a list",
        "Near Tal Afar, three strikes engaged an ISIL mortar position and destroyed two fuel drums.",
        Told("air_drone_strike", "Tal Afar", to="terrorist_group/IRQ"),
    ),
    one(
        "jets by their names",
        "RAF Typhoons destroyed a terrorist strongpoint near Tal Afar with two Paveway bombs on Saturday.",
        Told("air_drone_strike", "Tal Afar", by="state_forces/GBR"),
    ),
    one(
        "bombs dropped",
        "Coalition aircraft dropped 14 precision bombs on an ISIL headquarters in Mayadin.",
        Told("air_drone_strike", "Mayadin", by="state_forces/None"),
    ),
    one(
        "under control",
        "The village of Rathedaung came under the control of Arakan Army fighters on 20 May.",
        Told("non_state_actor_overtakes_territory", "Rathedaung"),
    ),
    one(
        "herded away",
        "Insurgents herded 40 students out of a school in Rolpa District of Nepal.",
        Told("abduction_forced_disappearance", "Rolpa"),
    ),
    one(
        "seized stores",
        "Troops dug out three suicide jackets and six pistols from a well near Mannar.",
        Told("disrupted_weapons_use", "Mannar"),
    ),
    one(
        "at dawn",
        "Gunmen shot dead two policemen in Hangu at dawn, the district police chief said.",
        Told("armed_clash", "Hangu", 2),
    ),
    Report(
        "another incident",
        "",
        "A trader was gunned down outside a tea stall in Quetta on May 20. In another incident, the mutilated body of "
        "an abducted driver was recovered from Mastung.",
        (Told("attack", "Quetta", 1), Told("attack", "Mastung", 1)),
    ),
    Report(
        "villages without capitals",
        "",
        "mysore: the bandh over power cuts turned violent on monday. at hullahalli, a mob of farmers torched buses "
        "and hurled stones at the police. at tagadur, activists squatted on the tracks and held up a train.",
        (Told("violent_demonstration"), Told("peaceful_protest")),
    ),
    one(
        "a patrol's short name",
        "Lashkar-e-Toiba (LeT) cadres ambushed a Border Security Force (BSF) patrol near Uri.",
        Told("armed_clash", "Uri", by="terrorist_group/IND", to="state_forces/IND"),
    ),
    Report(
        "arrested in a strike",
        "",
        "Shibir cadres hurled stones and torched two buses during a hartal in Pabna District on May 21. In Bogra "
        "District, Police arrested nine cadres.",
        (
            Told("violent_demonstration", "Pabna District"),
            Told("arrests", "Bogra District", by="police/BGD", to="rioters/BGD"),
        ),
    ),
    Report(
        "a sum of dead and hurt",
        "",
        "Attackers killed nine people and injured twelve in Pakistan on Monday. In Lahore, gunmen killed four people "
        "and injured five. In Multan, gunmen killed three people and injured four. In Sukkur, gunmen killed two people "
        "and injured three.",
        (Told("attack", "Lahore", 4, 5), Told("attack", "Multan", 3, 4), Told("attack", "Sukkur", 2, 3)),
    ),
    Report(
        "sums by country",
        "",
        "On May 20, coalition forces conducted eight strikes against ISIL in Syria and Iraq.\n"
        "Additionally in Iraq, coalition forces conducted four strikes.\n\n"
        "- Near Palmyra, two strikes hit a band of ISIL fighters.\n\n"
        "- Near Mosul, three strikes destroyed two tunnels.\n\n"
        "- Near Sinjar, one strike destroyed an ISIL bunker.",
        tuple(Told("air_drone_strike", place, by="state_forces/None") for place in ("Palmyra", "Mosul", "Sinjar")),
    ),
    one(
        "lathis",
        "kanpur: policemen wielded lathis to chase away a crowd of demonstrators at parade chowk on friday.",
        Told("protest_with_intervention", by="police/IND"),
    ),
    one(
        "on the tracks",
        "jaipur: farmers squatted on the tracks at dausa and held up trains for three hours.",
        Told("peaceful_protest", "dausa"),
    ),
    one(
        "morcha",
        "mumbai: three thousand dock workers took out a morcha from byculla to azad maidan on monday.",
        Told("peaceful_protest"),
    ),
    one(
        "brickbats",
        "vadodara: mobs from either side rained brickbats on each other in the old city, leaving nine injured.",
        Told("mob_violence", "vadodara", None, 9),
    ),
    one(
        "blocked since daybreak",
        "mysore: villagers who had squatted on the highway since daybreak hurled stones at buses near nanjangud.",
        Told("violent_demonstration", "nanjangud"),
    ),
)


@each(_REPORTS)
def test_short_reports_are_read_as_a_careful_coder_reads_them(report: Report) -> None:
    """Neither the vocabulary nor the want of capitals hides what happened."""
    assert not misread(report)


@pytest.mark.parametrize(
    "text",
    [
        "The left parties have given a call for a chakka jam on Saturday.",
        "Teachers have warned that they would gherao the assembly if their salaries were not paid by Friday.",
        "The army observed the martyrdom day of a jawan in his village near Jhunjhunu.",
        "Nepal's Maoists will join the interim government in May, their leader told reporters in Kathmandu.",
        "Twelve passengers were killed when a bus rammed a truck near Kanpur.",
        "a gas cylinder exploded in a chawl at kurla, killing two persons and injuring eight.",
    ],
)
def test_the_same_vocabulary_tells_of_plans_memories_and_accidents(text: str) -> None:
    """Calls for a strike, remembrance and cooking gas are no events."""
    assert not [event for event in tag(Document("a", "", text, "2024-05-22")).events if event.main]
