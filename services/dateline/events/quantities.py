"""How many people a phrase speaks of: number words, ranges, vague quantities.

Ages, dates, units and money never become a `Quantity` (`uncounted`).
"""

from __future__ import annotations

import re
from dataclasses import replace

from dateline.events.names import named
from dateline.events.numerals import PEOPLE_MAX, number_at
from dateline.events.quantity import Quantity
from dateline.events.tokens import Tokens
from dateline.events.uncounted import counts_nobody
from dateline.events.units import Clause, Unit
from dateline.messages import ActorKind

_HEAD_REACH = 8
_SKIPPED = frozenset("xXcL'Bofte~SMdKI")
_COUNTED_NOUNS = ("described", "group", "name", "single", "bare")


_MAY_COUNT = re.compile("[#v0etN~X]")
_MAY_COUNT_BARE = re.compile("[#v0etpaN~X]|(?<=[KID])x|(?<=[KI]x)x|x(?=[KID])")
"""Where there are no articles, any noun may count one, and behind a verb of harm the unknown name of a trade."""


def quantities(clause: Clause, tokens: Tokens, *, articles: bool, trades: tuple[str, ...] = ()) -> list[Quantity]:
    """All quantities of people of a sentence, in order, not overlapping.

    `articles`: "a teacher" counts one; in a language without them, any noun that is marked as singular, and behind a
    verb of harm a word with one of the endings `trades`.
    """
    found: list[Quantity] = []
    units, marks = clause.units, clause.marks
    reached, count = 0, len(units)
    terse = articles and (clause.sentence.in_title or clause.sentence.index == 0)
    for matched in (_MAY_COUNT if articles and not terse else _MAY_COUNT_BARE).finditer(marks):
        position, mark = matched.start(), matched.group()
        if position < reached:
            continue
        if mark in "#v0":
            quantity = _number(clause, tokens, position, found, articles=articles)
        elif mark in "et":
            quantity = _single(clause, tokens, position) if articles else None
        elif mark in "pa":
            bare = terse and _is_one_in_headline(clause, tokens, position)
            quantity = _one(position) if bare else None if articles else _singular(clause, position)
        elif mark == "N":
            after_all = position > 0 and "ends" in units[position - 1].entry.cues  # "… before he was shot dead"
            quantity = Quantity(position, position + 1, 1, 1, None, single=True, additional=after_all)
        elif mark == "x":
            harmed = "him" in units[position].entry.cues and marks[position + 1 : position + 2] in ("K", "I")
            of_trade = position > 0 and tokens.lowers[units[position].first].endswith(trades)
            quantity = _one(position) if harmed or of_trade else None
        elif mark == "~":
            quantity = _one_more(clause, position)
        elif found and found[-1].last == position and not found[-1].single:
            quantity = None  # "six Frontier Force men" names nobody
        else:
            quantity = _by_name(clause, position, reached)
        if quantity is None:
            reached = position if mark in "pa" else position + 1  # it may be the rank before a name
            if mark == "#":
                while reached < count and marks[reached] in "#m":
                    reached += 1
        elif found and mark == "X" and _names(marks, found[-1], quantity):
            found[-1] = replace(found[-1], last=quantity.last)
            reached = quantity.last
        else:
            found.append(_in_context(clause, quantity, found))
            reached = max(found[-1].last, position + 1)
    return found


def _in_context(clause: Clause, quantity: Quantity, before: list[Quantity]) -> Quantity:
    """A quantity with what stands around it: a list of parts that it goes on with, "also", an age."""
    marks = clause.marks
    if before and before[-1].part and _goes_on(marks, before[-1].last, quantity):
        quantity = replace(quantity, part=True)  # "including 3 women and 4 children"
    whose = _WHOSE.match(marks, quantity.last)
    of_kind = quantity.head is not None and (
        marks[quantity.head] == "a" or clause.units[quantity.head].entry.noun == "described"
    )
    behind = whose.end() if whose is not None else quantity.last
    aside = _ASIDE.match(marks, behind)
    if (quantity.single or of_kind) and _is_also_harmed(clause.units, aside.end() if aside is not None else behind):
        quantity = replace(quantity, additional=True)  # "a guard was also killed", "six policemen were also hurt"
    age = (_OF_AGE if quantity.single else _OF_AGES).match(marks, quantity.last)
    return quantity if age is None else replace(quantity, last=age.end())


def _one(position: int) -> Quantity:
    """One person, by the noun at a unit."""
    return Quantity(position, position + 1, 1, 1, position, single=True)


