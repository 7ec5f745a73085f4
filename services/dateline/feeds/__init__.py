"""Feeds, as pure logic: parse them, tell what changed, say when to ask again. No network, no files, no Kafka."""

from dateline.feeds.fingerprint import body_fingerprint
from dateline.feeds.identity import Change, SeenEntries, diff, entry_id
from dateline.feeds.line import to_error_line, to_line
from dateline.feeds.message import to_message
from dateline.feeds.model import ParsedEnclosure, ParsedEntry, ParsedFeed, UpdateHints
from dateline.feeds.opml import read_opml, write_opml
from dateline.feeds.parse import parse_feed
from dateline.feeds.schedule import (
    FailureClass,
    Outcome,
    PollHistory,
    Scheduled,
    failure_of_code,
    failure_of_status,
    next_poll,
    record,
    settings_of,
)

__all__ = [
    "Change",
    "FailureClass",
    "Outcome",
    "ParsedEnclosure",
    "ParsedEntry",
    "ParsedFeed",
    "PollHistory",
    "Scheduled",
    "SeenEntries",
    "UpdateHints",
    "body_fingerprint",
    "diff",
    "entry_id",
    "failure_of_code",
    "failure_of_status",
    "next_poll",
    "parse_feed",
    "read_opml",
    "record",
    "settings_of",
    "to_error_line",
    "to_line",
    "to_message",
    "write_opml",
]
