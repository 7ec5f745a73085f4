"""``dateline kafka fetch|run|tool``: Apache Kafka on this machine without containers, for developers."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import tempfile
from pathlib import Path

import click

from dateline.errors import BrokerError

ALIVE_POLL_S = 0.5

TOOLS = {
    "configs": "kafka.admin.ConfigCommand",
    "console-consumer": "org.apache.kafka.tools.consumer.ConsoleConsumer",
    "console-producer": "org.apache.kafka.tools.ConsoleProducer",
    "consumer-groups": "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand",
    "dump-log": "kafka.tools.DumpLogSegments",
    "topics": "org.apache.kafka.tools.TopicCommand",
    "transactions": "org.apache.kafka.tools.TransactionsCommand",
}
"""Kafka's own command-line tools, by the names of its scripts, and their classes."""


@click.group()
def command() -> None:
    """For developers: Apache Kafka on this machine, without containers (needs Java 17 and Maven)."""


@command.command()
def fetch() -> None:
    """Fetch Apache Kafka's jars into the cache (about 55 MB), so that later starts need no network."""
    from dateline.broker.apache import fetch_jars

    click.echo(fetch_jars())


@command.command()
@click.option("--port", type=click.IntRange(0, 65535), default=9092, show_default=True, help="0 takes a free one.")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder that keeps the data; absent: a temporary one.",
)
def run(port: int, data: Path | None) -> None:
    """Run one node on loopback until Ctrl-C or SIGTERM."""
    with contextlib.ExitStack() as stack:
        directory = data or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dateline-kafka-")))
        asyncio.run(_run(directory, port))


@command.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("name", type=click.Choice(sorted(TOOLS)))
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def tool(name: str, arguments: tuple[str, ...]) -> None:
    """Run one of Kafka's own tools, as its scripts do: dateline kafka tool topics --list --bootstrap-server ..."""
    from dateline.broker.apache import java_command

    java = java_command(TOOLS[name], arguments)
    os.execvp(java[0], java)  # noqa: S606 - the tool takes this process's place and its terminal; no shell


async def _run(directory: Path, port: int) -> None:
    from dateline.broker.apache import ApacheKafka

    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, asked.set)
    async with ApacheKafka(directory, port=port) as node:
        click.echo(f"Apache Kafka at {node.bootstrap_servers}, data and log in {node.directory}; Ctrl-C ends it")
        while not asked.is_set():
            if not node.running:
                raise BrokerError(f"Apache Kafka ended by itself: {node.last_words()}")
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(ALIVE_POLL_S):
                    await asked.wait()
