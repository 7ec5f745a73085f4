"""Who "they" and "the group" are: whoever acted in the sentence before."""

from __future__ import annotations

from dateline.messages import Slot
from tests.events.conftest import Read


def test_a_pronoun_takes_whoever_acted_before_and_its_words_stand_there(read: Read) -> None:
    text = (
        "After days in the hills and long marches, all of which went unseen, fighters of the Arakan Army on Tuesday "
        "captured the town of Buthidaung in Rakhine. They abducted two teachers near Sittwe."
    )
    *_, event = read(text)

    assert event.sub_type == "abduction_forced_disappearance"
    assert [(actor.kind.value, actor.country) for actor in event.initiators] == [("rebel_group", "MMR")]
    (said,) = [slot for slot in event.slots if slot.slot is Slot.INITIATOR]
    assert text[said.start - 2 : said.end - 2].startswith("fighters")  # offsets count an empty title before
    assert said.rule == "antecedent"


def test_the_group_is_the_one_that_was_named_last(read: Read) -> None:
    events = read(
        "The ELN ambushed an army patrol in Arauca on Monday, killing three soldiers. "
        "On Tuesday the group kidnapped a mayor in Saravena."
    )

    assert [[actor.kind.value for actor in event.initiators] for event in events] == [["rebel_group"], ["rebel_group"]]
    assert {event.initiators[0].country for event in events} == {"COL"}


def test_a_definite_noun_belongs_to_the_country_of_the_group_named_before(read: Read) -> None:
    (event,) = read("M23 attacked Goma on Tuesday. The rebels killed 12 civilians in the city.")

    assert event.initiators[0].country == "COD"
    assert event.killed is not None
    assert event.killed.min == 12


def test_nobody_acts_where_nobody_was_named(read: Read) -> None:
    (event,) = read("They shelled Kherson on Tuesday, killing two people.")

    assert event.initiators == ()
