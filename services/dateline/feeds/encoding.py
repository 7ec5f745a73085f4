"""Makes a feed's bytes ready for an XML parser: the charset decided, the bytes that XML forbids removed. Pure."""

from __future__ import annotations

import codecs
import re

_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_WIDE = (
    # By byte order mark, else by how "<" looks (XML 1.0, appendix F); the longer marks first.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
    (b"Lo\xa7\x94", "cp037"),
)
_NO_CHARSETS = frozenset({"punycode", "idna", "unicode-escape", "raw-unicode-escape", "utf-7"})
"""What Python has beside charsets that it calls encodings of text, and what no publisher means (UTF-7)."""
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,300}\?>")
_FORBIDDEN = bytes([*range(9), 11, 12, *range(14, 27), *range(28, 32)])
"""Control characters outside XML 1.0 (production 2), without ESC, which ISO-2022 encodings use."""


_REFERENCE = re.compile(rb"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));")
_REFERENCE_PAIR = re.compile(rb"&#(?:[xX][dD]8|[xX][dD]9|[xX][dD][abAB]|55|56)[0-9a-fA-F]{1,3};&#[xX0-9a-fA-F]{5,6};")


def _code_point(reference: re.Match[bytes]) -> int:
    """The number of a character reference, beyond Unicode when it has too many digits to be one."""
    hexadecimal, decimal = reference[1], reference[2]
    if len(hexadecimal or decimal) > 10:
        return 0x110000
    return int(hexadecimal, 16) if hexadecimal else int(decimal)


def _is_character(code: int) -> bool:
    """XML 1.0, production 2."""
    return code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000


def _joined(pair: re.Match[bytes]) -> bytes:
    """A surrogate pair that was written as two references, as Java programs do with emoji: one reference."""
    high, low = (_code_point(found) for found in _REFERENCE.finditer(pair[0]))
    if 0xD800 <= high < 0xDC00 <= low < 0xE000:
        return b"&#x%x;" % (0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    return pair[0]


def _without_impossible_references(body: bytes) -> bytes:
    body = _REFERENCE_PAIR.sub(_joined, body)
    return _REFERENCE.sub(lambda found: found[0] if _is_character(_code_point(found)) else b"", body)


def _narrowed(body: bytes) -> bytes:
    """UTF-16, UTF-32 and EBCDIC as UTF-8, so that the rest can look for ASCII; the declaration taken off."""
    for start, encoding in _WIDE:
        if body.startswith(start):
            return _DECLARATION.sub("", body.decode(encoding, "replace"), count=1).encode("utf-8", "replace")
    return body


def opened(body: bytes) -> bytes:
    """The body in a charset that contains ASCII, without white space before it."""
    body = _narrowed(body)
    if body.startswith(b"<"):
        return body
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    return b"\xef\xbb\xbf" + start if body.startswith(codecs.BOM_UTF8) else start


def cleaned(body: bytes) -> bytes:
    """An `opened` body without what XML forbids: control characters, and references to what is no character.

    Either makes a strict XML parser give up on feeds that are well formed but for them.
    """
    body = body.translate(None, _FORBIDDEN)
    if b"\x1b" in body and b"\x1b$" not in body and b"\x1b(" not in body:
        body = body.replace(b"\x1b", b"")  # it begins no sequence of an ISO-2022 encoding
    return _without_impossible_references(body) if b"&#" in body else body


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _may_be_mistaken(charset: str) -> bool:
    """Whether any bytes at all decode in this charset, so that naming it proves nothing."""
    return charset.startswith(
        ("iso-8859", "windows-125", "us-ascii", "ascii", "latin", "cp125", "utf-8", "utf8", "koi8")
    )


def says_utf8(body: bytes, content_type: str | None) -> bool:
    """Whether neither the header nor the declaration names another charset than UTF-8, XML's own."""
    header = _CHARSET.search((content_type or "")[:500])
    declared = _DECLARED.match(body[:300])
    return all(
        name is None or name.lower() in ("utf-8", "utf8")
        for name in (header and header[1], declared and declared[1].decode("ascii"))
    )


def _codec(charset: str) -> str | None:
    """Python's name of a charset; None where it is none, though Python may have something of that name."""
    try:
        name = codecs.lookup(charset).name
        b"a".decode(name, "replace")
    except (LookupError, UnicodeError):
        return None
    return None if name.replace("_", "-") in _NO_CHARSETS else name


def in_utf8(body: bytes, charset: str | None) -> bytes | None:
    """An `opened` body in UTF-8; None where it is not in its charset, or nobody knows that.

    `charset`: None leaves it to the XML declaration.
    """
    if charset is None:
        declared = None if body.startswith(codecs.BOM_UTF8) else _DECLARED.match(body[:300])
        charset = declared[1].decode("ascii") if declared else "utf-8"
    name = _codec(charset)
    if name is None or name == "utf-8":
        return body if name else None
    try:
        return body.decode(name).encode()
    except (LookupError, UnicodeError):
        return None


def charset(body: bytes, content_type: str | None) -> str | None:
    """The charset to parse `body` in; None leaves it to the parser and the XML declaration.

    The header's charset wins over the declaration (RFC 7303, section 3), with one exception: bytes that are
    valid UTF-8 and not ASCII are UTF-8, when all that contradicts is a single-byte charset, which is what
    servers name without looking.
    """
    header = _CHARSET.search((content_type or "")[:500])
    declared = _DECLARED.match(body[:300])
    named = [found.lower() for found in (header and header[1], declared and declared[1].decode("ascii")) if found]
    if body.startswith(codecs.BOM_UTF8):
        return None
    if declared and named[-1].startswith(("utf-16", "utf-32", "ucs-", "iso-10646")):
        named.pop()  # what is declared in ASCII is none of these
        if header is None and _is_utf8(body):
            return "utf-8"
    if all(map(_may_be_mistaken, named)) and not body.isascii() and _is_utf8(body):
        return "utf-8"
    if header is not None and (name := _codec(header[1])) is not None:
        return name
    if declared is None or _codec(declared[1].decode("ascii")) is not None:
        return None
    return "utf-8" if _is_utf8(body) else "windows-1252"
