"""The value of a number: figures, number words with the smaller ones behind them, hundreds and thousands."""

from __future__ import annotations

from dateline.events.tokens import Tokens
from dateline.events.units import Unit

PEOPLE_MAX = 50_000_000
"""A larger number counts no people of one event."""


def number_at(units: list[Unit], tokens: Tokens, position: int) -> tuple[int, int, int] | None:
    """Smallest and largest value of the number at a unit, and the unit after it; None for a decimal."""
    unit = units[position]
    if unit.entry.value is not None:
        low, high = unit.entry.value
    else:
        digits = "".join(c for c in tokens.words[unit.first] if c not in ", \u00a0\u202f")
        if not (digits.isascii() and digits.isdecimal()) or len(digits) > 9:
            return None
        low = high = int(digits)
    end = position + 1
    if unit.entry.value is not None and low == high:
        low, end = _with_units(units, low, end)
        high = low
    while end < len(units) and units[end].mark == "m" and low < PEOPLE_MAX:
        factor = (units[end].entry.value or (1, 1))[0]
        low, high, end = low * factor, high * factor, end + 1
    return low, high, end


def _with_units(units: list[Unit], value: int, end: int) -> tuple[int, int]:
    """A number word with the smaller ones behind it, and the unit after them: "a hundred twenty two"."""
    while end < len(units) and units[end].mark == "#" and (more := units[end].entry.value) is not None:
        room = 100 if value % 100 == 0 else 10 if value % 10 == 0 and value > 10 else 1
        if more[0] != more[1] or more[0] >= room:
            break
        value, end = value + more[0], end + 1
    return value, end
