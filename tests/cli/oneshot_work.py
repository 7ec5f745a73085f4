"""What the one-shot engine's tests have workers do with a line."""

from __future__ import annotations

import os
import time

from dateline.cli.oneshot import BadLine, LineWork
from dateline.errors import BadInput


def shout(line: bytes) -> bytes:
    """Answers in capitals; some words do what a hostile input may do."""
    match line.strip():
        case b"bad":
            raise BadLine("not a word")
        case b"refused":
            raise BadInput("refused", "it is not allowed")
        case b"crash":
            os._exit(3)
        case b"hang":
            time.sleep(3600)
        case b"defect":
            raise ZeroDivisionError("by nothing")
    return line.upper()


def give_up(line: bytes, error: BadInput) -> bytes:
    return line + b" " + error.code.encode()


SHOUT = LineWork(shout, give_up)
