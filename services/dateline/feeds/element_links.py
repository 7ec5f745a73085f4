"""The links of a well-formed feed: what they say, and against which xml:base. Pure."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

from dateline.feeds.feed_nodes import Node
from dateline.feeds.vocabulary import XML_BASE

_BASE_SCHEMES = frozenset({"http", "https", "ftp", "file", "feed"})
_SLASHES = re.compile(r"([A-Za-z][A-Za-z0-9+-.]*://)/+")


def joined(base: str, link: str) -> str:
    """`link` against an xml:base; the empty string where there is no such URL."""
    if "///" in link:
        link = _SLASHES.sub(r"\1", link, count=1)
    if not base:
        return link
    try:
        return urljoin(base, link)
    except ValueError:
        return ""


def own_base(element: Element, base: str) -> str:
    """The xml:base that holds inside `element`, which is inside `base`."""
    own = element.get(XML_BASE) or element.get("base")
    if not own:
        return base
    if not base:
        return own
    together = joined(base, own)
    try:
        return together if urlsplit(together).scheme in _BASE_SCHEMES else base
    except ValueError:
        return base


def link_node(attributes: dict[str, str]) -> Node:
    """A link's or an enclosure's attributes, as feedparser keeps them."""
    node: Node = {"rel": attributes.get("rel", "alternate").lower()}
    href = attributes.get("url", attributes.get("uri", attributes.get("href"))) or attributes.get("href")
    if href is not None:
        node["href"] = href
    if "type" in attributes:
        node["type"] = attributes["type"].lower()
    if "length" in attributes:
        node["length"] = attributes["length"]
    return node
