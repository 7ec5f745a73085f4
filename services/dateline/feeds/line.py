"""The line that ``dateline parse-feed`` prints for one source: the public shape of a parsed feed."""

from __future__ import annotations

from typing import Any

from dateline.feeds.model import ParsedEnclosure, ParsedEntry, ParsedFeed


def _enclosure(enclosure: ParsedEnclosure) -> dict[str, Any]:
    return {"url": enclosure.url, "type": enclosure.type, "length": enclosure.length}


def _entry(entry: ParsedEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "title": entry.title,
        "link": entry.link,
        "summary_html": entry.summary_html,
        "content_html": entry.content_html,
        "authors": list(entry.authors),
        "published_at": entry.published_at,
        "updated_at": entry.updated_at,
        "tags": list(entry.tags),
        "enclosures": [_enclosure(enclosure) for enclosure in entry.enclosures],
    }


def to_line(source: str, parsed: ParsedFeed) -> dict[str, Any]:
    """The line of a feed that was read: every field is there, absent values are None or empty lists."""
    return {
        "source": source,
        "ok": True,
        "error": None,
        "format": parsed.format,
        "feed": {
            "id": parsed.id,
            "title": parsed.title,
            "link": parsed.link,
            "language": parsed.language,
            "updated_at": parsed.updated_at,
        },
        "entries": [_entry(entry) for entry in parsed.entries],
    }


def to_error_line(source: str, reason: str) -> dict[str, Any]:
    """The line of a source that is no feed or could not be had: the same fields, and why."""
    return {"source": source, "ok": False, "error": reason, "format": None, "feed": None, "entries": []}
