"""Whether a report is no news: it generalises, recalls a war as a whole, or tells of a trial or an accident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.events.subtypes import ANCILLARY, UNREST, WEAPONS

if TYPE_CHECKING:
    from dateline.events.frames import Frame


def is_background(frame: Frame, lead: int | None, *, dated: bool) -> bool:
    """Whether the clause generalises, or tells of a trial or an accident.

    `lead`: the unit of its leading trigger; `dated`: it names a day of these days.
    """
    habitual = (
        "habit" in frame.cues
        and any(sense not in ANCILLARY for sense in frame.senses)
        and not _marches(frame)
        and not (dated and frame.finite and _is_first_said(frame, lead))
    )
    rehearsed = "drill" in frame.cues and not frame.senses.keys() & _UNARMED and not (frame.killed or frame.injured)
    rehearsed = rehearsed or "simulated" in frame.cues
    tried = "court" in frame.cues and not (frame.in_title and frame.finite)
    accident = "accident" in frame.cues and not (frame.strong or frame.senses.keys() & WEAPONS)
    since = frame.so_far and "since" in frame.cues and frame.sentence > 1
    accident = accident or ("crash" in frame.cues and not frame.strong and frame.senses.keys() <= _CRASHED)
    accident = accident or (
        "depot" in frame.cues and frame.senses.keys() <= _UNEXPLAINED and "explosion" in frame.senses
    )
    return habitual or rehearsed or tried or accident or since or _is_of_a_war(frame)


_CRASHED = frozenset({"aircraft", "air_weapon", "kill", "injure", "impact", "explosion", "casualties", "destroy"})
"""What is told of aircraft that crash: an accident, where nobody is said to have brought them down."""
_UNARMED = UNREST | {"arrest"}
_UNEXPLAINED = frozenset({"explosion", "kill", "injure", "casualties", "destroy"})
"""What is told of ammunition or fuel that blows up: an accident, where nobody is said to have struck it."""


def _is_first_said(frame: Frame, lead: int | None) -> bool:
    """Whether what goes on is said behind the news: "drones killed six on Monday as the war entered its third year"."""
    if frame.clause is None or lead is None:
        return False
    cued = [place for place in frame.clause.cued if "habit" in frame.clause.units[place].entry.cues]
    return all(place > lead for place in cued)


def _marches(frame: Frame) -> bool:
    """Whether people march, and what is said to go on is what they march against: "protested the war"."""
    at = frame.triggers.get("protest")
    if frame.clause is None:
        return False
    cued = [place for place in frame.clause.cued if "habit" in frame.clause.units[place].entry.cues]
    if cued and all(frame.clause.marks[place - 1 : place] == "!" for place in cued):
        return True  # "arrested at a demonstration against the war in X"
    return at is not None and frame.finite and all(place > at for place in cued)


def _is_of_a_war(frame: Frame) -> bool:
    """Whether behind the first sentence so many are counted as no single incident costs."""
    counts = [figure.quantity.low for figure in frame.killed if not figure.quantity.part]
    at_least = _SO_FAR_AT_LEAST if frame.so_far else _WAR_AT_LEAST
    if frame.so_far and frame.definite:
        at_least = _CAMPAIGN_AT_LEAST
    most = max(counts, default=0)
    behind = 0 if frame.so_far and most >= _WAR_AT_LEAST else 1
    return frame.sentence > behind and most >= at_least


_SO_FAR_AT_LEAST = 500
_CAMPAIGN_AT_LEAST = 100
""" "Have been killed in the offensive"."""
_WAR_AT_LEAST = 2000
