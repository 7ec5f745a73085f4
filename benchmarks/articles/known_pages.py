"""What it costs to know pages that have been fetched, and to read that memory back, on Apache Kafka.

    uv run python -m benchmarks.articles.known_pages [--pages 1000000]

The store is filled with what the fetch stage itself writes: domains of very different sizes, all of whose pages are on
their shelves but the last day's share, which is still looked at and so has its states in full. A process of its own
then opens a task on it, as after a crash, and prints the seconds until it is ready and what its memory grew by.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import json
import random
import time
from collections.abc import Iterator

from benchmarks.runtime.restore import cluster_for, measure, opened, settings_for
from benchmarks.runtime.throughput import TOPICS
from dateline.articles.outline import outline_of
from dateline.articles.page import ExtractedPage
from dateline.articles.urls import article_id
from dateline.articles.versions import words_of
from dateline.broker.administration import create_topics
from dateline.broker.topics import topic_name
from dateline.messages import Entry, EntryChange, PageKind, stable_id
from dateline.runtime.logs import configure_logs
from dateline.runtime.state import Envelope, State, state_key
from dateline.runtime.transactions import Record
from dateline.settings import FetchSettings, LogSettings, Settings
from dateline.stages.page_memory import ArticleState, PageState
from dateline.stages.shelf import DAY_S, Shelf, Shelved, put

BURST_BYTES = 600_000
MEMORY_DAYS = FetchSettings().page_memory_days
DOMAIN_PAGES = (30, 100, 300, 1000, 3000, 10_000)
"""Pages of a domain within the memory's days: many small outlets, few large ones."""
DOMAIN_SHARES = (300, 100, 30, 10, 3, 1)
WORDS = [f"{one}{two}" for one in ("kar", "mel", "tor", "vin", "sal", "dru") for two in ("ek", "osin", "un", "iadra")]


class NoShelves:
    """A domain that has none yet."""

    def shelf(self, name: str) -> Shelf | None:  # noqa: ARG002 - the protocol's
        return None


def states(pages: int, now: float) -> Iterator[tuple[bytes, bytes]]:
    """Store records, key and value, of so many known pages."""
    chance, made, domains = random.Random(5), 0, 0
    active_share = _looked_at_s() / (MEMORY_DAYS * DAY_S)
    while made < pages:
        size = min(chance.choices(DOMAIN_PAGES, DOMAIN_SHARES)[0], pages - made)
        lane = f"{chance.choice(WORDS)}-{domains}.example"
        domains += 1
        made += size
        active = sum(chance.random() < active_share for _ in range(size))
        for number in range(active):
            yield from _looked_at(lane, number, now, chance)
        items = [_shelved(lane, number, now, chance) for number in range(size - active)]
        if items:
            for name, shelf, newest in put(NoShelves(), items, forget_before_day=0):
                expires_at = None if shelf.parted else (newest + 1 + MEMORY_DAYS) * DAY_S
                yield _record(lane, name, shelf, None, expires_at)


def _looked_at_s() -> float:
    """For how long a page that does not change is looked at."""
    settings = FetchSettings()
    return settings.revisit_gap_s * (2.0**settings.revisits_max - 1)


def _shelved(lane: str, number: int, now: float, chance: random.Random) -> Shelved:
    key = stable_id(lane, str(number))
    day = int(now // DAY_S) - chance.randrange(int(MEMORY_DAYS))
    return Shelved(key, day, version=1, signature=stable_id(key)[:16], page=key)


def _looked_at(lane: str, number: int, now: float, chance: random.Random) -> Iterator[tuple[bytes, bytes]]:
    """A page and its article while they are looked at."""
    slug = "-".join(chance.choices(WORDS, k=8))
    url = f"https://www.{lane}/2026/03/02/{slug}-{number}"
    key = article_id(url)
    entry = Entry(
        id=stable_id(url),
        revision=1,
        change=EntryChange.NEW,
        feed_id=stable_id(lane),
        url=url,
        title=" ".join(chance.choices(WORDS, k=10)),
        authors=[" ".join(chance.choices(WORDS, k=2))],
        published_at="2026-03-02T18:40:00+02:00",
        language="en",
        country="UKR",
        observed_at=dt.datetime.fromtimestamp(now, dt.UTC),
    )
    paragraphs = [" ".join(chance.choices(WORDS, k=40)) + f" {chance.randrange(1000)}." for _ in range(14)]
    text = ExtractedPage(url, url, PageKind.ARTICLE, "text", title=entry.title or "", text="\n".join(paragraphs))
    page = PageState(entry=entry, settled=True, visits=2, etag=f'"{stable_id(key)}"', article=key)
    article = ArticleState(
        version=1, signature=stable_id(key)[:16], page=key, outline=outline_of(words_of(text), text.text)
    )
    expires_at = now + MEMORY_DAYS * DAY_S
    yield _record(lane, f"page/{key}", page, now + chance.uniform(600, DAY_S), expires_at)
    yield _record(lane, f"article/{key}", article, None, expires_at)


def _record(lane: str, name: str, state: State, due_at: float | None, expires_at: float | None) -> tuple[bytes, bytes]:
    return state_key(lane, name), Envelope(due_at, expires_at, 0, state.encode()).encode()


async def fill(settings: Settings, pages: int) -> None:
    """Writes the memory in bursts, as a task does."""
    await create_topics(settings, partitions=1, only=TOPICS)
    producer, store = cluster_for(settings).producer("filling"), topic_name(settings.topic_prefix, "fetch-store")
    await producer.open(20)
    records: list[Record] = []
    size = count = total = 0
    for key, value in states(pages, time.time()):
        records.append(Record(store, 0, key, value))
        size += len(key) + len(value)
        if size > BURST_BYTES:
            await producer.commit(records)
            count, total = count + len(records), total + size
            records, size = [], 0
    if records:
        await producer.commit(records)
    await producer.discard()
    print(json.dumps({"pages": pages, "states": count + len(records), "store_mb": round((total + size) / 1e6)}))


async def restore(settings: Settings) -> None:
    found = await opened(settings)
    found.report()
    await found.task.close(drain=False)
    await found.run


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1_000_000)
    parser.add_argument("--servers", help="restore only, in this process, from a cluster that was filled")
    arguments = parser.parse_args()
    configure_logs(LogSettings(log_level="warning"))
    if arguments.servers is None:
        measure("benchmarks.articles.known_pages", lambda settings: fill(settings, arguments.pages))
    else:
        asyncio.run(restore(settings_for(arguments.servers)))
