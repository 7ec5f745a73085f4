"""Reports of several fresh incidents: agencies, live blogs, briefings, monitors, by place and by day."""

from __future__ import annotations

from tests.events.told import Report, Told, each, misread

REPORTS = (
    Report(
        "pak-roundup",
        "Five killed in separate attacks in Khyber Pakhtunkhwa",
        (
            "At least five people were killed in separate incidents in Khyber Pakhtunkhwa on Tuesday. In Bannu,"
            " unidentified gunmen opened fire on a police van, killing two constables. In a separate incident "
            "in Lakki Marwat, a roadside bomb killed a trader and his son. Elsewhere in Tank, militants shot "
            "dead a tribal elder outside his house."
        ),
        (
            Told("attack", "Bannu", killed=2, to="police/PAK"),
            Told("remote_explosive_landmine_ied", "Lakki Marwat", killed=2, to="civilians/PAK"),
            Told("attack", "Tank", killed=1, by="rebel_group/PAK", to="civilians/PAK"),
        ),
    ),
    Report(
        "ukr-oblasts",
        "Russian attacks kill 7, injure 31 over past day",
        (
            "Russian attacks across Ukraine killed at least seven people and injured 31 over the past day, "
            "regional authorities said on May 22. In Donetsk Oblast, two people were killed and nine injured by"
            " shelling, Governor Vadym Filashkin reported. In Kherson Oblast, three people were killed and 12 "
            "wounded in drone attacks, Governor Oleksandr Prokudin said. A glide bomb hit a house in Sumy "
            "Oblast, killing one person and injuring four. In Kharkiv Oblast, a 60-year-old woman was killed "
            "and six people were injured when a missile struck the village of Borova."
        ),
        (
            Told("shelling_artillery_missile", "Donetsk Oblast", killed=2, injured=9, to="civilians/UKR"),
            Told("air_drone_strike", "Kherson Oblast", killed=3, injured=12, to="civilians/UKR"),
            Told("air_drone_strike", "Sumy Oblast", killed=1, injured=4, to="civilians/UKR"),
            Told(
                "shelling_artillery_missile", "Borova", killed=1, injured=6, by="state_forces/RUS", to="civilians/UKR"
            ),
        ),
    ),
    Report(
        "headline-over-two-cities",
        "Drones kill 30 in Nyala and Ed Daein, doctors say",
        (
            "Drone strikes by the Sudanese army killed 30 people in two cities of Darfur on Monday, doctors "
            "said, as the war drags on. In Nyala, a drone hit a bus station, killing 21 people and injuring "
            "40, the medics said. In Ed Daein, two drones struck a hospital. Nine people were killed there, a "
            "nurse said."
        ),
        (
            Told("air_drone_strike", "Nyala", killed=21, injured=40, by="state_forces/SDN"),
            Told("air_drone_strike", "Ed Daein", killed=9, by="state_forces/SDN"),
        ),
    ),
    Report(
        "blamed-for-all",
        "Wave of bombings kills four in Colombia",
        (
            "A wave of bombings killed four people in Colombia on Tuesday, police said. The defence minister "
            "blamed the National Liberation Army for the attacks. In Popayan, a motorcycle bomb went off "
            "outside a bank. Three people were killed there. In Jamundi, a truck bomb killed a policeman."
        ),
        (
            Told("remote_explosive_landmine_ied", "Popayan", killed=3, by="rebel_group/COL"),
            Told("remote_explosive_landmine_ied", "Jamundi", killed=1, by="rebel_group/COL"),
        ),
    ),
    Report(
        "sahel-days",
        "Jihadists hit two towns in northern Burkina Faso",
        (
            "Suspected jihadists killed at least 14 civilians in an attack on the town of Djibo on Sunday, "
            "local sources said. On Monday, fighters attacked an army post at Dori, killing eight soldiers, a "
            "security source told AFP."
        ),
        (
            Told("attack", "Djibo", killed=14, by="terrorist_group/BFA", to="civilians/BFA"),
            Told("armed_clash", "Dori", killed=8, to="state_forces/BFA"),
        ),
    ),
    Report(
        "sudan-mixed",
        "Sudan: RSF shelling kills nine in El Fasher",
        (
            "At least nine civilians were killed when the Rapid Support Forces shelled a market in El Fasher on"
            " Tuesday, the Sudan Doctors Network said. Meanwhile, army warplanes bombed RSF positions in Nyala,"
            " residents said. In Omdurman, a drone strike hit a power station, cutting electricity to the city."
        ),
        (
            Told("shelling_artillery_missile", "El Fasher", killed=9, by="militia/SDN", to="civilians/SDN"),
            Told("air_drone_strike", "Nyala", by="state_forces/SDN", to="militia/SDN"),
            Told("air_drone_strike", "Omdurman", to="civilians/SDN"),
        ),
    ),
    Report(
        "colombia",
        "Car bomb and ambush in southwest Colombia",
        (
            "A car bomb exploded outside a police station in Jamundi on Monday, injuring eight people, "
            "authorities said. Hours later FARC dissidents ambushed an army patrol in Argelia, killing four "
            "soldiers. The ELN freed two kidnapped engineers in Arauca."
        ),
        (
            Told("remote_explosive_landmine_ied", "Jamundi", injured=8, to="police/COL"),
            Told("armed_clash", "Argelia", killed=4, by="rebel_group/COL", to="state_forces/COL"),
            Told("agreement", "Arauca", by="rebel_group/COL", to="civilians/COL"),
        ),
    ),
    Report(
        "protests",
        "Protests in Nairobi and Mombasa turn violent",
        (
            "Police fired tear gas at protesters in Nairobi on Tuesday. In Mombasa, demonstrators threw stones "
            "at police and torched two cars. In Kisumu, police shot dead one protester and wounded three."
        ),
        (
            Told("protest_with_intervention", "Nairobi", by="police/KEN", to="protesters/KEN"),
            Told("violent_demonstration", "Mombasa", by="rioters/KEN"),
            Told(
                "excessive_force_against_protesters",
                "Kisumu",
                killed=1,
                injured=3,
                by="police/KEN",
                to="protesters/KEN",
            ),
        ),
    ),
    Report(
        "satp-mao",
        "",
        (
            "The Communist Party of India-Maoist (CPI-Maoist) cadres killed a villager in Sukma District of "
            "Chhattisgarh on May 19, reports The Hindu. Separately, Maoists torched three vehicles engaged in "
            "road construction in Gadchiroli District of Maharashtra. Two Maoists surrendered before the Police"
            " in Malkangiri District of Odisha on May 20."
        ),
        (
            Told("attack", "Sukma", killed=1, by="rebel_group/IND", to="civilians/IND"),
            Told("looting_property_destruction", "Gadchiroli", by="rebel_group/IND", to="civilians/IND"),
            Told("agreement", "Malkangiri", by="rebel_group/IND"),
        ),
        published=None,
    ),
    Report(
        "satp-arrest",
        "",
        (
            "Police arrested three Taliban militants in Karachi on May 19, reports Dawn. Also, a suicide jacket"
            " and two hand grenades were recovered from their possession. In Quetta, personnel of the Frontier "
            "Corps (FC) arrested two suspected members of the Baloch Liberation Army during a raid."
        ),
        (
            Told("arrests", "Karachi", by="police/PAK"),
            Told("arrests", "Quetta", by="state_forces/PAK", to="rebel_group/PAK"),
        ),
        published=None,
    ),
    Report(
        "same-place-days",
        "Car bombs rock Mogadishu twice in a week",
        (
            "A car bomb killed nine people outside a hotel in Mogadishu on Tuesday. On Sunday, a mortar attack "
            "on the airport in Mogadishu killed two guards."
        ),
        (
            Told("remote_explosive_landmine_ied", "Mogadishu", killed=9, to="civilians/SOM"),
            Told("shelling_artillery_missile", "Mogadishu", killed=2, to="state_forces/SOM"),
        ),
    ),
    Report(
        "pk-casualty-bg",
        "Roadside bomb kills four in Quetta",
        (
            "A roadside bomb killed four people and wounded 11 in Quetta on Tuesday, police said. No group "
            "immediately claimed responsibility for the blast. Last month, a suicide bombing in the city killed"
            " 26."
        ),
        (Told("remote_explosive_landmine_ied", "Quetta", killed=4, injured=11, to="civilians/PAK"),),
    ),
    Report(
        "syria",
        "Syria: car bomb in Azaz, IS attack in desert",
        (
            "A car bomb went off in a market in the northern Syrian town of Azaz on Thursday, killing seven "
            "people, the Syrian Observatory for Human Rights said. The monitor also said Islamic State fighters"
            " killed eight soldiers in an ambush near Palmyra."
        ),
        (
            Told("remote_explosive_landmine_ied", "Azaz", killed=7, to="civilians/SYR"),
            Told("armed_clash", "Palmyra", killed=8, by="terrorist_group/SYR", to="state_forces/SYR"),
        ),
        published="2024-05-24",
    ),
    Report(
        "liveblog",
        "Live: war in Ukraine",
        (
            "11:20 Three people were wounded when a Russian drone hit a bus in Nikopol, the governor says.\n"
            "10:05 Ukraine's air force says it shot down 24 of 29 drones launched overnight.\n"
            "09:30 A fire broke out at an oil depot in Russia's Belgorod region after a Ukrainian drone attack,"
            " the local governor says."
        ),
        (
            Told("air_drone_strike", "Nikopol", injured=3, by="state_forces/RUS", to="civilians/UKR"),
            Told("disrupted_weapons_use", by="state_forces/UKR", status="claimed"),
            Told("air_drone_strike", "Belgorod", by="state_forces/UKR"),
        ),
    ),
    Report(
        "ethiopia",
        "Ethiopia: drone strike kills 30 in Amhara",
        (
            "A drone strike on a school in the Amhara region of Ethiopia killed at least 30 people on Monday, "
            "two residents told Reuters. The army has been fighting Fano militiamen since August. Separately, "
            "Fano fighters captured the town of Lalibela on Sunday, witnesses said."
        ),
        (
            Told("air_drone_strike", "Amhara", killed=30, to="civilians/ETH"),
            Told("non_state_actor_overtakes_territory", "Lalibela", by="militia/ETH"),
        ),
    ),
    Report(
        "westbank",
        "Two Palestinians killed in West Bank",
        (
            "Israeli troops shot dead two Palestinians during a raid in Jenin on Tuesday, the Palestinian "
            "health ministry said. Settlers set fire to olive groves and stoned cars in the village of Burin, "
            "residents said. Israeli forces also arrested 15 Palestinians in Hebron overnight."
        ),
        (
            Told("attack", "Jenin", killed=2, by="state_forces/ISR", to="civilians/PSE"),
            Told("looting_property_destruction", "Burin"),
            Told("arrests", "Hebron", by="state_forces/ISR", to="civilians/PSE"),
        ),
    ),
    Report(
        "afghan",
        "Blast at Kabul mosque; NRF ambush in Panjshir",
        (
            "An explosion at a mosque in Kabul killed six worshippers and wounded 20 on Friday. The Islamic "
            "State group claimed responsibility. In Panjshir province, the National Resistance Front said it "
            "killed four Taliban fighters in an ambush on Thursday."
        ),
        (
            Told(
                "remote_explosive_landmine_ied",
                "Kabul",
                killed=6,
                injured=20,
                by="terrorist_group/AFG",
                to="civilians/AFG",
            ),
            Told("armed_clash", "Panjshir", killed=4, by="rebel_group/AFG", to="rebel_group/AFG", status="claimed"),
        ),
        published="2024-05-25",
    ),
    Report(
        "drones-ru",
        "Russia says it downed drones over four regions",
        (
            "Russia's Defence Ministry said on Wednesday that its air defences destroyed 29 Ukrainian drones "
            "overnight: 12 over Belgorod region, nine over Kursk region, five over Bryansk region and three "
            "over Crimea. The governor of Belgorod said a woman was killed when a drone hit her house in "
            "Shebekino."
        ),
        (
            Told("disrupted_weapons_use", "Belgorod", by="state_forces/RUS", to="state_forces/UKR", status="claimed"),
            Told("disrupted_weapons_use", "Kursk", by="state_forces/RUS", status="claimed"),
            Told("disrupted_weapons_use", "Bryansk", by="state_forces/RUS", status="claimed"),
            Told("disrupted_weapons_use", "Crimea", by="state_forces/RUS", status="claimed"),
            Told("air_drone_strike", "Shebekino", killed=1, to="civilians/RUS"),
        ),
    ),
    Report(
        "iraq",
        "Bombings kill 12 in Iraq",
        (
            "A series of bombings killed 12 people in Iraq on Sunday, officials said. The deadliest attack took"
            " place in Baquba, where a car bomb outside a cafe killed seven. A roadside bomb struck an army "
            "patrol in Tarmiyah, killing two soldiers. A third bomb exploded near a bakery in Baghdad's Sadr "
            "City, killing three people."
        ),
        (
            Told("remote_explosive_landmine_ied", "Baquba", killed=7, to="civilians/IRQ"),
            Told("remote_explosive_landmine_ied", "Tarmiyah", killed=2, to="state_forces/IRQ"),
            Told("remote_explosive_landmine_ied", "Sadr City", killed=3, to="civilians/IRQ"),
        ),
        published="2024-05-20",
    ),
    Report(
        "moz",
        "Mozambique insurgents behead four",
        (
            "Insurgents linked to Islamic State beheaded four people in Macomia district in the northern "
            "province of Cabo Delgado, local sources said on Monday. They also looted shops and a health centre"
            " in the town of Quissanga."
        ),
        (
            Told("attack", "Macomia", killed=4, by="rebel_group/MOZ", to="civilians/MOZ"),
            Told("looting_property_destruction", "Quissanga"),
        ),
    ),
    Report(
        "prisoner",
        "Russia and Ukraine swap 150 prisoners",
        (
            "Russia and Ukraine exchanged 75 prisoners of war each on Friday, officials of both sides said, in "
            "a deal brokered by the United Arab Emirates. Russian troops shelled Nikopol hours later, wounding "
            "a pensioner."
        ),
        (
            Told("agreement"),
            Told("shelling_artillery_missile", "Nikopol", injured=1, by="state_forces/RUS", to="civilians/UKR"),
        ),
        published="2024-05-31",
    ),
    Report(
        "denied",
        "Russia denies striking hospital",
        (
            "Ukraine accused Russia of hitting a hospital in Kharkiv with missiles on Tuesday, killing two "
            "patients. The Russian Defence Ministry denied the accusation."
        ),
        (Told("shelling_artillery_missile", "Kharkiv", killed=2, by="state_forces/RUS", to="civilians/UKR"),),
    ),
    Report(
        "confirmed",
        "Ukraine hits depot",
        (
            "Ukraine's military said it had struck an ammunition depot in Toropets with drones on Tuesday. "
            "Russian officials confirmed the attack."
        ),
        (Told("air_drone_strike", "Toropets", by="state_forces/UKR", status="confirmed"),),
    ),
    Report(
        "wounded-before-the-next-place",
        "",
        (
            "In the town of Baquba a bomb outside a bakery killed three people and wounded eight, while in Tarmiyah a "
            "roadside bomb killed two soldiers."
        ),
        (
            Told("remote_explosive_landmine_ied", "Baquba", killed=3, injured=8),
            Told("remote_explosive_landmine_ied", "Tarmiyah", killed=2),
        ),
    ),
)


@each(REPORTS)
def test_each_incident_of_a_roundup_is_told_with_its_own_slots(report: Report) -> None:
    assert not misread(report)
