"""``dateline up``: a whole Dateline in one process, on the embedded broker."""

from __future__ import annotations

import asyncio
import json
import signal
from pathlib import Path

import aiohttp
import pytest

from tests.cli.commands import WAIT_S, Said, Service, dateline, environment, service
from tests.stages.outlets import Outlet, html, report, rss

ENVIRONMENT = {
    "DATELINE_ALLOW_NETWORKS": "127.0.0.0/8",
    "DATELINE_HTTP_HOST": "127.0.0.1",
    "DATELINE_HTTP_PORT": "0",
    "DATELINE_POLL_INTERVAL_MIN_S": "0.5",
    "DATELINE_POLL_INTERVAL_MAX_S": "0.5",
    "DATELINE_DOMAIN_GAP_S": "0",
    "DATELINE_WORKERS": "1",
}


async def ready(up: Service) -> dict[str, str]:
    """Waits until all stages are ready; gives the environment that leads to its broker."""
    port = await up.health_port()
    servers = (await up.says(r'"bootstrap_servers": "([^"]+)"'))[1]
    async with aiohttp.ClientSession() as session, asyncio.timeout(WAIT_S):
        while (await session.get(f"http://127.0.0.1:{port}/readyz")).status != 200:
            await asyncio.sleep(0.1)
    return environment(DATELINE_BOOTSTRAP_SERVERS=servers)


async def tailed(topic: str, count: int, env: dict[str, str]) -> Said:
    return await dateline("tail", topic, "--from-beginning", "-n", str(count), "--json", env=env)


@pytest.mark.slow
async def test_a_feed_that_is_added_becomes_a_mention_and_a_restart_goes_on_where_it_was(tmp_path: Path) -> None:
    arguments = ("up", "--data", str(tmp_path / "data"))
    async with Outlet() as outlet:
        url = outlet.serve("/news/1", html(report()))
        feed = outlet.serve("/feed", rss([(url, "Strike")]))
        async with service(*arguments, env=environment(None, **ENVIRONMENT), log=tmp_path / "first.log") as up:
            env = await ready(up)
            assert (await dateline("feeds", "add", feed, env=env)).code == 0
            [mention] = (await tailed("mentions", 1, env)).json_lines
            assert mention["value"]["article_url"] == url
            await up.told(signal.SIGTERM)
            assert await up.ended() == 0
        asked = outlet.times("/feed")
        second = outlet.serve("/news/2", html(report("Sumy", "7")))
        outlet.serve("/feed", rss([(second, "Another strike"), (url, "Strike")]))
        async with service(*arguments, env=environment(None, **ENVIRONMENT), log=tmp_path / "second.log") as up:
            env = await ready(up)
            mentions = (await tailed("mentions", 2, env)).json_lines
            entries = (await dateline("tail", "entries", "--to-end", "--json", env=env)).json_lines
            await up.told(signal.SIGINT)
            assert await up.ended() == 0
    assert {mention["value"]["article_url"] for mention in mentions} == {url, second}
    assert [entry["value"]["url"] for entry in entries] == [url, second]
    assert outlet.times("/feed") > asked
    assert outlet.times("/news/1") == 1


async def test_its_log_is_one_json_object_a_line(tmp_path: Path) -> None:
    env = environment(None, **ENVIRONMENT)
    async with service("up", "--data", str(tmp_path / "data"), env=env, log=tmp_path / "log") as up:
        await ready(up)
        await up.told(signal.SIGTERM)
        assert await up.ended() == 0
    said = [json.loads(line) for line in up.log.splitlines()]
    assert {"event", "level", "timestamp"} <= set.intersection(*(set(line) for line in said))
    assert {line["level"] for line in said} == {"info"}
