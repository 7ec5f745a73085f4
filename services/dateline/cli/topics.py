"""``dateline topics create|check``: the topics of schemas/topics.yaml on a cluster."""

from __future__ import annotations

import asyncio
import sys

import click
from rich.console import Console
from rich.table import Table

from dateline.cli.options import with_settings
from dateline.settings import KafkaSettings, Settings


@click.group()
def command() -> None:
    """Create the topics, or check them."""


@command.command()
@click.option("--partitions", type=click.IntRange(1, 10_000), help="Partitions of each topic, instead of the file's.")
@click.option("--replication-factor", type=click.IntRange(1, 20), help="Replicas, instead of the broker's default.")
@with_settings(KafkaSettings)
def create(settings: Settings, partitions: int | None, replication_factor: int | None) -> None:
    """Create the topics that are missing. Those that exist are left as they are."""
    from dateline.broker.administration import create_topics

    results = asyncio.run(create_topics(settings, partitions=partitions, replication_factor=replication_factor))
    table = Table("topic", "partitions", "")
    for result in results:
        table.add_row(result.topic, str(result.partitions), result.done)
    Console().print(table)


@command.command()
@with_settings(KafkaSettings)
def check(settings: Settings) -> None:
    """Compare the topics with schemas/topics.yaml. Exits with 1 where something is missing or differs."""
    from dateline.broker.administration import check_topics
    from dateline.broker.topics import load_topics

    problems = asyncio.run(check_topics(settings))
    if not problems:
        click.echo(f"all {len(load_topics())} topics are as they should be")
        return
    table = Table("topic", "problem")
    for problem in problems:
        table.add_row(problem.topic, problem.problem)
    Console().print(table)
    # Remedies hold commands to be copied, so they stay outside the table, which folds long lines.
    for remedy in dict.fromkeys(problem.remedy for problem in problems):
        click.echo(remedy)
    sys.exit(1)
