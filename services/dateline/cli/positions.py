"""``dateline positions``: where each stage stands in its input and inbox."""

from __future__ import annotations

import asyncio

import click
from rich import box
from rich.console import Console
from rich.table import Table

from dateline.cli.options import with_settings
from dateline.settings import KafkaSettings, Settings


@click.group()
def command() -> None:
    """Where each stage stands."""


@command.command()
@with_settings(KafkaSettings)
def show(settings: Settings) -> None:
    """Show the position of every stage in every partition, and how far it is from the end."""
    from dateline.runtime.position_store import positions_of
    from dateline.stages.assembly import INPUTS

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("stage", "topic"):
        table.add_column(name, overflow="fold")
    for name in ("partition", "position", "end", "lag", "done beyond"):
        table.add_column(name, justify="right")
    for stage, source in INPUTS.items():
        for row in asyncio.run(positions_of(settings, stage, source)):
            table.add_row(*map(str, (stage, row.topic, row.partition, row.next, row.end, row.lag, row.done_beyond)))
    Console().print(table)


@command.command()
@click.argument("stage", type=click.Choice(["poll", "fetch", "tag"]))
@click.option("--to", "to", type=click.Choice(["earliest", "latest"]), required=True, help="Where to go on reading.")
@click.confirmation_option(prompt="The stage will read again, or pass over, what lies between. Go on?")
@with_settings(KafkaSettings)
def reset(settings: Settings, stage: str, to: str) -> None:
    """Set a stage's positions. What is running notices, and goes on from there."""
    from dateline.runtime.position_store import reset_positions
    from dateline.stages.assembly import INPUTS

    for row in asyncio.run(reset_positions(settings, stage, INPUTS[stage], to_latest=to == "latest")):
        click.echo(f"{row.topic} {row.partition}: {row.next}")
