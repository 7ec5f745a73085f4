"""``dateline dead-letters``: what could not be handled, and putting it back."""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dateline.cli.options import with_settings
from dateline.cli.terminal import cell, lines, moment, one_line
from dateline.errors import ConfigurationError
from dateline.settings import KafkaSettings, Settings

if TYPE_CHECKING:
    from dateline.messages import DeadLetter
    from dateline.runtime.records import Record
    from dateline.runtime.stage import Publication

_REPLAYED_AT_A_TIME = 500
_REASON_SHOWN = 200
_VALUE_SHOWN = 8000


@click.group()
def command() -> None:
    """What went aside: list, show, replay. A letter's address is PARTITION:OFFSET."""


@command.command(name="list")
@click.option("--stage", help="Only this stage's.")
@click.option("--error", help="Only of this error.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@with_settings(KafkaSettings)
def list_letters(settings: Settings, *, stage: str | None, error: str | None, as_json: bool) -> None:
    """List them, the oldest first."""
    letters = _chosen(asyncio.run(_read(settings)), stage, error)
    now = datetime.now(UTC)
    if as_json:
        for record, letter in letters:
            click.echo(json.dumps({"address": _address(record), **letter.model_dump(mode="json")}, ensure_ascii=False))
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("address", "failed at", "stage", "error"):
        table.add_column(name, no_wrap=name != "error")
    table.add_column("reason, and where it came from", ratio=1, overflow="fold")
    for record, letter in letters:
        origin = letter.url or f"{letter.origin_topic} {letter.origin_partition}:{letter.origin_offset}"
        said = Text.assemble(cell(letter.reason[:_REASON_SHOWN]), "\n", cell(origin, style="dim"))
        when = moment(letter.failed_at, now)
        table.add_row(_address(record), when, cell(letter.stage), cell(letter.error), said)
    if letters:
        Console().print(table)
    click.echo(f"{len(letters)} dead letter{'' if len(letters) == 1 else 's'}")


@command.command()
@click.argument("address", metavar="PARTITION:OFFSET")
@click.option("--bytes", "raw", is_flag=True, help="Only the original bytes, to standard output.")
@with_settings(KafkaSettings)
def show(settings: Settings, address: str, *, raw: bool) -> None:
    """Show one: what is said of it, and its bytes as text."""
    [(record, letter)] = _named(asyncio.run(_read(settings)), [address])
    if raw:
        sys.stdout.buffer.write(record.value or b"")
        return
    for name, value in letter.model_dump(mode="json", exclude_none=True).items():
        click.echo(f"{name}: {one_line(str(value), _VALUE_SHOWN)}")
    click.echo(f"key: {one_line((record.key or b'').decode('utf-8', 'replace'))}")
    click.echo("")
    click.echo("(null)" if record.value is None else lines(record.value.decode("utf-8", "replace")))


@command.command()
@click.argument("addresses", metavar="[PARTITION:OFFSET]...", nargs=-1)
@click.option("--all", "every", is_flag=True, help="All, or all of --stage and --error.")
@click.option("--stage", help="With --all: only this stage's.")
@click.option("--error", help="With --all: only of this error.")
@with_settings(KafkaSettings)
def replay(
    settings: Settings, addresses: tuple[str, ...], *, every: bool, stage: str | None, error: str | None
) -> None:
    """Put letters back into the inbox of the stage that gave them up. The letter itself stays on record."""
    if every == bool(addresses):
        raise click.UsageError("name letters by PARTITION:OFFSET, or say --all")
    count = asyncio.run(_replay(settings, addresses, stage, error))
    click.echo(f"{count} dead letter{'' if count == 1 else 's'} replayed")


def _address(record: Record) -> str:
    return f"{record.partition}:{record.offset}"


async def _read(settings: Settings) -> list[tuple[Record, DeadLetter]]:
    from dateline.messages import DeadLetter
    from dateline.runtime.records import read_to_end

    letters: list[tuple[Record, DeadLetter]] = []
    strangers = 0
    for record in sorted(await read_to_end(settings, "dead-letters"), key=lambda record: record.timestamp):
        try:
            letters.append((record, DeadLetter.from_headers(list(record.headers))))
        except ValueError:  # pydantic's and the decoder's errors are such: headers that are not ours
            strangers += 1
    if strangers:
        click.echo(f"{strangers} records in the topic are no dead letters of Dateline's; they are left out", err=True)
    return letters


def _chosen(
    letters: list[tuple[Record, DeadLetter]], stage: str | None, error: str | None
) -> list[tuple[Record, DeadLetter]]:
    return [(r, d) for r, d in letters if stage in (None, d.stage) and error in (None, d.error)]


def _named(
    letters: list[tuple[Record, DeadLetter]], addresses: tuple[str, ...] | list[str]
) -> list[tuple[Record, DeadLetter]]:
    by_address = {_address(record): (record, letter) for record, letter in letters}
    for address in addresses:
        if address not in by_address:
            raise ConfigurationError(f"no dead letter at {address}; see: dateline dead-letters list")
    return [by_address[address] for address in addresses]


async def _replay(settings: Settings, addresses: tuple[str, ...], stage: str | None, error: str | None) -> int:
    from dateline.runtime.records import publish

    letters = await _read(settings)
    chosen = _named(letters, addresses) if addresses else _chosen(letters, stage, error)
    publications = [_replayed(record, letter) for record, letter in chosen]
    for start in range(0, len(publications), _REPLAYED_AT_A_TIME):
        await publish(settings, publications[start : start + _REPLAYED_AT_A_TIME])
    return len(publications)


def _replayed(record: Record, letter: DeadLetter) -> Publication:
    """What puts a letter back: the record itself, the message that brings the document again, or a rearming.

    Which partition it belongs to only the stage can tell, and it does: a record in the wrong one is moved.
    """
    from dateline.messages import DeadLetterKind
    from dateline.runtime.commands import REARM_HEADER, REPLAYED_HEADER
    from dateline.runtime.stage import Publication
    from dateline.runtime.state import split_key

    inbox = f"{letter.stage}-inbox"
    kind = letter.kind.value.encode()
    key = (record.key or b"").decode("utf-8", "replace")
    if letter.truncated and letter.kind is DeadLetterKind.MESSAGE:
        raise ConfigurationError(
            f"the letter at {_address(record)} holds only the head of its bytes: it can't be replayed"
        )
    if letter.kind is DeadLetterKind.STATE:
        lane = split_key(record.key)[0]
        return Publication(inbox, record.key, lane, b"", ((REARM_HEADER, b"1"),))
    if letter.kind is DeadLetterKind.DOCUMENT:
        value = letter.replay_bytes()
        if value is None:
            raise ConfigurationError(f"the letter at {_address(record)} says no message to replay")
        return Publication(inbox, key, key, value, ((REPLAYED_HEADER, kind),))
    headers = tuple(header for header in record.headers if not header[0].startswith("dateline-"))
    return Publication(inbox, record.key, key, record.value, (*headers, (REPLAYED_HEADER, kind)))
