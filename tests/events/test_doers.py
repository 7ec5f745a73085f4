"""Who did it and to whom, in the short forms of a wire: speakers, bombs, many nations' forces, things and places."""

from __future__ import annotations

from dateline.events import Document, tag
from tests.events.told import Report, Told, each, misread, one

_CLASH = "armed_clash"
_MINE = "remote_explosive_landmine_ied"


@each(
    (
        one(
            "speakers-do-not-do-what-they-tell",
            "Police say a roadside bomb killed three soldiers and wounded six in the Somali town of Merca.",
            Told(_MINE, "Merca", 3, 6, to="state_forces/SOM"),
        ),
        one(
            "whoever-says-that-he-did-it",
            "The Malian army said it killed 12 militants near Gossi on Tuesday.",
            Told(_CLASH, "Gossi", 12, by="state_forces/MLI", to="rebel_group/MLI", status="claimed"),
        ),
        one(
            "an-attack-on-a-convoy",
            "A roadside bomb attack on an Ethiopian army lorry in Mogadishu killed four civilians.",
            Told(_MINE, "Mogadishu", 4, to="state_forces/ETH"),
        ),
        one(
            "a-bomber-among-many-forces",
            "A suicide car bomber attacked a U.N. peacekeeping force in Kidal, killing two people.",
            Told("suicide_bomb", "Kidal", 2, by="unknown/None", to="state_forces/None"),
        ),
        one(
            "forces-of-many-nations-belong-to-none",
            "Coalition troops killed six insurgents near Ramadi on Monday.",
            Told(_CLASH, "Ramadi", 6, by="state_forces/None", to="rebel_group/IRQ"),
        ),
        one(
            "soldiers-of-an-alliance-have-a-country",
            "Two Dutch soldiers of the NATO force were killed by insurgents in Uruzgan on Sunday.",
            Told(_CLASH, "Uruzgan", 2, by="rebel_group/AFG", to="state_forces/NLD"),
        ),
        one(
            "whose-positions",
            "Turkish warplanes bombed rebel positions near Zakho on Friday, killing five fighters.",
            Told("air_drone_strike", "Zakho", 5, by="state_forces/TUR", to="rebel_group/IRQ"),
        ),
        one(
            "peoples",
            "Colombian soldiers killed two Venezuelans Friday near Arauca.",
            Told("attack", "Arauca", 2, by="state_forces/COL", to="civilians/VEN"),
        ),
        one(
            "whoever-was-seized",
            "Kidnappers still hold a Greek oil worker abducted last week near Warri.",
            Told("abduction_forced_disappearance", "Warri", by="unknown/None", to="civilians/GRC"),
        ),
        one(
            "accused-members",
            "Israeli troops raided Jenin today, arresting four accused members of Hamas.",
            Told("arrests", "Jenin", by="state_forces/ISR", to="rebel_group/PSE"),
        ),
        one(
            "trades-and-contracts",
            "A landmine killed two British security contractors near Basra on Monday.",
            Told(_MINE, "Basra", 2, to="private_military/GBR"),
        ),
        one(
            "an-agent-told-apart-from-the-deed",
            "At least nine people died in Beni on Sunday in a night of killing blamed on the M23 rebels.",
            Told("attack", "Beni", 9, by="rebel_group/COD", to="civilians/COD"),
        ),
    )
)
def test_who_did_it_and_to_whom(report: Report) -> None:
    assert misread(report) == []


