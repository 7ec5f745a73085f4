"""Clocks that jump, by libfaketime: time of day alone is false, the monotonic clock stays true."""

from __future__ import annotations

import asyncio
import ctypes
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from functools import cache
from multiprocessing.shared_memory import SharedMemory
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
def library() -> Path | None:
    """The library of Debian's package faketime, where it is installed."""
    return next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))), None)


pytestmark = [
    pytest.mark.kafka,
    pytest.mark.slow,
    pytest.mark.skipif(library() is None, reason="needs Debian's package faketime"),
]


@pytest.fixture
def false_time() -> Iterator[dict[str, str]]:
    """The environment of a process whose time of day is false.

    Left to itself, each such process makes a semaphore and shared memory named by its process id, leaves them
    behind when it is killed, and the next of that id fails on them: so they are made here, and taken away.
    """
    loader = ctypes.CDLL(None, use_errno=True)
    loader.sem_open.restype = ctypes.c_void_p
    name = f"dateline-{uuid.uuid4().hex}"
    shared = SharedMemory(f"{name}-memory", create=True, size=4096)
    try:
        if not loader.sem_open(f"/{name}".encode(), os.O_CREAT | os.O_EXCL, ctypes.c_uint(0o600), ctypes.c_uint(1)):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), f"/{name}")
        try:
            yield {
                "LD_PRELOAD": str(library()),
                "FAKETIME_SHARED": f"/{name} /{shared.name}",
                "FAKETIME_NO_CACHE": "1",
                "FAKETIME_DONT_FAKE_MONOTONIC": "1",
                "DONT_FAKE_MONOTONIC": "1",
            }
        finally:
            loader.sem_unlink(f"/{name}".encode())
    finally:
        shared.close()
        shared.unlink()


def under_false_time(trial: StageTrial, name: str, false_time: dict[str, str], offset: Path) -> Process:
    """A process whose time of day is off by what the file says, read anew with every look at the clock."""
    return trial.process(name, environment={**false_time, "FAKETIME_TIMESTAMP_FILE": str(offset)})


def test_time_is_false_where_it_is_said_to_be(false_time: dict[str, str], tmp_path: Path) -> None:
    """Else the tests below would show nothing."""
    offset = tmp_path / "offset"
    offset.write_text("+2h")
    asked = [sys.executable, "-c", "import time; print(time.time(), time.monotonic())"]
    environment = {**os.environ, **false_time, "FAKETIME_TIMESTAMP_FILE": str(offset)}
    said = subprocess.run(asked, env=environment, capture_output=True, text=True, check=True)
    of_day, monotonic = map(float, said.stdout.split())
    assert 3600 < of_day - time.time() < 3 * 3600
    assert abs(monotonic - time.monotonic()) < 3600


IN_CI = "two hours behind"


@pytest.mark.parametrize(
    "jump", [pytest.param(jump, marks=[] if jump == IN_CI else pytest.mark.matrix) for jump in JUMPS]
)
async def test_a_clock_that_jumps(
    jump: str, stage_trial: StageTrial, false_time: dict[str, str], tmp_path: Path, account: Account
) -> None:
    first, *later = JUMPS[jump]
    offset = tmp_path / "offset"
    offset.write_text(first)
    async with stage_trial as trial:
        one = under_false_time(trial, "one", false_time, offset)
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


async def test_members_whose_clocks_disagree(
    stage_trial: StageTrial, false_time: dict[str, str], tmp_path: Path, account: Account
) -> None:
    """A partition goes from a clock that is ahead to a true one, and its due times with it."""
    ahead = tmp_path / "ahead"
    ahead.write_text("+5s")
    async with stage_trial as trial:
        one = under_false_time(trial, "ahead", false_time, ahead)
        await one.start()
        trial.feed(over_s=2.0)
        await one.says("partition ready", READY_DEADLINE_S, times=trial.partitions)
        await trial.fed()
        await one.kill()
        two = trial.process("true")
        await two.start()
        verdict = await trial.finish()
    account("clock jumps", "members five seconds apart", "stage", verdict)
