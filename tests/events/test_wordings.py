"""One thing in many words: each way of telling an event gives its type, and what only sounds like it gives none."""

from __future__ import annotations

import pytest

from tests.events.conftest import Read


@pytest.mark.parametrize(
    ("text", "sub_type"),
    [
        # what a weapon does to a place: the weapon tells the rest
        ("A rocket ploughed into a bus stop in Kramatorsk on Friday.", "shelling_artillery_missile"),
        ("Mortar bombs came down on the old town of Taiz.", "shelling_artillery_missile"),
        ("Missiles rained down on Kharkiv before dawn.", "shelling_artillery_missile"),
        ("Rockets fired from Lebanon landed near Kiryat Shmona.", "shelling_artillery_missile"),
        ("Nikopol came under mortar fire on Monday.", "shelling_artillery_missile"),
        ("A drone plunged into a clinic in Sumy.", "air_drone_strike"),
        ("Drones set a fuel depot ablaze in Voronezh.", "air_drone_strike"),
        ("A helicopter dropped two bombs on a market in Idlib.", "air_drone_strike"),
        ("The army bombed the village of Tora in Darfur on Friday.", "air_drone_strike"),
        ("A car bomb tore through a checkpoint in Kirkuk.", "remote_explosive_landmine_ied"),
        ("A farmer trod on a landmine near Izium and died.", "remote_explosive_landmine_ied"),
        ("A bomb hidden in a cart exploded in Turbat.", "remote_explosive_landmine_ied"),
        ("An attacker set off his explosive belt in a mosque in Kandahar.", "suicide_bomb"),
        ("A car bomber struck a base in Gao, killing five soldiers.", "suicide_bomb"),
        ("Grenades were lobbed at a rally in Bujumbura, killing two people.", "grenade"),
        ("Sarin was dropped on the town of Saraqeb.", "chemical_weapon"),
        ("Drones reached a refinery in Saratov before dawn and set it on fire.", "air_drone_strike"),
        ("Kupiansk (Kharkiv region): Shells battered the hospital and the market.", "shelling_artillery_missile"),
        ("Russia used drones to attack a power plant in Odesa.", "air_drone_strike"),
        ("Israel carried out a new series of strikes on Tyre.", "air_drone_strike"),
        ("The air force killed 30 people in a market in Kutum.", "air_drone_strike"),
        # fighting, and places that change hands
        ("Troops fended off an attack by rebels near Sake.", "armed_clash"),
        ("Kurdish fighters battled Islamic State militants in Raqqa.", "armed_clash"),
        ("Positional fighting went on near Orikhiv.", "armed_clash"),
        ("Gunfire broke out between soldiers and rebels near Tavush.", "armed_clash"),
        ("Rebels and troops traded heavy fire in Rutshuru.", "armed_clash"),
        ("Fighting has resumed in Tripoli between rival militias.", "armed_clash"),
        ("Iraqi forces hoisted their flag over Mosul.", "government_regains_territory"),
        ("Malian troops dislodged rebels from Kidal.", "government_regains_territory"),
        ("Ukrainian troops won back the village of Robotyne.", "government_regains_territory"),
        ("Rebels swept into Goma at dawn.", "non_state_actor_overtakes_territory"),
        ("Bukavu fell to M23 rebels on Friday.", "non_state_actor_overtakes_territory"),
        ("Rebels seized the port of Hodeidah.", "non_state_actor_overtakes_territory"),
        ("The army handed over the airport in Aden to the separatists.", "non_violent_transfer_of_territory"),
        ("The army wrested the village from the rebels near Sake.", "government_regains_territory"),
        ("Kunduz has fallen to the Taliban.", "non_state_actor_overtakes_territory"),
        ("The rebels now control Walikale, officials said.", "non_state_actor_overtakes_territory"),
        # people killed, taken, set free
        ("A reporter was fatally shot in Tijuana.", "attack"),
        ("Two shepherds were found shot dead near Gwoza.", "attack"),
        ("A councillor was hacked to death in Khulna.", "attack"),
        ("Bandits carried off twelve women in Zamfara.", "abduction_forced_disappearance"),
        ("Masked men bundled a student into a van in Nairobi.", "abduction_forced_disappearance"),
        ("The abducted nuns were freed in Kaduna.", "other"),
        ("Police locked up an opposition politician in Tunis.", "arrests"),
        ("Police took an opposition leader into custody in Harare.", "arrests"),
        ("Insurgents decapitated three fishermen near Macomia.", "attack"),
        ("The two sides traded prisoners near Taiz.", "agreement"),
        ("A suspected spy was arrested in Lublin.", "arrests"),
        # crowds
        ("Dozens were detained at an opposition protest in Minsk.", "protest_with_intervention"),
        ("Hundreds marched in Tomsk against the law. Police detained 12 of the marchers.", "protest_with_intervention"),
        ("Police in Baku stopped the march outside the court.", "protest_with_intervention"),
        ("Soldiers fired live rounds at protesters in Khartoum, wounding six.", "excessive_force_against_protesters"),
        ("Police killed a student at a protest in Puno on Friday.", "excessive_force_against_protesters"),
        ("Gunmen shot dead two policemen at a petrol station in Zahedan.", "armed_clash"),
        ("Militiamen ransacked a clinic in Masisi on Friday.", "looting_property_destruction"),
        ("Two people were hurt in clashes between Hindus and Muslims in Bareilly.", "mob_violence"),
        ("Villagers beat to death a man accused of witchcraft in Morigaon on Friday.", "mob_violence"),
        ("Government jets dropped chlorine in an air raid on Jobar.", "chemical_weapon"),
        ("Traders blocked the road in Torkham in protest at a new tax.", "peaceful_protest"),
        ("The army pulled its soldiers out of Tessalit.", "change_to_group_activity"),
        ("Thousands turned out in Tbilisi to denounce the law.", "peaceful_protest"),
        ("Protesters converged on the presidency in Tirana.", "peaceful_protest"),
        ("Hundreds marched in Leeds in solidarity with refugees.", "peaceful_protest"),
        (
            "Some 40 people were taken into custody during protests in Minsk, as demonstrators called for a vote.",
            "protest_with_intervention",
        ),
        ("Police cleared protesters from a bridge in Yerevan.", "protest_with_intervention"),
        ("A pupil was killed when police fired on a protest in Conakry.", "excessive_force_against_protesters"),
        ("Masked protesters attacked police officers in Santiago.", "violent_demonstration"),
        ("Angry protesters broke into the presidential palace in Colombo.", "violent_demonstration"),
        ("An angry crowd stoned a suspected thief to death in Goma.", "mob_violence"),
        # steps that change a conflict
        ("Two drones were neutralised over Bryansk.", "disrupted_weapons_use"),
        ("Sappers made safe a bomb near a school in Bannu, the police said.", "disrupted_weapons_use"),
        ("Rebels set up a camp near Kidal.", "headquarters_established"),
        ("The last French soldiers left Chad on Thursday.", "change_to_group_activity"),
        ("Rebels in Casamance handed in their weapons.", "agreement"),
        ("Bandits rustled 200 cattle in Zamfara.", "looting_property_destruction"),
        ("The army ousted the president in Ouagadougou.", "other"),
    ],
)
def test_an_event_is_known_by_any_of_its_wordings(read: Read, text: str, sub_type: str) -> None:
    assert [event.sub_type for event in read(text)] == [sub_type]