@each(
    (
        one(
            "somebody-in-office",
            "Gunmen killed a Nigerian oil ministry official in Port Harcourt on Monday.",
            Told("attack", "Port Harcourt", 1, by="unknown/None", to="politicians/NGA"),
        ),
        one(
            "authorities-who-arrest",
            "Authorities in Kenya say they have arrested two suspected militants in Garissa.",
            Told("arrests", "Garissa", by="police/KEN", to="rebel_group/KEN"),
        ),
        one(
            "a-doctor-s-supporters",
            "Police fired tear gas to disperse hundreds of Dr. Okello's supporters in Gulu on Monday.",
            Told("protest_with_intervention", "Gulu", by="police/UGA", to="protesters/UGA"),
        ),
        one(
            "beside-a-bomb",
            "A roadside bomb tore into the side of a Nepalese army truck in Pokhara, killing the driver.",
            Told(_MINE, "Pokhara", 1, to="state_forces/NPL"),
        ),
        one(
            "one-of-a-people",
            "Two Egyptians and a Turk were kidnapped in Benghazi on Sunday.",
            Told("abduction_forced_disappearance", "Benghazi", to="civilians/TUR"),
        ),
    )
)
def test_people_in_office_titles_and_things_beside_bombs(report: Report) -> None:
    assert misread(report) == []


@each(
    (
        one(
            "backing-a-government",
            "Kenyan troops backing the Somali government opened fire on a bus in Kismayo, killing seven civilians.",
            Told("attack", "Kismayo", 7, by="state_forces/KEN", to="civilians/SOM"),
        ),
        one(
            "a-base-of-many-nations",
            "Rebels attacked a United Nations base near Bunia, killing two peacekeepers.",
            Told("armed_clash", "Bunia", 2, by="rebel_group/COD", to="state_forces/None"),
        ),
        one(
            "whom-authorities-blame",
            "A policeman was killed in Bilbao on Friday by a bomb that authorities blame on Basque separatists.",
            Told(_MINE, "Bilbao", 1, by="rebel_group/ESP", to="police/ESP"),
        ),
        one(
            "a-denial-of-what-was-said-before-it",
            "Chadian rebels say they have captured the town of Mongo, but the government denies it.",
            Told("non_state_actor_overtakes_territory", "Mongo", by="rebel_group/TCD", status="disputed"),
        ),
    )
)
def test_those_who_stand_between(report: Report) -> None:
    assert misread(report) == []


