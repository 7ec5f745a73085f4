"""A process of its own that runs the numbering stage, with signals and health, as the commands run theirs.

``python -m tests.faults.stage SETTINGS_JSON [--pool] [--max-poll-interval-s S]``
"""

from __future__ import annotations

import argparse
import asyncio
import functools
import sys
from contextlib import AsyncExitStack

from aiokafka import AIOKafkaConsumer
from prometheus_client import Gauge

from dateline.errors import DatelineError
from dateline.runtime import member
from dateline.runtime.logs import configure_logs
from dateline.runtime.service import run_stages, stop_on_signals
from dateline.runtime.workers import WorkerPool
from dateline.settings import Settings
from tests.faults.numbering import Numbering

TASKS = Gauge("dateline_test_tasks", "asyncio tasks of the process: the soak watches that they do not grow.")


async def run(settings: Settings, *, with_pool: bool) -> None:
    """Runs the stage until a signal comes."""
    loop = asyncio.get_running_loop()
    TASKS.set_function(lambda: len(asyncio.all_tasks(loop)))
    stop = asyncio.Event()
    with stop_on_signals(stop):
        async with AsyncExitStack() as stack:
            pool = await stack.enter_async_context(WorkerPool(settings)) if with_pool else None
            await run_stages([Numbering(pool)], settings, stop)


def main() -> int:
    """Runs; gives 1, and one line on standard error, where the stage could not go on."""
    parser = argparse.ArgumentParser()
    parser.add_argument("settings", type=Settings.model_validate_json)
    parser.add_argument("--pool", action="store_true")
    parser.add_argument("--max-poll-interval-s", type=float)
    arguments = parser.parse_args()
    if arguments.max_poll_interval_s is not None:
        # No setting of Dateline's: the test makes the client's five minutes short.
        shorter = functools.partial(AIOKafkaConsumer, max_poll_interval_ms=round(arguments.max_poll_interval_s * 1000))
        vars(member)["AIOKafkaConsumer"] = shorter
    configure_logs(arguments.settings)
    try:
        asyncio.run(run(arguments.settings, with_pool=arguments.pool))
    except DatelineError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
