"""A folder of WARC files: which one is written to, which are whole, and what a process that died left behind.

A file ends in ``.open`` as long as it is written to. Whoever writes a file or sends it away holds its lock (flock),
which the system takes back when the process dies: so processes may share a folder, and each file has one owner.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from pathlib import Path
from typing import BinaryIO

from dateline.web.warc import whole_bytes

OPEN = ".open"
_NAMES = "dateline-*.warc.gz"


def begin(folder: Path, name: str) -> BinaryIO:
    """A new file, to be written by the caller alone. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    # Unbuffered: what is written is with the system, whatever happens to this process.
    file = (folder / f"{name}{OPEN}").open("xb", buffering=0)
    fcntl.flock(file, fcntl.LOCK_EX)  # it may wait for one who looks at what was left over, and leaves an empty file
    return file


def finish(file: BinaryIO) -> None:
    """Gives a file that was begun its name, and then its lock away; an empty one is removed. Raises OSError."""
    path = Path(file.name)
    with file:
        if os.fstat(file.fileno()).st_size:
            _name_whole(path)
        else:
            path.unlink()


def claim(path: Path) -> BinaryIO | None:
    """The file, which is the caller's until it closes it; None where another has it, or it is gone. Raises OSError."""
    try:
        file = path.open("r+b", buffering=0)
    except FileNotFoundError:
        return None
    with contextlib.ExitStack() as closing:
        closing.enter_context(file)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Its last owner may have renamed or removed it between the two calls.
            if os.path.samestat(path.stat(), os.fstat(file.fileno())):
                closing.pop_all()
                return file
        except (BlockingIOError, FileNotFoundError):
            pass
    return None


def complete_left_overs(folder: Path) -> int:
    """Cuts files whose writers died to their whole records and gives them their names. Returns how many.

    One without a whole record is removed; an empty one stays, for its writer may be about to lock it. Raises OSError.
    """
    completed = 0
    for path in sorted(folder.glob(f"{_NAMES}{OPEN}")):
        if (file := claim(path)) is not None:
            with file:
                if whole := whole_bytes(file):
                    file.truncate(whole)
                    _name_whole(path)
                    completed += 1
                elif os.fstat(file.fileno()).st_size:
                    path.unlink()
    return completed


def whole_files(folder: Path) -> list[Path]:
    """The files that nobody writes to any more, oldest first. Raises OSError."""
    return sorted(folder.glob(_NAMES))  # a name begins with the time


def size_of(files: list[Path]) -> int:
    """Their bytes; a file that is gone has none."""
    total = 0
    for path in files:
        with contextlib.suppress(FileNotFoundError):
            total += path.stat().st_size
    return total


def drop_oldest(folder: Path, bytes_max: int) -> list[str]:
    """Removes whole files until the others have no more bytes than that; gives the names. Raises OSError.

    The newest stays, and so does one that is being sent away.
    """
    files, dropped = whole_files(folder), []
    excess = size_of(files) - bytes_max
    for path in files[:-1]:
        if excess <= 0:
            break
        if (file := claim(path)) is not None:
            with file:
                excess -= os.fstat(file.fileno()).st_size
                path.unlink()
            dropped.append(path.name)
    return dropped


def _name_whole(path: Path) -> None:
    path.rename(path.with_name(path.name.removesuffix(OPEN)))
