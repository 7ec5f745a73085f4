"""A process that dies, or is told to leave, at each labelled point of the stage loop: for poll and for a stage."""

from __future__ import annotations

import signal
from collections.abc import Container, Sequence
from pathlib import Path

import pytest

from dateline.runtime.points import LABELS, Label
from dateline.settings import Settings
from tests.faults.account import Account
from tests.faults.processes import Process
from tests.faults.trial import LEAVE_DEADLINE_S, PollTrial, StageTrial, Trial

REACHED_DEADLINE_S = 40.0
TRIALS: dict[str, type[Trial]] = {"stage": StageTrial, "poll": PollTrial}

# Some work is done by then, and some is not.
VISITS: dict[str, int] = {"in-processing": 12, "in-on-due": 12}
VISIT = 3

SHORT: set[Label] = {"in-on-due", "inside-the-burst", "while-store-is-read-back", "during-drain"}
"""Points at which CI breaks what it breaks at every point elsewhere."""

pytestmark = [pytest.mark.kafka, pytest.mark.slow]


async def reach(trial: Trial, label: Label, action: str) -> Process:
    """Brings a process of the trial to the point, where `action` meets it; gives the process."""
    one = trial.process()
    visit = 1 if label.startswith(("during", "while")) else VISITS.get(label, VISIT)
    points = f"{label}@{visit}={action}"
    if label == "while-store-is-read-back":
        await one.start()
        trial.feed(over_s=0.5)
        await trial.done()
        assert await one.terminate(LEAVE_DEADLINE_S) == 0
    await one.start(points=points)
    if label == "while-store-is-read-back":
        trial.feed()
        return one
    await one.says("partition ready", REACHED_DEADLINE_S, times=trial.partitions)
    trial.feed()
    if label == "during-revoke":
        two = trial.process("two")
        await two.start()
        two.keep()
    elif label == "during-drain":
        await trial.fed()
        one.send(signal.SIGTERM)
    return one


TOLD_IN_CI = {("stage", label) for label in LABELS} | {("poll", label) for label in SHORT}


@pytest.mark.parametrize("stage", TRIALS)
@pytest.mark.parametrize("label", LABELS)
async def test_a_process_killed_at_a_point_loses_and_doubles_nothing(
    label: Label, stage: str, seed: int, settings: Settings, tmp_path: Path, account: Account
) -> None:
    async with TRIALS[stage](settings, tmp_path, seed) as trial:
        one = await reach(trial, label, "kill")
        assert await one.ended(REACHED_DEADLINE_S) == -signal.SIGKILL
        await one.start()
        verdict = await trial.finish()
    account("kill -9", label, stage, verdict)


def cases(stages: Sequence[str], short: Container[tuple[str, Label]]) -> list[object]:
    """All pairs of process and point; those that are not in `short` only in the full matrix."""
    return [
        pytest.param(stage, label, marks=[] if (stage, label) in short else pytest.mark.matrix)
        for stage in stages
        for label in LABELS
    ]


@pytest.mark.parametrize(
    ("stage", "label"),
    cases(list(TRIALS), TOLD_IN_CI),
)
async def test_a_process_told_to_leave_at_a_point_leaves_in_order(
    label: Label, stage: str, seed: int, settings: Settings, tmp_path: Path, account: Account
) -> None:
    async with TRIALS[stage](settings, tmp_path, seed) as trial:
        one = await reach(trial, label, "term")
        assert await one.ended(REACHED_DEADLINE_S) == 0
        await one.start()
        verdict = await trial.finish()
    account("SIGTERM", label, stage, verdict)


@pytest.mark.parametrize(("stage", "label"), cases(["stage"], {("stage", label) for label in SHORT}))
async def test_a_connection_that_breaks_at_a_point_leads_back_to_the_store(
    stage: str, label: Label, seed: int, settings: Settings, tmp_path: Path, account: Account
) -> None:
    if label in ("in-processing", "in-on-due"):
        pytest.skip("what the stage's own function raises is a defect of the stage, not of the connection")
    async with TRIALS[stage](settings, tmp_path, seed) as trial:
        one = await reach(trial, label, "raise")
        one.keep()
        await one.says("fault point", REACHED_DEADLINE_S)
        verdict = await trial.finish()
    account("error raised", label, stage, verdict)
