"""The words of XML feeds: namespaces and their usual prefixes, and what an element is for. Tables, no parsing.

An element's name here is its usual prefix, an underscore and its local name in lower case (``dc_creator``);
the languages of feeds themselves (RSS, RDF, Atom) have no prefix.
"""

from __future__ import annotations

import re
from enum import Enum, auto

SEPARATOR = "\x1f"
"""In a parsed name, between namespace, local name and prefix: no XML can hold this character."""
ENTRY_START = re.compile(rb"<(?:item|entry)[\s>]", re.IGNORECASE)
"""Where an entry begins, as far as bytes show."""
XML_BASE = SEPARATOR.join(("http://www.w3.org/XML/1998/namespace", "base", "xml"))
XML_LANG = SEPARATOR.join(("http://www.w3.org/XML/1998/namespace", "lang", "xml"))

_PREFIXES = {
    "": "",
    "http://backend.userland.com/rss": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://example.com/newformat#": "",
    "http://example.com/necho": "",
    "http://purl.org/echo/": "",
    "uri/of/echo/namespace#": "",
    "http://purl.org/pie/": "",
    "http://purl.org/atom/ns#": "",
    "http://www.w3.org/2005/atom": "",
    "http://purl.org/rss/1.0/modules/rss091#": "",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://example.com/dtds/podcast-1.0.dtd": "itunes",
    "http://search.yahoo.com/mrss": "media",
    "http://search.yahoo.com/mrss/": "media",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    "http://purl.org/rss/1.0/modules/threading/": "thr",
    "http://purl.org/syndication/thread/1.0": "thr",
    "http://www.georss.org/georss": "georss",
    "http://www.opengis.net/gml": "gml",
    "http://www.w3.org/1999/xhtml": "xhtml",
}
"""By namespace in lower case: publishers vary the case, and one of these is often written wrong."""

RDF_ABOUT = SEPARATOR.join(("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "about", ""))
"""Before its prefix, which is the document's choice."""


class Kind(Enum):
    """What is done with an element."""

    FRAME = auto()
    """Nothing of its own; what is inside counts."""
    CHANNEL = auto()
    ENTRY = auto()
    TEXT = auto()
    """A plain text that is kept under a field's name."""
    DATE = auto()
    TITLE = auto()
    DESCRIPTION = auto()
    SUMMARY = auto()
    CONTENT = auto()
    LINK = auto()
    ENCLOSURE = auto()
    IDENTITY = auto()
    AUTHOR = auto()
    AUTHOR_PART = auto()
    CATEGORY = auto()
    KEYWORDS = auto()
    """Categories with commas between them."""
    IMAGE = auto()
    TEXT_INPUT = auto()
    SOURCE = auto()
    """The feed that an entry was taken from: its title and links are not the entry's."""
    OTHER_TEXT = auto()
    """Text or persons that nothing is made of."""


def _by_name(rows: dict[Kind, str]) -> dict[str, Kind]:
    return {name: kind for kind, names in rows.items() for name in names.split()}


KINDS = _by_name(
    {
        Kind.CHANNEL: "channel feed",
        Kind.ENTRY: "item entry",
        Kind.TEXT: "language dc_language ttl sy_updateperiod sy_updatefrequency",
        Kind.DATE: "published issued pubdate dcterms_issued updated modified lastbuilddate dc_date dcterms_modified "
        "created dcterms_created date",
        Kind.TITLE: "title dc_title media_title",
        Kind.DESCRIPTION: "description abstract dc_description media_description",
        Kind.SUMMARY: "summary itunes_summary",
        Kind.CONTENT: "content content_encoded fullitem body xhtml_body",
        Kind.LINK: "link",
        Kind.ENCLOSURE: "enclosure",
        Kind.IDENTITY: "guid id",
        Kind.AUTHOR: "author managingeditor dc_creator dc_author itunes_author",
        Kind.AUTHOR_PART: "name email itunes_name itunes_email",
        Kind.CATEGORY: "category keywords dc_subject itunes_category media_category",
        Kind.KEYWORDS: "media_keywords itunes_keywords tags",
        Kind.IMAGE: "image",
        Kind.TEXT_INPUT: "textinput",
        Kind.SOURCE: "source",
        Kind.OTHER_TEXT: "contributor dc_contributor itunes_owner webmaster dc_publisher subtitle tagline info rights "
        "copyright dc_rights itunes_subtitle feedburner_browserfriendly",
    }
)

FIELDS = {
    "dc_language": "language",
    "issued": "published",
    "pubdate": "published",
    "dcterms_issued": "published",
    "modified": "updated",
    "lastbuilddate": "updated",
    "dc_date": "updated",
    "date": "updated",
    "dcterms_modified": "updated",
    "dcterms_created": "created",
    "itunes_name": "name",
    "itunes_email": "email",
}
"""The field that an element is kept under, where it is not its name."""


def canonical(name: str) -> str:
    """The name of an element here, from its parsed name. An unknown namespace counts by the document's prefix."""
    namespace, local, prefix, *_ = (*name.split(SEPARATOR), "", "") if SEPARATOR in name else ("", name, "")
    lowered = namespace.lower()
    if "backend.userland.com/rss" in lowered:
        lowered = "http://backend.userland.com/rss"  # several versions and years of it are about
    known = _PREFIXES.get(lowered)
    if known is None:
        known = prefix.lower()
    return f"{known}_{local.lower()}" if known else local.lower()
