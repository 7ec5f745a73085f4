"""``dateline feeds``: the watch list. What it says takes effect at once, also while poll runs."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import click
from pydantic import ValidationError
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dateline.cli.feeds_check import check_command
from dateline.cli.feeds_discover import discover_command
from dateline.cli.feeds_filters import filter_options, filters_of
from dateline.cli.options import with_settings
from dateline.cli.terminal import cell, moment
from dateline.errors import BadInput, ConfigurationError
from dateline.messages import Feed, feed_id
from dateline.settings import KafkaSettings, Settings


@click.group()
def command() -> None:
    """The watch list: add, remove, list, import, export; and look at feeds before they are on it."""


command.add_command(check_command)
command.add_command(discover_command)


@command.command()
@click.argument("urls", metavar="URL...", nargs=-1, required=True)
@click.option("--title", help="Your name for it.")
@click.option("--group", "groups", multiple=True, help="Where it belongs; several from the outermost in.")
@click.option("--country", metavar="ALPHA3", help="Country of the outlet, as UKR.")
@click.option("--language", metavar="TAG", help="Language of the outlet, as uk.")
@click.option("--credential", metavar="NAME", help="What to ask it with: a table of poll's credentials file.")
@filter_options
@with_settings(KafkaSettings)
def add(
    settings: Settings, urls: tuple[str, ...], groups: tuple[str, ...], **given: Any,  # noqa: ANN401 - the options
) -> None:  # fmt: skip
    """Add feeds, or change those that are there."""
    fields = {**filters_of(given), **given, "groups": [*groups]}
    feeds = [_feed(url, **fields) for url in urls]
    asyncio.run(_publish(settings, feeds))
    for feed in feeds:
        click.echo(f"{feed.id}  {feed.url}")


@command.command()
@click.argument("feeds", metavar="URL|ID...", nargs=-1, required=True)
@with_settings(KafkaSettings)
def remove(settings: Settings, feeds: tuple[str, ...]) -> None:
    """Take feeds off the list."""
    asyncio.run(_remove(settings, feeds))


@command.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@with_settings(KafkaSettings)
def list_feeds(settings: Settings, *, as_json: bool) -> None:
    """Show the list: when each feed is polled next and why, and how the last poll ended."""
    rows = asyncio.run(_rows(settings))
    if as_json:
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False))
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("feed", ratio=1, overflow="fold")
    table.add_column("last poll")
    table.add_column("next poll, and why then")
    now = datetime.now(UTC)
    for row in rows:
        next_at, failures, title = row.get("next_at"), row.get("failures"), row.get("title")
        why = "; ".join(str(part) for part in (row.get("reason"), row.get("hub") and f"hub {row['hub']}") if part)
        when = moment(datetime.fromisoformat(str(next_at)), now) if next_at else "not yet planned"
        table.add_row(
            _stacked(cell(row["url"]), title),
            _stacked(
                cell(row.get("result") or "not yet polled", "yellow" if failures else ""),
                failures and f"{failures} failure{'' if failures == 1 else 's'} in a row",
            ),
            _stacked(cell(when), why),
        )
    if rows:
        Console().print(table)
    click.echo(f"{len(rows)} feed{'' if len(rows) == 1 else 's'}")


@command.command(name="import")
@click.argument("file", type=click.File("rb"))
@with_settings(KafkaSettings)
def import_feeds(settings: Settings, file: BinaryIO) -> None:
    """Add every feed of an OPML file ("-": standard input)."""
    from dateline.feeds.opml import read_opml

    try:
        feeds = read_opml(file.read())
    except BadInput as error:
        raise ConfigurationError(
            f"{file.name}: {error.reason}; an OPML file of outlines with xmlUrl is needed"
        ) from error
    asyncio.run(_publish(settings, feeds))
    click.echo(f"{len(feeds)} feed{'' if len(feeds) == 1 else 's'} imported")


@command.command()
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path), default="-")
@with_settings(KafkaSettings)
def export(settings: Settings, file: Path) -> None:
    """Write the list as OPML to a file or standard output."""
    from dateline.feeds.opml import write_opml

    opml = write_opml(asyncio.run(_watch_list(settings)))
    if str(file) == "-":
        sys.stdout.buffer.write(opml)
    else:
        try:
            file.write_bytes(opml)
        except OSError as error:
            raise ConfigurationError(f"{file}: cannot be written: {error.strerror}") from error


def _feed(url: str, **fields: Any) -> Feed:  # noqa: ANN401 - options as the person gave them; the model checks them
    from dateline.feeds.filters import check_filters
    from dateline.web.domain import registrable_domain

    try:
        if not url.lower().startswith(("http://", "https://")):
            raise BadInput("bad-url", "it does not begin with http:// or https://")
        registrable_domain(url)
        feed = Feed.model_validate({"id": feed_id(url), "url": url, **fields})
        check_filters(feed)
        return feed
    except BadInput as error:
        raise ConfigurationError(f"{url}: {error.reason}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigurationError(
            f"--{'-'.join(str(part) for part in first['loc'])}: {first['msg']}, got {first['input']!r}"
        ) from error


async def _publish(settings: Settings, feeds: Iterable[Feed]) -> None:
    from dateline.runtime.records import publish
    from dateline.runtime.stage import Publication
    from dateline.web.domain import registrable_domain

    await publish(
        settings, [Publication("feeds", feed.id, registrable_domain(feed.url), feed.to_bytes()) for feed in feeds]
    )


async def _watch_list(settings: Settings) -> list[Feed]:
    from dateline.runtime.records import read_table

    feeds = []
    for value in (await read_table(settings, "feeds")).values():
        try:
            feeds.append(Feed.model_validate_json(value))
        except ValidationError:
            continue  # poll has put it into the dead letters; it is not on the list
    return sorted((feed for feed in feeds if not feed.removed), key=lambda feed: (feed.groups, feed.url))


async def _remove(settings: Settings, names: tuple[str, ...]) -> None:
    known = {key: feed for feed in await _watch_list(settings) for key in (feed.id, feed.url)}
    for name in names:
        if name not in known:
            raise ConfigurationError(f"{name} is on the list neither as a URL nor as an id; see: dateline feeds list")
    await _publish(settings, [known[name].model_copy(update={"removed": True}) for name in names])
    for name in names:
        click.echo(f"removed  {known[name].url}")


async def _rows(settings: Settings) -> list[dict[str, object]]:
    from dateline.runtime.records import read_table
    from dateline.runtime.state import POSITION_KEY, Envelope, split_key
    from dateline.stages.feed_states import FeedState
    from dateline.stages.websub import SUBSCRIPTION, SubscriptionState

    feeds = await _watch_list(settings)
    states: dict[str, tuple[Envelope, FeedState]] = {}
    hubs: dict[str, str] = {}
    for key, value in (await read_table(settings, "poll-store")).items():
        name = "" if key == POSITION_KEY else split_key(key)[1]
        if name.startswith("feed/"):
            envelope = Envelope.decode(value)
            states[name.removeprefix("feed/")] = (envelope, FeedState.decode(envelope.payload))
        elif name.startswith(SUBSCRIPTION):
            subscription = SubscriptionState.decode(Envelope.decode(value).payload).subscription
            hubs[name.removeprefix(SUBSCRIPTION)] = subscription.status
    rows: list[dict[str, object]] = []
    for feed in feeds:
        row: dict[str, object] = {"id": feed.id, "url": feed.url, "title": feed.title, "groups": feed.groups}
        if feed.id in states:
            envelope, state = states[feed.id]
            row |= {
                "result": state.result,
                "next_at": _shown(envelope.due_at),
                "reason": state.reason,
                "failures": state.history.failures,
            }
        if feed.id in hubs:
            row["hub"] = hubs[feed.id]
        rows.append(row)
    return rows


def _stacked(above: Text, below: object) -> Text:
    """Two lines of a cell; one where there is nothing to say below."""
    return Text.assemble(above, "\n", cell(below, "dim")) if below else above


def _shown(moment: float | None) -> str | None:
    return None if moment is None else datetime.fromtimestamp(moment, UTC).isoformat(timespec="seconds")
