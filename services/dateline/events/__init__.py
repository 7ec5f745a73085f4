"""Conflict events from text: relevance, types, actors, places, dates, casualties, attribution, status.

`tag` is the whole of it; `to_codebook` and `to_mentions` give its result the shapes that others read.
Pure domain logic: no Kafka, no network, no clock.
"""

from __future__ import annotations

from dateline.events.codebook import to_codebook
from dateline.events.mentions import diff_mentions, to_mentions
from dateline.events.model import TAGGER, Document, TaggedEvent, Tagging
from dateline.events.tagger import tag, warm_up

__all__ = [
    "TAGGER",
    "Document",
    "TaggedEvent",
    "Tagging",
    "diff_mentions",
    "tag",
    "to_codebook",
    "to_mentions",
    "warm_up",
]
