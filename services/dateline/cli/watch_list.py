"""The watch list as commands read and write it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import BinaryIO

from pydantic import ValidationError

from dateline.errors import BadInput, ConfigurationError
from dateline.messages import POLL_NOW_HEADER, Feed
from dateline.settings import KafkaSettings


async def read_watch_list(settings: KafkaSettings) -> list[Feed]:
    """The feeds that are on the list, by group and URL."""
    from dateline.runtime.records import read_table

    feeds = []
    for value in (await read_table(settings, "feeds")).values():
        try:
            feeds.append(Feed.model_validate_json(value))
        except ValidationError:
            continue  # poll has put it into the dead letters; it is not on the list
    return sorted((feed for feed in feeds if not feed.removed), key=lambda feed: (feed.groups, feed.url))


def feeds_of_opml(file: BinaryIO) -> list[Feed]:
    """The feeds of an OPML file. Raises ConfigurationError."""
    from dateline.feeds.opml import read_opml

    try:
        return read_opml(file.read())
    except BadInput as error:
        raise ConfigurationError(
            f"{file.name}: {error.reason}; an OPML file of outlines with xmlUrl is needed"
        ) from error


async def named_feeds(settings: KafkaSettings, names: Sequence[str]) -> list[Feed]:
    """Feeds of the list by URL or id. Raises ConfigurationError where one is not on it."""
    known = {key: feed for feed in await read_watch_list(settings) for key in (feed.id, feed.url)}
    for name in names:
        if name not in known:
            raise ConfigurationError(f"{name} is on the list neither as a URL nor as an id; see: dateline feeds list")
    return [known[name] for name in names]


async def write_feeds(settings: KafkaSettings, feeds: Iterable[Feed]) -> None:
    """Says what the list has of these feeds from now on."""
    from dateline.runtime.records import publish
    from dateline.runtime.stage import Publication
    from dateline.web.domain import registrable_domain

    await publish(
        settings, [Publication("feeds", feed.id, registrable_domain(feed.url), feed.to_bytes()) for feed in feeds]
    )


async def poll_now(settings: KafkaSettings, feeds: Iterable[Feed]) -> None:
    """Asks the owners of these feeds, through poll's inbox, to poll them now."""
    from dateline.runtime.records import publish
    from dateline.runtime.stage import Publication
    from dateline.web.domain import registrable_domain

    now = ((POLL_NOW_HEADER, b"1"),)
    domains = [(feed, registrable_domain(feed.url)) for feed in feeds]
    await publish(settings, [Publication("poll-inbox", f.id, domain, f.to_bytes(), now) for f, domain in domains])
