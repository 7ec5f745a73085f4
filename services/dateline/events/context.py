"""Whether a trigger tells of something that happened, and when: negation, aims, threats, plans, drills,
hypotheses, and what a clause only recalls.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter

from dateline.events.dates import DateMention
from dateline.events.subtypes import MEANS, UNREST
from dateline.events.units import Clause

IRREALIS = frozenset({"hypothetical", "threat", "plan", "drill"})
"""Cues before a trigger that make it no event."""

_CUE_REACH = 5
_NEGATION_REACH = 3
_DATE_REACH = 9
_BROKEN_BY = frozenset(';."')
_REFERRED_TO = (":t", "@t", "Ot", "ft")
_TAKEN = re.compile(r"(?:[tx~v#cfXu'&]|pf){0,6}L|ta[xX]{0,2}fL")
"""Behind a verb: a place that is taken, "the village of X"."""
_TAKEN_FROM = re.compile(r"[tx~v#cX]{0,4}pR[tcX]{0,3}a")
"""Behind a verb: a place without its name, and those who lose it, "the village from the rebels"."""
_DRIVEN_OUT = re.compile(r"[tc~#vXx]{0,3}a{1,2}x{0,2}[Rf]{1,2}[txf]{0,3}L")
"""Behind a verb: those who lose a place, "rebels from X"."""
_OBJECT = re.compile(r"[~x]{0,2}(?:[#ve]|t?[xXcL]{0,2}[ap])")
_WAS_TAKEN = re.compile(r"(?:^|[,;:.&_\"])[xX]?L[bh]{0,3}x?$")
"""Before a verb: a place that was taken; but "in Goma" somebody takes something."""
_OF_THOSE = re.compile(r"[ap]f[tcLxX]{0,3}[ap]$")
_RELATIVE = re.compile(r",w[^;.\"]{1,18}?,(?!#)")
_DEFINING = re.compile(r"[:w][^;.\"]{1,18}?(?=[,;.\"]|$)")
""""The town where a bombing killed 15 people in 2002"."""

Span = tuple[int, int]


def is_live(clause: Clause, position: int, floor: int, sense: str) -> bool:
    """Whether the trigger at a unit is told as having happened, in this sense. `floor`: where its clause begins."""
    marks, units = clause.marks, clause.units
    entry = units[position].entry
    before = marks[max(0, position - 2) : position]
    if sense == "gain" and not entry.strong:
        lost = _DRIVEN_OUT.match(marks, position + 1) or _TAKEN_FROM.match(marks, position + 1)
        lost = lost or _WAS_TAKEN.search(marks, max(floor, position - 6), position)
        if before[-1:] == "t" or not (lost or takes_place(clause, position)):
            return False  # only who takes a place takes territory
    if (
        marks[position] == "K"
        and not clause.sentence.in_title
        and _OF_THOSE.search(marks, floor, position)
        and not _OBJECT.match(marks, position + 1)
    ):
        return False  # "families of soldiers killed in the war", but "fighters of the front killed two men"
    if "month" in entry.cues and _is_month(marks, position):
        return False
    armed_with = position > 1 and units[position - 2].entry.trigger in MEANS  # "used drones to attack"
    if before.endswith("r") and (entry.form == "base" or sense == "arrest") and not armed_with:
        return False  # "to liberate the city": an aim
    if sense in _STANDING and _HAD_BEEN.search(marks, max(floor, position - _HAD_REACH), position):
        return False  # "…, where soldiers had set up camp"
    if sense == "recover" and marks[position + 1 : position + 2] == "w":
        return False  # "judges found that"
    if entry.trigger == "massacre" and before == ":t":
        return False  # "after the killing of three commanders"
    if (
        entry.form == "noun"
        and before[-1:] in ("t", "e")
        and position > 1
        and "days_after" in units[position - 2].entry.cues
    ):
        return False  # "ten years after the massacre"
    if "pact" in entry.cues and not (clause.sentence.in_title or _is_concluded(clause)):
        return False
    if entry.form == "noun" and before[-1:] in ("@", "f") and "trend" in units[position - 2].entry.cues:
        return False  # "an increase in violence": no incident
    if entry.form == "noun" and position and "general" in units[position - 1].entry.cues and before[:1] != "e":
        return False  # "some kidnappings", but "a similar attack"
    if marks[position] == "B" and before[-1:] in ("t", "@", "f", "e", "'"):
        return False  # "the occupied city"
    if "those_taken" in entry.cues and "#" not in marks and "v" not in marks:
        return False  # the detained, whom nobody counts: people told of before
    if entry.trigger == "agreement" and any(
        "broken_off" in unit.entry.cues for unit in units[max(floor, position - _CUE_REACH) : position]
    ):
        return False
    if entry.trigger == "agreement" and before in (_REFERRED_TO if entry.form == "noun" else _REFERRED_TO[:1]):
        return False  # "before the ceasefire", "after the guns fell silent": only referred to
    for back in range(position - 1, max(floor, position - 1 - _CUE_REACH) - 1, -1):
        if marks[back] in _BROKEN_BY:
            break
        if marks[back] in "n0" and position - back <= _NEGATION_REACH:
            return False
        cues = units[back].entry.cues
        if "referring" in cues and entry.form in ("noun", "ing"):
            return False  # "arrested in connection with the attack"
        if cues & IRREALIS and not ("month" in cues and _is_month(marks, back)):
            return False
        if marks[back] == ":":  # "no casualties when a drone hit": what stands before it is another clause
            break
    return True


_STANDING = frozenset({"headquarters", "withdraw", "gain"})
_HAD_REACH = 8
_HAD_BEEN = re.compile(r",[:w][etxXcLap]{0,5}h[bx]{0,2}$")


def takes_place(clause: Clause, position: int) -> bool:
    """Whether behind a verb a place stands, not people of it: "seized the port of X", not "seized the mayor of X"."""
    found = _TAKEN.match(clause.marks, position + 1)
    if found is None or _is_of_place(clause, found.end()):
        return False
    return all(unit.mark != "p" or unit.entry.noun == "thing" for unit in clause.units[position + 1 : found.end()])


def _is_of_place(clause: Clause, position: int) -> bool:
    """Whether a unit names people or troops of the place before it: "it took Jubaland troops until four"."""
    mark = clause.marks[position : position + 1]
    return mark == "a" and clause.units[position].entry.noun != "thing"


def _is_month(marks: str, position: int) -> bool:
    """Whether a word that may be a month is one: "May 21", "7 March", "In May, two men died"."""
    return "#" in marks[max(0, position - 1) : position + 2] or marks[max(0, position - 1) : position] in ("@", "f")


def _is_concluded(clause: Clause) -> bool:
    """Whether a sentence says that something was signed, took effect or goes on, not "willing to discuss a truce"."""
    return any("concluded" in clause.units[at].entry.cues for at in clause.cued)


def recalled(clause: Clause, first: int, last: int, dates: list[DateMention]) -> list[Span]:
    """Token spans that look back: relative clauses with an old day, ", who was kidnapped in 2013,", "… came a day
    after 12 people died", "400 have been killed since January"."""
    spans = _hindsight(clause, first, last) + _grievance(clause, first, last)
    if not dates:
        return spans + _days_before(clause, first, last)
    for match in _RELATIVE.finditer(clause.marks, first, last):
        start, end = clause.units[match.start()].first, clause.units[match.end() - 1].last
        if any(start <= date.first < end and (date.old or date.with_year) for date in dates):
            spans.append((start, end))
    looks_back = any(date.old for date in dates)
    for match in _DEFINING.finditer(clause.marks, first, last) if looks_back else ():
        if match.group()[0] == ":" and "at_which" not in clause.units[match.start()].entry.cues:
            continue
        start, end = clause.units[match.start()].first, clause.units[match.end() - 1].last
        if any(start <= date.first < end and date.old for date in dates):
            spans.append((start, end))
    return spans + _days_before(clause, first, last)


