"""tag: article versions in, mentions and their withdrawals out. Lane: the article's id.

An article that comes again in the same version is passed over, unless another tagger than now has read it: so a
stage that is set back to the beginning of its input (`dateline retag`) publishes only what a better tagger changes.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

import structlog

from dateline.events import Document, Tagging, diff_mentions, to_mentions
from dateline.events.mentions import remembered
from dateline.messages import Article, ArticleStatus, Mention
from dateline.messages.cloud_events import cloud_event_headers
from dateline.runtime.stage import Memory, Message, Outcome
from dateline.runtime.state import State
from dateline.settings import TagSettings
from dateline.stages.reading import read
from dateline.stages.taggers import Tagger

log = structlog.get_logger()

_DAY_S = 86400.0


class ArticleState(State):
    """``article``: what was published of it."""

    version: int
    """Newest version that was tagged."""
    tagger: str = ""
    """Name and version of what read it."""
    mentions: list[Mention] = []
    """The newest revision of each mention, withdrawn ones too: a mention that comes back goes on from it. Their slots'
    reasons are left out."""


class TagStage:
    """The stage."""

    name = "tag"
    input = "articles"
    outputs = ("mentions",)

    def __init__(self, settings: TagSettings, tagger: Tagger, clock: Callable[[], float] = time.time) -> None:
        self._settings = settings
        self._tagger = tagger
        self._clock = clock

    def lane(self, message: Message) -> str:
        """The article's id."""
        return read(Article, message).id

    async def on_message(self, message: Message, memory: Memory) -> Outcome:
        """A version of an article: publish what its mentions have become."""
        article = read(Article, message)
        known = memory.get("article", ArticleState)
        again = known is not None and article.version == known.version and known.tagger != self._tagger.name
        if known is not None and article.version <= known.version and not again:
            return Outcome("stale")
        began = self._clock()
        document = Document(
            doc_id=article.id,
            title=article.title,
            text=article.text,
            published_at=article.published_at,
            url=article.url,
            language=article.language,
        )
        if article.status is ArticleStatus.PUBLISHED:
            tagging = await self._tagger.tag(document)
        else:  # the outlet takes it back: nothing that it said holds, and its notice reports no event
            tagging = Tagging(False, article.status.value, article.language, (), self._tagger.name)
        now = datetime.fromtimestamp(self._clock(), UTC)
        before = [] if known is None else known.mentions
        found = to_mentions(tagging, article=article, observed_at=now)
        changed = diff_mentions(before, found, article_version=article.version, observed_at=now, tagger=tagging.tagger)
        outcome = Outcome("tagged" if tagging.events else f"no-event-{tagging.gate}")
        if again:
            outcome.count("articles-retagged")
        for mention in changed:
            outcome.publish(
                "mentions",
                key=mention.theatre,
                value=mention.to_bytes(),
                headers=cloud_event_headers("mention", f"{mention.id}/{mention.revision}", self.name, now),
            )
            outcome.count("mentions-withdrawn" if mention.withdrawn else "mentions")
        newest = {mention.id: remembered(mention) for mention in (*before, *changed)}
        outcome.put(
            "article",
            ArticleState(version=article.version, tagger=tagging.tagger, mentions=list(newest.values())),
            expires_at=self._clock() + self._settings.article_memory_days * _DAY_S,
        )
        log.info("article", url=article.url, version=article.version, disposition=outcome.disposition,
                 took_s=round(self._clock() - began, 3), **outcome.counts)  # fmt: skip
        return outcome

    async def on_due(self, name: str, memory: Memory) -> Outcome:
        """Tag asks for no due times: its memory only expires."""
        raise NotImplementedError(f"{name} of {memory.lane} has no due time")
