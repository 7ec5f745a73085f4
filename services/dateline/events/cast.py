"""Who stands in an event: whom its sentences name as having done it, and to whom it was done.

The parts that each sentence gives are weighed against each other; nobody is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dateline.events.actors import EVENT_COUNTRY, Party
from dateline.events.frames import Frame
from dateline.events.incident import Incident
from dateline.events.kinds import ARMED, FORCES, GROUPS
from dateline.events.sources import Source
from dateline.events.subtypes import UNREST
from dateline.messages import PARENT, Actor, ActorKind, EventType, SubEventType

_WHO_REACH = 4
"""Who did it is said in the first sentences on an incident, or not."""

_TARGETS_MAX = 3

BLOODLESS = frozenset(
    {
        SubEventType.PEACEFUL_PROTEST,
        SubEventType.ARRESTS,
        SubEventType.AGREEMENT,
        SubEventType.CHANGE_TO_GROUP_ACTIVITY,
        SubEventType.DISRUPTED_WEAPONS_USE,
    }
)
"""Types in which nobody is killed, unless a verb says so: a figure beside them is of what they answer to."""

Parties = tuple[Party, ...]


def parties_told(incident: Incident) -> tuple[Parties, Parties]:
    """Who did it and to whom, by the sentences alone: its type is judged by them."""
    frames = incident.frames
    lent = _lent_doers(incident.lent, frames)
    initiators = _doers(frames) or lent
    targets = _sufferers(frames, initiators)
    if "clash" in incident.senses and not lent and not frames[0].initiators and frames[0].present:
        initiators, targets = _fighters(frames)
    if not targets or all(party.noun == "thing" for party in targets):
        targets = _first_parties(incident.lent, "targets") or targets
    return initiators, targets


def parties_of_type(
    chosen: SubEventType,
    incident: Incident,
    initiators: Parties,
    targets: Parties,
    home: str | None,
    lead: tuple[Frame, ...],
) -> tuple[Parties, Parties]:
    """The same with what an event of its type lets one know besides: who else was struck, and whose the police are.

    `home`: the country of the event, or else of the article; `lead`: the frames of headline and first sentence.
    """
    frames, place = incident.frames, incident.place
    holders = {belongs(party, home) for party in initiators}
    if not targets and place is not None and place.level == "country" and place.country not in holders:
        targets = _speaking_side(frames, place.country)
    if not initiators and (chosen is SubEventType.DISRUPTED_WEAPONS_USE or "denial" in frames[0].cues):
        initiators = _reporting_forces(frames)  # whoever denies it is meant
    if not initiators and chosen is SubEventType.ARRESTS:
        initiators = _arresting_officials(frames)
    if chosen in BLOODLESS:
        fallen = _losers(frames)
        targets = tuple(party for party in targets if party not in fallen)
    if PARENT[chosen] in (EventType.PROTESTS, EventType.RIOTS):
        return _crowd_and_police(chosen, initiators, targets, frames)
    bombed = PARENT[chosen] is EventType.EXPLOSIONS_REMOTE_VIOLENCE
    targets = _also_struck(frames, initiators, targets, bombed=bombed)
    if chosen is SubEventType.ARRESTS:
        return initiators, _suspected(targets, frames, lead)
    return initiators, _without_cause(targets)


def _first_parties(frames: Iterable[Frame], role: str) -> Parties:
    """The parties of the first frame that names any in a part: "initiators", "targets" or "claimants"."""
    for frame in frames:
        found: Parties = getattr(frame, role)
        if found:
            return found
    return ()


def _lent_doers(lent: Sequence[Frame], frames: list[Frame]) -> Parties:
    """The doers of a sentence that sums up, for one of its parts: but no forces where forces fell."""
    fell = _losers(frames)
    found = _first_parties(lent, "initiators") or _first_parties(lent, "claimants")
    own = any(party.kind in FORCES for party in found) and any(party.kind in FORCES for party in fell)
    return () if own else found


def is_band(party: Party) -> bool:
    """An armed group by its name: it does not riot."""
    return party.kind in (ActorKind.REBEL_GROUP, ActorKind.TERRORIST_GROUP) and (
        party.noun == "name" or party.country is not None
    )


def is_protest(frames: list[Frame]) -> bool:
    """Whether sentences speak of a protest, so that a riot is one that turned violent."""
    return any(
        "protest" in frame.senses or any(party.kind is ActorKind.PROTESTERS for party in frame.present)
        for frame in frames
    )


def everybody(frames: list[Frame]) -> frozenset[ActorKind]:
    """The kinds of all who are named, whatever their part."""
    return frozenset(
        party.kind for frame in frames for party in (*frame.initiators, *frame.targets, *frame.present, *frame.losers)
    )


def _crowd_and_police(
    chosen: SubEventType, initiators: Parties, targets: Parties, frames: list[Frame]
) -> tuple[Parties, Parties]:
    """The parties of unrest by the codebook: whoever demonstrates is a protester, whoever riots a rioter; where
    the police step in, they are the initiator and the protesters the target."""
    as_kind = ActorKind.PROTESTERS if PARENT[chosen] is EventType.PROTESTS else ActorKind.RIOTERS
    ordinary = (ActorKind.CIVILIANS, ActorKind.PROTESTERS, ActorKind.RIOTERS, ActorKind.REBEL_GROUP, ActorKind.UNKNOWN)
    present = (*initiators, *(party for frame in frames for party in (*frame.initiators, *frame.present)), *targets)
    crowd = [
        party if party.kind is ActorKind.MILITIA else replace(party, kind=as_kind)
        for party in present
        if (party.kind in ordinary or party.kind is ActorKind.MILITIA) and party.noun != "thing"
    ]
    police = [party for party in present if party.kind in FORCES and party.noun not in ("state", "demonym")]
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


def is_somebody(found: Parties, *, states: bool) -> bool:
    """Whether anybody stands in it; a country's mere name only where `states` act: they sign and withdraw."""
    return any(states or party.noun != "state" for party in found)


