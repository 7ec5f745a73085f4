"""What goes into the tagger and what comes out of it. No logic lives here.

The slots of an event are the message models themselves, so that a `TaggedEvent` and the mention that is
made of it cannot say different things.
"""

from __future__ import annotations

from dataclasses import dataclass

from dateline.messages import (
    Actor,
    DateSpan,
    EventType,
    Evidence,
    PeopleCount,
    Place,
    SlotEvidence,
    Status,
    SubEventType,
)

TAGGER = "dateline-rules/10"
"""Name and version: a mention says what made it. Raised whenever the same text may give other events."""

UNKNOWN_THEATRE = "XXX"
"""The theatre of an event whose country and whose actors' countries are unknown."""


@dataclass(frozen=True, slots=True)
class Document:
    """One article as the tagger sees it. Offsets count code points of ``title + "\\n\\n" + text``."""

    doc_id: str
    title: str
    text: str
    published_at: str | None = None
    """RFC 3339 time or bare day, with the source's own offset; None where the source gives none."""
    url: str | None = None
    """A date in it stands in for a missing `published_at`."""
    language: str | None = None
    """BCP 47, where the source says so; otherwise the tagger looks for itself."""

    @property
    def full_text(self) -> str:
        """The text that all offsets refer to."""
        return f"{self.title}\n\n{self.text}"


@dataclass(frozen=True, slots=True)
class TaggedEvent:
    """One conflict event as one article reports it: all slots of a mention, without its identity."""

    sub_type: SubEventType
    event_type: EventType
    place: Place | None
    date: DateSpan | None
    initiators: tuple[Actor, ...]
    targets: tuple[Actor, ...]
    killed: PeopleCount | None
    injured: PeopleCount | None
    status: Status
    attributed_to: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    slots: tuple[SlotEvidence, ...]
    main: bool
    """False: background that the article only recalls."""
    confidence: float
    """0 to 1: that this is an event of this type."""
    theatre: str
    """Alpha-3 code of the country of the place, else of the actors, else ``XXX``."""


@dataclass(frozen=True, slots=True)
class Tagging:
    """The verdict on one article."""

    relevant: bool
    """True where at least one main event was found."""
    gate: str
    """Which gate decided, from a bounded list: it is a metric's label (see `gate.Verdict`)."""
    language: str | None
    """Language that the text was read as; None where it could not be told."""
    events: tuple[TaggedEvent, ...]
    """Main events in the order of the text, then background ones."""
    tagger: str = TAGGER
    """Name and version of what read the text."""
