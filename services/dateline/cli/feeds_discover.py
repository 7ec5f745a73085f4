"""``dateline feeds discover``: the feeds of a site."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

import click
from rich.console import Console
from rich.table import Table

from dateline.cli.feeds_asking import Asker
from dateline.cli.options import with_settings
from dateline.cli.terminal import cell
from dateline.errors import BadInput, ConfigurationError
from dateline.feeds.discovery import (
    Candidate,
    candidates_of_page,
    candidates_of_robots,
    robots_url,
    well_known_candidates,
)
from dateline.feeds.model import ParsedFeed
from dateline.settings import PollSettings, Settings, WebSettings, WorkerSettings
from dateline.web.errors import FetchError

ASKED_MAX = 25
"""Places that are asked for a feed, of those that a page names."""


@dataclass(frozen=True, slots=True)
class Discovered:
    """A feed that was found by asking."""

    url: str
    """Where it answered."""
    clue: str
    """Why it was looked for there."""
    feed: ParsedFeed

    def to_line(self) -> dict[str, object]:
        """What ``--json`` prints of it."""
        newest = max((entry.published_at or entry.updated_at or "" for entry in self.feed.entries), default="")
        return {
            "url": self.url,
            "found_by": self.clue,
            "format": self.feed.format,
            "title": self.feed.title,
            "language": self.feed.language,
            "entries": len(self.feed.entries),
            "newest_at": newest or None,
        }


@click.command(name="discover")
@click.argument("url")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@with_settings(WorkerSettings, WebSettings, PollSettings)
def discover_command(settings: Settings, url: str, *, as_json: bool) -> None:
    """Find the feeds of the site at URL: those that its page names, else where feeds usually are.

    Every place is asked before it is shown. The exit code is 1 where there is none.
    """
    found = asyncio.run(_discover(settings, url))
    if as_json:
        for each in found:
            click.echo(json.dumps(each.to_line(), ensure_ascii=False))
    elif found:
        table = Table("feed", "format", "title", "language", "entries", "newest", "found by")
        for each in found:
            line = each.to_line()
            shown = ("url", "format", "title", "language", "entries", "newest_at", "found_by")
            table.add_row(*(cell(line[key] if line[key] is not None else "") for key in shown))
        Console().print(table)
    if not found:
        click.echo(f"no feed found at {url}, nor where feeds usually are", err=True)
    sys.exit(0 if found else 1)


async def _discover(settings: Settings, url: str) -> list[Discovered]:
    async with Asker(settings) as asker:
        try:
            response = await asker.get(url)
        except (FetchError, BadInput) as error:
            raise ConfigurationError(f"{url}: {error.code}: {error.reason}") from error
        try:
            return [Discovered(response.url, "itself", await asker.parse(response))]
        except BadInput:
            pass  # a page, as most URLs are
        content_type = response.headers.get("content-type")
        named = candidates_of_page(response.body, url=response.url, content_type=content_type) if response.ok else []
        found = [each async for each in _asked(asker, named[:ASKED_MAX])]
        if found:
            return found
        try:
            robots = await asker.get(robots_url(response.url))
            listed = candidates_of_robots(robots.body, url=robots.url) if robots.ok else []
        except FetchError:
            listed = []
        guessed = well_known_candidates(response.url) + listed[:ASKED_MAX]
        return [each async for each in _asked(asker, guessed, guessed=True)]


async def _asked(asker: Asker, candidates: Iterable[Candidate], *, guessed: bool = False) -> AsyncIterator[Discovered]:
    """The feeds among the candidates, each once, though it may answer at several addresses."""
    seen: set[str] = set()
    for candidate in candidates:
        try:
            response = await asker.get(candidate.url, guessed=guessed)
            feed = await asker.parse(response)
        except (FetchError, BadInput):
            continue  # there is none at this place
        if response.url not in seen:
            seen.add(response.url)
            yield Discovered(response.url, candidate.clue.value, feed)
