"""SIGTERM: a stage finishes, commits and leaves with 0 in time, also when there is no broker any more."""

from __future__ import annotations

import asyncio
import signal
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from dateline.broker.administration import create_topics
from dateline.broker.apache import ApacheKafka
from dateline.settings import KafkaSettings, Settings
from tests.cli.commands import Service, environment, service
from tests.cli.test_up import ENVIRONMENT
from tests.stages.outlets import Outlet, rss
from tests.stages.test_on_a_broker import a_feed, watch

DRAIN_S = 3
LEAVE_S = 30.0
"""More than the drain deadline and those of the clients behind it."""


def stage_environment(settings: KafkaSettings) -> dict[str, str]:
    return environment(settings, **ENVIRONMENT, DATELINE_DRAIN_TIMEOUT_S=str(DRAIN_S), DATELINE_SESSION_TIMEOUT_S="6")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_stage_that_is_told_to_stop_leaves_with_0(
    cluster: Settings, tmp_path: Path, number: signal.Signals
) -> None:
    async with service("tag", env=stage_environment(cluster), log=tmp_path / "log") as tag:
        await tag.says("partition ready")
        await tag.told(number)
        assert await tag.ended(LEAVE_S) == 0
        assert '"stopped"' in tag.log


@pytest.mark.kafka
@pytest.mark.slow
async def test_stages_leave_with_0_when_the_broker_has_gone_away(own_kafka: ApacheKafka, tmp_path: Path) -> None:
    settings = KafkaSettings(bootstrap_servers=own_kafka.bootstrap_servers)
    await create_topics(settings, partitions=2)
    async with AsyncExitStack() as stack:
        outlet = await stack.enter_async_context(Outlet())
        feed = a_feed(outlet.serve("/feed", rss([(outlet.url("/1"), "One")])))
        await watch(Settings(bootstrap_servers=settings.bootstrap_servers), feed)
        stages: list[Service] = [
            await stack.enter_async_context(
                service(name, env=stage_environment(settings), log=tmp_path / f"{name}.log")
            )
            for name in ("poll", "fetch", "tag")
        ]
        for stage in stages:
            await stage.says("partition ready")
        await outlet.until(lambda: outlet.times("/feed") > 1)
        asked = outlet.times("/feed")
        outlet.when_next_asked = own_kafka.kill  # with a poll in hand, whose outcome can't be committed any more
        await outlet.until(lambda: outlet.times("/feed") > asked)
        for stage in stages:
            await stage.told(signal.SIGTERM)
        assert await asyncio.gather(*(stage.ended(LEAVE_S) for stage in stages)) == [0, 0, 0]
    assert not any("Traceback" in stage.log for stage in stages)
