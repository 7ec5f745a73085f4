"""Topics on a cluster: make what is missing, look at what is there. What should be is in topics.py."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import IncompatibleBrokerVersion, TopicAlreadyExistsError, for_code

from dateline.broker.connection import admin_client
from dateline.broker.topics import (
    FoundTopic,
    PlannedTopic,
    Problem,
    TopicSpec,
    find_problems,
    load_topics,
    plan_topics,
)
from dateline.errors import BrokerError
from dateline.settings import KafkaSettings

LEADER_POLL_S = 0.05
BROKER_DEFAULT = -1
"""Replication factor that means the broker's own default (KIP-464)."""


@dataclass(frozen=True)
class TopicResult:
    """What `create_topics` did about one topic."""

    topic: str
    done: Literal["created", "exists"]
    partitions: int


async def create_topics(
    settings: KafkaSettings,
    *,
    partitions: int | None = None,
    replication_factor: int | None = None,
    only: Collection[str] | None = None,
) -> list[TopicResult]:
    """Makes the topics that lack and waits until each partition has a leader; changes none that exists.

    `partitions` replaces the count of schemas/topics.yaml and `replication_factor` the broker's default;
    `only` keeps to topics of these short names. Safe to run twice, also at the same time. Raises
    BrokerError where the cluster cannot be reached or refuses a topic.
    """
    specs = {short: spec for short, spec in load_topics().items() if only is None or short in only}
    prefix = settings.topic_prefix
    async with admin_client(settings) as client, asyncio.timeout(settings.kafka_timeout_s):
        found = await _find(client, specs.values(), prefix, with_settings=False)
        replicas = replication_factor or await _default_replicas(client)
        planned = plan_topics(specs, found, prefix=prefix, partitions=partitions, replicas=replicas)
        created = await _create(client, planned, replication_factor, settings)
        now = await _await_leaders(client, specs.values(), prefix)
    return [
        TopicResult(
            topic=spec.full_name(prefix),
            done="created" if spec.full_name(prefix) in created else "exists",
            partitions=now[spec.full_name(prefix)].partitions,
        )
        for spec in specs.values()
    ]


async def check_topics(settings: KafkaSettings) -> list[Problem]:
    """How the cluster differs from schemas/topics.yaml; empty where it is as it should be.

    Raises BrokerError where the cluster cannot be reached.
    """
    specs = load_topics()
    async with admin_client(settings) as client, asyncio.timeout(settings.kafka_timeout_s):
        found = await _find(client, specs.values(), settings.topic_prefix, with_settings=True)
    return find_problems(specs, found, prefix=settings.topic_prefix, address=settings.bootstrap_servers)


async def find_topics(settings: KafkaSettings, only: Collection[str]) -> dict[str, FoundTopic]:
    """Those of the topics with these short names that exist, by short name, with their settings.

    Raises BrokerError where the cluster cannot be reached.
    """
    specs = {short: spec for short, spec in load_topics().items() if short in only}
    async with admin_client(settings) as client, asyncio.timeout(settings.kafka_timeout_s):
        found = await _find(client, specs.values(), settings.topic_prefix, with_settings=True)
    names = {short: spec.full_name(settings.topic_prefix) for short, spec in specs.items()}
    return {short: found[name] for short, name in names.items() if name in found}


async def _create(
    client: AIOKafkaAdminClient,
    planned: Sequence[PlannedTopic],
    replication_factor: int | None,
    settings: KafkaSettings,
) -> set[str]:
    """Names of the topics made; one that another process made meanwhile is not among them."""
    if not planned:
        return set()
    response = await client.create_topics(
        [
            NewTopic(
                topic.name,
                topic.partitions,
                replication_factor or BROKER_DEFAULT,
                # aiokafka takes the broker's default (-1) only beside an assignment, be it an empty one.
                replica_assignments=None if replication_factor else {},
                topic_configs=dict(topic.settings),
            )
            for topic in planned
        ]
    )
    created = set()
    for name, code, *message in response.topic_errors:
        if code == 0:
            created.add(name)
        elif code != TopicAlreadyExistsError.errno:
            raise BrokerError(
                f"Kafka at {settings.bootstrap_servers} refused to create {name}: "
                f"{(message and message[0]) or for_code(code).__name__}"
            )
    return created


async def _find(
    client: AIOKafkaAdminClient, specs: Collection[TopicSpec], prefix: str, *, with_settings: bool
) -> dict[str, FoundTopic]:
    """Those of the topics that exist.

    All topics are listed rather than ours asked for: a broker that creates topics on demand would answer
    a question for a missing one by making it.
    """
    described = await _describe_topics(client, specs, prefix)
    configs = await _settings_of(client, described) if with_settings else {}
    return {name: _as_found(topic, configs.get(name)) for name, topic in described.items()}


async def _describe_topics(
    client: AIOKafkaAdminClient, specs: Collection[TopicSpec], prefix: str
) -> dict[str, dict[str, Any]]:
    wanted = {spec.full_name(prefix) for spec in specs}
    return {topic["topic"]: topic for topic in await client.describe_topics() if topic["topic"] in wanted}


def _as_found(topic: dict[str, Any], settings: dict[str, str] | None = None) -> FoundTopic:
    partitions = topic["partitions"]
    return FoundTopic(
        partitions=len(partitions), replicas=len(partitions[0]["replicas"]) if partitions else 0, settings=settings
    )


async def _settings_of(client: AIOKafkaAdminClient, names: Collection[str]) -> dict[str, dict[str, str]]:
    return await _describe(client, [ConfigResource(ConfigResourceType.TOPIC, name) for name in names])


async def _describe(client: AIOKafkaAdminClient, resources: list[ConfigResource]) -> dict[str, dict[str, str]]:
    """Effective settings by resource; those that the broker does not tell are left out."""
    if not resources:
        return {}
    try:
        responses = await client.describe_configs(resources)
    except IncompatibleBrokerVersion:
        # The embedded broker keeps no settings and does not know the question.
        return {}
    return {
        name: {entry[0]: entry[1] for entry in entries}
        for response in responses
        for code, _, _, name, entries in response.resources
        if code == 0 and entries
    }


async def _default_replicas(client: AIOKafkaAdminClient) -> int:
    """The cluster's default replication factor; 1 where it does not tell."""
    cluster = await client.describe_cluster()
    node = str(cluster["brokers"][0]["node_id"])
    configs = await _describe(client, [ConfigResource(ConfigResourceType.BROKER, node)])
    return int(configs.get(node, {}).get("default.replication.factor", "1"))


async def _await_leaders(
    client: AIOKafkaAdminClient, specs: Collection[TopicSpec], prefix: str
) -> dict[str, FoundTopic]:
    """Waits until all topics are known and led: creation is answered before every broker has heard of it.

    What is given is the very answer that had them all: the next may come from a broker that lags behind.
    """
    wanted = {spec.full_name(prefix) for spec in specs}
    while True:
        topics = await _describe_topics(client, specs, prefix)
        led = {
            name
            for name, topic in topics.items()
            if topic["partitions"] and all(part["leader"] >= 0 for part in topic["partitions"])
        }
        if led == wanted:
            return {name: _as_found(topic) for name, topic in topics.items()}
        await asyncio.sleep(LEADER_POLL_S)
