"""``dateline schemas export``: the JSON Schemas of the contract, written from the models.

One file a public topic, ``schemas/<topic>.v1.schema.json``. The models are the one source; a test fails
where a file differs from what is written here.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from dateline.errors import ConfigurationError
from dateline.messages import CONTRACT, MessageModel
from dateline.resources import schemas_dir

VERSION = "v1"
BASE = "https://dateline.invalid/schemas"
"""What the ids begin with. They name schemas; nothing is served there."""


@click.group()
def command() -> None:
    """Write the schemas from the models."""


@command.command()
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 where a file differs from the models.")
@click.option(
    "--directory",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to write, instead of Dateline's own schemas folder.",
)
def export(check: bool, directory: Path | None) -> None:
    """Write one JSON Schema a public topic."""
    folder = directory or schemas_dir()
    schemas = {folder / file_name(topic): schema_text(topic) for topic in CONTRACT}
    if check:
        differing = [path for path, text in schemas.items() if not path.is_file() or path.read_text("utf-8") != text]
        for path in differing:
            click.echo(f"{path} differs from the models; run: dateline schemas export", err=True)
        sys.exit(1 if differing else 0)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in schemas.items():
            path.write_text(text, encoding="utf-8")
            click.echo(str(path))
    except OSError as error:
        raise ConfigurationError(f"{folder}: {error.strerror}; --directory names another place") from error


def file_name(topic: str) -> str:
    """The schema's file of a public topic, by the topic's short name."""
    return f"{topic}.{VERSION}.schema.json"


def schema_text(topic: str) -> str:
    """The JSON Schema (draft 2020-12) of a public topic's message, as the file holds it."""
    model = CONTRACT[topic]
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{BASE}/{file_name(topic)}",
        **_as_written(model),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _as_written(model: type[MessageModel]) -> dict[str, Any]:
    """The model's schema as its messages are written: absent fields are left out, never null."""
    schema = model.model_json_schema(mode="serialization")
    schema["title"] = model.__name__
    return schema
