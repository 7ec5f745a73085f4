"""The demonstration's screen: a table of events as they come, and the summary at the end."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from dateline.demo.tally import Tally
from dateline.messages import Mention, PeopleCount, Status

ROWS = 14
_STATUS_STYLE = {
    Status.FACT: "green",
    Status.CONFIRMED: "bold green",
    Status.CLAIMED: "yellow",
    Status.DENIED: "magenta",
    Status.DISPUTED: "red",
}


def events_table(mentions: Sequence[Mention], *, title: str | None = None) -> Table:
    """One row an event."""
    table = Table(title=title, expand=True, title_justify="left")
    for name, ratio in (("what", 4), ("where", 3), ("when", 2), ("by", 3), ("against", 3)):
        table.add_column(name, ratio=ratio, overflow="ellipsis", no_wrap=True)
    table.add_column("killed", justify="right")
    table.add_column("hurt", justify="right")
    table.add_column("status", no_wrap=True)
    table.add_column("outlet", ratio=2, overflow="ellipsis", no_wrap=True)
    for mention in mentions:
        table.add_row(
            mention.sub_type.value.replace("_", " "),
            _place(mention),
            mention.date.start.isoformat() if mention.date else "",
            ", ".join(actor.name for actor in mention.initiators),
            ", ".join(actor.name for actor in mention.targets),
            figure(mention.killed),
            figure(mention.injured),
            Text("withdrawn" if mention.withdrawn else mention.status.value, style=_style(mention)),
            mention.site or "",
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


def live_view(tally: Tally, feeds: int, seconds: float) -> RenderableType:
    """What is shown while it runs."""
    line = (
        f"{seconds:4.0f} s   {feeds} feeds → {tally.entries} entries → {len(tally.articles)} articles "
        f"(+{tally.versions} new versions) → {len(tally.standing)} events   {tally.dead_letters.total()} dead letters"
    )
    return Group(events_table(tally.latest[-ROWS:], title="Events as they come"), Text(line, style="bold"))


def print_summary(console: Console, tally: Tally, *, feeds: int, seconds: float, hits: tuple[int, int]) -> None:
    """The figures at the end."""
    table = Table(title="Summary", show_header=False, title_justify="left")
    latency = tally.latency()
    dead = ", ".join(f"{count} {error}" for error, count in sorted(tally.dead_letters.items()))
    rows = {
        "feeds": str(feeds),
        "entries": str(tally.entries),
        "articles": f"{len(tally.articles)}, {tally.versions} corrected",
        "events": f"{len(tally.standing)} stand, {len(tally.mentions) - len(tally.standing)} withdrawn",
        "of the newsroom's own events": f"{hits[0]} of {hits[1]} found, with the right kind and country",
        "dead letters": f"{tally.dead_letters.total()}{f' ({dead})' if dead else ''}",
        "entry seen to event on its topic": "too few to say" if latency is None
        else f"median {latency[0] * 1000:.0f} ms, 95 % within {latency[1] * 1000:.0f} ms",
        "time": f"{seconds:.0f} s",
    }  # fmt: skip
    for name, value in rows.items():
        table.add_row(name, value)
    console.print(table)
