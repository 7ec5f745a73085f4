"""``dateline feeds``: the watch list. What it says takes effect at once, also while poll runs."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any, BinaryIO

import click
from pydantic import ValidationError

from dateline.cli.feeds_check import check_command
from dateline.cli.feeds_discover import discover_command
from dateline.cli.feeds_filters import filter_options, filters_of
from dateline.cli.feeds_list import list_command
from dateline.cli.feeds_pause import pause_command, poll_now_command, resume_command
from dateline.cli.options import with_settings
from dateline.cli.watch_list import feeds_of_opml, named_feeds, read_watch_list, write_feeds
from dateline.errors import BadInput, ConfigurationError
from dateline.messages import Feed, feed_id
from dateline.settings import KafkaSettings, Settings


@click.group()
def command() -> None:
    """The watch list: add, remove, pause, list, import, export; and look at feeds before they are on it."""


command.add_command(check_command)
command.add_command(discover_command)
command.add_command(list_command)
command.add_command(pause_command)
command.add_command(resume_command)
command.add_command(poll_now_command)


@command.command()
@click.argument("urls", metavar="URL...", nargs=-1, required=True)
@click.option("--title", help="Your name for it.")
@click.option("--group", "groups", multiple=True, help="Where it belongs; several from the outermost in.")
@click.option("--country", metavar="ALPHA3", help="Country of the outlet, as UKR.")
@click.option("--language", metavar="TAG", help="Language of the outlet, as uk.")
@click.option("--credential", metavar="NAME", help="What to ask it with: a table of poll's credentials file.")
@filter_options
@with_settings(KafkaSettings)
def add(
    settings: Settings, urls: tuple[str, ...], groups: tuple[str, ...], **given: Any,  # noqa: ANN401 - the options
) -> None:  # fmt: skip
    """Add feeds, or change those that are there."""
    fields = {**filters_of(given), **given, "groups": [*groups]}
    feeds = [_feed(url, **fields) for url in urls]
    asyncio.run(write_feeds(settings, feeds))
    for feed in feeds:
        click.echo(f"{feed.id}  {feed.url}")


@command.command()
@click.argument("feeds", metavar="URL|ID...", nargs=-1, required=True)
@with_settings(KafkaSettings)
def remove(settings: Settings, feeds: tuple[str, ...]) -> None:
    """Take feeds off the list."""
    asyncio.run(_remove(settings, feeds))


@command.command(name="import")
@click.argument("file", type=click.File("rb"))
@with_settings(KafkaSettings)
def import_feeds(settings: Settings, file: BinaryIO) -> None:
    """Add every feed of an OPML file ("-": standard input)."""
    feeds = feeds_of_opml(file)
    asyncio.run(write_feeds(settings, feeds))
    click.echo(f"{len(feeds)} feed{'' if len(feeds) == 1 else 's'} imported")


@command.command()
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path), default="-")
@with_settings(KafkaSettings)
def export(settings: Settings, file: Path) -> None:
    """Write the list as OPML to a file or standard output."""
    from dateline.feeds.opml import write_opml

    opml = write_opml(asyncio.run(read_watch_list(settings)))
    if str(file) == "-":
        sys.stdout.buffer.write(opml)
    else:
        try:
            file.write_bytes(opml)
        except OSError as error:
            raise ConfigurationError(f"{file}: cannot be written: {error.strerror}") from error


def _feed(url: str, **fields: Any) -> Feed:  # noqa: ANN401 - options as the person gave them; the model checks them
    from dateline.feeds.filters import check_filters
    from dateline.web.domain import registrable_domain

    try:
        if not url.lower().startswith(("http://", "https://")):
            raise BadInput("bad-url", "it does not begin with http:// or https://")
        registrable_domain(url)
        feed = Feed.model_validate({"id": feed_id(url), "url": url, **fields})
        check_filters(feed)
        return feed
    except BadInput as error:
        raise ConfigurationError(f"{url}: {error.reason}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigurationError(
            f"--{'-'.join(str(part) for part in first['loc'])}: {first['msg']}, got {first['input']!r}"
        ) from error


async def _remove(settings: Settings, names: tuple[str, ...]) -> None:
    feeds = await named_feeds(settings, names)
    await write_feeds(settings, [feed.model_copy(update={"removed": True}) for feed in feeds])
    for feed in feeds:
        click.echo(f"removed  {feed.url}")
