"""A number of people as a sentence gives it; which words give one is decided in `quantities`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final


@dataclass(slots=True, init=False, unsafe_hash=True)  # hatch_build.py says why
class Quantity:
    """A number of people in units [first, last)."""

    first: Final[int]
    last: Final[int]
    low: Final[int]
    high: Final[int]
    head: Final[int | None]
    """Unit of the noun that is counted; None for a bare number ("killing 32")."""
    vague: Final[bool]
    """Dozens, several: an exact figure elsewhere wins."""
    part: Final[bool]
    """Part of a total that is told elsewhere: "including three children", "two of those killed"."""
    definite: Final[bool]
    """"The two attackers": people already spoken of."""
    additional: Final[bool]
    """On top of what was told before: "three more", "another ten"."""
    single: Final[bool]
    """A noun in the singular or a person's name rather than a number."""
    joined: Final[tuple[int, ...]]
    """Heads of the quantities that were added to this one."""

    def __init__(
        self,
        first: int,
        last: int,
        low: int,
        high: int,
        head: int | None,
        vague: bool = False,
        part: bool = False,
        definite: bool = False,
        additional: bool = False,
        single: bool = False,
        joined: tuple[int, ...] = (),
    ) -> None:
        self.first, self.last, self.low, self.high = first, last, low, high
        self.head, self.vague, self.part, self.definite = head, vague, part, definite
        self.additional, self.single, self.joined = additional, single, joined

    def plus(self, other: Quantity) -> Quantity:
        """Both together, as one phrase."""
        return replace(
            self,
            last=other.last,
            low=self.low + other.low,
            high=self.high + other.high,
            vague=self.vague or other.vague,
            single=self.single and other.single,
            joined=(*self.joined, *(() if other.head is None else (other.head,)), *other.joined),
        )
