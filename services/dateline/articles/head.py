"""One walk over a page's markup that collects what it says of itself: meta and link elements, headings, times.

Collects only; which source wins is decided in ``metadata.py``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml.html import HtmlElement

_PER_NAME_MAX = 50
_TEXT_CHARS_MAX = 500
_BLOCKS_MAX = 50
_HEADINGS_MAX = 5


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
    for element in tree.iter("meta", "link", "script", "title", "base", "h1", "time"):
        _collect(head, element)
    return head


def _collect(head: Head, element: HtmlElement) -> None:
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
            head.title = head.title or shown_text(element)
        case "base":
            head.base = head.base or element.get("href")
        case "time":
            if (moment := element.get("datetime")) and len(head.times) < _PER_NAME_MAX:
                head.times.append((moment, f"{element.get('class', '')} {element.get('itemprop', '')}".lower()))
        case _:
            if len(head.headings) < _HEADINGS_MAX and (text := shown_text(element)):
                head.headings.append(text)


def _meta(head: Head, element: HtmlElement) -> None:
    content = element.get("content")
    if content is None:
        return
    for attribute in ("property", "name", "itemprop"):
        if name := element.get(attribute):
            contents = head.metas.setdefault(name.strip().lower(), [])
            if len(contents) < _PER_NAME_MAX:
                contents.append(" ".join(content[:5000].split()))


def shown_text(element: HtmlElement) -> str:
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
