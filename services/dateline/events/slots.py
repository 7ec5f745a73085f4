"""From an incident's frames to the slots of one event, with its confidence, or to nothing.

Here the pieces that sentences gave are weighed against each other; every choice follows the codebook.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dateline.events.actors import ANYBODY, EVENT_COUNTRY, Party
from dateline.events.cast import (
    BLOODLESS,
    actors_of,
    belongs,
    both_sides_fell,
    everybody,
    is_band,
    is_protest,
    is_somebody,
    parties_of_type,
    parties_told,
)
from dateline.events.dates import RECENT_DAYS, DateMention
from dateline.events.days import DaysTold
from dateline.events.frames import Frame
from dateline.events.grounds import Chosen, grounds
from dateline.events.incident import Incident
from dateline.events.kinds import ARMED, FORCES, IN_PUBLIC
from dateline.events.model import UNKNOWN_THEATRE, TaggedEvent
from dateline.events.places import Toponym, in_armed_conflict
from dateline.events.sources import Source, status_of
from dateline.events.subtypes import WEAPONS, Choice, Scene, sub_type
from dateline.events.tally import combine
from dateline.events.tokens import Tokens
from dateline.messages import (
    PARENT,
    ActorKind,
    DateSpan,
    EventType,
    Evidence,
    PeopleCount,
    Place,
    PlaceLevel,
    Status,
    SubEventType,
)

_EVIDENCE_MAX = 8
_SOURCES_MAX = 5


@dataclass(frozen=True, slots=True)
class Setting:
    """What the whole article tells of every event in it."""

    tokens: Tokens
    published: dt.date | None
    days: DaysTold
    """The days that the article speaks of."""
    protest_told: bool
    amid_unrest: bool
    country: str | None
    """The country that the article's places lie in most often."""
    media: tuple[Source, ...]
    """The medium that the first sentence names as its source: it stands for every event."""
    lead: tuple[Frame, ...]
    """The frames of headline and first sentence."""


def to_event(incident: Incident, setting: Setting) -> TaggedEvent | None:
    """The event that an incident's frames make; None where they make none."""
    frames, place = incident.frames, incident.place
    country = place.country if place is not None else None
    home = country or setting.country
    initiators, targets = parties_told(incident)
    choice = _choice(incident, initiators, targets, home, setting)
    if choice is None or not _stands(choice.sub_type, incident, home):
        return None
    chosen = choice.sub_type
    initiators, targets = parties_of_type(chosen, incident, initiators, targets, home, setting.lead)
    day, old = _day(incident, setting)
    killed, injured = _harm(frames, chosen)
    told = _sources(frames) or _sources(list(incident.lent)) or list(setting.media)
    somebody = is_somebody((*initiators, *targets), states=chosen in BLOODLESS)
    status, status_rule = _status(incident, chosen, initiators, targets, told, place)
    pieces = Chosen(choice, place, day, initiators, targets, killed, injured, status_rule, tuple(told))
    return TaggedEvent(
        sub_type=chosen,
        event_type=PARENT[chosen],
        place=_place(place),
        date=_span_of(day),
        initiators=actors_of(initiators, home),
        targets=actors_of(targets, home),
        killed=killed,
        injured=injured,
        status=status,
        attributed_to=tuple(dict.fromkeys(source.name for source in told))[:_SOURCES_MAX],
        evidence=_evidence(frames, setting.tokens.text),
        slots=grounds(pieces, incident, setting.lead, setting.tokens, _SOURCES_MAX),
        main=not (incident.background or old) and _is_news(incident, somebody),
        confidence=_confidence(incident),
        theatre=country
        or next((p.country for p in (*initiators, *targets) if p.country and p.country != EVENT_COUNTRY), None)
        or UNKNOWN_THEATRE,
    )


def _choice(
    incident: Incident,
    initiators: tuple[Party, ...],
    targets: tuple[Party, ...],
    home: str | None,
    setting: Setting,
) -> Choice | None:
    """The type that the incident's words and parties make. `home`: its country, or else the article's."""
    frames = incident.frames
    scene = Scene(
        weights=incident.senses,
        initiators=frozenset(party.kind for party in initiators if party.noun != ANYBODY),
        targets=frozenset(party.kind for party in targets),
        holder_returns=_holder_returns(frames, initiators, targets, home),
        protest_told=setting.protest_told or is_protest(frames),
        amid_unrest=setting.amid_unrest and not any(is_band(party) for party in initiators),
        bystanders=everybody([*frames, *incident.lent]),
        anyone_killed=any(figure.quantity.high > 0 for frame in frames for figure in frame.killed),
        both_fell=both_sides_fell(frames),
    )
    return sub_type(scene)


