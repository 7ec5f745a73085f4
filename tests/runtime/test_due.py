"""Which keys come up when: never early, none lost, and what a later write made wrong is dropped."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dateline.runtime.due import DueIndex

NOON = 1_800_000_000.0


def popped(index: DueIndex, now: float) -> list[bytes]:
    found = []
    while (key := index.pop(now)) is not None:
        found.append(key)
    return found


def index_of(times: dict[bytes, float | None]) -> DueIndex:
    index = DueIndex(times.get)
    for key, at in times.items():
        if at is not None:
            index.add(key, at)
    return index


def test_a_key_comes_up_at_its_time_and_not_before() -> None:
    index = index_of({b"a": NOON + 600.5})
    assert popped(index, NOON + 600.4) == []
    assert popped(index, NOON + 600.5) == [b"a"]


def test_keys_of_one_minute_come_up_in_the_order_of_their_times() -> None:
    index = index_of({b"c": NOON + 63, b"a": NOON + 61, b"b": NOON + 62})
    assert popped(index, NOON + 70) == [b"a", b"b", b"c"]


def test_a_time_in_the_minute_that_has_begun_is_kept_too() -> None:
    times: dict[bytes, float | None] = {b"a": NOON + 1}
    index = index_of(times)
    assert popped(index, NOON + 1) == [b"a"]
    times[b"b"] = NOON + 2
    index.add(b"b", NOON + 2)
    assert popped(index, NOON + 2) == [b"b"]


def test_an_entry_that_a_later_write_moved_or_ended_is_dropped() -> None:
    times: dict[bytes, float | None] = {b"moved": NOON, b"ended": NOON}
    index = index_of(times)
    times.update({b"moved": NOON + 900, b"ended": None})
    index.add(b"moved", NOON + 900)
    assert popped(index, NOON + 1) == []
    assert popped(index, NOON + 900) == [b"moved"]


def test_the_next_look_is_never_later_than_the_next_key() -> None:
    index = index_of({b"far": NOON + 4000})
    at = index.next_at()
    assert at is not None
    assert at <= NOON + 4000
    assert index_of({}).next_at() is None


def test_the_backlog_counts_what_has_come_up_and_waits() -> None:
    index = index_of({bytes([n]): NOON + n for n in range(30)})
    assert index.pop(NOON + 29) is not None
    assert index.backlog(NOON + 29) == 29
    assert index_of({b"a": NOON + 5000}).backlog(NOON) == 0


@given(
    st.lists(
        st.tuples(st.sampled_from([b"a", b"b", b"c", b"d"]), st.none() | st.floats(-100, 10_000), st.floats(0, 900))
    )
)
def test_against_a_plain_table(steps: list[tuple[bytes, float | None, float]]) -> None:
    """Writes and moments in any order: what comes up is exactly what the table says is due by then."""
    times: dict[bytes, float | None] = {}
    index = DueIndex(times.get)
    now = NOON
    for key, wait_s, passes_s in steps:
        times[key] = None if wait_s is None else now + wait_s
        if wait_s is not None:
            index.add(key, now + wait_s)
        now += passes_s
        expected = {one for one, at in times.items() if at is not None and at <= now}
        upcoming = min((at for at in times.values() if at is not None), default=None)
        looked = index.next_at()
        assert upcoming is None or (looked is not None and looked <= upcoming)
        found = popped(index, now)
        assert set(found) == expected
        for one in found:
            times[one] = None
