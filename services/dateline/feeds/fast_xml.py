"""RSS, RDF and Atom by expat and one walk over the tree, where the document is well formed or nearly so.

Nearly: but for ampersands, HTML's entities, characters that XML forbids, prefixes that are not declared, and
words after the end. On all else it gives up, without harm.
"""

from __future__ import annotations

import re

from dateline.feeds.document import read_document
from dateline.feeds.elements import Irregular, root_version
from dateline.feeds.feed_nodes import head_of, to_feed
from dateline.feeds.model import ParsedFeed
from dateline.feeds.walk import FeedWalk

_NETSCAPE = re.compile(rb"^\s*<!DOCTYPE[^>]*netscape[^>]*>", re.IGNORECASE | re.MULTILINE)


def parse_fast(body: bytes, *, charset: str | None, url: str, entries_max: int) -> ParsedFeed | None:
    """The feed, or None where only a tolerant parser can read it.

    `body`: as `dateline.feeds.encoding.opened` gives it. `charset`: the one to read it in; None leaves it to
    the XML declaration.
    """
    document = read_document(body, charset)
    if document is None or (version := root_version(document)) is None:
        return None
    walk = FeedWalk(
        document.names,
        is_atom10=version == "atom10",
        entries_max=entries_max,
    )
    try:
        walk.read(document.root)
    except Irregular:
        return None
    head = head_of(body)
    if _NETSCAPE.search(head):
        version = "rss091n"
    return to_feed(walk.feed, walk.entries, version=version, head=head, url=url, left_out=walk.left_out, parser="fast")
