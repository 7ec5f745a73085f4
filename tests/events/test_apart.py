"""Which sentences tell of another incident, which of the same one, and which of none: short wire reports, undated."""

from __future__ import annotations

from tests.events.conftest import Read
from tests.events.told import Report, Told, each, misread

REPORTS = (
    Report(
        "also-on-a-day",
        "",
        (
            "A roadside bomb killed three soldiers near Gao in Mali. The army said their truck was on patrol. "
            "Also Monday, gunmen shot dead a teacher in Timbuktu."
        ),
        (
            Told("remote_explosive_landmine_ied", "Gao", killed=3, to="state_forces/MLI"),
            Told("attack", "Timbuktu", killed=1, to="civilians/MLI"),
        ),
        published=None,
    ),
    Report(
        "another-day-of-the-week",
        "",
        (
            "Rebels fired rockets at an airfield in Kismayo, Somalia, on Thursday and wounded two mechanics. "
            "Tuesday, militants fired mortar shells at a market and wounded nine people."
        ),
        (
            Told("shelling_artillery_missile", "Kismayo", injured=2),
            Told("shelling_artillery_missile", injured=9),
        ),
        published=None,
    ),
    Report(
        "meanwhile",
        "",
        (
            "Masked men have shot and killed a judge outside his home in Karachi. The motive for the killing is not "
            "clear. Meanwhile, a soldier was killed in a firefight with militants in Quetta."
        ),
        (Told("attack", "Karachi", killed=1), Told("armed_clash", "Quetta", killed=1)),
        published=None,
    ),
    Report(
        "unrelated",
        "",
        (
            "A grenade attack killed two shopkeepers in Bujumbura, Burundi, on Friday. In an unrelated development, "
            "gunmen kidnapped two aid workers in Gitega."
        ),
        (
            Told("grenade", "Bujumbura", killed=2),
            Told("abduction_forced_disappearance", "Gitega", to="aid_workers/BDI"),
        ),
        published=None,
    ),
    Report(
        "a-part-of-the-country-and-a-town-in-it",
        "",
        (
            "A suicide car bomber blew himself up near an army convoy in eastern Afghanistan. The blast in Khost "
            "killed six civilians and wounded 20 others."
        ),
        (Told("suicide_bomb", "Khost", killed=6, injured=20),),
        published=None,
    ),
    Report(
        "a-series-summed-up",
        "",
        (
            "A wave of insurgent bombings across Iraq killed at least 25 people on Monday. A car bomb exploded in "
            "Kirkuk, killing 15 people. In Baquba, a roadside bomb killed ten shoppers."
        ),
        (
            Told("remote_explosive_landmine_ied", "Kirkuk", killed=15),
            Told("remote_explosive_landmine_ied", "Baquba", killed=10),
        ),
        published=None,
    ),
    Report(
        "a-sum-behind-other-news",
        "",
        (
            "A drone strike killed three fighters in Marib, Yemen, on Sunday, residents said. Elsewhere, two soldiers "
            "were killed in separate bomb attacks in Aden."
        ),
        (
            Told("air_drone_strike", "Marib", killed=3),
            Told("remote_explosive_landmine_ied", "Aden", killed=2, to="state_forces/YEM"),
        ),
        published=None,
    ),
    Report(
        "bodies",
        "",
        (
            "Militants attacked a checkpoint in Mubi, Nigeria, and killed four soldiers. Police also found the bodies "
            "of five farmers near Yola."
        ),
        (
            Told("armed_clash", "Mubi", killed=4),
            Told("attack", "Yola", killed=5, to="civilians/NGA"),
        ),
        published=None,
    ),
    Report(
        "soldiers-and-nobody-named",
        "",
        "A French soldier was killed while on patrol in Kidal, Mali, on Sunday, the army said.",
        (Told("armed_clash", "Kidal", killed=1, to="state_forces/FRA"),),
        published=None,
    ),
    Report(
        "hit-by-a-bomb",
        "",
        "Two contractors were killed when their convoy was hit by a roadside bomb in Kandahar, Afghanistan.",
        (Told("remote_explosive_landmine_ied", "Kandahar", killed=2),),
        published=None,
    ),
    Report(
        "march-against-a-war",
        "",
        (
            "Thousands of people have marched through Madrid to protest the war in Iraq. Relatives of soldiers killed "
            "there joined the march."
        ),
        (Told("peaceful_protest", "Madrid", by="protesters/ESP"),),
        published=None,
    ),
    Report(
        "suspects-and-the-raid",
        "",
        "Troops in Mali have captured a suspected al-Qaida commander during a raid on a house in Gao.",
        (Told("arrests", "Gao", by="state_forces/MLI"),),
        published=None,
    ),
    Report(
        "arrested-over-a-murder",
        "",
        (
            "Police have arrested three members of a banned militant group in connection with the killing of a "
            "cleric in Multan last year. They were picked up in Lahore, Pakistan, on Friday."
        ),
        (Told("arrests", "Lahore", by="police/PAK"),),
        published=None,
    ),
    Report(
        "accused-of-bombing",
        "",
        (
            "The head of the peacekeepers on Monday accused army helicopters of bombing rebel positions in Malakal, "
            "South Sudan."
        ),
        (Told("air_drone_strike", "Malakal"),),
        published=None,
    ),
    Report(
        "also-killed-in-something-else",
        "",
        (
            "Gunmen attacked a bakery in Mosul, Iraq, and killed nine people. A policeman was also killed when a "
            "bomb exploded in Tikrit."
        ),
        (
            Told("attack", "Mosul", killed=9),
            Told("remote_explosive_landmine_ied", "Tikrit", killed=1, to="police/IRQ"),
        ),
        published=None,
    ),
    Report(
        "the-rest-of-a-sum",
        "",
        (
            "The army of Sri Lanka says 12 rebels died in separate clashes. Troops attacked a camp near Jaffna and "
            "killed five rebels. The other seven died in fighting in Vavuniya."
        ),
        (Told("armed_clash", "Jaffna", killed=5), Told("armed_clash", "Vavuniya", killed=7)),
        published=None,
    ),
    Report(
        "arrests-behind-other-news",
        "",
        (
            "A suicide bomber struck a checkpoint in Herat, Afghanistan, killing three people. Separately, the army "
            "says it has arrested 15 militants in Kunduz."
        ),
        (Told("suicide_bomb", "Herat", killed=3), Told("arrests", "Kunduz", by="state_forces/AFG")),
        published=None,
    ),
    Report(
        "militia-that-detains",
        "",
        "Militiamen entered a radio station in Baidoa, Somalia, on Sunday and detained two journalists.",
        (Told("abduction_forced_disappearance", "Baidoa", to="journalists/SOM"),),
        published=None,
    ),
    Report(
        "marchers-stopped-and-taken",
        "",
        (
            "Police in Harare, Zimbabwe, used tear gas to disperse a march against the government on Friday. Officers "
            "arrested 40 demonstrators."
        ),
        (Told("protest_with_intervention", "Harare", by="police/ZWE"),),
        published=None,
    ),
    Report(
        "arms-of-the-fallen",
        "",
        "Soldiers killed 12 fighters and discovered four car bombs in the town of Karma, Iraq, on Tuesday.",
        (Told("armed_clash", "Karma", killed=12),),
        published=None,
    ),
    Report(
        "near-a-city-and-where-exactly",
        "",
        (
            "A roadside bomb has killed two soldiers south of the capital, Baghdad. The two died when their truck hit "
            "the bomb near Iskandariyah, Iraq."
        ),
        (Told("remote_explosive_landmine_ied", killed=2),),
        published=None,
    ),
    Report(
        "stones-at-foreign-soldiers",
        "",
        (
            "Police in Jalalabad, Afghanistan, fired into a riot by students on Wednesday. Demonstrators smashed cars "
            "and threw stones at soldiers from Canada."
        ),
        (Told("violent_demonstration", "Jalalabad"),),
        published=None,
    ),
    Report(
        "arms-found-in-the-raids",
        "",
        (
            "Soldiers have detained more than 40 people during raids in search of insurgents in Baquba, Iraq. Weapons "
            "were also found in the raids."
        ),
        (Told("arrests", "Baquba", by="state_forces/IRQ"),),
        published=None,
    ),
    Report(
        "damaged-by-a-bomb",
        "",
        "A car bomb damaged an army convoy in Mosul, Iraq, on Sunday and wounded two soldiers.",
        (Told("remote_explosive_landmine_ied", "Mosul", injured=2),),
        published=None,
    ),
    Report(
        "gathered-to-demonstrate",
        "",
        (
            "Thousands of people gathered in Havana, Cuba, on Tuesday to demonstrate against high prices. "
            "The marchers carried banners."
        ),
        (Told("peaceful_protest", "Havana"),),
        published=None,
    ),
    Report(
        "another-guard-is-a-person",
        "",
        (
            "A guard shot dead a gunman in the market of Aden, Yemen, on Friday after the man had opened fire. Another "
            "guard chased a second man."
        ),
        (Told("armed_clash", "Aden", killed=1),),
        published=None,
    ),
    Report(
        "killed-when-a-seat-was-fought-for",
        "",
        (
            "Gunmen killed 31 people in Karachi, Pakistan, on Sunday as voters replaced a lawmaker murdered earlier "
            "this year."
        ),
        (Told("attack", "Karachi", killed=31),),
        published=None,
    ),
    Report(
        "truce-signed",
        "",
        "The government of Chad and the rebels signed a cease-fire on Saturday in Tripoli, Libya, mediators say.",
        (Told("agreement", "Tripoli"),),
        published=None,
    ),
    Report(
        "flown-to-hospital",
        "",
        (
            "Nine rebels and a policeman were killed in a gunfight in Narayanpur district of India on Wednesday, "
            "police said. Three other policemen were injured in the exchange of fire and have been airlifted to Raipur."
        ),
        (Told("armed_clash", "Narayanpur district", killed=10, injured=3),),
    ),
    Report(
        "died-in-hospital-elsewhere",
        "",
        (
            "A blast at a market in Quetta killed three traders on Monday. The toll rose to four when a wounded "
            "soldier succumbed to his injuries at the Command Hospital in Karachi, officials said."
        ),
        (Told("remote_explosive_landmine_ied", "Quetta", killed=(3, 4)),),
    ),
    Report(
        "counted-by-a-hospital-elsewhere",
        "",
        (
            "Clashes between rival militias near Zawiya in Libya killed four fighters on Monday. On Tuesday the "
            "hospital in Surman said that it had received two more bodies."
        ),
        (Told("armed_clash", "Zawiya", killed=6),),
    ),
    Report(
        "treated-in-the-next-town",
        "",
        (
            "A landmine killed two women on a path in Kutkai township in Myanmar on Wednesday. A girl "
            "is being treated at a hospital in Lashio."
        ),
        (Told("remote_explosive_landmine_ied", "Kutkai township", killed=2, injured=1),),
    ),
    Report(
        "written-elsewhere",
        "",
        (
            "KARACHI, Pakistan - Gunmen attacked a police patrol on Sunday, killing two officers. The attack took "
            "place near the town of Hub."
        ),
        (Told("armed_clash", "Hub", killed=2),),
    ),
    Report(
        "one-more-taken-to-a-hospital",
        "",
        (
            "Three militants and a soldier were killed in a gunbattle in Kulgam district of India on Saturday, police "
            "said. Another soldier was wounded and taken to the army's base hospital in Srinagar."
        ),
        (Told("armed_clash", "Kulgam district", killed=4, injured=1),),
    ),
    Report(
        "carried-to-the-next-town",
        "",
        (
            "Military jets bombed a monastery in Myaing township in Myanmar on Sunday, killing 15 people, a resistance "
            "group said. A rescuer said that the most seriously hurt had been carried to Pauk, two hours away."
        ),
        (Told("air_drone_strike", "Myaing township", killed=15),),
    ),
    Report(
        "counted-by-medics-elsewhere",
        "",
        (
            "Government forces retook the town of Ansongo in Mali from the rebels on Monday after heavy fighting. "
            "Medics in Gao counted 16 dead fighters."
        ),
        (Told("government_regains_territory", "Ansongo", killed=16),),
    ),
    Report(
        "killed-by-another-bomb-elsewhere",
        "",
        (
            "A car bomb killed nine people in Kandahar on Monday. Three more people were killed when a bomb went off "
            "at a hospital in Kabul."
        ),
        (
            Told("remote_explosive_landmine_ied", "Kandahar", killed=9),
            Told("remote_explosive_landmine_ied", "Kabul", killed=3),
        ),
    ),
    Report(
        "where-it-took-place",
        "",
        (
            "ERBIL, Iraq - A Turkish drone struck a vehicle on Monday, killing two PKK fighters, the counter-terrorism "
            "service said. The strike took place near the village of Galala at about 4 p.m., it said."
        ),
        (Told("air_drone_strike", "Galala", killed=2),),
    ),
    Report(
        "a-sum-of-those-told-next",
        "",
        (
            "Insurgents in Iraq killed at least nine people in attacks on Monday. In Baquba, a roadside bomb killed "
            "four policemen. In Balad Ruz, a mortar attack killed five people. In Baiji, U.S. soldiers shot dead three "
            "gunmen who had fired at their patrol."
        ),
        (
            Told("remote_explosive_landmine_ied", "Baquba", killed=4),
            Told("shelling_artillery_missile", "Balad Ruz", killed=5),
            Told("armed_clash", "Baiji", killed=3),
        ),
    ),
    Report(
        "when-the-guns-fell-silent",
        "",
        (
            "Seven rebels were killed in a gunfight with police in Narayanpur district of India on Monday. After the "
            "guns fell silent, the bodies of the rebels were recovered from the spot along with a rifle."
        ),
        (Told("armed_clash", "Narayanpur district", killed=7),),
    ),
    Report(
        "troops-of-a-place-are-not-taken",
        "",
        (
            "Four gunmen stormed a hotel in Kismayo on Monday and killed nine civilians. It took Jubaland troops until "
            "four in the morning to kill the last of the gunmen."
        ),
        (Told("attack", "Kismayo", killed=9),),
    ),
    Report(
        "a-blast-that-damaged-shops",
        "",
        (
            "A car bomb went off outside a district office in Sungai Kolok in Thailand on Monday, killing two guards. "
            "The blast damaged shops and a school across the road."
        ),
        (Told("remote_explosive_landmine_ied", "Sungai Kolok", killed=2),),
    ),
    Report(
        "the-shells-hit-a-quarter",
        "",
        (
            "Russian shelling killed two people and wounded seven in Kherson on Monday, the governor said. The shells "
            "hit a bus stop and a market in the Dniprovskyi district."
        ),
        (Told("shelling_artillery_missile", "Kherson", killed=2, injured=7),),
    ),
    Report(
        "soldiers-give-up-a-base",
        "",
        (
            "Rebels in Myanmar seized an army base in Hsenwi on Monday. The rebels said 60 soldiers had laid "
            "down their arms and that 30 had been killed."
        ),
        (Told("non_state_actor_overtakes_territory", "Hsenwi", killed=30),),
    ),
    Report(
        "weapons-found-in-a-raid",
        "",
        (
            "Israeli troops arrested six Palestinians in a raid on the Balata refugee camp in Nablus on Monday. A "
            "rifle and ammunition were found in one of the homes, the army said."
        ),
        (Told("arrests"),),
    ),
    Report(
        "bodies-brought-to-a-hospital",
        "",
        (
            "A suicide bomber killed at least 14 people in Sibi in Pakistan on Monday. A doctor at the civil hospital "
            "said 12 bodies and 34 wounded had been brought there."
        ),
        (Told("suicide_bomb", "Sibi", killed=(12, 14), injured=34),),
    ),
    Report(
        "the-last-bodies",
        "",
        (
            "An Israeli drone strike killed seven people in Nabatieh in Lebanon on Monday. Rescuers recovered the last "
            "two bodies from the rubble on Tuesday."
        ),
        (Told("air_drone_strike", "Nabatieh", killed=7),),
    ),
    Report(
        "then-they-looted",
        "",
        (
            "Gunmen on motorbikes killed 18 civilians in a village in northern Burkina Faso on Saturday, it was "
            "said. The gunmen opened fire on people at the market, the governor said. They shot at all who ran. "
            "Then they looted the shops and burned the motorbikes."
        ),
        (Told("attack", killed=18),),
    ),
    Report(
        "until-it-has-happened",
        "",
        (
            "A truck bomb killed three people outside a police station in Diyarbakir on Monday. The prime minister "
            "said the fight would go on until the last terrorist has laid down arms."
        ),
        (Told("remote_explosive_landmine_ied", "Diyarbakir", killed=3),),
    ),
    Report(
        "a-fire-on-a-ferry",
        "Fire on ferry kills nine",
        (
            "At least nine people were killed and 14 injured when a fire broke out on a ferry off Basilan in the "
            "Philippines, the coast guard said on Thursday. "
            "The waters were once notorious for kidnappings by Abu Sayyaf rebels."
        ),
        (),
    ),
    Report(
        "an-old-attack-in-court",
        "Rebel commander gets 38 years for club bombing in Bogota",
        (
            "A court sentenced a rebel commander on Wednesday for the bombing of a club in Bogota. Judges found that "
            "he had supplied the explosives. About 200 people were injured in the attack."
        ),
        (),
    ),
    Report(
        "counted-arrests-behind-an-attack",
        "",
        (
            "Militants ambushed an army truck in Poonch in India on Monday, killing four soldiers. Police have picked "
            "up eight persons from nearby villages for questioning, sources said."
        ),
        (Told("armed_clash", "Poonch", killed=4), Told("arrests", by="police/IND")),
    ),
    Report(
        "held-for-questioning",
        "",
        (
            "A truck bomb killed two guards in Sungai Kolok in Thailand on Monday. Police said on Tuesday that they "
            "were holding two men for questioning."
        ),
        (Told("remote_explosive_landmine_ied", "Sungai Kolok", killed=2), Told("arrests", by="police/THA")),
    ),
    Report(
        "bombed-in-return",
        "",
        (
            "Jihadist rebels killed 44 civilians in an attack on a mosque in Fambita in Niger on Friday. The army said "
            "that its troops had tracked the attackers and killed 11 of them in an air strike on Saturday."
        ),
        (Told("attack", killed=44), Told("air_drone_strike", killed=11)),
    ),
    Report(
        "where-soldiers-had-camped",
        "",
        (
            "Militants rammed a truck bomb into an army post in Daraban in Pakistan on Monday, killing 23 soldiers. "
            "The assailants struck the post, where soldiers had set up camp in a school, at dawn."
        ),
        (Told("suicide_bomb", "Daraban", killed=23),),
    ),
    Report(
        "a-swap-completed",
        "Warring sides in Yemen swap nearly 900 prisoners",
        (
            "The government of Yemen and the Houthi rebels have completed an exchange of nearly 900 prisoners, the Red "
            "Cross said on Monday."
        ),
        (Told("agreement"),),
    ),
    Report(
        "condemned-elsewhere",
        "",
        (
            "Militants attacked an outpost of the Peshmerga in Tuz Khurmatu in Iraq on Monday, killing three fighters. "
            "The president condemned the attack on the outpost and called for talks between Erbil and Baghdad."
        ),
        (Told("armed_clash", "Tuz Khurmatu", killed=3),),
    ),
    Report(
        "told-a-medium-named-like-a-town",
        "",
        (
            "Warplanes of the Saudi-led coalition bombed a petrol station in Raydah in Yemen on Monday, killing 11 "
            "people. A shopkeeper told Al Jazeera that the second bomb fell when people had come to help."
        ),
        (Told("air_drone_strike", "Raydah", killed=11),),
    ),
    Report(
        "a-link-in-the-text",
        "",
        (
            "A Turkish drone strike killed two PKK fighters in Sulaimaniyah in Iraq on Monday, officials said. "
            "A farmer was wounded. A mosque was damaged.\n\n"
            "Read more: Duhok villagers return to fields after months of bombardment"
        ),
        (Told("air_drone_strike", "Sulaimaniyah", killed=2, injured=1),),
    ),
    Report(
        "counted-by-a-ministry-elsewhere",
        "",
        (
            "An air strike by the Saudi-led coalition hit homes in Hodeida in Yemen on Monday, killing 12 fishermen. "
            "The health ministry in Sanaa, which is run by the Houthis, put the number of dead at 14."
        ),
        (Told("air_drone_strike", "Hodeida", killed=(12, 14)),),
    ),
    Report(
        "known-for-bombings",
        "",
        (
            "Militants ambushed troops in Sumisip in the Philippines on Sunday, killing six soldiers. The battle "
            "lasted an hour, the army said. The gunmen fled. The United States lists the group as a terrorist "
            "organization because of bombings, kidnappings and beheadings."
        ),
        (Told("armed_clash", "Sumisip", killed=6),),
    ),
    Report(
        "a-day-after-a-ceasefire",
        "",
        (
            "Artillery shells struck a bus stop in Horlivka in Ukraine on Monday, killing six people a day after a "
            "ceasefire took effect. Another two died later in hospital, officials said."
        ),
        (Told("shelling_artillery_missile", "Horlivka", killed=8),),
    ),
)


