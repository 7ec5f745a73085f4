"""What a page shows near its heading when its markup is silent: bylines and date lines.

A walk over every node, and so the dearer part: it is made only where ``head.py`` and ``structured.py`` found no
author or no day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from turbohtml import Comment, Element, Node, Text

from dateline.articles.dates import shown_day, source_time
from dateline.articles.head import shown_text

_FOUND_MAX = 50
_BYLINE_CHARS_MAX = 120
_NODES_MAX = 24
_BY_CHARS_MAX = 15
_DATE_ELEMENTS_MAX = 2
_LEVELS = 2
"""A date line is a text, or a text and small elements around it."""
_BYLINE_WORDS = re.compile(r"byline|author|autor|writer|auteur|journalist", re.IGNORECASE)
_PROFILE = re.compile(
    r"/(?:authors?|autore?n?|auteurs?|autores|writers?|contributors?|profiles?|journalists?|columnists?|by|staff|redakteure?|people|producers)/[^/]",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_BY = re.compile(r"(?:written )?by\b", re.IGNORECASE)
_BY_ALONE = re.compile(r"(?:(?:written|words|story|report) )?(?:by|von|par|por|door|di)\s?:?", re.IGNORECASE)
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
    """Texts of elements that the markup calls the author's, that begin with "by", or that stand after it."""
    days: list[Found] = field(default_factory=list)
    """ISO days of texts and elements that show a date and nothing else, and of time elements."""


def read_visible(tree: Element) -> Visible:
    """Collects bylines and date lines in one walk over all nodes. The tree is not changed."""
    found = Visible()
    heading_at: int | None = None
    place = -1
    after_by = False
    for node in tree.descendants:
        if type(node) is Text:
            data = node.data.strip()
            if not data or len(data) > _BYLINE_CHARS_MAX:
                continue
            # Most texts are neither, and these looks cost less than the patterns.
            if ("20" in data or "19" in data) and _YEAR.search(data):
                _look_for_day(found, node, place)
            if data[0] in "bBwW" and _BY.match(data):
                _look_for_byline(found, node, place)
            if after_by and len(found.bylines) < _FOUND_MAX:
                found.bylines.append(Found(place, data))
            after_by = len(data) < _BY_CHARS_MAX and _BY_ALONE.fullmatch(data) is not None
        elif type(node) is Element:
            place += 1
            tag = node.tag
            if tag == "h1" and heading_at is None:
                heading_at = place
            if tag == "time" and (day := source_time(node.attr("datetime") or "")) and len(found.days) < _FOUND_MAX:
                found.days.append(Found(place, day[:10]))
            if tag not in _NO_TEXT and _is_byline(node, tag):
                _keep_byline(found, node, place)
    start = heading_at or 0
    found.days = [Found(place - start, text) for place, text in found.days]
    found.bylines = [Found(place - start, text) for place, text in found.bylines]
    return found


def _look_for_byline(found: Visible, text: Text, place: int) -> None:
    """Keeps the element around this text, where it begins with "by" and more."""
    around = text.parent
    if isinstance(around, Element) and around.tag not in _NO_TEXT:
        own = _own_start(around)
        if len(own) < _BYLINE_CHARS_MAX and _SAYS_BY.match(own):
            _keep_byline(found, around, place)


def _keep_byline(found: Visible, element: Element, place: int) -> None:
    if len(found.bylines) < _FOUND_MAX and len(element) < _NODES_MAX:
        text = shown_text(element)
        if 0 < len(text) < _BYLINE_CHARS_MAX:
            found.bylines.append(Found(place, text))


def _look_for_day(found: Visible, text: Text, place: int) -> None:
    """Keeps the day that a text is, or the element that it is in, or the one around that: what it shows is no more."""
    around = text.parent
    if not isinstance(around, Element) or around.tag in _NO_TEXT or len(found.days) >= _FOUND_MAX:
        return
    if (day := shown_day(" ".join(text.data.split()))) is not None:
        found.days.append(Found(place, day))
        return
    for _ in range(_LEVELS):
        if not isinstance(around, Element):
            return
        if (day := _day_of(around)) is not None:
            found.days.append(Found(place, day))
            return
        around = around.parent


def _day_of(element: Element) -> str | None:
    """The ISO day that an element shows, where it is small and shows no more."""
    if len(element) >= _NODES_MAX or sum(isinstance(node, Element) for node in element) > _DATE_ELEMENTS_MAX:
        return None
    text = " ".join(node.data if isinstance(node, Text) else _own_start(node) for node in element)
    return shown_day(" ".join(text.split()))


def _own_start(node: Node) -> str:
    """The text at the beginning of a node, before any element in it. Comments part nothing."""
    pieces: list[str] = []
    for child in node:
        if isinstance(child, Text):
            pieces.append(child.data)
        elif not isinstance(child, Comment):
            break
    return "".join(pieces)


def _is_byline(element: Element, tag: str) -> bool:
    """Whether the markup calls an element the author's."""
    called = element.attr("class") or element.attr("id")
    if called is not None and _is_byline_name(called):
        return True
    if tag == "a" and (_PROFILE.search(element.attr("href") or "") or element.attr("rel") == "author"):
        return True
    return element.attr("itemprop") in ("author", "creator")


@lru_cache(maxsize=4096)
def _is_byline_name(called: str) -> bool:
    return _BYLINE_WORDS.search(called) is not None
