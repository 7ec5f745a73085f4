"""Short reports of each type, and of what goes with it."""

from __future__ import annotations

from tests.events.told import Report, Told, each, misread

REPORTS = (
    Report(
        "mob-arrest",
        "",
        (
            "A man was lynched by a mob over suspicion of child lifting in Hazaribagh District on May 18, "
            "reports The Telegraph. Police have arrested 14 persons in connection with the lynching. In "
            "protest, residents staged a sit-in outside the police station in Hazaribagh on May 19."
        ),
        (
            Told("mob_violence", "Hazaribagh", killed=1, by="rioters/IND", to="civilians/IND"),
            Told("arrests", "Hazaribagh", by="police/IND"),
            Told("peaceful_protest", "Hazaribagh", by="protesters/IND"),
        ),
        published=None,
    ),
    Report(
        "bd-hartal",
        "",
        (
            "Awami League (AL) and Bangladesh Nationalist Party (BNP) activists clashed in Sirajganj on "
            "December 3, leaving 20 people injured, reports The Daily Star. Police fired rubber bullets to "
            "disperse them. In Bogra, pickets torched a bus and hurled crude bombs, injuring two policemen. "
            "Police arrested 22 BNP activists from different parts of Rajshahi city."
        ),
        (
            Told("violent_demonstration", "Sirajganj", injured=20, by="rioters/BGD"),
            Told("violent_demonstration", "Bogra", injured=2, by="rioters/BGD"),
            Told("arrests", "Rajshahi", by="police/BGD"),
        ),
        published=None,
    ),
    Report(
        "recover",
        "",
        (
            "Security Forces (SFs) killed a commander of the Hizbul Mujahideen in a gunfight at Tral in Pulwama"
            " District on May 17, reports Greater Kashmir. In a separate operation, troops recovered 10 "
            "kilograms of explosives and two pistols in Handwara. Police also arrested two overground workers "
            "of the outfit in Sopore."
        ),
        (
            Told("armed_clash", "Tral", killed=1, by="state_forces/IND", to="terrorist_group/IND"),
            Told("disrupted_weapons_use", "Handwara", by="state_forces/IND"),
            Told("arrests", "Sopore", by="police/IND"),
        ),
        published=None,
    ),
    Report(
        "cities",
        "Russia launches mass missile attack on Ukraine",
        (
            "Russian missiles struck Kyiv, Kharkiv and Odesa on Wednesday morning. Four people were killed in "
            "Kharkiv, Mayor Ihor Terekhov said. In Odesa, eleven people were wounded."
        ),
        (
            Told("shelling_artillery_missile", "Kyiv", by="state_forces/RUS"),
            Told("shelling_artillery_missile", "Kharkiv", killed=4, by="state_forces/RUS"),
            Told("shelling_artillery_missile", "Odesa", injured=11, by="state_forces/RUS"),
        ),
    ),
    Report(
        "anaphor",
        "Rebels attack town in Central African Republic",
        (
            "Rebels of the Coalition of Patriots for Change attacked the town of Bambari on Saturday, killing "
            "three soldiers. On Sunday the group seized the town of Bria without a fight. They also abducted "
            "four aid workers near Bangassou, the UN said."
        ),
        (
            Told("armed_clash", "Bambari", killed=3, by="rebel_group/CAF", to="state_forces/CAF"),
            Told("non_state_actor_overtakes_territory", "Bria", by="rebel_group/CAF"),
            Told("abduction_forced_disappearance", "Bangassou", by="rebel_group/CAF"),
        ),
    ),
    Report(
        "arrest-only",
        "Turkey detains 30 suspected IS members",
        (
            "Turkish police detained 30 people suspected of links to Islamic State in raids in Istanbul and "
            "Izmir on Tuesday, the interior minister said."
        ),
        (
            Told("arrests", "Istanbul"),
            Told("arrests", "Izmir", by="police/TUR"),
        ),
    ),
    Report(
        "hq",
        "Wagner sets up base",
        (
            "Russian mercenaries of the Wagner Group have set up a base in the northern Malian town of Ber, "
            "residents said on Monday."
        ),
        (Told("headquarters_established", "Ber", by="private_military/RUS"),),
    ),
    Report(
        "transfer",
        "",
        (
            "The SDF handed over control of the town of Manbij to the Syrian army on Monday without a fight, "
            "the Observatory said."
        ),
        (Told("non_violent_transfer_of_territory", "Manbij"),),
    ),
    Report(
        "sexual",
        "",
        (
            "Fighters of the Rapid Support Forces raped 14 women in the village of Al-Seriha on Monday, a "
            "doctors' group said."
        ),
        (Told("sexual_violence", "Seriha", by="militia/SDN"),),
    ),
    Report(
        "lynch",
        "",
        (
            "An angry crowd beat two suspected thieves to death in Port-au-Prince on Tuesday and burned their "
            "bodies, police said."
        ),
        (Told("mob_violence", "Port-au-Prince", killed=2, by="rioters/HTI", to="civilians/HTI"),),
    ),
    Report(
        "loot",
        "",
        (
            "Armed men looted a World Food Programme warehouse in Wad Madani on Sunday, the agency said. "
            "Sudanese soldiers burned down homes in the village of Kombo, witnesses said."
        ),
        (
            Told("looting_property_destruction", "Wad Madani"),
            Told("looting_property_destruction", by="state_forces/SDN", to="civilians/SDN"),
        ),
    ),
    Report(
        "excess",
        "",
        (
            "Police opened fire on demonstrators in the Senegalese town of Ziguinchor on Friday, killing two "
            "and wounding 15, hospital sources said."
        ),
        (
            Told(
                "excessive_force_against_protesters",
                "Ziguinchor",
                killed=2,
                injured=15,
                by="police/SEN",
                to="protesters/SEN",
            ),
        ),
        published="2024-05-25",
    ),
    Report(
        "grenade2",
        "",
        (
            "Two men on a motorcycle threw a hand grenade at a police checkpoint in Quetta on Monday, wounding "
            "four policemen and a passer-by."
        ),
        (Told("grenade", "Quetta", injured=5, to="police/PAK"),),
    ),
    Report(
        "jail",
        "",
        (
            "Gunmen stormed a prison in Kuje near Abuja on Tuesday night and freed hundreds of inmates; a guard"
            " was killed."
        ),
        (Told("armed_clash", "Kuje", killed=1),),
        published="2024-05-23",
    ),
    Report(
        "chem",
        "",
        (
            "Syrian government helicopters dropped barrels of chlorine on the town of Sarmin, rescue workers "
            "said; six people died."
        ),
        (Told("chemical_weapon", "Sarmin", killed=6, to="civilians/SYR"),),
        published="2024-05-23",
    ),
    Report(
        "defused",
        "",
        "Bomb disposal experts defused a 5kg IED planted by the roadside in Jowhar, Somalia, on Monday.",
        (Told("disrupted_weapons_use", "Jowhar"),),
    ),
    Report(
        "takeover",
        "",
        (
            "M23 rebels seized the town of Kanyabayonga in North Kivu on Friday, residents said, after "
            "Congolese troops withdrew."
        ),
        (Told("non_state_actor_overtakes_territory", "Kanyabayonga", by="rebel_group/COD", to="state_forces/COD"),),
        published="2024-05-25",
    ),
    Report(
        "hostage-free",
        "",
        ("Bandits freed 16 kidnapped students in Zamfara state on Monday after negotiations, the governor said."),
        (Told("agreement", "Zamfara", by="militia/NGA", to="civilians/NGA"),),
    ),
    Report(
        "mine",
        "",
        (
            "Three farmers were killed when their tractor hit a landmine near Izium in Ukraine's Kharkiv region"
            " on Sunday, the State Emergency Service said."
        ),
        (Told("remote_explosive_landmine_ied", "Izium", killed=3, to="civilians/UKR"),),
    ),
    Report(
        "iran-pro",
        "",
        (
            "Iranian security forces fired on protesters in Zahedan on Friday, killing 12 people, Amnesty "
            "International said. State media said gunmen had attacked a police station."
        ),
        (Told("excessive_force_against_protesters", "Zahedan", killed=12, by="state_forces/IRN", to="protesters/IRN"),),
        published="2022-10-01",
    ),
)


@each(REPORTS)
def test_a_report_is_told_by_its_type(report: Report) -> None:
    assert not misread(report)
