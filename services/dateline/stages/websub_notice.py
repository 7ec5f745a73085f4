"""What a hub told one copy of poll, on its way to the feed's owner through the stage's inbox."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dateline.errors import BadInput
from dateline.runtime.stage import Message, Publication

HEADER = "websub-notice"
"""On the record; its value is what the hub pushed. (No ``dateline-``: a replayed dead letter keeps it.)"""
INBOX = "poll-inbox"


class NoticeKind(StrEnum):
    """What happened."""

    VERIFIED = "verified"
    """The hub asked whether we meant to subscribe, and was told so."""
    DENIED = "denied"
    """The hub will not push."""
    PUSHED = "pushed"
    """The hub pushed this, and signed it."""
    TOO_LARGE = "too-large"
    """The hub pushed and signed more than a record takes: the feed itself has it."""


class Notice(BaseModel):
    """One message from a hub."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: NoticeKind
    domain: str
    """The feed's lane."""
    feed_id: str
    token: str
    """The last part of the callback that it came to."""
    lease_s: float = 0.0
    """For how long the hub will push, once verified."""
    content_type: str | None = None
    body: bytes = Field(default=b"", exclude=True)
    """The record's value; all else is in a header."""

    def to_publication(self) -> Publication:
        """The inbox record."""
        headers = ((HEADER, self.model_dump_json(exclude_none=True).encode()),)
        return Publication(INBOX, self.feed_id, self.domain, self.body, headers)

    @classmethod
    def of(cls, message: Message) -> Self | None:
        """The notice in an inbox record; None where it is something else. Raises BadInput("bad-message")."""
        raw = message.header(HEADER) if message.headers else None
        if raw is None:
            return None
        try:
            notice = cls.model_validate_json(raw)
        except ValidationError as error:
            raise BadInput("bad-message", f"the header {HEADER}: {error.errors()[0]['msg']}") from error
        return notice.model_copy(update={"body": message.value or b""})
