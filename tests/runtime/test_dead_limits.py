"""When a stage stops rather than put everything aside."""

from __future__ import annotations

import pytest

from dateline.errors import ConfigurationError
from dateline.runtime.dead_limits import DeadLimits
from dateline.settings import StageSettings


def limits(*, streak: int = 0, ratio: float = 1.0, items: int = 10) -> DeadLimits:
    return DeadLimits("fetch", StageSettings(dead_streak_max=streak, dead_ratio_max=ratio, dead_ratio_items=items))


def note(one: DeadLimits, pattern: str) -> None:
    """`x` is a dead letter, `.` is not."""
    one.note("bad-message" if item == "x" else None for item in pattern)


def test_so_many_in_a_row_stop_the_stage_with_cause_and_remedy() -> None:
    one = limits(streak=3)
    note(one, "xx.xx")
    with pytest.raises(ConfigurationError, match=r"fetch: 3 items in a row .* bad-message.*DATELINE_DEAD_STREAK_MAX"):
        note(one, "x")


def test_a_greater_share_among_the_last_items_stops_the_stage() -> None:
    one = limits(ratio=0.5)
    note(one, "x.x.x.x.x.")
    with pytest.raises(ConfigurationError, match="6 of the last 10 items"):
        note(one, "..xxxx")


def test_a_share_is_judged_over_a_full_window_only() -> None:
    note(limits(ratio=0.5), "xxxxxx")


def test_what_is_long_ago_counts_no_more() -> None:
    note(limits(ratio=0.2), "xx" + "." * 20 + "xx")


def test_limits_can_be_switched_off() -> None:
    note(limits(streak=0, ratio=1.0), "x" * 100)
