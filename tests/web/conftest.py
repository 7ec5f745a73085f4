"""An origin on loopback and a client that may reach it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from dateline.settings import WebSettings
from dateline.web import Client
from tests.web.origin import Origin

SETTINGS = WebSettings(allow_networks="127.0.0.0/8", body_max_bytes=1_000_000, redirects_max=3)


@pytest.fixture
async def origin() -> AsyncIterator[Origin]:
    """A server on 127.0.0.1."""
    async with Origin() as server:
        yield server


@pytest.fixture
async def elsewhere() -> AsyncIterator[Origin]:
    """A server on another address: another domain."""
    async with Origin("127.0.0.2") as server:
        yield server


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    """A client that may reach loopback."""
    async with Client(SETTINGS) as web_client:
        yield web_client
