"""Topics that are not as expected: each case has its answer, and none is a silent jump.

On Apache Kafka alone where records are deleted or topics grown: the embedded broker knows neither.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from aiokafka import TopicPartition
from aiokafka.admin import NewPartitions, RecordsToDelete
from prometheus_client import REGISTRY

from dateline.broker.administration import create_topics
from dateline.broker.connection import admin_client
from dateline.broker.topics import topic_name
from dateline.errors import ConfigurationError
from dateline.runtime import member as member_module
from dateline.runtime.member import Member
from dateline.runtime.position_store import reset_positions
from dateline.runtime.stage import Memory, Message, Outcome
from dateline.settings import Settings
from tests.conftest import Broker, delete_topics
from tests.runtime.cluster import PARTITIONS, WAIT_S, lines, put_all, read_until, running
from tests.runtime.counting import Counting

TOPICS = ["entries", "fetch-inbox", "fetch-store", "articles", "dead-letters"]
LANE = "b"
"""Its partition is the first of two."""

pytestmark = pytest.mark.kafka


@pytest.fixture
async def settings(kafka: Broker, topic_prefix: str) -> AsyncIterator[Settings]:
    found = Settings(
        bootstrap_servers=kafka.bootstrap_servers, topic_prefix=topic_prefix, burst_gap_ms=5, session_timeout_s=6
    )
    await create_topics(found, partitions=PARTITIONS, only=TOPICS)
    yield found
    await delete_topics(found)


async def ask(settings: Settings, sequences: range, **more: object) -> None:
    asked = [(LANE, json.dumps({"lane": LANE, "sequence": n, **more}).encode()) for n in sequences]
    await put_all(settings, "entries", asked)


async def do_all(settings: Settings, sequences: range) -> list[int]:
    """Asks for these, runs a member until all that was ever asked for is done, and stops it."""
    await ask(settings, sequences)
    async with running(Counting(), settings):
        return await done(settings, sequences.stop)


async def done(settings: Settings, count: int) -> list[int]:
    """The sequences published, when there are so many."""
    return [line["sequence"] for _, line in lines(await read_until(settings, "articles", count))]


async def delete_before(settings: Settings, short: str, offset: int) -> None:
    """What retention does."""
    where = TopicPartition(topic_name(settings.topic_prefix, short), 0)
    async with admin_client(settings) as client:
        await client.delete_records({where: RecordsToDelete(offset)}, 10_000)


async def make_anew(settings: Settings, short: str) -> None:
    """Deletes a topic and makes it again."""
    async with admin_client(settings) as client:
        name = topic_name(settings.topic_prefix, short)
        await client.delete_topics([name])
        async with asyncio.timeout(WAIT_S):
            while name in await client.list_topics():
                await asyncio.sleep(0.05)
    await create_topics(settings, partitions=PARTITIONS, only=[short])


async def refusal(settings: Settings) -> str:
    """What a member says that cannot go on."""
    with pytest.raises(ConfigurationError) as caught:
        await asyncio.wait_for(Member(Counting(), settings).run(asyncio.Event()), WAIT_S)
    return str(caught.value)


async def failed(member: Member) -> None:
    """Has the member look at its topics, as it does every minute, until it gives up."""
    async with asyncio.timeout(WAIT_S):
        while not (member._failure and member._failure.done()):
            member._look_at_topics.set()
            await asyncio.sleep(0.1)


def positions_lost() -> float:
    return REGISTRY.get_sample_value("dateline_positions_lost_total", {"stage": "fetch"}) or 0.0


async def test_an_input_made_anew_with_fewer_records_is_refused_until_someone_says_where_to_go_on(
    settings: Settings,
) -> None:
    await do_all(settings, range(10))
    await make_anew(settings, "entries")
    await ask(settings, range(10, 13))
    said = await refusal(settings)
    assert "was deleted and made anew" in said
    assert "dateline positions reset fetch --to earliest" in said
    await reset_positions(settings, "fetch", "entries", to_latest=False)
    async with running(Counting(), settings):
        assert await done(settings, 13) == list(range(13))


async def test_an_input_made_anew_with_more_records_is_refused_too(settings: Settings) -> None:
    await do_all(settings, range(5))
    await make_anew(settings, "entries")
    await ask(settings, range(5, 30))
    assert "newer than our position" in await refusal(settings)


async def test_where_retention_was_faster_it_goes_on_at_the_first_record_and_counts_that(settings: Settings) -> None:
    await do_all(settings, range(5))
    await ask(settings, range(5, 20))
    await delete_before(settings, "entries", 12)
    before = positions_lost()
    async with running(Counting(), settings):
        assert await done(settings, 13) == [*range(5), *range(12, 20)]
    assert positions_lost() == before + 1


async def test_retention_that_overtakes_a_running_stage_is_noticed_and_counted(settings: Settings) -> None:
    """The stage reads so little at a time that most is deleted before it comes to it."""
    small = settings.model_copy(update={"messages_in_flight_max": 1})
    gate = asyncio.Event()

    class Waiting(Counting):
        async def on_message(self, message: Message, memory: Memory) -> Outcome:
            await gate.wait()
            return await super().on_message(message, memory)

    await ask(settings, range(1))
    before = positions_lost()
    async with running(Waiting(), small) as member:
        async with asyncio.timeout(WAIT_S):
            while not any(task.undone for task in member._tasks.values()):
                await asyncio.sleep(0.02)
        await ask(settings, range(1, 60), padding="x" * 100_000)
        await delete_before(settings, "entries", 55)
        gate.set()
        found = await read_until(settings, "articles", 6)
        async with asyncio.timeout(WAIT_S):
            while (published := [line["sequence"] for _, line in lines(found)])[-1] != 59:
                found = await read_until(settings, "articles", len(found))
    assert published == sorted(set(published))
    assert published[-5:] == list(range(55, 60))
    assert positions_lost() == before + 1


async def test_an_input_made_anew_under_a_running_stage_stops_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(member_module, "_TOPICS_GAP_S", 1.0)
    await ask(settings, range(10))

    async def run() -> None:
        async with running(Counting(), settings) as member:
            await done(settings, 10)
            await make_anew(settings, "entries")
            await failed(member)

    with pytest.raises(ConfigurationError, match="deleted"):
        await run()


@pytest.mark.parametrize("short", ["entries", "fetch-store"])
async def test_a_topic_that_grows_under_a_running_stage_stops_it(settings: Settings, short: str) -> None:

    async def run() -> None:
        async with running(Counting(), settings) as member:
            async with asyncio.timeout(WAIT_S):
                while not member.ready:
                    await asyncio.sleep(0.02)
            async with admin_client(settings) as client:
                await client.create_partitions({topic_name(settings.topic_prefix, short): NewPartitions(3)})
            await failed(member)

    with pytest.raises(ConfigurationError, match="was grown from 2 to 3 partitions"):
        await run()


async def test_a_stage_whose_topics_all_grew_while_it_was_away_knows_its_old_memory(settings: Settings) -> None:
    await do_all(settings, range(5))
    async with admin_client(settings) as client:
        for short in ("entries", "fetch-inbox", "fetch-store"):
            await client.create_partitions({topic_name(settings.topic_prefix, short): NewPartitions(3)})
    assert "had 2 partitions when its memory was written, and have 3 now" in await refusal(settings)
