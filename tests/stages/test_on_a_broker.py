"""The stages on a broker: what only transactions, partitions and the inbox show. Judged by committed records."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from prometheus_client import REGISTRY

from dateline.broker.administration import create_topics
from dateline.cli.watch_list import poll_now, write_feeds
from dateline.messages import DeadLetter, Entry, Feed, feed_id
from dateline.runtime.records import publish, read_table
from dateline.runtime.stage import Publication
from dateline.runtime.state import POSITION_KEY, Envelope, split_key
from dateline.runtime.workers import WorkerPool
from dateline.settings import Settings, WorkerSettings
from dateline.stages.fetch import FetchStage
from dateline.stages.poll import PollStage
from dateline.stages.tag import TagStage
from dateline.stages.taggers import RulesTagger
from dateline.web.client import Client
from dateline.web.domain import registrable_domain
from tests.conftest import Broker, delete_topics
from tests.runtime.cluster import PARTITIONS, WAIT_S, read_all, read_until, running
from tests.stages.outlets import Outlet, html, redirect, report, rss
from tests.stages.test_fetch import an_entry
from tests.stages.test_tag import an_article, strike
from tests.stages.trapped_pool import HANGS, KILLS, TrappedPool

pytestmark = pytest.mark.asyncio(loop_scope="session")


Prepare = Callable[..., Awaitable[Settings]]


@pytest_asyncio.fixture(loop_scope="session")
async def prepared(topic_prefix: str) -> AsyncIterator[Prepare]:
    """Makes all topics on a broker, under a prefix of the test's own, and deletes them afterwards."""
    made: list[Settings] = []

    async def prepare(broker: Broker, **given: object) -> Settings:
        hasty = {"poll_interval_min_s": 0.2, "poll_interval_max_s": 0.2, "retry_gap_s": 0.2, "domain_gap_s": 0.0}
        at = {"bootstrap_servers": broker.bootstrap_servers, "topic_prefix": topic_prefix}
        settings = Settings.model_validate({**at, "session_timeout_s": 6, "burst_gap_ms": 5, **hasty, **given})
        await create_topics(settings, partitions=PARTITIONS)
        made.append(settings)
        return settings

    yield prepare
    for settings in made:
        await delete_topics(settings)


async def watch(settings: Settings, *feeds: Feed) -> None:
    await publish(settings, [Publication("feeds", f.id, registrable_domain(f.url), f.to_bytes()) for f in feeds])


async def ask_for(settings: Settings, *entries: Entry) -> None:
    domains = [registrable_domain(entry.url) for entry in entries]
    await publish(settings, [Publication("entries", d, d, e.to_bytes()) for d, e in zip(domains, entries, strict=True)])


def a_feed(url: str) -> Feed:
    return Feed(id=feed_id(url), url=url)


async def values_of(settings: Settings, short: str) -> list[dict[str, Any]]:
    return [json.loads(record.value) for record in await read_all(settings, short)]


async def until(done: Callable[[], Any]) -> None:
    """Waits until `done`, which asks the broker, answers with something true. Fails after a minute."""
    async with asyncio.timeout(WAIT_S):
        while not await done():
            await asyncio.sleep(0.05)


async def test_a_long_feed_is_published_once_also_when_poll_is_restarted_in_its_midst(
    broker: Broker, prepared: Prepare, client: Client, pool: WorkerPool, outlet: Outlet
) -> None:
    settings = await prepared(broker)
    every = [(outlet.url(f"/news/{n}"), f"Report {n}") for n in range(1000)]
    await watch(settings, a_feed(outlet.serve("/feed", rss(every))))
    async with running(PollStage(settings, client, pool), settings):
        await outlet.until(lambda: outlet.times("/feed") >= 1)
    after_first = len(await read_all(settings, "entries"))
    async with running(PollStage(settings, client, pool), settings):
        await read_until(settings, "entries", len(every))
    found = Counter(entry["url"] for entry in await values_of(settings, "entries"))
    assert after_first < len(every)
    assert found == Counter(url for url, _ in every)


