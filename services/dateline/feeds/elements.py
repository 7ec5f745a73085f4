"""An element of a feed's tree: its name, its attributes, and the format of which it is the root. Pure."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from dateline.feeds.document import Document
from dateline.feeds.vocabulary import KINDS, SEPARATOR, Kind, canonical

_ATTRIBUTE_VERSIONS = {"0.91": "rss091u", "0.92": "rss092", "0.93": "rss093", "0.94": "rss094"}
_ATOM_VERSIONS = {"0.1": "atom01", "0.2": "atom02", "0.3": "atom03"}
_NAMESPACE_VERSIONS = {"http://purl.org/rss/1.0/": "rss10", "http://www.w3.org/2005/atom": "atom10"}


class Irregular(Exception):
    """Well formed, but not as a feed is: the tolerant parser must say what it is."""


def attributes_of(element: Element) -> dict[str, str]:
    """Those without a namespace, their names in lower case."""
    if not (pairs := element.items()):
        return {}
    return {key.lower(): value for key, value in pairs if SEPARATOR not in key}


def named(element: Element) -> tuple[str, Kind | None]:
    """The element's name, and what it is for."""
    name = canonical(element.tag)
    return name, KINDS.get(name)


def root_version(document: Document) -> str | None:
    """feedparser's name of the format, by the root's name, namespaces and version; None: it is no root of a feed."""
    declared = [(prefix, uri.lower()) for prefix, uri in document.namespaces.items()]
    by_namespace = [_NAMESPACE_VERSIONS[uri] for _, uri in declared if uri in _NAMESPACE_VERSIONS]
    if (None, "http://my.netscape.com/rdf/simple/0.9/") in declared:
        by_namespace.append("rss090")
    name, _ = named(document.root)
    attribute = attributes_of(document.root).get("version", "")
    if name == "rss":
        if by_namespace and by_namespace[0].startswith("rss"):
            return by_namespace[0]
        return "rss20" if attribute.startswith("2.") else _ATTRIBUTE_VERSIONS.get(attribute, "rss")
    if name == "feed":
        return by_namespace[0] if by_namespace else _ATOM_VERSIONS.get(attribute, "atom")
    return by_namespace[0] if name == "rdf_rdf" and by_namespace else None
