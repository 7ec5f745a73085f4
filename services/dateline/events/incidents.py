"""Sentences that tell of one incident become one; different places, days or kinds keep incidents apart.

Frames are taken in the order of the text. Each joins the incident that it agrees with best, opens a new
one, or only adds its sources and cues to the last. Nothing here reads the text again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.events.affinity import agreement, counts_anew, sides_differ
from dateline.events.aftermath import is_aftermath
from dateline.events.casualties import Casualty
from dateline.events.frames import Frame
from dateline.events.incident import Incident, are_alike, family
from dateline.events.lexicon import VERDICTS
from dateline.events.nearness import is_finer, same_place
from dateline.events.places import Toponym
from dateline.events.subtypes import ANCILLARY
from dateline.messages import ActorKind


def assemble(frames: Sequence[Frame]) -> list[Incident]:
    """The incidents of an article, in the order in which the text first tells of them."""
    incidents: list[Incident] = []
    totals: list[Frame] = []
    last: Incident | None = None
    previous: Frame | None = None
    previous_recalls = False
    for frame in frames:
        if not frame.senses:
            from_afar = (frame.claimants and "responsibility" in frame.cues) or counts_anew(frame)
            reach = _CLAIM_REACH if from_afar else _ASIDE_REACH
            if last is not None and not frame.background:
                age = frame.sentence - last.frames[-1].sentence
                if age <= (reach if last.place is not None else _PLACE_REACH) and _tells_where(frame, last):
                    _add(last, frame)
                elif age <= reach and (_adds(frame) or _tells_who_says(frame, last)):
                    last.frames.append(frame)
            continue
        recalls = frame.background
        if previous is not None and previous_recalls and _continues(frame, previous):
            frame.background = True
            recalls = recalls or frame.so_far
        previous, previous_recalls = frame, recalls
        if frame.total and not frame.background:
            totals.append(frame)
            continue
        if is_aftermath(frame, last):
            assert last is not None
            frame.senses = {}
            last.frames.append(frame)
            continue
        home = _home(frame, incidents, last)
        if home is None:
            next_damage = _is_next_damage(frame, last)
            if not (_opens(frame) or next_damage or (not incidents and _counts(frame))):
                continue
            home = Incident(background=frame.background)
            if next_damage:
                assert last is not None
                home.lent = tuple(last.frames[:2])
            elif (
                frame.definite and last is not None and not (frame.strong or last.background)
            ):  # "these attacks also reached Y"
                home.lent = tuple(last.frames[:2])
            elif totals and frame.sentence - totals[-1].sentence <= _ASIDE_REACH and _is_part(frame, totals[-1]):
                home.lent = (totals[-1],)
            incidents.append(home)
        _add(home, frame)
        if not frame.background or home.background:
            last = home
    for frame in totals:  # "eight were killed in separate attacks": told again one by one, or the only news there is
        parts = [incident for incident in incidents if _is_among(incident, frame)]
        for incident in parts:
            incident.lent = incident.lent or (frame,)
            if incident.place is None and frame.place is not None and frame.place.level != "country":
                incident.place = frame.place
        if not parts:
            lent = frame.sentence > _FIRST_SENTENCE and not frame.initiators and not frame.aside
            incident = Incident(lent=(totals[0],) if lent and totals[0] is not frame else ())
            _add(incident, frame)
            incidents.append(incident)
    _lend(incidents)
    _weigh_claims(incidents)
    _weigh_headline(incidents)
    untitled = any(frame.sentence == 0 and not frame.in_title for frame in frames)
    _weigh_sums(incidents, 0 if untitled else _FIRST_SENTENCE)
    _take_place(incidents)
    _lend_doers(frames, incidents)
    return incidents


_ASIDE_REACH = 1
_CLAIM_REACH = 4
"""Who takes responsibility, and how many they were by another count, is said some sentences later."""


def _is_among(incident: Incident, total: Frame) -> bool:
    """Whether an incident is one of those that a sentence sums up."""
    told_before = incident.frames[-1].sentence <= total.sentence
    if total.sentence > _FIRST_SENTENCE and (told_before or incident.frames[0].aside):
        return False  # behind other news it sums up no more than what comes next
    placed = family(incident.senses) == family(total.senses) or incident.place is not None
    if _is_apart(incident.place, total):
        return False
    told = any(frame.killed or frame.injured or (frame.finite and frame.targets) for frame in incident.frames)
    return placed and told and not incident.background and are_alike(incident.senses, total.senses)


def _is_part(frame: Frame, total: Frame) -> bool:
    """Whether the sentence behind one that sums up tells the first of its incidents."""
    told_apart = frame.another or frame.background or _is_apart(frame.place, total)
    return are_alike(frame.senses, total.senses) and not told_apart


def _is_apart(place: Toponym | None, total: Frame) -> bool:
    """Whether a place lies elsewhere than the town that a sum is of."""
    whole = total.place
    if place is None or whole is None or whole.level not in ("town", "site"):
        return False
    return same_place(place, whole) is None


def _weigh_claims(incidents: list[Incident]) -> None:
    """How many those who take responsibility say they killed is another count beside what was told before."""
    for incident in incidents:
        boasts = {frame.sentence for frame in incident.frames if frame.claimants}
        for frame in incident.frames[1:]:
            if frame.sentence in boasts:
                frame.killed = [replace(f, rival=not (f.quantity.single or f.quantity.part)) for f in frame.killed]


def _weigh_headline(incidents: list[Incident]) -> None:
    """A headline over several incidents sums them up: it is none of its own, and its figures are no one's."""
    told = [incident for incident in incidents if not incident.background]
    body = [incident for incident in told if not all(frame.in_title for frame in incident.frames)]
    for incident in told:
        title = [frame for frame in incident.frames if frame.in_title]
        own = [frame for frame in incident.frames if not frame.in_title]
        others = [other for other in body if other is not incident and are_alike(incident.senses, other.senses)]
        if not title or not others:
            continue
        if not own:  # what a headline says is told again below it
            incidents.remove(incident)
            continue
        elsewhere = any(frame.killed or frame.injured for other in others for frame in other.frames)
        if not elsewhere:
            continue
        for frame in title:
            frame.killed = _repeated(frame.killed, own)
            frame.injured = _repeated(frame.injured, own)


