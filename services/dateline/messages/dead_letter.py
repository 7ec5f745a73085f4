"""``dateline.dead-letters.v1``: what could not be handled. Key: the original key; value: the original bytes.

The record's value is what could not be handled, byte for byte, so that it can be looked at with any
client; everything that is said of it is in the record's headers, one header a field of `DeadLetter`,
named ``dateline-`` and the field with dashes. A null value stays null.
"""

from __future__ import annotations

import base64
from enum import StrEnum

from pydantic import Field

from dateline.messages.base import MessageModel, UtcTime


class DeadLetterKind(StrEnum):
    """What the bytes are."""

    MESSAGE = "message"
    """A record that a stage read; replaying puts it into the stage's inbox."""
    STATE = "state"
    """A state whose due time could not be kept; replaying arms it again."""
    DOCUMENT = "document"
    """Bytes from the network (a feed, a page); replaying puts `replay` into the stage's inbox."""


class DeadLetter(MessageModel):
    """What the headers of a dead letter say."""

    kind: DeadLetterKind
    """What the bytes are."""
    stage: str
    """Which stage gave up."""
    error: str = Field(max_length=200)
    """Name of the error, from a bounded list: what a dashboard groups by."""
    reason: str = Field(max_length=4000)
    """What went wrong and what to do about it, for a person."""
    origin_topic: str
    """Topic of the record; the store's topic for a state."""
    origin_partition: int = Field(ge=0)
    """Partition of the record."""
    origin_offset: int = Field(ge=-1)
    """Offset of the record; -1 where it is a state or a document that no single record brought."""
    url: str | None = None
    """The document's URL."""
    content_type: str | None = None
    """Media type of the bytes."""
    truncated: bool = False
    """True: the bytes were larger than a record may be, and only their head is kept."""
    attempts: int = Field(default=1, ge=1)
    """How often it was tried."""
    replay: str | None = None
    """Base64 of the message that puts a document's work back; absent where the value itself is it."""
    version: str
    """Dateline's version that gave up."""
    failed_at: UtcTime
    """When."""

    def to_headers(self) -> list[tuple[str, bytes]]:
        """The record's headers, one a field that is set."""
        fields = self.model_dump(mode="json", exclude_none=True)
        return [(f"dateline-{name.replace('_', '-')}", str(value).encode()) for name, value in fields.items()]

    @classmethod
    def from_headers(cls, headers: list[tuple[str, bytes | None]]) -> DeadLetter:
        """Reads what `to_headers` wrote. Raises pydantic.ValidationError where a field lacks or is wrong."""
        fields = {
            name.removeprefix("dateline-").replace("-", "_"): (value or b"").decode()
            for name, value in headers
            if name.startswith("dateline-")
        }
        return cls.model_validate(fields)

    def replay_bytes(self) -> bytes | None:
        """The message that puts a document's work back."""
        return None if self.replay is None else base64.b64decode(self.replay)
