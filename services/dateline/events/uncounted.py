"""Numbers that count nobody: ages, years, dates, money, and numbers of things."""

from __future__ import annotations

import re

from dateline.events.tokens import Tokens
from dateline.events.units import Clause

_AGE_MAX = 110


def counts_nobody(clause: Clause, tokens: Tokens, first: int, end: int, value: int) -> bool:
    """Whether the number is an age, a year, a date, money, or counts units."""
    units, marks = clause.units, clause.marks
    counting = marks[first] == "v"  # "a couple in their seventies"
    if end < len(units) and marks[end] in ("u$" if counting else "uY$") and units[end].entry.kind == "":
        return True
    if end < len(units) and units[end].entry.unit:
        return True
    if first and marks[first - 1] in "$Y":
        return True
    if (
        marks[max(0, first - 3) : first].rstrip("~")[-2:] == "pf"
        and value <= _AGE_MAX
        and marks[end : end + 1] not in tuple("pa")
    ):
        return True  # "a boy of 12"
    if _AGE_LIST.search(marks, max(0, first - 12), first):  # "aged 55, 62 and 70"
        return True
    after = units[end - 1].last
    if after < len(tokens) and tokens.lowers[after] == "s" and tokens.glued(after):
        return True  # "in their 60s"
    word = tokens.words[units[first].first]
    if first and tokens.words[units[first - 1].first] == "№":
        return True
    if _is_of_a_name(tokens, units[first].first):
        return True
    plain_year = 1900 <= value <= 2100 and len(word) == 4
    if plain_year and not (end < len(units) and marks[end] in "pa"):
        return True
    if first and "month" in units[first - 1].entry.cues:
        return True
    if end < len(units) and "month" in units[end].entry.cues:
        return True
    if _TWO_AGES.match(marks, max(0, first - 1)) or _TWO_AGES.match(marks, max(0, first - 3)):
        return True  # "two men, 45 and 51,"
    bracketed = first and marks[first - 1] in "(," and end < len(units) and marks[end] in "),"
    return bool(bracketed) and 5 <= value <= _AGE_MAX and word.isdecimal()  # an age: "Haokip (48)", "Mayfield, 23,"


def _is_of_a_name(tokens: Tokens, number: int) -> bool:
    """Whether a number is joined to a word by a hyphen: "ТЕЦ-5", "Іл-22"."""
    start = tokens.starts[number]
    return tokens.text[max(0, start - 2) : start].endswith("-") and tokens.text[start - 2].isalpha()


_AGE_LIST = re.compile(r"Y(?:#,?&?){1,4}$")
_TWO_AGES = re.compile(r"[,(]#&#[,)u]")