def _weigh_sums(incidents: list[Incident], lead: int) -> None:
    """A first figure that the figures of several incidents add up to is none of theirs: "five were hurt", and below
    two here and three there."""
    told = [incident for incident in incidents if not incident.background]
    for harm in ("killed", "injured"):
        for incident in told:
            if incident not in incidents:
                continue  # its dead were the sum already
            first = next((frame for frame in incident.frames if _count(frame, harm) is not None), None)
            total = _count(first, harm) if first is not None and first.sentence <= lead else None
            if total is None:
                continue
            later = [frame for frame in incident.frames if frame.sentence > lead or frame is not first]
            own = max((count for frame in later if (count := _count(frame, harm)) not in (None, total)), default=None)
            shares = {
                number: count
                for number, other in enumerate(told)
                if other is not incident and are_alike(incident.senses, other.senses)
                if (count := max((_count(frame, harm) or 0 for frame in other.frames), default=0))
            }
            others = sum(shares.values())
            own = own or next((part for frame in later if (part := _part(frame, harm)) + others == total), None)
            parts = (own or 0) + others
            covered = shares and _PART_OF_TOTAL * total <= parts <= total
            if covered and not own and len(incident.frames) == 1 and len(shares) > 1:
                incidents.remove(incident)
            elif covered and (own or len(shares) > 1):
                for frame in incident.frames:
                    if _count(frame, harm) == total:
                        setattr(frame, harm, [])
            if parts == total and first is not None and (own or len(shares) > 1):
                for number in shares:
                    _lend_total(told[number], first)


def _lend_total(incident: Incident, total: Frame) -> None:
    """What a sentence that sums up tells of each incident: who did it, and how where it says no more than the harm."""
    incident.lent = incident.lent or (total,)
    for frame in incident.frames:
        if frame.senses.keys() <= _MERE_HARM:
            frame.senses = total.senses | frame.senses


_MERE_HARM = frozenset({"kill", "injure"})

