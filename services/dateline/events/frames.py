"""What one sentence, or one clause of it, reports: a frame with all slots that it fills itself.

Here everything found in a sentence is put together; whether a trigger is told as having happened is judged in
`context`, where it happened in `whereabouts`. Frames of one incident meet in `incidents`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import permutations

from dateline.events.actors import Party, of_speaker, parties
from dateline.events.asides import is_of_treatment
from dateline.events.background import is_background
from dateline.events.casualties import OF_THE_WOUNDED, Casualty, casualties
from dateline.events.claims import as_source, claimants
from dateline.events.clauses import ITEMS_AT_LEAST, has_same_subject, parts
from dateline.events.context import Span, is_dated_back, is_recalled, recalled, within
from dateline.events.dates import DateMention
from dateline.events.kinds import ARMED, CROWD
from dateline.events.lexicon import VERDICTS, Grammar
from dateline.events.listings import places_beside
from dateline.events.places import Toponym
from dateline.events.quantities import quantities
from dateline.events.quantity import Quantity
from dateline.events.sources import Source, repeats, sources
from dateline.events.tokens import Tokens
from dateline.events.totals import sums_up
from dateline.events.triggers import read_triggers
from dateline.events.units import Clause
from dateline.events.villages import spot
from dateline.events.whereabouts import BESIDE, is_fronted, place_of_event
from dateline.messages import ActorKind

_SHORT_UNITS = 10
_HEAD_UNITS = 3
_BARE_HARM = frozenset({"kill", "injure", "casualties", "destroy"})


@dataclass(slots=True, eq=False)
class Frame:
    """One clause's report."""

    sentence: int
    paragraph: int
    in_title: bool
    start: int
    end: int
    senses: dict[str, float] = field(default_factory=dict)
    strong: bool = False
    definite: bool = False
    """Its triggers point back: "the attack", "this blast"."""
    refers: bool = False
    """Its subject is a pronoun or "the group": whoever acted in the sentence before."""
    actor: Frame | None = None
    """The frame whose initiators it takes over: their words stand there."""
    another: bool = False
    follows: bool = False
    """It begins with "later", "meanwhile", "in response": perhaps another incident."""
    aside: bool = False
    """It begins with "meanwhile": another incident, where it names anybody of its own."""
    contrasted: bool = False
    """It is the part behind "while"."""
    relative: bool = False
    """What happened is told of somebody by the way: "…, who was arrested in Lahore"."""
    fresh: bool = False
    """It begins with something not told of before: "A bomb exploded …"."""
    on_a_day: bool = False
    """It begins with its day: "On Sunday, …"."""
    place: Toponym | None = None
    spot: str = ""
    """A village in it that no gazetteer knows."""
    dates: list[DateMention] = field(default_factory=list)
    initiators: tuple[Party, ...] = ()
    targets: tuple[Party, ...] = ()
    killed: list[Casualty] = field(default_factory=list)
    injured: list[Casualty] = field(default_factory=list)
    present: tuple[Party, ...] = ()
    """All armed parties in it, whatever their part."""
    sides: tuple[Party, ...] = ()
    """Whoever acts by any of its triggers: in a battle, both sides."""
    losers: tuple[Party, ...] = ()
    """The parties that its casualty figures count."""
    struck: tuple[Party, ...] = ()
    """All targets of its triggers."""
    sources: list[Source] = field(default_factory=list)
    repeats: bool = False
    """It is told by whoever spoke before: "he said"."""
    cues: frozenset[str] = frozenset()
    background: bool = False
    so_far: bool = False
    """It tells what harm "has been" done: in news, seldom what is new."""
    claimants: tuple[Party, ...] = ()
    """Who takes responsibility."""
    short: bool = False
    """A sentence of a few words: "The ministry said so"."""
    bodies: bool = False
    """It tells of people who were found dead."""
    fronted: bool = False
    """It begins with its place: "In X district, …": a report of its own."""

    @property
    def day(self) -> DateMention | None:
        """The one day on which it happened, where it names one."""
        for mention in self.dates:
            if mention.start is not None and mention.end is not None and not mention.reported:
                return mention if (mention.end - mention.start).days <= 1 else None
        return None

    @property
    def beside(self) -> bool:
        """Its place is only where somebody speaks, comes from or is treated."""
        return self.rules.get("place") == BESIDE

    @property
    def told_apart(self) -> bool:
        """It says that it is not of what was told before."""
        return self.another or self.aside or self.contrasted

    @property
    def weekday(self) -> DateMention | None:
        """The day of the week on which it happened, where nobody knows of which week."""
        days = (mention for mention in self.dates if mention.weekday is not None and not mention.reported)
        return next(days, None)

    listed: bool = False
    """It is one of several places at which a sentence says that the same happened."""
    total: bool = False
    """It sums up several incidents."""
    finite: bool = False
    """One of its triggers is a verb: something happened."""
    armed: bool = False
    """An armed party or a weapon stands in it."""
    clause: Clause | None = None
    """The sentence that it was read from."""
    units: tuple[int, int] = (0, 0)
    """Its part of that sentence: the first unit, and the one behind the last."""
    people: tuple[Quantity, ...] = ()
    """The numbers of people in it, exact and with a noun."""
    triggers: dict[str, int] = field(default_factory=dict)
    """The unit that tells each of its senses."""
    rules: dict[str, str] = field(default_factory=dict)
    """What filled a slot, by the field's name."""


