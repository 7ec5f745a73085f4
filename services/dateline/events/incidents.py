"""Sentences that tell of one incident become one; different places, days or kinds keep incidents apart.

Frames are taken in the order of the text. Each joins the incident that it agrees with best, opens a new
one, or only adds its sources and cues to the last. Nothing here reads the text again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from dateline.events.frames import Frame
from dateline.events.lexicon import VERDICTS
from dateline.events.places import Toponym
from dateline.events.places.geography import kilometres
from dateline.events.subtypes import ANCILLARY, GENERIC_VIOLENCE, UNREST, WEAPONS

_SAME = 0.5
_REGION_KM = 150.0
SAME_PLACE_KM = 30.0
"""Two places nearer than this may be one incident's."""

_EXPLOSIVE = frozenset(
    {
        "air",
        "air_weapon",
        "shelling",
        "missile",
        "suicide",
        "ied",
        "bombing",
        "explosion",
        "grenade",
        "chemical",
        "chemical_weapon",
        "device",
        "suicide_vest",
        "strike",
    }
)
_FAMILY = {
    **dict.fromkeys(_EXPLOSIVE, "explosive"),
    **dict.fromkeys(GENERIC_VIOLENCE, "violence"),
    **dict.fromkeys(UNREST, "unrest"),
    "destroy": "violence",
    "clash": "battle",
    "gain": "gain",
    "operation": "violence",
    "abduct": "abduct",
    "rape": "atrocity",
    "massacre": "atrocity",
    "arrest": "arrest",
    "disrupt": "disrupt",
    "recover": "disrupt",
    "agreement": "agreement",
    "withdraw": "withdraw",
}

_ALIKE = {
    frozenset({"explosive", "violence"}),
    frozenset({"battle", "violence"}),
    frozenset({"unrest", "violence"}),
    frozenset({"abduct", "violence"}),
    frozenset({"gain", "violence"}),
    frozenset({"gain", "battle"}),
    frozenset({"atrocity", "violence"}),
    frozenset({"atrocity", "abduct"}),
    frozenset({"unrest", "arrest"}),
}


@dataclass(slots=True)
class Incident:
    """The frames that tell of one incident."""

    frames: list[Frame] = field(default_factory=list)
    place: Toponym | None = None
    background: bool = False
    lent: tuple[Frame, ...] = ()
    """Frames of another incident that say who, to whom and when for this one too: "the same forces"."""

    @property
    def senses(self) -> dict[str, float]:
        """How strongly each sense is present: the first frames and the title weigh most."""
        weights: dict[str, float] = {}
        for frame in self.lent:
            for sense, weight in frame.senses.items():
                if sense in _EXPLOSIVE or sense in UNREST:
                    weights[sense] = 0.8 * weight
        for rank, frame in enumerate(self.frames[:_FRAMES_IN_MIND]):
            factor = 1.0 if rank < 2 or frame.in_title else 0.5 if rank < 4 else 0.2
            for sense, weight in frame.senses.items():
                if sense == "arrest" and (frame.killed or "arrest" not in self.frames[0].senses):
                    factor *= 0.3  # arrests after an attack are part of its story
                weights[sense] = max(weights.get(sense, 0.0), weight * factor)
        return weights


def family(frame_senses: dict[str, float]) -> str:
    """The family that a frame's senses speak of most strongly; "violence" where nothing is more specific."""
    best, best_weight = "", 0.0
    for sense, weight in frame_senses.items():
        name = _FAMILY.get(sense, sense)
        if name == "violence":
            weight *= 0.4
        if sense in WEAPONS:
            weight *= 0.6
        if weight > best_weight:
            best, best_weight = name, weight
    return best


def assemble(frames: Sequence[Frame]) -> list[Incident]:
    """The incidents of an article, in the order in which the text first tells of them."""
    incidents: list[Incident] = []
    totals: list[Frame] = []
    last: Incident | None = None
    previous: Frame | None = None
    for frame in frames:
        if not frame.senses:
            follows = last is not None and frame.sentence - last.frames[-1].sentence <= 1
            if last is not None and follows and not frame.background and _adds(frame):
                last.frames.append(frame)
            continue
        if previous is not None and previous.background and _continues(frame, previous):
            frame.background = True
        previous = frame
        if frame.total and not frame.background:
            totals.append(frame)
            continue
        if _mops_up(frame, last):
            assert last is not None
            last.frames.append(frame)
            continue
        home = _home(frame, incidents, last)
        if home is None:
            if not _opens(frame):
                continue
            home = Incident(background=frame.background)
            if frame.definite and last is not None and not frame.strong:  # "these attacks also reached Y"
                home.lent = tuple(last.frames[:2])
            incidents.append(home)
        _add(home, frame)
        if not frame.background or home.background:
            last = home
    for frame in totals:  # "eight were killed in separate attacks": told again one by one, or the only news there is
        if not any(
            family(incident.senses) == family(frame.senses) and not incident.background for incident in incidents
        ):
            incident = Incident()
            _add(incident, frame)
            incidents.append(incident)
    _lend(incidents)
    _take_place(incidents)
    return incidents