def _holder_returns(
    frames: list[Frame], initiators: tuple[Party, ...], targets: tuple[Party, ...], home: str | None
) -> bool:
    """Whether territory is taken by the forces of the state that it belongs to."""
    if not initiators:  # "the town is freed": by those to whom it belongs
        by_rebels = all(party.kind is ActorKind.STATE_FORCES for party in targets)
        return by_rebels and any("freed" in frame.cues for frame in frames)
    by_state = any(party.kind in FORCES and belongs(party, home) == home for party in initiators)
    return by_state and all(party.kind in FORCES or party.kind is ActorKind.MILITIA for party in initiators)


def _day(incident: Incident, setting: Setting) -> tuple[DateMention | None, bool]:
    """The day or span of an incident, and whether it lies too far back to be news."""
    day, old = _date(incident.frames, setting.published)
    if day is None and incident.lent:
        day, _ = _date(list(incident.lent), setting.published)
    if (day is None or day.reported) and not old and not incident.background:
        day = setting.days.near(incident.frames[0].sentence) or day
    return day, old


def _harm(frames: list[Frame], chosen: SubEventType) -> tuple[PeopleCount | None, PeopleCount | None]:
    """How many were killed and hurt in an event of its type."""
    killed = combine(figure for frame in frames for figure in frame.killed)
    if chosen in BLOODLESS and killed is not None and killed.max and not _tells_of_deaths(frames[0]):
        killed = None
    if chosen is SubEventType.AGREEMENT:
        return killed, None
    return killed, combine(figure for frame in frames for figure in frame.injured)


def _tells_of_deaths(frame: Frame) -> bool:
    """Whether a verb of it says that people were killed: "captured 12 and killed five"."""
    at = frame.triggers.get("kill")
    return bool(frame.killed and at is not None and frame.clause and frame.clause.units[at].entry.form == "past")


def _is_crowd_counted(frame: Frame) -> bool:
    """ "Thousands marched in X"."""
    at = frame.triggers.get("protest", 0)
    return frame.clause is not None and frame.clause.marks[max(0, at - 1) : at] in tuple("v#m")


def _stands(chosen: SubEventType, incident: Incident, country: str | None) -> bool:
    """Whether the words are strong enough for an event at all. `country`: the incident's, or the article's."""
    frames = incident.frames
    if any(frame.strong for frame in frames):
        return True
    if "gain" in incident.senses and any("freed" in frame.cues and frame.finite for frame in frames):
        return True
    harmed = any(frame.killed or frame.injured for frame in frames)
    armed = any(
        frame.armed or any(party.kind in ARMED for party in frame.initiators) for frame in (*frames, *incident.lent)
    )
    finite = any(frame.finite for frame in frames)
    armed_means = any(sense in WEAPONS or sense in ("explosion", "bombing") for sense in incident.senses)
    if chosen in (SubEventType.AIR_DRONE_STRIKE, SubEventType.SHELLING_ARTILLERY_MISSILE):
        return harmed or bool(incident.lent) or (finite and (armed or armed_means))
    if chosen is SubEventType.PEACEFUL_PROTEST:
        marching = finite and any(frame.initiators or _is_crowd_counted(frame) for frame in frames)
        present = any(party.kind is ActorKind.PROTESTERS for frame in frames for party in frame.present)
        return incident.place is not None and (marching or present)
    first = frames[0]
    if chosen is SubEventType.REMOTE_EXPLOSIVE_LANDMINE_IED and finite and armed_means and incident.place is not None:
        bomb = incident.senses.keys() & {"bombing", "device"} and "explosion" in incident.senses
        return bool(harmed or armed or bomb or any(frame.targets for frame in frames))
    in_a_roundup = first.fronted or first.on_a_day or first.told_apart
    local = incident.place is not None and incident.place.level != "country"
    in_war = in_armed_conflict(country)
    killing = "kill" in incident.senses and (
        in_a_roundup or any(_tells_of_killing(frame) and (in_war or _strikes_in_public(frame)) for frame in frames)
    )
    if local and harmed and (killing or incident.senses.keys() & _ASSAULTS):
        return True
    if local and finite and in_war and chosen is SubEventType.ARMED_CLASH:
        return True
    return (armed and (harmed or (finite and incident.place is not None))) or (harmed and armed_means)


_ASSAULTS = frozenset({"attack", "clash", "gunfire"})


def _strikes_in_public(frame: Frame) -> bool:
    """Whether those killed are people whose work is public."""
    return any(party.kind in IN_PUBLIC and party.noun != "thing" for party in frame.losers)


def _tells_of_killing(frame: Frame) -> bool:
    """Whether somebody is said to have been killed, not only to have died."""
    at = frame.triggers.get("kill")
    return at is not None and frame.clause is not None and frame.clause.units[at].mark in "Kk"


