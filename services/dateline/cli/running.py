"""What the commands that run stages share: logs, signals, and the stages themselves until they are told to stop."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from dateline.broker.connection import client_options
from dateline.runtime.logs import configure_logs
from dateline.runtime.service import run_stages, stop_on_signals
from dateline.settings import Settings
from dateline.stages.assembly import assembled


def run_until_signal(names: Sequence[str], settings: Settings) -> None:
    """Runs the named stages until SIGTERM or SIGINT. Raises DatelineError where one cannot go on."""
    client_options(settings)  # what is wrong with the cluster's settings is said before anything starts
    configure_logs(settings)
    asyncio.run(_run(names, settings))


async def _run(names: Sequence[str], settings: Settings) -> None:
    stop = asyncio.Event()
    with stop_on_signals(stop):
        await run_until(stop, names, settings)


async def run_until(stop: asyncio.Event, names: Sequence[str], settings: Settings) -> None:
    """Runs the named stages until `stop` is set. Raises DatelineError where one cannot go on."""
    async with assembled(names, settings) as assembly:
        await run_stages(assembly.stages, settings, stop, assembly.routes)