_PLACE_REACH = 5
"""Sentences over which a place goes on being meant."""


def _take_place(incidents: list[Incident]) -> None:
    """An incident without a place takes that of the next sentence where it speaks of the same side's forces,
    else that of the incident told just before it."""
    for incident in incidents:
        if incident.place is not None or not incident.frames[0].initiators:
            continue
        first = incident.frames[0]
        sides = {party.country for party in first.initiators if party.country}
        for other in incidents:
            for frame in other.frames:
                near = frame.sentence == first.sentence + 1 and frame.place is not None
                if near and sides & {party.country for party in (*frame.initiators, *frame.targets, *frame.present)}:
                    incident.place = frame.place
    for before, incident in pairwise(incidents):
        first = incident.frames[0]
        near = 0 <= first.sentence - before.frames[-1].sentence <= _PLACE_REACH
        alike = before.background == incident.background and not _sides_differ(first, before)
        if incident.place is None and near and alike and family(incident.senses) != "disrupt":
            incident.place = before.place


def _continues(frame: Frame, previous: Frame) -> bool:
    """Whether a sentence goes on with what the one before it recalled."""
    return (
        frame.sentence == previous.sentence + 1
        and frame.place is None
        and not frame.dates
        and not frame.another
        and family(frame.senses) in ("violence", family(previous.senses))
    )


def _mops_up(frame: Frame, last: Incident | None) -> bool:
    """Whether a sentence tells of arrests that belong to the line before it in a list by place."""
    return (
        last is not None
        and frame.place is None
        and not frame.background
        and not last.background
        and family(frame.senses) == "arrest"
        and last.frames[-1].fronted
    )


def _adds(frame: Frame) -> bool:
    """Whether a sentence without a trigger says something of the incident before it."""
    return bool(
        frame.killed or frame.injured or frame.claimants or frame.cues & VERDICTS or (frame.short and frame.sources)
    )


def _lend(incidents: list[Incident]) -> None:
    """In a list of strikes by place, the sentence that introduces the list says who, whom and when for all."""
    strikes = [incident for incident in incidents if not incident.background and family(incident.senses) == "explosive"]
    if len(strikes) < _LIST_AT_LEAST:
        return
    silent = [incident for incident in strikes if not any(frame.initiators for frame in incident.frames)]
    acting = [frame for incident in strikes[:2] for frame in incident.frames[:3] if frame.initiators]
    if len(silent) < _LIST_AT_LEAST - 1:
        return
    lead = tuple(frame for frame in acting if not frame.in_title)[:2] or tuple(acting[:1])
    for incident in silent:
        incident.lent = lead
    total = strikes[0]
    if total.place is None or total.place.level == "country":  # the sum of the list is no event of its own
        incidents.remove(total)


_LIST_AT_LEAST = 3


def _opens(frame: Frame) -> bool:
    """Whether a frame that fits no incident is one: not where it only points back or only colours."""
    if all(sense in ANCILLARY for sense in frame.senses):
        return "injure" in frame.senses and bool(frame.injured) and frame.place is not None
    return frame.finite or not frame.definite


def _add(incident: Incident, frame: Frame) -> None:
    incident.frames.append(frame)
    if frame.place is not None and (
        incident.place is None
        or _finer(frame.place, incident.place)
        or (frame.sentence == 1 and all(known.in_title for known in incident.frames[:-1]))
    ):
        incident.place = frame.place


_INCIDENTS_IN_MIND = 40
_FRAMES_IN_MIND = 8
"""Bounds that keep a text of a thousand reports linear; no news report reaches them."""


def _home(frame: Frame, incidents: list[Incident], last: Incident | None) -> Incident | None:
    best, best_score = None, 0.0
    for age, incident in enumerate(reversed(incidents[-_INCIDENTS_IN_MIND:])):
        score = _agreement(frame, incident)
        if score <= 0.0:
            continue
        if incident is last:
            score += 0.4
        score -= 0.05 * min(age, 6)
        if score > best_score:
            best, best_score = incident, score
    return best


def _agreement(frame: Frame, incident: Incident) -> float:
    """How well a frame fits an incident; 0 or less: not at all."""
    if frame.background != incident.background:
        return 0.0
    mine, theirs = family(frame.senses), family(incident.senses)
    if mine == theirs:
        score = 1.0
    elif frozenset({mine, theirs}) in _ALIKE:
        score = 0.6
    else:
        return 0.0
    if frame.another and not (frame.definite and frame.place is None):
        return 0.0
    if frame.place is not None and incident.place is not None:
        nearness = same_place(frame.place, incident.place)
        if _one_of_several(frame, incident):
            return 0.0
        listed = frame.fronted and any(known.fronted for known in incident.frames[:_FRAMES_IN_MIND])
        if nearness is None and _opens_body(frame, incident):
            nearness = 0.1
        if nearness is None or (listed and nearness < _SAME):
            return 0.0
        score += nearness
    elif frame.place is None:
        score += 0.2
    if frame.definite:
        score += 0.5
    if _sides_differ(frame, incident):
        score -= 1.2
    score += _figures_agree(frame, incident)
    only_means = all(sense in ANCILLARY for sense in frame.senses)
    if not (frame.definite or only_means) and _means(frame.senses) and _means(incident.senses):
        score -= 0.0 if _means(frame.senses) & _means(incident.senses) else 1.2
    return score


