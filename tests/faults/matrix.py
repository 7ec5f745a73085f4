"""Runs the full matrix of faults and writes its table into docs/faults.md.

``uv run python -m tests.faults.matrix [--seeds N] [PYTEST ARGUMENT]…``: arguments narrow it, ``-k poison`` for one.
The rows of what was run are written anew; the others stay as they are.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import astuple, dataclass
from pathlib import Path

import pytest

from tests.faults.account import PROPERTY, Run

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "faults.md"
BEGIN, END = "<!-- table: written by tests.faults.matrix -->", "<!-- end of the table -->"
HEAD = "| fault | where | process | runs | held | records | lost | twice | out of order | other | seconds a run |"
RULE = "|---|---|---|---:|---:|---:|---:|---:|---:|---:|---:|"


@dataclass(slots=True)
class Row:
    """All runs of one fault, added up."""

    kind: str
    point: str
    stage: str
    runs: int = 0
    held: int = 0
    """Runs in which nothing at all was wrong."""
    expected: int = 0
    lost: int = 0
    twice: int = 0
    out_of_order: int = 0
    other: int = 0
    seconds: float = 0.0
    """Of all runs together."""

    @property
    def key(self) -> tuple[str, str, str]:
        """What the row is of."""
        return self.kind, self.point, self.stage

    def line(self) -> str:
        """The row of the table."""
        *cells, seconds = astuple(self)
        return "| " + " | ".join(map(str, [*cells, f"{seconds / max(1, self.runs):.1f}"])) + " |"


class Accounts:
    """Collects what the tests say of their trials: a plugin of pytest."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str, str], Row] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Takes the account out of a report; a trial that never came to its verdict gives none."""
        if report.when != "call":
            return
        for name, run in report.user_properties:
            if name == PROPERTY and isinstance(run, Run):
                self.add(run, held=report.outcome == "passed")
                # After each one: a matrix that is interrupted leaves what it has found so far.
                PAGE.write_text(merged(PAGE.read_text(encoding="utf-8"), self.rows), encoding="utf-8")

    def add(self, run: Run, *, held: bool) -> None:
        """One more run."""
        row = Row(run.kind, run.point, run.stage)
        row = self.rows.setdefault(row.key, row)
        row.runs += 1
        row.held += held
        row.expected += run.expected
        row.lost += run.lost
        row.twice += run.twice
        row.out_of_order += run.out_of_order
        row.other += run.other
        row.seconds += run.seconds


def merged(page: str, rows: dict[tuple[str, str, str], Row]) -> str:
    """The page with the table's rows replaced by those that were run now; others stay where they are."""
    before, _, rest = page.partition(BEGIN)
    table, _, after = rest.partition(END)
    lines: dict[tuple[str, ...], str] = {}
    for line in table.strip().splitlines()[2:]:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        lines[tuple(cells[:3])] = line
    lines |= {row.key: row.line() for row in rows.values()}
    body = "\n".join([HEAD, RULE, *lines.values()])
    return f"{before}{BEGIN}\n\n{body}\n\n{END}{after}"


def main() -> int:
    """Runs it; gives pytest's exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=1)
    own, rest = parser.parse_known_args()
    arguments = [str(ROOT / "tests" / "faults"), "--full-matrix", f"--seeds={own.seeds}", "--rootdir", str(ROOT), *rest]
    return int(pytest.main(arguments, plugins=[Accounts()]))


if __name__ == "__main__":
    sys.exit(main())
