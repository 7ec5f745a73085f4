"""What the stages share in a process, shared by their tests: one worker pool and one HTTP client."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from dateline.runtime.workers import WorkerPool
from dateline.settings import WebSettings, WorkerSettings
from dateline.web.client import Client
from tests.stages.desk import Clock
from tests.stages.outlets import Outlet


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def pool() -> AsyncIterator[WorkerPool]:
    """One worker."""
    async with WorkerPool(WorkerSettings(workers=1, worker_deadline_s=60)) as one:
        yield one


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def client() -> AsyncIterator[Client]:
    """A client that may reach loopback."""
    async with Client(WebSettings(allow_networks="127.0.0.0/8", user_agent="Dateline tests")) as one:
        yield one


@pytest_asyncio.fixture(loop_scope="session")
async def outlet() -> AsyncIterator[Outlet]:
    """One outlet."""
    async with Outlet() as one:
        yield one


@pytest_asyncio.fixture(loop_scope="session")
async def other() -> AsyncIterator[Outlet]:
    """Another outlet, in a domain of its own."""
    async with Outlet("127.0.0.2") as one:
        yield one


@pytest.fixture
def clock() -> Clock:
    """The time, which only passes when a test says so."""
    return Clock()
