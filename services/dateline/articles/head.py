"""One walk over a page's markup that collects what it says of itself: meta and link elements, headings, times.

Collects only; which source wins is decided in ``metadata.py``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from turbohtml import Element

_PER_NAME_MAX = 50
_TEXT_CHARS_MAX = 500
_BLOCKS_MAX = 50
_HEADINGS_MAX = 5
_SAYING = frozenset(("meta", "link", "script", "title", "base", "h1", "time"))


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


def read_head(tree: Element) -> Head:
    """Collects a page's markup in one walk. The tree is not changed."""
    head = Head(language=tree.attr("lang") or tree.attr("xml:lang"))
    for element in tree.iter_elements(_SAYING):
        _collect(head, element)
    return head


def _collect(head: Head, element: Element) -> None:
    match element.tag:
        case "meta":
            _meta(head, element)
        case "link":
            if (rel := element.attr("rel")) and (href := element.attr("href")):
                head.links.setdefault(rel.strip().lower(), href.strip())
        case "script":
            if "ld+json" in (element.attr("type") or "").lower() and len(head.blocks) < _BLOCKS_MAX:
                head.blocks.append(element.text)
        case "title":
            head.title = head.title or shown_text(element)
        case "base":
            head.base = head.base or element.attr("href")
        case "time":
            if (moment := element.attr("datetime")) and len(head.times) < _PER_NAME_MAX:
                marked = f"{element.attr('class') or ''} {element.attr('itemprop') or ''}"
                head.times.append((moment, marked.lower()))
        case _:
            if len(head.headings) < _HEADINGS_MAX and (text := shown_text(element)):
                head.headings.append(text)


def _meta(head: Head, element: Element) -> None:
    content = element.attr("content")
    if content is None:
        return
    for attribute in ("property", "name", "itemprop"):
        if name := element.attr(attribute):
            contents = head.metas.setdefault(name.strip().lower(), [])
            if len(contents) < _PER_NAME_MAX:
                contents.append(" ".join(content[:5000].split()))


def shown_text(element: Element) -> str:
    """The element's text, white space folded, cut at a length no headline has."""
    pieces: list[str] = []
    length = 0
    for piece in element.strings:
        pieces.append(piece)
        length += len(piece)
        if length > _TEXT_CHARS_MAX:
            break
    # A space between elements: bylines are often put together of several without one.
    return " ".join(" ".join(pieces).split())[:_TEXT_CHARS_MAX]
