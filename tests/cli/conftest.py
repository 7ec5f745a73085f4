"""A cluster with Dateline's topics, for the commands' tests."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from dateline.broker.administration import create_topics
from dateline.settings import Settings
from tests.conftest import Broker, delete_topics
from tests.runtime.cluster import PARTITIONS


@pytest.fixture
async def cluster(embedded: Broker, topic_prefix: str) -> AsyncIterator[Settings]:
    """The embedded broker with all topics under a prefix of the test's own, and every wait short."""
    settings = Settings(
        bootstrap_servers=embedded.bootstrap_servers, topic_prefix=topic_prefix, session_timeout_s=6,
        allow_networks="127.0.0.0/8", domain_gap_s=0, poll_interval_min_s=0.2, poll_interval_max_s=0.2,
        retry_gap_s=0.2, workers=1,
    )  # fmt: skip
    await create_topics(settings, partitions=PARTITIONS)
    yield settings
    await delete_topics(settings)
