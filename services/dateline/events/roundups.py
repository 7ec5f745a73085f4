"""Sentences that are told of several incidents at once: sums, headlines, and what stands at the head of a list.

What they say of all is lent to each; what they count is none of a single incident's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dateline.events.casualties import Casualty
from dateline.events.frames import Frame
from dateline.events.incident import Incident, are_alike, family
from dateline.events.nearness import lies_within, same_place
from dateline.events.places import Toponym
from dateline.messages import ActorKind

_FIRST_SENTENCE = 1
_PART_OF_TOTAL = 0.75
"""Reports seldom tell of all incidents that they count."""
_LIST_AT_LEAST = 3
_SEVERAL = 2
_HEADS_IN_MIND = 4
"""A bound that keeps a text of a thousand sums linear; no news report reaches it."""
_MERE_HARM = frozenset({"kill", "injure"})


def share_totals(totals: Sequence[Frame], incidents: list[Incident]) -> None:
    """Lend "eight were killed in separate attacks" to the incidents that tell it again one by one; where none does, it
    is the only news there is."""
    for frame in totals:
        parts = [incident for incident in incidents if _is_among(incident, frame)]
        for incident in parts:
            if frame not in incident.lent and len(incident.lent) < _HEADS_IN_MIND:
                incident.lent += (frame,)
            if incident.place is None and frame.place is not None and frame.place.level != "country":
                incident.place = frame.place
        if not parts:
            lent = frame.sentence > _FIRST_SENTENCE and not frame.initiators and not frame.aside
            incident = Incident(lent=(totals[0],) if lent and totals[0] is not frame else ())
            incident.add(frame)
            incidents.append(incident)


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


def is_part(frame: Frame, total: Frame) -> bool:
    """Whether the sentence behind one that sums up tells the first of its incidents."""
    told_apart = frame.another or frame.background or _is_apart(frame.place, total)
    return are_alike(frame.senses, total.senses) and not told_apart


def _is_apart(place: Toponym | None, total: Frame) -> bool:
    """Whether a place lies elsewhere than the town that a sum is of."""
    whole = total.place
    if place is None or whole is None or whole.level not in ("town", "site"):
        return False
    return same_place(place, whole) is None


def lend_lead(incidents: list[Incident]) -> None:
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


def weigh_headline(incidents: list[Incident]) -> None:
    """A headline over several incidents sums them up: it is none of its own, and its figures are no one's."""
    told = [incident for incident in incidents if not incident.background]
    body = [incident for incident in told if not all(frame.in_title for frame in incident.frames)]
    for incident in told:
        title = [frame for frame in incident.frames if frame.in_title]
        own = [frame for frame in incident.frames if not frame.in_title]
        apart = [other for other in body if other is not incident]
        _give_back(title, own, [frame for other in apart for frame in other.frames])
        others = [other for other in apart if are_alike(incident.senses, other.senses)]
        if not title or not others:
            continue
        if not own:  # what a headline says is told again below it
            incidents.remove(incident)
            if len(others) == 1 and lies_within(incident.place, others[0].place):
                others[0].place = incident.place
            continue
        elsewhere = [frame for other in others for frame in other.frames]
        if not any(frame.killed or frame.injured for frame in elsewhere):
            continue
        killed = any(frame.killed for frame in (*elsewhere, *own))
        injured = any(frame.injured for frame in (*elsewhere, *own))
        for frame in title:
            frame.killed = _repeated(frame.killed, own) if killed else frame.killed
            frame.injured = _repeated(frame.injured, own) if injured else frame.injured


def _give_back(title: list[Frame], own: list[Frame], elsewhere: list[Frame]) -> None:
    """Take from a headline the dead that the text counts at another incident: "Two killed in blast, three rebels shot
    dead"."""
    mine = {figure.quantity.low for frame in own for figure in frame.killed}
    theirs = {figure.quantity.low for frame in elsewhere for figure in frame.killed} - mine
    for frame in title if mine else ():
        frame.killed = [figure for figure in frame.killed if figure.quantity.low not in theirs]


def _repeated(figures: list[Casualty], frames: list[Frame]) -> list[Casualty]:
    """The figures that the incident's own sentences give too."""
    known = {(c.killed, c.quantity.low) for frame in frames for c in (*frame.killed, *frame.injured)}
    return [figure for figure in figures if (figure.killed, figure.quantity.low) in known]


