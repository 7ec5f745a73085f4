"""Bytes to a tree by libxml2, as far as they can be read: nothing is loaded, no entity resolved, depth bounded."""

from __future__ import annotations

from lxml import etree

from dateline.feeds.encoding import cleaned


def whole_tree(body: bytes, charset: str | None) -> etree._Element | None:
    """The root of a well-formed document; None where it is not, and where libxml2 does not know the charset."""
    return _read(body, charset, recover=False)


def salvaged_tree(body: bytes, charset: str | None) -> etree._Element | None:
    """The root of whatever can be read of a document; None where that is nothing."""
    return _read(cleaned(body), charset, recover=True)


def _read(body: bytes, charset: str | None, *, recover: bool) -> etree._Element | None:
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
        return etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, LookupError, ValueError):
        return None
