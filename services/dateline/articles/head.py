"""One walk over a page's tree that collects what its markup says of it: meta and link elements, headings,
times, bylines.

Collects only; which source wins is decided in ``metadata.py``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml.html import HtmlElement

from dateline.articles.dates import SHOWN_CHARS_MAX, shown_day

_PER_NAME_MAX = 50
_TEXT_CHARS_MAX = 500
_BLOCKS_MAX = 50
_BYLINE_CHARS_MAX = 120
_CHILDREN_MAX = 12
_BYLINE_WORDS = re.compile(r"byline|author|autor|writer|auteur|journalist", re.IGNORECASE)
_PROFILE = re.compile(
    r"/(?:authors?|autore?n?|auteurs?|autores|writers?|contributors?|profiles?|journalists?|columnists?|by|staff|redakteure?|people|producers)/[^/]",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_SAYS_BY = re.compile(r"\s{0,50}(?:written )?by:?\s+\S", re.IGNORECASE)
_NO_TEXT = frozenset(("script", "style", "noscript", "template", "title", "svg"))


class Found(NamedTuple):
    """A text and where it was: elements after the first h1, negative before it."""

    place: int
    text: str


@dataclass(slots=True)
class Head:
    """What a page's markup says, as written."""

    metas: dict[str, list[str]] = field(default_factory=dict)
    """Contents of meta elements by name, property or itemprop, in lower case."""
    links: dict[str, str] = field(default_factory=dict)
    """The first href of link elements by rel, in lower case."""
    blocks: list[str] = field(default_factory=list)
    """Texts of ``application/ld+json`` scripts."""
    title: str = ""
    """The title element."""
    headings: list[str] = field(default_factory=list)
    """Texts of the first h1 elements."""
    times: list[tuple[str, str]] = field(default_factory=list)
    """datetime of time elements, with what their markup calls them (class, itemprop)."""
    days: list[Found] = field(default_factory=list)
    """ISO days of elements that show a date and nothing else."""
    bylines: list[Found] = field(default_factory=list)
    """Texts of elements that the markup calls the author's, or that begin with "by"."""
    base: str | None = None
    """href of the base element."""
    language: str | None = None
    """lang of the html element."""

    def first(self, *names: str) -> str | None:
        """The first content that is not empty, of the first of these names that has one."""
        return next((content for name in names for content in self.metas.get(name, ()) if content), None)

    def all(self, *names: str) -> list[str]:
        """Every content of these names."""
        return [content for name in names for content in self.metas.get(name, ()) if content]


def read_head(tree: HtmlElement) -> Head:
    """Collects a page's markup in one walk. The tree is not changed."""
    head = Head(language=tree.get("lang") or tree.get("xml:lang"))
    heading_at: int | None = None
    for place, element in enumerate(tree.iter()):
        match element.tag:
            case "meta":
                _meta(head, element)
            case "link":
                if (rel := element.get("rel")) and (href := element.get("href")):
                    head.links.setdefault(rel.strip().lower(), href.strip())
            case "script":
                if "ld+json" in element.get("type", "").lower() and element.text and len(head.blocks) < _BLOCKS_MAX:
                    head.blocks.append(element.text)
            case "title":
                head.title = head.title or _text(element)
            case "base":
                head.base = head.base or element.get("href")
            case "h1":
                heading_at = place if heading_at is None else heading_at
                if len(head.headings) < 5 and (text := _text(element)):
                    head.headings.append(text)
            case str(tag) if tag not in _NO_TEXT and len(element) < _CHILDREN_MAX:
                _visible(head, element, place)
            case _:
                pass  # a comment, or an element too large to be a byline or a date
    head.days = [Found(place - (heading_at or 0), text) for place, text in head.days]
    head.bylines = [Found(place - (heading_at or 0), text) for place, text in head.bylines]
    return head


def _meta(head: Head, element: HtmlElement) -> None:
    content = element.get("content")
    if content is None:
        return
    for attribute in ("property", "name", "itemprop"):
        if name := element.get(attribute):
            contents = head.metas.setdefault(name.strip().lower(), [])
            if len(contents) < _PER_NAME_MAX:
                contents.append(" ".join(content[:5000].split()))


def _visible(head: Head, element: HtmlElement, place: int) -> None:
    """Keeps what a small element says about the author or the day."""
    if element.tag == "time" and (moment := element.get("datetime")) and len(head.times) < _PER_NAME_MAX:
        head.times.append((moment, f"{element.get('class', '')} {element.get('itemprop', '')}".lower()))
    own = element.text or ""
    if len(head.bylines) < _PER_NAME_MAX and (
        _is_byline(element) or (len(own) < _BYLINE_CHARS_MAX and _SAYS_BY.match(own))
    ):
        text = _text(element)
        if 0 < len(text) < _BYLINE_CHARS_MAX:
            head.bylines.append(Found(place, text))
    if len(element) <= 2 and len(own) <= SHOWN_CHARS_MAX and len(head.days) < _PER_NAME_MAX:
        text = own + "".join(f" {child.text or ''} {child.tail or ''}" for child in element)
        if _YEAR.search(text) and (day := shown_day(" ".join(text.split()))) is not None:
            head.days.append(Found(place, day))


def _is_byline(element: HtmlElement) -> bool:
    """Whether the markup calls an element the author's."""
    if element.get("rel") == "author" or element.get("itemprop") in ("author", "creator"):
        return True
    if element.tag == "a":
        return _PROFILE.search(element.get("href", "")) is not None
    called = element.get("class") or element.get("id")
    return called is not None and _BYLINE_WORDS.search(called) is not None


def _text(element: HtmlElement) -> str:
    """The element's text, white space folded, cut at a length no headline has."""
    pieces: list[str] = []
    length = 0
    for piece in element.itertext():
        pieces.append(str(piece))
        length += len(piece)
        if length > _TEXT_CHARS_MAX:
            break
    # A space between elements: bylines are often put together of several without one.
    return " ".join(" ".join(pieces).split())[:_TEXT_CHARS_MAX]
