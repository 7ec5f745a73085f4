"""``dateline retag``: has the stored articles read again after a better release of the tagger."""

from __future__ import annotations

import asyncio

import click

from dateline.cli.options import with_settings
from dateline.settings import KafkaSettings, Settings


@click.command()
@with_settings(KafkaSettings)
def command(settings: Settings) -> None:
    """Read the stored articles again, and publish only what changes.

    Sets the tag stage back to the beginning of the articles topic; a stage that is running notices. It passes
    over every article that its present tagger has read already. Of the others, a mention that now says something
    else is published as its next revision, and one that is no longer found is withdrawn.
    """
    from dateline.runtime.position_store import reset_positions

    rows = asyncio.run(reset_positions(settings, "tag", "articles", to_latest=False, inbox=False))
    count = sum(row.end - row.next for row in rows)
    click.echo(
        f"tag stands at the beginning of {rows[0].topic} again: up to {count} articles to read; "
        "`dateline positions show` says how far it is"
    )