async def test_a_feed_that_is_added_changed_or_removed_while_poll_runs_takes_effect_at_once(
    kafka: Broker, prepared: Prepare, client: Client, pool: WorkerPool, outlet: Outlet, other: Outlet
) -> None:
    settings = await prepared(kafka)
    leaving = a_feed(outlet.serve("/leaving", rss([(outlet.url("/1"), "One")])))
    slow = a_feed(other.serve("/slow", rss([(other.url("/1"), "One")]))).model_copy(
        update={"poll_interval_min_s": 3600.0, "poll_interval_max_s": 3600.0}
    )
    async with running(PollStage(settings, client, pool), settings):
        await watch(settings, leaving, slow)
        await outlet.until(lambda: outlet.times("/leaving") >= 3)
        await other.until(lambda: other.times("/slow") == 1)
        await watch(settings, slow.model_copy(update={"title": "Now with a title"}))
        await other.until(lambda: other.times("/slow") == 2)
        await watch(settings, leaving.model_copy(update={"removed": True}))

        async def forgotten() -> bool:
            names = [split_key(key)[1] for key in await read_table(settings, "poll-store") if key != POSITION_KEY]
            return f"feed/{leaving.id}" not in names

        await until(forgotten)
        asked = outlet.times("/leaving")
        staying = a_feed(outlet.serve("/staying", rss([(outlet.url("/2"), "Two")])))
        await watch(settings, staying)
        await outlet.until(lambda: outlet.times("/staying") >= 3)
    assert outlet.times("/leaving") == asked


async def test_a_feed_is_asked_for_paused_and_resumed_while_poll_runs(
    broker: Broker, prepared: Prepare, client: Client, pool: WorkerPool, outlet: Outlet
) -> None:
    settings = await prepared(broker, poll_interval_min_s=3600, poll_interval_max_s=3600)
    feed = a_feed(outlet.serve("/feed", rss([(outlet.url("/1"), "One")])))
    paused = feed.model_copy(update={"paused": True})

    async def is_due() -> bool:
        records = (await read_table(settings, "poll-store")).items()
        states = [Envelope.decode(value) for key, value in records if key.endswith(f"feed/{feed.id}".encode())]
        return [state.due_at is not None for state in states] == [True]

    async def is_paused() -> bool:
        return not await is_due()

    async with running(PollStage(settings, client, pool), settings):
        await write_feeds(settings, [feed])
        await outlet.until(lambda: outlet.times("/feed") == 1)
        await until(is_due)
        await poll_now(settings, [feed])
        await outlet.until(lambda: outlet.times("/feed") == 2)
        await write_feeds(settings, [paused])
        await until(is_paused)
        await poll_now(settings, [paused])
        await write_feeds(settings, [feed])
        await outlet.until(lambda: outlet.times("/feed") == 3)
        await until(is_due)
    assert outlet.times("/feed") == 3
    assert len(await read_all(settings, "entries")) == 1


async def test_a_broken_feed_is_one_dead_letter_however_often_it_is_polled(
    kafka: Broker, prepared: Prepare, client: Client, pool: WorkerPool, outlet: Outlet
) -> None:
    settings = await prepared(kafka, retry_gap_s=0.05, retry_gap_max_s=0.1)
    feed = a_feed(outlet.serve("/feed", html("<p>under repair")))
    async with running(PollStage(settings, client, pool), settings):
        await watch(settings, feed)
        await outlet.until(lambda: outlet.times("/feed") >= 4)
    [record] = await read_all(settings, "dead-letters")
    letter = DeadLetter.from_headers(list(record.headers))
    assert record.value == b"<p>under repair"
    assert (letter.stage, letter.error, letter.url) == ("poll", "not-a-feed", feed.url)


async def test_a_redirect_into_another_domain_is_fetched_by_its_owner_through_the_inbox(
    broker: Broker, prepared: Prepare, client: Client, pool: WorkerPool, outlet: Outlet, other: Outlet
) -> None:
    settings = await prepared(broker)
    target = other.serve("/news/1", html(report()))
    start = outlet.serve("/out/1", redirect(target))
    async with running(FetchStage(settings, client, pool), settings):
        await ask_for(settings, an_entry(start))
        [article] = [json.loads(record.value) for record in await read_until(settings, "articles", 1)]
    assert (article["url"], article["domain"]) == (target, other.domain)
    [handed] = await values_of(settings, "fetch-inbox")
    assert handed["redirected_from"] == [start]


