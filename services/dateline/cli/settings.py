"""``dateline settings``: every setting with its default and meaning, as a table or Markdown."""

from __future__ import annotations

import click

from dateline import settings as all_settings
from dateline.cli.options import is_secret
from dateline.settings import ENV_PREFIX, Group, Settings


@click.command()
def command() -> None:
    """Every setting with its default and meaning, as Markdown."""
    groups = [g for g in vars(all_settings).values() if isinstance(g, type) and issubclass(g, Group)]
    click.echo("# Settings\n")
    click.echo(
        "Each is an environment variable, and an option of the commands that use it: "
        "`DATELINE_HTTP_PORT` is `--http-port`."
    )
    for group in groups:
        if group in (Group, Settings):
            continue
        click.echo(f"\n## {group.__doc__}\n\n| variable | default | meaning |\n|---|---|---|")
        for name, field in group.model_fields.items():
            env = ENV_PREFIX + name.upper()
            default = "processors" if field.default_factory else field.default
            shown = "" if default in (None, "") else f"`{default}`"
            meaning = (field.description or "").replace("\n", " ")
            if is_secret(field):
                meaning += f" A secret: no option; also read from the file that `{env}_FILE` names."
            click.echo(f"| `{env}` | {shown} | {meaning} |")
