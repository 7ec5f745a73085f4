"""A changed entry as the message that is published."""

from __future__ import annotations

from datetime import datetime

from dateline.feeds.identity import Change, entry_id
from dateline.feeds.model import ParsedFeed
from dateline.feeds.sitemap import SITEMAP_INDEX
from dateline.messages import Enclosure, Entry, Feed

SUMMARY_MAX_BYTES = 64 * 1024
CONTENT_MAX_BYTES = 256 * 1024
URL_MAX_CHARACTERS = 8192


def _cut(markup: str | None, limit: int) -> str | None:
    """At most `limit` bytes of UTF-8, whole characters; lone surrogates, which no message can carry, out."""
    if markup is None:
        return None
    return markup[:limit].encode("utf-8", "ignore")[:limit].decode("utf-8", "ignore")


def _writable(text: str | None) -> str | None:
    return _cut(text, URL_MAX_CHARACTERS) or None


def to_message(feed: Feed, parsed: ParsedFeed, change: Change, observed_at: datetime) -> Entry | None:
    """The entry to publish; None when there is no page to fetch: no http link, or one to a sitemap.

    `observed_at` needs its offset from UTC.
    """
    entry = change.entry
    url = _writable(entry.link)
    if parsed.format == SITEMAP_INDEX:
        return None
    if url is None or not url.lower().startswith(("http://", "https://")) or len(entry.link or "") > len(url):
        return None
    return Entry(
        id=entry_id(feed.id, change.identity),
        revision=change.revision,
        change=change.change,
        feed_id=feed.id,
        url=url,
        title=_writable(entry.title),
        summary_html=_cut(entry.summary_html, SUMMARY_MAX_BYTES),
        content_html=_cut(entry.content_html, CONTENT_MAX_BYTES),
        authors=[author for author in map(_writable, entry.authors) if author],
        published_at=entry.published_at,
        updated_at=entry.updated_at,
        tags=[tag for tag in map(_writable, entry.tags) if tag],
        enclosures=[
            Enclosure(url=found, type=_writable(enclosure.type), length=enclosure.length)
            for enclosure in entry.enclosures
            if (found := _writable(enclosure.url))
        ],
        country=feed.country,
        language=feed.language or parsed.language,
        observed_at=observed_at,
    )
