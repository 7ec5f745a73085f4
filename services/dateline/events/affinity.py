"""How well a report fits an incident: first whether anything says that it tells of another one, then how much speaks
for this one. Pure judgement over frames.

`incidents` decides what follows from it.
"""

from __future__ import annotations

import re

from dateline.events.dates import meet
from dateline.events.frames import Frame
from dateline.events.incident import MEANS_OF, Incident, are_of_one_kind, family
from dateline.events.kinds import CROWD, FORCES, INSURGENTS
from dateline.events.nearness import SAME, is_finer, same_place
from dateline.events.subtypes import ANCILLARY, UNREST
from dateline.events.whereabouts import OF_SPEAKER
from dateline.messages import ActorKind


def agreement(frame: Frame, incident: Incident) -> float:
    """How well a frame fits an incident; 0 or less: not at all."""
    if frame.background != incident.background:
        return 0.0
    mine, theirs = family(frame.senses), family(incident.senses)
    if not (are_of_one_kind(mine, theirs) or _may_be_meant(mine, theirs, frame, incident)):
        return 0.0
    if _stands_apart(frame, incident) or _counts_other_people(frame, incident):
        return 0.0
    nearness = _nearness(frame, incident)
    if nearness is None:
        return 0.0
    score = 1.0 if mine == theirs else 0.6
    score += nearness
    if frame.definite:
        score += 0.5
    elif _days_differ(frame, incident):
        same = frame.place is None or incident.place is None or frame.place.name == incident.place.name
        of_its_own = frame.strong and frame.finite and bool(frame.killed or frame.injured)
        score -= 0.4 if same and not of_its_own else 1.0
    if sides_differ(frame, incident):
        score -= 1.2
    score += _figures_agree(frame, incident)
    if counts_anew(frame) and _is_counted(incident):
        score += 0.5
    if _means_differ(frame, incident):
        score -= 1.2
    return score


def _is_bomb_of_headline(frame: Frame, incident: Incident) -> bool:
    """Whether only a headline has told who carried the bomb: "Bomber kills seven", "A bomb exploded …"."""
    blows = {*frame.senses, *incident.senses} & _BLOWS
    return blows == {"suicide", "ied"} and all(known.in_title for known in incident.in_mind)


def _may_be_meant(mine: str, theirs: str, frame: Frame, incident: Incident) -> bool:
    """Whether a report of one family may speak of an incident of another all the same."""
    pair = frozenset({mine, theirs})
    if pair in _POINTED_AT and (frame.definite or (frame.refers and "loot" in pair)):  # "then they emptied the shops"
        return True
    if (mine, theirs) == ("arrest", "unrest"):  # "six officers were hurt and 63 people arrested"
        return frame.place is None and bool(frame.injured)
    riots = "riot" in frame.senses or "riot" in incident.senses
    return riots and pair == _OF_CROWDS and _is_by_crowd(incident)


_POINTED_AT = frozenset(
    {frozenset({"violence", "loot"}), frozenset({"atrocity", "loot"}), frozenset({"violence", "arrest"})}
)
"""What "the attack" or "the operation" may speak of: pipelines blown up, a raid in which people were arrested."""

_OF_CROWDS = frozenset({"battle", "unrest"})
"""A mob that storms a police station riots."""


def _stands_apart(frame: Frame, incident: Incident) -> bool:
    """Whether a report is told as something else: another item of a list, "another", another deed, village or day."""
    if frame.another and not (frame.definite and frame.place is None):
        return True
    if _is_other_item(frame, incident):
        return True
    if frame.definite:
        return False  # "the attack": it points back
    if frame.aside and (frame.targets or frame.initiators) and (frame.finite or frame.strong):
        return True
    if _is_other_action(frame, incident) or _spots_differ(frame, incident):
        return True
    return frame.on_a_day and _days_differ(frame, incident)


def _counts_other_people(frame: Frame, incident: Incident) -> bool:
    """Whether the figures of a report cannot be of those whom the incident struck."""
    opens_anew = frame.fresh or frame.on_a_day or frame.fronted or _has_victims_too(frame)
    if opens_anew and not frame.definite and _counts_others(frame, incident):
        return True
    if _counts_the_rest(frame) and any(other.total for other in incident.lent):
        return True  # "the other nine died in …": the sum of both was told before
    taken_on = any(figure.toll for figure in frame.killed) or _are_known_bodies(frame) or _are_its_dead(frame, incident)
    return frame.bodies and not (taken_on or frame.beside) and not any(other.bodies for other in incident.in_mind)


def _is_counted(incident: Incident) -> bool:
    return any(known.killed or known.injured for known in incident.in_mind)


