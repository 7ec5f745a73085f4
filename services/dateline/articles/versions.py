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


def signature(page: Readable) -> str:
    """What a reader would call the same text has the same signature: 32 hex digits.

    Only words and figures count, in their order and without case: white space, punctuation, kinds of
    quotation marks, ligatures and invisible characters do not.
    """
    digest = hashlib.sha256()
    for part in (page.title, page.text):
        folded = unicodedata.normalize("NFKC", part).casefold()
        visible = folded.replace("\u00ad", "").replace("\u200b", "").replace("\ufeff", "")
        digest.update(" ".join(_WORD.findall(visible)).encode("utf-8", "surrogatepass"))
        digest.update(b"\x1f")
    return digest.hexdigest()[:32]


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
