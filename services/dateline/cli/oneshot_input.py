"""Reading for the one-shot commands: lines of many files or of standard input, and whole documents.

Lazily and with bounds: a file may be larger than memory, a pipe may be slow, and a line or a compressed
document may be a bomb.
"""

from __future__ import annotations

import asyncio
import gzip
import sys
import threading
from collections.abc import AsyncGenerator, Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, NamedTuple, TypeVar, cast

from dateline.errors import BadInput, ConfigurationError

T = TypeVar("T")

STDIN = "-"
BLOCK_BYTES = 256 * 1024
LINE_BYTES_MAX = 32 * 1024 * 1024
"""A longer line is no line of JSON Lines that a worker should see."""
BLOCKS_AHEAD = 2


class Line(NamedTuple):
    """A line of input and where it came from."""

    source: str
    number: int
    """Counted from 1."""
    text: bytes
    """Without the newline. Of a line that is too long, only the beginning."""


def check_readable(paths: Sequence[str]) -> None:
    """Raises ConfigurationError for the first path that can't be read, before any work is done."""
    for path in paths:
        if path == STDIN:
            continue
        try:
            with Path(path).open("rb"):
                pass
        except OSError as error:
            raise ConfigurationError(f"{path}: {error.strerror}") from error


def total_bytes(paths: Sequence[str]) -> int | None:
    """Size of all input; None where it can't be known before it is read: standard input, compressed files."""
    if any(path == STDIN or path.endswith(".gz") for path in paths):
        return None
    return sum(Path(path).stat().st_size for path in paths)


def standard_input() -> BinaryIO:
    """Standard input without a buffer: a thread that waits inside a buffered one blocks the interpreter's end."""
    return cast("BinaryIO", getattr(sys.stdin.buffer, "raw", sys.stdin.buffer))


def read_blocks(paths: Sequence[str]) -> Iterator[list[Line]]:
    """The lines of all paths, in blocks that are given out as soon as they are read; empty lines are left out.

    Raises ConfigurationError where a file can't be read or unpacked.
    """
    for path in paths:
        with ExitStack() as files:
            raw = standard_input() if path == STDIN else files.enter_context(Path(path).open("rb"))
            stream = files.enter_context(gzip.open(raw)) if path.endswith(".gz") else raw
            try:
                yield from _lines(path, cast("BinaryIO", stream))
            except (OSError, EOFError) as error:
                raise ConfigurationError(f"{path}: {error}") from error


def _lines(source: str, stream: BinaryIO) -> Iterator[list[Line]]:
    """The lines of one stream. A line that is too long is cut, and its rest passed over."""
    read = getattr(stream, "read1", stream.read)  # what is there now, rather than a full block later
    number, rest, cut = 1, b"", False
    while chunk := read(BLOCK_BYTES):
        *whole, rest = (rest + chunk).split(b"\n") if b"\n" in chunk else (rest + chunk,)
        block: list[Line] = []
        for text in whole:
            if not cut and text.strip():
                block.append(Line(source, number, text))
            cut = False
            number += 1
        if len(rest) > LINE_BYTES_MAX:
            if not cut:
                block.append(Line(source, number, rest[:1000]))
            cut, rest = True, b""
        if block:
            yield block
    if rest.strip() and not cut:
        yield [Line(source, number, rest)]


def read_document(path: str, bytes_max: int) -> bytes:
    """A whole file, unpacked where its name ends in ``.gz``.

    Raises BadInput: "unreadable" where it can't be read, "too-large" beyond `bytes_max` bytes unpacked.
    """
    try:
        with Path(path).open("rb") as raw:
            if path.endswith(".gz"):
                with gzip.open(raw) as packed:
                    body = packed.read(bytes_max + 1)
            else:
                body = raw.read(bytes_max + 1)
    except (OSError, EOFError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BadInput("unreadable", f"{path}: {reason}") from error
    if len(body) > bytes_max:
        raise BadInput("too-large", f"{path}: more than {bytes_max} bytes")
    return body


async def from_thread(blocking: Iterable[T]) -> AsyncGenerator[T, None]:
    """The values of a blocking iterable, read in a thread of its own, at most `BLOCKS_AHEAD` ahead.

    The thread is a daemon: one that waits for a silent pipe must not keep an interrupted command alive.
    """
    loop = asyncio.get_running_loop()
    arrived: asyncio.Queue[tuple[T] | BaseException | None] = asyncio.Queue()
    room = threading.Semaphore(BLOCKS_AHEAD)
    closed = threading.Event()

    def tell(news: tuple[T] | BaseException | None) -> None:
        if not closed.is_set():
            loop.call_soon_threadsafe(arrived.put_nowait, news)

    def read() -> None:
        try:
            for value in blocking:
                room.acquire()
                if closed.is_set():
                    return
                tell((value,))
        except BaseException as error:  # raised where the values are taken
            tell(error)
        else:
            tell(None)

    threading.Thread(target=read, name="input", daemon=True).start()
    try:
        while (news := await arrived.get()) is not None:
            if isinstance(news, BaseException):
                raise news
            room.release()
            yield news[0]
    finally:
        closed.set()
        room.release()
