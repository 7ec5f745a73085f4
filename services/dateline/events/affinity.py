"""How well a report fits an incident: by kind, side, place, day, means and figures. Pure judgement over frames.

`incidents` decides what follows from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dateline.events.dates import meet
from dateline.events.frames import Frame
from dateline.events.kinds import CROWD
from dateline.events.nearness import SAME, is_finer, same_place
from dateline.events.places import Toponym
from dateline.events.subtypes import ANCILLARY, GENERIC_VIOLENCE, UNREST, WEAPONS
from dateline.messages import ActorKind

EXPLOSIVE = frozenset(
    {"air", "air_weapon", "shelling", "missile", "suicide", "suicide_vest", "ied", "device"}
) | frozenset({"bombing", "explosion", "grenade", "chemical", "chemical_weapon", "strike"})
_FAMILY = {
    **dict.fromkeys(EXPLOSIVE, "explosive"),
    **dict.fromkeys(GENERIC_VIOLENCE, "violence"),
    **dict.fromkeys(UNREST, "unrest"),
    "destroy": "violence",
    "aircraft": "explosive",
    "arson": "violence",
    "clash": "battle",
    "gain": "gain",
    "operation": "violence",
    "abduct": "abduct",
    "rape": "atrocity",
    "massacre": "atrocity",
    "arrest": "arrest",
    "disrupt": "disrupt",
    "recover": "disrupt",
    "seize": "disrupt",
    "agreement": "agreement",
    "surrender": "arrest",
    "withdraw": "withdraw",
}

_ALIKE = {
    frozenset({"explosive", "violence"}),
    frozenset({"battle", "violence"}),
    frozenset({"unrest", "violence"}),
    frozenset({"unrest", "loot"}),
    frozenset({"explosive", "loot"}),
    frozenset({"abduct", "violence"}),
    frozenset({"gain", "violence"}),
    frozenset({"gain", "battle"}),
    frozenset({"atrocity", "violence"}),
    frozenset({"atrocity", "abduct"}),
}
_POINTED_AT = frozenset({frozenset({"violence", "loot"}), frozenset({"violence", "arrest"})})
"""What "the attack" or "the operation" may speak of: pipelines blown up, a raid in which people were arrested."""

_OF_CROWDS = frozenset({"battle", "unrest"})
"""A mob that storms a police station riots."""

_FIRST_HAND = frozenset({"air", "shelling", "ied", "suicide", "grenade", "chemical", "clash"})

_FRAMES_IN_MIND = 8
"""A bound that keeps a text of a thousand reports linear; no news report reaches it."""


@dataclass(slots=True, eq=False)
class Incident:
    """The frames that tell of one incident."""

    frames: list[Frame] = field(default_factory=list)
    place: Toponym | None = None
    background: bool = False
    lent: tuple[Frame, ...] = ()
    """Frames of another incident that say who, to whom and when for this one too: "the same forces"."""

    _weighed: dict[str, float] = field(default_factory=dict)
    _weighed_frames: int = -1
    """How many frames it had when it was weighed: they only grow."""
    _weighed_lent: tuple[Frame, ...] = ()

    @property
    def senses(self) -> dict[str, float]:
        """How strongly each sense is present: the first frames and the title weigh most."""
        if self._weighed_frames != len(self.frames) or self._weighed_lent is not self.lent:
            self._weighed, self._weighed_frames, self._weighed_lent = self._weigh(), len(self.frames), self.lent
        return self._weighed

    def _weigh(self) -> dict[str, float]:
        weights: dict[str, float] = {}
        armed = any(sense in _MEANS for frame in self.frames for sense in frame.senses)
        for frame in self.lent:
            for sense, weight in frame.senses.items():
                if armed and sense in EXPLOSIVE:
                    continue  # it names a weapon of its own
                if sense in EXPLOSIVE or sense in UNREST or sense in ("clash", "operation"):
                    weights[sense] = 0.8 * weight
        for rank, frame in enumerate(self.frames[:_FRAMES_IN_MIND]):
            factor = 1.0 if rank < 2 or frame.in_title else 0.5 if rank < 4 else 0.2
            for sense, weight in frame.senses.items():
                if sense == "arrest" and (frame.killed or "arrest" not in self.frames[0].senses):
                    factor *= 0.15  # arrests after an attack are part of its story
                weights[sense] = max(weights.get(sense, 0.0), weight * factor)
        return weights


def family(frame_senses: dict[str, float]) -> str:
    """The family that a frame's senses speak of most strongly; "violence" where nothing is more specific."""
    best, best_weight = "", 0.0
    for sense, weight in frame_senses.items():
        name = _FAMILY.get(sense, sense)
        if name == "violence":
            weight *= 0.4
        if name == "arrest" and "kill" in frame_senses:
            weight *= 0.15
        if sense in WEAPONS or sense == "aircraft":
            weight *= 0.6
        if weight > best_weight:
            best, best_weight = name, weight
    return best