def _is_news(incident: Incident, somebody: bool) -> bool:
    """Whether it is told as news: in the first sentences, or later with place or figures, and somebody in it."""
    frames = incident.frames
    harmed = any(frame.killed or frame.injured for frame in frames)
    placed = incident.place is not None
    concluded = "agreement" in incident.senses and any(frame.strong and frame.finite for frame in frames)
    if any(frame.in_title or frame.sentence <= 1 for frame in frames):
        return placed or somebody or harmed or concluded
    near = any(frame.sentence <= _LEAD_SENTENCES for frame in frames)
    exact = incident.place is not None and incident.place.level != "country"
    marching = any("protest" in frame.senses and frame.strong and frame.listed for frame in frames)
    if not (somebody or harmed or incident.lent or concluded or (near and exact) or (marching and exact)):
        return False  # "attacks in X": a topic
    if harmed or near:
        return True
    telling = frames[0].told_apart or bool(incident.lent) or any(frame.strong or frame.fronted for frame in frames)
    if incident.place is None:
        dated = any(mention.start and not mention.reported for frame in frames for mention in frame.dates)
        return dated and telling and any(frame.finite for frame in frames)
    armed = any(sense in WEAPONS or sense in ("strike", "bombing", "explosion") for sense in incident.senses)
    return (telling or armed) and (somebody or exact)


_LEAD_SENTENCES = 3


def _place(place: Toponym | None) -> Place | None:
    if place is None:
        return None
    return Place(
        name=place.name,
        country=place.country,
        lat=place.lat,
        lon=place.lon,
        level=PlaceLevel(place.level),
        confidence=place.confidence,
    )


def _date(frames: list[Frame], published: dt.date | None) -> tuple[DateMention | None, bool]:
    """The mention of the day or span that the frames name, and whether it lies too far back to be news.

    A day beats a month, the body beats the headline, and a day on which somebody spoke comes last.
    """
    ranked: list[tuple[int, int, DateMention]] = []
    for order, frame in enumerate(frames):
        for mention in frame.dates:
            if mention.start is None or mention.end is None or mention.start > mention.end:
                continue
            rank = 0 if (mention.end - mention.start).days <= 2 else 2
            rank += 1 if frame.in_title else 0
            rank += 3 if mention.reported or (mention.with_year and mention.end == published) else 0
            ranked.append((rank, order, mention))
    if not ranked:
        return None, any(mention.old for frame in frames[:1] for mention in frame.dates)
    _, _, chosen = min(ranked, key=lambda item: item[:2])
    assert chosen.end is not None
    old = chosen.old or (published is not None and (published - chosen.end).days > RECENT_DAYS)
    return chosen, old


def _span_of(day: DateMention | None) -> DateSpan | None:
    return DateSpan(start=day.start, end=day.end) if day and day.start and day.end else None


def _sources(frames: list[Frame]) -> list[Source]:
    return [source for frame in frames for source in frame.sources]


def _status(
    incident: Incident,
    chosen: SubEventType,
    initiators: tuple[Party, ...],
    targets: tuple[Party, ...],
    told: list[Source],
    place: Toponym | None,
) -> tuple[Status, str]:
    doers = frozenset(party.country for party in initiators if party.country)
    violent = PARENT[chosen] is not EventType.STRATEGIC_DEVELOPMENTS
    frames = incident.frames
    first = next((frame for frame in frames if frame.senses and not frame.in_title), frames[0])
    summed = _sources(list(incident.lent))
    return status_of(
        cues=frozenset().union(*(frame.cues for frame in frames)),
        found=[source for source in (*told, *summed) if "responsibility" not in source.cues],
        leading=first.sources or summed,
        avowing=[source for frame in frames if frame.refers for source in frame.sources if source.military],
        denied_first=first is frames[0] and _is_denial(first),
        doers=doers,
        doer_kinds=frozenset(party.kind.value for party in initiators),
        sufferers=frozenset(
            {party.country for party in targets if party.country}
            | ({place.country} if violent and place and place.country else set())
        )
        - doers,
        battle=PARENT[chosen] is EventType.BATTLES,
        harmed=any(frame.killed or frame.injured for frame in frames),
        interception="disrupt" in incident.senses,
        doers_armed=any(party.kind in ARMED for party in initiators),
        sufferers_armed=chosen is not SubEventType.ARRESTS and any(party.kind in ARMED for party in targets),
    )


def _is_denial(frame: Frame) -> bool:
    """Whether a sentence denies what it tells of: "denied involvement in a raid", not "said …, but X denies it"."""
    units = frame.clause.units if frame.clause is not None else []
    denials = (position for position, unit in enumerate(units) if "denial" in unit.entry.cues)
    return next(denials, len(units)) < min(frame.triggers.values(), default=0)


def _evidence(frames: list[Frame], text: str) -> tuple[Evidence, ...]:
    spans = sorted({(frame.start, frame.end) for frame in frames})[:_EVIDENCE_MAX]
    return tuple(Evidence(start=start, end=end, text=text[start:end]) for start, end in spans)


def _confidence(incident: Incident) -> float:
    strength = max(incident.senses.values(), default=0.0)
    support = min(len(incident.frames), 4) / 4
    placed = incident.place.confidence if incident.place is not None else 0.0
    return round(min(0.95, 0.3 + 0.3 * strength + 0.15 * support + 0.2 * placed), 2)
