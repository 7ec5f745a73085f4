"""A process that runs stages: signals, health, and the order in which things start and stop."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Iterator, Sequence

import structlog
from aiohttp import web

from dateline.runtime.garbage import calm_garbage_collection
from dateline.runtime.health import serve_health
from dateline.runtime.member import Member
from dateline.runtime.stage import Stage
from dateline.settings import Settings

log = structlog.get_logger()

_LEAVE_MARGIN_S = 15.0
"""Beyond the drain deadline: closing clients and leaving the group have short deadlines of their own."""

_ECHO_S = 1.0
"""A signal that comes twice within this time came once: to the process, and to its group or its launcher."""


async def run_stages(
    stages: Sequence[Stage],
    settings: Settings,
    stop: asyncio.Event,
    routes: Sequence[web.AbstractRouteDef] = (),
) -> None:
    """Runs stages until `stop` is set or one of them fails, then all of them drain and leave.

    `routes` are served beside health and metrics.

    Raises what the first failing stage raised: ConfigurationError, BrokerError, or a defect.
    """
    calm_garbage_collection()
    members = [Member(stage, settings) for stage in stages]
    async with serve_health(members, settings, routes):
        runs = [asyncio.create_task(member.run(stop), name=member.stage.name) for member in members]
        await asyncio.wait(runs, return_when=asyncio.FIRST_COMPLETED)
        # All end when they are told to stop; when one ends by itself, it has failed, and the others must go.
        stop.set()
        _, late = await asyncio.wait(runs, timeout=settings.drain_timeout_s + _LEAVE_MARGIN_S)
        for run in late:
            log.error("did not stop in time", stage=run.get_name())
            run.cancel()
        for run in runs:
            if run.done() and not run.cancelled() and (error := run.exception()) is not None:
                raise error


@contextlib.contextmanager
def stop_on_signals(stop: asyncio.Event) -> Iterator[None]:
    """SIGTERM and SIGINT set `stop`; a second one ends the process at once, as an impatient operator wants."""
    loop = asyncio.get_running_loop()
    told_at = 0.0

    def told(number: signal.Signals) -> None:
        nonlocal told_at
        if told_at and loop.time() - told_at < _ECHO_S:
            return
        if stop.is_set():
            os._exit(128 + number)
        told_at = loop.time()
        log.info("stopping: running work finishes first; a second signal ends it at once", signal=number.name)
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told, number)
    try:
        yield
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)
