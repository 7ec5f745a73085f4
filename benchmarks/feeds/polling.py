"""Polls a second of the poll stage on Apache Kafka, against a bare httpx loop and another poller.

    uv run --group bench python -m benchmarks.feeds.polling [--feeds 20000] [--seconds 30]

One origin on loopback serves all feeds (origin.py): of the polls 95 % find nothing new, by a 304 or by the same bytes.
`dateline poll` is run as a user runs it, one process with its workers; it is asked to poll every feed every second,
which nobody can, so that there is always more to do. Each has its turn alone. The first two rounds, of which one finds
everything new, are not counted; polls are counted by the origin. Time of the processor says more than polls a second
where others use the machine. `reader` has a fortieth of the feeds, because its first round takes long.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx

from benchmarks.feeds.rounds import address
from benchmarks.feeds.usage import cpu_of_all_s, usage
from dateline.broker.apache import ApacheKafka
from dateline.feeds import write_opml
from dateline.messages import Feed, feed_id

PARTITIONS = 6
FIRST_ROUNDS_MAX_S = 600.0
SETTINGS = {
    "DATELINE_ALLOW_NETWORKS": "127.0.0.0/8",
    "DATELINE_DOMAIN_GAP_S": "0",
    "DATELINE_POLL_INTERVAL_MIN_S": "1",
    "DATELINE_POLL_INTERVAL_MAX_S": "1",
    "DATELINE_HTTP_PORT": "0",
    "DATELINE_LOG_LEVEL": "warning",
}


@contextlib.contextmanager
def program(*arguments: str, environment: Mapping[str, str] = {}) -> Iterator[subprocess.Popen[str]]:
    """A program of Python that runs meanwhile, and is ended after."""
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments], env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(30)
        process.kill()


def asked(port: int) -> dict[str, int]:
    """What the origin has been asked for so far."""
    found: dict[str, int] = httpx.get(f"http://127.0.0.1:{port}/stats").json()
    return found


def measure(process: subprocess.Popen[str], port: int, feeds: int, seconds: float) -> dict[str, Any]:
    """Waits until every feed has been asked for twice, then measures."""
    began = time.monotonic()
    while asked(port)["feeds_asked_twice"] < feeds:
        if time.monotonic() - began > FIRST_ROUNDS_MAX_S or process.poll() is not None:
            sys.exit(f"the first rounds have not ended: {asked(port)}")
        time.sleep(0.5)
    first_rounds_s = time.monotonic() - began
    before, used_before, start = asked(port), usage(process.pid), time.monotonic()
    time.sleep(seconds)
    after, used, took_s = asked(port), usage(process.pid), time.monotonic() - start
    polls = after["requests"] - before["requests"]
    cpu_s, cpu_of_main_s = cpu_of_all_s(used) - cpu_of_all_s(used_before), used[0].cpu_s - used_before[0].cpu_s
    return {
        "first_rounds_s": round(first_rounds_s, 1),
        "polls_per_second": round(polls / took_s),
        "with_news": round((after.get("news", 0) - before.get("news", 0)) / max(1, polls), 3),
        "cpu_ms_per_poll": round(cpu_s * 1000 / max(1, polls), 2),
        "cpu_of_main": round(cpu_of_main_s / took_s, 2),
        "cpu_of_children": round((cpu_s - cpu_of_main_s) / took_s, 2),
        "memory_mb": [round(one.memory_mb) for one in used],
    }


def with_origin(
    run: Callable[[int], contextlib.AbstractContextManager[subprocess.Popen[str]]], feeds: int, seconds: float
) -> dict[str, Any]:
    """The figures of a poller, against an origin that nobody has asked yet."""
    with program("benchmarks.feeds.origin") as origin:
        assert origin.stdout is not None
        port = int(origin.stdout.readline())
        with run(port) as poller:
            return measure(poller, port, feeds, seconds)


async def by_dateline(feeds: int, seconds: float) -> dict[str, Any]:
    """The poll stage on an Apache Kafka of its own."""
    with tempfile.TemporaryDirectory() as folder:
        async with ApacheKafka(Path(folder) / "kafka") as node:
            environment = {**SETTINGS, "DATELINE_BOOTSTRAP_SERVERS": node.bootstrap_servers}

            def dateline(*arguments: str) -> None:
                subprocess.run(
                    [sys.executable, "-m", "dateline", *arguments],
                    env={**os.environ, **environment},
                    check=True,
                    stdout=subprocess.DEVNULL,
                )

            @contextlib.contextmanager
            def run(port: int) -> Iterator[subprocess.Popen[str]]:
                urls = [address(feed, port) for feed in range(feeds)]
                opml = Path(folder) / "feeds.opml"
                opml.write_bytes(write_opml([Feed(id=feed_id(url), url=url) for url in urls]))
                dateline("topics", "create", "--partitions", str(PARTITIONS))
                dateline("feeds", "import", str(opml))
                with program("dateline", "poll", environment=environment) as process:
                    yield process

            return await asyncio.to_thread(with_origin, run, feeds, seconds)


def main() -> None:
    """Runs all and prints a line for each."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--feeds", type=int, default=20_000)
    options.add_argument("--seconds", type=float, default=30.0)
    given = options.parse_args()

    def other(who: str, feeds: int) -> dict[str, Any]:
        return with_origin(
            lambda port: program("benchmarks.feeds.rounds", who, "--feeds", str(feeds), "--port", str(port)),
            feeds,
            given.seconds,
        )

    def show(name: str, figures: dict[str, Any]) -> None:
        shares = {
            "of_httpx": figures["polls_per_second"] / floor["polls_per_second"],
            "of_httpx_by_cpu": floor["cpu_ms_per_poll"] / figures["cpu_ms_per_poll"],
        }
        shown = {**figures, **{name: round(share, 2) for name, share in shares.items()}}.items()
        print(f"{name:9}", "  ".join(f"{key} {value}" for key, value in shown), flush=True)

    floor = other("httpx", given.feeds)
    show("httpx", floor)
    show("dateline", asyncio.run(by_dateline(given.feeds, given.seconds)))
    show("reader", other("reader", given.feeds // 40))


if __name__ == "__main__":
    main()
