"""How fast feeds are parsed, against feedparser and fastfeedparser in one run.

    uv run --group bench python -m benchmarks.feeds [--archive FILE] [--rounds N] [--json]

FILE (default: ../shared/data/feeds/real200.tar.gz, or below $DATELINE_SHARED) is a tar of feeds. Every parser reads
every feed in turn, N times; of each feed the best time counts. Times are of the processor, so that other work on
the machine counts little. `dateline` includes all that parse-feed does but printing; `feedparser` is as it comes
(HTML made safe, links resolved) and as Dateline calls it (neither).
"""

from __future__ import annotations

import argparse
import importlib.util
import io
import json
import os
import statistics
import sys
import tarfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import feedparser

from dateline.errors import BadInput
from dateline.feeds import parse_feed, to_line
from dateline.runtime.garbage import calm_garbage_collection

SHARED = Path(os.environ.get("DATELINE_SHARED", Path(__file__).parents[2] / ".." / "shared"))
Parse = Callable[[bytes], object]


def by_dateline(body: bytes) -> object:
    try:
        return to_line("", parse_feed(body))
    except BadInput as error:
        return error.code


def by_feedparser(body: bytes) -> object:
    return feedparser.parse(io.BytesIO(body))


def by_bare_feedparser(body: bytes) -> object:
    return feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)


def parsers() -> dict[str, Parse]:
    """Those that are installed; fastfeedparser comes with the group bench."""
    found: dict[str, Parse] = {
        "dateline": by_dateline,
        "feedparser": by_feedparser,
        "feedparser, HTML untouched": by_bare_feedparser,
    }
    if importlib.util.find_spec("fastfeedparser") is not None:
        import fastfeedparser

        def by_fastfeedparser(body: bytes) -> object:
            try:
                return fastfeedparser.parse(body)
            except Exception as error:  # it raises on what it cannot read
                return error

        found["fastfeedparser"] = by_fastfeedparser
    return found


def measure(parse: Parse, bodies: list[bytes], rounds: int) -> list[float]:
    """Seconds of the processor for each body, the best of the rounds."""
    best = [float("inf")] * len(bodies)
    for _ in range(rounds):
        for index, body in enumerate(bodies):
            started = time.process_time()
            parse(body)
            best[index] = min(best[index], time.process_time() - started)
    return best


def row(name: str, times: list[float], dateline_s: float) -> dict[str, Any]:
    total = sum(times)
    return {
        "parser": name,
        "feeds_per_second": round(len(times) / total, 1),
        "median_ms": round(statistics.median(times) * 1000, 2),
        "p95_ms": round(statistics.quantiles(times, n=20)[-1] * 1000, 2),
        "slowest_ms": round(max(times) * 1000, 1),
        "dateline_is_faster_by": round(total / dateline_s, 1),
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--archive", type=Path, default=SHARED / "data" / "feeds" / "real200.tar.gz")
    options.add_argument("--rounds", type=int, default=2)
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    if not given.archive.exists():
        sys.exit(f"{given.archive} is not there: name a tar of feeds with --archive, or its folder in DATELINE_SHARED")
    with tarfile.open(given.archive) as archive:
        files = [archive.extractfile(member) for member in archive if member.isfile()]
        bodies = [file.read() for file in files if file is not None]
    fast = sum(getattr(parse_feed(body), "parser", "") == "fast" for body in bodies)
    calm_garbage_collection()  # as every process of ours does; feedparser gains by it too
    times = {name: measure(parse, bodies, given.rounds) for name, parse in parsers().items()}
    rows = [row(name, each, sum(times["dateline"])) for name, each in times.items()]
    if given.json:
        print(json.dumps({"feeds": len(bodies), "bytes": sum(map(len, bodies)), "read_fast": fast, "parsers": rows}))
        return
    print(f"{len(bodies)} feeds, {sum(map(len, bodies)) / 1e6:.1f} MB; {fast} of them read by the fast parser")
    for line in rows:
        print("  ".join(f"{key} {value}" for key, value in line.items()))


if __name__ == "__main__":
    main()
