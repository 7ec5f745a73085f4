"""``dateline feeds discover`` and ``feeds check``, against a server on loopback."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from dateline.cli.feeds_check import check_command
from dateline.cli.feeds_discover import discover_command
from tests.feeds.documents import item, rss
from tests.web.origin import Origin, redirect, response

ENVIRONMENT = {"DATELINE_ALLOW_NETWORKS": "127.0.0.0/8", "DATELINE_DOMAIN_GAP_S": "0", "DATELINE_WORKERS": "1"}
FEED = rss(item("<title>Bridge hit</title><pubDate>Mon, 02 Mar 2099 18:40:00 GMT</pubDate>"))
OLD = rss(item("<title>Bridge built</title><pubDate>Mon, 03 Mar 2008 18:40:00 GMT</pubDate>"))


@pytest.fixture
async def origin() -> AsyncIterator[Origin]:
    async with Origin() as server:
        yield server


async def run(command: click.Command, *arguments: str) -> tuple[int, list[dict[str, Any]], str]:
    """Exit code, lines of output as JSON, and what was said on standard error."""
    invoke = CliRunner(env=ENVIRONMENT).invoke
    done = await asyncio.to_thread(invoke, command, [*arguments, "--json"])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


async def test_discover_asks_what_the_page_names_and_shows_what_is_a_feed(origin: Origin) -> None:
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="{path}">' for path in ("/a", "/b", "/c"))
    origin.answers |= {
        "/": response(f"<html><head>{links}</head></html>".encode(), "Content-Type: text/html"),
        "/a": response(FEED, "Content-Type: application/rss+xml"),
        "/b": response(b"<html>no feed</html>"),
        "/c": redirect("/a"),
    }
    code, lines, _ = await run(discover_command, origin.url())
    assert code == 0
    assert [(line["url"], line["format"], line["title"], line["entries"]) for line in lines] == [
        (origin.url("/a"), "rss20", "River Post", 1)
    ]


async def test_discover_says_that_the_url_is_a_feed_itself(origin: Origin) -> None:
    origin.answers["/rss"] = response(FEED)
    code, lines, _ = await run(discover_command, origin.url("/rss"))
    assert (code, [line["found_by"] for line in lines]) == (0, ["itself"])


async def test_discover_looks_where_feeds_usually_are_and_into_robots_txt(origin: Origin) -> None:
    sitemap = b"<urlset><url><loc>/1</loc><lastmod>2026-03-02</lastmod></url></urlset>"
    origin.answers |= {
        "/news/": response(b"<html>no links</html>"),
        "/news/feed": response(FEED),
        "/robots.txt": response(f"Sitemap: {origin.url('/map.xml')}".encode()),
        "/map.xml": response(sitemap),
    }
    code, lines, _ = await run(discover_command, origin.url("/news/"))
    assert code == 0
    assert [(line["url"], line["found_by"]) for line in lines] == [
        (origin.url("/news/feed"), "well-known"),
        (origin.url("/map.xml"), "robots"),
    ]


async def test_discover_guesses_no_place_that_robots_txt_disallows(origin: Origin) -> None:
    origin.answers |= {
        "/": response(b"<html>no links</html>"),
        "/feed": response(FEED),
        "/rss.xml": response(FEED),
        "/robots.txt": response(b"User-agent: *\nDisallow: /rss.xml"),
    }
    _, lines, _ = await run(discover_command, origin.url())
    assert [line["url"] for line in lines] == [origin.url("/feed")]
    assert not any(request.startswith(b"GET /rss.xml") for request in origin.requests)


async def test_discover_ends_with_1_where_there_is_no_feed(origin: Origin) -> None:
    origin.answers["/"] = response(b"<html>nothing</html>")
    code, lines, said = await run(discover_command, origin.url())
    assert (code, lines) == (1, [])
    assert said.startswith("no feed found")


async def test_check_says_what_is_wrong_with_each_feed(origin: Origin, tmp_path: Path) -> None:
    origin.answers |= {
        "/good": response(FEED.replace(b"2099", b"2020")),
        "/old": response(OLD),
        "/page": response(b"<html>a page</html>"),
        "/moved": redirect("/good", 301),
        "/lent": redirect("/good", 302),
    }
    paths = ["/good", "/old", "/page", "/moved", "/lent", "/gone"]
    outlines = "".join(f'<outline xmlUrl="{origin.url(path)}"/>' for path in paths)
    opml = tmp_path / "list.opml"
    opml.write_text(f'<opml version="2.0"><body>{outlines}</body></opml>')
    code, lines, said = await run(check_command, str(opml), "--silent-days", "5000")
    found = {line["url"]: [finding["fault"] for finding in line["findings"]] for line in lines}
    assert found == {
        origin.url("/good"): [],
        origin.url("/old"): ["silent"],
        origin.url("/page"): ["unreadable"],
        origin.url("/moved"): ["moved"],
        origin.url("/lent"): [],
        origin.url("/gone"): ["status"],
    }
    assert code == 1
    assert "6 feeds asked, 4 answer with a feed" in said


async def test_check_asks_a_domain_for_one_thing_at_a_time(origin: Origin, tmp_path: Path) -> None:
    at_work = most = 0

    async def answer(writer: asyncio.StreamWriter) -> None:
        nonlocal at_work, most
        at_work += 1
        most = max(most, at_work)
        await asyncio.sleep(0)
        writer.write(response(OLD, "Connection: close"))
        await writer.drain()
        at_work -= 1

    origin.answers |= {f"/{number}": answer for number in range(8)}
    outlines = "".join(f'<outline xmlUrl="{origin.url(path)}"/>' for path in origin.answers)
    opml = tmp_path / "list.opml"
    opml.write_text(f'<opml version="2.0"><body>{outlines}</body></opml>')
    _, lines, _ = await run(check_command, str(opml))
    assert (len(lines), most) == (8, 1)