def _doers(frames: list[Frame]) -> Parties:
    """Who did it: who is said to, unless that is a mere description and somebody takes responsibility."""
    bombed = any(frame.senses.keys() & _BOMBS for frame in frames)
    frames = [frame for frame in frames if not (bombed and _answers(frame))]
    told = _first_parties(frames, "initiators")
    claimants = _first_parties(frames, "claimants")
    if claimants and all(_is_described(party) for party in told):
        return claimants
    described = bool(told)  # gunmen whom the police then hunt stay the initiators
    for wanted in (_is_known, lambda party: party.kind is not ActorKind.UNKNOWN):
        for frame in frames[:_WHO_REACH]:
            if any(wanted(party) and not (described and _hunts(told, party)) for party in frame.initiators):
                return frame.initiators
    return told


def _is_described(party: Party) -> bool:
    """Whether it is not said which band it was: "gunmen", "Islamist militants"."""
    return party.kind is ActorKind.UNKNOWN or (party.kind in GROUPS and party.noun != "name" and not party.country)


_BOMBS = frozenset({"bombing", "explosion", "ied", "device", "suicide", "suicide_vest"})


def _answers(frame: Frame) -> bool:
    """Whether forces kill or catch whoever is said to have planted a bomb: "police shot the suspected bomber"."""
    caught_by_forces = bool(frame.initiators) and all(party.kind in FORCES for party in frame.initiators)
    return caught_by_forces and bool(frame.targets) and all(party.kind is ActorKind.UNKNOWN for party in frame.targets)


def _hunts(told: Parties, party: Party) -> bool:
    """Whether forces only answer those who are described as having done it."""
    return party.kind in FORCES and all(first.kind is ActorKind.UNKNOWN for first in told)


def _is_known(party: Party) -> bool:
    return party.kind is not ActorKind.UNKNOWN and (party.country is not None or party.noun == "name")