def _days_before(clause: Clause, first: int, last: int) -> list[Span]:
    """Relative clauses of the day before."""
    spans: list[Span] = []
    for position in clause.cued:
        if first <= position < last and "day_before" in clause.units[position].entry.cues:
            opened = _relative(clause, first, position)
            if opened is not None:
                spans.append((clause.units[opened].first, clause.units[last - 1].last))
    return spans


def _relative(clause: Clause, first: int, position: int) -> int | None:
    """The comma that opens the relative clause in which a unit stands: ", where a convoy was hit the day before"."""
    comma = clause.marks.rfind(",", first, position)
    if comma < 0 or comma + 1 >= position:
        return None
    opens = clause.marks[comma + 1] == "w" or "at_which" in clause.units[comma + 1].entry.cues
    return comma if opens else None


def _grievance(clause: Clause, first: int, last: int) -> list[Span]:
    """What a crowd is angry about, with its figures: "marched against the bombing of a school that killed 50"."""
    units = clause.units
    for found in _ANGRY_ABOUT.finditer(clause.marks, first, last):
        about, noun = units[found.start("about")].entry, units[found.end() - 1].entry
        told = found.group("about") in "!~" or "demanding" in about.cues
        if units[found.start()].entry.trigger != "protest" or not told or noun.form not in ("noun", "ing"):
            continue
        if noun.trigger in _ANGERING:
            goes_on = _OVER.search(clause.marks, found.end(), last)
            end = goes_on.start() if goes_on is not None else last
            return [(units[found.end() - 1].first, units[end - 1].last)]
    return []


_ANGRY_ABOUT = re.compile(r"T[^;.\"T]{0,12}?(?P<about>!|~(?=[et])|x)[etxXcL']{0,4}T")
_ANGERING = frozenset(
    {"air", "attack", "bombing", "explosion", "gunfire", "kill", "massacre", "shelling", "strike", "suicide"}
)
_OVER = re.compile(r"[,;.&]")