def are_alike(one: dict[str, float], other: dict[str, float]) -> bool:
    """Whether two reports may tell of one kind of incident."""
    mine, theirs = family(one), family(other)
    return mine == theirs or frozenset({mine, theirs}) in _ALIKE


def agreement(frame: Frame, incident: Incident) -> float:
    """How well a frame fits an incident; 0 or less: not at all."""
    if frame.background != incident.background:
        return 0.0
    known = incident.senses
    mine, theirs = family(frame.senses), family(known)
    pair = frozenset({mine, theirs})
    pointed_at = frame.definite and pair in _POINTED_AT
    by_crowd = pair == _OF_CROWDS and "riot" in frame.senses.keys() | known.keys() and _is_by_crowd(incident)
    if mine != theirs and pair not in _ALIKE and not (pointed_at or by_crowd):
        return 0.0
    if _is_other_item(frame, incident):
        return 0.0
    if not frame.definite and _is_other_action(frame, incident):
        return 0.0
    opens_anew = frame.fresh or frame.on_a_day or frame.fronted or _has_victims_too(frame)
    if opens_anew and not frame.definite and _counts_others(frame, incident):
        return 0.0
    if _counts_the_rest(frame) and any(other.total for other in incident.lent):
        return 0.0  # "the other nine died in …": the sum of both was told before
    taken_on = any(figure.toll for figure in frame.killed)
    if frame.bodies and not taken_on and not any(other.bodies for other in incident.frames[:_FRAMES_IN_MIND]):
        return 0.0
    anew = counts_anew(frame)
    if anew and not any(known.killed or known.injured for known in incident.frames[:_FRAMES_IN_MIND]):
        return 0.0
    score = 1.0 if mine == theirs else 0.6
    if frame.another and not (frame.definite and frame.place is None):
        return 0.0
    if frame.place is not None and incident.place is not None:
        nearness = same_place(frame.place, incident.place)
        if frame.follows and frame.finite and _is_elsewhere(frame, incident):
            return 0.0
        if _one_of_several(frame, incident):
            return 0.0
        listed = frame.fronted and any(other.fronted for other in incident.frames[:_FRAMES_IN_MIND])
        if nearness is None and (
            _opens_body(frame, incident) or _goes_into_detail(frame, incident) or _names_foreigners(frame, incident)
        ):
            nearness = 0.1
        if nearness is None or (listed and nearness < SAME):
            return 0.0
        score += nearness
    elif frame.place is None:
        score += 0.2
    if frame.definite:
        score += 0.5
    if not frame.definite and _spots_differ(frame, incident):
        return 0.0
    if frame.aside and not frame.definite and (frame.targets or frame.initiators) and (frame.finite or frame.strong):
        return 0.0
    if not frame.definite and _days_differ(frame, incident):
        if frame.on_a_day:
            return 0.0
        same = frame.place is None or incident.place is None or frame.place.name == incident.place.name
        of_its_own = frame.strong and frame.finite and bool(frame.killed or frame.injured)
        score -= 0.4 if same and not of_its_own else 1.0
    if sides_differ(frame, incident):
        score -= 1.2
    score += _figures_agree(frame, incident)
    score += 0.5 if anew else 0.0
    only_means = all(sense in ANCILLARY for sense in frame.senses)
    if not (frame.definite or only_means) and _means(frame.senses) and _means(known):
        score -= 0.0 if _means(frame.senses) & _means(known) else 1.2
    return score


def counts_anew(frame: Frame) -> bool:
    """Whether a sentence gives another count of those told of before: an earlier one, or a higher one."""
    return any(figure.rival for figure in (*frame.killed, *frame.injured))


def _has_victims_too(frame: Frame) -> bool:
    """ "A soldier was also killed when a bomb exploded": in something that was not told of before."""
    if "additional" not in frame.cues or frame.clause is None:
        return False
    return _IN_SOMETHING_ELSE.search(frame.clause.marks) is not None


_IN_SOMETHING_ELSE = re.compile(r"[KI][^,;.KI]{0,3}[@y:]e[^,;.]{0,2}T")


def _counts_the_rest(frame: Frame) -> bool:
    return bool(frame.killed) and frame.clause is not None and "to#" in frame.clause.marks


def _counts_others(frame: Frame, incident: Incident) -> bool:
    """Whether a frame counts dead, and none of the figures that the incident has."""
    mine = {figure.quantity.low for figure in frame.killed}
    told = (known for known in incident.frames[:_FRAMES_IN_MIND] if not known.in_title)
    theirs = {figure.quantity.low for known in told for figure in known.killed}
    return bool(mine and theirs) and not mine & theirs


def _is_elsewhere(frame: Frame, incident: Incident) -> bool:
    """Whether what came next is told of another place than all sentences on the incident: "later, in X, …"."""
    named = {other.place.name for other in incident.frames[:_FRAMES_IN_MIND] if other.place and not other.in_title}
    return frame.place is not None and bool(named) and frame.place.name not in named and not frame.definite


