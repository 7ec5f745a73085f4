"""Members that come, go, freeze, are thrown out, or claim to be one another."""

from __future__ import annotations

import asyncio
import signal

import pytest

from tests.faults.account import Account
from tests.faults.load import asks
from tests.faults.numbering import Ask
from tests.faults.processes import Process
from tests.faults.trial import SESSION_TIMEOUT_S, PollTrial, StageTrial, Trial

READY_DEADLINE_S = 40.0
CHURN_GAP_S = 2.0
CHURNS = 6

pytestmark = [pytest.mark.kafka, pytest.mark.slow]


async def ready(process: Process, partitions: int) -> None:
    """Waits until the process has restored so many partitions."""
    await process.says("partition ready", READY_DEADLINE_S, times=partitions)


async def test_a_second_sigterm_ends_the_process_at_once(stage_trial: StageTrial, account: Account) -> None:
    stage_trial.load = [Ask(lane="slow", source="s", sequence=0, sleep_s=10.0)]
    async with stage_trial as trial:
        one = trial.process()
        await one.start(points="after-fetch=delay 0")
        await ready(one, trial.partitions)
        trial.feed()
        await one.says("fault point", READY_DEADLINE_S)  # what sleeps has come
        await trial.fed()
        trial.load = asks(trial.chance, 100)
        trial.feed()
        await trial.fed()
        one.send(signal.SIGTERM)
        await one.says("stopping: running work finishes first; a second signal ends it at once", READY_DEADLINE_S)
        await asyncio.sleep(1.2)  # a second signal within a second counts as the echo of the first
        one.send(signal.SIGTERM)
        assert await one.ended(10.0) == 128 + signal.SIGTERM
        await one.start()
        verdict = await trial.finish()
    account("second SIGTERM", "while it drains", "stage", verdict)


async def zombie(trial: Trial, account: Account) -> None:
    """Freezes a process beyond its session while it works, lets another take over, and wakes it again."""
    one, two = trial.process("frozen"), trial.process("other")
    await one.start(points="inside-the-burst@4=stop")
    trial.feed(over_s=4.0)
    await one.says("fault point", READY_DEADLINE_S)
    await two.start()
    two.keep()
    await ready(two, trial.partitions)
    one.send(signal.SIGCONT)
    one.keep()
    verdict = await trial.finish()
    account("zombie", "SIGSTOP inside the burst, SIGCONT after the take-over", trial.called, verdict)


async def test_a_frozen_stage_that_wakes_after_another_took_over(stage_trial: StageTrial, account: Account) -> None:
    async with stage_trial as trial:
        await zombie(trial, account)


async def test_a_frozen_poll_that_wakes_after_another_took_over(poll_trial: PollTrial, account: Account) -> None:
    async with poll_trial as trial:
        await zombie(trial, account)


async def churn(trial: Trial, account: Account) -> None:
    """Two members stay, and a third joins and leaves every two seconds: told to leave one time, killed the next."""
    staying = [trial.process("a"), trial.process("b")]
    guest = trial.process("guest")
    for process in staying:
        await process.start()
        process.keep()
    trial.feed(over_s=CHURNS * CHURN_GAP_S)
    for number in range(CHURNS):
        await guest.start()
        await asyncio.sleep(CHURN_GAP_S)  # the fault itself: how long a member stays
        if number % 2:
            await guest.kill()
        else:
            await guest.terminate(READY_DEADLINE_S)
    verdict = await trial.finish()
    account("members join and leave", f"every {CHURN_GAP_S:.0f} s", trial.called, verdict)


async def test_members_of_a_stage_that_join_and_leave_all_the_time(stage_trial: StageTrial, account: Account) -> None:
    stage_trial.partitions = 4
    async with stage_trial as trial:
        await churn(trial, account)


@pytest.mark.matrix
async def test_members_of_poll_that_join_and_leave_all_the_time(poll_trial: PollTrial, account: Account) -> None:
    async with poll_trial as trial:
        await churn(trial, account)


async def test_two_processes_with_one_identity(stage_trial: StageTrial, account: Account) -> None:
    async with stage_trial as trial:
        same = {"group_instance_id": "the-only-one"}
        one, two = trial.process("one", settings=same), trial.process("two", settings=same)
        await one.start()
        await two.start()
        for process in (one, two):
            process.keep()
        trial.feed(over_s=6.0)
        await trial.fed()
        two.let_go()
        await two.end()
        verdict = await trial.finish()
    account("one identity twice", "both at work", "stage", verdict)


async def test_a_restart_under_a_static_identity(stage_trial: StageTrial, account: Account) -> None:
    async with stage_trial as trial:
        members = [trial.process(name, settings={"group_instance_id": name}) for name in ("one", "two")]
        for process in members:
            await process.start()
        trial.feed(over_s=3.0)
        for process in members:
            await ready(process, 1)
            await process.kill()
            await process.start()
        verdict = await trial.finish()
    account("static members killed", "in turn", "stage", verdict)


async def test_members_that_are_expelled_while_they_restore(stage_trial: StageTrial, account: Account) -> None:
    async with stage_trial as trial:
        first = trial.process("first")
        await first.start()
        trial.feed(over_s=0.5)
        await trial.done()
        await first.kill()
        # The whole process stands still in the middle of its restore, for longer than its session.
        slow = trial.process("slow")
        await slow.start(points=f"while-store-is-read-back@1=delay {SESSION_TIMEOUT_S * 2}")
        slow.keep()
        trial.feed(over_s=3.0)
        await slow.says("fault point", READY_DEADLINE_S)
        other = trial.process("other")
        await other.start()
        other.keep()
        verdict = await trial.finish()
    account("expelled while restoring", "while-store-is-read-back", "stage", verdict)


async def test_work_that_takes_longer_than_the_poll_interval_and_the_session(
    stage_trial: StageTrial, account: Account
) -> None:
    """The reader goes on polling while work is slow: the member stays in its group."""
    slow = [Ask(lane=f"slow-{n}", source="slow", sequence=n, sleep_s=SESSION_TIMEOUT_S * 2) for n in range(4)]
    stage_trial.load = [*slow, *asks(stage_trial.chance, 60)]
    async with stage_trial as trial:
        small_window = {"messages_in_flight_max": 2}
        one = trial.process(settings=small_window, options=["--max-poll-interval-s", "2"])
        await one.start()
        trial.feed()
        verdict = await trial.finish()
        assert one.said("partition given up") == []
        assert one.codes == [0]
    account("slow processing", "beyond the poll interval", "stage", verdict)
