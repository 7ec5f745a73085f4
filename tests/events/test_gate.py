"""What the gate lets through: enough telling words close together, and of a long text a little more."""

from __future__ import annotations

from dateline.events.gate import ROOMY_CHARACTERS, SHORT_CHARACTERS, Verdict, passes
from dateline.events.language import read_as

DULL = "The committee met in the town hall to speak about the new library and the price of its roof. "
LONG = DULL * (ROOMY_CHARACTERS // len(DULL) + 1)


def test_a_short_text_with_one_telling_phrase_passes() -> None:
    assert passes("Gunmen fled from the bank.", "en") is Verdict.TAGGED


def test_a_brief_needs_but_one_telling_word() -> None:
    assert passes("An explosion damaged the railway near Dzhankoi on Tuesday.", "en") is Verdict.TAGGED


def test_one_telling_word_is_too_little_for_a_longer_text() -> None:
    longer = DULL * (SHORT_CHARACTERS // len(DULL) + 1)
    assert passes(longer + "An explosion damaged the railway.", "en") is Verdict.NO_TRIGGER


def test_a_long_text_with_one_telling_phrase_does_not() -> None:
    assert passes(LONG + "Gunmen fled from the bank.", "en") is Verdict.NO_TRIGGER


def test_a_long_text_that_goes_on_about_it_passes() -> None:
    assert passes(LONG + "Gunmen fled from the bank. Two soldiers were killed in an ambush.", "en") is Verdict.TAGGED


def test_telling_words_far_apart_are_a_topic_and_no_report() -> None:
    assert (
        passes("".join(f"{word} {DULL * 4}" for word in ("rally", "siege", "armed", "raid", "blast")), "en")
        is Verdict.NO_TRIGGER
    )


def test_typographic_quotes_do_not_hide_english() -> None:
    assert read_as("“It is the end of the road,” he said. " * 20) == "en"


def test_an_english_headline_does_not_make_a_text_english() -> None:
    german = "Die Armee meldete am Montag, dass bei einem Angriff in der Stadt fünf Soldaten getötet wurden. " * 8
    assert read_as("The end of the war\n\n" + german) is None
