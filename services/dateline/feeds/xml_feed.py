"""RSS, RDF, Atom and sitemaps: by our own parser where the document is well formed, else by feedparser.

Which one it was is `ParsedFeed.parser`. Only markup in, `ParsedFeed` out.
"""

from __future__ import annotations

import re

from dateline.errors import BadInput
from dateline.feeds.encoding import charset, opened, says_utf8
from dateline.feeds.fast_xml import parse_fast
from dateline.feeds.limits import check_markup
from dateline.feeds.model import ParsedFeed
from dateline.feeds.sitemap import is_sitemap, parse_sitemap
from dateline.feeds.tolerant_xml import parse_tolerant

_HTML_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*){0,3}<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_FEED_START = re.compile(rb"<(?:\w{1,20}:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE)


def parse_xml_feed(
    body: bytes, *, content_type: str | None, url: str, entries_max: int, fast: bool = True
) -> ParsedFeed:
    """RSS 0.9x to 2.0, RDF, Atom, sitemaps. `fast=False` has feedparser read it in any case.

    Raises BadInput: "not-a-feed", "parser-failed", and those of `check_markup`.
    """
    body = opened(body)
    check_markup(body)
    if b"<" not in body:
        raise BadInput("not-a-feed", "it has no markup")
    # What says that it is UTF-8 need not be looked at twice: the strict parser sees whether it is.
    name = "utf-8" if says_utf8(body, content_type) else charset(body, content_type)
    if is_sitemap(body):
        return parse_sitemap(body, charset=name, url=url, entries_max=entries_max)
    if fast and (parsed := parse_fast(body, charset=name, url=url, entries_max=entries_max)) is not None:
        return parsed
    if _HTML_PAGE.match(body[:4096]) and not _FEED_START.search(body[:4096]):
        raise BadInput("not-a-feed", "it is an HTML page")
    return parse_tolerant(body, charset=charset(body, content_type), url=url, entries_max=entries_max)