def _opens_body(frame: Frame, incident: Incident) -> bool:
    """Whether the first sentence says more exactly what the headline said roughly."""
    return frame.sentence == 1 and all(known.in_title for known in incident.frames)


_SPECIFIC = frozenset({"air", "shelling", "ied", "suicide", "grenade", "chemical"})


def _one_of_several(frame: Frame, incident: Incident) -> bool:
    """Whether a report from a finer or another place tells of one incident of a series: a weapon of its own, or
    a smaller figure of its own ("In Khan Younis, a strike killed 14")."""
    if frame.definite or frame.place is None or incident.place is None or frame.place.name == incident.place.name:
        return False
    own = {sense for sense, weight in frame.senses.items() if weight >= 1.0} & _SPECIFIC
    known = {sense for sense, weight in incident.senses.items() if weight >= 1.0} & _SPECIFIC
    if frame.fronted and own and known and not own & known:
        return True
    national = incident.place.level == "country" and frame.place.level != "country"
    if frame.fronted and frame.strong and national and not all(other.in_title for other in incident.frames):
        return True
    mine = [figure.quantity.high for figure in frame.killed if not figure.quantity.part and not figure.quantity.single]
    theirs = [
        figure.quantity.low
        for other in incident.frames[:_FRAMES_IN_MIND]
        for figure in other.killed
        if not figure.quantity.single
    ]
    return bool(mine and theirs) and max(mine) < min(theirs) and frame.finite and bool(frame.targets or frame.fronted)


def _sides_differ(frame: Frame, incident: Incident) -> bool:
    """Whether the frame names another side as the one that acted."""
    mine = {party.country for party in frame.initiators if party.country}
    known_frames = (*incident.frames[:_FRAMES_IN_MIND], *incident.lent)
    theirs = {party.country for known in known_frames for party in known.initiators if party.country}
    if not mine or not theirs or mine & theirs:
        return False
    if family(frame.senses) == "battle":
        theirs |= {
            party.country for known in incident.frames[:_FRAMES_IN_MIND] for party in known.targets if party.country
        }
    return not mine & theirs


def same_place(one: Toponym, other: Toponym) -> float | None:
    """How surely two places can be one incident's: 0.6 the same, 0.1 one may lie in the other; None: no."""
    if one.geoname_id is not None and one.geoname_id == other.geoname_id:
        return 0.6
    if one.country and other.country and one.country != other.country:
        return None
    if one.lat is not None and other.lat is not None and "country" in (one.level, other.level):
        return 0.1
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return 0.6 if one.name == other.name else None
    distance = kilometres(one.lat, one.lon, other.lat, other.lon)
    if distance <= SAME_PLACE_KM:
        return 0.6
    if one.level == other.level:
        return None
    if "admin1" in (one.level, other.level):
        if one.admin1 and other.admin1:
            return 0.1 if one.admin1 == other.admin1 else None
        return 0.1 if distance <= _REGION_KM else None
    if "admin2" in (one.level, other.level):
        return 0.1 if distance <= 80 else None
    return None


_RANK = {"site": 4, "town": 3, "admin2": 2, "admin1": 1, "country": 0}


def _finer(one: Toponym, other: Toponym) -> bool:
    return _RANK.get(one.level, 0) > _RANK.get(other.level, 0)


_MEANS = {
    "air": "fire",
    "air_weapon": "fire",
    "shelling": "fire",
    "missile": "fire",
    "ied": "bomb",
    "device": "bomb",
    "suicide": "bomb",
    "suicide_vest": "bomb",
    "grenade": "grenade",
    "chemical": "chemical",
}


def _means(senses: dict[str, float]) -> frozenset[str]:
    """With what it was done, so far as told."""
    return frozenset(_MEANS[sense] for sense in senses if sense in _MEANS)


def _figures_agree(frame: Frame, incident: Incident) -> float:
    """Figures that repeat speak for the same incident, figures far apart against it."""
    known = {
        (c.killed, c.quantity.low)
        for f in incident.frames[:_FRAMES_IN_MIND]
        for c in (*f.killed, *f.injured)
        if not c.quantity.single
    }
    mine = {(c.killed, c.quantity.low) for c in (*frame.killed, *frame.injured) if not c.quantity.single}
    if not known or not mine:
        return 0.0
    return 0.3 if known & mine else -0.2
