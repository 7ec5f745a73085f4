"""What the stage writes is refused: a record too large all of a sudden, a topic that is gone, a log on a full disk."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from dateline.broker.administration import create_topics
from dateline.broker.connection import admin_client
from dateline.broker.topics import topic_name
from dateline.runtime.position_store import positions_of
from dateline.runtime.records import read_to_end
from dateline.settings import KafkaSettings
from tests.faults.account import Account
from tests.faults.load import Raw, asks, put_raw
from tests.faults.numbering import Ask
from tests.faults.oracle import Verdict, judge_positions
from tests.faults.processes import Process
from tests.faults.trial import LEAVE_DEADLINE_S, StageTrial

READY_DEADLINE_S = 40.0
OUTAGE_S = 6.0
LOWERED_BYTES = 20_000
HEAVY_BYTES, LIGHT_BYTES = 30_000, 500
FULL_DISK = Path("/dev/full")
FULL_DISK_DEADLINE_S = 20.0

pytestmark = [pytest.mark.kafka, pytest.mark.slow]


async def configure(settings: KafkaSettings, short: str, **values: str) -> None:
    """Changes settings of a topic while it is used; an underscore stands for a dot."""
    name = topic_name(settings.topic_prefix, short)
    changed = {key.replace("_", "."): value for key, value in values.items()}
    async with admin_client(settings) as client:
        await client.alter_configs([ConfigResource(ConfigResourceType.TOPIC, name, changed)])


async def delete(settings: KafkaSettings, short: str) -> None:
    """Deletes a topic under the stage's feet."""
    async with admin_client(settings) as client:
        await client.delete_topics([topic_name(settings.topic_prefix, short)])


async def started(trial: StageTrial) -> Process:
    """A process whose partitions are restored."""
    one = trial.process()
    await one.start()
    one.keep()
    await one.says("partition ready", READY_DEADLINE_S, times=trial.partitions)
    return one


async def test_a_record_that_the_broker_has_become_too_small_for(stage_trial: StageTrial, account: Account) -> None:
    """The output's max.message.bytes is lowered at run time: what is over it goes aside, the rest goes on.

    Light lines are together more than the topic takes, so no batch may be larger than it now allows.
    """
    chance = stage_trial.chance  # noise, because batches are compressed
    heavy = [
        Ask(lane=f"heavy-{n}", source="heavy", sequence=n, padding=chance.randbytes(HEAVY_BYTES).hex())
        for n in range(3)
    ]
    light = [
        Ask(lane=f"light-{n % 7}", source="light", sequence=n, padding=chance.randbytes(LIGHT_BYTES).hex())
        for n in range(120)
    ]
    async with stage_trial as trial:
        await started(trial)
        await configure(trial.outside, "articles", max_message_bytes=str(LOWERED_BYTES))
        trial.load = [*light[:60], *heavy, *light[60:]]
        trial.feed(over_s=0.0)
        await trial.fed()
        async with asyncio.timeout(READY_DEADLINE_S):
            while len(trial.watcher.of("dead-letters")) < len(heavy):
                await asyncio.sleep(0.1)
        letters = await read_to_end(trial.outside, "dead-letters")
        assert sorted(Ask.model_validate_json(one.value).source for one in letters) == ["heavy"] * len(heavy)
        lines = trial.watcher.of("articles")
        async with asyncio.timeout(READY_DEADLINE_S):
            while len(lines) < len(trial.load) - len(heavy):
                await asyncio.sleep(0.1)
        verdict = Verdict(expected=len(trial.load))
        async with asyncio.timeout(READY_DEADLINE_S):
            while await trial._left():
                await asyncio.sleep(0.1)
        await judge_positions(verdict, trial.outside, trial.stage, trial.input)
        assert len(lines) == len(trial.load) - len(heavy)
    account("refused inside a burst", "max.message.bytes lowered", "stage", verdict)


async def test_an_output_that_is_deleted_and_made_again(stage_trial: StageTrial, account: Account) -> None:
    """What was published is gone with the topic; what comes afterwards is published once, and no message is lost."""
    async with stage_trial as trial:
        await started(trial)
        trial.load = asks(trial.chance, 60)
        trial.feed(over_s=0.5)
        await trial.done()
        before = await positions_of(trial.outside, trial.stage, trial.input)
        await delete(trial.outside, "articles")
        trial.load = asks(trial.chance, 60, source="after", due_share=0.0)
        trial.feed(over_s=0.5)
        await trial.fed()
        await asyncio.sleep(OUTAGE_S)  # the fault itself: so long is the topic away
        during = await positions_of(trial.outside, trial.stage, trial.input)
        assert [one.next for one in during] == [one.next for one in before], "nothing is done while it cannot go out"
        await create_topics(trial.outside, partitions=trial.partitions, only=["articles"])
        verdict = Verdict(expected=len(trial.load))
        async with asyncio.timeout(READY_DEADLINE_S):
            while len(await read_to_end(trial.outside, "articles")) < len(trial.load) or await trial._left():
                await asyncio.sleep(0.2)
        lines = await read_to_end(trial.outside, "articles")
        verdict.twice += [str(line) for line in lines[len(trial.load) :]]
        await judge_positions(verdict, trial.outside, trial.stage, trial.input)
    account("refused inside a burst", "topic deleted", "stage", verdict)


async def test_a_dead_letter_topic_that_is_away(stage_trial: StageTrial, account: Account) -> None:
    """Without it no poison can go aside, so the stage waits; nothing is dropped meanwhile."""
    async with stage_trial as trial:
        await started(trial)
        await delete(trial.outside, "dead-letters")
        trial.load = asks(trial.chance, 40, due_share=0.0)
        trial.feed(over_s=0.2)
        await trial.fed()
        await put_raw(trial.outside, [Raw(b"{") for _ in range(5)], partitions=trial.partitions)
        await asyncio.sleep(OUTAGE_S)  # the fault itself: so long is the topic away
        await create_topics(trial.outside, partitions=trial.partitions, only=["dead-letters"])
        async with asyncio.timeout(READY_DEADLINE_S):
            while len(await read_to_end(trial.outside, "dead-letters")) < 5 or await trial._left():
                await asyncio.sleep(0.2)
        for process in trial.processes:
            process.let_go()
            assert await process.terminate(LEAVE_DEADLINE_S) == 0
        trial.watcher.seen[topic_name(trial.outside.topic_prefix, "dead-letters")].clear()
        verdict = await trial.verdict()
    account("dead-letter topic unavailable", f"{OUTAGE_S:.0f} s", "stage", verdict)


@pytest.mark.skipif(not FULL_DISK.exists(), reason="only Linux has a disk that is always full")
async def test_a_full_disk_for_the_log(stage_trial: StageTrial, account: Account) -> None:
    """All that a stage writes locally is its log, and a log that cannot be written stops no news."""
    async with stage_trial as trial:
        one = trial.process()
        one.errors_to = FULL_DISK
        await one.start()
        trial.feed()
        await trial.done(FULL_DISK_DEADLINE_S)
        await one.end()
        verdict = await trial.verdict()
    account("disk full", "standard error", "stage", verdict)
