"""What a careful coder tells of a short report, and whether the tagger tells the same."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from dateline.events import Document, TaggedEvent, tag
from dateline.messages import Actor, PeopleCount

Count = int | tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Told:
    """One event by the codebook. Empty words are left open."""

    sub_type: str
    place: str = ""
    killed: Count = None
    injured: Count = None
    by: str = ""
    """Kind and country of an initiator: ``rebel_group/COD``."""
    to: str = ""
    """The same of a target."""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A report and all events that it newly tells of."""

    name: str
    title: str
    text: str
    told: tuple[Told, ...]
    published: str | None = "2024-05-22"


def one(name: str, text: str, told: Told) -> Report:
    """A report without a headline, of one event."""
    return Report(name, "", text, (told,))


def each(reports: tuple[Report, ...]) -> pytest.MarkDecorator:
    """One test a report, by its name."""
    return pytest.mark.parametrize("report", reports, ids=lambda report: report.name)


def misread(report: Report) -> list[str]:
    """What the tagger tells of a report otherwise than it should: wrong slots, and events that are none."""
    tagging = tag(Document("a", report.title, report.text, report.published))
    events = [event for event in tagging.events if event.main]
    wrong = [slot for told in report.told for slot in _taken(told, events)]
    return wrong + [f"{event.sub_type.value}: told besides" for event in events]


def _taken(told: Told, events: list[TaggedEvent]) -> list[str]:
    """What the likeliest of the events gets wrong; it is taken out of the list."""
    if not events:
        return [f"{told.sub_type}: no event left"]
    event = min(events, key=lambda event: len(_wrong(told, event)))
    events.remove(event)
    return [f"{told.sub_type} {told.place}: {slot}" for slot in _wrong(told, event)]


def _wrong(told: Told, event: TaggedEvent) -> list[str]:
    name = event.place.name if event.place is not None else ""
    checks = {
        f"type {event.sub_type.value}": event.sub_type.value == told.sub_type,
        f"place {name}": told.place in name,
        f"killed {event.killed}": _plain(event.killed) == told.killed,
        f"injured {event.injured}": _plain(event.injured) == told.injured,
        f"by {event.initiators}": not told.by or told.by in _plainly(event.initiators),
        f"to {event.targets}": not told.to or told.to in _plainly(event.targets),
        f"status {event.status.value}": not told.status or event.status.value == told.status,
    }
    return [slot for slot, right in checks.items() if not right]


def _plain(count: PeopleCount | None) -> Count:
    if count is None:
        return None
    return count.min if count.min == count.max else (count.min, count.max)


def _plainly(actors: tuple[Actor, ...]) -> set[str]:
    return {f"{actor.kind.value}/{actor.country}" for actor in actors}
