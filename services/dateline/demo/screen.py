"""The demonstration's screen: a table of events as they come, and the summary at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from dateline.demo.tally import Compared, Tally
from dateline.messages import Mention, PeopleCount, Status

ROWS = 14
_WITH_PARTIES = 110
"""Columns of a terminal from which on who did it to whom has room beside the rest."""
_WITH_OUTLET = 130
_STATUS_STYLE = {
    Status.FACT: "green",
    Status.CONFIRMED: "bold green",
    Status.CLAIMED: "yellow",
    Status.DENIED: "magenta",
    Status.DISPUTED: "red",
}


def events_table(mentions: Sequence[Mention], *, width: int, title: str | None = None) -> Table:
    """One row an event; in how much detail depends on the width, in columns."""
    table = Table(title=title, expand=True, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    shown = {"what": 4, "where": 3, "by": 3, "against": 3, "outlet": 2}
    if width < _WITH_OUTLET:
        del shown["outlet"]
    if width < _WITH_PARTIES:
        del shown["by"], shown["against"]
    for name, ratio in shown.items():
        table.add_column(name, ratio=ratio, overflow="ellipsis", no_wrap=True)
    table.add_column("when", no_wrap=True)
    table.add_column("killed", justify="right", no_wrap=True)
    table.add_column("hurt", justify="right", no_wrap=True)
    table.add_column("status", no_wrap=True)
    for mention in mentions:
        texts = {
            "what": mention.sub_type.value.replace("_", " "),
            "where": _place(mention),
            "by": ", ".join(actor.name for actor in mention.initiators),
            "against": ", ".join(actor.name for actor in mention.targets),
            "outlet": mention.site or "",
        }
        table.add_row(
            *(Text(texts[name]) for name in shown),
            mention.date.start.isoformat() if mention.date else "",
            figure(mention.killed),
            figure(mention.injured),
            Text("withdrawn" if mention.withdrawn else mention.status.value, style=_style(mention)),
            style="strike dim" if mention.withdrawn else ("bold" if mention.revision > 1 else ""),
        )
    return table


def figure(people: PeopleCount | None) -> str:
    """A count of people as a figure or a range."""
    if people is None:
        return ""
    return str(people.min) if people.min == people.max else f"{people.min}–{people.max}"


def _place(mention: Mention) -> str:
    if mention.place is None:
        return f"({mention.theatre})"
    return mention.place.name if mention.place.country is None else f"{mention.place.name}, {mention.place.country}"


def _style(mention: Mention) -> str:
    return "dim" if mention.withdrawn else _STATUS_STYLE[mention.status]


def progress_line(tally: Tally, feeds: int, seconds: float) -> str:
    """How far it is."""
    return (
        f"{seconds:4.0f} s  {feeds} feeds → {tally.entries} entries → {len(tally.articles)} articles "
        f"(+{tally.versions} new versions) → {len(tally.standing)} events, {tally.dead_letters.total()} dead letters"
    )


def live_view(tally: Tally, feeds: int, seconds: float, *, width: int) -> RenderableType:
    """What a terminal shows while it runs."""
    line = Text(progress_line(tally, feeds, seconds), style="bold")
    return Group(events_table(tally.latest[-ROWS:], width=width, title="Events as they come"), line)


@dataclass(frozen=True, slots=True)
class Expected:
    """What the newsroom has to show, and what was found of it."""

    feeds: int
    articles: int
    """Pages that a reader gets to see."""
    compared: Compared
    """How the events of these pages were found."""


def print_summary(console: Console, tally: Tally, expected: Expected, *, seconds: float) -> None:
    """The figures at the end."""
    table = Table(
        title="Summary", show_header=False, title_justify="left", box=box.SIMPLE, pad_edge=False, show_edge=False
    )
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    latency = tally.latency()
    dead = ", ".join(f"{count} {error}" for error, count in sorted(tally.dead_letters.items()))
    standing = len(tally.standing)
    compared = expected.compared
    rows = {
        "feeds": str(expected.feeds),
        "entries": str(tally.entries),
        "articles": f"{len(tally.articles)} of {expected.articles} pages; {tally.versions} corrected while it ran",
        "events": f"{standing} stand, {len(tally.mentions) - standing} withdrawn",
        "found": f"{compared.found} of the {compared.events} events that a person coded: same article, kind and "
        f"country ({compared.others} others stand besides, and {compared.recalled} that an article only recalls)",
        "dead letters": f"{tally.dead_letters.total()}{f' ({dead})' if dead else ''}",
        "latency": "too few events to say" if latency is None
        else f"entry seen to event on its topic: median {latency[0]:.1f} s, 95 % within {latency[1]:.1f} s",
        "time": f"{seconds:.0f} s",
    }  # fmt: skip
    for name, value in rows.items():
        table.add_row(name, value)
    console.print(table)