def _sufferers(frames: list[Frame], initiators: Parties) -> Parties:
    """To whom it was done: who is said to, else who was killed or hurt. Nobody is a target of himself."""
    names = {party.name for party in initiators}
    sides = {(party.country, party.kind) for party in initiators}
    facing = tuple(
        party
        for frame in frames
        if frame.senses.keys() & {"clash", "gain"}
        for party in (*frame.present, *frame.sides)
        if (party.country, party.kind) not in sides and party.kind in ARMED and not _only_tells(party, frame)
    )
    for found in (_first_parties(frames, "targets"), _losers(frames), facing[:1]):
        others = tuple(party for party in found if party.name not in names)
        if others:
            return others
    return ()


def _only_tells(party: Party, frame: Frame) -> bool:
    """Whether police are there only to say what happened."""
    return party.kind is ActorKind.POLICE and any(source.first <= party.head < source.last for source in frame.sources)


def _facing(frame: Frame, there: list[Party]) -> Parties:
    """Who stands against those who fell, else whoever is named first."""
    fell = frame.losers[:1]
    against = [party for party in there if fell and (party.kind in FORCES) != (fell[0].kind in FORCES)]
    return tuple(against[:1] or there[:1])


def _fighters(frames: list[Frame]) -> tuple[Parties, Parties]:
    """The sides of a fight that names no doer: whoever is there, but no police who only tell of it, nor those who
    only fell."""
    first = frames[0]
    there = (party for party in first.present if not _only_tells(party, first))
    side = _facing(first, list(there))
    facing = _sufferers(frames, side)
    stands = any(party.kind in ARMED and party not in first.losers for party in facing)
    if side and side[0] in first.losers and not stands:  # "nine soldiers were killed in an ambush"
        return (), _sufferers(frames, ()) or side
    return side, facing


def _suspected(targets: Parties, frames: list[Frame], lead: tuple[Frame, ...]) -> Parties:
    """Those arrested as what they are suspected of being: of the band that is named, of terror, or of a riot.

    `lead`: the frames that open the article; where they tell of unrest, its crowd is who is arrested.
    """
    if (crowd := _crowd_of(lead)) is not None:
        taken = (*_SUSPECTS, ActorKind.REBEL_GROUP)  # "cadres" of a party that strikes
        return tuple(
            replace(party, kind=crowd) if party.kind in taken and party.noun in ("described", "group") else party
            for party in targets
        )
    bands = (party.kind for frame in frames for party in frame.present if party.kind in GROUPS)
    kind = next(bands, None)
    if kind is None and any(map(_speaks_of_terror, frames)):
        kind = ActorKind.TERRORIST_GROUP
    elif kind is None and any(map(_speaks_of_riots, frames)):
        kind = ActorKind.RIOTERS
    if kind is None:
        return targets
    return tuple(
        replace(party, kind=kind, noun="described") if party.kind in _SUSPECTS and party.noun != "thing" else party
        for party in targets
    )


def _crowd_of(lead: tuple[Frame, ...]) -> ActorKind | None:
    """Protesters or rioters, where an article opens with what they did."""
    senses = {sense for frame in lead for sense in frame.senses}
    if not senses & UNREST:
        return None
    return ActorKind.RIOTERS if senses & _RIOTOUS else ActorKind.PROTESTERS


_RIOTOUS = frozenset({"riot", "mob", "arson", "clash", "kill", "injure"})
_SUSPECTS = frozenset({ActorKind.CIVILIANS, ActorKind.UNKNOWN})
_TERROR = frozenset({"bombing", "explosion", "suicide", "suicide_vest", "device", "ied"})


def _speaks_of_terror(frame: Frame) -> bool:
    """Whether a sentence, and be it of a charge or a plan, speaks of bombs or terror."""
    return frame.clause is not None and any(
        unit.entry.trigger in _TERROR or "terror" in unit.entry.cues for unit in frame.clause.units
    )


_RIOT = frozenset({"riot", "mob", "arson"})


