"""``dateline tag``: tag the conflict events of articles and publish mentions."""

from __future__ import annotations

import click

from dateline.cli.options import with_settings
from dateline.settings import (
    EndpointSettings,
    KafkaSettings,
    LogSettings,
    Settings,
    StageSettings,
    TagSettings,
    WorkerSettings,
)


@click.command()
@with_settings(KafkaSettings, StageSettings, TagSettings, EndpointSettings, WorkerSettings, LogSettings)
def command(settings: Settings) -> None:
    """Run the stage that tags conflict events and publishes mentions."""
    from dateline.cli.running import run_until_signal

    run_until_signal(["tag"], settings)
