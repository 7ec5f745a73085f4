"""Markup that stands in a feed as elements (Atom's xhtml, RSS that forgot to escape), written out as HTML. Pure."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from lxml import etree

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)


def _start(element: etree._Element, name: str) -> str:
    if not element.attrib:
        return f"<{name}>"
    pairs = ((str(key).rpartition("}")[2].lower(), str(value)) for key, value in element.attrib.items())
    return f"<{name}{''.join(f' {key}={quoteattr(value)}' for key, value in pairs)}>"


def local_name(element: etree._Element) -> str:
    """Without its namespace or prefix, in lower case."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2].lower()


def inner_html(element: etree._Element, *, raw_start: bool) -> str:
    """What is inside `element`, without recursion.

    `raw_start`: the text before the first element is HTML already, as in text that only later turns out to
    hold elements.
    """
    text = element.text or ""
    pieces = [text if raw_start else escape(text)]
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if node is element:
            continue
        name = local_name(node)
        if event == "start":
            pieces.append(_start(node, name))
            pieces.append(escape(node.text or ""))
        else:
            if name not in _VOID:
                pieces.append(f"</{name}>")
            pieces.append(escape(node.tail or ""))
    return "".join(pieces)


def only_div(element: etree._Element) -> etree._Element | None:
    """The div that holds all there is, as Atom's xhtml has one that is not part of the content (RFC 4287, 3.1.1.3)."""
    if len(element) != 1 or (element.text or "").strip():
        return None
    (child,) = element
    return child if local_name(child) == "div" and not (child.tail or "").strip() else None
