"""Sentences that tell of one incident become one; different places, days or kinds keep incidents apart.

Frames are taken in the order of the text. Each joins the incident that it agrees with best, opens a new
one, or only adds its sources and cues to the last. Nothing here reads the text again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.events.affinity import agreement, counts_anew, sides_differ
from dateline.events.aftermath import is_aftermath, reduce_to_aftermath
from dateline.events.frames import Frame
from dateline.events.incident import Incident, family
from dateline.events.kinds import FORCES, GROUPS
from dateline.events.lexicon import VERDICTS
from dateline.events.nearness import is_finer, same_place
from dateline.events.places import Toponym
from dateline.events.roundups import is_part, lend_doers, lend_lead, share_totals, weigh_headline, weigh_sums
from dateline.events.subtypes import ANCILLARY


def assemble(frames: Sequence[Frame]) -> list[Incident]:
    """The incidents of an article, in the order in which the text first tells of them."""
    incidents: list[Incident] = []
    totals: list[Frame] = []
    last: Incident | None = None
    previous: Frame | None = None
    previous_recalls = news = False
    on_trial = _is_of_a_verdict(frames)
    for frame in frames:
        if not frame.senses:
            if last is not None and not frame.background:
                _complete(last, frame)
            continue
        if on_trial and not frame.dates:
            frame.background = True  # what they did is told without its day
        recalls = frame.background
        if previous is not None and previous_recalls and _continues(frame, previous):
            frame.background = True
            recalls = recalls or frame.so_far
        if frame.definite and incidents and not news:
            frame.background = recalls = True  # "the attack" in a report on its trial
        previous, previous_recalls = frame, recalls
        if frame.total and not frame.background:
            totals.append(frame)
            continue
        if totals and not incidents and _counts_for_total(frame, totals[-1]):
            totals[-1].killed, totals[-1].injured = frame.killed, frame.injured
            continue
        if is_aftermath(frame, last):
            assert last is not None
            reduce_to_aftermath(frame, last)
            last.frames.append(frame)
            continue
        home = _home(frame, incidents, last) or _home_elsewhere(frame, incidents, last)
        if home is None and totals and last is None and frame.definite and frame.claimants:
            totals[-1].claimants = totals[-1].claimants or frame.claimants  # "blamed the group for the attacks"
            continue
        if home is None:
            home = _opened(frame, incidents, last, totals)
            if home is None:
                continue
            incidents.append(home)
            news = news or not home.background
        if _is_tally(frame, home):
            continue
        home.add(frame)
        if not frame.background or home.background:
            last = home
    share_totals(totals, incidents)
    lend_lead(incidents)
    _weigh_claims(incidents)
    weigh_headline(incidents)
    weigh_sums(frames, incidents)
    _take_place(incidents)
    lend_doers(frames, incidents)
    return incidents


def _is_of_a_verdict(frames: Sequence[Frame]) -> bool:
    """Whether the headline is on a trial's end: "Three jailed over the attack on a museum"."""
    titles = [frame for frame in frames if frame.in_title]
    return any("verdict" in frame.cues for frame in titles) and not any(frame.finite for frame in titles)


def _counts_for_total(frame: Frame, total: Frame) -> bool:
    """Whether a sentence only counts whom the sum before it leaves out: "Eleven villages were shelled over the past
    day. Two people were killed"."""
    follows = frame.sentence == total.sentence + 1 and frame.paragraph == total.paragraph
    counted = (frame.killed or frame.injured) and not (total.killed or total.injured)
    return bool(follows and counted) and frame.place is None and frame.day is None


def _is_tally(frame: Frame, home: Incident) -> bool:
    """Whether it counts the dead of a whole conflict: "some 250 people have been killed on the Lebanese side"."""
    if not frame.so_far or frame.sentence <= 1 or home.background or frame.definite:
        return False
    told = max((f.quantity.high for known in home.in_mind for f in known.killed), default=0)
    return told > 0 and any(f.quantity.low >= _TIMES_OVER * told for f in frame.killed if not f.rival)


_TIMES_OVER = 4


def _complete(last: Incident, frame: Frame) -> None:
    """Add what a sentence without a trigger says of the incident before it, if anything."""
    from_afar = (frame.claimants and "responsibility" in frame.cues) or counts_anew(frame)
    reach = _CLAIM_REACH if from_afar else _ASIDE_REACH
    age = frame.sentence - last.frames[-1].sentence
    if age <= (reach if last.place is not None else _PLACE_REACH) and _tells_where(frame, last):
        last.add(frame)
    elif age <= reach and (_adds(frame) or _tells_who_says(frame, last)):
        last.frames.append(frame)


def _opened(frame: Frame, incidents: list[Incident], last: Incident | None, totals: list[Frame]) -> Incident | None:
    """The incident that a frame opens which fits none that is known; None where it makes none."""
    next_damage = _is_next_damage(frame, last)
    if not (_opens(frame) or next_damage or (not incidents and _counts(frame))):
        return None
    opened = Incident(background=frame.background)
    goes_on = frame.definite and last is not None and not (frame.strong or last.background)
    if last is not None and (next_damage or goes_on):  # "these attacks also reached Y"
        opened.lent = tuple(last.frames[:2])
    elif totals and frame.sentence - totals[-1].sentence <= _ASIDE_REACH and is_part(frame, totals[-1]):
        opened.lent = (totals[-1],)
    return opened


_ASIDE_REACH = 1
_CLAIM_REACH = 4
"""Who takes responsibility, and how many they were by another count, is said some sentences later."""


