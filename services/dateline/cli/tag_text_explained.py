"""``dateline tag-text --explain``: a text and its events as a person reads them, with the reason of every slot.

On a terminal the words of each slot are coloured; without colours they stand in brackets with their slots behind
them. What is text from outside is shown harmlessly (see terminal.py).
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dateline.cli.tag_text import Screen
from dateline.cli.terminal import cell, lines
from dateline.events import Document, TaggedEvent, Tagging
from dateline.events.codes import codes_of
from dateline.messages import Actor, PeopleCount, Slot

STYLES = {
    Slot.SUB_TYPE: "bold red",
    Slot.PLACE: "bold green",
    Slot.DATE: "bold blue",
    Slot.INITIATOR: "bold magenta",
    Slot.TARGET: "bold cyan",
    Slot.KILLED: "white on red",
    Slot.INJURED: "black on yellow",
    Slot.STATUS: "reverse",
    Slot.ATTRIBUTION: "bold yellow",
}
"""The first slot of a span gives its colour: a figure is also the target's words."""
_FIRST = (Slot.KILLED, Slot.INJURED, *STYLES)


def explained(document: Document, tagging: Tagging, screen: Screen) -> str:
    """The text with the words of every slot marked, a legend, and a table of slots for each event."""
    written = io.StringIO()
    console = Console(
        file=written,
        width=screen.columns,
        force_terminal=screen.colours,
        color_system="standard" if screen.colours else None,
        highlight=False,
        emoji=False,
        legacy_windows=False,
    )
    verdict = f"{tagging.language or 'unknown language'}, {tagging.gate}"
    console.print(cell(f"{document.doc_id}: {verdict}, {_several(tagging.events)}", "bold"))
    console.print()
    marked = _marked(document.full_text, tagging.events, colours=screen.colours)
    console.print(marked, soft_wrap=not screen.colours)
    if tagging.events:
        console.print()
        if screen.colours:
            console.print(Text("  ").join(Text(f" {slot.value} ", style) for slot, style in STYLES.items()))
    for number, event in enumerate(tagging.events, 1):
        console.print()
        console.print(cell(_headed(number, event), "bold"))
        console.print(cell(_elsewhere(event)))
        console.print(_table(event))
    return written.getvalue()


def _several(events: Sequence[TaggedEvent]) -> str:
    return f"{len(events)} event{'' if len(events) == 1 else 's'}"


def _headed(number: int, event: TaggedEvent) -> str:
    recalled = "" if event.main else ", background"
    return f"Event {number}: {event.event_type.value} / {event.sub_type.value}, {event.confidence:.2f}{recalled}"


def _elsewhere(event: TaggedEvent) -> str:
    codes = codes_of(event.sub_type, event.initiators, event.targets)
    plover = " ".join(filter(None, (codes.plover, codes.plover_mode)))
    named = {"PLOVER": plover, "CAMEO": codes.cameo_root, "UCDP": codes.ucdp_violence}
    return ", ".join(f"{book} {code or '–'}" for book, code in named.items())


def _marked(text: str, events: Sequence[TaggedEvent], *, colours: bool) -> Text:
    """The text; each run of characters that rests in the same slots of the same events is marked as one."""
    shown = Text()
    for part, labels in _runs(text, events):
        safe = lines(part if shown else part.lstrip("\n"))  # before the text of an article without a title
        if not labels:
            shown.append(safe)
        elif colours:
            shown.append(safe, STYLES[min((slot for _, slot in labels), key=_FIRST.index)])
        else:
            shown.append(f"[{safe}]({_named(labels, several=len(events) > 1)})")
    return shown


Labels = tuple[tuple[int, Slot], ...]


def _runs(text: str, events: Sequence[TaggedEvent]) -> Iterator[tuple[str, Labels]]:
    """The text cut where a slot's words begin or end, each part with event number and slot of all that it is in."""
    begin: dict[int, list[tuple[int, Slot]]] = defaultdict(list)
    end: dict[int, list[tuple[int, Slot]]] = defaultdict(list)
    for number, event in enumerate(events, 1):
        for found in event.slots:
            begin[found.start].append((number, found.slot))
            end[found.end].append((number, found.slot))
    inside: list[tuple[int, Slot]] = []
    last = 0
    for at in sorted({*begin, *end, len(text)}):
        if at > last:
            yield text[last:at], tuple(dict.fromkeys(inside))
            last = at
        for label in end[at]:
            inside.remove(label)
        inside.extend(begin[at])


def _named(labels: Labels, *, several: bool) -> str:
    return ", ".join(f"{number} {slot.value}" if several else slot.value for number, slot in labels)


def _table(event: TaggedEvent) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("slot", "value", "evidence", "rule"):
        table.add_column(name, overflow="fold")
    table.add_column("confidence", justify="right")
    values = _values(event)
    for found in event.slots:
        left = values[found.slot]
        value = left.pop(0) if left else ""
        sure = f"{found.confidence:.2f}"
        table.add_row(*(cell(said) for said in (found.slot.value, value, found.text, found.rule, sure)))
    return table


def _values(event: TaggedEvent) -> dict[Slot, list[str]]:
    """What each slot says, in the order of its evidence."""
    place, date = event.place, event.date
    where = [] if place is None else [f"{place.name} ({place.level.value}, {place.country or 'country unknown'})"]
    return {
        Slot.SUB_TYPE: [event.sub_type.value],
        Slot.PLACE: where,
        Slot.DATE: []
        if date is None
        else [f"{date.start}" if date.start == date.end else f"{date.start} – {date.end}"],
        Slot.INITIATOR: [_actor(actor) for actor in event.initiators],
        Slot.TARGET: [_actor(actor) for actor in event.targets],
        Slot.KILLED: _count(event.killed),
        Slot.INJURED: _count(event.injured),
        Slot.STATUS: [event.status.value],
        Slot.ATTRIBUTION: list(event.attributed_to),
    }


def _actor(actor: Actor) -> str:
    return f"{actor.name} ({actor.kind.value}{f', {actor.country}' if actor.country else ''})"


def _count(people: PeopleCount | None) -> list[str]:
    if people is None:
        return []
    return [str(people.min) if people.min == people.max else f"{people.min}–{people.max}"]
