"""What every message on a topic has in common: strict models, RFC 3339 times, deterministic ids.

The models in this package are the public contract; ``dateline schemas export`` writes schemas/ from
them. Nothing here knows Kafka, a stage or a network.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer


class MessageModel(BaseModel):
    """Base of every message: immutable; unknown fields are ignored, so that a newer producer can add some."""

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True)

    def to_bytes(self) -> bytes:
        """The message's value on its topic: UTF-8 JSON, absent fields left out."""
        return self.model_dump_json(exclude_none=True).encode()


def _to_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a time needs its offset from UTC (RFC 3339, section 5.6)")
    return moment.astimezone(UTC)


def rfc3339(moment: datetime) -> str:
    """RFC 3339 in UTC, to the millisecond."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


UtcTime = Annotated[datetime, AfterValidator(_to_utc), PlainSerializer(rfc3339, return_type=str, when_used="json")]
"""A moment that Dateline observed: RFC 3339 in UTC, to the millisecond."""

SourceTime = Annotated[
    str,
    Field(
        pattern=r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$",
        examples=["2026-03-02T18:40:00+02:00", "2026-03-02"],
    ),
]
"""A time that a source gave: RFC 3339 with the source's own offset, without one where it gave none, or a
bare day. The local day is what "on Monday" hangs on, so it is never converted."""

CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{3}$", examples=["UKR"])]
"""ISO 3166-1 alpha-3."""

LanguageTag = Annotated[str, Field(min_length=2, max_length=35, examples=["en", "uk", "pt-BR"])]
"""BCP 47."""


def stable_id(*parts: str) -> str:
    """24 hex digits that are the same for the same parts on every machine and every replay."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:24]
