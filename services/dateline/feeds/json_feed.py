"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1). Only JSON in, `ParsedFeed` out."""

from __future__ import annotations

import html
import json
import math
from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

from dateline.errors import BadInput
from dateline.feeds.dates import source_time
from dateline.feeds.model import ParsedEnclosure, ParsedEntry, ParsedFeed
from dateline.feeds.text import language_tag, one_line

_LIST_MAX = 200
_Object = dict[str, Any]


def _string(node: _Object, key: str) -> str | None:
    """A string field; a number counts, because ids come as numbers in the wild."""
    value = node.get(key)
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) != math.inf:
        return str(value)
    return value.strip() or None if isinstance(value, str) else None


def _objects(node: _Object, key: str) -> list[_Object]:
    value = node.get(key)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _absolute(link: str | None, base: str) -> str | None:
    try:
        return urljoin(base, link) if link else None
    except ValueError:
        return link


def _as_html(text: str | None) -> str | None:
    """Plain text as HTML: the fields of a parsed feed are HTML."""
    return html.escape(text, quote=False) if text else None


def _authors(node: _Object) -> tuple[str, ...]:
    """Version 1.1 has ``authors``, version 1.0 one ``author``."""
    author = node.get("author")
    people = _objects(node, "authors") or ([author] if isinstance(author, dict) else [])
    return _distinct(one_line(_string(person, "name"), 300) for person in people)


def _distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))[:_LIST_MAX]


def _enclosures(node: _Object, base: str) -> tuple[ParsedEnclosure, ...]:
    found = []
    for attachment in _objects(node, "attachments")[:_LIST_MAX]:
        url = _absolute(_string(attachment, "url"), base)
        size = attachment.get("size_in_bytes")
        is_size = isinstance(size, int | float) and not isinstance(size, bool) and 0 <= size < 1e15
        if url:
            length = int(size) if is_size and size is not None else None
            found.append(ParsedEnclosure(url=url, type=_string(attachment, "mime_type"), length=length))
    return tuple(found)


def _entry(node: _Object, base: str, feed_authors: tuple[str, ...]) -> ParsedEntry:
    tags, identity = node.get("tags"), _string(node, "id")
    # An id is a URL where it can be (1.1, "id").
    id_link = identity if identity and identity.startswith(("https://", "http://")) else None
    return ParsedEntry(
        id=identity,
        title=one_line(_string(node, "title")),
        link=_absolute(_string(node, "url") or _string(node, "external_url") or id_link, base),
        summary_html=_as_html(_string(node, "summary")),
        content_html=_string(node, "content_html") or _as_html(_string(node, "content_text")),
        # An item without authors has the feed's (1.1, "authors").
        authors=_authors(node) or feed_authors,
        published_at=source_time(_string(node, "date_published")),
        updated_at=source_time(_string(node, "date_modified")),
        tags=_distinct(one_line(tag, 300) for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
        enclosures=_enclosures(node, base),
    )


def _read(body: bytes) -> Any:  # noqa: ANN401 - any JSON
    """The JSON at the beginning of the body, with control characters in its strings, as some programs write them.

    Raises ValueError or RecursionError.
    """
    try:
        text = body.decode(json.detect_encoding(body))
    except UnicodeDecodeError:
        text = body.decode("windows-1252", "replace")
    return json.JSONDecoder(strict=False, parse_constant=lambda _: None).raw_decode(text)[0]


def parse_json_feed(body: bytes, *, url: str, entries_max: int) -> ParsedFeed:
    """A JSON Feed. Raises BadInput("not-a-feed")."""
    try:
        document = _read(body)
    except (ValueError, RecursionError) as error:
        raise BadInput("not-a-feed", f"no JSON: {error}"[:300]) from error
    version = _string(document, "version") if isinstance(document, dict) else None
    if version is None or "jsonfeed.org/version/" not in version or not isinstance(document.get("items"), list):
        raise BadInput("not-a-feed", "JSON, but no JSON Feed: it has no version of jsonfeed.org or no items")
    items = _objects(document, "items")
    link = _absolute(_string(document, "home_page_url"), url)
    base = url or link or ""
    authors = _authors(document)
    hubs = (hub for hub in _objects(document, "hubs") if str(hub.get("type", "")).lower() == "websub")
    return ParsedFeed(
        format="json11" if version.rstrip("/").endswith("1.1") else "json1",
        title=one_line(_string(document, "title")),
        link=link,
        language=language_tag(_string(document, "language")),
        entries=tuple(_entry(item, base, authors) for item in items[:entries_max]),
        hub=next((_absolute(_string(hub, "url"), base) for hub in hubs), None),
        self_link=_absolute(_string(document, "feed_url"), base),
        entries_left_out=max(0, len(items) - entries_max),
    )
