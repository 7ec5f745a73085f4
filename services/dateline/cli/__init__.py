"""The command line. One file a command, loaded only when it is called, so that each starts quickly."""

from __future__ import annotations

import importlib
import sys

import click

import dateline
from dateline.errors import DatelineError

COMMANDS: dict[str, str] = {
    "demo": "See the whole pipeline work against a sample newsroom on this machine.",
    "up": "Run all stages in one process.",
    "poll": "Run the stage that polls feeds.",
    "fetch": "Run the stage that fetches articles.",
    "tag": "Run the stage that tags conflict events.",
    "feeds": "The watch list: add, remove, list, import, export, check, discover.",
    "topics": "Create the topics, or check them.",
    "tail": "Read a topic as a person or a program.",
    "dead-letters": "What went aside: list, show, replay.",
    "positions": "Where each stage stands.",
    "retag": "Read the stored articles again after a better release, and publish only what changes.",
    "parse-feed": "Parse feeds from files or URLs, without Kafka.",
    "extract": "Extract articles from pages, without Kafka.",
    "tag-text": "Tag conflict events in texts, without Kafka.",
    "gazetteer": "The place names: build, show.",
    "kafka": "For developers: Apache Kafka on this machine, without containers.",
    "schemas": "Write the schemas from the models.",
    "settings": "Every setting with its default and meaning.",
}
"""Every command and its one line. The command ``dead-letters`` lives in ``cli/dead_letters.py``."""


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is called or its help is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Commands, in the order in which a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command, or None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"dateline.cli.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Writes the list from `COMMANDS`, without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(dateline.__version__, prog_name="dateline")
def cli() -> None:
    """Feeds in, clean articles and conflict events out: on Kafka, exactly once."""


def main() -> None:
    """Entry point: an expected failure is one clear line and exit code 1; usage errors are 2."""
    try:
        cli()
    except DatelineError as error:
        click.echo(f"dateline: {error}", err=True)
        sys.exit(1)
