"""Sitemaps (sitemaps.org/protocol.html), Google's news sitemaps, and indexes of sitemaps, as `ParsedFeed`.

The entries of an index are the sitemaps that it lists: not pages, so nothing is published of them.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin

from lxml import etree

from dateline.errors import BadInput
from dateline.feeds.dates import source_time
from dateline.feeds.model import ParsedEntry, ParsedFeed
from dateline.feeds.salvage import salvaged_tree, whole_tree
from dateline.feeds.text import language_tag, plain_title

SITEMAP = "sitemap"
NEWS_SITEMAP = "news-sitemap"
SITEMAP_INDEX = "sitemap-index"
_START = re.compile(
    rb"[^<]*(?:<(?:\?[^>]*|!--.{0,2000}?--)>[^<]*){0,8}<(?:\w{1,20}:)?(?:urlset|sitemapindex)[\s>]", re.DOTALL
)
_KEYWORDS_MAX = 200
_FIELDS = frozenset({"loc", "lastmod", "title", "publication_date", "keywords", "language", "name"})


def _local_name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].rpartition(":")[2].lower()


def is_sitemap(body: bytes) -> bool:
    """Whether the document begins like a sitemap or an index of them."""
    return _START.match(body[:8192]) is not None


def _fields(element: etree._Element) -> dict[str, str]:
    """The texts of a page by local name, the first of each. A picture or film on the page has its own loc and title."""
    found: dict[str, str] = {}
    waiting = list(element)[::-1]
    while waiting:
        child = waiting.pop()
        if not isinstance(child.tag, str):
            continue
        name = _local_name(child)
        if name in _FIELDS and (text := (child.text or "").strip()):
            found.setdefault(name, text)
        elif name in ("news", "publication"):
            waiting.extend(list(child)[::-1])
    return found


def _entry(fields: dict[str, str], base: str) -> ParsedEntry | None:
    try:
        link = urljoin(base, fields.get("loc", "")) or None
    except ValueError:
        link = None
    if link is None:
        return None
    keywords = (" ".join(word.split()) for word in fields.get("keywords", "").split(",", 5 * _KEYWORDS_MAX))
    return ParsedEntry(
        id=fields["loc"],
        title=plain_title(fields.get("title")),
        link=link,
        published_at=source_time(fields.get("publication_date")),
        updated_at=source_time(fields.get("lastmod")),
        tags=tuple(dict.fromkeys(word for word in keywords if word))[:_KEYWORDS_MAX],
    )


def parse_sitemap(body: bytes, *, charset: str | None, url: str, entries_max: int) -> ParsedFeed:
    """A sitemap or an index, also one that is cut off or broken, as far as it can be read.

    The feed's language and title are those of its news, where they are all of one. Raises
    BadInput("not-a-feed").
    """
    whole = whole_tree(body, charset)
    root = salvaged_tree(body, charset) if whole is None else whole
    kind = "" if root is None else _local_name(root)
    if root is None or kind not in ("urlset", "sitemapindex"):
        raise BadInput("not-a-feed", "it begins like a sitemap and can't be read as one")
    pages = [child for child in root if isinstance(child.tag, str) and _local_name(child) in ("url", "sitemap")]
    if not pages and whole is None:
        raise BadInput("not-a-feed", "it begins like a sitemap and lists nothing that can be read")
    rows = [_fields(page) for page in pages[:entries_max]]
    languages = {row["language"] for row in rows if "language" in row}
    names = {row["name"] for row in rows if "name" in row}
    is_news = any("publication_date" in row for row in rows)
    return ParsedFeed(
        format=SITEMAP_INDEX if kind == "sitemapindex" else NEWS_SITEMAP if is_news else SITEMAP,
        title=plain_title(names.pop()) if len(names) == 1 else None,
        language=language_tag(languages.pop()) if len(languages) == 1 else None,
        entries=tuple(entry for row in rows if (entry := _entry(row, url)) is not None),
        entries_left_out=max(0, len(pages) - entries_max),
    )