async def test_two_domains_that_redirect_to_each_other_come_to_an_end(
    kafka: Broker, prepared: Prepare, client: Client, pool: WorkerPool, outlet: Outlet, other: Outlet
) -> None:
    settings = await prepared(kafka)
    outlet.serve("/ping", redirect(other.url("/pong")))
    other.serve("/pong", redirect(outlet.url("/ping")))
    async with running(FetchStage(settings, client, pool), settings):
        await ask_for(settings, an_entry(outlet.url("/ping")))
        await other.until(lambda: other.times("/pong") == 1)
        await ask_for(settings, an_entry(other.serve("/news", html(report()))))
        await read_until(settings, "articles", 1)
    assert (outlet.times("/ping"), other.times("/pong")) == (1, 1)
    assert len(await read_all(settings, "fetch-inbox")) == 1


async def test_pages_that_kill_or_overrun_their_worker_are_dead_letters_and_their_neighbours_are_published(
    kafka: Broker, prepared: Prepare, client: Client, outlet: Outlet
) -> None:
    settings = await prepared(kafka)
    deadly = {
        outlet.serve("/crash", html(report(more=KILLS))): "worker-crash",
        outlet.serve("/hang", html(report(more=HANGS))): "worker-timeout",
    }
    good = [outlet.serve(f"/news/{n}", html(report(more=f"Number {n}."))) for n in range(6)]
    urls = [*good[:2], *deadly, *good[2:]]
    async with (
        TrappedPool(WorkerSettings(workers=1, worker_deadline_s=60)) as pool,
        running(FetchStage(settings, client, pool), settings),
    ):
        await ask_for(settings, *(an_entry(url) for url in urls))
        articles = await read_until(settings, "articles", len(good))
        records = await read_until(settings, "dead-letters", 2)
    assert {json.loads(record.value)["url"] for record in articles} == set(good)
    letters = [(DeadLetter.from_headers(list(record.headers)), record.value) for record in records]
    assert {letter.url: letter.error for letter, _ in letters} == deadly
    assert all(b"its worker" in value for _, value in letters)


async def test_the_outlets_log_shows_a_gap_between_all_requests_to_it(
    kafka: Broker, prepared: Prepare, client: Client, pool: WorkerPool, outlet: Outlet
) -> None:
    settings = (await prepared(kafka)).model_copy(update={"domain_gap_s": 0.4})
    urls = [outlet.serve(f"/news/{n}", html("", status=410)) for n in range(5)]
    async with running(FetchStage(settings, client, pool), settings):
        await ask_for(settings, *(an_entry(url) for url in urls))
        await outlet.until(lambda: len(outlet.log) == len(urls))
    gaps = [later.at - earlier.at for earlier, later in itertools.pairwise(outlet.log)]
    # A request may reach the outlet late, and so nearer to the next one than the two were sent.
    assert min(gaps) > 0.4 / 2
    assert sum(gaps) > 0.4 * len(gaps) - 0.2


async def test_a_correction_on_the_page_becomes_a_revision_of_its_mention(
    broker: Broker, prepared: Prepare, client: Client, pool: WorkerPool, outlet: Outlet
) -> None:
    settings = await prepared(broker, revisit_gap_s=0.2, revisits_max=100)
    url = outlet.serve("/news/1", html(report(killed="12")))
    feed = a_feed(outlet.serve("/feed", rss([(url, "Strike")])))
    async with (
        running(PollStage(settings, client, pool), settings),
        running(FetchStage(settings, client, pool), settings),
        running(TagStage(settings, RulesTagger(pool)), settings),
    ):
        await watch(settings, feed)
        await read_until(settings, "mentions", 1)
        outlet.serve("/news/1", html(report(killed="14")))
        await read_until(settings, "mentions", 2)
    first, second = await values_of(settings, "mentions")
    assert (first["id"], first["revision"], second["revision"]) == (second["id"], 1, 2)
    assert (first["killed"]["max"], second["killed"]["max"]) == (12, 14)


