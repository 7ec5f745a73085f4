"""Runs the demonstration: broker, newsroom, stages and screen, in one process and its workers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack, aclosing, nullcontext
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel
from rich.console import Console
from rich.live import Live

from dateline.broker.administration import create_topics
from dateline.broker.embedded import EmbeddedBroker
from dateline.demo.screen import Expected, events_table, live_view, print_summary, progress_line
from dateline.demo.tally import Tally, compare
from dateline.messages import Article, DeadLetter, Entry, Mention
from dateline.newsroom.server import Newsroom
from dateline.resources import seeds_dir
from dateline.runtime.records import Record, follow, publish
from dateline.runtime.service import run_stages
from dateline.runtime.stage import Publication
from dateline.settings import Settings
from dateline.stages.assembly import INPUTS, assembled
from dateline.web.domain import registrable_domain

_PARTITIONS = 2
_ENOUGH_S = 45.0
"""The demonstration ends by itself after so long, whatever is still missing."""
_QUIET_S = 4.0
"""It ends before that when all is there and nothing more has come for so long."""
_TELL_GAP_S = 2.0
"""Where the output is no terminal, a line of progress as often as this."""
_TOPICS = ("entries", "articles", "mentions", "dead-letters")

M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")


class Demonstration:
    """One run."""

    def __init__(self, settings: Settings, console: Console, data: Path, *, keep: bool) -> None:
        self._settings = settings
        self._console = console
        self._data = data
        self._keep = keep
        self._tally = Tally()
        self._changed_at = 0.0

    async def run(self, stop: asyncio.Event) -> None:
        """Runs until all is shown, or until `stop` with ``keep``. Raises what a stage raised."""
        console = self._console
        async with AsyncExitStack() as stack:
            console.print("Starting an embedded broker and a newsroom of invented outlets on loopback …")
            broker = await stack.enter_async_context(EmbeddedBroker(self._data))
            settings = self._settings.model_copy(update={"bootstrap_servers": broker.bootstrap_servers})
            await create_topics(settings, partitions=_PARTITIONS)
            newsroom = await stack.enter_async_context(Newsroom(seeds_dir() / "newsroom"))
            console.print("Starting poll, fetch and tag (the first start ever compiles the gazetteer: some seconds) …")
            assembly = await _unless(stop, stack.enter_async_context(assembled(list(INPUTS), settings)))
            if assembly is None:
                console.print("Stopped before it began.")
                return
            readers = [asyncio.create_task(self._read(settings, topic)) for topic in _TOPICS]
            ended = asyncio.Event()
            stages = asyncio.create_task(run_stages(assembly.stages, settings, ended))
            try:
                await publish(settings, _watch_list(newsroom))
                began = time.monotonic()
                await self._show(newsroom, stages, stop, began)
                self._sum_up(newsroom, time.monotonic() - began)
                if self._keep and not stages.done():
                    self._say_how_to_look(settings)
                    await _until_told_or_failed(stop, stages)
            finally:
                ended.set()
                for reader in readers:
                    reader.cancel()
                await asyncio.wait([stages, *readers])
            for task in (stages, *readers):
                if not task.cancelled() and (error := task.exception()) is not None:
                    raise error

    async def _show(self, newsroom: Newsroom, stages: asyncio.Task[None], stop: asyncio.Event, began: float) -> None:
        feeds, width = len(newsroom.feeds), self._console.width
        live = Live(console=self._console, refresh_per_second=4, transient=True)
        told = 0.0
        with live if self._console.is_terminal else nullcontext():
            while not (stages.done() or stop.is_set() or self._is_done(newsroom, time.monotonic() - began)):
                seconds = time.monotonic() - began
                if self._console.is_terminal:
                    live.update(live_view(self._tally, feeds, seconds, width=width))
                elif seconds - told >= _TELL_GAP_S:
                    told = seconds
                    self._console.print(progress_line(self._tally, feeds, seconds), soft_wrap=True, highlight=False)
                await asyncio.sleep(0.25)

    def _sum_up(self, newsroom: Newsroom, seconds: float) -> None:
        compared = compare(newsroom.expected, self._tally.standing)
        expected = Expected(len(newsroom.feeds), len(newsroom.article_urls), compared)
        by_kind = sorted(self._tally.standing, key=lambda mention: (mention.sub_type.value, mention.theatre))
        self._console.print(events_table(by_kind, width=self._console.width, title="Events that stand"))
        print_summary(self._console, self._tally, expected, seconds=seconds)

    def _is_done(self, newsroom: Newsroom, seconds: float) -> bool:
        if seconds > _ENOUGH_S:
            return True
        complete = set(newsroom.article_urls) <= self._tally.articles.keys() and self._tally.versions > 0
        return complete and time.monotonic() - self._changed_at > _QUIET_S

    async def _read(self, settings: Settings, topic: str) -> None:
        take: dict[str, Callable[[Record], None]] = {
            "entries": lambda r: self._tally.entry(_read(Entry, r)),
            "articles": lambda r: self._tally.article(_read(Article, r)),
            "mentions": lambda r: self._tally.mention(_read(Mention, r), r.timestamp / 1000),
            "dead-letters": lambda r: self._tally.dead_letters.update([DeadLetter.from_headers(list(r.headers)).error]),
        }
        async with aclosing(follow(settings, topic, from_beginning=True)) as stream:
            async for record in stream:
                take[topic](record)
                self._changed_at = time.monotonic()

    def _say_how_to_look(self, settings: Settings) -> None:
        prefix = settings.topic_prefix
        self._console.print(
            f"\nStill running on {settings.bootstrap_servers}, until Ctrl-C. Look at it from another terminal:\n"
            f"  kcat -b {settings.bootstrap_servers} -C -t {prefix}mentions.v1 | jq .\n"
            f"  dateline tail mentions --from-beginning --bootstrap-servers {settings.bootstrap_servers}\n"
            f"  dateline dead-letters list --bootstrap-servers {settings.bootstrap_servers}",
            soft_wrap=True,
            highlight=False,
        )


def _read(model: type[M], record: Record) -> M:
    return model.model_validate_json(record.value)


def _watch_list(newsroom: Newsroom) -> list[Publication]:
    return [Publication("feeds", f.id, registrable_domain(f.url), f.to_bytes()) for f in newsroom.feeds]


async def _unless(stop: asyncio.Event, start: Coroutine[Any, Any, T]) -> T | None:
    """What `start` gives; None where `stop` came first, and then it is cancelled."""
    starting, told = asyncio.create_task(start), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait([starting, told], return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            return starting.result()
        starting.cancel()
        await asyncio.wait([starting])
        return None
    finally:
        told.cancel()


async def _until_told_or_failed(stop: asyncio.Event, stages: asyncio.Task[None]) -> None:
    told = asyncio.create_task(stop.wait())
    await asyncio.wait([told, stages], return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
