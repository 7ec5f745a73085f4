"""``dateline tail``: a topic as a person or a program reads it."""

from __future__ import annotations

import asyncio
import json
from contextlib import aclosing, suppress
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table

from dateline.cli.options import with_settings
from dateline.cli.terminal import cell, one_line
from dateline.settings import KafkaSettings, Settings

if TYPE_CHECKING:
    from dateline.runtime.records import Record

_KEY_COLUMNS = 16
PUBLIC = ("feeds", "entries", "articles", "mentions", "dead-letters")


@click.command()
@click.argument("topic", type=click.Choice(PUBLIC))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for programs.")
@click.option("--from-beginning", is_flag=True, help="Everything that is there first.")
@click.option("--to-end", is_flag=True, help="Stop at the present end (implies --from-beginning).")
@click.option("-n", "--count", type=click.IntRange(1), help="Stop after so many records.")
@with_settings(KafkaSettings)
def command(
    settings: Settings, topic: str, *, as_json: bool, from_beginning: bool, to_end: bool, count: int | None
) -> None:
    """Read a topic, committed records only, until Ctrl-C."""
    with suppress(KeyboardInterrupt, BrokenPipeError):
        asyncio.run(_tail(settings, topic, as_json=as_json, from_beginning=from_beginning, to_end=to_end, count=count))


async def _tail(
    settings: Settings, topic: str, *, as_json: bool, from_beginning: bool, to_end: bool, count: int | None
) -> None:
    from dateline.runtime.records import follow, read_to_end

    console = Console()
    if to_end:
        records = sorted(await read_to_end(settings, topic), key=lambda record: record.timestamp)
        for record in records[:count]:
            _show(console, topic, record, as_json=as_json)
        return
    if console.is_terminal and not as_json:
        click.echo(f"{topic} {'from its beginning' if from_beginning else 'from now on'}; Ctrl-C ends it", err=True)
    shown = 0
    async with aclosing(follow(settings, topic, from_beginning=from_beginning)) as stream:
        async for record in stream:
            _show(console, topic, record, as_json=as_json)
            shown += 1
            if shown == count:
                return


def _show(console: Console, topic: str, record: Record, *, as_json: bool) -> None:
    if as_json:
        # As bytes: a stranger's record may hold lone surrogates, which no terminal's encoding has.
        click.echo(json.dumps(as_object(record), ensure_ascii=False).encode("utf-8", "replace"))
        return
    when, key = _clock(record.timestamp), one_line((record.key or b"").decode("utf-8", "replace"))
    if not console.is_terminal:
        click.echo(f"{when} {key:<{_KEY_COLUMNS}} {one_line(summary(topic, record))}")
        return
    row = Table.grid(padding=(0, 1))
    for width in (8, _KEY_COLUMNS, None):
        row.add_column(width=width, no_wrap=width is not None, overflow="fold" if width is None else "ellipsis")
    row.add_row(cell(when, style="dim"), cell(key), cell(summary(topic, record)))
    console.print(row)


def as_object(record: Record) -> dict[str, Any]:
    """A record as one JSON object: where it is, its key, its headers, and its value as JSON where it is JSON."""
    found: dict[str, Any] = {
        "partition": record.partition,
        "offset": record.offset,
        "timestamp_ms": record.timestamp,
        "key": None if record.key is None else record.key.decode("utf-8", "replace"),
        "headers": {name: (value or b"").decode("utf-8", "replace") for name, value in record.headers},
    }
    try:
        found["value"] = None if record.value is None else json.loads(record.value)
    except (ValueError, RecursionError):
        found["value_text"] = record.value.decode("utf-8", "replace")
    return found


def summary(topic: str, record: Record) -> str:
    """One line that says to a person what the record is; one that is not Dateline's says so."""
    try:
        return _said_of(topic, record)
    except ValueError as error:  # pydantic's and the decoder's errors are such
        return f"(no message of Dateline's: {str(error).splitlines()[0]})"


def _said_of(topic: str, record: Record) -> str:
    from dateline.messages import Article, ArticleStatus, DeadLetter, Entry, Feed, Mention, TextSource

    if topic == "dead-letters":
        letter = DeadLetter.from_headers(list(record.headers))
        return f"{letter.stage}: {letter.error}: {letter.reason}"
    if record.value is None:
        return "(deleted)"
    if topic == "feeds":
        feed = Feed.model_validate_json(record.value)
        return f"{'removed ' if feed.removed else ''}{feed.url} {feed.title or ''}"
    if topic == "entries":
        entry = Entry.model_validate_json(record.value)
        return f"{entry.change.value}: {entry.title or ''} {entry.url}"
    if topic == "articles":
        article = Article.model_validate_json(record.value)
        standing = "" if article.status is ArticleStatus.PUBLISHED else f"{article.status.value.upper()} "
        source = ", the feed's" if article.text_source is TextSource.FEED else ""
        return f"v{article.version} {standing}{article.title} ({len(article.text)} characters{source}) {article.url}"
    return mention_line(Mention.model_validate_json(record.value))


def mention_line(mention: Any) -> str:  # noqa: ANN401 - a Mention; its module is only imported when one is shown
    """What a mention reports, in one line."""
    parts = [
        "WITHDRAWN" if mention.withdrawn else "",
        mention.sub_type.value.replace("_", " "),
        f"in {mention.place.name}" if mention.place else "",
        f"on {mention.date.start}" if mention.date else "",
        "by " + ", ".join(a.name for a in mention.initiators) if mention.initiators else "",
        "against " + ", ".join(a.name for a in mention.targets) if mention.targets else "",
        f"killed {count(mention.killed)}" if mention.killed else "",
        f"injured {count(mention.injured)}" if mention.injured else "",
        f"[{mention.status.value}]",
    ]
    return " ".join(part for part in parts if part)


def count(people: Any) -> str:  # noqa: ANN401 - a PeopleCount
    """A figure or a range."""
    return str(people.min) if people.min == people.max else f"{people.min}–{people.max}"


def _clock(timestamp_ms: int) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(timestamp_ms / 1000, UTC).strftime("%H:%M:%S")