async def test_pages_that_are_done_with_are_not_fetched_again_by_other_feeds_nor_after_a_restart(
    kafka: Broker, prepared: Prepare, client: Client, pool: WorkerPool, outlet: Outlet, other: Outlet
) -> None:
    settings = await prepared(kafka, revisits_max=0)
    # So many that the domain's shelf is parted.
    urls = [outlet.serve(f"/news/{n}", html(report(more=f"Number {n}."))) for n in range(80)]
    async with running(FetchStage(settings, client, pool), settings):
        await ask_for(settings, *(an_entry(url) for url in urls))
        await read_until(settings, "articles", len(urls))
        await ask_for(settings, *(an_entry(url, feed_id="another") for url in urls))
        await ask_for(settings, an_entry(other.serve("/mark/1", html(report(more="A mark.")))))
        await read_until(settings, "articles", len(urls) + 1)
    async with running(FetchStage(settings, client, pool), settings):
        await ask_for(settings, *(an_entry(url, feed_id="a third") for url in urls))
        await ask_for(settings, an_entry(outlet.serve("/mark/2", html(report(more="Another mark.")))))
        await read_until(settings, "articles", len(urls) + 2)
    assert {outlet.times(f"/news/{n}") for n in range(80)} == {1}
    names = {split_key(key)[1] for key in await read_table(settings, "fetch-store") if key != POSITION_KEY}
    assert not any(name.startswith(("page/", "article/")) for name in names)


async def test_a_page_that_disappears_removes_its_article_and_withdraws_its_mention(
    kafka: Broker, prepared: Prepare, client: Client, pool: WorkerPool, outlet: Outlet
) -> None:
    settings = await prepared(kafka, revisit_gap_s=0.2, revisits_max=100, removal_gap_s=0.2)
    url = outlet.serve("/news/1", html(report()))
    async with (
        running(FetchStage(settings, client, pool), settings),
        running(TagStage(settings, RulesTagger(pool)), settings),
    ):
        await ask_for(settings, an_entry(url))
        await read_until(settings, "mentions", 1)
        outlet.serve("/news/1", html("", status=404))
        await read_until(settings, "mentions", 2)
    articles = await values_of(settings, "articles")
    assert [(article["version"], article["status"]) for article in articles] == [(1, "published"), (2, "removed")]
    first, second = await values_of(settings, "mentions")
    assert (second["id"], second["withdrawn"], second["article_version"]) == (first["id"], True, 2)


async def test_a_message_that_is_no_article_becomes_a_dead_letter_and_the_next_is_tagged(
    kafka: Broker, prepared: Prepare, pool: WorkerPool
) -> None:
    settings = await prepared(kafka)
    article = an_article(strike())
    await publish(
        settings,
        [
            Publication("articles", article.id, article.id, b'{"no": "article"}'),
            Publication("articles", article.id, article.id, article.to_bytes()),
        ],
    )
    async with running(TagStage(settings, RulesTagger(pool)), settings):
        await read_until(settings, "mentions", 1)
    [record] = await read_all(settings, "dead-letters")
    letter = DeadLetter.from_headers(list(record.headers))
    assert (record.value, record.key) == (b'{"no": "article"}', article.id.encode())
    assert (letter.stage, letter.error) == ("tag", "bad-message")


def tagged_as(disposition: str) -> float:
    """How many articles the metrics have by that disposition."""
    labels = {"stage": "tag", "kind": "message", "disposition": disposition}
    return REGISTRY.get_sample_value("dateline_items_total", labels) or 0.0


async def test_an_article_in_a_language_that_is_not_read_is_counted_in_the_metrics(
    embedded: Broker, prepared: Prepare, pool: WorkerPool
) -> None:
    settings = await prepared(embedded)
    spanish = "Doce personas murieron en un ataque con bomba en un mercado el lunes, dijo la policía. " * 3
    article = an_article(title="Ataque").model_copy(update={"text": spanish, "language": "es"})
    before = tagged_as("no-event-unsupported-language")
    await publish(settings, [Publication("articles", article.id, article.id, article.to_bytes())])
    async with running(TagStage(settings, RulesTagger(pool)), settings):

        async def counted() -> bool:
            return tagged_as("no-event-unsupported-language") == before + 1

        await until(counted)
    assert await read_all(settings, "mentions") == []
