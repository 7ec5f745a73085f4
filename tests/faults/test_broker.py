"""A broker that restarts, dies, or stays away; and everything at once, brought back in every order."""

from __future__ import annotations

import asyncio
import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.broker.administration import create_topics
from dateline.broker.apache import ApacheKafka
from dateline.broker.apache.cluster import NODES, ApacheCluster
from dateline.broker.connection import admin_client
from dateline.broker.topics import topic_name
from dateline.runtime import transactions
from dateline.runtime.kafka import KafkaCluster
from dateline.runtime.transactions import Doubt, Record
from dateline.settings import Settings
from tests.conftest import kafka_is_missing
from tests.faults.account import Account
from tests.faults.trial import PollTrial, StageTrial, Trial, trial_settings

READY_DEADLINE_S = 60.0
DONE_DEADLINE_S = 150.0
AWAY_S = 15.0
LONG_AWAY_S = 60.0
TRIALS: dict[str, type[Trial]] = {"stage": StageTrial, "poll": PollTrial}
BOTH = [pytest.param("stage", id="stage"), pytest.param("poll", id="poll", marks=pytest.mark.matrix)]

pytestmark = [pytest.mark.kafka, pytest.mark.slow]


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ApacheKafka]:
    """A node of this module's own, which its tests stop and kill, and always start again."""
    if (reason := kafka_is_missing()) is not None:
        pytest.skip(reason)
    node = ApacheKafka(tmp_path_factory.mktemp("broker"))
    try:
        asyncio.run(node.start())
        yield node
    finally:
        node.kill()
        shutil.rmtree(node.directory / "data", ignore_errors=True)


@pytest.fixture
def own_settings(node: ApacheKafka, topic_prefix: str) -> Settings:
    return trial_settings(node.bootstrap_servers, topic_prefix)


async def break_node(node: ApacheKafka, fault: str) -> None:
    """The fault, and the node's return."""
    match fault:
        case "clean restart":
            await node.restart()
        case "kill -9":
            node.kill()
            await node.start()
        case "away" | "long away":
            await node.stop()
            await asyncio.sleep(AWAY_S if fault == "away" else LONG_AWAY_S)  # the fault itself
            await node.start()


@pytest.mark.parametrize("stage", BOTH)
@pytest.mark.parametrize(
    "fault", ["clean restart", "kill -9", "away", pytest.param("long away", marks=pytest.mark.matrix)]
)
async def test_a_broker_that_goes_and_comes_back(
    fault: str, stage: str, seed: int, node: ApacheKafka, own_settings: Settings, tmp_path: Path, account: Account
) -> None:
    async with TRIALS[stage](own_settings, tmp_path, seed) as trial:
        one = trial.process()
        await one.start()
        one.keep()
        trial.feed(over_s=6.0)
        await one.says("partition ready", READY_DEADLINE_S, times=trial.partitions)
        await asyncio.sleep(trial.chance.uniform(0.2, 1.5))  # a random moment, by the seed
        await break_node(node, fault)
        verdict = await trial.finish(DONE_DEADLINE_S)
        assert one.codes == [0], "the process should outlive its broker's absence"
    seconds = {"away": f" {AWAY_S:.0f} s", "long away": f" {LONG_AWAY_S:.0f} s"}.get(fault, "")
    account("broker", fault.removeprefix("long ") + seconds, stage, verdict)


async def test_a_producer_given_up_while_its_broker_is_away_leaves_nothing_running(
    node: ApacheKafka, own_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transactions, "_BURST_DEADLINE_S", 1.0)
    await create_topics(own_settings, partitions=1)
    running = asyncio.all_tasks()
    producer = KafkaCluster(own_settings, lambda _: 1_000_000).producer("given-up")
    await producer.open(READY_DEADLINE_S)
    topic = topic_name(own_settings.topic_prefix, "entries")
    await producer.commit([Record(topic, 0, b"key", b"before")])
    await node.stop()
    try:
        with pytest.raises(Doubt):
            await producer.commit([Record(topic, 0, b"key", b"while it is away")])
        await producer.discard()
        assert asyncio.all_tasks() == running
    finally:
        await node.start()