def _number(
    clause: Clause, tokens: Tokens, position: int, before: list[Quantity], *, articles: bool
) -> Quantity | None:
    """The people whom a number counts, and "as many" as were counted before."""
    quantity = _counted(clause, tokens, position, articles=articles) or _by_age(clause.marks, position)
    if quantity is None or "as_many" not in clause.units[position].entry.cues:
        return quantity
    if not before or clause.marks[position + 1 : position + 2] in tuple("f:."):
        return None
    return replace(quantity, low=before[-1].low, high=before[-1].high, vague=before[-1].vague)


def _singular(clause: Clause, position: int) -> Quantity | None:
    """One, by a noun that is marked as singular: but not "the car of a policeman", "at the hands of a bomber"."""
    units, marks = clause.units, clause.marks
    if units[position].entry.noun != "single":
        return None
    if position and (units[position - 1].entry.noun == "thing" or marks[position - 1] == "y"):
        return None
    attacker = units[position].entry.kind == ActorKind.UNKNOWN
    part = marks[max(0, position - 3) : position].rstrip("~#x").endswith("g")
    return Quantity(position, position + 1, 1, 1, position, single=True, part=part, definite=attacker)


def _one_more(clause: Clause, position: int) -> Quantity | None:
    """ "And another injured", "and injuring another", "another soldier was hurt"."""
    marks = clause.marks
    if "one_more" not in clause.units[position].entry.cues:
        return None
    there = position > 0 and _ONE_MORE_THERE.match(marks, position - 1)  # "two died at once and a third in hospital"
    if there or _ONE_MORE.match(marks, position + 1) or _ONE_MORE_HURT.match(marks, position - 1):
        return Quantity(position, position + 1, 1, 1, None, additional=True)
    somebody = _ONE_MORE_OF.match(marks, position + 1)
    if somebody is None or clause.units[somebody.end() - 1].entry.noun != "described":
        return None
    return Quantity(position, somebody.end(), 1, 1, somebody.end() - 1, additional=True)


def _is_one_in_headline(clause: Clause, tokens: Tokens, position: int) -> bool:
    """Whether a noun without an article is of one who was harmed: "Soldier killed", "Shelling kills woman"."""
    unit, marks = clause.units[position], clause.marks
    plural = tokens.lowers[unit.last - 1].endswith("s") or "many" in unit.entry.cues
    if plural or unit.entry.noun not in ("described", "bare") or unit.entry.unit:
        return False
    if marks[position - 1 : position] in ("k", "i"):
        return _CLOSED.match(marks, position + 1) is not None
    headed = _HEADED.search(marks, max(0, position - 8), position)
    return headed is not None and _HARMED_IN_HEADLINE.match(marks, position + 1) is not None


_HEADED = re.compile(r"(?:^|[,;:_&.])[xXcL'-]{0,5}$")
_HARMED_IN_HEADLINE = re.compile(r"(?:(?:,|&)[xXcL]{0,2}p){0,3}[KI](?![~xt]{0,2}[#vetpaXcLN])")
_CLOSED = re.compile(r"[,;&@O.:]|$")


def _is_also_harmed(units: list[Unit], position: int) -> bool:
    """Whether "also" stands before the verb: "was also killed", "also died"; not "and another man"."""
    near = units[position : position + 2]
    return any("additional" in unit.entry.cues and unit.mark in "bhx" for unit in near)


def _by_age(marks: str, position: int) -> Quantity | None:
    """ "19-year-old student": one, whatever they are."""
    aged = _AGED.match(marks, position)
    before = marks[max(0, position - 2) : position]
    if aged is None or before[-1:] in ("#", "Y", "-") or before in ("#&", "Y&", "-&"):
        return None
    head = aged.end() - 1 if marks[aged.end() - 1] in "pa" else None
    first = position - (marks[position - 1 : position] == "e")
    return Quantity(first, aged.end(), 1, 1, head, single=True)


def _by_name(clause: Clause, position: int, floor: int) -> Quantity | None:
    people = named(clause, position, floor)
    if people is None:
        return None
    return Quantity(people.first, people.last, people.number, people.number, people.head, single=True)


def _names(marks: str, known: Quantity, name: Quantity) -> bool:
    """Whether a name says who it is that was just counted: "a journalist Ahmed Khan", "an elder, Malik Wali,"."""
    if not known.single or known.low != name.low:
        return False
    aside = known.head is not None and name.head is None and marks[name.last : name.last + 1] == ","
    return known.last == name.first or (aside and marks[known.last : name.first] == ",")


