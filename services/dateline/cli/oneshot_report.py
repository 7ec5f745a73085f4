"""What a one-shot command tells a person while it runs: a progress bar on a terminal, complaints, a tally."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeElapsedColumn


@dataclass(slots=True)
class Tally:
    """How many inputs came out how, and how far the work is."""

    done: int = 0
    """Inputs that were answered."""
    failed: int = 0
    """Of them: answered with an error."""
    unreadable: int = 0
    """Lines that are not what the command reads, and so have no answer."""
    read: int = 0
    """How much of the input is behind us, in the unit of `total`."""
    total: int | None = None
    """How much there is, where that is known."""

    @property
    def exit_code(self) -> int:
        """1 where a line could not be read, or nothing succeeded though there was something to do."""
        return int(self.unreadable > 0 or 0 < self.done == self.failed)


class Report:
    """Where a running command says what is wrong and how far it is."""

    def __init__(self, console: Console, bar: Progress | None) -> None:
        self._console = console
        self._bar = bar
        self._task: TaskID | None = None if bar is None else bar.add_task("", done=0, failed=0)

    def complain(self, text: str) -> None:
        """One line on standard error, beside the bar where there is one."""
        self._console.print(f"dateline: {text}", soft_wrap=True)

    def show(self, tally: Tally) -> None:
        """Brings the bar up to date."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=tally.read, total=tally.total, done=tally.done, failed=tally.failed)


@contextmanager
def reporting() -> Iterator[Report]:
    """A report on standard error; the bar only where that is a terminal, and gone when the work is done."""
    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        yield Report(console, None)
        return
    columns = (
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[done]} done, {task.fields[failed]} failed"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True, get_time=time.monotonic) as bar:
        yield Report(console, bar)
