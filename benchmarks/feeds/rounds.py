"""The others of the benchmark of polling, which ask for the same feeds round after round, each in its own process.

    python -m benchmarks.feeds.rounds httpx|reader --feeds N --port PORT

`httpx`: a bare loop that sends validators and reads bodies, the least that any poller does. `reader`: the library of
that name (lemon24/reader), as it comes, with a thread for each of ten feeds at a time, and its database in a folder
of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx

HOSTS = 2000
TASKS = 100
THREADS = 10


def address(feed: int, port: int) -> str:
    """The URL of a feed: ten feeds to a host, where there are 20,000."""
    host = feed % HOSTS
    return f"http://127.1.{host // 250}.{host % 250 + 1}:{port}/feed/{feed}"


async def _ask_for_ever(client: httpx.AsyncClient, urls: Iterator[str], etags: dict[str, str]) -> None:
    for url in urls:
        known = etags.get(url)
        response = await client.get(url, headers={"if-none-match": known} if known else {})
        if etag := response.headers.get("etag"):
            etags[url] = etag


async def by_httpx(urls: list[str]) -> None:
    """Asks until it is ended."""
    etags: dict[str, str] = {}
    endless = itertools.cycle(urls)
    async with httpx.AsyncClient() as client:
        await asyncio.gather(*(_ask_for_ever(client, endless, etags) for _ in range(TASKS)))


def by_reader(urls: list[str]) -> None:
    """Updates until it is ended."""
    from reader import make_reader

    with tempfile.TemporaryDirectory() as folder:
        reader = make_reader(str(Path(folder) / "reader.sqlite"))
        for url in urls:
            reader.add_feed(url)
        while True:
            reader.update_feeds(scheduled=False, workers=THREADS)


def main() -> None:
    """Runs one of them until it is ended."""
    options = argparse.ArgumentParser()
    options.add_argument("who", choices=["httpx", "reader"])
    options.add_argument("--feeds", type=int, required=True)
    options.add_argument("--port", type=int, required=True)
    given = options.parse_args()
    urls = [address(feed, given.port) for feed in range(given.feeds)]
    if given.who == "httpx":
        asyncio.run(by_httpx(urls))
    else:
        by_reader(urls)


if __name__ == "__main__":
    main()
