"""What a process uses, as its own /metrics tell it: memory, file descriptors, asyncio tasks."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

import httpx
from prometheus_client.parser import text_string_to_metric_families

from tests.faults.processes import SERVES, Process

_ASK_DEADLINE_S = 2.0

NAMES = {
    "process_resident_memory_bytes": "memory_mb",
    "process_open_fds": "descriptors",
    "dateline_test_tasks": "tasks",
}


@dataclass(frozen=True, slots=True)
class Sample:
    """One look at one process."""

    at_s: float
    """Since the run began."""
    process: str
    memory_mb: float
    descriptors: float
    tasks: float


async def sample(process: Process, name: str, began: float) -> Sample | None:
    """Asks a process; None where it does not answer, because it is down, frozen or starting."""
    served = process.said(SERVES)
    if not process.alive or not served:
        return None
    try:
        async with httpx.AsyncClient(timeout=_ASK_DEADLINE_S) as client:
            answer = await client.get(f"http://127.0.0.1:{served[-1]['port']}/metrics")
    except httpx.HTTPError:
        return None
    found = {
        NAMES[one.name]: one.value
        for family in text_string_to_metric_families(answer.text)
        for one in family.samples
        if one.name in NAMES
    }
    found["memory_mb"] /= 1024 * 1024
    return Sample(time.monotonic() - began, name, **found)


async def sample_for_ever(processes: dict[str, Process], began: float, every_s: float, into: list[Sample]) -> None:
    """Looks at all processes again and again."""
    while True:
        found = await asyncio.gather(*(sample(process, name, began) for name, process in processes.items()))
        into += [one for one in found if one is not None]
        await asyncio.sleep(every_s)
