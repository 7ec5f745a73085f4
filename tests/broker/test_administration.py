"""`topics create` and `topics check` on real brokers."""

from __future__ import annotations

import asyncio
import socket

import pytest
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from click.testing import CliRunner

from dateline.broker.administration import check_topics, create_topics
from dateline.broker.connection import admin_client, client_options, reachable
from dateline.broker.topics import load_topics, topic_name
from dateline.cli import cli
from dateline.errors import BrokerError, ConfigurationError
from dateline.settings import KafkaSettings


async def test_created_topics_pass_the_check(broker_settings: KafkaSettings) -> None:
    results = await create_topics(broker_settings, partitions=2)
    assert {result.topic for result in results} == {
        spec.full_name(broker_settings.topic_prefix) for spec in load_topics().values()
    }
    assert {(result.done, result.partitions) for result in results} == {("created", 2)}
    assert await check_topics(broker_settings) == []


async def test_creating_twice_changes_nothing(broker_settings: KafkaSettings) -> None:
    await create_topics(broker_settings, partitions=2)
    again = await create_topics(broker_settings, partitions=4)
    assert {(result.done, result.partitions) for result in again} == {("exists", 2)}


async def test_two_creators_at_once_make_each_topic_once(broker_settings: KafkaSettings) -> None:
    first, second = await asyncio.gather(
        create_topics(broker_settings, partitions=1), create_topics(broker_settings, partitions=1)
    )
    made = [result.topic for result in (*first, *second) if result.done == "created"]
    assert sorted(made) == sorted(result.topic for result in first)


async def test_without_topics_the_check_names_each_and_makes_none(broker_settings: KafkaSettings) -> None:
    problems = await check_topics(broker_settings)
    assert [problem.problem for problem in problems] == ["missing"] * len(load_topics())
    assert await check_topics(broker_settings) == problems


@pytest.mark.kafka
async def test_a_setting_changed_on_the_cluster_is_found(kafka_settings: KafkaSettings) -> None:
    await create_topics(kafka_settings, partitions=1)
    store = topic_name(kafka_settings.topic_prefix, "poll-store")
    async with admin_client(kafka_settings) as client:
        await client.alter_configs(
            [ConfigResource(ConfigResourceType.TOPIC, store, configs={"cleanup.policy": "delete"})]
        )
    async with asyncio.timeout(30):
        # The controller answers before the broker has heard of the change.
        while not (problems := await check_topics(kafka_settings)):
            await asyncio.sleep(0.05)
    assert {problem.topic for problem in problems} == {store}
    assert "cleanup.policy is delete, should be compact" in {problem.problem for problem in problems}


@pytest.mark.kafka
async def test_a_replication_that_the_cluster_cannot_give_is_refused_by_name(
    kafka_settings: KafkaSettings,
) -> None:
    with pytest.raises(BrokerError, match=r"refused to create .*feeds\.v1: .*replication"):
        await create_topics(kafka_settings, replication_factor=19)


@pytest.fixture
def nobody_listens() -> str:
    """An address at which connections are refused."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return f"127.0.0.1:{taken.getsockname()[1]}"


async def test_an_unreachable_broker_is_named_with_the_remedy(nobody_listens: str) -> None:
    with pytest.raises(BrokerError, match=f"{nobody_listens}.*--bootstrap-servers") as caught:
        await reachable(KafkaSettings(bootstrap_servers=nobody_listens, kafka_timeout_s=5))
    assert "\n" not in str(caught.value)


async def test_a_broker_that_accepts_and_stays_silent_is_given_up_at_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings = KafkaSettings(bootstrap_servers=f"127.0.0.1:{silent.getsockname()[1]}", kafka_timeout_s=0.3)
        with pytest.raises(BrokerError, match=r"within 0\.3 s"):
            await reachable(settings)


@pytest.mark.parametrize("servers", ["", "localhost", "localhost:kafka", "localhost:0", ":9092"])
def test_an_address_that_is_no_host_and_port_is_a_configuration_error(servers: str) -> None:
    with pytest.raises(ConfigurationError, match="DATELINE_BOOTSTRAP_SERVERS"):
        client_options(KafkaSettings(bootstrap_servers=servers))


def test_a_login_without_a_name_is_a_configuration_error() -> None:
    with pytest.raises(ConfigurationError, match="DATELINE_SASL_USERNAME"):
        client_options(KafkaSettings(security_protocol="SASL_PLAINTEXT"))


def test_a_certificate_file_that_lacks_is_named() -> None:
    with pytest.raises(ConfigurationError, match=r"/nowhere/ca\.pem"):
        client_options(KafkaSettings(security_protocol="SSL", ssl_ca_file="/nowhere/ca.pem"))


def test_the_commands_create_then_check_and_say_what_they_did(
    broker_settings: KafkaSettings,
) -> None:
    options = [
        "--bootstrap-servers",
        broker_settings.bootstrap_servers,
        "--topic-prefix",
        broker_settings.topic_prefix,
    ]  # fmt: skip - option and value side by side
    runner = CliRunner()
    before = runner.invoke(cli, ["topics", "check", *options])
    assert before.exit_code == 1
    assert "run: dateline topics create" in before.output
    made = runner.invoke(cli, ["topics", "create", "--partitions", "1", *options], catch_exceptions=False)
    assert made.exit_code == 0
    assert "poll-store" in made.output
    after = runner.invoke(cli, ["topics", "check", *options], catch_exceptions=False)
    assert (after.exit_code, after.output) == (0, "all 11 topics are as they should be\n")