def _weigh_claims(incidents: list[Incident]) -> None:
    """How many those who take responsibility, or an armed group, say they killed is another count beside what was
    told before."""
    for incident in incidents:
        boasts = {frame.sentence for frame in incident.frames if frame.claimants or _boasts(frame)}
        for frame in incident.frames[1:]:
            if frame.sentence in boasts:
                frame.killed = [replace(f, rival=not (f.quantity.single or f.quantity.part)) for f in frame.killed]


def _boasts(frame: Frame) -> bool:
    """ "The group said its men had killed 12 soldiers"."""
    told = any(figure.kind in FORCES and not figure.own for figure in frame.killed)
    return told and any(source.kind in GROUPS for source in frame.sources)


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
    for number, incident in enumerate(incidents):
        if incident.place is None and "disrupt" not in incident.senses:  # drones fall anywhere
            incident.place = _last_place(incident, incidents[max(0, number - _PLACE_REACH) : number])


def _last_place(incident: Incident, earlier: list[Incident]) -> Toponym | None:
    """The place of the nearest earlier incident that has one and is of the same side."""
    first = incident.frames[0]
    for before in reversed(earlier):
        within = first.strong and any(0 <= first.sentence - frame.sentence <= 1 for frame in before.frames)
        near = within or 0 <= first.sentence - before.frames[-1].sentence <= _PLACE_REACH
        alike = before.background == incident.background and not sides_differ(first, before)
        if before.place is not None:
            return before.place if near and alike else None
    return None


def _continues(frame: Frame, previous: Frame) -> bool:
    """Whether a sentence goes on with what the one before it recalled."""
    so_far = frame.so_far and frame.sentence > _LEAD_SENTENCES
    return (
        frame.sentence == previous.sentence + 1
        and (frame.place is None or so_far)
        and not frame.dates
        and not frame.another
        and (so_far or family(frame.senses) in ("violence", family(previous.senses)))
    )


_LEAD_SENTENCES = 2


def _tells_where(frame: Frame, last: Incident) -> bool:
    """Whether a sentence without a trigger says where it was: "It happened in the village of X"."""
    if frame.place is None or "where" not in frame.cues:
        return False
    return last.place is None or (is_finer(frame.place, last.place) and same_place(frame.place, last.place) is not None)


def _adds(frame: Frame) -> bool:
    """Whether a sentence without a trigger says something of the incident before it."""
    return bool(
        frame.killed or frame.injured or frame.claimants or frame.cues & VERDICTS or (frame.short and frame.sources)
    )


def _tells_who_says(frame: Frame, last: Incident) -> bool:
    """Whether a sentence without a trigger goes on with an incident of which nobody was quoted yet."""
    goes_on = not frame.cues & {"another", "meanwhile", "next", "someone"} and frame.place is None
    return goes_on and bool(frame.sources) and not any(known.sources for known in last.frames)


def _is_next_damage(frame: Frame, last: Incident | None) -> bool:
    """Whether a line of a list tells only what was damaged at its place: "In X, two houses were damaged"."""
    if last is None or last.background or family(last.senses) != "explosive":
        return False
    if frame.place is None or frame.place.level == "country" or not frame.fronted or frame.background:
        return False
    return "destroy" in frame.senses and all(sense in ANCILLARY for sense in frame.senses)


def _opens(frame: Frame) -> bool:
    """Whether a frame that fits no incident is one: not where it only points back or only colours."""
    if (frame.relative or _is_remembered(frame)) and frame.sentence > _LEAD_SENTENCES:
        return False
    if all(sense in ANCILLARY for sense in frame.senses):
        return "injure" in frame.senses and bool(frame.injured) and frame.place is not None
    somebody = frame.initiators or frame.targets or frame.aside
    told = frame.finite or frame.place or frame.dates or somebody or _counts(frame)
    if frame.sentence > _LEAD_SENTENCES and not told:
        return False  # "because of bombings and kidnappings": what somebody is known for
    return frame.finite or frame.listed or not frame.definite


def _is_remembered(frame: Frame) -> bool:
    """Whether somebody is quoted with what he saw or thinks, and names neither place nor number: "“We lay on the floor
    and listened to the shooting”"."""
    quoted = frame.clause is not None and frame.clause.marks[frame.units[0] : frame.units[0] + 1] == '"'
    return quoted and frame.place is None and not (frame.killed or frame.injured or frame.day)


def _counts(frame: Frame) -> bool:
    """Whether a frame tells how many were killed or hurt: "the death toll from the attacks rose to 290"."""
    return any(not figure.quantity.part for figure in (*frame.killed, *frame.injured))


_AFTER_IT = frozenset({"kill", "injure", "casualties", "gunfire", "clash"})
"""What is said of the dead and hurt themselves, wherever they are: "a soldier hurt in the exchange of fire"."""


def _home_elsewhere(frame: Frame, incidents: list[Incident], last: Incident | None) -> Incident | None:
    """The incident of a report on the dead and hurt that names only where they were brought or who speaks:
    it points back, and its place parts nothing."""
    if not frame.beside or frame.told_apart or frame.senses.keys() - _AFTER_IT:
        return None
    place, frame.place = frame.place, None
    definite, frame.definite = frame.definite, True
    home = _home(frame, incidents, last)
    if home is None:
        frame.place, frame.definite = place, definite
    return home


_INCIDENTS_IN_MIND = 40
"""A bound that keeps a text of a thousand reports linear; no news report reaches it."""


def _home(frame: Frame, incidents: list[Incident], last: Incident | None) -> Incident | None:
    best, best_score = None, 0.0
    for age, incident in enumerate(reversed(incidents[-_INCIDENTS_IN_MIND:])):
        score = agreement(frame, incident)
        if score <= 0.0:
            continue
        if incident is last:
            score += 0.4
        score -= 0.05 * min(age, 6)
        if score > best_score:
            best, best_score = incident, score
    return best
