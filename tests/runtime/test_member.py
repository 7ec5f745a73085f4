"""A stage on a real broker: what it reads, remembers, publishes and puts aside."""

from __future__ import annotations

import asyncio
import json

import pytest

from dateline.broker.administration import create_topics
from dateline.errors import ConfigurationError
from dateline.messages.dead_letter import DeadLetter, DeadLetterKind
from dateline.runtime.member import Member
from dateline.settings import Settings
from tests.conftest import Broker
from tests.runtime.cluster import PARTITIONS, lines, put, put_all, read_all, read_until, running
from tests.runtime.counting import Counting

TOPICS = ["entries", "fetch-inbox", "fetch-store", "articles", "dead-letters"]


async def prepare(broker: Broker, topic_prefix: str) -> Settings:
    found = Settings(
        bootstrap_servers=broker.bootstrap_servers, topic_prefix=topic_prefix, workers=1, burst_gap_ms=5,
        session_timeout_s=6,
    )  # fmt: skip
    await create_topics(found, partitions=PARTITIONS, only=TOPICS)
    return found


@pytest.fixture
async def settings(broker: Broker, topic_prefix: str) -> Settings:
    return await prepare(broker, topic_prefix)


def ask(lane: str, sequence: int, **more: object) -> tuple[str, bytes]:
    return lane, json.dumps({"lane": lane, "sequence": sequence, **more}).encode()


async def test_messages_of_a_lane_are_handled_in_order_and_once(settings: Settings) -> None:
    await put_all(settings, "entries", [ask(f"lane-{n % 7}", n) for n in range(70)])
    async with running(Counting(), settings):
        records = await read_until(settings, "articles", 70)
    assert len(records) == 70
    for lane in {f"lane-{n}" for n in range(7)}:
        numbers = [line["number"] for key, line in lines(records) if key == lane]
        assert numbers == list(range(1, 11))


async def test_a_restart_goes_on_where_the_last_run_stood(settings: Settings) -> None:
    await put_all(settings, "entries", [ask("a", n) for n in range(10)])
    async with running(Counting(), settings):
        await read_until(settings, "articles", 10)
    await put_all(settings, "entries", [ask("a", n) for n in range(10, 20)])
    async with running(Counting(), settings):
        records = await read_until(settings, "articles", 20)
    assert [line["number"] for _, line in lines(records)] == list(range(1, 21))


async def test_a_due_time_is_kept_by_whoever_owns_the_lane_then(settings: Settings) -> None:
    await put_all(settings, "entries", [ask("a", 0, delay_s=0.5), ask("b", 1, delay_s=0.5)])
    async with running(Counting(), settings):
        await read_until(settings, "fetch-store", 4)
    assert await read_all(settings, "articles") == []
    async with running(Counting(), settings):
        records = await read_until(settings, "articles", 2)
    assert sorted((key, line["by"]) for key, line in lines(records)) == [("a", "due"), ("b", "due")]


async def test_a_message_in_the_wrong_partition_is_moved_to_its_lanes_owner(settings: Settings) -> None:
    lane, value = ask("a", 1)
    for partition in range(PARTITIONS):
        await put(settings, "entries", lane, value, partition=partition)
    async with running(Counting(), settings):
        records = await read_until(settings, "articles", 2)
    assert sorted(line["number"] for _, line in lines(records)) == [1, 2]
    assert len(await read_all(settings, "fetch-inbox")) == 1


async def test_a_stage_hands_work_to_another_lane_through_its_inbox(settings: Settings) -> None:
    await put_all(settings, "entries", [ask("a", 5, move_to="b")])
    async with running(Counting(), settings):
        records = await read_until(settings, "articles", 1)
    assert [(key, line["sequence"]) for key, line in lines(records)] == [("b", 5)]


@pytest.mark.parametrize(
    ("value", "error"),
    [
        (b"{", "bad-message"),
        (None, "bad-message"),
        (json.dumps({"lane": "a", "sequence": 1, "fail": "bad"}).encode(), "asked-to"),
        (json.dumps({"lane": "a", "sequence": 1, "fail": "defect"}).encode(), "defect"),
        (json.dumps({"lane": "a", "sequence": 1, "large": 5_000_000}).encode(), "outcome-too-large"),
    ],
    ids=["no JSON", "null", "refused by the stage", "defect", "outcome too large"],
)
async def test_a_bad_message_becomes_a_dead_letter_and_stops_nothing(
    settings: Settings, value: bytes | None, error: str
) -> None:
    partition, offset = await put(settings, "entries", "a", value, headers=[("trace", b"7")])
    await put_all(settings, "entries", [ask("a", 2)])
    async with running(Counting(), settings):
        records = await read_until(settings, "articles", 1)
        [dead] = await read_until(settings, "dead-letters", 1)
    assert [line["sequence"] for _, line in lines(records)] == [2]
    assert (dead.key, dead.value) == (b"a", value)
    letter = DeadLetter.from_headers(list(dead.headers))
    assert (letter.kind, letter.stage, letter.error) == (DeadLetterKind.MESSAGE, "fetch", error)
    assert (letter.origin_topic, letter.origin_partition, letter.origin_offset) == (
        f"{settings.topic_prefix}entries.v1", partition, offset,
    )  # fmt: skip
    assert ("trace", b"7") in dead.headers


@pytest.mark.kafka
async def test_two_members_share_the_partitions_and_a_leaver_hands_over(kafka: Broker, topic_prefix: str) -> None:
    """On Apache Kafka alone: the embedded broker is for single processes, and stumbles over rebalances."""
    settings = await prepare(kafka, topic_prefix)
    await put_all(settings, "entries", [ask(f"lane-{n % 8}", n) for n in range(80)])
    async with running(Counting(), settings):
        await read_until(settings, "articles", 80)
        async with running(Counting(), settings) as second:
            async with asyncio.timeout(60):
                while not second.ready:
                    await asyncio.sleep(0.05)
            await put_all(settings, "entries", [ask(f"lane-{n % 8}", n) for n in range(80, 160)])
            await read_until(settings, "articles", 160)
        await put_all(settings, "entries", [ask(f"lane-{n % 8}", n) for n in range(160, 240)])
        records = await read_until(settings, "articles", 240)
    for lane in {f"lane-{n}" for n in range(8)}:
        numbers = [line["number"] for key, line in lines(records) if key == lane]
        assert numbers == list(range(1, 31))


async def test_a_missing_topic_is_one_clear_error(broker: Broker, topic_prefix: str) -> None:
    settings = Settings(bootstrap_servers=broker.bootstrap_servers, topic_prefix=topic_prefix)
    with pytest.raises(ConfigurationError, match=r"does not exist; run: dateline topics create"):
        async with asyncio.timeout(30):
            await Member(Counting(), settings).run(asyncio.Event())


async def test_topics_of_a_stage_that_do_not_fit_together_are_refused(broker: Broker, topic_prefix: str) -> None:
    settings = Settings(bootstrap_servers=broker.bootstrap_servers, topic_prefix=topic_prefix)
    await create_topics(settings, partitions=2, only=["entries", "articles", "dead-letters", "fetch-store"])
    await create_topics(settings, partitions=3, only=["fetch-inbox"])
    with pytest.raises(ConfigurationError, match="must be equal"):
        async with asyncio.timeout(30):
            await Member(Counting(), settings).run(asyncio.Event())
