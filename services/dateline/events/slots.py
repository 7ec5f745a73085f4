"""From an incident's frames to the slots of one event, with its confidence, or to nothing.

Here the pieces that sentences gave are weighed against each other; every choice follows the codebook.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dateline.events.actors import ARMED_KINDS, EVENT_COUNTRY, Party
from dateline.events.affinity import Incident
from dateline.events.casualties import combine
from dateline.events.dates import RECENT_DAYS, DateMention
from dateline.events.frames import Frame
from dateline.events.grounds import Chosen, grounds
from dateline.events.model import UNKNOWN_THEATRE, TaggedEvent
from dateline.events.places import Toponym
from dateline.events.sources import Source, status_of
from dateline.events.subtypes import WEAPONS, sub_type
from dateline.events.tokens import Tokens
from dateline.messages import (
    PARENT,
    Actor,
    ActorKind,
    DateSpan,
    EventType,
    Evidence,
    Place,
    PlaceLevel,
    Status,
    SubEventType,
)

_EVIDENCE_MAX = 8
_SOURCES_MAX = 5
_BLOODLESS = frozenset(
    {
        SubEventType.PEACEFUL_PROTEST,
        SubEventType.ARRESTS,
        SubEventType.AGREEMENT,
        SubEventType.CHANGE_TO_GROUP_ACTIVITY,
        SubEventType.DISRUPTED_WEAPONS_USE,
    }
)
"""Types in which nobody is killed: a figure beside them is of what they answer to."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What the whole article tells of every event in it."""

    tokens: Tokens
    published: dt.date | None
    day: DateSpan | None
    """The one day that the article speaks of, where it names only one."""
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
    frames = incident.frames
    place = incident.place
    initiators = _initiators(frames) or _first_parties(incident.lent, "initiators")
    if "clash" in incident.senses and not frames[0].initiators and frames[0].present:
        initiators = frames[0].present[:1]
    targets = _targets(frames, initiators)
    if not targets or all(party.noun == "thing" for party in targets):
        targets = _first_parties(incident.lent, "targets") or targets
    country = place.country if place is not None else None
    kinds = frozenset(party.kind for party in initiators), frozenset(party.kind for party in targets)
    holders = {_belongs(party, country) for party in initiators}
    holder_returns = (
        country is not None
        and country in holders
        and all(party.kind in (ActorKind.STATE_FORCES, ActorKind.POLICE) for party in initiators)
    )
    choice = sub_type(
        incident.senses,
        *kinds,
        holder_returns=holder_returns,
        protest_told=setting.protest_told or _is_protest(frames),
        amid_unrest=setting.amid_unrest and not any(_is_band(party) for party in initiators),
        bystanders=_everybody(frames),
    )
    if choice is None or not _stands(choice.sub_type, incident):
        return None
    chosen = choice.sub_type
    if not targets and place is not None and place.level == "country" and place.country not in holders:
        targets = _speaking_side(frames, country)
    day, old = _date(frames, setting.published)
    if day is None and incident.lent:
        day, _ = _date(list(incident.lent), setting.published)
    date = _span_of(day)
    if date is None and not old and not incident.background:
        date = setting.day
    killed = combine(figure for frame in frames for figure in frame.killed)
    injured = combine(figure for frame in frames for figure in frame.injured)
    if chosen is SubEventType.DISRUPTED_WEAPONS_USE and not initiators:
        initiators = _reporting_forces(frames)
    if chosen in _BLOODLESS:
        killed = None
        targets = tuple(party for party in targets if party not in _losers(frames))
    if chosen is SubEventType.AGREEMENT:
        injured = None
    told = _sources(frames) or list(setting.media)
    if PARENT[chosen] in (EventType.PROTESTS, EventType.RIOTS):
        initiators, targets = _crowd(chosen, initiators, targets, frames)
    somebody = _is_somebody((*initiators, *targets), states=chosen in _BLOODLESS)
    status, status_rule = _status(incident, chosen, initiators, targets, told, place)
    pieces = Chosen(choice, place, date, day, initiators, targets, killed, injured, status_rule, tuple(told))
    return TaggedEvent(
        sub_type=chosen,
        event_type=PARENT[chosen],
        place=_place(place),
        date=date,
        initiators=_actors(initiators, country or setting.country),
        targets=_actors(targets, country or setting.country),
        killed=killed,
        injured=injured,
        status=status,
        attributed_to=tuple(dict.fromkeys(source.name for source in told))[:_SOURCES_MAX],
        evidence=_evidence(frames, setting.tokens.text),
        slots=grounds(pieces, incident, setting.lead, setting.tokens, _SOURCES_MAX),
        main=not (incident.background or old) and _is_news(incident, somebody),
        confidence=_confidence(incident),
        theatre=country
        or next((p.country for p in (*initiators, *targets) if p.country and p.country != "*"), None)
        or UNKNOWN_THEATRE,
    )


