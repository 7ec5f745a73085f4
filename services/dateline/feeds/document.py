"""Bytes to a tree by expat: nothing is loaded, and what declares entities or attributes is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat
from xml.parsers.expat import errors

from dateline.feeds.encoding import cleaned, in_utf8
from dateline.feeds.limits import is_repairable
from dateline.feeds.repair import with_declared_prefixes, with_xml_references
from dateline.feeds.vocabulary import SEPARATOR

_ROOT_END = re.compile(rb"</(?:\w{1,20}:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
_WORDS_AFTER_END = errors.codes[errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT]


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was read whole. Names are ``namespace SEPARATOR local SEPARATOR prefix``, or just local."""

    root: Element
    namespaces: dict[str | None, str]
    """Those that the root declares, by prefix."""
    names: frozenset[str]
    """Every name of an element or attribute, among other words."""


class _Refused(Exception):
    """The document declares an entity, or needs one that is declared outside of it; or gives attributes to elements
    that do not have them, which can be any number to each."""


def _refuse(*_: object) -> None:
    raise _Refused


def read_document(body: bytes, charset: str | None) -> Document | None:
    """A document that is well formed or nearly so; None where more is wrong with it, or with its charset.

    Nearly: but for references, forbidden characters, undeclared prefixes and words after its end. `charset`:
    None leaves it to the XML declaration.
    """
    text = in_utf8(body, charset)
    if text is None or (document := _read(text)) is not None or not is_repairable(text):
        return document if text is not None else None
    text = with_xml_references(cleaned(text))
    return _read(text) or _read(with_declared_prefixes(text))


def _read(body: bytes) -> Document | None:
    """A document in UTF-8, whatever its declaration says. Words after its end are left out."""
    names: dict[str, str] = {}  # expat puts every name here, to have it once; None too
    namespaces: dict[str | None, str] = {}
    parser = expat.ParserCreate("utf-8", SEPARATOR, names)
    parser.namespace_prefixes = True
    parser.buffer_text = True
    builder = TreeBuilder()

    def start_root(name: str, attributes: dict[str, str]) -> None:
        parser.StartNamespaceDeclHandler = None
        parser.StartElementHandler = builder.start
        builder.start(name, attributes)

    parser.StartNamespaceDeclHandler = namespaces.__setitem__
    parser.StartElementHandler = start_root
    # The builder's own methods, so that no element costs a call of Python.
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.EntityDeclHandler = _refuse
    parser.SkippedEntityHandler = _refuse
    parser.AttlistDeclHandler = _refuse
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        if error.code != _WORDS_AFTER_END or _ROOT_END.search(body, parser.ErrorByteIndex):
            return None  # nor are two documents in a row one
    except _Refused:
        return None
    return Document(builder.close(), namespaces, frozenset(filter(None, names)))
