"""Copies of a story are told by their fingerprints, and stories that have nothing to do with each other too."""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass

import pytest

from dateline.articles.fingerprint import COPY_BITS_MAX, WORDS_MIN, distance, fingerprint
from dateline.articles.versions import words_of
from tests.articles.pages import PARAGRAPHS, TEXT

WORDS = [f"{one}{two}" for one in ("kar", "mel", "tor", "vin", "sal", "dru", "pen") for two in ("ek", "os", "un", "ia")]


def made_up(seed: int, words: int = 400) -> str:
    """A text of invented words, in sentences."""
    chance = random.Random(seed)
    return " ".join(chance.choice(WORDS) + ("." if n % 12 == 11 else "") for n in range(words))


@dataclass(frozen=True)
class Version:
    title: str
    text: str


def mark(text: str) -> str:
    found = fingerprint(words_of(Version("", text)).paragraphs)
    assert found is not None
    return found


def test_it_is_the_same_on_every_machine_and_every_day() -> None:
    assert mark(TEXT) == "1ddc4b8169ecad37"


def test_dress_does_not_count() -> None:
    assert mark(TEXT) == mark(TEXT.upper().replace("\n", "\n\n").replace(",", " –"))


@pytest.mark.parametrize(
    "copy",
    [
        "\n".join(PARAGRAPHS[:-1]),
        "\n".join(["RIVERTOWN, March 3 (Agency) –", *PARAGRAPHS]),
        TEXT.replace("Two drones", "Three drones").replace("four times", "five times"),
        "\n".join([*PARAGRAPHS, "The agency contributed to this report."]),
    ],
    ids=["last paragraph cut", "dateline before it", "two figures changed", "a line more"],
)
def test_copies_differ_in_few_bits(copy: str) -> None:
    assert distance(mark(TEXT), mark(copy)) <= COPY_BITS_MAX


def test_other_stories_differ_in_many_bits() -> None:
    marks = [mark(made_up(seed)) for seed in range(60)]
    assert min(distance(one, other) for one, other in itertools.combinations(marks, 2)) > COPY_BITS_MAX


def test_a_text_of_a_few_words_has_none() -> None:
    assert fingerprint([" ".join(WORDS[: WORDS_MIN - 1])]) is None


def test_scripts_without_spaces_are_read_by_their_letters() -> None:
    text = "乌克兰哈尔科夫州军政部门负责人表示周一凌晨的袭击造成多人受伤救援人员仍在现场工作铁路交通一度中断"
    assert distance(mark(text), mark(text[:-3])) <= 2 * COPY_BITS_MAX


def test_a_word_without_end_costs_no_more_than_another() -> None:
    endless = [f"{letter * 1_000_000} {' '.join(WORDS)}" for letter in "abcdefgh"]
    assert len({fingerprint([text]) for text in endless}) == len(endless)
