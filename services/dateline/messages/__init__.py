"""The public contract: the models of what is on the topics."""

from dateline.messages.article import (
    Article,
    ArticleStatus,
    Changes,
    DatePrecision,
    PageKind,
    TextSource,
    precision_of,
)
from dateline.messages.base import MessageModel, stable_id
from dateline.messages.dead_letter import DeadLetter, DeadLetterKind
from dateline.messages.entry import Enclosure, Entry, EntryChange
from dateline.messages.feed import POLL_NOW_HEADER, EntryMatch, Feed, feed_id
from dateline.messages.mention import (
    Actor,
    ActorKind,
    Codes,
    DateSpan,
    Evidence,
    Mention,
    PeopleCount,
    Place,
    PlaceLevel,
    Slot,
    SlotEvidence,
    Status,
    UcdpViolence,
)
from dateline.messages.taxonomy import PARENT, EventType, SubEventType

CONTRACT: dict[str, type[MessageModel]] = {
    "feeds": Feed,
    "entries": Entry,
    "articles": Article,
    "mentions": Mention,
    "dead-letters": DeadLetter,
}
"""The model of each public topic, by the topic's short name."""

__all__ = [
    "CONTRACT",
    "PARENT",
    "POLL_NOW_HEADER",
    "Actor",
    "ActorKind",
    "Article",
    "ArticleStatus",
    "Changes",
    "Codes",
    "DatePrecision",
    "DateSpan",
    "DeadLetter",
    "DeadLetterKind",
    "Enclosure",
    "Entry",
    "EntryChange",
    "EntryMatch",
    "EventType",
    "Evidence",
    "Feed",
    "Mention",
    "MessageModel",
    "PageKind",
    "PeopleCount",
    "Place",
    "PlaceLevel",
    "Slot",
    "SlotEvidence",
    "Status",
    "SubEventType",
    "TextSource",
    "UcdpViolence",
    "feed_id",
    "precision_of",
    "stable_id",
]