def _are_its_dead(frame: Frame, incident: Incident) -> bool:
    """Whether bodies that the next sentence finds, at no other place, are no more than were told of: "fifteen bodies
    have been found"."""
    within = frame.place is None or (incident.place is not None and is_finer(frame.place, incident.place))
    if not within or frame.sentence - incident.frames[-1].sentence > 1:
        return False
    told = max((f.quantity.high for known in incident.in_mind for f in known.killed), default=None)
    return told is None or all(figure.quantity.high <= told for figure in frame.killed)


def _are_known_bodies(frame: Frame) -> bool:
    """Whether the dead are brought to where they are counted, or were missed: "the last two bodies"."""
    return frame.definite or ("hospital" in frame.cues and "recover" not in frame.senses)


def _nearness(frame: Frame, incident: Incident) -> float | None:
    """How much the places speak for one incident; None where the report is from elsewhere."""
    if frame.place is None:
        return 0.2
    if incident.place is None:
        return 0.0
    if (frame.follows and frame.finite and _is_elsewhere(frame, incident)) or _one_of_several(frame, incident):
        return None
    nearness = same_place(frame.place, incident.place)
    if nearness is None and (
        _opens_body(frame, incident)
        or _goes_into_detail(frame, incident)
        or _names_foreigners(frame, incident)
        or incident.is_placed_by(frame)
        or (frame.rules.get("place") == OF_SPEAKER and not frame.told_apart)
        or _points_back_at(frame, incident)
    ):
        nearness = 0.1
    listed = frame.fronted and any(other.fronted for other in incident.in_mind)
    return None if nearness is None or (listed and nearness < SAME) else nearness


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
    mine = {figure.quantity.low for figure in frame.killed if figure.quantity.high}
    told = (known for known in incident.in_mind if not known.in_title)
    theirs = {figure.quantity.low for known in told for figure in known.killed}
    return bool(mine and theirs) and not mine & theirs


def _is_elsewhere(frame: Frame, incident: Incident) -> bool:
    """Whether what came next is told of another place than all sentences on the incident: "later, in X, …"."""
    named = {other.place.name for other in incident.in_mind if other.place and not other.in_title}
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


_BLOWS = frozenset({"air", "shelling", "ied", "suicide", "grenade", "chemical"})
_FIRST_HAND = _BLOWS | {"clash"}
_ACTIONS = _FIRST_HAND | UNREST | {"abduct", "arrest", "loot", "arson", "agreement", "withdraw", "gain", "rape"}


def _actions(frame: Frame) -> frozenset[str]:
    return frozenset(sense for sense, weight in frame.senses.items() if weight >= 1.0) & _ACTIONS


def _is_other_action(frame: Frame, incident: Incident) -> bool:
    """Whether a report that stands by itself tells of something of another kind than the incident: a march after
    an attack, a drone after shells, whatever happened "later"."""
    mine = _actions(frame)
    theirs = frozenset().union(*(_actions(known) for known in incident.in_mind))
    if not mine or not frame.finite or mine & theirs:
        return False
    if frame.follows and theirs:
        return True
    if _strikes_back(frame, incident, mine) or (
        mine == {"protest"} and "mob" in incident.senses and _is_lethal(incident)
    ):
        return True
    if mine <= UNREST and frame.initiators and not (incident.senses.keys() & UNREST or _with_crowd(frame, incident)):
        doers = [party for known in incident.in_mind for party in known.initiators]
        return any(party.kind is not ActorKind.POLICE for party in doers)
    own = bool(frame.killed or frame.injured) and not _is_bomb_of_headline(frame, incident)
    return own and bool(mine & _FIRST_HAND) and bool(theirs & _FIRST_HAND)


def _strikes_back(frame: Frame, incident: Incident, mine: frozenset[str]) -> bool:
    """Whether forces bomb from the air those who attacked: "the army tracked the attackers and killed 11 of them"."""
    if "air" not in mine or not frame.killed:
        return False
    forces = any(party.kind in FORCES for party in (*frame.initiators, *frame.present))
    attackers = {party.kind for known in incident.in_mind for party in known.initiators}
    return forces and bool(attackers & INSURGENTS) and not attackers & FORCES


def _is_lethal(incident: Incident) -> bool:
    return any(figure.quantity.high for known in incident.in_mind for figure in known.killed)


def _with_crowd(frame: Frame, incident: Incident) -> bool:
    """Whether a crowd did it, or clashed with the police that stand in the frame too."""
    if _is_by_crowd(incident):
        return True
    known = incident.in_mind
    police = [any(party.kind is ActorKind.POLICE for party in other.present) for other in (frame, *known)]
    return "clash" in incident.senses and police[0] and any(police[1:])


def _is_by_crowd(incident: Incident) -> bool:
    return any(party.kind in CROWD for frame in incident.in_mind for party in frame.initiators)


