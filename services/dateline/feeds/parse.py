"""Bytes to `ParsedFeed`: looks at the bytes and gives them to the parser of their kind."""

from __future__ import annotations

import zlib

from dateline.errors import BadInput
from dateline.feeds.encoding import opened
from dateline.feeds.json_feed import parse_json_feed
from dateline.feeds.model import ParsedFeed
from dateline.feeds.xml_feed import parse_xml_feed

ENTRIES_MAX = 5_000
BODY_MAX_BYTES = 32_000_000
_GZIP = b"\x1f\x8b"


def _unpacked(body: bytes) -> bytes:
    """A file that is gzip itself, as sitemaps may be (sitemaps.org/protocol.html), as far as it goes."""
    try:
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(body, BODY_MAX_BYTES + 1)
    except zlib.error as error:
        raise BadInput("not-a-feed", f"it begins like gzip: {error}") from error


def parse_feed(
    body: bytes, *, content_type: str | None = None, url: str = "", entries_max: int = ENTRIES_MAX
) -> ParsedFeed:
    """A feed from its bytes.

    `content_type` is the response's header, for its charset; `url` is where the bytes came from, which
    relative links are resolved against. Entries beyond `entries_max` are counted, not read. A body that is gzip
    is unpacked.

    Raises BadInput: "not-a-feed", "empty", "too-large", "parser-failed", and for more markup than any feed has
    "too-many-tags", "too-many-elements", "too-many-references", "too-deep", "tag-too-long". Takes up to some
    seconds on hostile bytes: call it where a deadline can kill it.
    """
    if body.startswith(_GZIP):
        body = _unpacked(body)
    if len(body) > BODY_MAX_BYTES:
        raise BadInput("too-large", f"{len(body)} bytes, more than {BODY_MAX_BYTES}")
    body = opened(body)
    start = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    if not start:
        raise BadInput("empty" if not body.strip() else "not-a-feed", "it has no content")
    if start[:1] in (b"{", b"["):
        return parse_json_feed(body.lstrip(b"\xef\xbb\xbf \t\r\n"), url=url, entries_max=entries_max)
    return parse_xml_feed(body, content_type=content_type, url=url, entries_max=entries_max)
