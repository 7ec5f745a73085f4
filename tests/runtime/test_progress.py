"""How far a task is: the position over work that finishes out of order, gaps, and restarts in between."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dateline.runtime.progress import Position, Progress


def started(next_offset: int = 0, *done: tuple[int, int]) -> Progress:
    return Progress(Position(next=next_offset, done=list(done)))


def test_the_position_is_behind_the_first_record_that_is_not_done() -> None:
    progress = started()
    for offset in range(4):
        assert progress.deliver(offset)
    progress.finish(0)
    assert (progress.position().next, progress.position().done) == (1, [])


def test_what_is_done_beyond_it_is_noted_as_runs() -> None:
    progress = started()
    for offset in range(8):
        progress.deliver(offset)
    for offset in (1, 2, 5, 7):
        progress.finish(offset)
    assert (progress.position().next, progress.position().done) == (0, [(1, 2), (5, 5), (7, 7)])


def test_markers_and_compaction_gaps_do_not_part_a_run() -> None:
    progress = started()
    for offset in (0, 3, 9, 10):
        progress.deliver(offset)
    for offset in (3, 9):
        progress.finish(offset)
    assert progress.position().done == [(3, 9)]


def test_when_all_is_done_the_position_is_where_the_reader_stands() -> None:
    progress = started()
    progress.deliver(0)
    progress.finish(0)
    progress.reached(5)
    assert (progress.position().next, progress.position().done) == (5, [])


def test_a_restart_skips_what_is_done() -> None:
    progress = started(2, (4, 6), (9, 9))
    assert [offset for offset in range(2, 12) if progress.deliver(offset)] == [2, 3, 7, 8, 10, 11]


def test_a_record_before_the_position_is_passed_over() -> None:
    assert not started(5).deliver(4)


def test_a_restart_in_the_midst_of_a_run_still_knows_its_rest() -> None:
    """Records come in batches: the position may be written when a run has come back in part only."""
    progress = started(3, (5, 9))
    for offset in (3, 4, 5, 6):
        progress.deliver(offset)
    again = Progress(progress.position())
    assert [offset for offset in range(3, 12) if again.deliver(offset)] == [3, 4, 10, 11]


def test_bytes_of_what_is_not_done_are_known() -> None:
    progress = started()
    progress.deliver(0, 100)
    progress.deliver(1, 20)
    progress.finish(0)
    assert (progress.undone, progress.undone_bytes) == (1, 20)


def test_the_time_of_the_position_is_the_newest_that_was_passed() -> None:
    """A broker's clock may be set back: an older time than one before it would look like another topic."""
    progress = started()
    for offset, at_ms in enumerate((1000, 5000, 3000, 9000)):
        progress.deliver(offset, 0, at_ms)
    for offset in (0, 1, 2):
        progress.finish(offset)
    assert progress.position().at_ms == 5000


@given(st.data())
def test_through_any_restarts_each_record_is_done_once(data: st.DataObject) -> None:
    """Against a plain model: the set of offsets done when the position was written."""
    log = sorted(data.draw(st.sets(st.integers(0, 40), max_size=25), label="offsets that hold records"))
    end = 45
    written, done_when_written = Position(next=0), set[int]()
    for _ in range(data.draw(st.integers(1, 5), label="lives")):
        progress, done, open_offsets = Progress(written), set(done_when_written), list[int]()
        ahead = [offset for offset in log if offset >= progress.read_to]
        while data.draw(st.booleans(), label="goes on"):
            if len(ahead) > 0 and data.draw(st.booleans(), label="delivers"):
                offset = ahead.pop(0)
                new = progress.deliver(offset)
                assert new == (offset not in done)
                if new:
                    open_offsets.append(offset)
                if not ahead:
                    progress.reached(end)
            elif open_offsets:
                offset = open_offsets.pop(data.draw(st.integers(0, len(open_offsets) - 1), label="finishes"))
                progress.finish(offset)
                done.add(offset)
            if data.draw(st.booleans(), label="writes"):
                written, done_when_written = progress.position(), set(done)
    final, left = Progress(written), set[int]()
    left = {offset for offset in log if final.deliver(offset)}
    assert left == set(log) - done_when_written
    final.reached(end)
    for offset in left:
        final.finish(offset)
    assert (final.position().next, final.position().done) == (end, [])
