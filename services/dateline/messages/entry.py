"""``dateline.entries.v1``: feed entries never seen before, or changed. Key: domain of the entry's URL."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from dateline.messages.base import CountryCode, LanguageTag, MessageModel, SourceTime, UtcTime


class EntryChange(StrEnum):
    """Why the entry was published."""

    NEW = "new"
    CHANGED = "changed"
    HISTORY = "history"
    """Seen for the first time, but old: the feed's archive on the first poll, or a replay of it."""


class Enclosure(MessageModel):
    """A file that hangs on an entry (RSS 2.0 ``enclosure``, Atom ``link rel=enclosure``)."""

    url: str
    """Where the file is."""
    type: str | None = None
    """Media type as the feed gives it."""
    length: int | None = None
    """Size in bytes as the feed gives it."""


class Entry(MessageModel):
    """One entry of a feed."""

    id: str
    """From the feed's id and the entry's identity (guid, else link, else title): the same on every replay."""
    revision: int = Field(ge=1)
    """1 when first seen, one more with every change."""
    change: EntryChange
    """New, changed, or history."""
    feed_id: str
    """The feed that carried it."""
    url: str
    """The entry's link, absolute."""
    title: str | None = None
    """Plain text."""
    summary_html: str | None = None
    """As the feed gave it: untrusted HTML, at most 64 KiB."""
    content_html: str | None = None
    """Full text where the feed carries one: untrusted HTML, at most 256 KiB."""
    authors: list[str] = []
    """Names as the feed gave them."""
    published_at: SourceTime | None = None
    """When the source says it was published."""
    updated_at: SourceTime | None = None
    """When the source says it was changed."""
    tags: list[str] = []
    """Categories as the feed gave them."""
    enclosures: list[Enclosure] = []
    """Files that hang on it."""
    country: CountryCode | None = None
    """Country of the outlet, from the watch list."""
    language: LanguageTag | None = None
    """Language of the entry or its feed."""
    observed_at: UtcTime
    """When Dateline read it."""
    redirected_from: list[str] = []
    """URLs that led here, oldest first: an entry whose page redirected into another domain is handed over."""
