"""What a page shows near its heading when its markup is silent: bylines and date lines.

A walk over every element, and so the dearer part: it is made only where ``head.py`` and ``structured.py``
found no author or no day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml.html import HtmlElement

from dateline.articles.dates import SHOWN_CHARS_MAX, shown_day
from dateline.articles.head import shown_text

_FOUND_MAX = 50
_BYLINE_CHARS_MAX = 120
_CHILDREN_MAX = 12
_BYLINE_WORDS = re.compile(r"byline|author|autor|writer|auteur|journalist", re.IGNORECASE)
_PROFILE = re.compile(
    r"/(?:authors?|autore?n?|auteurs?|autores|writers?|contributors?|profiles?|journalists?|columnists?|by|staff|redakteure?|people|producers)/[^/]",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_SAYS_BY = re.compile(r"\s{0,50}(?:written )?by:?\s+\S", re.IGNORECASE)
_NO_TEXT = frozenset(
    ("meta", "link", "script", "title", "style", "noscript", "template", "svg", "path", "img", "br", "input", "source")
)


class Found(NamedTuple):
    """A text and where it was: elements after the first h1, negative before it."""

    place: int
    text: str


@dataclass(slots=True)
class Visible:
    """What small elements of a page say."""

    bylines: list[Found] = field(default_factory=list)
    """Texts of elements that the markup calls the author's, or that begin with "by"."""
    days: list[Found] = field(default_factory=list)
    """ISO days of elements that show a date and nothing else."""


def read_visible(tree: HtmlElement) -> Visible:
    """Collects bylines and date lines. The tree is not changed."""
    found = Visible()
    heading_at: int | None = None
    for place, element in enumerate(tree.iter()):
        tag = element.tag
        if tag == "h1" and heading_at is None:
            heading_at = place
        if tag not in _NO_TEXT and isinstance(tag, str) and len(element) < _CHILDREN_MAX:
            _look_at(found, element, place)
    start = heading_at or 0
    found.days = [Found(place - start, text) for place, text in found.days]
    found.bylines = [Found(place - start, text) for place, text in found.bylines]
    return found


def _look_at(found: Visible, element: HtmlElement, place: int) -> None:
    """Keeps what a small element says about the author or the day."""
    own = element.text or ""
    if (_is_byline(element) or (len(own) < _BYLINE_CHARS_MAX and _SAYS_BY.match(own))) and (
        len(found.bylines) < _FOUND_MAX and 0 < len(text := shown_text(element)) < _BYLINE_CHARS_MAX
    ):
        found.bylines.append(Found(place, text))
    if len(element) <= 2 and len(own) <= SHOWN_CHARS_MAX and len(found.days) < _FOUND_MAX:
        text = own
        for child in element:
            text = f"{text} {child.text or ''} {child.tail or ''}"
        if _YEAR.search(text) and (day := shown_day(" ".join(text.split()))) is not None:
            found.days.append(Found(place, day))


def _is_byline(element: HtmlElement) -> bool:
    """Whether the markup calls an element the author's."""
    if element.tag == "a" and (_PROFILE.search(element.get("href", "")) or element.get("rel") == "author"):
        return True
    called = element.get("class") or element.get("id")
    if called is not None and _BYLINE_WORDS.search(called):
        return True
    return element.get("itemprop") in ("author", "creator")
