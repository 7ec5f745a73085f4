"""Markup that stands in a feed as elements (Atom's xhtml, RSS that forgot to escape), written out as HTML. Pure."""

from __future__ import annotations

from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape, quoteattr

from dateline.feeds.vocabulary import SEPARATOR

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)


def _start(element: Element, name: str) -> str:
    pairs = ((_local(key), value) for key, value in element.items())
    return f"<{name}{''.join(f' {key}={quoteattr(value)}' for key, value in pairs)}>"


def _local(name: str) -> str:
    return (name.split(SEPARATOR)[1] if SEPARATOR in name else name).lower()


def local_name(element: Element) -> str:
    """Without its namespace or prefix, in lower case."""
    return _local(element.tag)


def inner_html(element: Element, *, raw_start: bool) -> str:
    """What is inside `element`, without recursion.

    `raw_start`: the text before the first element is HTML already, as in text that only later turns out to
    hold elements.
    """
    text = element.text or ""
    pieces = [text if raw_start else escape(text)]
    waiting: list[Element | str] = [*reversed(element)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            pieces.append(node)
            continue
        name = local_name(node)
        pieces += (_start(node, name), escape(node.text or ""))
        waiting.append(("" if name in _VOID else f"</{name}>") + escape(node.tail or ""))
        waiting.extend(reversed(node))
    return "".join(pieces)


def only_div(element: Element) -> Element | None:
    """The div that holds all there is, as Atom's xhtml has one that is not part of the content (RFC 4287, 3.1.1.3)."""
    if len(element) != 1 or (element.text or "").strip():
        return None
    (child,) = element
    return child if local_name(child) == "div" and not (child.tail or "").strip() else None
