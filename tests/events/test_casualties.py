"""How many were killed and injured: every way in which a wire report says it."""

from __future__ import annotations

import pytest

from dateline.events import lexicon
from dateline.events.casualties import casualties
from dateline.events.quantities import quantities
from dateline.events.tally import combine
from dateline.events.tokens import sentences, tokenize
from dateline.events.units import Geography, annotate
from dateline.messages import PeopleCount

Count = int | tuple[int, int] | None


def counted(text: str, language: str = "en") -> tuple[Count, Count]:
    words = lexicon.load(language)
    tokens = tokenize(text)
    found = []
    for sentence in sentences(tokens, words.grammar, title_end=0, cased=True):
        clause = annotate(tokens, sentence, words.read(tokens.lowers), words.grammar, Geography({}, {}), cased=True)
        found += casualties(clause, quantities(clause, tokens, articles=words.grammar.articles))
    killed = combine(figure for figure in found if figure.killed)
    injured = combine(figure for figure in found if not figure.killed)
    return _plain(killed), _plain(injured)


def _plain(count: PeopleCount | None) -> Count:
    if count is None:
        return None
    return count.min if count.min == count.max else (count.min, count.max)


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("Gunmen killed 12 people and wounded 30 others in the market.", 12, 30),
        ("The attack left five dead and 17 injured.", 5, 17),
        ("Two of the 14 injured are in critical condition.", None, 14),
        ("Three of the 12 killed were children.", 12, None),
        ("Three of the 12 wounded later died.", 3, 12),
        ("Four of the 14 injured have since died.", 4, 14),
        ("In the blast 14 people lost limbs.", None, 14),
        ("A bomb went off in a mosque, killing at least seven people and leaving 15 others hurt.", 7, 15),
        ("Fourteen people, some of them in serious condition, were evacuated to hospital.", None, 14),
        ("Five people did not survive; another 14 were wounded.", 5, 14),
        ("Four people are known to have died.", 4, None),
        ("The group claimed two of them as its members.", None, None),
        ("Thirteen people required medical attention.", None, 13),
        ("Fourteen people were pulled out alive with injuries.", None, 14),
        ("Seven people died and at least nineteen were hurt when a bomb exploded.", 7, 19),
        ("The bombing claimed the lives of 22 worshippers.", 22, None),
        ("The death toll has risen to at least 41, officials said.", 41, None),
        ("The number of injured rose to 51.", None, 51),
        ("Officials put the number of dead at 17.", 17, None),
        ("Medics pulled nine bodies from the rubble.", 9, None),
        ("The clash resulted in the death of two soldiers and injuries to five others.", 2, 5),
        ("The airstrike killed as many as 18 fighters.", 18, None),
        ("Hospital sources said they had received 12 bodies and 35 wounded people.", 12, 35),
        ("Bombing kills 14, wounds 60.", 14, 60),
        ("15 killed, 40 wounded in car bombing.", 15, 40),
        ("Attack in Mali leaves 21 dead.", 21, None),
        ("At least 16 people have been confirmed dead.", 16, None),
        ("Three people were shot and wounded.", None, 3),
    ],
)
def test_figures_are_read_in_every_construction(text: str, killed: Count, injured: Count) -> None:
    assert counted(text) == (killed, injured)


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("Twenty-three people were killed.", 23),
        ("More than two dozen people were killed.", 24),
        ("In all, 1,200 people lost their lives.", 1200),
        ("Some two hundred people have been killed.", 200),
        ("Between 10 and 15 rebels were killed.", (10, 15)),
        ("Dozens of people were killed.", (24, 99)),
        ("Several pupils were killed.", (3, 9)),
        ("Hundreds of people were killed.", (200, 999)),
    ],
)
def test_number_words_ranges_and_vague_words_have_the_codebook_s_values(text: str, killed: Count) -> None:
    assert counted(text)[0] == killed


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("A policeman was shot dead by unidentified gunmen.", 1),
        ("Militants killed a 45-year-old farmer.", 1),
        ("The victim was a teacher. He died in hospital.", 1),
    ],
)
def test_one_person_counts_one(text: str, killed: Count) -> None:
    assert counted(text)[0] == killed


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("Four people, including a two-year-old girl, were killed and 12 others were injured.", 4, 12),
        ("Six people, among them two children, died in the strike, which also wounded 11.", 6, 11),
        ("Four people were injured, two of them seriously.", None, 4),
        ("Two children were among the dead.", None, None),
    ],
)
def test_a_part_is_not_added_to_its_total(text: str, killed: Count, injured: Count) -> None:
    assert counted(text) == (killed, injured)


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("An explosion killed a woman and two children.", 3, None),
        ("Police said that five militants and two soldiers were killed in the clash.", 7, None),
        ("Five soldiers and a civilian were wounded.", None, 6),
        ("One soldier was killed and 18 people, civilians among them, injured in the raid.", 1, 18),
        ("Two privates died in the clash, and six of their comrades are in hospital.", 2, 6),
        ("Police reported no deaths from the bombing, but 13 people, five girls among them, were hurt.", 0, 13),
        ("At least 14 people, including 11 policemen, were martyred and 32 others injured.", 14, 32),
        ("A mother and her three children were killed.", 4, None),
        ("Two soldiers, three policemen and a child were killed.", 6, None),
        ("Nine soldiers, two of them officers, and four policemen were killed in the ambush.", 13, None),
        ("Six people, including a woman who was pregnant, were killed and 27 wounded.", 6, 27),
        ("Two policemen and a vendor, a father of six who had come to pray, were killed.", 3, None),
        ("31 jihadists and allied rebels and 13 soldiers were killed in the battle.", 44, None),
        ("Five Oromo Liberation Army (OLA) fighters and a soldier were killed.", 6, None),
        ("Seven militants and a policeman were killed. The bodies of seven militants were found.", 8, None),
    ],
)
def test_figures_that_share_a_verb_are_added(text: str, killed: Count, injured: Count) -> None:
    assert counted(text) == (killed, injured)