def _hindsight(clause: Clause, first: int, last: int) -> list[Span]:
    """From "came days after" or "since" to the end of the sentence; what was counted since then, too."""
    units, marks = clause.units, clause.marks
    for position in clause.cued:
        cues = units[position].entry.cues
        if not first <= position < last or not cues & _HINDSIGHT:
            continue
        if "charge" in cues and not any(
            first <= at < position and units[at].entry.trigger == "arrest" for at in clause.triggers
        ):
            continue  # what people are arrested for
        if "looks_back" in cues and position <= first + 1:
            continue  # "In response to …, they shelled X"
        if "reputed" in cues and marks[position - 1 : position] in ("b", "h"):
            continue  # "was accused of" is how it is told; "militias accused of" is who they are
        if "days_after" in cues and (position <= first + 1 or marks[position - 1] != ","):
            continue  # "died two days after being shot"
        start, end = position, last
        if "since" in cues:
            following = units[position + 1].entry.cues if position + 1 < last else frozenset()
            if "weekday" in following:
                continue
            near = units[max(first, position - _SUPERLATIVE_REACH) : position]
            if any("superlative" in unit.entry.cues for unit in near):
                goes_on = _VERB_BEHIND.search(marks, position, last)
                end = goes_on.start() if goes_on is not None else last
            else:
                start = max(first, *(marks.rfind(mark, first, position) + 1 for mark in ',;."&:'))
                if start and marks[start - 1] == ",":  # "a teacher, missing since April, was found dead"
                    comma = marks.find(",", position, last)
                    end = comma if comma > 0 else last
        return [(units[start].first, units[end - 1].last)]
    return []


_HINDSIGHT = frozenset({"looks_back", "since", "reputed", "days_after", "charge"})
_SUPERLATIVE_REACH = 6
_VERB_BEHIND = re.compile(",(?=[KIbh])")
""""The attack, the deadliest since 2003, wounded 40": where the aside is over."""


def within(token: int, spans: list[Span]) -> bool:
    """Whether a token lies in one of the spans."""
    return bool(spans) and any(start <= token < end for start, end in spans)


def is_recalled(clause: Clause, first: int, last: int, lead: int | None) -> bool:
    """Whether the clause of the leading trigger says that it recalls something or tells a story.

    A cue behind a comma behind the trigger speaks of something else: ", two years after the start of a war".
    """
    marching = lead is not None and clause.units[lead].entry.trigger in UNREST
    recalling = _RECALLING if marching else _RECALLING | {"anniversary"}  # an anniversary is what people march for
    for position in clause.cued:
        recalls = first <= position < last and bool(clause.units[position].entry.cues & recalling)
        if recalls and (lead is None or not _is_of_another(clause, first, position, lead)):
            return True
    return False


def _is_of_another(clause: Clause, first: int, position: int, lead: int) -> bool:
    """Whether a cue stands in a subordinate clause of its own, behind the trigger or before it."""
    if position < lead:
        return _RELATIVE_BEFORE.search(clause.marks, first, position) is not None
    told_of = clause.units[position - 1].entry.form != "noun"  # "killed in gang violence last year"
    if position - 1 > lead and told_of and _OF_WHOM.search(clause.marks, lead, position):
        return True
    return _SUBORDINATE.search(clause.marks, lead, position) is not None


_RELATIVE_BEFORE = re.compile(r"w[^,;:]{1,9}$")
""""Prisoners who fled last year" … "have been caught"."""
_SUBORDINATE = re.compile(r",[^,]{0,12}[:w]")
_OF_WHOM = re.compile(r"(?:[ap][KTI]|(?:[SX]|w[bh]{1,3})[KI])$")
""""To succeed a mayor murdered last year"."""
_RECALLING = frozenset({"history", "fiction"})


def is_dated_back(clause: Clause, lead: int | None, dates: list[DateMention]) -> bool:
    """Whether a day that lies far back stands near the leading trigger."""
    if lead is None or not dates:
        return False
    unit = clause.units[lead]

    def distance(mention: DateMention) -> int:
        return min(abs(mention.first - unit.last), abs(mention.last - unit.first))

    nearest = min(dates, key=distance)
    opens = nearest.first <= clause.units[0].first + 1  # "In August 2022, …": all of the sentence is of then
    return nearest.old and (opens or distance(nearest) <= _DATE_REACH)


def is_day_of_speaking(clause: Clause, first: int, last: int) -> bool:
    """Whether the day in tokens [first, last) is that of a verb of saying: "officials said on Monday", "the army said
    in a statement read on television late on Monday"."""
    units, marks = clause.units, clause.marks
    at = bisect_left(units, first, key=attrgetter("first"))
    if marks[max(0, at - 3) : at].rstrip("O@x")[-1:] == "s":
        return True
    after = bisect_left(units, last, at, key=attrgetter("first"))
    return bool(_SAID_ON.search(marks, max(0, at - _SAYING_REACH), at) and _SAYING_ENDS.match(marks, after))


_SAID_ON = re.compile(r"s[^TKkDdIiZzw:;,.\"#Q]*$")
_SAYING_ENDS = re.compile(r"x?(?:[,.;:w)\"_]|$)")
_SAYING_REACH = 12
