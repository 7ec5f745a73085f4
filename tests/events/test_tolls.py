"""Killed and injured in many more phrasings of reports: tolls, losses, bodies, parts, people spared."""

from __future__ import annotations

import pytest

from tests.events.test_casualties import Count, counted


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("No soldier was hurt in the attack.", 0, 0),
        ("No one was killed or wounded.", 0, 0),
        ("Nobody was injured in the strike.", 0, 0),
        ("There were no injuries.", 0, 0),
        ("No deaths were reported but five people were hurt.", 0, 5),
        ("No deaths were reported.", 0, None),
        ("There were no fatalities, but 12 were injured.", 0, 12),
        ("No casualties were reported.", 0, 0),
        ("There was no immediate information on casualties.", None, None),
        ("The blast did not cause any casualties.", 0, 0),
        ("The attack caused no casualties.", 0, 0),
        ("Fortunately, no loss of life was reported.", 0, None),
        ("The shell hit a barn without injuring anyone.", 0, 0),
        ("None of the teachers was hurt.", 0, 0),
        ("Two guards were on duty; neither was hurt.", 0, 0),
        ("No lives were lost in the blast.", 0, None),
        ("The missile hurt nobody.", 0, 0),
        ("It is not clear how many people were killed.", None, None),
    ],
)
def test_nobody_killed_or_hurt_is_zero(text: str, killed: Count, injured: Count) -> None:
    assert counted(text) == (killed, injured)


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("The death toll rose to 12 on Wednesday from nine the day before.", 12, None),
        ("The death toll from Tuesday's blast has climbed to 23 after two of the wounded died in hospital.", 23, None),
        ("The toll stood at 14 dead and 60 wounded.", 14, 60),
        ("Toll in Bannu blast rises to 18.", 18, None),
        ("Death toll in Bannu blast hits 18.", 18, None),
        ("Death toll reaches 18 in Bannu blast.", 18, None),
        ("The number of dead has risen to eighteen.", 18, None),
        ("The number of people injured has grown to 44.", None, 44),
        ("The toll may rise as 11 of the injured are in critical condition.", None, None),
        ("Two people succumbed to their wounds, bringing the death toll to 16.", 16, None),
        ("Two more bodies were pulled out, taking the toll to 16.", 16, None),
        ("Three others died later, raising the number of those killed to 16.", 16, None),
        ("The death toll has climbed past 30.", 30, None),
        ("The death toll was revised from 12 to 15.", (12, 15), None),
        ("The governor lowered the death toll from 31 to 29.", (29, 31), None),
        ("Fatalities in the raid numbered 19.", 19, None),
        ("Police said six people were killed, while nurses put the number at nine.", (6, 9), None),
        ("The strike killed 17, said the mayor, who had earlier given a figure of 12.", (12, 17), None),
        ("The number of people who perished in the raids on the market has risen to 23.", 23, None),
        ("Officials put rebel dead at a dozen.", 12, None),
        ("The chief gave the number of dead as 17.", 17, None),
    ],
)
def test_a_toll_holds_those_told_of_before(text: str, killed: Count, injured: Count) -> None:
    assert counted(text) == (killed, injured)


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("Five soldiers were lost in the ambush.", 5, None),
        ("The army lost 14 soldiers in the fighting.", 14, None),
        ("The military said it lost three of its men.", 3, None),
        ("The column lost four of its own.", 4, None),
        ("Shelling cost two farmers their lives.", 2, None),
        ("Two soldiers fell in the firefight.", 2, None),
        ("Two rebels were killed and one sergeant neutralised.", 3, None),
        ("The strike wiped out a family of six.", 6, None),
        ("Two women were fatally wounded by shrapnel.", 2, None),
        ("Nine people have been confirmed killed.", 9, None),
        ("Three hunters met their deaths on a mine.", 3, None),
        ("A sergeant, who was hit by shrapnel on Monday, has died in hospital.", 1, None),
        ("Three soldiers lost their lives and four were hurt.", 3, 4),
        ("The explosion claimed five lives.", 5, None),
        ("The attack took the lives of five people.", 5, None),
        ("Five people lost their lives.", 5, None),
        ("The fighting cost the lives of 14 civilians.", 14, None),
        ("Fourteen civilians paid with their lives.", 14, None),
        ("The militants lost 30 fighters.", 30, None),
        ("The group lost more than 30 men.", 30, None),
        ("Troops neutralised 16 terrorists.", 16, None),
        ("Security forces eliminated nine militants.", 9, None),
        ("Ten rebels were neutralized in the operation.", 10, None),
        ("A policeman was martyred and four others injured in the attack.", 1, 4),
        ("Two Levies men embraced martyrdom.", 2, None),
        ("six terrorists were sent to hell, the military's media wing said.", 6, None),
        ("The army said it had killed 20 rebels and lost two of its own.", 22, None),
        ("The bodies of nine men with bullet wounds were found.", 9, None),
        ("The bomb went off at dusk, martyring an officer and a guard.", 2, None),
    ],
)
def test_losses_are_told_without_a_word_for_death(text: str, killed: Count, injured: Count) -> None:
    assert counted(text) == (killed, injured)


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("Rescuers recovered 15 bodies from the collapsed building.", 15, None),
        ("The bodies of six villagers were found on the roadside.", 6, None),
        ("Six bodies were recovered from a mass grave.", 6, None),
        ("Thirteen people died, among them a local commander and his two bodyguards.", 13, None),
        ("The bullet-riddled body of a Congress worker was found.", 1, None),
        ("The body of a man was found in the river.", 1, None),
        ("Police found the dead bodies of two persons.", 2, None),
        ("Two bullet-riddled bodies were found.", 2, None),
        ("Soldiers pulled nine charred bodies from the ravine.", 9, None),
    ],
)
def test_bodies_found_are_counted(text: str, killed: Count, injured: Count) -> None:
    assert counted(text) == (killed, injured)


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("Twenty people, including eight children and three women, were killed.", 20, None),
        ("Twenty people were killed, including eight children.", 20, None),
        ("Nine people were killed and 31 injured, six of them critically.", 9, 31),
        ("Nine people were killed and 31 injured, of whom six are in critical condition.", 9, 31),
        ("A mine blast wounded three peacekeepers, one of whom later died.", 1, 3),
        ("Eight people were wounded; two of them later died in hospital.", 2, 8),
        ("At least 10 of the wounded were in critical condition.", None, None),
        ("Among the dead were three children.", None, None),
        ("Those killed include three children.", None, None),
        ("The dead included two policemen.", None, None),
        ("A child was among three people killed in the strike.", 3, None),
        ("Two children were among the nine people killed by the shelling.", 9, None),
        ("Colonel Idris Bello and three of his men were killed.", 4, None),
        ("At least 21 people including 3 women and 4 children were killed and 14 wounded on Friday.", 21, 14),
        ("Nearly 200 people have been injured in clashes, 80 of them police officers.", None, 200),
        ("Six farmers, two of whom were women, died in the strike.", 6, None),
        ("Six people \u2013 four women and two guards \u2013 were killed.", 6, None),
        ("Five people were wounded. Three are in critical condition.", None, 5),
        ("The blast killed four and left two in critical condition.", 4, 2),
        ("Six people, a couple with three daughters and a lodger, were killed.", 6, None),
        ("Nine men were killed. Musa Garba lost two brothers in the raid.", 9, None),
        ("Three people died at the scene and one in hospital.", 4, None),
        ("Two women died on the spot and a third in a clinic, the mayor said.", 3, None),
        ("The clinic received ten bodies; four more people, two of them girls, had since died.", 14, None),
        ("They counted 12 bodies. Three more people died, which brought the toll to 15.", 15, None),
        (
            "A blast killed 14 people. Rebels shot nine soldiers dead there. Rebels put the number of dead at 30.",
            (14, 30),
            None,
        ),
        ("The army killed 40 rebels and put its own losses at six dead and nine wounded.", 46, 9),
        ("More than 30 soldiers were killed, and the group lost five of its own fighters.", 35, None),
        ("The raid left eight PKK members dead; a policeman was also killed.", 9, None),
        ("Some 60 Taliban and allied fighters were killed.", 60, None),
        ("Twelve people, including nine guards, were martyred and 30 others injured.", 12, 30),
        ("Eight civilians were killed. Eight died, police said. All three attackers were also shot dead.", 11, None),
        ("A shell killed 19 people. Sixteen were initially reported dead. Three more died overnight.", 19, None),
        ("The strike killed seven villagers. Hezbollah confirmed the deaths of three of its members.", 10, None),
        ("The blast killed 12 worshippers. The bomber also died, bringing the toll to 13.", 13, None),
        ("Troops killed 31 rebels. Two guards of the ARU and BTF were also killed.", 33, None),
        ("The rocket killed a couple aged 58 and 61.", 2, None),
        ("Three Peshmerga fighters were killed. Three Peshmerga died, an officer said.", 3, None),
        ("Nine rebels and a soldier were killed. The initial firefight left six rebels dead.", 10, None),
    ],
)
def test_parts_stay_within_their_totals(text: str, killed: Count, injured: Count) -> None:
    assert counted(text) == (killed, injured)


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("Two police officers and four civilians were killed, while eleven others sustained injuries.", 6, 11),
        ("Medics reported 17 fatalities and 42 injuries.", 17, 42),
        ("Hospitals received 33 dead and 97 wounded.", 33, 97),
        ("Eleven injured people were taken to hospital.", None, 11),
        ("Eleven people were taken to hospital with shrapnel wounds.", None, 11),
        ("Seven residents received shrapnel injuries.", None, 7),
        ("Seven people sought medical help.", None, 7),
        ("Seven people needed medical treatment after the attack.", None, 7),
        ("two personnel of the force were killed and three sustained injuries.", 2, 3),
        ("Two more people died in hospital.", 2, None),
        ("Twelve marchers are nursing wounds.", None, 12),
        ("Three clerks were taken to a district hospital.", None, 3),
        ("Ten passengers suffered injuries of various severity.", None, 10),
        ("A woman was hit by flying glass.", None, 1),
        ("Two men are fighting for their lives.", None, 2),
        ("Shells killed a guard and injured his two nephews.", 1, 2),
        ("Nurses treated five people for smoke inhalation.", None, 5),
        ("Eighty people were left injured.", None, 80),
        ("Six soldiers are in hospital.", None, 6),
    ],
)
def test_the_hurt_are_those_who_needed_treatment(text: str, killed: Count, injured: Count) -> None:
    assert counted(text) == (killed, injured)


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("At least 50 people, mostly women and children, have been killed.", 50, None),
        ("The attack killed four civilians and two police officers.", 6, None),
        ("A woman was killed and her two daughters were wounded.", 1, 2),
        ("A 62-year-old man died, and two women, aged 55 and 70, were injured.", 1, 2),
        ("The gang killed 19 residents, burned 30 houses and kidnapped 12 women.", 19, None),
        ("An Israeli strike on a tent killed a father, a mother and their four children.", 6, None),
        ("A journalist and his cameraman were killed.", 2, None),
        ("A colonel and three soldiers were killed.", 4, None),
        ("The blast killed the deputy governor and four guards.", 5, None),
        ("One person was killed and two more were wounded.", 1, 2),
        ("15 militants were killed and 3 soldiers were injured.", 15, 3),
        ("Shelling wounded a boy, 14, and his grandmother.", None, 2),
        ("More than 40 demonstrators and 17 police officers were injured.", None, 57),
        ("Three security personnel and six terrorists were killed.", 9, None),
        ("A husband and wife were killed.", 2, None),
        ("An elderly couple was killed.", 2, None),
        ("Three soldiers and as many rebels were killed.", 6, None),
        ("Two men were killed and as many injured.", 2, 2),
        ("Three officers were killed, as were two of the bandits.", 5, None),
        ("Police shot both attackers dead after they had stabbed three people to death.", 5, None),
        ("The blast killed a clerk and two others.", 3, None),
        ("A gunman killed four people and himself.", 5, None),
        ("Eight people were killed on the spot while two others died in hospital.", 10, None),
        ("A 19-year-old and a 24-year-old were killed.", 2, None),
        ("The strike killed several dozen fighters.", (24, 99), None),
        ("A woman of 65 and two men aged 34 and 41 were wounded.", None, 3),
        ("Three people aged 18, 24 and 60 were killed.", 3, None),
        ("A boy died and his parents were injured.", 1, 2),
        ("Six soldiers died in the clash, as did nine rebels.", 15, None),
        ("Six soldiers died in the clash, while rescuing 12 people.", 6, None),
    ],
)
def test_people_of_all_trades_and_kin_are_added_up(text: str, killed: Count, injured: Count) -> None:
    assert counted(text) == (killed, injured)


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("A bus hit a landmine, leaving seven dead and eleven wounded.", 7, 11),
        ("The ambush left at least four troops dead and several others wounded.", 4, (3, 9)),
        ("Between 20 and 25 fighters were killed.", (20, 25), None),
        ("From 20 to 25 fighters were killed.", (20, 25), None),
        ("20-25 insurgents were killed.", (20, 25), None),
        ("Some 40 to 50 militants were killed.", (40, 50), None),
        ("More than 100 people were killed and over 300 wounded.", 100, 300),
        ("A hundred and twenty people were killed.", 120, None),
        ("One hundred and fifty people were killed.", 150, None),
        ("Two people are reported dead and six hurt.", 2, 6),
        ("Six people are dead after a missile hit a block of flats.", 6, None),
        ("Eleven people are missing and four have been confirmed dead.", 4, None),
        ("Sixteen troops were captured and nine killed.", 9, None),
        ("Suspected rebels hacked 22 civilians to death.", 22, None),
        ("Gunmen shot dead two teachers.", 2, None),
        ("The health ministry said 33 Palestinians had been killed and 118 others wounded.", 33, 118),
        ("The strike killed a family of five.", 5, None),
        ("A family of six was killed.", 6, None),
        ("Four members of one family were killed.", 4, None),
        ("Two were killed and five wounded.", 2, 5),
        ("Two dead, five wounded.", 2, 5),
        ("Two dead and five wounded in Donetsk shelling.", 2, 5),
        ("Strike on Kharkiv kills three, injures 17.", 3, 17),
        ("Eighteen people have now died.", 18, None),
        ("Killed in the attack were three farmers and a driver.", 4, None),
        ("The five dead were all miners.", 5, None),
        ("All five passengers died.", 5, None),
        ("All 12 people aboard the bus were killed.", 12, None),
        ("Forces gunned down five Maoists.", 5, None),
        ("Five Maoists were gunned down in an encounter.", 5, None),
        ("Police shot and killed three protesters.", 3, None),
        ("The attack killed 12, according to the army, while locals spoke of at least 20 dead.", (12, 20), None),
        ("Over the past week, 30 people have been wounded.", None, 30),
        ("A drone operator died, the third casualty in two days.", 1, None),
        ("The pilot was killed.", 1, None),
        ("A commander, Abu Talib, was killed.", 1, None),
        ("Kenneth Osei, 34, was shot and killed.", 1, None),
        ("The mayor, Jorge Rivas, was shot dead outside his home.", 1, None),
        ("One soldier was killed and another wounded.", 1, 1),
        ("Three civilians were killed, and nine more were injured.", 3, 9),
        ("As many as 70 people may have been killed.", 70, None),
        ("Up to 30 people were feared dead.", 30, None),
        ("Scores were killed.", (40, 99), None),
        ("Several people were hurt.", None, (3, 9)),
        ("Half a dozen people were injured.", None, 6),
        ("A dozen people were wounded.", None, 12),
        ("Three dozen people were injured.", None, 36),
        ("A handful of protesters were wounded.", None, (3, 5)),
        ("A couple of policemen were hurt.", None, 2),
        ("Dozens were killed or wounded.", None, None),
        ("The attack caused 20 casualties.", None, None),
        (
            "At least four civilians have been killed and 26 injured in Russian attacks in the past day.",
            4,
            26,
        ),
        ("A 71-year-old man was killed and seven people were injured.", 1, 7),
        ("One civilian was killed and five were injured in Donetsk Oblast.", 1, 5),
        ("A police head constable was killed and a passer-by injured.", 1, 1),
        ("unidentified assailants killed a tribal elder along with his two sons.", 3, None),
        ("A tribal elder along with his two sons was killed.", 3, None),
        ("The attack resulted in 13 deaths.", 13, None),
        ("The attack resulted in the deaths of 13 people.", 13, None),
        ("The bombing, which killed 31 people, was the worst in months.", 31, None),
        ("The suicide bomber also killed three passers-by.", 3, None),
        ("Teenager killed, two hurt in shelling", 1, 2),
        ("Missiles kill mother, baby", 1, None),
        ("Shelling kills woman, wounds two", 1, 2),
        ("Policeman killed three", 3, None),
    ],
)
def test_figures_are_read_in_headlines_ranges_and_reports(text: str, killed: Count, injured: Count) -> None:
    assert counted(text) == (killed, injured)