_FIRST_SENTENCE = 1
_PART_OF_TOTAL = 0.75
"""Reports seldom tell of all incidents that they count."""


def _count(frame: Frame, harm: str) -> int | None:
    """The largest figure of a kind of harm that a frame gives."""
    figures: list[Casualty] = getattr(frame, harm)
    return max((f.quantity.low for f in figures if not (f.quantity.part or f.quantity.vague)), default=None)


def _part(frame: Frame, harm: str) -> int:
    """The largest of its figures that are part of a total told elsewhere: "seventeen of them died when …"."""
    figures: list[Casualty] = getattr(frame, harm)
    return max((figure.quantity.low for figure in figures if figure.quantity.part), default=0)


def _repeated(figures: list[Casualty], frames: list[Frame]) -> list[Casualty]:
    """The figures that the incident's own sentences give too."""
    known = {(c.killed, c.quantity.low) for frame in frames for c in (*frame.killed, *frame.injured)}
    return [figure for figure in figures if (figure.killed, figure.quantity.low) in known]


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
    by_suicide = any("suicide" in frame.senses for frame in lead)
    for incident in silent:
        if not by_suicide or "suicide" in incident.senses:  # it says nothing of the other bombs
            incident.lent = lead or incident.lent
    for total in strikes:
        if total.place is not None and total.place.level != "country":
            break
        incidents.remove(total)  # the sum of the list, or of its lines in a country, is no event of its own


_LIST_AT_LEAST = 3


def _lend_doers(frames: Sequence[Frame], incidents: list[Incident]) -> None:
    """ "Russian attacks killed seven across the country": whoever the first sentence blames for all struck in the
    places below too, where nobody else is named."""
    told = [incident for incident in incidents if not incident.background]
    lead = next((frame for frame in frames if _blames_for_all(frame)), None)
    if lead is None or len(told) < _SEVERAL:
        return
    for incident in told:
        silent = not any(frame.initiators or frame.claimants for frame in (*incident.frames, *incident.lent))
        if not silent or family(incident.senses) != "explosive" or not are_alike(lead.senses, incident.senses):
            continue
        if lead.place is None or incident.place is None or lead.place.country == incident.place.country:
            first = incident.frames[0]
            first.initiators, first.rules["initiators"], first.actor = lead.initiators, "antecedent", lead


_SEVERAL = 2


def _blames_for_all(frame: Frame) -> bool:
    """Whether a headline or first sentence on no single place says who did it."""
    everywhere = frame.place is None or frame.place.level == "country"
    known = bool(frame.initiators) and all(party.kind is not ActorKind.UNKNOWN for party in frame.initiators)
    return everywhere and known and not frame.background and (frame.in_title or frame.sentence <= _FIRST_SENTENCE)


def _is_next_damage(frame: Frame, last: Incident | None) -> bool:
    """Whether a line of a list tells only what was damaged at its place: "In X, two houses were damaged"."""
    if last is None or last.background or family(last.senses) != "explosive":
        return False
    if frame.place is None or frame.place.level == "country" or not frame.fronted or frame.background:
        return False
    return "destroy" in frame.senses and all(sense in ANCILLARY for sense in frame.senses)


def _opens(frame: Frame) -> bool:
    """Whether a frame that fits no incident is one: not where it only points back or only colours."""
    if frame.relative and frame.sentence > _LEAD_SENTENCES:
        return False
    if all(sense in ANCILLARY for sense in frame.senses):
        return "injure" in frame.senses and bool(frame.injured) and frame.place is not None
    return frame.finite or frame.listed or not frame.definite


def _counts(frame: Frame) -> bool:
    """Whether a frame tells how many were killed or hurt: "the death toll from the attacks rose to 290"."""
    return any(not figure.quantity.part for figure in (*frame.killed, *frame.injured))


def _add(incident: Incident, frame: Frame) -> None:
    incident.frames.append(frame)
    if frame.place is not None and (
        incident.place is None
        or (is_finer(frame.place, incident.place) and same_place(frame.place, incident.place) is not None)
        or (frame.sentence == 1 and all(known.in_title for known in incident.frames[:-1]))
    ):
        incident.place = frame.place


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
