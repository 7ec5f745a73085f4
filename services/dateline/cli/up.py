"""``dateline up``: all stages in one process, on a cluster, or on the embedded broker where none is named."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click
import structlog

from dateline.cli.options import with_settings
from dateline.settings import (
    EndpointSettings,
    FetchSettings,
    KafkaSettings,
    LogSettings,
    PollSettings,
    Settings,
    StageSettings,
    StoreSettings,
    TagSettings,
    WebSettings,
    WebSubSettings,
    WorkerSettings,
)

log = structlog.get_logger()


@click.command()
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("dateline-data"),
    show_default=True,
    help="Without --bootstrap-servers: the folder of the embedded broker's data.",
)
@with_settings(
    KafkaSettings,
    StageSettings,
    WebSettings,
    PollSettings,
    WebSubSettings,
    FetchSettings,
    StoreSettings,
    TagSettings,
    EndpointSettings,
    WorkerSettings,
    LogSettings,
)
def command(settings: Settings, data: Path) -> None:
    """Run all stages in one process: a whole Dateline for a small deployment.

    Without --bootstrap-servers (or DATELINE_BOOTSTRAP_SERVERS) it starts the embedded broker, which is for
    trying out: it writes to disk about once a second, and what it had not yet written is lost with a crash
    of the machine.
    """
    from dateline.broker.connection import client_options
    from dateline.runtime.logs import configure_logs

    client_options(settings)  # what is wrong with the cluster's settings is said before anything starts
    configure_logs(settings)
    asyncio.run(_up(settings, data))


async def _up(settings: Settings, data: Path) -> None:
    from dateline.broker.administration import create_topics
    from dateline.broker.embedded import EmbeddedBroker
    from dateline.cli.running import run_until
    from dateline.runtime.service import stop_on_signals
    from dateline.stages.assembly import INPUTS

    stop = asyncio.Event()
    with stop_on_signals(stop):
        if "bootstrap_servers" in settings.model_fields_set:
            await run_until(stop, list(INPUTS), settings)
            return
        async with EmbeddedBroker(data) as broker:
            here = settings.model_copy(update={"bootstrap_servers": broker.bootstrap_servers})
            await create_topics(here)
            log.info("the embedded broker is up", bootstrap_servers=broker.bootstrap_servers, data=str(data))
            await run_until(stop, list(INPUTS), here)
