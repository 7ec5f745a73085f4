"""``dateline feeds check``: what is wrong with the feeds of a list."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import BinaryIO

import click

from dateline.cli.feeds_asking import Asker
from dateline.cli.options import with_settings
from dateline.cli.terminal import one_line
from dateline.cli.watch_list import feeds_of_opml, read_watch_list
from dateline.errors import BadInput
from dateline.feeds.checking import FATAL, Fault, Finding, findings_of
from dateline.messages import Feed
from dateline.settings import KafkaSettings, PollSettings, Settings, WebSettings, WorkerSettings
from dateline.web.client import Response
from dateline.web.errors import FetchError
from dateline.web.moves import permanent_target

_DAY_S = 86400.0


@dataclass(frozen=True, slots=True)
class Checked:
    """A feed of the list, and what is wrong with it."""

    feed: Feed
    findings: tuple[Finding, ...]
    entries: int = 0

    @property
    def ok(self) -> bool:
        """Whether anything comes from it."""
        return not any(finding.fault in FATAL for finding in self.findings)

    def to_line(self) -> dict[str, object]:
        """What ``--json`` prints of it."""
        findings = [{"fault": finding.fault.value, "detail": finding.detail} for finding in self.findings]
        return {
            "url": self.feed.url,
            "title": self.feed.title,
            "ok": self.ok,
            "entries": self.entries,
            "findings": findings,
        }


@click.command(name="check")
@click.argument("opml", type=click.File("rb"), required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for every feed.")
@click.option(
    "--silent-days", default=30.0, show_default=True, help="After so many days without news a feed is silent."
)
@with_settings(WorkerSettings, WebSettings, PollSettings, KafkaSettings)
def check_command(settings: Settings, opml: BinaryIO | None, *, as_json: bool, silent_days: float) -> None:
    """Ask every feed of an OPML file ("-": standard input), else of the watch list, once, and say what is wrong.

    The exit code is 1 where nothing comes from one of them.
    """
    sys.exit(asyncio.run(_check(settings, opml, as_json=as_json, silent_after_s=silent_days * _DAY_S)))


async def _check(settings: Settings, opml: BinaryIO | None, *, as_json: bool, silent_after_s: float) -> int:
    feeds = await read_watch_list(settings) if opml is None else feeds_of_opml(opml)
    counts: Counter[str] = Counter()
    failed = 0
    async for checked in _checked(settings, feeds, silent_after_s):
        failed += not checked.ok
        counts.update(finding.fault.value for finding in checked.findings)
        if as_json:
            click.echo(json.dumps(checked.to_line(), ensure_ascii=False))
        else:
            for finding in checked.findings:
                click.echo(f"{finding.fault:<12} {one_line(checked.feed.url)}  {one_line(finding.detail)}")
    told = ", ".join(f"{count} {fault}" for fault, count in counts.most_common())
    click.echo(
        f"{len(feeds)} feeds asked, {len(feeds) - failed} answer with a feed{f'; {told}' if told else ''}", err=True
    )
    return 1 if failed else 0


async def _checked(settings: Settings, feeds: list[Feed], silent_after_s: float) -> AsyncIterator[Checked]:
    """The feeds in the order in which they answer."""
    async with Asker(settings) as asker:
        waiting = [asyncio.ensure_future(_ask(asker, feed, silent_after_s)) for feed in feeds]
        try:
            for done in asyncio.as_completed(waiting):
                yield await done
        finally:
            for task in waiting:
                task.cancel()


async def _ask(asker: Asker, feed: Feed, silent_after_s: float) -> Checked:
    try:
        response = await asker.get(feed.url, feed.credential)
    except (FetchError, BadInput) as error:
        return Checked(feed, (Finding(Fault.UNREACHABLE, f"{error.code}: {error.reason}"),))
    moved = _moved(feed.url, response)
    if not response.ok:
        return Checked(feed, (*moved, Finding(Fault.STATUS, f"the server answered {response.status}")))
    try:
        parsed = await asker.parse(response)
    except BadInput as error:
        return Checked(feed, (*moved, Finding(Fault.UNREADABLE, f"{error.code}: {error.reason}")))
    found = findings_of(parsed, now=time.time(), silent_after_s=silent_after_s)
    return Checked(feed, (*moved, *found), entries=len(parsed.entries))


def _moved(url: str, response: Response) -> tuple[Finding, ...]:
    place = permanent_target(url, [(hop.url, hop.status, hop.location) for hop in response.chain])
    return () if place is None else (Finding(Fault.MOVED, f"permanently, to {place}"),)