def _spots_differ(frame: Frame, incident: Incident) -> bool:
    """Whether both name villages, and not the same, that the gazetteer lacks."""
    known = {other.spot for other in incident.in_mind if other.spot and not other.in_title}
    return bool(frame.spot and known) and frame.spot not in known


def _days_differ(frame: Frame, incident: Incident) -> bool:
    """Whether the frame names another day than the incident's own sentences."""
    mine = frame.day or frame.weekday
    known = (*incident.in_mind, *incident.lent)
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


def _points_back_at(frame: Frame, incident: Incident) -> bool:
    """Whether the next sentence speaks of the incident though its quarter seems to lie elsewhere: "the shells hit a bus
    stop in the Y district", which the gazetteer puts into another town."""
    assert frame.place is not None
    assert incident.place is not None
    at_once = 0 <= frame.sentence - incident.frames[-1].sentence <= 1
    if not (frame.definite and at_once) or frame.fronted or frame.follows:
        return False
    quarter = frame.place.level in ("site", "admin2") and frame.place.country == incident.place.country
    return quarter or frame.place.country is None


def _names_foreigners(frame: Frame, incident: Incident) -> bool:
    """Whether the next sentence on unrest names a country only for those who suffer: "stones at the soldiers of X"."""
    assert frame.place is not None
    at_once = 0 <= frame.sentence - incident.frames[-1].sentence <= 1
    of_unrest = bool(frame.senses.keys() & UNREST) and bool(incident.senses.keys() & UNREST)
    return of_unrest and at_once and frame.place.level == "country" and not (frame.fronted or frame.another)


def _opens_body(frame: Frame, incident: Incident) -> bool:
    """Whether the first sentence says more exactly what the headline said roughly."""
    return frame.sentence == 1 and all(known.in_title for known in incident.frames)


def _one_of_several(frame: Frame, incident: Incident) -> bool:
    """Whether a report from a finer or another place tells of one incident of a series: a weapon of its own, or
    a smaller figure of its own ("In Khan Younis, a strike killed 14")."""
    if frame.definite or frame.place is None or incident.place is None or frame.place.name == incident.place.name:
        return False
    if frame.fronted and frame.killed and frame.finite and frame.place.level == incident.place.level:
        return True
    own = {sense for sense, weight in frame.senses.items() if weight >= 1.0} & _BLOWS
    known = {sense for sense, weight in incident.senses.items() if weight >= 1.0} & _BLOWS
    if frame.fronted and own and known and not own & known:
        return True
    national = incident.place.level == "country" and frame.place.level != "country"
    if frame.fronted and frame.strong and national and not all(other.in_title for other in incident.frames):
        return True
    mine = [figure.quantity.high for figure in frame.killed if not figure.quantity.part and not figure.quantity.single]
    theirs = [
        figure.quantity.low for other in incident.in_mind for figure in other.killed if not figure.quantity.single
    ]
    return bool(mine and theirs) and max(mine) < min(theirs) and frame.finite and bool(frame.targets or frame.fronted)


def sides_differ(frame: Frame, incident: Incident) -> bool:
    """Whether the frame names another side as the one that acted."""
    mine = {party.country for party in frame.initiators if party.country}
    known_frames = (*incident.in_mind, *incident.lent)
    theirs = {party.country for known in known_frames for party in known.initiators if party.country}
    if not mine or not theirs or mine & theirs:
        return False
    told = {family(frame.senses), family(incident.senses)}
    if len(told) > 1 and told <= _CHANGING_HANDS:
        return False  # one side goes, the other comes
    if family(frame.senses) == "battle":
        theirs |= {party.country for known in incident.in_mind for party in known.targets if party.country}
    return not mine & theirs


_CHANGING_HANDS = frozenset({"gain", "transfer", "withdraw"})


def _means_differ(frame: Frame, incident: Incident) -> bool:
    """Whether a report says that it was done with other means; one that only names them does not part incidents."""
    if frame.definite or all(sense in ANCILLARY for sense in frame.senses):
        return False
    mine, theirs = _means(frame.senses), _means(incident.senses)
    return bool(mine and theirs) and not mine & theirs


def _means(senses: dict[str, float]) -> frozenset[str]:
    """With what it was done, so far as told."""
    return frozenset(MEANS_OF[sense] for sense in senses if sense in MEANS_OF)


def _figures_agree(frame: Frame, incident: Incident) -> float:
    """Figures that repeat speak for the same incident, figures far apart against it."""
    known = {
        (c.killed, c.quantity.low) for f in incident.in_mind for c in (*f.killed, *f.injured) if not c.quantity.single
    }
    mine = {(c.killed, c.quantity.low) for c in (*frame.killed, *frame.injured) if not c.quantity.single}
    if not known or not mine:
        return 0.0
    return 0.3 if known & mine else -0.2
