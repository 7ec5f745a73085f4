"""Mends texts whose bytes were taken for another charset before they came into the feed. Pure."""

from __future__ import annotations

import re

_C1 = re.compile("[\x80-\x9f]")
# Two patterns that each begin with one byte are looked for many times faster than one of both.
_C1_BYTES = re.compile(rb"\xc2[\x80-\x9f]")
_C1_REFERENCE = re.compile(rb"&(?:#(?:0{0,9}1[2-5][0-9]|[xX]0{0,9}[89][0-9a-fA-F]);)")
_CP1252 = {
    code: bytes([code]).decode("cp1252") for code in range(0x80, 0xA0) if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
"""What Windows-1252 has where Latin-1 has control characters that no text means."""


def may_need_mending(body: bytes) -> bool:
    """Whether a UTF-8 document can hold a character that `mended` maps from Windows-1252, itself or as a reference."""
    return _C1_BYTES.search(body) is not None or _C1_REFERENCE.search(body) is not None


def mended(text: str, *, windows: bool = True) -> str:
    """`text` without two common faults: UTF-8 that was read as Latin-1, and Windows-1252 that was called Latin-1.

    `windows=False`: the second is known not to be there.
    """
    if text.isascii():
        return text
    try:
        text = text.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        if not windows:
            return text  # it is what it looks like
    return text.translate(_CP1252) if _C1.search(text) else text
