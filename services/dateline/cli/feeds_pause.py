"""``dateline feeds pause``, ``resume`` and ``poll-now``: steering a running poll. Its owner acts at once."""

from __future__ import annotations

import asyncio

import click

from dateline.cli.options import with_settings
from dateline.cli.watch_list import named_feeds, poll_now, write_feeds
from dateline.errors import ConfigurationError
from dateline.messages import Feed
from dateline.settings import KafkaSettings, Settings

_feeds = click.argument("feeds", metavar="URL|ID...", nargs=-1, required=True)


@click.command(name="pause")
@_feeds
@with_settings(KafkaSettings)
def pause_command(settings: Settings, feeds: tuple[str, ...]) -> None:
    """Stop polling feeds. They stay on the list, and what was seen of them is remembered."""
    asyncio.run(_set_paused(settings, feeds, paused=True))


@click.command(name="resume")
@_feeds
@with_settings(KafkaSettings)
def resume_command(settings: Settings, feeds: tuple[str, ...]) -> None:
    """Poll paused feeds again, beginning now."""
    asyncio.run(_set_paused(settings, feeds, paused=False))


@click.command(name="poll-now")
@_feeds
@with_settings(KafkaSettings)
def poll_now_command(settings: Settings, feeds: tuple[str, ...]) -> None:
    """Poll feeds now, and not when they are due; what their domains asked for (Retry-After) is kept all the same."""
    asyncio.run(_poll_now(settings, feeds))


async def _set_paused(settings: Settings, names: tuple[str, ...], *, paused: bool) -> None:
    feeds = await named_feeds(settings, names)
    await write_feeds(settings, [feed.model_copy(update={"paused": paused}) for feed in feeds if feed.paused != paused])
    _say("paused" if paused else "resumed", feeds)


async def _poll_now(settings: Settings, names: tuple[str, ...]) -> None:
    feeds = await named_feeds(settings, names)
    for feed in feeds:
        if feed.paused:
            raise ConfigurationError(f"{feed.url} is paused; first: dateline feeds resume {feed.url}")
    await poll_now(settings, feeds)
    _say("asked for", feeds)


def _say(done: str, feeds: list[Feed]) -> None:
    for feed in feeds:
        click.echo(f"{done}  {feed.url}")
