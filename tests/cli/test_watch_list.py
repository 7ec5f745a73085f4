"""``dateline feeds``: the watch list as a person keeps it."""

from __future__ import annotations

import time
from pathlib import Path

from dateline.feeds.callbacks import Callbacks
from dateline.messages import feed_id
from dateline.runtime.workers import WorkerPool
from dateline.settings import Settings
from dateline.stages.poll import PollStage
from dateline.stages.websub import Subscriber
from dateline.web.client import Client
from tests.cli.commands import dateline, environment, one_clear_line
from tests.runtime.cluster import running
from tests.stages.hub import Hub
from tests.stages.outlets import Outlet, html, redirect, rss
from tests.stages.test_websub import a_document

OPML = b"""<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>
<outline text="Wires"><outline type="rss" text="Ledger [bold]" xmlUrl="https://ledger.example/feed"/></outline>
<outline type="rss" text="Monitor" xmlUrl="https://monitor.example/rss?a=1&amp;b=2" language="fr"/></body></opml>"""


async def test_a_feed_that_is_added_is_on_the_list(cluster: Settings) -> None:
    env, url = environment(cluster), "https://ledger.example/feed"
    added = await dateline("feeds", "add", url, "--title", "Ledger", "--country", "UKR", "--group", "Wires", env=env)
    assert (added.code, added.out) == (0, f"{feed_id(url)}  {url}\n")
    [row] = (await dateline("feeds", "list", "--json", env=env)).json_lines
    assert row == {"id": feed_id(url), "url": url, "title": "Ledger", "groups": ["Wires"], "status": "new"}
    shown = await dateline("feeds", "list", env=env)
    assert url in shown.out
    assert "not yet polled" in shown.out
    assert shown.out.endswith("1 feed\n")


async def test_a_feed_is_removed_by_its_address_or_its_id(cluster: Settings) -> None:
    env = environment(cluster)
    urls = ["https://ledger.example/feed", "https://monitor.example/feed", "https://herald.example/feed"]
    await dateline("feeds", "add", *urls, env=env)
    removed = await dateline("feeds", "remove", urls[0], feed_id(urls[1]), env=env)
    assert removed.out == f"removed  {urls[0]}\nremoved  {urls[1]}\n"
    assert [row["url"] for row in (await dateline("feeds", "list", "--json", env=env)).json_lines] == [urls[2]]


async def test_a_list_that_is_imported_is_exported_again(cluster: Settings, tmp_path: Path) -> None:
    env, file = environment(cluster), tmp_path / "out.opml"
    imported = await dateline("feeds", "import", "-", env=env, stdin=OPML)
    assert (imported.code, imported.out) == (0, "2 feeds imported\n")
    assert (await dateline("feeds", "export", str(file), env=env)).code == 0
    to_output = await dateline("feeds", "export", env=env)
    assert to_output.out.encode() == file.read_bytes()
    for part in ("https://monitor.example/rss?a=1&amp;b=2", 'text="Wires"', "Ledger [bold]"):
        assert part in to_output.out
    again = await dateline("feeds", "import", str(file), env=env)
    assert again.out == "2 feeds imported\n"
    assert len((await dateline("feeds", "list", "--json", env=env)).json_lines) == 2


async def test_brackets_in_a_title_are_shown_as_they_are(cluster: Settings) -> None:
    env = environment(cluster)
    await dateline("feeds", "import", "-", env=env, stdin=OPML)
    assert "[bold]" in (await dateline("feeds", "list", env=env)).out


async def test_the_list_says_how_each_feed_was_polled_and_when_and_why_it_is_next(cluster: Settings) -> None:
    env = environment(cluster)
    slow = cluster.model_copy(update={"poll_interval_min_s": 600.0, "poll_interval_max_s": 600.0, "retry_gap_s": 60.0})
    async with Outlet() as outlet, WorkerPool(slow) as pool, Client(slow) as client:
        good = outlet.serve("/good", rss([(outlet.url("/1"), "One")]))
        bad = outlet.serve("/bad", html("no", status=500))
        await dateline("feeds", "add", good, bad, env=env)
        async with running(PollStage(slow, client, pool), slow):
            await outlet.until(lambda: outlet.times("/good") and outlet.times("/bad"))
    shown = (await dateline("feeds", "list", env=environment(cluster, COLUMNS="80"))).out
    assert good in shown
    assert "1 failure in a row" in shown
    rows = {row["url"]: row for row in (await dateline("feeds", "list", "--json", env=env)).json_lines}
    assert (rows[good]["status"], rows[good]["result"], rows[good]["failures"]) == ("ok", "published", 0)
    assert (rows[bad]["status"], rows[bad]["result"], rows[bad]["reason"], rows[bad]["failures"]) == (
        "failing", "failed-server-error", "server-error", 1,
    )  # fmt: skip
    assert rows[good]["polled_at"] == rows[good]["news_at"]
    assert rows[bad]["polled_at"] is None
    assert rows[bad]["failing_since"] is not None
    failing = (await dateline("feeds", "list", "--status", "failing", "--json", env=env)).json_lines
    assert [row["url"] for row in failing] == [bad]
    assert rows[good]["next_at"] > rows[bad]["next_at"]


