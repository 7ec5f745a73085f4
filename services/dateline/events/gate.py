"""The relevance gate: may this text report a conflict event at all? Tuned for recall, and very cheap.

One Aho-Corasick pass over the stems of lexicon/…/gate.tsv. What passes is read closely; the domain cues
(sport, film, markets) are judged there, sentence by sentence.
"""

from __future__ import annotations

import functools
from collections import Counter, deque
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
    """`TAGGED` where the text may report an event, else the verdict that ends its way.

    A report has several different telling stems close together; one word that is repeated, or several that
    are scattered, are a topic, a metaphor or a match. A text that has room for it says more than the least, a brief
    less: there a stem of weight 0 is enough.
    """
    automaton, weights = _stems(language)
    head = text[:GATE_CHARACTERS].lower().replace("ё", "е")
    close_at_least, in_all_at_least, least = CLOSE, 0, 0
    if len(head) < SHORT_CHARACTERS:
        close_at_least, least = CLOSE_IF_SHORT, CLOSE_IF_SHORT
    elif len(head) >= ROOMY_CHARACTERS:
        close_at_least, in_all_at_least = CLOSE_IF_ROOMY, IN_ALL_IF_ROOMY
    window: deque[tuple[int, int]] = deque()
    counts: Counter[int] = Counter()
    close = in_all = 0
    was_close = False
    for stem, start, _ in automaton.find_matches_as_indexes(head, overlapping=True):
        weight = weights[stem] or least
        if not weight:
            continue
        window.append((start, stem))
        if stem not in counts:
            in_all += weight
        counts[stem] += 1
        if counts[stem] == 1:
            close += weight
        while start - window[0][0] > WINDOW_CHARACTERS:
            _, left = window.popleft()
            counts[left] -= 1
            if not counts[left]:
                close -= weights[left] or least
        was_close = was_close or close >= close_at_least
        if was_close and in_all >= in_all_at_least:
            return Verdict.TAGGED
    return Verdict.NO_TRIGGER


WINDOW_CHARACTERS = 250
"""About two sentences."""

CLOSE = 7
"""Weights of different stems in one window: two telling stems, or one with company."""

SHORT_CHARACTERS = 500
"""A brief of two sentences has hardly room for two telling stems; it is read in no time."""

CLOSE_IF_SHORT = 2

ROOMY_CHARACTERS = 1000
"""Of so long a text one could expect more than one telling sentence."""

CLOSE_IF_ROOMY = 10

IN_ALL_IF_ROOMY = 13
"""Weights of different stems in all that the gate reads."""