def _goes_on(marks: str, after: int, quantity: Quantity) -> bool:
    """Whether a list of parts goes on: by an "and", or by a comma if another part follows."""
    joint = _LISTED.fullmatch(marks, after, quantity.first)
    if joint is None or (joint.group().startswith(",&") and _HARMED.match(marks, quantity.last)):
        return False  # "three died, including a child, and six were hurt"
    return "&" in joint.group() or marks[quantity.last : quantity.last + 1] in (",", "&")


_HARMED = re.compile(r"[bh]{0,3}x{0,2}[KIdD]")


_LISTED = re.compile(r",?&?t?~?")


def _counted(clause: Clause, tokens: Tokens, position: int, *, articles: bool) -> Quantity | None:
    units, marks = clause.units, clause.marks
    value = number_at(units, tokens, position)
    if value is None:
        return None
    low, high, end = value
    first, vague = position, marks[position] == "v" and low < high
    if end + 1 < len(units) and marks[end] in "-_r|" and marks[end + 1] == "#":
        other = number_at(units, tokens, end + 1)
        if other is not None and low <= other[0] <= low * 4:
            high, end = other[0], other[2]
    elif position and marks[position - 1] == "E" and marks[end : end + 2] == "&#":
        other = number_at(units, tokens, end + 1)
        if other is not None and low <= other[0]:
            first, high, end = position - 1, other[0], other[2]
    elif end < len(units) and marks[end] == "#" and marks[position] == "#":  # "8 10 bombs": a lost hyphen
        other = number_at(units, tokens, end)
        if other is not None and low < other[0] <= low * 2 and low < 1000:
            high, end = other[0], other[2]
    if high > PEOPLE_MAX or counts_nobody(clause, tokens, position, end, low):
        return None
    head, last, part = _head(clause, tokens, end, articles=articles)
    if head == -1:
        return None
    if head is None and position and "household" in units[position - 1].entry.cues:
        head = position - 1  # "a family of five"
    before = marks[max(0, position - 4) : position].rstrip("~")
    perpetrators = head is not None and units[head].entry.kind == ActorKind.UNKNOWN
    part = (part and not perpetrators) or (before.endswith("g") and not before.endswith("bg"))
    around = (*units[max(0, position - 2) : position], *units[position + 1 : last + 1])
    more = any("additional" in unit.entry.cues for unit in around)
    return Quantity(
        first, last, low, high, head, vague=vague, part=part, definite=before.endswith("t"), additional=more
    )


def _head(clause: Clause, tokens: Tokens, start: int, *, articles: bool) -> tuple[int | None, int, bool]:
    """The noun that is counted, the unit after it, and whether "of the" made it a part. Head -1: no people."""
    units, marks = clause.units, clause.marks
    position, part = start, False
    if _OF_ALL.match(marks, start):
        return None, start, True  # "two of the 14 injured are in danger": what follows counts them all
    limit = min(len(units), start + _HEAD_REACH)
    while position < limit:
        mark, entry = marks[position], units[position].entry
        if position == start and _OF_THEM.match(marks, position):
            return None, position + 1, True
        if mark == "(" and (aside := _ABBREVIATED.match(marks, position)) is not None:
            position = aside.end()  # "six Frontier Corps (FC) personnel"
            continue
        if mark in "pa":
            if entry.noun == "name" and position + 1 < limit and "members" in units[position + 1].entry.cues:
                return position, position + 2, part  # "seven PKK members"
            if entry.noun == "name" and marks[position + 1 : position + 2] in tuple("xBT'"):
                position += 1  # "three ISIL held buildings": the name only describes
                continue
            aside = _ABBREVIATED.match(marks, position + 1) if entry.noun == "name" or entry.unit else None
            if aside is not None:
                position = aside.end()  # "two Rapid Support Forces (RSF) fighters"
                continue
            if entry.unit or entry.noun not in _COUNTED_NOUNS:
                following = position + 1  # "village residents", "police officers": the last noun is the head
                if following < limit and marks[following] in "pa":
                    position += 1
                    continue
                return -1, position, part
            if articles and position + 1 < limit and marks[position + 1] in "pa" and marks[position] != "'":
                position += 1
                continue
            return position, position + 1, part
        if mark == "Y" and position == start and marks[position - 1] == "v":
            break  # "a couple aged 58 and 61"
        if mark in "uY" or entry.unit:
            return -1, position, part
        if mark == "f":
            part = part or (
                position == start
                and not clause.possessive(min(position + 1, limit - 1))
                and not _OF_WHOSE.match(marks, position)
            )
            if part and position + 1 < limit and marks[position + 1] == "X":
                break
        elif part and (mark in "KI" or (mark in "Dbh" and marks[position - 1] == "#")):  # "one of the 17 died"
            return None, position, part
        elif mark == "o":
            plural = tokens.lowers[units[position].last - 1].endswith("s")  # "two others escaped"
            if plural or position + 1 >= limit or marks[position + 1] not in "xXcpa":
                return None, position + 1, part
        elif mark == "c" and _is_people(clause, tokens, position):
            return position, position + 1, part
        elif part and mark == "#" and marks[position - 2 : position] == "ft":
            pass  # "two of the four attackers"
        elif mark not in _SKIPPED or mark in "KIdSM":
            break
        position += 1
    return None, start, part


