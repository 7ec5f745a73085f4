"""What the tests of the tagger share: one call from text to events."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from dateline.events import Document, TaggedEvent, tag, warm_up

PUBLISHED = "2024-05-22"
"""A Wednesday."""


@pytest.fixture(scope="session", autouse=True)
def _warm() -> None:
    warm_up()


Read = Callable[..., list[TaggedEvent]]


@pytest.fixture
def read() -> Read:
    """The main events that a text reports."""

    def events(
        text: str, *, title: str = "", published: str | None = PUBLISHED, url: str | None = None
    ) -> list[TaggedEvent]:
        tagging = tag(Document("a", title, text, published, url))
        return [event for event in tagging.events if event.main]

    return events


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the development data; without it, the test is skipped by name."""
    folder = Path(os.environ.get("DATELINE_SHARED", Path(__file__).parents[2].parent / "shared"))
    if not (folder / "data/events/gold_dev.jsonl").is_file():
        pytest.skip(f"no development data at {folder}: set DATELINE_SHARED")
    return folder
