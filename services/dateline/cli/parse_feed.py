"""``dateline parse-feed``: feeds from files or URLs to their entries, one JSON line a source."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from functools import partial
from typing import BinaryIO

import click

from dateline.cli.oneshot import in_order, json_line
from dateline.cli.oneshot_input import BLOCK_BYTES, STDIN, from_thread, read_document, standard_input
from dateline.cli.oneshot_report import Tally, reporting
from dateline.cli.options import with_settings
from dateline.errors import BadInput
from dateline.runtime.workers import WorkerPool
from dateline.settings import Settings, WebSettings, WorkerSettings
from dateline.web.client import Client
from dateline.web.errors import FetchError

SOURCES_AHEAD_PER_WORKER = 8
"""Sources that are fetched, parsed or waiting for an earlier one's line."""


@click.command(short_help="Parse feeds from files or URLs, without Kafka.")
@click.argument("sources", nargs=-1, required=True, metavar="FILE|URL...")
@with_settings(WorkerSettings, WebSettings)
def command(settings: Settings, sources: tuple[str, ...]) -> None:
    """Parse feeds from files or URLs, without Kafka.

    Writes one JSON line a source, in order, to standard output. A source that is no feed is a line with
    "ok": false and a reason. The exit code is 1 only where all failed. "-" is standard input.
    """
    sys.exit(asyncio.run(_run(sources, settings, sys.stdout.buffer)))


def warm_up() -> None:
    """Loads the parsers."""
    import dateline.feeds.line
    import dateline.feeds.parse  # noqa: F401 - loaded for the first feed


def parse_line(source: str, body: bytes, content_type: str | None, url: str) -> bytes:
    """Runs in a worker: the line of a feed. Raises BadInput where the bytes are no feed."""
    from dateline.feeds.line import to_line
    from dateline.feeds.parse import parse_feed

    return json_line(to_line(source, parse_feed(body, content_type=content_type, url=url)))


def parse_file(path: str) -> bytes:
    """Runs in a worker: the line of a feed in a file. Raises BadInput where it can't be read or is no feed."""
    from dateline.feeds.parse import BODY_MAX_BYTES

    return parse_line(path, read_document(path, BODY_MAX_BYTES), None, "")


async def _run(sources: Sequence[str], settings: Settings, output: BinaryIO) -> int:
    tally = Tally(total=len(sources))
    few = settings.model_copy(update={"workers": min(settings.workers, len(sources))})
    with reporting() as report:
        async with Client(settings) as client, WorkerPool(few, warm_up=[warm_up]) as pool:
            ahead = SOURCES_AHEAD_PER_WORKER * settings.workers
            work = partial(_line, client=client, pool=pool)
            async with aclosing(in_order(_each(sources), work, ahead)) as lines:
                async for line, failure in lines:
                    output.write(line + b"\n")
                    output.flush()
                    tally.done += 1
                    tally.read += 1
                    if failure is not None:
                        tally.failed += 1
                        report.complain(failure)
                    report.show(tally)
    return tally.exit_code


async def _each(sources: Sequence[str]) -> AsyncGenerator[str, None]:
    for source in sources:
        yield source


async def _line(source: str, client: Client, pool: WorkerPool) -> tuple[bytes, str | None]:
    """The line of one source, and what went wrong with it."""
    from dateline.feeds.line import to_error_line

    try:
        if source == STDIN:
            return await pool.run(parse_line, source, await _standard_input(), None, ""), None
        if source.startswith(("http://", "https://")):
            return await _fetched(source, client, pool), None
        return await pool.run(parse_file, source), None
    except (BadInput, FetchError) as error:
        reason = f"{error.code}: {error.reason}"
    except Exception as error:  # a defect of ours must not cost the other sources
        reason = f"defect: {type(error).__name__}: {error}"
    return json_line(to_error_line(source, reason)), f"{source}: {reason}"


async def _fetched(url: str, client: Client, pool: WorkerPool) -> bytes:
    """The line of a feed on the web. Raises FetchError, and BadInput where the answer is none or no feed."""
    response = await client.get(url)
    if not response.ok:
        raise BadInput("http-status", f"the server answered {response.status}")
    return await pool.run(parse_line, url, response.body, response.headers.get("content-type"), response.url)


async def _standard_input() -> bytes:
    """All of standard input. Raises BadInput where it is larger than any feed."""
    from dateline.feeds.parse import BODY_MAX_BYTES

    async with aclosing(from_thread(_until_end(BODY_MAX_BYTES + 1))) as bodies:
        return b"".join([piece async for piece in bodies])  # the parser says where it is too large


def _until_end(bytes_max: int) -> Iterator[bytes]:
    """Pieces of standard input, up to its end or `bytes_max` bytes."""
    stream = standard_input()
    while bytes_max > 0 and (piece := stream.read(min(bytes_max, BLOCK_BYTES))):
        bytes_max -= len(piece)
        yield piece
