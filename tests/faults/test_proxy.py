"""A network that cuts, swallows, delays and falls silent between a stage and its broker."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from dateline.broker.apache.node import HOST, ApacheKafka, SecondListener, free_ports
from tests.conftest import kafka_is_missing
from tests.faults.account import Account
from tests.faults.proxy import Proxy, Request
from tests.faults.trial import StageTrial, trial_settings

HARM_DEADLINE_S = 30.0
SILENCE_S = 8.0
LATENCY_S = 1.0
KAFKA_TIMEOUT_S = 4.0

pytestmark = [pytest.mark.kafka, pytest.mark.slow]


@dataclass(frozen=True)
class BehindProxy:
    """A node whose second listener leads its clients to a proxy's port."""

    node: ApacheKafka
    second: SecondListener


@pytest.fixture(scope="module")
def behind_proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BehindProxy]:
    """A node of this module's own."""
    if (reason := kafka_is_missing()) is not None:
        pytest.skip(reason)
    second = SecondListener(*free_ports(2))
    node = ApacheKafka(tmp_path_factory.mktemp("behind-proxy"), second=second)
    try:
        asyncio.run(node.start())
        yield BehindProxy(node, second)
    finally:
        node.kill()
        shutil.rmtree(node.directory / "data", ignore_errors=True)


@pytest.fixture
async def proxy(behind_proxy: BehindProxy) -> AsyncIterator[Proxy]:
    """The proxy, doing no harm yet."""
    async with Proxy(behind_proxy.second.advertised_port, behind_proxy.second.port) as proxy:
        yield proxy


@pytest.fixture
def trial(behind_proxy: BehindProxy, topic_prefix: str, tmp_path: Path, seed: int) -> StageTrial:
    """The stage reaches the broker through the proxy; feeder and reader go straight to it."""
    through = f"{HOST}:{behind_proxy.second.advertised_port}"
    settings = trial_settings(through, topic_prefix, kafka_timeout_s=KAFKA_TIMEOUT_S)
    straight = trial_settings(behind_proxy.node.bootstrap_servers, topic_prefix)
    return StageTrial(settings, tmp_path, seed, watched_through=straight)


def requests(*short: Request) -> list[object]:
    """All kinds of requests; those that are not in `short` only in the full matrix."""
    return [
        pytest.param(kind, id=kind.name.lower(), marks=[] if kind in short else pytest.mark.matrix) for kind in Request
    ]


async def harm_is_done(proxy: Proxy, name: str, times: int = 1) -> None:
    async with asyncio.timeout(HARM_DEADLINE_S):
        while proxy.done[name] < times:
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("request_kind", requests(Request.PRODUCE, Request.FETCH))
async def test_a_reply_that_is_cut_in_its_middle(
    request_kind: Request, trial: StageTrial, proxy: Proxy, account: Account
) -> None:
    proxy.cut[request_kind] = 2
    async with trial:
        one = trial.process()
        await one.start()
        one.keep()
        trial.feed()
        await harm_is_done(proxy, f"cut {request_kind.name}", 2)
        verdict = await trial.finish()
    account("proxy cuts a reply", request_kind.name.lower(), "stage", verdict)


@pytest.mark.parametrize("request_kind", requests(Request.PRODUCE, Request.END_TRANSACTION))
async def test_a_reply_that_never_comes(
    request_kind: Request, trial: StageTrial, proxy: Proxy, account: Account
) -> None:
    proxy.swallow[request_kind] = 1
    async with trial:
        one = trial.process()
        await one.start()
        one.keep()
        trial.feed()
        await harm_is_done(proxy, f"swallowed {request_kind.name}")
        verdict = await trial.finish()
    account("proxy drops a reply", request_kind.name.lower(), "stage", verdict)


async def test_a_second_of_latency(trial: StageTrial, proxy: Proxy, account: Account) -> None:
    proxy.latency_s = LATENCY_S
    trial.settings = trial.settings.model_copy(update={"kafka_timeout_s": 10.0})
    trial.COUNT = 40
    async with trial:
        one = trial.process()
        await one.start()
        one.keep()
        trial.feed()
        verdict = await trial.finish()
    assert proxy.done["late"] > 0
    account("proxy adds a second", "all replies", "stage", verdict)


async def test_connections_that_go_half_open(trial: StageTrial, proxy: Proxy, account: Account) -> None:
    async with trial:
        one = trial.process()
        await one.start()
        one.keep()
        trial.feed(over_s=SILENCE_S)
        await one.says("partition ready", HARM_DEADLINE_S, times=trial.partitions)
        proxy.go_silent()
        await asyncio.sleep(SILENCE_S)  # the fault itself: so long is nothing heard
        proxy.speak_again()
        verdict = await trial.finish()
    account("proxy goes half-open", f"{SILENCE_S:.0f} s", "stage", verdict)
