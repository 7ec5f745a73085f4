"""The one gazetteer of a machine: made once, kept, and made elsewhere when its place is closed."""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.errors import ConfigurationError
from dateline.events.places import installed, sources
from dateline.events.places.geography import SourcePlace


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, places: list[SourcePlace]) -> Path:
    """A file that gets a line with every compilation, by whatever process; the sources are the made-up places."""
    log = tmp_path / "compilations"
    log.touch()

    def read_places(_dumps: object = ()) -> Iterator[SourcePlace]:
        with log.open("a") as file:
            file.write("compiled\n")
        return iter(places)

    monkeypatch.setattr(sources, "read_places", read_places)
    return log


def _open_in(folder: Path) -> None:
    assert installed.open_gazetteer(folder).entries("kharkiv")


def test_it_is_compiled_on_first_use_and_only_opened_after_that(compilations: Path, tmp_path: Path) -> None:
    for _ in range(2):
        _open_in(tmp_path / "cache")
    assert compilations.read_text() == "compiled\n"


def test_one_process_compiles_while_the_others_wait(compilations: Path, tmp_path: Path) -> None:
    processes = [
        multiprocessing.get_context("fork").Process(target=_open_in, args=(tmp_path / "cache",)) for _ in range(4)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0, 0, 0]
    assert compilations.read_text() == "compiled\n"


def test_a_broken_file_is_made_anew(compilations: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    folder.mkdir()
    (folder / installed.file_name()).write_bytes(b"half a gazett")
    _open_in(folder)
    assert compilations.read_text() == "compiled\n"


def test_no_draft_is_left_when_compiling_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def read_places(_dumps: object = ()) -> Iterator[SourcePlace]:
        raise MemoryError

    monkeypatch.setattr(sources, "read_places", read_places)
    with pytest.raises(MemoryError):
        installed.open_gazetteer(tmp_path / "cache")
    assert [path.suffix for path in (tmp_path / "cache").iterdir()] == [".lock"]


@pytest.mark.usefixtures("compilations")
def test_a_home_that_cannot_be_written_to_gives_way_to_the_temporary_files(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    closed = tmp_path / "a-file"
    closed.touch()
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(closed))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    assert installed.open_gazetteer().entries("kharkiv")
    assert list(temporary.glob("dateline-*/*.gazetteer"))


@pytest.mark.usefixtures("compilations")
def test_a_folder_that_was_asked_for_and_cannot_be_written_to_is_an_error(tmp_path: Path) -> None:
    closed = tmp_path / "a-file"
    closed.touch()
    with pytest.raises(ConfigurationError, match="a-file"):
        installed.open_gazetteer(closed)


def test_the_cache_folder_follows_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/var/cache/someone")
    assert installed.default_folder() == Path("/var/cache/someone/dateline")
    monkeypatch.setenv("XDG_CACHE_HOME", "not/absolute")
    assert installed.default_folder() == Path("~/.cache/dateline").expanduser()
