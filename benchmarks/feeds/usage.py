"""What a process and its children use, from Linux's /proc."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Usage:
    """Of one process, since it began."""

    cpu_s: float
    cpu_of_ended_s: float
    """Of its children that have ended."""
    memory_mb: float
    """Resident now."""


def _of(pid: int) -> Usage:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    own, ended = int(fields[11]) + int(fields[12]), int(fields[13]) + int(fields[14])
    return Usage(own / _TICKS_A_SECOND, ended / _TICKS_A_SECOND, int(fields[21]) * _PAGE_BYTES / 1e6)


def cpu_of_all_s(used: list[Usage]) -> float:
    """What a process and its children have used, those that ended included."""
    return sum(one.cpu_s for one in used) + used[0].cpu_of_ended_s


def usage(pid: int) -> list[Usage]:
    """The process and its children, in this order; a child that ended is left out."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    found = [_of(pid)]
    for child in children:
        try:
            found.append(_of(int(child)))
        except FileNotFoundError:
            continue
    return found