def _is_other_item(frame: Frame, incident: Incident) -> bool:
    """Whether one sentence counts the harm at this place and at another: "nine died in X, while five died in Y"."""
    last = incident.frames[-1]
    if frame.sentence != last.sentence or frame.in_title != last.in_title or frame.start < last.end:
        return False
    if frame.place is None or last.place is None or frame.place.name == last.place.name:
        return False
    counted = all(report.killed or report.injured for report in (frame, last))
    return counted and frame.place.level == last.place.level


_ACTIONS = _FIRST_HAND | UNREST | {"abduct", "arrest", "loot", "arson", "agreement", "withdraw", "gain", "rape"}


def _actions(frame: Frame) -> frozenset[str]:
    return frozenset(sense for sense, weight in frame.senses.items() if weight >= 1.0) & _ACTIONS


def _is_other_action(frame: Frame, incident: Incident) -> bool:
    """Whether a report that stands by itself tells of something of another kind than the incident: a march after
    an attack, a drone after shells, whatever happened "later"."""
    mine = _actions(frame)
    theirs = frozenset().union(*(_actions(known) for known in incident.frames[:_FRAMES_IN_MIND]))
    if not mine or not frame.finite or mine & theirs:
        return False
    if frame.follows and theirs:
        return True
    if mine <= UNREST and frame.initiators and not (incident.senses.keys() & UNREST or _with_crowd(frame, incident)):
        doers = [party for known in incident.frames[:_FRAMES_IN_MIND] for party in known.initiators]
        return any(party.kind is not ActorKind.POLICE for party in doers)
    own = bool(frame.killed or frame.injured)
    return own and bool(mine & _FIRST_HAND) and bool(theirs & _FIRST_HAND)


def _with_crowd(frame: Frame, incident: Incident) -> bool:
    """Whether a crowd did it, or clashed with the police that stand in the frame too."""
    if _is_by_crowd(incident):
        return True
    known = incident.frames[:_FRAMES_IN_MIND]
    police = [any(party.kind is ActorKind.POLICE for party in other.present) for other in (frame, *known)]
    return "clash" in incident.senses and police[0] and any(police[1:])


def _is_by_crowd(incident: Incident) -> bool:
    return any(party.kind in CROWD for frame in incident.frames[:_FRAMES_IN_MIND] for party in frame.initiators)


def _spots_differ(frame: Frame, incident: Incident) -> bool:
    """Whether both name villages, and not the same, that the gazetteer lacks."""
    known = {other.spot for other in incident.frames[:_FRAMES_IN_MIND] if other.spot and not other.in_title}
    return bool(frame.spot and known) and frame.spot not in known


def _days_differ(frame: Frame, incident: Incident) -> bool:
    """Whether the frame names another day than the incident's own sentences."""
    mine = frame.day or frame.weekday
    known = (*incident.frames[:_FRAMES_IN_MIND], *incident.lent)
    days = [other.day or other.weekday for other in known if not other.in_title]
    theirs = [day for day in days if day is not None]
    return mine is not None and bool(theirs) and not any(meet(mine, day) for day in theirs)


def _goes_into_detail(frame: Frame, incident: Incident) -> bool:
    """Whether the next sentence only names the town in a region told before, though the gazetteer puts a town of
    that name elsewhere."""
    assert frame.place is not None
    assert incident.place is not None
    rougher = incident.place.level == "admin1" and is_finer(frame.place, incident.place)
    at_once = 0 < frame.sentence - incident.frames[-1].sentence <= 1
    counted = bool(frame.killed or frame.injured) and _figures_agree(frame, incident) <= 0.0
    of_its_own = frame.fronted or frame.follows or frame.another or counted
    return rougher and at_once and (frame.definite or not of_its_own) and frame.place.country == incident.place.country


def _names_foreigners(frame: Frame, incident: Incident) -> bool:
    """Whether the next sentence on unrest names a country only for those who suffer: "stones at the soldiers of X"."""
    assert frame.place is not None
    at_once = 0 <= frame.sentence - incident.frames[-1].sentence <= 1
    of_unrest = bool(frame.senses.keys() & UNREST) and bool(incident.senses.keys() & UNREST)
    return of_unrest and at_once and frame.place.level == "country" and not (frame.fronted or frame.another)


def _opens_body(frame: Frame, incident: Incident) -> bool:
    """Whether the first sentence says more exactly what the headline said roughly."""
    return frame.sentence == 1 and all(known.in_title for known in incident.frames)


_SPECIFIC = frozenset({"air", "shelling", "ied", "suicide", "grenade", "chemical"})


def _one_of_several(frame: Frame, incident: Incident) -> bool:
    """Whether a report from a finer or another place tells of one incident of a series: a weapon of its own, or
    a smaller figure of its own ("In Khan Younis, a strike killed 14")."""
    if frame.definite or frame.place is None or incident.place is None or frame.place.name == incident.place.name:
        return False
    if frame.fronted and frame.killed and frame.finite and frame.place.level == incident.place.level:
        return True
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


def sides_differ(frame: Frame, incident: Incident) -> bool:
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
