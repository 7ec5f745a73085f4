"""``dateline demo``: the whole pipeline against a sample newsroom on this machine."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

import click
from rich.console import Console

from dateline.settings import Settings

SETTINGS = {
    "allow_networks": "127.0.0.0/8",
    "http_host": "127.0.0.1",
    "http_port": 0,
    "user_agent": "Dateline demo",
    "log_level": "warning",
    "poll_interval_min_s": 1.5,
    "poll_interval_max_s": 3.0,
    "domain_gap_s": 0.1,
    "retry_gap_s": 1.0,
    "revisit_gap_s": 5.0,
    "revisits_max": 2,
}
"""Everything on loopback, and every wait short."""


@click.command()
@click.option("--keep", is_flag=True, help="Leave it running at the end, to look at with kcat or dateline tail.")
@click.option("--width", type=click.IntRange(40), help="Columns of the tables; absent: the terminal's.")
def command(*, keep: bool, width: int | None) -> None:
    """See the whole pipeline work: a newsroom of invented outlets is served on loopback, its feeds are polled,
    its articles fetched, its events tagged, and shown as they come."""
    from dateline.demo.run import Demonstration
    from dateline.runtime.logs import configure_logs
    from dateline.runtime.service import stop_on_signals

    settings = Settings.model_validate(SETTINGS)
    console = Console(width=width)

    async def run(data: Path) -> None:
        stop = asyncio.Event()
        with stop_on_signals(stop):
            await Demonstration(settings, console, data, keep=keep).run(stop)

    with tempfile.TemporaryDirectory(prefix="dateline-demo-") as data:
        configure_logs(settings)
        asyncio.run(run(Path(data)))