@dataclass(slots=True)
class Reading:
    """One sentence, read as far as all its parts share it."""

    clause: Clause
    tokens: Tokens
    dates: list[DateMention]
    parties: list[Party]
    people: list[Quantity]
    figures: list[Casualty]
    sources: list[Source]
    grammar: Grammar


def frames(clause: Clause, tokens: Tokens, dates: list[DateMention], grammar: Grammar) -> list[Frame]:
    """The frames of a sentence, in order. A sentence without a live trigger gives one frame without senses
    where it carries something to add to another: sources, cues, dates or casualties."""
    cut = parts(clause)
    people = quantities(clause, tokens, articles=grammar.articles, trades=grammar.trades)
    said = sources(clause, tokens, free_order=grammar.free_order)
    reading = Reading(
        clause,
        tokens,
        dates,
        of_speaker(parties(clause, tokens, free_order=grammar.free_order), said, clause),
        people,
        casualties(clause, people),
        said,
        grammar,
    )
    told: list[Frame] = []
    for first, last in cut:
        frame = _frame(reading, first, last, whole=len(cut) == 1)
        if told and not frame.initiators and has_same_subject(clause, first):
            frame.initiators = told[-1].initiators
            frame.rules["initiators"] = told[-1].rules.get("initiators", "")
        frame.contrasted = "contrast" in clause.units[first].entry.cues
        told.extend(_by_place(frame, reading, first, last))
    _share(told)
    if len(cut) >= ITEMS_AT_LEAST:
        for frame in told[1:]:
            _complete_item(frame, told[0])
    return [frame for frame in told if frame.senses or frame.cues or frame.sources or frame.killed or frame.injured]


def _by_place(frame: Frame, reading: Reading, first: int, last: int) -> list[Frame]:
    """One frame a place where a report names several at once ("in A, B and C"): figures that they share fall away."""
    if frame.place is None or frame.background or not frame.senses:
        return [frame]
    if frame.in_title and not (frame.strong or frame.finite):
        return [frame]
    listed = places_beside(reading.clause, reading.tokens, first, last, frame.place)
    people = {at for who in reading.people for at in range(who.first, who.last)}
    listed = [(place, at) for place, at in listed if at not in people]
    if len(listed) == 1:
        return [replace(frame, place=listed[0][0])]
    if not listed:
        return [frame]
    units = reading.clause.units
    ends = [*(units[at].first for _, at in listed[1:]), units[last - 1].last]
    told: list[Frame] = []
    for (place, at), end in zip(listed, ends, strict=True):
        own = [date for date in frame.dates if units[at].first <= date.first < end]
        told.append(
            replace(
                frame,
                place=place,
                killed=[],
                injured=[],
                fronted=True,
                listed=True,
                spot="",
                senses=dict(frame.senses),
                dates=own or frame.dates,
                rules={**frame.rules, "place": "listed"},
            )
        )
    return told


def _share(told: list[Frame]) -> None:
    """ "One was killed in X and two were hurt in Y by shelling": what did the harm is told once."""
    for mine, other in permutations(told, 2):
        if mine.contrasted or other.contrasted:
            continue  # "…, while in Y": each tells all of its own
        if mine.senses.keys() <= _BARE_HARM and mine.place is not None and other.senses.keys() - _BARE_HARM:
            mine.senses = {**other.senses, **mine.senses}
            mine.triggers = {**other.triggers, **mine.triggers}
            mine.strong, mine.armed = mine.strong or other.strong, mine.armed or other.armed
            mine.finite = mine.finite or other.finite
            if not mine.initiators:
                mine.initiators = other.initiators
                mine.rules["initiators"] = other.rules.get("initiators", "")
            mine.dates = mine.dates or other.dates


