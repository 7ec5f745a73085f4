"""When an article has changed, and when to look at it again.

Decisions only: nothing here fetches, waits or publishes.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Protocol

_WORD = re.compile(r"\w+")


class Readable(Protocol):
    """What has a headline and a text: an extracted page, an article."""

    @property
    def title(self) -> str:
        """Headline."""
        ...

    @property
    def text(self) -> str:
        """Clean text."""
        ...


def visible(text: str) -> str:
    """The text as a reader compares it: without case, kinds of letters (NFKC) and invisible characters."""
    kept = unicodedata.normalize("NFKC", text).casefold()
    return kept.replace("\u00ad", "").replace("\u200b", "").replace("\ufeff", "")


def folded(text: str) -> str:
    """Its words and figures in their order, parted by spaces: white space and punctuation do not count."""
    return " ".join(_WORD.findall(visible(text)))


def signature(page: Readable) -> str:
    """What a reader would call the same text has the same signature: 16 hex digits, from title and text folded."""
    digest = hashlib.blake2b(digest_size=8)
    for part in (page.title, page.text):
        digest.update(folded(part).encode("utf-8", "surrogatepass"))
        digest.update(b"\x1f")
    return digest.hexdigest()


def changed(old_signature: str, page: Readable) -> bool:
    """Whether the page says something else than when it had `old_signature`."""
    return signature(page) != old_signature


def next_visit(visits: int, first_gap_s: float, max_visits: int) -> float | None:
    """Seconds until an unchanged article is looked at again; None: no more.

    `visits`: how often it has been looked at again so far. The gap doubles each time, because an article
    that has stood for a while is seldom corrected.
    """
    if visits >= max_visits:
        return None
    return first_gap_s * 2.0 ** min(visits, 64)