def _speaks_of_riots(frame: Frame) -> bool:
    """Whether the sentence on arrests speaks of a riot: "held for rioting"."""
    if frame.clause is None or "arrest" not in frame.triggers:
        return False
    return any(unit.entry.trigger in _RIOT for unit in frame.clause.units[slice(*frame.units)])


def _without_cause(targets: Parties) -> Parties:
    """Activists who are attacked are civilians: they protest at another time."""
    return tuple(replace(party, kind=ActorKind.CIVILIANS) if party.noun == "activist" else party for party in targets)


def _speaking_side(frames: list[Frame], country: str | None) -> Parties:
    """Where nothing more is told, the side that reports what was done to its own country."""
    for frame in frames:
        for source in frame.sources:
            if source.country is not None and source.country == country:
                return (Party(0, 0, 0, source.name, ActorKind.STATE_FORCES, country, "state"),)
    return ()


def _arresting_officials(frames: list[Frame]) -> Parties:
    """ "Authorities say they have arrested": officials who speak of themselves, and police who tell of arrests."""
    for frame in frames:
        for source in frame.sources:
            if "arrest" in frame.senses and ((frame.refers and source.office) or _is_of_police(frame, source)):
                return (Party(0, 0, 0, source.name, ActorKind.POLICE, source.country, "described"),)
    return ()


def _is_of_police(frame: Frame, source: Source) -> bool:
    """ "The superintendent of police"."""
    units = frame.clause.units[source.first : source.last] if frame.clause is not None else []
    return any(unit.entry.kind == ActorKind.POLICE for unit in units)


def _reporting_forces(frames: list[Frame]) -> Parties:
    """Forces that tell of weapons stopped have stopped them, and whoever denies a deed is said to have done it."""
    for frame in frames:
        for source in frame.sources:
            if (source.military or "denial" in source.cues) and source.country is not None:
                kind = ActorKind(source.kind or ActorKind.STATE_FORCES)
                return (Party(0, 0, 0, source.name, kind, source.country, "name"),)
    return ()


def both_sides_fell(frames: Iterable[Frame]) -> bool:
    """Whether forces and those whom they fight are among those killed."""
    kinds = {figure.kind for frame in frames for figure in frame.killed if not figure.quantity.part}
    return bool(kinds & FORCES) and bool(kinds & GROUPS)


def _losers(frames: Iterable[Frame]) -> Parties:
    """Those whom the first figures count."""
    return next((frame.losers[:1] for frame in frames if frame.losers), ())


def _also_struck(frames: Sequence[Frame], initiators: Parties, targets: Parties, *, bombed: bool) -> Parties:
    """The targets with whoever else was hit, killed or hurt: the policemen among the dead, the post attacked, and
    the convoy that a bomb stood beside.

    One party of a kind and country is enough.
    """
    known = {(party.kind, party.country) for party in (*targets, *initiators)}
    doing = {party.name for party in initiators}
    found = list(targets)
    for frame in frames[:_WHO_REACH]:
        beside = (party for party in frame.present if bombed and party.noun == "thing")
        for party in (*frame.losers, *frame.struck, *beside):
            if (party.kind, party.country) not in known and party.name not in doing and len(found) < _TARGETS_MAX:
                known.add((party.kind, party.country))
                found.append(party)
    return tuple(found)


def actors_of(found: Parties, country: str | None) -> tuple[Actor, ...]:
    """The parties as a message names them. `country`: where the event happened."""
    return tuple(
        Actor(name=party.name, kind=party.kind, country=home)
        for party in found
        for home in ((belongs(party, country), party.ally) if party.ally is not None else (belongs(party, country),))
    )


def belongs(party: Party, country: str | None) -> str | None:
    """Where a party belongs: to a country of its own, or to that of the event."""
    if party.country == EVENT_COUNTRY:
        return country
    if party.country is None and party.kind is not ActorKind.UNKNOWN and party.noun != "name":
        return country
    return party.country
