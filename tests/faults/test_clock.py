"""Clocks that jump, by libfaketime: time of day alone is false, the monotonic clock stays true."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from tests.faults.account import Account
from tests.faults.processes import Process
from tests.faults.trial import StageTrial

READY_DEADLINE_S = 40.0
JUMPS = {
    "two hours ahead": ["+0", "+2h"],
    "two hours behind": ["+0", "-2h", "+0"],
    "ahead, back, and ahead": ["+0", "+2h", "+0", "+2h"],
    "three days ahead from the start": ["+3d", "+3d"],
}


@cache
def library() -> str | None:
    """What has libfaketime loaded, as the loader reads it, where Debian's package faketime is installed."""
    if shutil.which("faketime") is None:
        return None
    found = subprocess.run(
        ["faketime", "-f", "+0", "printenv", "LD_PRELOAD"], capture_output=True, text=True, check=True
    )
    return found.stdout.strip()


pytestmark = [
    pytest.mark.kafka,
    pytest.mark.slow,
    pytest.mark.skipif(library() is None, reason="needs Debian's package faketime"),
]


def under_false_time(trial: StageTrial, name: str, offset: Path) -> Process:
    """A process whose time of day is off by what the file says, read anew with every look at the clock."""
    return trial.process(
        name,
        environment={
            "LD_PRELOAD": library() or "",
            "FAKETIME_TIMESTAMP_FILE": str(offset),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
        },
    )


IN_CI = "two hours behind"


@pytest.mark.parametrize(
    "jump", [pytest.param(jump, marks=[] if jump == IN_CI else pytest.mark.matrix) for jump in JUMPS]
)
async def test_a_clock_that_jumps(jump: str, stage_trial: StageTrial, tmp_path: Path, account: Account) -> None:
    first, *later = JUMPS[jump]
    offset = tmp_path / "offset"
    offset.write_text(first)
    async with stage_trial as trial:
        one = under_false_time(trial, "one", offset)
        await one.start()
        one.keep()
        trial.feed(over_s=4.0)
        await one.says("partition ready", READY_DEADLINE_S, times=trial.partitions)
        for moved in later:
            await asyncio.sleep(trial.chance.uniform(0.5, 1.2))  # a random moment, by the seed
            replaced = offset.with_suffix(".new")
            replaced.write_text(moved)
            replaced.rename(offset)
        verdict = await trial.finish()
        assert one.codes == [0]
    account("clock jumps", jump, "stage", verdict)


async def test_members_whose_clocks_disagree(stage_trial: StageTrial, tmp_path: Path, account: Account) -> None:
    """A partition goes from a clock that is ahead to a true one, and its due times with it."""
    ahead = tmp_path / "ahead"
    ahead.write_text("+5s")
    async with stage_trial as trial:
        one = under_false_time(trial, "ahead", ahead)
        await one.start()
        trial.feed(over_s=2.0)
        await one.says("partition ready", READY_DEADLINE_S, times=trial.partitions)
        await trial.fed()
        await one.kill()
        two = trial.process("true")
        await two.start()
        verdict = await trial.finish()
    account("clock jumps", "members five seconds apart", "stage", verdict)