def _stands(chosen: SubEventType, incident: Incident) -> bool:
    """Whether the incident's words are strong enough for an event at all."""
    frames = incident.frames
    if any(frame.strong for frame in frames):
        return True
    harmed = any(frame.killed or frame.injured for frame in frames)
    armed = any(frame.armed or any(party.kind in ARMED_KINDS for party in frame.initiators) for frame in frames)
    finite = any(frame.finite for frame in frames)
    armed_means = any(sense in WEAPONS or sense in ("explosion", "bombing") for sense in incident.senses)
    if chosen in (SubEventType.AIR_DRONE_STRIKE, SubEventType.SHELLING_ARTILLERY_MISSILE):
        return harmed or bool(incident.lent) or (finite and (armed or armed_means))
    if chosen is SubEventType.PEACEFUL_PROTEST:
        return finite and incident.place is not None and any(frame.initiators for frame in frames)
    return (armed and (harmed or (finite and incident.place is not None))) or (harmed and armed_means)


def _first_parties(frames: Iterable[Frame], role: str) -> tuple[Party, ...]:
    for frame in frames:
        found: tuple[Party, ...] = getattr(frame, role)
        if found:
            return found
    return ()


def _is_band(party: Party) -> bool:
    """An armed group by its name: it does not riot."""
    return party.kind in (ActorKind.REBEL_GROUP, ActorKind.TERRORIST_GROUP) and (
        party.noun == "name" or party.country is not None
    )


def _is_protest(frames: list[Frame]) -> bool:
    """Whether the incident's own sentences speak of a protest, so that its riot is one that turned violent."""
    return any(
        "protest" in frame.senses or any(party.kind is ActorKind.PROTESTERS for party in frame.present)
        for frame in frames
    )


def _everybody(frames: list[Frame]) -> frozenset[ActorKind]:
    return frozenset(
        party.kind for frame in frames for party in (*frame.initiators, *frame.targets, *frame.present, *frame.losers)
    )


def _crowd(
    chosen: SubEventType, initiators: tuple[Party, ...], targets: tuple[Party, ...], frames: list[Frame]
) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """The parties of unrest by the codebook: whoever demonstrates is a protester, whoever riots a rioter; where
    the police step in, they are the initiator and the protesters the target."""
    as_kind = ActorKind.PROTESTERS if PARENT[chosen] is EventType.PROTESTS else ActorKind.RIOTERS
    ordinary = (ActorKind.CIVILIANS, ActorKind.PROTESTERS, ActorKind.RIOTERS, ActorKind.REBEL_GROUP, ActorKind.UNKNOWN)
    forces = (ActorKind.POLICE, ActorKind.STATE_FORCES)
    everybody = (*initiators, *(party for frame in frames for party in (*frame.initiators, *frame.present)), *targets)
    crowd = [
        party if party.kind is ActorKind.MILITIA else replace(party, kind=as_kind)
        for party in everybody
        if (party.kind in ordinary or party.kind is ActorKind.MILITIA) and party.noun != "thing"
    ]
    police = [party for party in everybody if party.kind in forces and party.noun not in ("state", "demonym")]
    if chosen in (SubEventType.PROTEST_WITH_INTERVENTION, SubEventType.EXCESSIVE_FORCE_AGAINST_PROTESTERS):
        return tuple(police[:1]), tuple(crowd[:1])
    others = tuple(
        party
        for party in targets
        if party.kind not in ordinary or party.noun == "thing" or (crowd and party.name != crowd[0].name)
    )
    if chosen is SubEventType.PEACEFUL_PROTEST:
        return tuple(crowd[:1]), tuple(party for party in others if party.kind is ActorKind.POLITICIANS)
    return tuple(crowd[:1]), others or tuple(police[:1])


def _is_somebody(found: tuple[Party, ...], *, states: bool) -> bool:
    """Whether anybody stands in it; a country's mere name only where `states` act: they sign and withdraw."""
    return any(states or party.noun != "state" for party in found)


def _is_news(incident: Incident, somebody: bool) -> bool:
    """Whether it is told as news: in the first sentences, or later with place or figures, and somebody in it."""
    frames = incident.frames
    harmed = any(frame.killed or frame.injured for frame in frames)
    placed = incident.place is not None
    if any(frame.in_title or frame.sentence <= 1 for frame in frames):
        return placed or somebody or harmed
    near = any(frame.sentence <= _LEAD_SENTENCES for frame in frames)
    exact = incident.place is not None and incident.place.level != "country"
    if not (somebody or harmed or incident.lent or (near and exact)):
        return False  # "attacks in X": a topic
    if harmed or near:
        return True
    telling = any(frame.strong or frame.fronted for frame in frames) or bool(incident.lent)
    if incident.place is None:
        dated = any(mention.start and not mention.reported for frame in frames for mention in frame.dates)
        return dated and telling and any(frame.finite for frame in frames)
    armed = any(sense in WEAPONS or sense in ("strike", "bombing", "explosion") for sense in incident.senses)
    return (telling or armed) and (somebody or exact)


_LEAD_SENTENCES = 3


