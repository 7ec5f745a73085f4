"""An open newsroom whose time stands still until a test moves it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from dateline.newsroom import Content, Newsroom, load_content

SEEDS = Path(__file__).parents[2] / "seeds" / "newsroom"


@dataclass
class Clock:
    """Time that moves when it is told to, and pauses that only move it."""

    moment: datetime = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)  # a Wednesday
    pauses: list[float] = field(default_factory=list)

    def __call__(self) -> datetime:
        return self.moment

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.pass_(seconds)

    def pass_(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


@pytest.fixture
def seeds() -> Path:
    return SEEDS


@pytest.fixture(scope="session")
def content() -> Content:
    return load_content(SEEDS)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def newsroom(clock: Clock) -> AsyncIterator[Newsroom]:
    async with Newsroom(SEEDS, clock=clock, pause=clock.pause) as newsroom:
        yield newsroom


@pytest.fixture
async def reader() -> AsyncIterator[httpx.AsyncClient]:
    """A client that follows no redirect by itself."""
    async with httpx.AsyncClient(trust_env=False, timeout=10.0) as client:
        yield client
