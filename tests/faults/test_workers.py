"""Workers that hang, crash or eat memory: the item goes aside, its neighbours are undisturbed."""

from __future__ import annotations

import signal

import pytest

from tests.faults.account import Account
from tests.faults.load import asks
from tests.faults.numbering import Ask, Failure
from tests.faults.trial import StageTrial

SMALL_MEMORY_MB = 256

pytestmark = [pytest.mark.kafka, pytest.mark.slow]


WAYS: dict[Failure, str] = {"hang": "hangs", "crash": "crashes", "memory": "eats memory"}


@pytest.mark.parametrize(
    "hows",
    [
        pytest.param(list(WAYS), id="every way at once"),
        *(pytest.param([how], id=how, marks=pytest.mark.matrix) for how in WAYS),
    ],
)
async def test_a_worker_that_fails_on_a_message(hows: list[Failure], stage_trial: StageTrial, account: Account) -> None:
    bad = [Ask(lane=f"lane-{n}", source=f"bad-{how}", sequence=n, fail=how) for how in hows for n in range(2)]
    stage_trial.load = [*asks(stage_trial.chance, 30), *bad, *asks(stage_trial.chance, 30, source="b")]
    async with stage_trial as trial:
        one = trial.process(settings={"worker_memory_max_mb": SMALL_MEMORY_MB}, options=["--pool"])
        await one.start()
        trial.feed(over_s=0.5)
        verdict = await trial.finish()
        assert one.codes == [0]
    account("worker", ", ".join(WAYS[how] for how in hows), "stage", verdict)


@pytest.mark.parametrize("how", ["hang", pytest.param("crash", marks=pytest.mark.matrix)])
async def test_a_worker_that_fails_on_a_due_item(how: Failure, stage_trial: StageTrial, account: Account) -> None:
    bad = [Ask(lane=f"lane-{n}", source="bad", sequence=n, due_s=0.1, due_fail=how) for n in range(2)]
    stage_trial.load = [*bad, *asks(stage_trial.chance, 60)]
    async with stage_trial as trial:
        one = trial.process(options=["--pool"])
        await one.start()
        trial.feed(over_s=0.5)
        verdict = await trial.finish()
    account("worker, on a due item", WAYS[how], "stage", verdict)


async def test_a_process_killed_while_a_worker_hangs(stage_trial: StageTrial, account: Account) -> None:
    """The worker does not outlive its owner, and the message goes aside in the next life."""
    bad = Ask(lane="bad", source="bad", sequence=0, fail="hang")
    stage_trial.load = [bad, *asks(stage_trial.chance, 60)]
    async with stage_trial as trial:
        one = trial.process(options=["--pool"])
        await one.start()
        trial.feed(over_s=0.2)
        await one.says("partition ready", 40.0, times=trial.partitions)
        await trial.fed()
        one.send(signal.SIGKILL)
        assert await one.ended(5.0) == -signal.SIGKILL
        await one.start()
        verdict = await trial.finish()
    account("worker", "hangs while its owner is killed", "stage", verdict)
