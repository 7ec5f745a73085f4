"""``dateline fetch``: fetch the pages of entries and publish articles."""

from __future__ import annotations

import click

from dateline.cli.options import with_settings
from dateline.settings import (
    FetchSettings,
    KafkaSettings,
    LogSettings,
    Settings,
    StageSettings,
    StoreSettings,
    WebSettings,
    WorkerSettings,
)


@click.command()
@with_settings(KafkaSettings, StageSettings, WebSettings, FetchSettings, StoreSettings, WorkerSettings, LogSettings)
def command(settings: Settings) -> None:
    """Run the stage that fetches pages and publishes article versions."""
    from dateline.cli.running import run_until_signal

    run_until_signal(["fetch"], settings)
