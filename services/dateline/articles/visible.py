"""What a page shows near its heading when its markup is silent: bylines and date lines.

A walk over every element, and so the dearer part: it is made only where ``head.py`` and ``structured.py``
found no author or no day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from turbohtml import Comment, Element, Node, Text

from dateline.articles.dates import SHOWN_CHARS_MAX, shown_day
from dateline.articles.head import shown_text

_FOUND_MAX = 50
_BYLINE_CHARS_MAX = 120
_NODES_MAX = 24
_DATE_ELEMENTS_MAX = 2
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


def read_visible(tree: Element) -> Visible:
    """Collects bylines and date lines. The tree is not changed."""
    found = Visible()
    heading_at: int | None = None
    for place, element in enumerate(tree.iter_elements()):
        tag = element.tag
        if tag == "h1" and heading_at is None:
            heading_at = place
        if tag not in _NO_TEXT and len(element) < _NODES_MAX:
            _look_at(found, element, place)
    start = heading_at or 0
    found.days = [Found(place - start, text) for place, text in found.days]
    found.bylines = [Found(place - start, text) for place, text in found.bylines]
    return found


def _look_at(found: Visible, element: Element, place: int) -> None:
    """Keeps what a small element says about the author or the day."""
    own = _own_start(element)
    nodes = len(element)
    if (_is_byline(element) or (own and len(own) < _BYLINE_CHARS_MAX and _SAYS_BY.match(own))) and (
        len(found.bylines) < _FOUND_MAX and 0 < len(text := shown_text(element)) < _BYLINE_CHARS_MAX
    ):
        found.bylines.append(Found(place, text))
    if nodes == 0 or (nodes == 1 and not own):  # what it holds is looked at by itself
        return
    if len(own) <= SHOWN_CHARS_MAX and _elements(element) <= _DATE_ELEMENTS_MAX and len(found.days) < _FOUND_MAX:
        text = " ".join(node.data if isinstance(node, Text) else _own_start(node) for node in element)
        if _YEAR.search(text) and (day := shown_day(" ".join(text.split()))) is not None:
            found.days.append(Found(place, day))


def _elements(element: Element) -> int:
    """How many elements are directly inside."""
    return sum(isinstance(node, Element) for node in element)


def _own_start(node: Node) -> str:
    """The text at the beginning of a node, before any element in it. Comments part nothing."""
    pieces: list[str] = []
    for child in node:
        if isinstance(child, Text):
            pieces.append(child.data)
        elif not isinstance(child, Comment):
            break
    return "".join(pieces)


def _is_byline(element: Element) -> bool:
    """Whether the markup calls an element the author's."""
    if element.tag == "a" and (_PROFILE.search(element.attr("href") or "") or element.attr("rel") == "author"):
        return True
    called = element.attr("class") or element.attr("id")
    if called is not None and _is_byline_name(called):
        return True
    return element.attr("itemprop") in ("author", "creator")


@lru_cache(maxsize=4096)
def _is_byline_name(called: str) -> bool:
    return _BYLINE_WORDS.search(called) is not None
