"""Mends texts whose bytes were taken for another charset before they came into the feed. Pure."""

from __future__ import annotations

import contextlib
import re

_C1 = re.compile(rb"\xc2[\x80-\x9f]")
"""In UTF-8, because bytes are searched many times faster than text."""
_CP1252 = {
    code: bytes([code]).decode("cp1252") for code in range(0x80, 0xA0) if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
"""What Windows-1252 has where Latin-1 has control characters that no text means."""


def mended(text: str) -> str:
    """`text` without two common faults: UTF-8 that was read as Latin-1, and Windows-1252 that was called Latin-1."""
    if text.isascii():
        return text
    with contextlib.suppress(UnicodeError):  # then it is what it looks like
        text = text.encode("latin-1").decode("utf-8")
    return text.translate(_CP1252) if _C1.search(text.encode("utf-8", "surrogatepass")) else text
