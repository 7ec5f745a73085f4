"""The demonstration's screen on wide and narrow terminals."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from dateline.demo.screen import Expected, events_table, live_view, print_summary, progress_line
from dateline.demo.tally import Compared, Tally
from tests.demo.test_tally import NOW, a_mention


def drawn(width: int, *things: object) -> str:
    console = Console(file=io.StringIO(), width=width, color_system=None)
    console.print(*things)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


MENTION = a_mention(
    initiators=[{"name": "[red]forces", "kind": "state_forces"}],
    killed={"min": 3, "max": 5},
    date={"start": "2026-03-02", "end": "2026-03-02"},
    site="Ledger",
)


@pytest.mark.parametrize(("width", "parties", "outlet"), [(60, False, False), (110, True, False), (150, True, True)])
def test_a_narrow_table_leaves_out_the_parties_and_the_outlet(width: int, *, parties: bool, outlet: bool) -> None:
    table = drawn(width, events_table([MENTION], width=width))
    assert ("[red]forces" in table, "Ledger" in table) == (parties, outlet)
    for part in ("air drone", "2026-03-02", "3–5", "fact"):
        assert part in table
    assert max(map(len, table.splitlines())) <= width


def test_what_is_withdrawn_is_called_so() -> None:
    assert "withdrawn" in drawn(80, events_table([a_mention(withdrawn=True)], width=80))


def test_the_live_view_ends_with_how_far_it_is() -> None:
    tally = Tally()
    tally.mention(MENTION, NOW.timestamp())
    line = progress_line(tally, 8, 12.4)
    assert line == "  12 s  8 feeds → 0 entries → 0 articles (+0 new versions) → 1 events, 0 dead letters"
    assert drawn(100, live_view(tally, 8, 12.4, width=100)).rstrip().endswith(line)


def test_the_summary_says_what_was_missed_and_what_stands_besides() -> None:
    tally = Tally()
    tally.mention(MENTION, NOW.timestamp())
    tally.mention(a_mention("other"), NOW.timestamp())
    console = Console(file=io.StringIO(), width=120, color_system=None)
    print_summary(
        console,
        tally,
        Expected(feeds=8, articles=40, compared=Compared(events=5, found=1, others=1, recalled=2)),
        seconds=21.0,
    )
    assert isinstance(console.file, io.StringIO)
    said = console.file.getvalue()
    assert "0 of 40 pages" in said
    assert "1 of the 5 events that a person coded" in said
    assert "(1 others stand besides, and 2 that an article only recalls)" in " ".join(said.split())