@pytest.mark.parametrize(
    ("text", "injured"),
    [
        ("Dozens of protesters were treated for the effects of tear gas.", (24, 99)),
        ("Soldiers shot a farmer in the leg.", 1),
        ("An officer sustained a light wound.", 1),
        ("A woman was hit in the shoulder.", 1),
        ("The driver, who sustained serious injuries, was airlifted.", 1),
        ("Medics said they had treated 14 people at the scene of the blast.", 14),
        ("The town's hospital took in 14 people after the shelling.", 14),
        ("A doctor said his clinic had admitted nine people with burns after the bombing.", 9),
        ("Nine people were brought in with gunshot wounds after the clash.", 9),
        ("The shelling sent nine people to hospital.", 9),
        ("Ambulances took nine people to hospital after the shelling.", 9),
        ("Nine people escaped with cuts and bruises after the bombing.", 9),
        ("The mayor said nine residents had asked for medical help after the shelling.", 9),
        ("After the bombing the number of wounded rose from 10 to 14.", (10, 14)),
        ("The explosion left nine people in hospital.", 9),
        ("Two policemen had head wounds after the clash.", 2),
        ("Two policemen were badly burned when a petrol bomb exploded.", 2),
        ("After the bombing, nine people were flown to Baghdad for treatment.", 9),
        ("Police said that ten officers were hurt in the riot. Medics said 12 protesters were wounded.", 22),
    ],
)
def test_those_hurt_are_told_by_what_they_suffer(text: str, injured: Count) -> None:
    assert counted(text) == (None, injured)


def test_nobody_is_zero() -> None:
    assert counted("A drone hit a warehouse. No one was injured.") == (0, 0)
    assert counted("There were no casualties.") == (0, 0)
    assert counted("There were no immediate reports of casualties.") == (None, None)


def test_attackers_who_die_come_on_top_of_their_victims() -> None:
    assert counted("Gunmen killed 32 people before the two attackers were shot dead.") == (34, None)


def test_another_source_s_figure_widens_the_range() -> None:
    text = "The ministry said 81 people were wounded. The hospital said 58 people were wounded."
    assert counted(text) == (None, (58, 81))