async def test_filters_and_a_credential_are_on_the_list_and_in_its_export(cluster: Settings) -> None:
    env = environment(cluster)
    given = "--credential wire --only-language uk --only-language ru --only-pattern strike|shell --without-domain a.b"
    assert (await dateline("feeds", "add", "https://ledger.example/feed", *given.split(), env=env)).code == 0
    exported = (await dateline("feeds", "export", env=env)).out
    for attribute in (
        'dateline:credential="wire"', 'dateline:onlyLanguages="uk ru"', 'dateline:onlyPattern="strike|shell"',
        'dateline:withoutDomains="a.b"',
    ):  # fmt: skip
        assert attribute in exported
    wrong = await dateline("feeds", "add", "https://ledger.example/feed", "--only-pattern", "(", env=env)
    assert (wrong.code, "'('" in wrong.err) == (1, True)


async def test_the_list_says_how_it_stands_with_a_feeds_hub(cluster: Settings) -> None:
    settings = cluster.model_copy(
        update={"websub_callback_url": "http://127.0.0.1:9", "poll_interval_min_s": 600.0, "websub_poll_gap_s": 600.0}
    )
    callbacks = Callbacks("http://127.0.0.1:9", "s" * 32)
    async with Outlet() as outlet, Hub(verifies=False) as hub, WorkerPool(settings) as pool, Client(settings) as client:
        url = outlet.serve("/feed", a_document(outlet, "/feed", hub, [1]))
        await dateline("feeds", "add", url, env=environment(cluster))
        stage = PollStage(settings, client, pool, subscriber=Subscriber(settings, callbacks, client, time.time))
        async with running(stage, settings):
            await hub.until_asked()
    [row] = (await dateline("feeds", "list", "--json", env=environment(cluster))).json_lines
    assert row["hub"] == "asked"
    assert "hub asked" in (await dateline("feeds", "list", env=environment(cluster, COLUMNS="120"))).out


async def test_a_feed_under_two_addresses_is_recognised(cluster: Settings) -> None:
    env = environment(cluster)
    slow = cluster.model_copy(update={"poll_interval_min_s": 600.0, "poll_interval_max_s": 600.0})
    async with Outlet() as outlet, WorkerPool(slow) as pool, Client(slow) as client:
        same = rss([(outlet.url(f"/{number}"), f"Report {number}") for number in range(10)])
        one, two = outlet.serve("/feed", same), outlet.serve("/rss", same)
        other = outlet.serve("/sport", rss([(outlet.url(f"/sport/{number}"), "Match") for number in range(9)]))
        moved, place = outlet.serve("/old", redirect("/place", 301)), outlet.serve("/place", rss([]))
        await dateline("feeds", "add", one, two, other, moved, place, env=env)
        async with running(PollStage(slow, client, pool), slow):
            await outlet.until(lambda: len({asked.path for asked in outlet.log}) == 5 and outlet.times("/place") == 2)
    rows = {row["url"]: row for row in (await dateline("feeds", "list", "--json", env=env)).json_lines}
    assert {url: row["same_as"] for url, row in rows.items()} == {
        one: [two], two: [one], other: [], moved: [place], place: [moved],
    }  # fmt: skip
    assert rows[moved]["moved_to"] == place
    shown = (await dateline("feeds", "list", env=environment(cluster, COLUMNS="160"))).out
    assert f"same as {two}" in shown
    assert f"moved to {place}" in shown


async def test_a_paused_feed_says_so_until_it_is_resumed(cluster: Settings) -> None:
    env, url = environment(cluster), "https://ledger.example/feed"
    await dateline("feeds", "add", url, "--title", "Ledger", env=env)
    assert (await dateline("feeds", "pause", feed_id(url), env=env)).out == f"paused  {url}\n"
    [row] = (await dateline("feeds", "list", "--json", env=env)).json_lines
    assert (row["status"], row["title"]) == ("paused", "Ledger")
    refused = one_clear_line(await dateline("feeds", "poll-now", url, env=env))
    assert refused.endswith(f"is paused; first: dateline feeds resume {url}")
    assert (await dateline("feeds", "resume", url, env=env)).out == f"resumed  {url}\n"
    assert (await dateline("feeds", "poll-now", url, env=env)).out == f"asked for  {url}\n"
