"""Makes a feed's bytes ready for an XML parser: the charset decided, the bytes that XML forbids removed. Pure."""

from __future__ import annotations

import codecs
import re

_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_WIDE_STARTS = (
    codecs.BOM_UTF16_LE,
    codecs.BOM_UTF16_BE,
    codecs.BOM_UTF32_BE,
    b"<\x00",
    b"\x00<",
    b"\x00\x00\x00<",
    b"Lo\xa7\x94",  # EBCDIC
)
_FORBIDDEN = bytes([*range(9), 11, 12, *range(14, 27), *range(28, 32)])
"""Control characters outside XML 1.0 (production 2), without ESC, which ISO-2022 encodings use."""


def is_wide(body: bytes) -> bool:
    """Whether the body is in UTF-16, UTF-32 or EBCDIC, so that no ASCII can be looked for in it."""
    return body.startswith(_WIDE_STARTS)


def cleaned(body: bytes) -> bytes:
    """The body without leading white space and forbidden control characters.

    Either makes a strict XML parser give up on feeds that are well formed but for them.
    """
    if is_wide(body):
        return body
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    body = b"\xef\xbb\xbf" + start if body.startswith(codecs.BOM_UTF8) else start
    return body.translate(None, _FORBIDDEN)


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _may_be_mistaken(charset: str) -> bool:
    """Whether any bytes at all decode in this charset, so that naming it proves nothing."""
    return charset.startswith(("iso-8859", "windows-125", "us-ascii", "ascii", "latin", "cp125", "utf-8", "utf8"))


def charset(body: bytes, content_type: str | None) -> str | None:
    """The charset to parse `body` in; None leaves it to the parser and the XML declaration.

    The header's charset wins over the declaration (RFC 7303, section 3), with one exception: bytes that are
    valid UTF-8 and not ASCII are UTF-8, when all that contradicts is a single-byte charset, which is what
    servers name without looking.
    """
    header = _CHARSET.search((content_type or "")[:500])
    declared = _DECLARED.match(body[:300])
    named = [found.lower() for found in (header and header[1], declared and declared[1].decode("ascii")) if found]
    if is_wide(body) or body.startswith(codecs.BOM_UTF8):
        return None
    if all(map(_may_be_mistaken, named)) and not body.isascii() and _is_utf8(body):
        return "utf-8"
    if header is None:
        return None
    try:
        return codecs.lookup(header[1]).name
    except LookupError:
        return None
