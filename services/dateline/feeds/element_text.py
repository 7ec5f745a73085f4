"""What the elements of a well-formed feed say: plain texts, and texts that may hold markup. Pure."""

from __future__ import annotations

import base64
import binascii
import contextlib
from xml.etree.ElementTree import Element

from dateline.feeds.elements import Irregular, attributes_of, named
from dateline.feeds.inline_markup import inner_html, only_div
from dateline.feeds.mending import mended

XHTML = "application/xhtml+xml"
TYPES = {"text": "text/plain", "plain": "text/plain", "html": "text/html", "xhtml": XHTML}
"""Atom's words for media types."""
_XML_TYPES = ("+xml", "/xml")


def plain_text(element: Element) -> str:
    """The text of an element that has only text, `mended`. Raises Irregular where it has elements."""
    if len(element):
        raise Irregular("elements inside a plain text")
    text = element.text
    return mended(text.strip()) if text else ""


def marked_text(element: Element, default_type: str, is_atom10: bool) -> tuple[str, str]:
    """The text of an element that may hold markup, `mended`, and its media type (RFC 4287, section 3.1).

    Raises Irregular.
    """
    if not len(element) and not element.items() and default_type != XHTML:
        return mended((element.text or "").strip()), default_type  # what nearly all are
    attributes = attributes_of(element)
    kind = attributes.get("type", default_type).lower()
    kind = TYPES.get(kind, kind)
    # What is neither text nor XML is base64 (RFC 4287, section 4.1.3.3).
    is_base64 = attributes.get("mode") == "base64" or not (kind.startswith("text/") or kind.endswith(_XML_TYPES))
    text = element.text or ""
    if len(element):
        kind, text = _inner(element, kind, is_atom10)
    elif kind == XHTML and ("&" in text or "<" in text or ">" in text):
        text = inner_html(element, raw_start=False)
    text = text.strip()
    if is_base64:
        with contextlib.suppress(binascii.Error, UnicodeDecodeError):  # then it is no base64 after all
            text = base64.decodebytes(text.encode("utf-8", "surrogatepass")).decode()
    return mended(text), kind


def _inner(element: Element, kind: str, is_atom10: bool) -> tuple[str, str]:
    for inner in element.iter():
        if inner is element:
            continue
        name, what = named(inner)
        if what is not None or (name in ("div", "xhtml_div") and not kind.endswith("xml")):
            raise Irregular("elements of a feed inside a text")
    if kind == XHTML:
        inside = only_div(element) if is_atom10 else None
        return kind, inner_html(element if inside is None else inside, raw_start=False)
    if kind.endswith("xml"):
        raise Irregular("a text in a language of its own")
    return XHTML, inner_html(element, raw_start=True)
