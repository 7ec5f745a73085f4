"""A tagging in the codebook's JSON shape, as the one-shot command and the scorer read it."""

from __future__ import annotations

from typing import Any

from dateline.events.codes import codes_of
from dateline.events.model import Document, TaggedEvent, Tagging


def to_codebook(doc: Document, tagging: Tagging) -> dict[str, Any]:
    """``{"doc_id", "relevant", "language", "gate", "tagger", "events": […]}`` with the main events only.

    Background events stay out: a reader of this shape takes every event for news.
    """
    return {
        "doc_id": doc.doc_id,
        "relevant": tagging.relevant,
        "language": tagging.language,
        "gate": str(tagging.gate),
        "tagger": tagging.tagger,
        "events": [_event(number, event) for number, event in enumerate((e for e in tagging.events if e.main), 1)],
    }


def _event(number: int, event: TaggedEvent) -> dict[str, Any]:
    return {
        "id": f"e{number}",
        "main": event.main,
        "event_type": event.event_type.value,
        "sub_type": event.sub_type.value,
        "codes": codes_of(event.sub_type, event.initiators, event.targets).model_dump(mode="json"),
        "place": event.place.model_dump(mode="json") if event.place else None,
        "date": event.date.model_dump(mode="json") if event.date else None,
        "initiators": [actor.model_dump(mode="json") for actor in event.initiators],
        "targets": [actor.model_dump(mode="json") for actor in event.targets],
        "killed": event.killed.model_dump(mode="json") if event.killed else None,
        "injured": event.injured.model_dump(mode="json") if event.injured else None,
        "status": event.status.value,
        "attributed_to": list(event.attributed_to),
        "evidence": [[span.start, span.end] for span in event.evidence],
        "slots": [
            {
                "slot": found.slot.value,
                "span": [found.start, found.end],
                "rule": found.rule,
                "confidence": found.confidence,
            }
            for found in event.slots
        ],
        "confidence": event.confidence,
        "theatre": event.theatre,
    }
