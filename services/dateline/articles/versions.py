"""When an article has changed, and when to look at it again.

Decisions only: nothing here fetches, waits or publishes.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

_OF_AGE = 0.1
_WORD = re.compile(r"\w+")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\ufeff"))


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


@dataclass(frozen=True, slots=True)
class Words:
    """What a version says, without its dress: words and figures in their order, parted by spaces."""

    title: str
    paragraphs: list[str]
    """One each, where it has any word."""


def words_of(page: Readable) -> Words:
    """The words of a version. Case, punctuation, white space, ligatures and invisible characters do not count."""
    return Words(folded(page.title), [words for line in page.text.split("\n") if (words := folded(line))])


def signature(words: Words) -> str:
    """What a reader would call the same text has the same signature: 16 hex digits."""
    whole = f"{words.title}\x1f{' '.join(words.paragraphs)}"
    return hashlib.blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def folded(text: str) -> str:
    """A text's words and figures, parted by spaces."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_INVISIBLE)
    return " ".join(_WORD.findall(text.casefold()))


def next_visit(visits: int, first_gap_s: float, max_visits: int, age_s: float = 0.0) -> float | None:
    """Seconds until an unchanged article is looked at again; None: no more.

    `visits`: how often it has been looked at again so far; `age_s`: how long ago it was published, as far as that is
    known. The gap doubles each time, and is no less than a tenth of the age, because an article that has stood for
    a while is seldom corrected.
    """
    if visits >= max_visits:
        return None
    return max(first_gap_s * 2.0 ** min(visits, 64), _OF_AGE * age_s)


def age_s(published_at: str | None, now: float) -> float:
    """How long ago a source's time was, in seconds; 0 where it is none, or lies ahead. `now`: Unix time."""
    try:
        moment = datetime.fromisoformat(published_at or "")
    except ValueError:
        return 0.0
    # Without an offset it may be any zone's: a day more or less does not matter here.
    return max(0.0, now - (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
