"""What the pool's tests have workers do. Workers import these by name, so they are functions of a module."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path

from dateline.errors import BadInput

Item = Callable[[], object]

warmed: list[str] = []


class TwoArgumentsError(Exception):
    """Pickles, but can't be loaded again: its arguments are not what it was made from."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"{first} and {second}")


def double(number: int) -> int:
    return number * 2


def length(body: bytes) -> int:
    return len(body)


def repeat(body: bytes, times: int) -> bytes:
    return body * times


def pid() -> int:
    return os.getpid()


def warm() -> None:
    warmed.append("warm")


def what_is_warm() -> list[str]:
    return warmed


def never_warm() -> None:
    raise ValueError("the gazetteer is missing")


def die_while_warming() -> None:
    os._exit(9)


def hang(mark: Path) -> None:
    mark.write_text(str(os.getpid()))
    while True:
        time.sleep(3600)


def wait_for(gate: Path) -> str:
    """Opens a named pipe for reading: it waits until the test opens it for writing."""
    return gate.read_text()


def announce_and_wait(started: Path, gate: Path) -> str:
    """Writes its process id into one named pipe and waits at another."""
    started.write_text(str(os.getpid()))
    return gate.read_text()


def touch(path: Path) -> None:
    path.touch()


def refuse() -> None:
    raise BadInput("not-a-feed", "it is a picture")


def raise_what_cannot_travel() -> None:
    raise TwoArgumentsError("this", "that")


def leave() -> None:
    sys.exit(3)


def stop_iterating() -> None:
    raise StopIteration("no more")


def lock_without_pickle() -> object:
    return socket.socket()


def segfault() -> None:
    ctypes.string_at(0)


def exit_at_once() -> None:
    os._exit(7)


def eat(megabytes: int) -> int:
    return len(bytearray(megabytes * 1024 * 1024))


def print_something() -> None:
    print("a library's chatter")


def open_sockets() -> int:
    """How many sockets this process holds."""
    held = 0
    for entry in Path("/proc/self/fd").iterdir():
        try:
            held += stat.S_ISSOCK(entry.stat().st_mode)
        except FileNotFoundError:
            continue
    return held


def interrupt_oneself() -> str:
    os.kill(os.getpid(), signal.SIGINT)
    os.kill(os.getpid(), signal.SIGTERM)
    return "still here"
