"""Files of a folder have one owner each, and what a dead process left is made whole."""

from __future__ import annotations

import gzip
import io
import os
from pathlib import Path

import pytest

from dateline.web.spool import OPEN, begin, claim, complete_left_overs, drop_oldest, finish, size_of, whole_files
from dateline.web.warc import whole_bytes

RECORDS = [gzip.compress(os.urandom(size)) for size in (10, 40_000, 3)]
NAME = "dateline-20260302170000-host-0011aabb-00001.warc.gz"


def left_over(folder: Path, content: bytes, name: str = NAME) -> Path:
    """A file as a killed process leaves it: open, and with nobody's lock."""
    path = folder / f"{name}{OPEN}"
    path.write_bytes(content)
    return path


def a_whole_file(folder: Path, hour: int, size: int) -> Path:
    path = folder / f"dateline-202603021{hour}0000-host-0011aabb-00001.warc.gz"
    path.write_bytes(bytes(size))
    return path


def is_free(path: Path) -> bool:
    file = claim(path)
    if file is not None:
        file.close()
    return file is not None


def test_a_file_has_its_name_when_it_is_finished_and_is_nobodys_then(tmp_path: Path) -> None:
    file = begin(tmp_path / "spool", NAME)
    file.write(b"pages")
    assert whole_files(tmp_path / "spool") == []
    finish(file)
    [path] = whole_files(tmp_path / "spool")
    assert (path.name, path.read_bytes()) == (NAME, b"pages")
    assert is_free(path)


def test_a_file_with_nothing_in_it_is_not_kept(tmp_path: Path) -> None:
    finish(begin(tmp_path, NAME))
    assert list(tmp_path.iterdir()) == []


def test_a_file_has_one_owner_until_it_is_closed(tmp_path: Path) -> None:
    path = a_whole_file(tmp_path, 1, 10)
    owned = claim(path)
    assert owned is not None
    assert not is_free(path)
    owned.close()
    assert is_free(path)


def test_a_file_that_is_gone_is_nobodys(tmp_path: Path) -> None:
    assert claim(tmp_path / NAME) is None


def test_what_a_dead_process_left_is_cut_to_its_whole_records(tmp_path: Path) -> None:
    left_over(tmp_path, b"".join(RECORDS) + RECORDS[1][:20_000])
    assert complete_left_overs(tmp_path) == 1
    [path] = tmp_path.iterdir()
    assert (path.name, path.read_bytes()) == (NAME, b"".join(RECORDS))


def test_what_holds_no_whole_record_is_not_kept(tmp_path: Path) -> None:
    left_over(tmp_path, RECORDS[1][:20_000])
    assert complete_left_overs(tmp_path) == 0
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_is_left_to_whoever_has_just_begun_it(tmp_path: Path) -> None:
    path = left_over(tmp_path, b"")
    assert complete_left_overs(tmp_path) == 0
    assert path.exists()


def test_a_file_that_is_written_to_is_not_completed(tmp_path: Path) -> None:
    with begin(tmp_path, NAME) as file:
        file.write(RECORDS[0])
        assert complete_left_overs(tmp_path) == 0
        assert whole_files(tmp_path) == []


def test_files_of_others_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.open").write_bytes(RECORDS[0])
    (tmp_path / "other.warc.gz").write_bytes(RECORDS[0])
    complete_left_overs(tmp_path)
    assert whole_files(tmp_path) == []
    assert drop_oldest(tmp_path, 0) == []
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("cut", [0, 1, 17, 18, len(RECORDS[1]) - 1])
def test_whole_records_end_before_the_cut(cut: int) -> None:
    before = RECORDS[0] + RECORDS[2]
    assert whole_bytes(io.BytesIO(before + RECORDS[1][:cut])) == len(before)


@pytest.mark.parametrize("damage", [b"no gzip at all", bytes(100_000), RECORDS[1][:-8] + bytes(8)])
def test_whole_records_end_before_damage(damage: bytes) -> None:
    assert whole_bytes(io.BytesIO(RECORDS[0] + damage + RECORDS[0])) == len(RECORDS[0])


def test_the_oldest_files_are_dropped_until_the_rest_fits(tmp_path: Path) -> None:
    files = [a_whole_file(tmp_path, hour, 100) for hour in range(5)]
    assert drop_oldest(tmp_path, 250) == [path.name for path in files[:3]]
    assert size_of(whole_files(tmp_path)) == 200


def test_the_newest_file_is_not_dropped_however_large_it_is(tmp_path: Path) -> None:
    old, new = a_whole_file(tmp_path, 1, 10), a_whole_file(tmp_path, 2, 1000)
    assert drop_oldest(tmp_path, 100) == [old.name]
    assert whole_files(tmp_path) == [new]


def test_a_file_that_is_being_sent_is_not_dropped(tmp_path: Path) -> None:
    sent, next_one, _ = (a_whole_file(tmp_path, hour, 100) for hour in range(3))
    with claim(sent) or pytest.fail("nobody has it"):
        assert drop_oldest(tmp_path, 200) == [next_one.name]
