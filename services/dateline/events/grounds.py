"""What each slot of an event rests on: its words in the text and the rule that read them.

Everything is chosen already; here it is only looked up where the chosen pieces came from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dateline.events.actors import Party
from dateline.events.casualties import Casualty
from dateline.events.confidence import slot_confidence
from dateline.events.dates import DateMention
from dateline.events.frames import Frame
from dateline.events.incident import Incident
from dateline.events.places import Toponym
from dateline.events.sources import Source
from dateline.events.subtypes import Choice
from dateline.events.tokens import Tokens
from dateline.messages import PeopleCount, Slot, SlotEvidence

_ADDED_MAX = 4
_STATUS_CUES = {"unverified": "unverified", "disputed": "disputed", "denial": "denial", "denied": "denial"}
"""The cue that stands behind a rule."""

Found = tuple[tuple[int, int], str]
"""A span of the text in code points, and a rule."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The pieces that an event was made of."""

    sub_type: Choice
    place: Toponym | None
    day: DateMention | None
    """The words that the date was read from."""
    initiators: tuple[Party, ...]
    targets: tuple[Party, ...]
    killed: PeopleCount | None
    injured: PeopleCount | None
    status_rule: str
    sources: tuple[Source, ...]


def grounds(
    chosen: Chosen, incident: Incident, lead: Sequence[Frame], tokens: Tokens, sources_max: int
) -> tuple[SlotEvidence, ...]:
    """The evidence of every filled slot, in the order of the slots.

    `lead`: the frames of headline and first sentence, which may lend a medium to any event.
    `sources_max`: so many different sources an event has.
    """
    frames = (*incident.frames, *incident.lent, *lead)
    own = incident.frames[0]
    whole = (own.start, own.end)
    found: list[tuple[Slot, Found]] = [(Slot.SUB_TYPE, _type(chosen.sub_type, frames, tokens) or (whole, "lent"))]
    if chosen.place is not None:
        found.append((Slot.PLACE, _place(chosen.place, incident.frames)))
    if chosen.day is not None:
        words = tokens.starts[chosen.day.first], tokens.ends[chosen.day.last - 1]
        found.append((Slot.DATE, (words, chosen.day.rule)))
    for slot, field, parties in (
        (Slot.INITIATOR, "initiators", chosen.initiators),
        (Slot.TARGET, "targets", chosen.targets),
    ):
        found.extend((slot, _party(party, field, incident, frames, tokens) or (whole, "lent")) for party in parties)
    for slot, count, figures in (
        (Slot.KILLED, chosen.killed, [(f, c) for f in incident.frames for c in f.killed]),
        (Slot.INJURED, chosen.injured, [(f, c) for f in incident.frames for c in f.injured]),
    ):
        if count is not None:
            found.extend((slot, one) for one in _figures(count, figures, tokens))
    said = {source.name: _source(source, frames, tokens) or (whole, "media") for source in reversed(chosen.sources)}
    names = list(dict.fromkeys(source.name for source in chosen.sources))
    found.append((Slot.STATUS, _status(chosen, incident.frames, tokens, said[names[0]][0] if names else whole)))
    found.extend((Slot.ATTRIBUTION, said[name]) for name in names[:sources_max])
    return tuple(
        SlotEvidence(
            slot=slot,
            start=start,
            end=end,
            text=tokens.text[start:end],
            rule=rule,
            confidence=slot_confidence(slot.value, rule),
        )
        for slot, ((start, end), rule) in found
    )


def _span(frame: Frame, tokens: Tokens, first: int, last: int) -> tuple[int, int]:
    return frame.clause.span(tokens, first, last) if frame.clause is not None else (frame.start, frame.end)


def _type(choice: Choice, frames: Iterable[Frame], tokens: Tokens) -> Found | None:
    for frame in frames:
        unit = frame.triggers.get(choice.sense)
        if unit is not None:
            return _span(frame, tokens, unit, unit + 1), f"{choice.rule}:{choice.sense}"
    return None


def _place(place: Toponym, frames: Iterable[Frame]) -> Found:
    told = (frame for frame in frames if frame.place is not None and frame.place.start == place.start)
    rule = next((frame.rules["place"] for frame in told), "carried-over")
    return (place.start, place.end), rule


def _words(named: Party | Source, frames: Iterable[Frame], tokens: Tokens) -> tuple[int, int] | None:
    """Where a party or source stands: in the first of the frames whose sentence has its name there.

    A frame may hold what was taken from another sentence ("the group"), and units count within a sentence.
    """
    for frame in frames:
        if frame.clause is not None and named.first < named.last <= len(frame.clause.units):
            start, end = frame.clause.span(tokens, named.first, named.last)
            if named.name in tokens.text[start:end]:
                return start, end
    return None


def _party(party: Party, field: str, incident: Incident, frames: Sequence[Frame], tokens: Tokens) -> Found | None:
    """Where a party stands, by the parts that it may have been taken from, the likeliest first."""
    for frame, rule, candidates in _parties(incident, field):
        if any((one.first, one.last, one.name) == (party.first, party.last, party.name) for one in candidates):
            named_in = (frame, frame.actor) if frame.actor is not None else (frame,)
            return _words(party, (*named_in, *frames), tokens) or (frame.start, frame.end), rule
    for frame in incident.frames:
        for source in frame.sources:
            if source.name == party.name:
                return _words(source, (frame, *frames), tokens) or (frame.start, frame.end), "speaking-side"
    return None


def _parties(incident: Incident, field: str) -> Iterator[tuple[Frame, str, tuple[Party, ...]]]:
    for frame in incident.frames:
        yield frame, frame.rules.get(field, ""), getattr(frame, field)
    if field == "initiators":
        for frame in incident.frames:
            yield frame, "claims-responsibility", frame.claimants
    for frame in incident.lent:
        yield frame, "lent", getattr(frame, field)
    for frame in incident.frames:
        yield frame, "counted", frame.losers
        yield frame, "present", (*frame.present, *frame.sides, *frame.initiators, *frame.targets)


def _figures(count: PeopleCount, told: list[tuple[Frame, Casualty]], tokens: Tokens) -> Iterator[Found]:
    """The first figure that gives each end of a count; where none does, those that were added up."""
    ends = []
    for low, high in ((count.min, None), (None, count.max)):
        one = next(((f, c) for f, c in told if low in (None, c.quantity.low) and high in (None, c.quantity.high)), None)
        if one is not None and one not in ends:
            ends.append(one)
    exact = [(f, c) for f, c in told if (c.quantity.low, c.quantity.high) == (count.min, count.max)]
    for frame, figure in exact[:1] or ends or told[:_ADDED_MAX]:
        rule = figure.rule if exact or ends else f"sum:{figure.rule}"
        yield _span(frame, tokens, figure.quantity.first, figure.quantity.last), rule


def _source(source: Source, frames: Iterable[Frame], tokens: Tokens) -> Found | None:
    span = _words(source, frames, tokens)
    return None if span is None else (span, "media" if source.media else "says")


def _status(chosen: Chosen, frames: Iterable[Frame], tokens: Tokens, otherwise: tuple[int, int]) -> Found:
    """The words that cast doubt, or whoever says so."""
    cue = _STATUS_CUES.get(chosen.status_rule)
    if cue is not None:
        for frame in frames:
            for position, unit in enumerate(frame.clause.units if frame.clause is not None else ()):
                if cue in unit.entry.cues:
                    return _span(frame, tokens, position, position + 1), chosen.status_rule
    return otherwise, chosen.status_rule
