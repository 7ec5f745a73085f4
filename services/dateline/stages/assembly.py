"""Puts stages together with what they share in a process: worker pool, HTTP client, archive of raw pages, way in."""

from __future__ import annotations

import contextlib
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass

from aiohttp import web

from dateline import events
from dateline.articles import extract
from dateline.runtime.metrics import COUNTS
from dateline.runtime.stage import Stage
from dateline.runtime.workers import WorkerPool
from dateline.settings import Settings
from dateline.stages.archiving import archive_of
from dateline.stages.endpoint import EndpointTagger
from dateline.stages.fetch import FetchStage
from dateline.stages.poll import PollStage
from dateline.stages.tag import TagStage
from dateline.stages.taggers import RulesTagger, Tagger
from dateline.stages.websub import Subscriber, callbacks_of
from dateline.stages.websub_door import WebSubDoor
from dateline.web.client import Client

INPUTS = {stage.name: stage.input for stage in (PollStage, FetchStage, TagStage)}
"""Every stage and its input, in the order in which news passes them."""


@dataclass(frozen=True, slots=True)
class Assembly:
    """What a process runs."""

    stages: Sequence[Stage]
    routes: Sequence[web.AbstractRouteDef] = ()
    """What its HTTP server answers beside health and metrics."""


@contextlib.asynccontextmanager
async def assembled(names: Sequence[str], settings: Settings) -> AsyncIterator[Assembly]:
    """The named stages, ready to run. Raises WorkerStartError where no worker process comes up."""
    loaders: dict[str, Callable[[], None]] = {"fetch": extract.warm_up, "tag": events.warm_up}
    warm_up = [load for name, load in loaders.items() if name in names]
    callbacks = callbacks_of(settings) if "poll" in names else None
    async with contextlib.AsyncExitStack() as stack:
        pool = await stack.enter_async_context(WorkerPool(settings, warm_up=warm_up))
        client = await stack.enter_async_context(Client(settings))
        archive = None
        if settings.archive and "fetch" in names:
            archive = await stack.enter_async_context(archive_of(settings))
        subscriber: Subscriber | None = None
        routes: list[web.AbstractRouteDef] = []
        if callbacks is not None:
            subscriber = Subscriber(settings, callbacks, client, time.time)
            door = await stack.enter_async_context(WebSubDoor(settings, callbacks))
            routes += door.routes
        tagger: Tagger = RulesTagger(pool)
        if settings.endpoint_url and "tag" in names:
            tagger = await stack.enter_async_context(
                EndpointTagger(settings, tagger, pool, lambda name: COUNTS.labels("tag", name).inc())
            )
        make: dict[str, Callable[[], Stage]] = {
            "poll": lambda: PollStage(settings, client, pool, subscriber=subscriber),
            "fetch": lambda: FetchStage(settings, client, pool, archive=archive),
            "tag": lambda: TagStage(settings, tagger),
        }
        yield Assembly([make[name]() for name in names], routes)