def test_an_exact_figure_beats_a_vague_one() -> None:
    assert counted("Dozens of people were killed. Police said 31 people were killed.")[0] == 31


@pytest.mark.parametrize(
    "text",
    [
        "The 48-year-old was attacked in 2014.",
        "It took 19 hours and $300 million to clear 300 homes.",
        "Haokip (48) and Mayfield, 23, met on May 12.",
        "The army lost 12 tanks and 40 drones.",
        "Losses of 500 were reported.",
        "Nine people were killed or injured.",
    ],
)
def test_ages_dates_money_things_and_mixed_losses_count_nobody(text: str) -> None:
    assert counted(text)[0] is None


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("Внаслідок удару загинули троє людей, ще п'ятеро людей поранено.", 3, 5),
        ("Чоловік загинув на місці.", 1, None),
        ("Обстріл забрав життя: убито двох жінок, поранено 12 осіб.", 2, 12),
    ],
)
def test_ukrainian_figures(text: str, killed: Count, injured: Count) -> None:
    assert counted(text, "uk") == (killed, injured)


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("При обстреле погибли четыре человека, семь человек ранены.", 4, 7),
        ("Погибли по меньшей мере 25 человек.", 25, None),
        ("Ранены трое полицейских.", None, 3),
    ],
)
def test_russian_figures(text: str, killed: Count, injured: Count) -> None:
    assert counted(text, "ru") == (killed, injured)


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("The death toll from the blast at the bus station rose to 34.", 34, None),
        ("The number of people killed in the strike climbed to 27.", 27, None),
        ("The number of wounded stands at 63.", None, 63),
        ("Doctors gave the count of injured at 82 people.", None, 82),
        ("Two traders were led away by militants, and shot dead.", 2, None),
        ("Three guards were stopped at a checkpoint near the river and killed by gunmen.", 3, None),
        ("The attack killed 3 police officers, a soldier and two civilians and injured 17 others.", 6, 17),
        ("Five passengers died on the spot and three more succumbed to their injuries.", 8, None),
        ("The clashes left 12 soldiers and five rebels dead.", 17, None),
        ("A 35-year-old woman and her 4-year-old son were killed.", 2, None),
        ("The blast killed Ahmed Khan, a journalist, and his driver.", 2, None),
        ("At least one person has been killed and another injured.", 1, 1),
        ("Police said the assailants shot a trader, his wife and two sons dead.", 4, None),
        ("Dozens were killed. Her brother died too.", (24, 99), None),
        ("Two citizens from the town were killed.", 2, None),
        ("A Security Force (SF) official was injured.", None, 1),
        ("A corporal and two recruits perished.", 3, None),
        ("An elder was killed along with his two sons in an ambush.", 3, None),
        ("The bomber killed six people besides himself.", 7, None),
        ("A soldier opened fire, killing four people before he was shot dead.", 5, None),
        ("Two men were hit. One of them died; the other was hospitalised.", 1, 1),
        ("The number of those killed in the raid rose to five.", 5, None),
        ("A nurse died on Monday, taking to 14 the number of people who perished.", 14, None),
        ("Six people were killed. Four died on the spot. Two others died in an ambulance.", 6, None),
        ("Three people were killed. Two more bodies were found in the rubble.", 5, None),
        ("One soldier was killed. The rebels reported two dead on their side.", 3, None),
        ("Government troops lost three men and seven rebels were killed.", 10, None),
        ("The strike killed a Hamas member.", 1, None),
        ("A mob burned a shop and its owner was shot dead. A driver was also killed.", 2, None),
        ("Three nurses with Care Delta Aid were killed.", 3, None),
        ("A student was wounded in the chest and died.", 1, None),
        ("A gunman shot a farmer dead. The gunman was killed at the scene.", 2, None),
        ("Two soldiers paid the supreme price.", 2, None),
        ("The number of victims has risen to 14.", 14, None),
    ],
)
def test_lists_additions_and_rising_tolls(text: str, killed: Count, injured: Count) -> None:
    assert counted(text) == (killed, injured)