def _is_people(clause: Clause, tokens: Tokens, position: int) -> bool:
    """Whether a word for a people is itself what is counted: "60 Afghans", not "60 Afghan soldiers"."""
    unit = clause.units[position]
    following = clause.marks[position + 1 : position + 2]
    word = tokens.lowers[unit.last - 1]
    many = word.endswith(("s", "ese")) or not word.isascii()
    return many and unit.entry.noun == "demonym" and following not in tuple("xXcpaBLkST'-")


def _single(clause: Clause, tokens: Tokens, position: int) -> Quantity | None:
    """ "A teacher", "a 14 year old girl", "an off-duty policeman": one."""
    units, marks = clause.units, clause.marks
    if marks[position] == "e" and (somebody := _SOMEBODY.match(marks, position)) is not None:
        body = marks[position - 1 : position] == "l" and units[position - 1].entry.form == "noun"  # "the body of a"
        objects = body or marks[position - 1 : position] in tuple("KkIi")
        end = somebody.end()
        phrase = units[position:end]
        of_one = not any("many" in unit.entry.cues for unit in phrase) and not _is_plural(units, position, end)
        if (objects or _IS_HARMED.match(marks, end)) and of_one:
            return Quantity(position, end, 1, 1, None, single=True)
    the_other = _THE_OTHER.match(marks, max(0, position - 1)) or _THE_OTHER_IS.match(marks, position)
    if the_other and "other_one" in units[position + 1].entry.cues:
        return Quantity(position, position + 2, 1, 1, None, additional=True)  # "killing one and wounding the other"
    if _THE_SOMEONE.match(marks, position) and "someone" in units[position + 1].entry.cues:
        return Quantity(position, position + 2, 1, 1, None, single=True)  # "its owner was shot dead"
    for reach in range(position + 1, min(len(units), position + 7)):
        entry = units[reach].entry
        if marks[reach - 1] == "(" and marks[reach + 1 : reach + 2] == ")":
            continue  # "a Frontier Corps (FC) soldier"
        if marks[position] == "t" and marks[reach] in "#v" and marks[reach + 1 : reach + 2] != "Y":
            return None
        if marks[reach] in "pa":
            following = marks[reach + 1] if reach + 1 < len(units) else ""
            if (following in "pa'" and following) or _qualifies(marks, reach):
                continue  # "the man's brother"
            plural = tokens.lowers[units[reach].last - 1].endswith("s") or entry.value is not None
            if entry.noun == "name" and following == "x" and "someone" in units[reach + 1].entry.cues:
                return Quantity(position, reach + 2, 1, 1, reach, single=True)  # "a Hezbollah member"
            harmed = following in tuple("bhKDI&" if marks[position - 1 : position] not in tuple("KkIi") else "@O,.f&")
            if entry.noun == "name" and marks[position] == "e" and not plural and harmed:
                return Quantity(position, reach + 1, 1, 1, reach, single=True)  # "a Maoist was killed"
            if (
                entry.noun not in ("described", "bare")
                or entry.unit
                or (marks[position] == "t" and plural and entry.value is None)
            ):
                return None
            part = _is_included(marks, position)
            definite = marks[position] == "t"
            if (
                "kin" in entry.cues
                and (both := _AND_KIN.match(marks, reach + 1))
                and "kin" in units[both.end() - 1].entry.cues
            ):
                return Quantity(position, both.end(), 2, 2, reach, part=part, definite=definite)  # "a husband and wife"
            low, high = entry.value or (1, 1)
            return Quantity(position, reach + 1, low, high, reach, single=low == 1, part=part, definite=definite)
        if marks[reach] == "c" and entry.noun == "demonym" and marks[reach + 1 : reach + 2] in tuple("bhKID&@Ow"):
            return Quantity(position, reach + 1, 1, 1, reach, single=True)
        if marks[reach] == "S" and marks[reach + 1 : reach + 2] in tuple("bhKDI,f@O.&"):
            part = _is_included(marks, position)
            whose = _WHOSE.match(marks, reach + 1)  # "the head of the council"
            end = whose.end() if whose is not None else reach + 1
            return Quantity(position, end, 1, 1, reach, single=True, part=part)
        if marks[reach] == "f" and "someone" in units[reach - 1].entry.cues and (whose := _WHOSE.match(marks, reach)):
            return Quantity(position, whose.end(), 1, 1, None, single=True)  # "a member of the council"
        if marks[reach] not in "xXcL#Y'uSM(a)-o":
            return None
    return None


