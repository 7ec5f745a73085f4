"""Makes a document one that feedparser reads in linear time, at the cost of what no feed needs. Pure.

feedparser looks for an e-mail address in what an author's element holds, in quadratic time; and it reads a
few megabytes a second.
"""

from __future__ import annotations

import re

from dateline.feeds.vocabulary import ENTRY_START

BYTES_MAX = 3_000_000
"""Entries beyond are left out."""
PERSON_MAX_BYTES = 1_500
_PERSON = re.compile(
    rb"<(/?)(?:\w{1,20}:)?(?:author|creator|managingeditor|webmaster|publisher)\b[^<>]{0,500}>", re.IGNORECASE
)
_MARKUP = re.compile(rb"<!\[CDATA\[|\]\]>|<[^<>]*>")
_CUT_REFERENCE = re.compile(rb"&[^;]{0,12}\Z")
_CONTINUATION = bytes(range(0x80, 0xC0))
"""Of UTF-8: what follows the first byte of a character."""
_ENTRY_END = re.compile(rb"</(?:item|entry)\s*>", re.IGNORECASE)


def _name(markup: bytes) -> bytes:
    """The beginning of what the element of a person says, without markup; no character or reference cut in two."""
    text = _MARKUP.sub(b"", markup)[:PERSON_MAX_BYTES]
    text = _CUT_REFERENCE.sub(b"", text)
    whole = text.rstrip(_CONTINUATION)
    return whole[:-1] if whole[-1:] >= b"\xc0" else whole


def without_long_people(body: bytes) -> bytes:
    """Persons of more than `PERSON_MAX_BYTES` cut down to some plain text."""
    pieces: list[bytes] = []
    done = 0
    opened: int | None = None
    for tag in _PERSON.finditer(body):
        if not tag[1]:
            opened = tag.end() if opened is None and not tag[0].endswith(b"/>") else opened
        elif opened is not None:
            if tag.start() - opened > PERSON_MAX_BYTES:
                pieces += [body[done:opened], _name(body[opened : tag.start()])]
                done = tag.start()
            opened = None
    return b"".join([*pieces, body[done:]])


def shortened(body: bytes, entries_max: int) -> tuple[bytes, int]:
    """The body with at most `entries_max` entries and some `BYTES_MAX` bytes, and how many entries that cost."""
    starts = [found.start() for found in ENTRY_START.finditer(body)]
    first_out = next((at for at in starts[1:] if at > BYTES_MAX), len(body))
    kept = min(entries_max, sum(at < first_out for at in starts))
    if kept == len(starts):
        return body[: 2 * BYTES_MAX], 0
    ends = [found.end() for found in _ENTRY_END.finditer(body)]
    tail = body[ends[-1] :][:BYTES_MAX] if ends and ends[-1] > starts[kept] else b""
    return body[: starts[kept]][: 2 * BYTES_MAX] + tail, len(starts) - kept
