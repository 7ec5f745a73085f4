"""What reads an article for the tag stage: one interface, whatever is behind it."""

from __future__ import annotations

from typing import Protocol

from dateline.events import TAGGER, Document, Tagging, tag
from dateline.runtime.workers import WorkerPool


class Tagger(Protocol):
    """Reads articles. Never raises but for what makes an article a dead letter (BadInput)."""

    @property
    def name(self) -> str:
        """Name and version. An article that something else has read is read again when it comes again."""

    async def tag(self, document: Document) -> Tagging:
        """The events of one article; the tagging names what read it."""


class RulesTagger:
    """Dateline's own rules, in the worker pool, which a process shares."""

    name = TAGGER

    def __init__(self, pool: WorkerPool) -> None:
        self._pool = pool

    async def tag(self, document: Document) -> Tagging:
        """By `events.tag`. Raises WorkerTimeout or WorkerCrash where the text is too much for it."""
        return await self._pool.run(tag, document)
