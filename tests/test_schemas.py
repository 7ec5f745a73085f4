"""schemas/ says what the models say, and what the models write keeps to it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from dateline.cli.schemas import command, file_name, schema_text
from dateline.messages import (
    CONTRACT,
    Article,
    Feed,
    Mention,
    MessageModel,
    Place,
    PlaceLevel,
    Status,
    SubEventType,
    feed_id,
)
from dateline.messages.taxonomy import EventType
from dateline.resources import schemas_dir

FIXED = "2026-03-02T18:40:00.000Z"


def schema(topic: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(schema_text(topic))
    return loaded


@pytest.mark.parametrize("topic", CONTRACT)
def test_the_checked_in_schema_is_the_models(topic: str) -> None:
    path = schemas_dir() / file_name(topic)
    assert path.is_file(), f"{path} is missing; run: dateline schemas export"
    assert path.read_text("utf-8") == schema_text(topic), "run: dateline schemas export"


@pytest.mark.parametrize("topic", CONTRACT)
def test_the_schema_is_a_valid_one_and_names_itself(topic: str) -> None:
    written = schema(topic)
    Draft202012Validator.check_schema(written)
    assert written["$schema"].endswith("2020-12/schema")
    assert written["$id"].endswith(f"/{topic}.v1.schema.json")
    assert written["title"] == CONTRACT[topic].__name__


@pytest.mark.parametrize("topic", CONTRACT)
def test_every_field_is_described(topic: str) -> None:
    written = schema(topic)
    definitions: dict[str, Any] = written.get("$defs", {})
    objects = [written, *(part for part in definitions.values() if "properties" in part)]
    missing = [
        f"{one['title']}.{name}"
        for one in objects
        for name, field in one["properties"].items()
        # A field that says the same as its type leaves it to the type's definition.
        if "description" not in {**definitions.get(field.get("$ref", "").rpartition("/")[2], {}), **field}
    ]
    assert missing == []


MESSAGES: dict[str, MessageModel] = {
    "feeds": Feed.model_validate({"id": feed_id("https://a.example/rss"), "url": "https://a.example/rss"}),
    "articles": Article.model_validate(
        {
            "id": "a1",
            "version": 1,
            "url": "https://a.example/1",
            "canonical_url": "https://a.example/1",
            "domain": "a.example",
            "entry_id": "e1",
            "feed_id": "f1",
            "title": "Port hit",
            "text": "A silo burned.",
            "published_at": "2026-03-02T18:40:00+02:00",
            "fetched_at": FIXED,
        }
    ),
    "mentions": Mention.model_validate(
        {
            "id": "m1",
            "revision": 1,
            "article_id": "a1",
            "article_version": 1,
            "article_url": "https://a.example/1",
            "article_title": "Port hit",
            "theatre": "UKR",
            "event_type": EventType.EXPLOSIONS_REMOTE_VIOLENCE,
            "sub_type": SubEventType.AIR_DRONE_STRIKE,
            "place": Place(name="Izmail", country="UKR", level=PlaceLevel.TOWN, confidence=0.9),
            "status": Status.CLAIMED,
            "confidence": 0.8,
            "tagger": "rules/1",
            "observed_at": FIXED,
        }
    ),
}


@pytest.mark.parametrize("topic", MESSAGES)
def test_what_a_model_writes_keeps_to_its_schema(topic: str) -> None:
    Draft202012Validator(schema(topic)).validate(json.loads(MESSAGES[topic].to_bytes()))


@pytest.mark.parametrize(
    ("field", "value"), [("version", 0), ("published_at", "yesterday"), ("fetched_at", 7), ("title", None)]
)
def test_what_is_wrong_does_not_keep_to_it(field: str, value: object) -> None:
    message = {**json.loads(MESSAGES["articles"].to_bytes()), field: value}
    assert not Draft202012Validator(schema("articles")).is_valid(message)


def test_export_writes_what_check_accepts_and_check_names_what_differs(tmp_path: Path) -> None:
    folder = ["--directory", str(tmp_path / "out")]
    assert CliRunner().invoke(command, ["export", "--check", *folder]).exit_code == 1
    assert CliRunner().invoke(command, ["export", *folder]).exit_code == 0
    assert CliRunner().invoke(command, ["export", "--check", *folder]).exit_code == 0
    (tmp_path / "out" / file_name("feeds")).write_text("{}")
    checked = CliRunner().invoke(command, ["export", "--check", *folder])
    assert checked.exit_code == 1
    assert file_name("feeds") in checked.output
    assert file_name("articles") not in checked.output
