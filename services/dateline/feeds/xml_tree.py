"""Bytes to a tree by libxml2: nothing is loaded, no entity is resolved, depth and size are bounded."""

from __future__ import annotations

import re

from lxml import etree

from dateline.feeds.encoding import cleaned
from dateline.feeds.limits import is_repairable
from dateline.feeds.repair import with_xml_references

_ROOT_END = re.compile(rb"</(?:\w{1,20}:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
_HARMLESS = frozenset({"NS_ERR_UNDEFINED_NAMESPACE", "ERR_DOCUMENT_END", "WAR_NS_URI", "WAR_NS_URI_RELATIVE"})
"""Errors after which the tree is still all that the document says."""


def strict_tree(body: bytes, charset: str | None) -> etree._Element | None:
    """The root of a well-formed document; None where it is not, and where libxml2 does not know the charset."""
    root, _ = _read(body, charset, recover=False)
    return root


def repaired_tree(body: bytes, charset: str | None) -> etree._Element | None:
    """The root of a document that is nearly well formed; None where more is wrong with it.

    Nearly: but for references, forbidden characters, undeclared prefixes and words after its end.
    """
    if not is_repairable(body):
        return None
    root, errors = _read(with_xml_references(cleaned(body)), charset, recover=True)
    if root is None or not errors <= _HARMLESS:
        return None
    return None if len(_ROOT_END.findall(body)) > 1 else root  # two documents in one


def salvaged_tree(body: bytes, charset: str | None) -> etree._Element | None:
    """The root of whatever can be read of a document; None where that is nothing."""
    return _read(cleaned(body), charset, recover=True)[0]


def _read(body: bytes, charset: str | None, *, recover: bool) -> tuple[etree._Element | None, set[str]]:
    """The root, and libxml2's names of the errors that it recovered from."""
    try:
        parser = etree.XMLParser(
            encoding=charset,
            recover=recover,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
            huge_tree=False,
            collect_ids=False,
        )
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, LookupError, ValueError):
        return None, set()
    return root, {error.type_name for error in parser.error_log} if recover else set()