def _initiators(frames: list[Frame]) -> tuple[Party, ...]:
    """Who did it: who is said to, unless that is a mere description and somebody takes responsibility."""
    told = _first_parties(frames, "initiators")
    claimants = _first_parties(frames, "claimants")
    if claimants and all(party.kind is ActorKind.UNKNOWN for party in told):
        return claimants
    described = bool(told)  # gunmen whom the police then hunt stay the initiators
    for wanted in (_is_known, lambda party: party.kind is not ActorKind.UNKNOWN):
        for frame in frames[:_WHO_REACH]:
            if any(wanted(party) and not (described and _hunts(told, party)) for party in frame.initiators):
                return frame.initiators
    return told


def _hunts(told: tuple[Party, ...], party: Party) -> bool:
    """Whether forces only answer those who are described as having done it."""
    forces = (ActorKind.POLICE, ActorKind.STATE_FORCES)
    return party.kind in forces and all(first.kind is ActorKind.UNKNOWN for first in told)


def _is_known(party: Party) -> bool:
    return party.kind is not ActorKind.UNKNOWN and (party.country is not None or party.noun == "name")


_WHO_REACH = 4
"""Who did it is said in the first sentences on an incident, or not."""


def _targets(frames: list[Frame], initiators: tuple[Party, ...]) -> tuple[Party, ...]:
    """To whom it was done: who is said to, else who was killed or hurt. Nobody is a target of himself."""
    names = {party.name for party in initiators}
    sides = {(party.country, party.kind) for party in initiators}
    facing = tuple(
        party
        for frame in frames
        if frame.senses.keys() & {"clash", "gain"}
        for party in (*frame.present, *frame.sides)
        if (party.country, party.kind) not in sides and party.kind in ARMED_KINDS
    )
    for found in (_first_parties(frames, "targets"), _losers(frames), facing[:1]):
        others = tuple(party for party in found if party.name not in names)
        if others:
            return others
    return ()


def _speaking_side(frames: list[Frame], country: str | None) -> tuple[Party, ...]:
    """Where nothing more is told, the side that reports what was done to its own country."""
    for frame in frames:
        for source in frame.sources:
            if source.country is not None and source.country == country:
                return (Party(0, 0, 0, source.name, ActorKind.STATE_FORCES, country, "state"),)
    return ()


def _reporting_forces(frames: list[Frame]) -> tuple[Party, ...]:
    """Forces that tell of weapons stopped have stopped them."""
    for frame in frames:
        for source in frame.sources:
            if source.military and source.country is not None:
                return (Party(0, 0, 0, source.name, ActorKind.STATE_FORCES, source.country, "name"),)
    return ()


def _losers(frames: Iterable[Frame]) -> tuple[Party, ...]:
    return next((frame.losers[:1] for frame in frames if frame.losers), ())


def _actors(found: tuple[Party, ...], country: str | None) -> tuple[Actor, ...]:
    return tuple(Actor(name=party.name, kind=party.kind, country=_belongs(party, country)) for party in found)


def _belongs(party: Party, country: str | None) -> str | None:
    if party.country == EVENT_COUNTRY:
        return country
    if party.country is None and party.kind is not ActorKind.UNKNOWN and party.noun != "name":
        return country
    return party.country


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


def only_day(frames: Sequence[Frame], published: dt.date | None) -> DateSpan | None:
    """The day that all reports of an article name, where they name but one and it is no mere day of speaking."""
    days = {
        (mention.start, mention.end)
        for frame in frames
        if frame.senses and not frame.background
        for mention in frame.dates
        if mention.start is not None and not mention.reported and not (mention.with_year and mention.end == published)
    }
    if len(days) != 1:
        return None
    start, end = days.pop()
    if start is None or end is None or end < start or (end - start).days > 2:
        return None
    return DateSpan(start=start, end=end)


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
    return status_of(
        cues=frozenset().union(*(frame.cues for frame in incident.frames)),
        found=told,
        doers=doers,
        doer_kinds=frozenset(party.kind.value for party in initiators),
        sufferers=frozenset(
            {party.country for party in targets if party.country}
            | ({place.country} if violent and place and place.country else set())
        )
        - doers,
        battle=PARENT[chosen] is EventType.BATTLES,
        interception="disrupt" in incident.senses,
        doers_armed=any(party.kind in ARMED_KINDS for party in initiators),
        sufferers_armed=any(party.kind in ARMED_KINDS for party in targets),
    )


def _evidence(frames: list[Frame], text: str) -> tuple[Evidence, ...]:
    spans = sorted({(frame.start, frame.end) for frame in frames})[:_EVIDENCE_MAX]
    return tuple(Evidence(start=start, end=end, text=text[start:end]) for start, end in spans)


def _confidence(incident: Incident) -> float:
    strength = max(incident.senses.values(), default=0.0)
    support = min(len(incident.frames), 4) / 4
    placed = incident.place.confidence if incident.place is not None else 0.0
    return round(min(0.95, 0.3 + 0.3 * strength + 0.15 * support + 0.2 * placed), 2)
