"""How many pushes a callback may bring."""

from __future__ import annotations

from dateline.stages.websub_allowance import BURST, REFILL_S, Allowance


def test_a_burst_is_taken_in_and_then_one_push_at_a_time() -> None:
    allowance = Allowance()
    waits = [allowance.wait_s("a", 100.0) for _ in range(BURST + 1)]
    assert waits == [0.0] * BURST + [REFILL_S]
    assert allowance.wait_s("a", 100.0 + REFILL_S) == 0.0
    assert allowance.wait_s("a", 100.0 + REFILL_S) == REFILL_S


def test_one_hub_gone_wild_costs_another_nothing() -> None:
    allowance = Allowance()
    for _ in range(10 * BURST):
        allowance.wait_s("a", 100.0)
    assert allowance.wait_s("b", 100.0) == 0.0


def test_a_quiet_hour_gives_no_more_than_one_burst() -> None:
    allowance = Allowance()
    allowance.wait_s("a", 0.0)
    assert [allowance.wait_s("a", 3600.0) for _ in range(BURST + 1)].count(0.0) == BURST
