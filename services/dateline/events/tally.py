"""How the figures that several sentences give of one kind of harm make one count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import product

from dateline.events.casualties import Casualty
from dateline.events.kinds import CROWD, FORCES, GROUPS, INSURGENTS
from dateline.events.quantity import Quantity
from dateline.messages import ActorKind, PeopleCount


def combine(figures: Iterable[Casualty]) -> PeopleCount | None:
    """One count from all figures of one kind of harm that are told of one event, in the order of the text.

    The first total leads. Another figure of like size widens the range (a later toll, another source), and any that
    is told as another count of the same; a much smaller one is a part of it; vague quantities count where nothing
    exact is told, or on top of it. The dead of the two sides of a clash are added, and attackers who die to their
    victims.
    """
    used = _counted(list(figures))
    sides = _sides(used)
    if "crowd" in sides and "people" in sides:  # "people" are the total
        sides = ["people" if side == "crowd" else side for side in sides]
    insurgents, forces, crowd, others = (
        _toll([f for f, its in zip(used, sides, strict=True) if its == side]) for side in _SIDES
    )
    lead = next((figure.kind for figure in used if not _is_attacker(figure)), None)
    if others is None:
        return _sum(_sum(insurgents, forces), crowd)
    if insurgents is None or lead in GROUPS:
        return others
    return _with_attackers(others, insurgents, used)


def _with_attackers(people: PeopleCount, attackers: PeopleCount, used: list[Casualty]) -> PeopleCount:
    """Those told of as people, who are the total but for attackers who die."""
    within = attackers.max <= people.max and any(figure.mixed for figure in used)
    if within or (attackers == people and not any(_is_attacker(figure) for figure in used)):
        return people
    both = PeopleCount(min=people.min + attackers.min, max=people.max + attackers.max)
    if any(figure.toll and figure.quantity.low == both.min for figure in used):
        return PeopleCount(min=both.min, max=both.min)  # "12 died; the bomber died too, bringing the toll to 13"
    return both


def _counted(told: list[Casualty]) -> list[Casualty]:
    """The figures that count, without parts of others and, where there are exact ones, without most vague ones."""
    told = [figure for figure in told if figure.quantity.high] or told
    whole = [figure for figure in told if not figure.quantity.part]
    whole = whole or [figure for figure in told if figure.rule in _TELLS_OF_PARTS]
    exact = [figure for figure in whole if not figure.quantity.vague]
    numbers = [figure for figure in exact if not figure.quantity.single]
    if numbers and numbers[0].quantity.additional:  # "a minister was shot dead, two guards were killed, too"
        numbers = exact[: exact.index(numbers[0])] + numbers
    if numbers:  # "a soldier was killed; six rebels died too"
        return _without_parts([figure for figure in whole if _is_used(figure, numbers)], exact)
    vague = [figure for figure in whole if figure.quantity.vague]
    led_by_vague = vague[:1] == whole[:1]  # "dozens died", and then one man's story
    return (vague if led_by_vague else exact) or whole


def _without_parts(used: list[Casualty], exact: list[Casualty]) -> list[Casualty]:
    """What counts, but for figures behind the first that add up to it: "six died", "four at once", "two later"."""
    first, *rest = [figure for figure in exact if not (figure.rival or figure.quantity.additional)] or exact
    total = 0
    for number, figure in enumerate(rest, 1):
        total += figure.quantity.low
        if number > 1 and total == first.quantity.low and first in used:
            return [figure for figure in used if figure not in rest[:number]]
    return used


def _is_attacker(figure: Casualty) -> bool:
    """Whether it is the one who did it that died: "the gunman was shot dead"."""
    return figure.kind is ActorKind.UNKNOWN and figure.quantity.single and figure.quantity.definite


_SIDES = ("insurgents", "forces", "crowd", "people")
_KINDS = (("insurgents", INSURGENTS), ("forces", FORCES), ("crowd", CROWD))


def _sides(figures: list[Casualty]) -> list[str]:
    """On which side those counted are; who died on top of others is counted with them: "three policemen, too"."""
    sides: list[str] = []
    told: set[str] = set()
    for figure in figures:
        side = next((name for name, kinds in _KINDS if figure.kind in kinds), "people")
        if figure.own and side == "people":  # "they lost two men"
            side = _across(sides)
        elif sides and _is_of_those_told(figure, side, told):
            whole = "people" if "people" in told else sides[0]
            side = whole if figure.rival or figure.toll else sides[-1]
        sides.append(side)
        told.add(side)
    if all(f.quantity.additional for f, its in zip(figures, sides, strict=True) if its == "people"):
        armed = next((side for side in sides if side != "people"), "people")  # "a fourth", "two more": of those counted
        return [armed if side == "people" else side for side in sides]
    return sides


def _is_of_those_told(figure: Casualty, side: str, told: set[str]) -> bool:
    """Whether a figure counts those told of before or more of them. `told`: the sides that were counted."""
    on_top = figure.quantity.additional and figure.kind is not ActorKind.UNKNOWN
    boasted = figure.rival and side == "forces" and "forces" not in told and "people" in told  # "killed 12 soldiers"
    return on_top or boasted or (figure.quantity.head is None and figure.kind is None)


def _across(sides: list[str]) -> str:
    """On which side those are who lost men, by who was counted before: "killed 30 rebels and lost two men"."""
    return "forces" if sides[-1:] == ["insurgents"] else "insurgents"


_TELLS_OF_PARTS = frozenset({"passive", "verb", "died"})
"""Rules whose figures count though they are a part, where nothing else is told: "two of the rebels were killed"."""


def _is_used(figure: Casualty, numbers: list[Casualty]) -> bool:
    """Whether a figure counts beside exact numbers: a vague one only on top of them, "several others died too"."""
    if figure.quantity.vague:
        return figure.quantity.additional
    counts = not figure.quantity.single or figure.quantity.additional or figure in numbers
    return counts or _of_other_side(figure, numbers)


def _of_other_side(figure: Casualty, numbers: list[Casualty]) -> bool:
    """Whether a single soldier or rebel died beside those of the other side whose number is told, or the attacker
    beside those whom he killed."""
    if _is_attacker(figure):
        return all(other.kind is not ActorKind.UNKNOWN for other in numbers)
    mine = next((side for side in (FORCES, GROUPS) if figure.kind in side), None)
    return mine is not None and all(other.kind is not None and other.kind not in mine for other in numbers)


def _sum(one: PeopleCount | None, other: PeopleCount | None) -> PeopleCount | None:
    if one is None or other is None:
        return one or other
    return PeopleCount(min=one.min + other.min, max=one.max + other.max)


def _toll(figures: list[Casualty]) -> PeopleCount | None:
    if not figures:
        return None
    figures = [figure for figure in figures if not (figure.grave and _all_are_told(figure, figures))]
    figures = _without_superseded(figures)
    quantities = _totals([figure for figure in figures if not figure.rival] or figures)
    lead = quantities[0] if quantities[0].vague else max(quantities[:3], key=lambda quantity: quantity.high)
    low, high = lead.low, lead.high
    for quantity in quantities:
        alike = quantity.low >= 0.6 * lead.high and quantity.high <= 2.5 * max(lead.high, 1)
        if quantity.vague == lead.vague and alike:
            low, high = min(low, quantity.low), max(high, quantity.high)
    for rival in figures:
        if rival.rival and not (rival.quantity.vague or rival.quantity.additional):
            low, high = min(low, rival.quantity.low), max(high, rival.quantity.high)
    return PeopleCount(min=low, max=high)


def _without_superseded(figures: list[Casualty]) -> list[Casualty]:
    """Without an earlier count and what came on top of it, where the total is told: "17 died; 15 were initially
    reported dead, and two more died overnight"."""
    totals = {figure.quantity.low for figure in figures if not (figure.rival or figure.quantity.additional)}
    rivals = [figure for figure in figures if figure.rival and not figure.quantity.additional]
    on_top = [figure for figure in figures if figure.quantity.additional]
    for earlier, more in product(rivals[:_COUNTS_IN_MIND], on_top[:_COUNTS_IN_MIND]):
        if earlier.quantity.low + more.quantity.low in totals:
            return [figure for figure in figures if figure not in (earlier, more)]
    return figures


_COUNTS_IN_MIND = 8
"""A bound that keeps a text of a thousand counts linear; no news report reaches it."""


def _all_are_told(badly: Casualty, figures: list[Casualty]) -> bool:
    """Whether a larger figure holds those badly hurt: "five were wounded; three are in critical condition"."""
    told = (figure.quantity for figure in figures if not figure.grave)
    return any(badly.quantity.high < quantity.low and not quantity.additional for quantity in told)


def _totals(figures: list[Casualty]) -> list[Quantity]:
    """The figures with what came on top added to the figure before it: "five died, three more in hospital".

    Where a toll of all so far is told, it holds them already, and the figure to which they are added up to it.
    """
    tolls = {figure.quantity.low for figure in figures if figure.toll}
    totals: list[Quantity] = []
    added: set[int] = set()
    for quantity in (figure.quantity for figure in figures):
        if quantity.additional and totals and not totals[-1].vague:
            if tolls and totals[-1].low + quantity.low in tolls:
                totals.pop()  # "17 bodies; two more died, which brought the toll to 19"
            elif not tolls and quantity.low not in added:
                totals[-1] = replace(totals[-1].plus(quantity), vague=False)
                added.add(quantity.low)
        else:
            totals.append(quantity)
    return totals
