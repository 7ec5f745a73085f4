"""Tells a body that says what it said before, so that it is not parsed again. Pure."""

from __future__ import annotations

import hashlib
import re

from dateline.feeds.vocabulary import ENTRY_START

_HEAD_BYTES = 16 * 1024
_TAIL_BYTES = 2 * 1024
# Bounded, because a body may be made of their beginnings.
_VOLATILE = re.compile(
    rb"<(?:lastBuildDate|pubDate|updated|modified|dc:date)>[^<]{0,100}</|<!--[^>]{0,300}-->", re.IGNORECASE
)
_COMMENT_AT_END = re.compile(rb"\s{0,20}<!--[^>]{0,300}-->\s{0,20}\Z")


def body_fingerprint(body: bytes) -> str:
    """32 hex digits of a feed's bytes without what many servers write anew every time.

    That is, before the first entry, the dates of the feed itself and comments; and a comment after the end, which
    caches leave there. Equal fingerprints: nothing to parse.
    """
    first = ENTRY_START.search(body, 0, _HEAD_BYTES)
    end = first.start() if first else min(len(body), _HEAD_BYTES)
    digest = hashlib.blake2b(_VOLATILE.sub(b"", body[:end]), digest_size=16)
    tail = max(end, len(body) - _TAIL_BYTES)
    digest.update(body[end:tail])
    digest.update(_COMMENT_AT_END.sub(b"", body[tail:], count=1))
    return digest.hexdigest()
