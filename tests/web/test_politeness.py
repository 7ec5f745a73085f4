"""When a domain may be asked: slots a gap apart, never before it said so."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dateline.web.politeness import GAP_MAX_S, RETRY_MARGIN_S, Courtesy

NOW, GAP_S = 1_000.0, 2.0


def test_a_domain_that_nobody_asked_may_be_asked_at_once() -> None:
    slot, _ = Courtesy().take_slot(NOW, GAP_S)
    assert slot == NOW
    assert Courtesy().wait_s(NOW) == 0


def test_slots_are_a_gap_apart_however_many_are_taken_at_once() -> None:
    courtesy, slots = Courtesy(), []
    for _ in range(4):
        slot, courtesy = courtesy.take_slot(NOW, GAP_S)
        slots.append(slot - NOW)
    assert slots == [0, 2, 4, 6]


def test_a_request_without_a_slot_of_its_own_moves_the_next_slot_too() -> None:
    slot, _ = Courtesy().asked(NOW, GAP_S).take_slot(NOW + 0.5, GAP_S)
    assert slot == NOW + GAP_S


def test_after_a_request_one_waits_for_the_rest_of_the_gap() -> None:
    courtesy = Courtesy().asked(NOW, GAP_S)
    assert courtesy.wait_s(NOW + 0.5) == 1.5
    assert courtesy.wait_s(NOW + GAP_S) == 0


def test_a_request_in_its_slot_leaves_the_slots_of_others_where_they_are() -> None:
    courtesy = Courtesy()
    for _ in range(3):
        _, courtesy = courtesy.take_slot(NOW, GAP_S)
    slot, _ = courtesy.asked(NOW, GAP_S).take_slot(NOW, GAP_S)
    assert slot == NOW + 3 * GAP_S


def test_what_the_domain_asked_for_is_kept_with_a_margin_for_its_clock() -> None:
    courtesy = Courtesy().told_to_wait(NOW, 60)
    assert courtesy.wait_s(NOW) == 60 + RETRY_MARGIN_S
    assert courtesy.take_slot(NOW, GAP_S)[0] == NOW + 60 + RETRY_MARGIN_S


def test_a_shorter_wait_never_shortens_a_longer_one() -> None:
    assert Courtesy().told_to_wait(NOW, 60).told_to_wait(NOW + 1, 5).wait_s(NOW) == 60 + RETRY_MARGIN_S


def test_taken_counts_the_slots_that_wait() -> None:
    courtesy = Courtesy()
    assert courtesy.taken(NOW, GAP_S) == 0
    for _ in range(5):
        _, courtesy = courtesy.take_slot(NOW, GAP_S)
    assert courtesy.taken(NOW, GAP_S) == 5
    assert courtesy.taken(NOW + 4, GAP_S) == 3
    assert courtesy.taken(NOW + 100, GAP_S) == 0


def test_a_domain_that_asked_for_quiet_has_no_more_slots_taken_for_it() -> None:
    quiet = Courtesy().told_to_wait(NOW, 3600)
    _, one = quiet.take_slot(NOW, GAP_S)
    assert one.taken(NOW, GAP_S) == 1


def test_without_a_gap_nothing_ever_waits() -> None:
    _, courtesy = Courtesy().take_slot(NOW, 0)
    assert courtesy.take_slot(NOW, 0)[0] == NOW
    assert courtesy.taken(NOW, 0) == 0


@given(
    moves=st.lists(
        st.tuples(st.sampled_from(["slot", "ask", "quiet"]), st.floats(0, 30, allow_nan=False)), max_size=40
    ),
    gap_s=st.floats(0.01, 10, allow_nan=False),
)
def test_no_slot_and_no_request_ever_comes_before_the_domain_allows(
    moves: list[tuple[str, float]], gap_s: float
) -> None:
    courtesy, now, last_slot, allowed_at = Courtesy(), NOW, float("-inf"), float("-inf")
    for move, passed in moves:
        now += passed
        if move == "slot":
            slot, courtesy = courtesy.take_slot(now, gap_s)
            assert slot >= max(now, allowed_at, last_slot + gap_s)
            last_slot = slot
        elif move == "ask" and courtesy.wait_s(now) == 0:
            assert now >= allowed_at
            courtesy = courtesy.asked(now, gap_s)
            allowed_at = max(allowed_at, now + gap_s)
        elif move == "quiet":
            courtesy = courtesy.told_to_wait(now, passed)
            allowed_at = max(allowed_at, now + passed)


def test_every_refusal_doubles_the_wait_and_the_gap() -> None:
    courtesy, now, waits, gaps = Courtesy(), NOW, [], []
    for _ in range(4):
        courtesy = courtesy.refused(now, None, first_s=60, longest_s=300)
        waits.append(courtesy.wait_s(now) - RETRY_MARGIN_S)
        gaps.append(courtesy.gap(GAP_S))
        now += courtesy.wait_s(now)
    assert waits == [60, 120, 240, 300]
    assert gaps == [4, 8, 16, 32]


def test_a_refusal_that_names_a_wait_is_kept_in_full() -> None:
    assert Courtesy().refused(NOW, 5000, first_s=60, longest_s=300).wait_s(NOW) == 5000 + RETRY_MARGIN_S
    assert Courtesy().refused(NOW, 1, first_s=60, longest_s=300).wait_s(NOW) == 60 + RETRY_MARGIN_S


def test_every_answer_is_a_step_back_to_the_usual_gap() -> None:
    courtesy = Courtesy()
    for _ in range(3):
        courtesy = courtesy.refused(NOW, None, first_s=60, longest_s=300)
    gaps = []
    for _ in range(4):
        courtesy = courtesy.answered()
        gaps.append(courtesy.gap(GAP_S))
    assert gaps == [8, 4, 2, 2]


def test_a_strained_gap_has_an_end() -> None:
    courtesy = Courtesy()
    for _ in range(50):
        courtesy = courtesy.refused(NOW, None, first_s=60, longest_s=300)
    assert courtesy.gap(GAP_S) == GAP_MAX_S
    assert courtesy.gap(2 * GAP_MAX_S) == 2 * GAP_MAX_S
    assert courtesy.gap(0) == 0