@each(
    (
        one(
            "taken-for-herdsmen",
            "Gunmen suspected to be Fulani herdsmen killed nine people in Makurdi on Sunday.",
            Told("attack", "Makurdi", 9, by="militia/NGA", to="civilians/NGA"),
        ),
        one(
            "believed-to-be-rebels",
            "The attackers, believed to be ADF rebels, killed six people near Beni on Sunday.",
            Told("attack", "Beni", 6, by="terrorist_group/COD", to="civilians/COD"),
        ),
        one(
            "men-who-shoot",
            "Two men on a motorcycle shot dead a journalist in Tegucigalpa on Monday, police said.",
            Told("attack", "Tegucigalpa", 1, by="unknown/None", to="journalists/HND"),
        ),
        one(
            "shot-by-men",
            "A farmer was gunned down by two men in a car near Celaya on Monday.",
            Told("attack", "Celaya", 1, by="unknown/None", to="civilians/MEX"),
        ),
        one(
            "blamed-far-behind",
            "An army spokesman blamed Friday's raid on Bannu, in which nine people died, on militants from Khost.",
            Told("attack", "Bannu", 9, by="rebel_group/PAK"),
        ),
        one(
            "a-finger-pointed",
            "A drone hit the town hall of Aleppo on Friday, wounding two. The ministry pointed the finger at the SDF.",
            Told("air_drone_strike", "Aleppo", None, 2, by="rebel_group/SYR"),
        ),
        one(
            "credit-taken",
            "A blast near Quetta killed two guards on Monday. The Baloch Republican Army took credit for it.",
            Told("remote_explosive_landmine_ied", "Quetta", 2, by="rebel_group/PAK"),
        ),
        one(
            "activists-who-only-tell",
            "Opposition activists said shells hit a road near Douma on Monday, killing six people.",
            Told("shelling_artillery_missile", "Douma", 6, to="civilians/SYR"),
        ),
        one(
            "a-subject-far-from-its-verb",
            "Insurgents who have been sweeping through the plateau since Saturday beheaded six men near Mueda.",
            Told("attack", "Mueda", 6, by="rebel_group/MOZ", to="civilians/MOZ"),
        ),
        one(
            "police-who-find-them",
            "Police found the bodies of six farmers who had been abducted by bandits in Katsina.",
            Told("attack", "Katsina", 6, by="militia/NGA", to="civilians/NGA"),
        ),
        one(
            "whoever-runs-into-a-mine",
            "A convoy of the gendarmerie hit a mine near Fada N'Gourma in Burkina Faso on Sunday. Two gendarmes died.",
            Told("remote_explosive_landmine_ied", "Fada", 2, to="police/BFA"),
        ),
        one(
            "a-place-is-no-doer",
            "Border guards have abducted a shepherd from his field by the village near Gori, his wife said on Friday.",
            Told("abduction_forced_disappearance", "Gori", by="state_forces/GEO", to="civilians/GEO"),
        ),
        one(
            "whoever-says-that-its-men-did-it",
            "Militants stormed a hotel in Kismayo on Tuesday, killing nine people. Al Shabaab, a group linked to al "
            "Qaeda, said its fighters had carried out the attack.",
            Told("attack", "Kismayo", 9, by="terrorist_group/SOM", to="civilians/SOM"),
        ),
        Report(
            "gunmen-who-block-a-road-and-the-band-that-claims-it",
            "Gunmen kill nine bus passengers in Balochistan",
            "Gunmen took nine men off a bus near Zhob on Tuesday and shot them dead. They had blocked the road and "
            "asked for papers. The Balochistan Liberation Front (BLF), a banned separatist group, claimed "
            "responsibility. Armed men also attacked a police post in Mastung the same night. One constable was "
            "injured.",
            (
                Told("attack", "Zhob", 9, by="rebel_group/PAK", to="civilians/PAK"),
                Told("armed_clash", "Mastung", injured=1, by="unknown/None", to="police/PAK"),
            ),
        ),
        one(
            "gunmen-who-try-to-storm",
            "Three gunmen tried to storm the Chinese Consulate in Karachi on Friday, killing two policemen.",
            Told("attack", "Karachi", 2, by="unknown/None", to="police/PAK"),
        ),
        one(
            "whoever-only-remembers",
            "Gunmen killed three guards in Kabul on Friday. “We lay on the floor and listened to "
            "the shooting all night,” one of the workers said.",
            Told("armed_clash", "Kabul", 3, by="unknown/None"),
        ),
        one(
            "where-they-go-next",
            "M23 fighters have captured Minova and are moving towards the provincial capital Bukavu.",
            Told("non_state_actor_overtakes_territory", "Minova", by="rebel_group/COD"),
        ),
        one(
            "an-army-and-militias-that-help-it",
            "The army and allied clan fighters took back the Somali town of Adale from al-Shabaab on Sunday.",
            Told("government_regains_territory", "Adale", by="state_forces/SOM", to="terrorist_group/SOM"),
        ),
        one(
            "fighters-who-surrender-in-a-town",
            "Five rebels surrendered on Monday in Catarman town in the Philippines, yielding four rifles.",
            Told("agreement", "Catarman", by="rebel_group/PHL"),
        ),
        Report(
            "an-army-that-fires-across-a-border",
            "",
            "Russian missiles hit a market in Kharkiv on Friday, killing three people. In Sumy, a drone crashed into a "
            "house, wounding two.",
            (
                Told("shelling_artillery_missile", "Kharkiv", 3, by="state_forces/RUS"),
                Told("air_drone_strike", "Sumy", injured=2, by="state_forces/RUS"),
            ),
        ),
    )
)
def test_whoever_is_taken_for_it(report: Report) -> None:
    assert misread(report) == []


def test_forces_of_two_countries_are_of_both() -> None:
    text = "Afghan and British troops killed nine insurgents near Sangin on Monday."
    doers = tag(Document("a", "", text, "2024-05-22")).events[0].initiators
    assert {actor.country for actor in doers} == {"AFG", "GBR"}


def test_whoever_runs_into_a_mine_did_nothing() -> None:
    text = "A convoy of the gendarmerie hit a mine near Gayeri in Burkina Faso on Sunday. Two gendarmes died."
    assert tag(Document("a", "", text, "2024-05-22")).events[0].initiators == ()