# CI takes one order in which a stage comes before its broker.
ORDERS = [
    pytest.param(order, id=", ".join(order), marks=[] if order == ("one", "broker", "two") else pytest.mark.matrix)
    for order in itertools.permutations(["broker", "one", "two"])
]


@pytest.mark.parametrize("stage", BOTH)
@pytest.mark.parametrize("order", ORDERS)
async def test_everything_is_killed_at_once_and_comes_back(
    order: tuple[str, ...], stage: str, seed: int, node: ApacheKafka, own_settings: Settings, tmp_path: Path,
    account: Account,
) -> None:  # fmt: skip
    async with TRIALS[stage](own_settings, tmp_path, seed) as trial:
        members = {name: trial.process(name) for name in ("one", "two")}
        for process in members.values():
            await process.start()
        trial.feed(over_s=5.0)
        for process in members.values():
            await process.says("partition ready", READY_DEADLINE_S)
        await asyncio.sleep(trial.chance.uniform(0.2, 1.5))  # a random moment, by the seed
        for process in members.values():
            await process.kill()
        node.kill()
        for name in order:
            if name == "broker":
                await node.start()
            else:
                await members[name].start()
                members[name].keep()
        verdict = await trial.finish(DONE_DEADLINE_S)
    account("everything killed at once", "restarted: " + ", ".join(order), stage, verdict)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ApacheCluster]:
    """Three nodes, replication 3, min ISR 2."""
    if (reason := kafka_is_missing()) is not None:
        pytest.skip(reason)
    cluster = ApacheCluster(tmp_path_factory.mktemp("cluster"))
    try:
        asyncio.run(cluster.start())
        yield cluster
    finally:
        cluster.kill()
        for node in cluster.nodes:
            shutil.rmtree(node.directory / "data", ignore_errors=True)


async def in_sync(settings: Settings) -> None:
    """Waits until every replica is in sync again: the next broker may go."""
    async with asyncio.timeout(READY_DEADLINE_S):
        while True:
            async with admin_client(settings) as client:
                topics = await client.describe_topics()
            parts = [part for topic in topics for part in topic["partitions"]]
            if parts and all(len(part["isr"]) == NODES and part["leader"] >= 0 for part in parts):
                return
            await asyncio.sleep(0.2)


@pytest.mark.parametrize("stage", BOTH)
@pytest.mark.parametrize(
    "faults",
    [
        pytest.param(["clean restart", "kill -9", "clean restart"], id="in turn"),
        pytest.param(["clean restart"] * NODES, id="clean restart", marks=pytest.mark.matrix),
        pytest.param(["kill -9"] * NODES, id="kill -9", marks=pytest.mark.matrix),
    ],
)
async def test_each_of_three_brokers_goes_in_turn(
    faults: list[str],
    stage: str,
    seed: int,
    cluster: ApacheCluster,
    topic_prefix: str,
    tmp_path: Path,
    account: Account,
) -> None:
    """Leaders, the group's coordinator and the transactions' coordinators move each time."""
    settings = trial_settings(cluster.bootstrap_servers, topic_prefix)
    async with TRIALS[stage](settings, tmp_path, seed) as trial:
        one, two = trial.process("one"), trial.process("two")
        for process in (one, two):
            await process.start()
            process.keep()
        trial.feed(over_s=6.0 * NODES)
        await one.says("partition ready", READY_DEADLINE_S)
        for node, fault in zip(cluster.nodes, faults, strict=True):
            await break_node(node, fault)
            await in_sync(settings)
        verdict = await trial.finish(DONE_DEADLINE_S)
    account("three brokers, one after the other", ", ".join(faults), stage, verdict)