def _complete_item(item: Frame, head: Frame) -> None:
    """ "…, four over Y": what happened is told once, at the head of the list."""
    if not item.senses and item.place is not None:
        item.senses, item.strong, item.finite = dict(head.senses), head.strong, head.finite
        item.initiators, item.targets, item.dates = head.initiators, head.targets, head.dates
        item.triggers, item.rules = head.triggers, {**head.rules, "place": item.rules["place"]}


def _frame(reading: Reading, first: int, last: int, *, whole: bool) -> Frame:
    """What units [first, last) report; `whole`: they are all of their sentence."""
    clause, tokens = reading.clause, reading.tokens
    units, sentence = clause.units, clause.sentence
    token_first, token_last = units[first].first, units[last - 1].last
    frame = Frame(
        sentence.index,
        sentence.paragraph,
        sentence.in_title,
        tokens.starts[token_first],
        tokens.ends[token_last - 1],
        clause=clause,
        units=(first, last),
        people=tuple(
            who
            for who in reading.people
            if first <= who.first < last and who.head is not None and not (who.vague or who.single or who.part)
        ),
    )
    cued = [at for at in clause.cued if first <= at < last]
    told_apart = _hear_cues(frame, reading, cued)
    frame.sources = [source for source in reading.sources if whole or first <= source.first < last] or reading.sources
    frame.repeats = not frame.sources and repeats(clause, first, last)
    dates = [date for date in reading.dates if token_first <= date.first < token_last]
    aside = recalled(clause, first, last, dates)
    _count_people(frame, reading, cued, aside)
    frame.claimants = claimants(clause, first, last, reading.parties)
    if "responsibility" in frame.cues:
        frame.sources = [*frame.sources, *map(as_source, frame.claimants)]
    dates = [date for date in dates if not within(date.first, aside)]
    lead = read_triggers(frame, reading, first, last, aside)
    if frame.in_title:
        _forget_reasons(frame)
    frame.relative = lead is not None and _BY_THE_WAY.search(clause.marks, first, lead) is not None
    dated = any(not date.old and (date.weekday is not None or date.start == date.end) for date in dates)
    frame.background = (
        is_background(frame, lead, dated=dated)
        or is_recalled(clause, first, last, lead)
        or is_dated_back(clause, lead, dates)
    )
    frame.dates = [date for date in dates if frame.background or not date.old]
    if frame.senses or not whole or _MAY_ADD & frame.cues or frame.killed or frame.injured:
        start = lead if lead is not None else first
        until = _told_until(clause, start, last, aside)
        frame.place, frame.rules["place"] = place_of_event(clause, tokens, first, until, start, reading.sources)
        frame.spot = spot(clause, tokens, first, until)
        frame.fronted = is_fronted(clause, first, frame.place)
    placed = frame.place is not None and not frame.beside
    if frame.another and not (told_apart or placed or frame.dates) and _is_one_more(clause, cued):
        frame.another = False
    if any(figure.rule == OF_THE_WOUNDED for figure in frame.killed):
        frame.place, frame.definite = None, True  # the hospital's
    elif frame.place is not None and (
        is_of_treatment(clause, tokens, frame.place)
        or (frame.definite and _is_of_what_came_before(clause, lead, frame.place))
    ):
        frame.place = None
    return frame


def _forget_reasons(frame: Frame) -> None:
    """Drop what a headline only gives as the reason: "Israel strikes targets in Yemen after missile attack"; but not
    "Two killed after missile attack"."""
    assert frame.clause is not None
    units = frame.clause.units
    after = next((at for at in frame.clause.cued if "after" in units[at].entry.cues), None)
    told = {sense for sense, at in frame.triggers.items() if after is not None and at < after}
    if told - _BARE_HARM:
        frame.senses = {sense: weight for sense, weight in frame.senses.items() if sense in told}
        frame.triggers = {sense: at for sense, at in frame.triggers.items() if sense in told}


def _is_of_what_came_before(clause: Clause, lead: int | None, place: Toponym) -> bool:
    """Whether a place is of what led to the event: "the violence erupted after a man was robbed in X"."""
    began = [at for at in clause.cued if clause.marks[at] == ":" and "after" in clause.units[at].entry.cues]
    behind = (at for at, unit in enumerate(clause.units) if unit.place is place)
    at = next(behind, None)
    return at is not None and any(lead is not None and lead < after < at for after in began)


