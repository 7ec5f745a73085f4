"""No text makes the tagger raise, and what it does not read it names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.events import Document, tag

WORDS = st.sampled_from(
    [
        "the",
        "of",
        "and",
        "killed",
        "wounded",
        "12",
        "five",
        "people",
        "soldiers",
        "Kyiv",
        "Gaza",
        "near",
        "in",
        "on",
        "by",
        "shelling",
        "airstrike",
        ",",
        ".",
        ";",
        ":",
        '"',
        "(",
        ")",
        "said",
        "police",
        "between",
        "rebels",
        "a",
        "an",
        "had",
        "been",
        "was",
        "1,200",
        "%",
        "$",
        "-",
        "-",
        "and/or",
        "U.S.",
        "Monday",
        "2024",
        "\n\n",
        "обстріл",
        "убит",
        "загинули",
        "в",
    ]
)


@given(st.lists(WORDS, max_size=120).map(" ".join))
@settings(max_examples=150, deadline=None)
def test_any_string_of_telling_words_is_tagged(text: str) -> None:
    document = Document("x", "", text, "2024-05-22")
    for event in tag(document).events:
        assert all(document.full_text[span.start : span.end] == span.text for span in event.evidence)


@given(st.text(max_size=400), st.text(max_size=40))
@settings(max_examples=100, deadline=None)
def test_any_text_is_tagged(text: str, title: str) -> None:
    assert tag(Document("x", title, text)).gate


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\n", "a" * 200_000, "killed 5 " * 20_000, "\x00\x01\x02", "\u202eabc\u202c " * 1000, "💥" * 10_000],
    ids=["empty", "blank", "lines", "one word", "one phrase", "control", "right to left", "emoji"],
)
def test_hostile_text_comes_to_a_verdict(text: str) -> None:
    assert tag(Document("x", text[:100], text)).gate


@pytest.mark.parametrize(
    "text",
    [
        "Die Armee meldete am Montag, dass bei einem Angriff in der Stadt fünf Soldaten getötet wurden.",
        "قتل خمسة جنود في هجوم على قاعدة عسكرية",
        "Припадници војске су у понедељак напали село, а погинуло је пет војника, саопштила је полиција јуче.",
    ],
    ids=["German", "Arabic", "Serbian"],
)
def test_a_language_that_it_does_not_read_is_named(text: str) -> None:
    tagging = tag(Document("x", "", text))

    assert tagging.gate == "unsupported-language"
    assert tagging.events == ()
