"""What one sentence, or one clause of it, reports: a frame with all slots that it fills itself.

Here a trigger is judged in its context: negated, threatened, planned, rehearsed or imagined violence makes
no frame, and what a clause recalls makes a frame of background. Frames of one incident meet in `incidents`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from dateline.events.actors import ARMED_KINDS, Party, Roles, parties, roles
from dateline.events.casualties import Casualty, casualties
from dateline.events.dates import DateMention
from dateline.events.lexicon import Grammar
from dateline.events.places import Toponym
from dateline.events.quantities import quantities
from dateline.events.sources import Source, sources
from dateline.events.subtypes import UNREST
from dateline.events.tokens import Tokens
from dateline.events.units import Clause
from dateline.messages import ActorKind

IRREALIS = frozenset({"hypothetical", "threat", "plan", "drill"})
"""Cues before a trigger that make it no event."""

ANCILLARY = frozenset(
    {
        "",
        "aircraft",
        "air_weapon",
        "missile",
        "chemical_weapon",
        "device",
        "suicide_vest",
        "casualties",
        "injure",
        "destroy",
    }
)
"""Senses that say with what or with what harm: they colour an event and do not make one."""

MEANS = frozenset({"aircraft", "air_weapon", "missile", "chemical_weapon", "device", "suicide_vest", "grenade"})

_CUE_REACH = 5
_SHORT_UNITS = 10
_BROKEN_BY = frozenset(';."')


@dataclass(slots=True)
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
    another: bool = False
    place: Toponym | None = None
    dates: list[DateMention] = field(default_factory=list)
    initiators: tuple[Party, ...] = ()
    targets: tuple[Party, ...] = ()
    killed: list[Casualty] = field(default_factory=list)
    injured: list[Casualty] = field(default_factory=list)
    present: tuple[Party, ...] = ()
    """All armed parties in it, whatever their part."""
    losers: tuple[Party, ...] = ()
    """The parties that its casualty figures count."""
    sources: list[Source] = field(default_factory=list)
    cues: frozenset[str] = frozenset()
    background: bool = False
    claimants: tuple[Party, ...] = ()
    """Who takes responsibility."""
    short: bool = False
    """A sentence of a few words: "The ministry said so"."""
    fronted: bool = False
    """It begins with its place: "In X district, …": a report of its own."""
    total: bool = False
    """It sums up several incidents."""
    finite: bool = False
    """One of its triggers is a verb: something happened."""
    armed: bool = False
    """An armed party or a weapon stands in it."""


def frames(clause: Clause, tokens: Tokens, dates: list[DateMention], grammar: Grammar) -> list[Frame]:
    """The frames of a sentence, in order. A sentence without a live trigger gives one frame without senses
    where it carries something to add to another: sources, cues, dates or casualties."""
    parts = _parts(clause)
    if not parts:
        return []
    parts = [part for whole in parts for part in _listed(clause, *whole)]
    found_parties = parties(clause, tokens, free_order=grammar.free_order)
    figures = casualties(clause, quantities(clause, tokens, articles=grammar.articles))
    found_sources = sources(clause, tokens, free_order=grammar.free_order)
    result = [
        _frame(clause, tokens, first, last, found_parties, figures, found_sources, dates, whole=len(parts) == 1)
        for first, last in parts
    ]
    told = [frame for frame in result if frame is not None]
    if len(parts) >= _ITEMS_AT_LEAST:
        for frame in told[1:]:
            if not frame.senses and frame.place is not None and told[0].senses:
                frame.senses, frame.strong, frame.finite = dict(told[0].senses), told[0].strong, told[0].finite
                frame.initiators, frame.targets, frame.dates = told[0].initiators, told[0].targets, told[0].dates
    return told


def _parts(clause: Clause) -> list[tuple[int, int]]:
    """The sentence, or its clauses where two of them each have a trigger and a place of their own."""
    marks, units = clause.marks, clause.units
    count = len(units)
    cuts = [0]
    for position, mark in enumerate(marks):
        if mark == ";" or (mark == ":" and position and marks[position - 1] == ","):
            left, right = (cuts[-1], position), (position, count)
            if _self_standing(clause, *left) and _self_standing(clause, *right):
                cuts.append(position)
    cuts.append(count)
    return [(first, last) for first, last in zip(cuts, cuts[1:], strict=False) if last > first]


_ITEM = re.compile(r"#[^,;@O#]{0,7}[@O][xXct]{0,2}L")


def _listed(clause: Clause, first: int, last: int) -> list[tuple[int, int]]:
    """ "Eight drones were shot down over X, four over Y": one part a place. Other clauses as they are."""
    items = list(_ITEM.finditer(clause.marks, first, last))
    if len(items) < _ITEMS_AT_LEAST:
        return [(first, last)]
    starts = [first, *(item.start() for item in items[1:])]
    return list(zip(starts, [*starts[1:], last], strict=True))


_ITEMS_AT_LEAST = 3


def _self_standing(clause: Clause, first: int, last: int) -> bool:
    has_place = False
    has_trigger = False
    for unit in clause.units[first:last]:
        has_place = has_place or unit.mark == "L"
        has_trigger = has_trigger or unit.entry.trigger not in ANCILLARY
    return has_place and has_trigger


def _frame(
    clause: Clause,
    tokens: Tokens,
    first: int,
    last: int,
    found_parties: list[Party],
    figures: list[Casualty],
    found_sources: list[Source],
    dates: list[DateMention],
    *,
    whole: bool,
) -> Frame | None:
    units, marks = clause.units, clause.marks
    token_first, token_last = units[first].first, units[last - 1].last
    sentence = clause.sentence
    frame = Frame(
        sentence.index,
        sentence.paragraph,
        sentence.in_title,
        tokens.starts[token_first],
        tokens.ends[token_last - 1],
    )
    frame.short = last - first <= _SHORT_UNITS
    cues: set[str] = set()
    for unit in units[first:last]:
        cues |= unit.entry.cues
        if unit.entry.kind and unit.mark == "a" and unit.entry.noun != "thing":
            frame.armed = True
    frame.cues = frozenset(cues)
    frame.another = "another" in cues
    frame.dates = [
        replace(date, reported=_of_saying(clause, date)) for date in dates if token_first <= date.first < token_last
    ]
    frame.sources = found_sources if whole else [s for s in found_sources if first <= s.first < last] or found_sources
    mine = [figure for figure in figures if first <= figure.quantity.first < last]
    frame.killed = [figure for figure in mine if figure.killed]
    frame.injured = [figure for figure in mine if not figure.killed]
    recalled = _recalled(clause, first, last, frame.dates)
    frame.dates = [date for date in frame.dates if not any(start <= date.first < end for start, end in recalled)]
    lead: int | None = None
    lead_weight = 0.0
    pointing = 0
    undone = armed_means = seizure = False
    chosen = Roles()
    for position in range(first, last):
        unit = units[position]
        sense = unit.entry.trigger
        if not sense or _unreal(clause, position, first):
            continue
        if any(start <= unit.first < end for start, end in recalled):
            continue
        armed_means = armed_means or sense in MEANS
        seizure = seizure or (sense == "disrupt" and unit.last - unit.first > 1)  # it names the weapons itself
        if sense in MEANS and undone:
            continue  # "destroyed a tank, two drones and a mortar": what was hit, not what hit
        undone = undone or sense in ("destroy", "recover", "disrupt")
        if sense == "protest" and marks[position + 1 : position + 2] == "#" and unit.entry.form == "noun":
            continue  # "March 7"
        if sense == "gain" and not unit.entry.strong and not _takes_place(clause, position):
            continue
        weight = 1.0 if unit.entry.strong else 0.5
        frame.finite = frame.finite or unit.entry.form != "noun"
        if unit.entry.form == "noun" and position and marks[position - 1] == "t" and not unit.entry.strong:
            pointing += 1
        frame.senses[sense] = max(frame.senses.get(sense, 0.0), weight)
        frame.strong = frame.strong or unit.entry.strong
        if sense in _ROLELESS:
            continue
        its = roles(clause, tokens, position, found_parties)
        richness = weight + 0.15 * bool(its.initiators) + 0.15 * bool(its.targets)
        if richness > lead_weight:
            lead, lead_weight = position, richness
        if sense == "withdraw" and not its.initiators:
            its = Roles(its.targets)
        doers = tuple(party for party in its.initiators if _may_act(party, sense))
        if unit.mark == "a":  # "a suicide bomber": the word for what happened names who did it
            doers = tuple(party for party in found_parties if party.head == position) or doers
        chosen = Roles(chosen.initiators or doers, chosen.targets or its.targets)
    if "disrupt" in frame.senses and not (armed_means or seizure):
        del frame.senses["disrupt"]
    frame.definite = pointing > 0 and not frame.strong
    frame.initiators, frame.targets = chosen.initiators, chosen.targets
    frame.present = tuple(
        party
        for party in found_parties
        if first <= party.head < last and (party.kind in ARMED_KINDS or party.kind in _CROWDS)
    )
    counted = {figure.quantity.head for figure in mine}
    frame.losers = tuple(party for party in found_parties if party.head in counted)
    frame.claimants = _claimants(clause, first, last, found_parties)
    habitual = "habit" in cues and any(sense not in ANCILLARY for sense in frame.senses)
    frame.background = (
        bool(cues & {"history", "fiction"})
        or ("court" in cues and not sentence.in_title)
        or habitual
        or _dated_back(frame, clause, lead)
    )
    if not frame.background:
        frame.dates = [date for date in frame.dates if not date.old]
    frame.total = "total" in cues
    frame.place = _place(clause, first, last, lead if lead is not None else first, found_sources)
    if frame.place is None and frame.senses:
        frame.place = _unlisted(clause, tokens, first)
        frame.fronted = frame.place is not None
    frame.fronted = frame.fronted or (
        frame.place is not None
        and marks[first : first + 1] in ("@", "O")
        and any(unit.place is frame.place for unit in units[first : first + 4])
    )
    if not frame.senses and not (frame.cues or frame.sources or mine):
        return None
    return frame


def _of_saying(clause: Clause, date: DateMention) -> bool:
    """Whether a day stands right behind a verb of saying: "officials said on Monday"."""
    for position, unit in enumerate(clause.units):
        if unit.first >= date.first:
            return position > 0 and clause.marks[max(0, position - 3) : position].rstrip("O@x")[-1:] == "s"
    return False


def _claimants(clause: Clause, first: int, last: int, found: list[Party]) -> tuple[Party, ...]:
    """The party before "claimed responsibility"; in "no group claimed" there is none."""
    for position in range(first, last):
        if "responsibility" in clause.units[position].entry.cues:
            if "n" in clause.marks[max(first, position - 4) : position]:
                return ()
            near = [party for party in found if party.last <= position and party.kind in ARMED_KINDS]
            after = [party for party in found if party.first > position and party.kind in ARMED_KINDS]
            return tuple(near[-1:]) or tuple(after[:1])
    return ()


def _takes_place(clause: Clause, position: int) -> bool:
    """Whether a place is the object of a verb of taking: "captured the town of X"."""
    return bool(_TAKEN.match(clause.marks, position + 1))


_TAKEN = re.compile(r"[tx~v#cfX'&]{0,5}L")

_DATE_REACH = 9


def _dated_back(frame: Frame, clause: Clause, lead: int | None) -> bool:
    """Whether a day that lies far back stands near the leading trigger."""
    if lead is None:
        return False
    unit = clause.units[lead]
    nearest = min(
        (mention for mention in frame.dates),
        key=lambda mention: min(abs(mention.first - unit.first), abs(mention.last - unit.last)),
        default=None,
    )
    if nearest is None or not nearest.old:
        return False
    return min(abs(nearest.first - unit.last), abs(nearest.last - unit.first)) <= _DATE_REACH


_ROLELESS = frozenset({*MEANS, "casualties"})


def _recalled(clause: Clause, first: int, last: int, dates: list[DateMention]) -> list[tuple[int, int]]:
    """Token spans of relative clauses that recall an old day: ", who was kidnapped in 2013,"."""
    spans = []
    for match in _RELATIVE.finditer(clause.marks, first, last):
        start, end = clause.units[match.start()].first, clause.units[match.end() - 1].last
        if any(start <= date.first < end and (date.old or date.with_year) for date in dates):
            spans.append((start, end))
    return spans


_RELATIVE = re.compile(r",w[^;.\"]{1,18}?,(?!#)")
_CROWDS = frozenset({ActorKind.PROTESTERS, ActorKind.RIOTERS})


def _may_act(party: Party, sense: str) -> bool:
    """Whether a party can be the initiator of what a trigger says: a market blows nobody up."""
    if sense == "disrupt" and party.kind in ARMED_KINDS:
        return True  # "air defences shot down …"
    if party.noun in ("thing", "bare", "person") or sense == "destroy":
        return False
    if sense in ("protest", "riot", "mob"):
        return party.kind in (ActorKind.PROTESTERS, ActorKind.RIOTERS, ActorKind.CIVILIANS, ActorKind.MILITIA)
    if party.kind in (ActorKind.CIVILIANS, ActorKind.JOURNALISTS, ActorKind.AID_WORKERS):
        return False
    if party.kind is ActorKind.POLITICIANS:
        return sense in ("agreement", "protest")
    return True


def _unreal(clause: Clause, position: int, floor: int) -> bool:
    """Whether the trigger is negated, threatened, planned, rehearsed or imagined."""
    marks, units = clause.marks, clause.units
    aim = units[position].entry.form == "base" or units[position].entry.trigger == "arrest"
    if aim and position and marks[position - 1] == "r":
        return True  # "to liberate the city": an aim
    if units[position].entry.trigger == "agreement" and units[position].entry.form == "noun":
        if marks[max(0, position - 2) : position] in (":t", "@t", "Ot", "ft"):
            return True  # "before the ceasefire": it is only referred to
    for back in range(position - 1, max(floor, position - 1 - _CUE_REACH) - 1, -1):
        mark = marks[back]
        if mark in _BROKEN_BY:
            break
        if mark in "n0" and position - back <= 3:
            return True
        if units[back].entry.cues & IRREALIS:
            return True
    return False


_LEVEL_WEIGHT = {"site": 1.5, "town": 1.5, "admin2": 1.0, "admin1": 0.6, "country": 0.0}


def _place(clause: Clause, first: int, last: int, lead: int, found_sources: list[Source]) -> Toponym | None:
    """The place of the event among those of the clause: by preposition, level and nearness to the trigger."""
    marks, units = clause.marks, clause.units
    best, best_weight = None, 0.0
    unrest = clause.units[lead].entry.trigger in UNREST
    dateline = _dateline(clause)
    for position in range(first, last):
        place = units[position].place
        if place is None or place.lat is None:
            continue
        weight = 1.0 + _LEVEL_WEIGHT.get(place.level, 0.0)
        before = marks[max(first, position - 4) : position].rstrip("txXe,'&L")
        if before.endswith(("@", "O", "f")):
            weight += 2.0 if before.endswith(("@", "O")) else 1.0
        elif before.endswith("R"):
            weight -= 1.5
        after = marks[position + 1 : position + 2]
        stationed = position < lead and marks[max(first, position - 2) : position] in ("a@", "p@")
        if stationed and place.level == "country":
            continue  # "the forces in X have been withdrawn": where they stood
        if after == "B":
            weight -= 4.0
        if after in ("a", "p", "'") or (after and after in "SM"):
            weight -= 1.2
        if place.level == "country" and not before.endswith(("@", "O", "f")):
            weight -= 1.0
        if any(source.first <= position < source.last for source in found_sources):
            weight -= 2.0
        if before.endswith("!") or "!" in marks[max(first, position - 3) : position]:
            weight -= 2.0
        if "(" in marks[max(first, position - 3) : position]:
            weight -= 2.0
        if unrest and "!" in marks[lead:position]:
            weight -= 2.5
        if position < dateline:
            weight -= 2.0
        if unrest and _of_elsewhere(clause, position, first):
            weight -= 2.5
        weight -= min(2.0, 0.1 * abs(position - lead))
        weight *= 0.5 + place.confidence / 2
        if weight > best_weight:
            best, best_weight = place, weight
    return best or _country(clause, first, last)


_SPEAKING = re.compile(r"L(?:'[aSxX]{1,4})?s")


def _unlisted(clause: Clause, tokens: Tokens, first: int) -> Toponym | None:
    """ "Near Dayr X, two strikes …": a name at the head of a line that no gazetteer knows is still a place."""
    found = _HEADING.match(clause.marks, first)
    if found is None:
        return None
    start, end = clause.units[found.start(1)].first, clause.units[found.end(1) - 1].last
    return Toponym(
        start=tokens.starts[start],
        end=tokens.ends[end - 1],
        name=tokens.surface(start, end),
        country=None,
        lat=None,
        lon=None,
        level="town",
        admin1=None,
        confidence=0.3,
        geoname_id=None,
    )


_HEADING = re.compile(r"@(X{1,4}),")


def _dateline(clause: Clause) -> int:
    """The unit after "KABUL, Afghanistan (AP) -": where it was written, not where it happened."""
    cut = clause.marks.find("_", 0, 10)
    return cut if cut > 0 and "L" in clause.marks[:cut] and not set(clause.marks[:cut]) - set("LXcM,()/S#") else 0


def _of_elsewhere(clause: Clause, position: int, floor: int) -> bool:
    """In a sentence on a protest: whether a place belongs to the war that is protested against."""
    return any(
        unit.entry.trigger and unit.entry.trigger not in UNREST
        for unit in clause.units[max(floor, position - 4) : position + 3]
    )


def _country(clause: Clause, first: int, last: int) -> Toponym | None:
    """The country that speaks of what happened to it: "with Ukraine reporting …"."""
    for position in range(first, last - 1):
        place = clause.units[position].place
        if place is not None and place.level == "country" and _SPEAKING.match(clause.marks, position):
            return place
    return None
