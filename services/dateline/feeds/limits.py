"""How much markup a feed may have. Refuses by looking at the bytes, before any parser sees them. Pure and linear."""

from __future__ import annotations

import re

from dateline.errors import BadInput

TAGS_MAX = 1_000_000
"""Tags of a document, with those in its texts: each of them may cost a hundred bytes of memory."""
TOLERANT_TAGS_MAX = 100_000
TOLERANT_DEPTH_MAX = 5_000
"""feedparser takes time that grows with the square of the depth."""
REFERENCES_MAX = 300_000
"""Ampersands of a document that is not well formed."""
REPAIRED_TAGS_MAX = 300_000
TAG_MAX_BYTES = 64 * 1024
"""The longest tag: feedparser takes quadratic time on the attributes of what is not well formed."""
_TAG = re.compile(rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|<(/?)[a-zA-Z_:][^<>]*", re.DOTALL)


def check_markup(body: bytes) -> None:
    """What any parser may be given. Raises BadInput("too-many-tags")."""
    if len(body) > 2 * TAGS_MAX and (tags := body.count(b"<")) > TAGS_MAX:
        raise BadInput("too-many-tags", f"{tags} tags, more than {TAGS_MAX}")


def is_repairable(body: bytes) -> bool:
    """Whether repairing its references takes no longer than they are worth."""
    return body.count(b"&") <= REFERENCES_MAX and body.count(b"<") <= REPAIRED_TAGS_MAX


def check_tolerable(body: bytes) -> None:
    """What feedparser may be given.

    Raises BadInput: "too-many-tags", "too-many-references", "too-deep", "tag-too-long".
    """
    if body.count(b"&") > REFERENCES_MAX:
        raise BadInput("too-many-references", f"not well formed, and more than {REFERENCES_MAX} ampersands")
    if (tags := body.count(b"<")) > TOLERANT_TAGS_MAX:
        raise BadInput("too-many-tags", f"not well formed, and {tags} tags, more than {TOLERANT_TAGS_MAX}")
    depth = 0
    for tag in _TAG.finditer(body):
        text = tag[0]
        if text.startswith(b"<!"):
            continue
        if len(text) > TAG_MAX_BYTES:
            raise BadInput("tag-too-long", f"a tag of {len(text)} bytes, more than {TAG_MAX_BYTES}")
        depth = max(0, depth - 1) if tag[1] else depth + (not text.endswith(b"/"))
        if depth > TOLERANT_DEPTH_MAX:
            raise BadInput("too-deep", f"more than {TOLERANT_DEPTH_MAX} elements inside one another")