@each(REPORTS)
def test_incidents_that_are_told_side_by_side_stay_apart(report: Report) -> None:
    assert not misread(report)


NO_EVENT = (
    "The rebel leader said his group is willing to discuss a truce with the government of Chad.",
    "In Dakar, riot police are waiting for protests to begin. The capital of Senegal is calm.",
    "The city of Lagos has set aside two parks to be used for public protests, officials say.",
    "Police in Osaka say a man stabbed to death his neighbor. He was arrested after the killing of the pensioner.",
    "A coalition soldier died when the lorry that he drove turned over on a patrol in Kunar, Afghanistan.",
    "The Revolutionary Guards of Iran have test-fired several missiles near Qom, state television says.",
    "The stock market in Colombo, Sri Lanka, staged a major rally as investors cheered the talks with the rebels.",
    "The statement released Thursday says that rebels, soldiers and villagers hunted elephants in Goma, Congo.",
    "A bus left the road in Srinagar, Kashmir, and seven passengers were injured.",
    "A blast at an ammunition depot in Kinshasa, Congo, has killed nine people. Nobody has said what caused it.",
)


def test_what_is_only_planned_wished_for_or_an_accident_is_no_event(read: Read) -> None:
    assert not {text: told for text in NO_EVENT if (told := [event.sub_type.value for event in read(text)])}
