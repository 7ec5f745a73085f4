"""``dateline poll``: poll feeds and publish their new and changed entries."""

from __future__ import annotations

import click

from dateline.cli.options import with_settings
from dateline.settings import (
    KafkaSettings,
    LogSettings,
    PollSettings,
    Settings,
    StageSettings,
    WebSettings,
    WebSubSettings,
    WorkerSettings,
)


@click.command()
@with_settings(KafkaSettings, StageSettings, WebSettings, PollSettings, WebSubSettings, WorkerSettings, LogSettings)
def command(settings: Settings) -> None:
    """Run the stage that polls feeds and publishes new and changed entries."""
    from dateline.cli.running import run_until_signal

    run_until_signal(["poll"], settings)