def _is_plural(units: list[Unit], first: int, verb: int) -> bool:
    """Whether a verb is of many: in "two men guarding a depot were shot" the depot was not."""
    return verb < len(units) and "plural" in units[verb].entry.cues and units[first - 1].mark != "&"


def _is_included(marks: str, position: int) -> bool:
    """ "Including a teacher": a part of those counted before."""
    return marks[max(0, position - 3) : position].rstrip("~").endswith("g")


def _qualifies(marks: str, position: int) -> bool:
    """Whether a group's name only says whose man follows: "a Security Force (SF) official was hurt"."""
    return bool(_WHOSE_MAN.match(marks, position + 1))


_THE_OTHER = re.compile(r"[KkIi]to(?![pa#xXcL])")
_THE_OTHER_IS = re.compile(r"to[bh]{0,3}[KID]")
_SOMEBODY = re.compile(r"e[xXcL']{0,3}x(?:ft?e?[xXcLS]{1,4})?(?=[&,.@OwR;bhKIDT]|$)")
_THE_SOMEONE = re.compile(r"tx(?=[bh]{1,3}x?[KI]|h?D)")
_IS_HARMED = re.compile(r"(?:&~?[#vt]?[exXcL]{0,2}[ap])?(?:[bh]{1,3}x{0,2}[KID]|h?D)")
""""Killed a waiter", "a sound technician of a network was killed": whom no list knows."""
_OF_WHOSE = re.compile(r"ft?[xXcLpaS]{1,3}'[xXpa]")
""""Two of the mission's peacekeepers": no part of a number told before."""
_OF_THEM = re.compile(r"g(?=x?[hKID]|,|b[hx]{0,2}[KI])")
""""Seventeen of them died", not "two of them children"."""
_OF_ALL = re.compile(r"ft#(?:[KId](?!$)|[xXc]{0,2}[pa][KI][^;.,]{0,12}?[bhD])")
"""Behind "two": "of the 14 injured are …", "of the 12 people killed were …"; not "of the 14 were injured"."""
_ASIDE = re.compile(",g[^,;.]{1,12},")
_OF_AGES = re.compile(r",?Y#(?:,?&?#){0,4}(?:,(?=[bhKID]))?")
""""Two men aged 34 and 41 were hurt"."""
_OF_AGE = re.compile(rf"{_OF_AGES.pattern}|,?#u(?:,(?=[bhKID]))?|f~?#(?![pamu-])")
""""A driver, 47 years old, was hurt"."""
_AGED = re.compile(r"#Y[cL]?(?:[xX]{0,2}[pa]|[xX])|(?<=e)#Y(?=x?[bhKID&])")
_ABBREVIATED = re.compile(r"\([aXx]{1,2}\)(?=[xXpa])")
_ONE_MORE = re.compile(r"(?:,wx?)?[bh]{0,2}x?[KID]")
_ONE_MORE_THERE = re.compile(r"&~[@O]")
_ONE_MORE_HURT = re.compile(r"[KIki]~(?=[@O,.;&:RW_]|$)")
_ONE_MORE_OF = re.compile(r"[xXcL']{0,3}[pa](?=x?[bhKID,&@.]|$)")
_AND_KIN = re.compile(r"&x?p(?!')")
_WHOSE_MAN = re.compile(r"(?:\([aX]\))?S[bhKDI,&@O.]|\([aX]\)[pa]")
_WHOSE = re.compile(r"f[te]?[xXcLapS'B]{1,8}")
