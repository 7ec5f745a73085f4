"""Where a site's feeds may be: what its page says, what its robots.txt says, and where feeds usually are. Pure.

Whether there is a feed at a place is seen only by asking; that is not done here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from dateline.feeds.encoding import charset
from dateline.feeds.text import one_line

CANDIDATES_MAX = 50
_LINK_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/json",
        "application/xml",
        "text/xml",
    }
)
_FEED_LIKE = re.compile(r"(?:^|[/._?=&-])(?:rss|atom|feeds?|rdf)(?:$|[/._?=&-])|\.(?:rss|atom|rdf)$", re.IGNORECASE)
_NO_FEED = re.compile(
    r"/wp-json/|/oembed|/xmlrpc\.php|/comments/feed|\.(?:png|jpe?g|svg|gif|css|js|pdf)$", re.IGNORECASE
)
_SITEMAP_LINE = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S{1,2048})", re.IGNORECASE | re.MULTILINE)
_ROBOTS_MAX_BYTES = 512 * 1024
_WELL_KNOWN = (
    "/feed",
    "/rss",
    "/rss.xml",
    "/feed.xml",
    "/atom.xml",
    "/index.xml",
    "/feed.json",
    "/news-sitemap.xml",
    "/sitemap-news.xml",
    "/sitemap_news.xml",
)


class Clue(StrEnum):
    """What speaks for a candidate; the stronger first."""

    LINK = "link"
    """The page names it as another form of itself (``link rel=alternate``)."""
    ANCHOR = "anchor"
    """The page links to it, and its address looks like a feed's."""
    ROBOTS = "robots"
    """robots.txt names it as a sitemap."""
    WELL_KNOWN = "well-known"
    """Feeds usually are there."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place at which there may be a feed."""

    url: str
    """Absolute, http or https."""
    clue: Clue
    title: str | None = None
    """What the page calls it."""


def _absolute(base: str, link: str | None) -> str | None:
    """The http or https URL that `link` means on a page with that base, without its fragment."""
    if not link:
        return None
    try:
        url = urljoin(base, "https:" + link.strip()[5:] if link.strip().startswith("feed://") else link.strip())
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts._replace(fragment="").geturl() if parts.scheme in ("http", "https") and parts.hostname else None


def _distinct(candidates: Iterable[Candidate]) -> list[Candidate]:
    found: dict[str, Candidate] = {}
    for candidate in candidates:
        if len(found) >= CANDIDATES_MAX:
            break
        found.setdefault(candidate.url, candidate)
    return list(found.values())


def _page(body: bytes, content_type: str | None) -> etree._Element | None:
    try:
        parser = html.HTMLParser(encoding=charset(body, content_type), no_network=True, huge_tree=False)
        root: etree._Element | None = html.document_fromstring(body, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, LookupError, ValueError):
        return None
    return root


def _links(root: etree._Element, base: str) -> Iterator[Candidate]:
    for link in root.iter("link"):
        rel = (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").lower().partition(";")[0].strip()
        href = link.get("href") or ""
        if "alternate" not in rel or (kind not in _LINK_TYPES and "feed" not in rel) or _NO_FEED.search(href):
            continue
        if (url := _absolute(base, href)) is not None:
            yield Candidate(url, Clue.LINK, one_line(link.get("title"), 200))


def _anchors(root: etree._Element, base: str) -> Iterator[Candidate]:
    for anchor in root.iter("a"):
        href = anchor.get("href") or ""
        if not href or len(href) > 2048 or not _FEED_LIKE.search(href) or _NO_FEED.search(href):
            continue
        if (url := _absolute(base, href)) is not None:
            yield Candidate(url, Clue.ANCHOR, one_line("".join(map(str, anchor.itertext()))[:400], 200))


def candidates_of_page(body: bytes, *, url: str, content_type: str | None = None) -> list[Candidate]:
    """What an HTML page at `url` says of feeds, at most `CANDIDATES_MAX`, the surest first.

    Relative links are resolved against ``base href``. Empty where there is nothing, or no page.
    """
    root = _page(body, content_type)
    if root is None:
        return []
    based = next((_absolute(url, base.get("href")) for base in root.iter("base") if base.get("href")), None)
    return _distinct([*_links(root, based or url), *_anchors(root, based or url)])


def candidates_of_robots(body: bytes, *, url: str) -> list[Candidate]:
    """The sitemaps that a robots.txt names (sitemaps.org), those of news first."""
    text = body[:_ROBOTS_MAX_BYTES].decode("utf-8", "replace")
    urls = [absolute for found in _SITEMAP_LINE.finditer(text) if (absolute := _absolute(url, found[1])) is not None]
    return _distinct(Candidate(each, Clue.ROBOTS) for each in sorted(urls, key=lambda each: "news" not in each.lower()))


def well_known_candidates(url: str) -> list[Candidate]:
    """Where feeds usually are: below the page's own folder (a blog's, a section's), then at the root of its host."""
    folder = urlsplit(url).path.rsplit("/", 1)[0]
    places = [f"{folder}{name}" for name in _WELL_KNOWN[:2] if folder] + list(_WELL_KNOWN)
    found = (_absolute(url, place) for place in places)
    return _distinct(Candidate(each, Clue.WELL_KNOWN) for each in found if each is not None)


def robots_url(url: str) -> str:
    """Where the robots.txt of a page's host is."""
    return urljoin(url, "/robots.txt")
