"""Puts stages together with what they share in a process: the worker pool and the HTTP client."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable, Sequence

from dateline import events
from dateline.articles import extract
from dateline.runtime.stage import Stage
from dateline.runtime.workers import WorkerPool
from dateline.settings import Settings
from dateline.stages.fetch import FetchStage
from dateline.stages.poll import PollStage
from dateline.stages.tag import TagStage
from dateline.web.client import Client

INPUTS = {stage.name: stage.input for stage in (PollStage, FetchStage, TagStage)}
"""Every stage and its input, in the order in which news passes them."""


@contextlib.asynccontextmanager
async def assembled(names: Sequence[str], settings: Settings) -> AsyncIterator[list[Stage]]:
    """The named stages, ready to run. Raises WorkerStartError where no worker process comes up."""
    loaders: dict[str, Callable[[], None]] = {"fetch": extract.warm_up, "tag": events.warm_up}
    warm_up = [load for name, load in loaders.items() if name in names]
    async with WorkerPool(settings, warm_up=warm_up) as pool, Client(settings) as client:
        make: dict[str, Callable[[], Stage]] = {
            "poll": lambda: PollStage(settings, client, pool),
            "fetch": lambda: FetchStage(settings, client, pool),
            "tag": lambda: TagStage(settings, pool),
        }
        yield [make[name]() for name in names]
