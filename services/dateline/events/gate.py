"""The relevance gate: may this text report a conflict event at all? Tuned for recall, and very cheap.

One Aho-Corasick pass over the stems of lexicon/…/gate.tsv. What passes is read closely; the domain cues
(sport, film, markets) are judged there, sentence by sentence.
"""

from __future__ import annotations

import functools
from enum import StrEnum

from ahocorasick_rs import AhoCorasick

from dateline.events import lexicon

GATE_CHARACTERS = 6000
"""News is told at the top: the gate reads so much."""


class Verdict(StrEnum):
    """What became of a document: a bounded list, a metric's label."""

    TAGGED = "tagged"
    NO_TRIGGER = "no-trigger"
    NO_EVENT = "no-event"
    SPORT = "sport"
    CULTURE = "culture"
    MARKET = "market"
    ACCIDENT = "accident"
    CRIME = "crime"
    UNSUPPORTED_LANGUAGE = "unsupported-language"


@functools.cache
def _stems(language: str) -> tuple[AhoCorasick, list[int]]:
    stems: list[str] = []
    weights: list[int] = []
    for row in lexicon.read_table(language, "gate.tsv"):
        for stem in lexicon.phrases(row["stems"]):
            stems.append(stem.replace("_", " "))
            weights.append(int(row["weight"]))
    return AhoCorasick(stems), weights


def passes(text: str, language: str) -> Verdict:
    """`TAGGED` where the text may report an event, else the verdict that ends its way."""
    automaton, weights = _stems(language)
    sample = text[:GATE_CHARACTERS].lower()
    score = 0
    for stem, _, _ in automaton.find_matches_as_indexes(sample):
        score += weights[stem]
        if score >= 3:
            return Verdict.TAGGED
    return Verdict.NO_TRIGGER
