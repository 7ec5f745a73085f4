"""Feeds for the tests, written out of their parts so that each test shows only what it is about."""

from __future__ import annotations

from dateline.feeds import ParsedEntry, ParsedFeed


def rss(items: str = "", channel: str = "", version: str = "2.0") -> bytes:
    """An RSS feed around `items`."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="{version}"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:atom="http://www.w3.org/2005/Atom">'
        f"<channel><title>River Post</title><link>https://river.example/</link>{channel}{items}</channel></rss>"
    ).encode()


def item(*inside: str) -> str:
    """One RSS item."""
    return f"<item>{''.join(inside)}</item>"


def atom(entries: str = "", head: str = "") -> bytes:
    """An Atom 1.0 feed around `entries`."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<id>urn:river</id><title>River Post</title>{head}{entries}</feed>"
    ).encode()


def story(number: int, **fields: str | None) -> ParsedEntry:
    """An entry like that of any outlet: guid, link, title and words of its own."""
    values: dict[str, str | None] = {
        "id": f"guid-{number}",
        "link": f"https://river.example/{number}",
        "title": f"Story {number}",
        "summary_html": f"<p>Words of story {number}.</p>",
    }
    return ParsedEntry(**{**values, **fields})  # type: ignore[arg-type] # every field that a test sets is a string


def feed_of(*entries: ParsedEntry) -> ParsedFeed:
    """A parsed feed of these entries."""
    return ParsedFeed(format="rss20", entries=entries)
