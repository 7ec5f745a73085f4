"""An element of a feed's tree: its name, its attributes, and the format of which it is the root. Pure."""

from __future__ import annotations

from typing import cast

from lxml import etree

from dateline.feeds.vocabulary import KINDS, Kind, canonical

_ATTRIBUTE_VERSIONS = {"0.91": "rss091u", "0.92": "rss092", "0.93": "rss093", "0.94": "rss094"}
_ATOM_VERSIONS = {"0.1": "atom01", "0.2": "atom02", "0.3": "atom03"}
_NAMESPACE_VERSIONS = {"http://purl.org/rss/1.0/": "rss10", "http://www.w3.org/2005/atom": "atom10"}


class Irregular(Exception):
    """Well formed, but not as a feed is: the tolerant parser must say what it is."""


def attributes_of(element: etree._Element) -> dict[str, str]:
    """Those without a namespace, their names in lower case."""
    if not (pairs := cast("list[tuple[str, str]]", element.items())):
        return {}
    return {key.lower(): value for key, value in pairs if key[0] != "{"}


def named(element: etree._Element) -> tuple[str, Kind | None]:
    tag = element.tag
    if not isinstance(tag, str):
        raise Irregular("an entity that the document declares")
    namespace, _, local = tag[1:].rpartition("}") if tag.startswith("{") else ("", "", tag)
    if ":" in local:  # a prefix that the document does not declare
        prefix, _, local = local.partition(":")
        name = f"{prefix.lower()}_{local.lower()}"
    else:
        name = canonical(namespace, element.prefix, local)
    return name, KINDS.get(name)


def root_version(root: etree._Element) -> str | None:
    """feedparser's name of the format, by the root's name, namespaces and version; None: it is no root of a feed."""
    declared = [(prefix, uri.lower()) for prefix, uri in root.nsmap.items()]
    by_namespace = [_NAMESPACE_VERSIONS[uri] for _, uri in declared if uri in _NAMESPACE_VERSIONS]
    if (None, "http://my.netscape.com/rdf/simple/0.9/") in declared:
        by_namespace.append("rss090")
    name, _ = named(root)
    attribute = attributes_of(root).get("version", "")
    if name == "rss":
        if by_namespace and by_namespace[0].startswith("rss"):
            return by_namespace[0]
        return "rss20" if attribute.startswith("2.") else _ATTRIBUTE_VERSIONS.get(attribute, "rss")
    if name == "feed":
        return by_namespace[0] if by_namespace else _ATOM_VERSIONS.get(attribute, "atom")
    return by_namespace[0] if name == "rdf_rdf" and by_namespace else None