@pytest.mark.parametrize(
    "text",
    [
        "A storm ripped through a village in Kansas, killing four people.",
        "A truck slammed into a bus in Lagos, killing nine people.",
        "The bill was shot down in parliament in Berlin, and its friends came under fire.",
        "Thousands filled the streets of Naples to celebrate the title.",
        "Teachers walked out of a meeting in Lagos.",
        "The council expelled a member from its ranks in Kisumu, and he left the rebels of his party.",
        "A guard grabbed a gun from a drawer in Accra.",
        "The rebels have left their demands with the envoy in Nairobi.",
        (
            "Troops stormed a village and shot dead six of the enemy in an exercise near Ustka. The drill was "
            "the largest of the year, a spokesman said, and the soldiers came under fire from blanks."
        ),
        "The navy fired missiles in an exercise off Busan.",
        "Ten years after the massacre in Marikana, widows still wait for justice.",
        "The keeper was shot down by critics in Turin.",
        "A fire gutted a shoe factory in Karachi, killing 12 workers.",
        "A fuel tanker exploded in Jigawa, killing 90 people who had come with buckets.",
        "A conscript shot himself in Gyumri.",
        "A drone entered the airspace of Latvia on Sunday.",
    ],
    ids=[
        "storm",
        "traffic",
        "debate",
        "feast",
        "meeting",
        "party",
        "thing taken",
        "paper",
        "drill",
        "missiles tried out",
        "memory",
        "critics",
        "fire",
        "tanker",
        "own hand",
        "airspace",
    ],
)
def test_words_alone_make_no_event(read: Read, text: str) -> None:
    assert read(text) == []