def weigh_sums(frames: Sequence[Frame], incidents: list[Incident]) -> None:
    """A first figure that the figures of several incidents add up to is none of theirs: "five were hurt", and below
    two here and three there."""
    untitled = any(frame.sentence == 0 and not frame.in_title for frame in frames)
    lead = 0 if untitled else _FIRST_SENTENCE
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
            everywhere = incident.place is None or incident.place.level == "country"
            if everywhere and (exact := _first_to_add_up(shares, total, behind=told.index(incident))):
                shares = exact
            others = sum(shares.values())
            own = own or next((part for frame in later if (part := _part(frame, harm)) + others == total), None)
            parts = (own or 0) + others
            covered = shares and _PART_OF_TOTAL * total <= parts <= total
            heads = tuple(frame for frame in incident.frames if frame.sentence <= lead)
            if covered and not own and len(heads) == len(incident.frames) and len(shares) > 1:
                incidents.remove(incident)
            elif covered and (own or len(shares) > 1):
                for frame in incident.frames:
                    if _count(frame, harm) == total:
                        setattr(frame, harm, [])
            if parts == total and (own or len(shares) > 1):
                for number in shares:
                    _lend_total(told[number], heads)


def _first_to_add_up(shares: Mapping[int, int], total: int, *, behind: int) -> dict[int, int] | None:
    """The incidents told next, by number, whose figures add up to a total; what is told further on is not of it."""
    exact: dict[int, int] = {}
    added = 0
    for number, count in shares.items():
        if number <= behind:
            continue
        exact[number] = count
        added += count
        if added >= total:
            return exact if added == total and len(exact) >= _SEVERAL else None
    return None


def _lend_total(incident: Incident, heads: tuple[Frame, ...]) -> None:
    """What headline and first sentence tell of each incident that they sum up: who did it, and how where it says no
    more than the harm."""
    tells_how = any(frame.senses.keys() - _MERE_HARM for frame in incident.frames)
    mine, theirs = _arms([incident.senses]), _arms(frame.senses for frame in heads)
    if mine and theirs and not mine & theirs:
        return  # a drone, where the headline tells of missiles
    incident.lent = incident.lent or heads
    for frame in () if tells_how else incident.frames:
        frame.senses = heads[0].senses | frame.senses


def _arms(told: Iterable[dict[str, float]]) -> set[str]:
    return {_ARMS[sense] for senses in told for sense in senses if sense in _ARMS}


_ARMS = {"air": "air", "air_weapon": "air", "shelling": "ground", "missile": "ground"}
"""From where it was fired."""


def _count(frame: Frame, harm: str) -> int | None:
    """The largest figure of a kind of harm that a frame gives."""
    figures: list[Casualty] = getattr(frame, harm)
    return max((f.quantity.low for f in figures if not (f.quantity.part or f.quantity.vague)), default=None)


def _part(frame: Frame, harm: str) -> int:
    """The largest of its figures that are part of a total told elsewhere: "seventeen of them died when …"."""
    figures: list[Casualty] = getattr(frame, harm)
    return max((figure.quantity.low for figure in figures if figure.quantity.part), default=0)


def lend_doers(frames: Sequence[Frame], incidents: list[Incident]) -> None:
    """Whoever headline or first sentence blames struck in the places below too, where nobody else is named: for
    all that it tells of where it is of no single place ("Russian attacks killed seven across the country"); for
    whatever else was fired at that country where it is the army of another."""
    told = [incident for incident in incidents if not incident.background]
    lead = next((frame for frame in frames if _blames(frame)), None)
    if lead is None or len(told) < _SEVERAL:
        return
    everywhere = lead.place is None or lead.place.level == "country"
    foreign = not everywhere and _fires_across(lead)
    for incident in told:
        silent = not any(frame.initiators or frame.claimants for frame in (*incident.frames, *incident.lent))
        if not silent or family(incident.senses) != "explosive" or not are_alike(lead.senses, incident.senses):
            continue
        there = lead.place is None or incident.place is None or lead.place.country == incident.place.country
        if there and (everywhere or (foreign and _arms([incident.senses]))):
            first = incident.frames[0]
            first.initiators, first.rules["initiators"], first.actor = lead.initiators, "antecedent", lead


def _blames(frame: Frame) -> bool:
    """Whether a headline or first sentence says who did it."""
    known = bool(frame.initiators) and all(party.kind is not ActorKind.UNKNOWN for party in frame.initiators)
    return known and not frame.background and (frame.in_title or frame.sentence <= _FIRST_SENTENCE)


def _fires_across(frame: Frame) -> bool:
    """Whether the army of another country struck."""
    assert frame.place is not None
    home = frame.place.country
    return all(p.kind is ActorKind.STATE_FORCES and p.country not in (None, home) for p in frame.initiators)
