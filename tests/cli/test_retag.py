"""``dateline retag`` on Apache Kafka: stored articles read again, and only what changes published."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
import pytest_asyncio

from dateline.broker.administration import create_topics
from dateline.events import Document, Tagging
from dateline.messages import PeopleCount
from dateline.runtime.position_store import positions_of
from dateline.runtime.records import publish
from dateline.runtime.stage import Publication
from dateline.runtime.workers import WorkerPool
from dateline.settings import Settings
from dateline.stages.tag import TagStage
from dateline.stages.taggers import RulesTagger
from tests.cli.commands import dateline, environment
from tests.conftest import Broker, delete_topics
from tests.runtime.cluster import PARTITIONS, WAIT_S, read_all, read_until, running
from tests.stages.test_tag import an_article, strike

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def on_kafka(kafka: Broker, topic_prefix: str) -> AsyncIterator[Settings]:
    """Apache Kafka with all topics under a prefix of the test's own."""
    settings = Settings(
        bootstrap_servers=kafka.bootstrap_servers, topic_prefix=topic_prefix, session_timeout_s=6, workers=1
    )
    await create_topics(settings, partitions=PARTITIONS)
    yield settings
    await delete_topics(settings)


@dataclass
class NextRelease:
    """The rules, but for two articles, of which it reads one otherwise and finds nothing in the other."""

    rules: RulesTagger
    name: str = "dateline-rules/next"

    async def tag(self, document: Document) -> Tagging:
        tagging = await self.rules.tag(document)
        if document.doc_id == "changed":
            toll = PeopleCount(min=99, max=99)
            tagging = replace(tagging, events=tuple(replace(event, killed=toll) for event in tagging.events))
        if document.doc_id == "vanished":
            tagging = replace(tagging, events=())
        return replace(tagging, tagger=self.name)


async def mentions(settings: Settings) -> list[dict[str, Any]]:
    return [json.loads(record.value) for record in await read_all(settings, "mentions")]


async def retag(settings: Settings) -> None:
    said = await dateline("retag", env=environment(settings))
    assert said.code == 0, said.err
    assert "articles to read" in said.out


async def all_read(settings: Settings) -> None:
    """Waits until the stage has read everything."""
    async with asyncio.timeout(WAIT_S):
        while any(row.lag for row in await positions_of(settings, "tag", "articles")):
            await asyncio.sleep(0.1)


async def test_a_better_release_publishes_only_what_it_changes(on_kafka: Settings) -> None:
    names = ("same", "changed", "vanished")
    articles = [an_article(strike()).model_copy(update={"id": name}) for name in names]
    await publish(on_kafka, [Publication("articles", one.id, one.id, one.to_bytes()) for one in articles])
    async with WorkerPool(on_kafka) as pool:
        rules = RulesTagger(pool)
        async with running(TagStage(on_kafka, rules), on_kafka):
            await read_until(on_kafka, "mentions", len(names))
            await retag(on_kafka)  # while it runs and has nothing to do
            await all_read(on_kafka)
            assert len(await mentions(on_kafka)) == len(names), "the same tagger publishes nothing"
        await retag(on_kafka)
        async with running(TagStage(on_kafka, NextRelease(rules)), on_kafka):
            await all_read(on_kafka)
    first, again = (await mentions(on_kafka))[: len(names)], (await mentions(on_kafka))[len(names) :]
    assert {mention["revision"] for mention in first} == {1}
    told = {mention["article_id"]: mention for mention in again}
    assert sorted(mention["article_id"] for mention in again) == ["changed", "vanished"]
    assert (told["changed"]["revision"], told["changed"]["killed"]["max"]) == (2, 99)
    assert (told["vanished"]["revision"], told["vanished"]["withdrawn"]) == (2, True)
    assert {mention["tagger"] for mention in again} == {"dateline-rules/next"}
    assert {mention["id"] for mention in again} <= {mention["id"] for mention in first}