def _hear_cues(frame: Frame, reading: Reading, cued: list[int]) -> bool:
    """Set what words at the units `cued` say of how the frame stands to those before; whether it is told apart."""
    clause, (first, last) = reading.clause, frame.units
    units = clause.units
    frame.cues = frozenset().union(*[units[at].entry.cues for at in cued])
    frame.short = last - first <= _SHORT_UNITS
    frame.fresh = bool(_FRESH.match(clause.marks, first))
    frame.total = "total" in frame.cues or sums_up(clause, first, last)
    opening = frozenset().union(*[units[at].entry.cues for at in cued if at < first + _HEAD_UNITS])
    frame.follows, frame.aside = "next" in opening, "meanwhile" in opening
    frame.on_a_day = not opening.isdisjoint({"weekday", "month"})
    told_apart = "apart" in opening
    one_more = "another" in frame.cues and any(
        "another" in units[at].entry.cues and not _COUNTED.match(clause.marks, at + 1) for at in cued
    )
    also = frame.on_a_day and reading.tokens.lowers[units[first].first] == "also"
    frame.another = one_more or told_apart or also
    return told_apart


def _count_people(frame: Frame, reading: Reading, cued: list[int], aside: list[Span]) -> None:
    """Set who was killed and hurt and who else is named, but for those in the spans `aside`."""
    clause, (first, last) = reading.clause, frame.units
    units = clause.units
    mine = [
        figure
        for figure in reading.figures
        if first <= figure.quantity.first < last and not within(units[figure.quantity.first].first, aside)
    ]
    frame.killed = [figure for figure in mine if figure.killed]
    frame.injured = [figure for figure in mine if not figure.killed]
    frame.so_far = (
        bool(mine)
        and "perfect" in frame.cues
        and any("perfect" in units[at].entry.cues and _HARMED_SO_FAR.match(clause.marks, at + 1) for at in cued)
    )
    counted = {figure.quantity.head for figure in mine}
    frame.losers = tuple(
        replace(party, kind=ActorKind.CIVILIANS) if party.noun == "demonym" else party
        for party in reading.parties
        if party.head in counted or (counted and _is_part(clause, party))
    )
    frame.present = tuple(
        party
        for party in reading.parties
        if first <= party.head < last
        and (party.kind in ARMED or party.kind in CROWD)
        and not within(units[party.head].first, aside)
    )
    frame.armed = "a" in clause.marks[first:last] and any(
        unit.mark == "a" and unit.entry.noun not in ("thing", "") for unit in units[first:last]
    )


def _told_until(clause: Clause, lead: int, last: int, aside: list[Span]) -> int:
    """The unit with which a part of a sentence begins to look back, behind its leading trigger; else its end."""
    if clause.units[lead].entry.trigger == "arrest":  # "… suspected of planning attacks in X"
        last = next((at for at in clause.cued if lead < at < last and "plan" in clause.units[at].entry.cues), last)
    for start, end in aside:
        if clause.units[lead].first < start and end == clause.units[last - 1].last:
            return next(at for at in range(lead, last) if clause.units[at].first >= start)
    return last


_MAY_ADD = VERDICTS | {"where"}


_BY_THE_WAY = re.compile(r",w[bhxn]{0,3}$")
_FRESH = re.compile(r"(?:[^,;:]{1,4},)?e[xXcL]{0,2}T")
_COUNTED = re.compile(r"#|[bh]{0,2}x?[KID]|[cLxX]{0,2}[ap](?!x?[bh])")
""""Another five were hurt", "another was hurt": people, not another incident."""


def _is_one_more(clause: Clause, cued: list[int]) -> bool:
    """Whether "another" is of somebody who was harmed too: "another soldier was wounded"."""
    others = [at for at in cued if "another" in clause.units[at].entry.cues]
    return bool(others) and all(_ONE_MORE.match(clause.marks, at + 1) for at in others)


_ONE_MORE = re.compile(r"[cLxX]{0,2}[ap]x?[bh]{1,3}x?[KID]")
_HARMED_SO_FAR = re.compile(r"[xs]{0,2}[KDIZ]")


def _is_part(clause: Clause, party: Party) -> bool:
    """Whether a party is told as part of those counted: "including five policemen"."""
    return clause.marks[max(0, party.first - 3) : party.first].rstrip("~#et").endswith("g")
