"""``dateline dead-letters``: what went aside is listed, shown and put back, and then it is done."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import NoReturn

import pytest

from dateline.messages import DeadLetterKind
from dateline.runtime.records import publish
from dateline.runtime.stage import Publication
from dateline.runtime.workers import WorkerPool
from dateline.settings import Settings
from dateline.stages.fetch import FetchStage
from dateline.stages.poll import PollStage
from dateline.stages.tag import TagStage
from dateline.stages.taggers import RulesTagger
from dateline.web.client import Client
from tests.cli.commands import dateline, environment
from tests.runtime.cluster import put, read_until, running
from tests.stages.outlets import Answer, Outlet, html, report, rss
from tests.stages.test_fetch import an_entry
from tests.stages.test_on_a_broker import a_feed, ask_for, watch
from tests.stages.test_tag import an_article, strike


class OutOfOrderPool(WorkerPool):
    """A pool with a defect: nothing that is asked of it is done."""

    async def run(self, *_: object, **__: object) -> NoReturn:
        raise RuntimeError("the pool is out of order")


@pytest.fixture
async def pool(cluster: Settings) -> AsyncIterator[WorkerPool]:
    async with WorkerPool(cluster) as one:
        yield one


@pytest.fixture
async def client(cluster: Settings) -> AsyncIterator[Client]:
    async with Client(cluster) as one:
        yield one


@pytest.fixture
async def outlet() -> AsyncIterator[Outlet]:
    async with Outlet() as one:
        yield one


async def letters(settings: Settings, *options: str) -> list[dict[str, object]]:
    return (await dateline("dead-letters", "list", "--json", *options, env=environment(settings))).json_lines


async def test_a_message_that_a_defect_put_aside_comes_back_and_is_done(cluster: Settings, pool: WorkerPool) -> None:
    article = an_article(strike())
    await put(cluster, "articles", article.id, article.to_bytes(), headers=[("ce_type", b"article")])
    async with running(TagStage(cluster, RulesTagger(OutOfOrderPool(cluster))), cluster):
        await read_until(cluster, "dead-letters", 1)
    [letter] = await letters(cluster)
    assert (letter["stage"], letter["kind"], letter["error"]) == ("tag", "message", "defect")
    said = await dateline("dead-letters", "replay", str(letter["address"]), env=environment(cluster))
    assert (said.code, said.out) == (0, "1 dead letter replayed\n")
    async with running(TagStage(cluster, RulesTagger(pool)), cluster):
        [mention] = await read_until(cluster, "mentions", 1)
    assert json.loads(mention.value)["article_id"] == article.id


async def test_a_document_that_was_no_page_is_fetched_again(
    cluster: Settings, pool: WorkerPool, client: Client, outlet: Outlet
) -> None:
    bad = Answer(b"%PDF-1.7 \x1b[2J", 200, {"Content-Type": "application/pdf"})
    url = outlet.serve("/news/1", bad, html(report()))
    async with running(FetchStage(cluster, client, pool), cluster):
        await ask_for(cluster, an_entry(url))
        await read_until(cluster, "dead-letters", 1)
        [letter] = await letters(cluster)
        assert (letter["stage"], letter["kind"], letter["error"], letter["url"]) == (
            "fetch", "document", "not-html", url,
        )  # fmt: skip
        assert (
            await dateline("dead-letters", "replay", "--all", "--stage", "fetch", env=environment(cluster))
        ).code == 0
        [article] = await read_until(cluster, "articles", 1)
    assert json.loads(article.value)["url"] == url


async def test_a_feed_whose_polls_failed_by_a_defect_is_polled_again(
    cluster: Settings, pool: WorkerPool, client: Client, outlet: Outlet
) -> None:
    settings = cluster.model_copy(update={"due_attempts_max": 1})
    feed = a_feed(outlet.serve("/feed", rss([(outlet.url("/1"), "One")])))
    async with running(PollStage(settings, client, OutOfOrderPool(settings)), settings):
        await watch(settings, feed)
        await read_until(settings, "dead-letters", 1)
    [letter] = await letters(settings)
    assert (letter["stage"], letter["kind"], letter["error"]) == ("poll", "state", "defect")
    await dateline("dead-letters", "replay", str(letter["address"]), env=environment(settings))
    async with running(PollStage(settings, client, pool), settings):
        [entry] = await read_until(settings, "entries", 1)
    assert json.loads(entry.value)["feed_id"] == feed.id


async def test_letters_are_listed_shown_and_chosen(cluster: Settings, pool: WorkerPool) -> None:
    env = environment(cluster)
    bodies = [b"[/bold] not an article", b"\x1b[2J\xff neither"]
    await publish(cluster, [Publication("articles", "a", "a", body) for body in bodies])
    async with running(TagStage(cluster, RulesTagger(pool)), cluster):
        await read_until(cluster, "dead-letters", 2)
    shown = await dateline("dead-letters", "list", env=env)
    assert shown.code == 0
    assert "no Article: the message: Invalid JSON" in " ".join(shown.out.split())
    assert shown.out.endswith("2 dead letters\n")
    assert await letters(cluster, "--stage", "poll") == []
    assert len(await letters(cluster, "--error", "bad-message")) == 2
    for letter, body in zip(await letters(cluster), bodies, strict=True):
        one = await dateline("dead-letters", "show", str(letter["address"]), env=env)
        assert f"kind: {DeadLetterKind.MESSAGE.value}\n" in one.out
        assert "\x1b" not in one.out
        assert one.out.splitlines()[-1].endswith(body[-8:].decode())
        as_bytes = await dateline("dead-letters", "show", str(letter["address"]), "--bytes", env=env)
        assert as_bytes.raw == body


async def test_records_that_are_no_dead_letters_are_left_out_and_counted(cluster: Settings) -> None:
    await publish(cluster, [Publication("dead-letters", "a", "a", b"a stranger's")])
    said = await dateline("dead-letters", "list", env=environment(cluster))
    assert (said.code, said.out) == (0, "0 dead letters\n")
    assert said.err == "1 records in the topic are no dead letters of Dateline's; they are left out\n"
