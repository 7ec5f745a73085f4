"""RSS, RDF and Atom by feedparser: tolerant, slow, and the judge of what the fast parser must agree with."""

from __future__ import annotations

import html
import io
from typing import cast
from xml.sax import SAXException

import feedparser

from dateline.errors import BadInput
from dateline.feeds.encoding import cleaned
from dateline.feeds.feed_nodes import Node, head_of, is_readable, to_feed
from dateline.feeds.limits import check_tolerable
from dateline.feeds.model import ParsedFeed
from dateline.feeds.repair import with_xml_references
from dateline.feeds.tolerable import shortened, without_long_people


def _by_feedparser(body: bytes, charset: str | None) -> Node:
    headers = {"content-type": f"application/xml; charset={charset}" if charset else "application/xml"}
    try:
        # Without the feed's address: against that, ids would be resolved as well, and ids are taken as they are.
        # A stream, because feedparser takes bytes and strings for the name of a file or a URL first.
        parsed = feedparser.parse(
            io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # feedparser has no error type of its own: hostile input raises whatever it hits
        raise BadInput("parser-failed", f"feedparser: {type(error).__name__}: {error}"[:300]) from error
    return cast("Node", parsed)


def _unescape(node: Node) -> None:
    """Decodes the plain texts of a node: of what is not well formed feedparser leaves them as they are written."""
    for holder, key in (
        *((node, key) for key in ("id", "author", "link", "language")),
        *((tag, "term") for tag in dict.get(node, "tags") or []),
        *((author, "name") for author in dict.get(node, "authors") or []),
    ):
        if isinstance(text := dict.get(holder, key), str) and "&" in text:
            dict.__setitem__(holder, key, html.unescape(text))


def parse_tolerant(body: bytes, *, charset: str | None, url: str, entries_max: int) -> ParsedFeed:
    """What feedparser makes of it. Raises BadInput: "not-a-feed", "parser-failed", and those of `check_tolerable`."""
    body, left_out = shortened(without_long_people(cleaned(body)), entries_max)
    check_tolerable(body)
    parsed = _by_feedparser(with_xml_references(body), charset)
    feed = cast("Node", dict.get(parsed, "feed") or {})
    entries = [entry for entry in dict.get(parsed, "entries") or [] if isinstance(entry, dict)]
    if isinstance(dict.get(parsed, "bozo_exception"), SAXException):
        for node in (feed, *entries):
            _unescape(node)
    version = str(dict.get(parsed, "version") or "")
    if not version and not is_readable(entries):
        raise BadInput("not-a-feed", "neither RSS, RDF nor Atom")
    return to_feed(
        feed,
        entries[:entries_max],
        version=version or "rss",
        head=head_of(body),
        url=url,
        left_out=left_out + max(0, len(entries) - entries_max),
        parser="feedparser",
    )
