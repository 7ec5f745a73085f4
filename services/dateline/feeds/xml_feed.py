"""RSS, RDF and Atom by feedparser: tolerant, slow, and the judge of what a faster parser must agree with.

Only markup in, `ParsedFeed` out. What feedparser says is taken by its raw strings where it normalises too
much: dates are read by `dateline.feeds.dates`, HTML stays as it came.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, cast
from urllib.parse import urljoin, urlsplit

import feedparser

from dateline.errors import BadInput
from dateline.feeds.dates import source_time
from dateline.feeds.encoding import charset, cleaned
from dateline.feeds.model import ParsedEnclosure, ParsedEntry, ParsedFeed, UpdateHints
from dateline.feeds.text import language_tag, one_line, plain_title

_LIST_MAX = 200
"""Most authors, tags or enclosures of one entry."""
_HEAD_BYTES = 64 * 1024
_HTML_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*){0,3}<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_FEED_START = re.compile(rb"<(?:\w{1,20}:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE)
_ENTRY_START = re.compile(rb"<(?:item|entry)[\s>]", re.IGNORECASE)
_ENTRY_END = re.compile(rb"</(?:item|entry)\s*>", re.IGNORECASE)
_SKIP_BLOCK = re.compile(rb"<skip(hours|days)>(.{0,2000}?)</skip(?:hours|days)>", re.IGNORECASE | re.DOTALL)
_SKIP_VALUE = re.compile(rb"<(?:hour|day)>\s*(\w{1,9})\s*</(?:hour|day)>", re.IGNORECASE)
_DAYS = (b"monday", b"tuesday", b"wednesday", b"thursday", b"friday", b"saturday", b"sunday")
_PERIODS_S = {
    "hourly": 3600.0,
    "daily": 86400.0,
    "weekly": 7 * 86400.0,
    "monthly": 30 * 86400.0,
    "yearly": 365 * 86400.0,
}
_Node = Mapping[str, Any]
"""What feedparser returns: a dict of strings, lists and dicts, without a schema."""


def _get(node: _Node, key: str) -> Any:  # noqa: ANN401 - feedparser's values have no schema
    """The value as it was read; feedparser's own lookup answers some keys with the value of others."""
    return dict.get(cast("dict[str, Any]", node), key)


def _string(node: _Node, key: str) -> str | None:
    value = _get(node, key)
    return value.strip() or None if isinstance(value, str) else None


def _nodes(node: _Node, key: str) -> list[_Node]:
    value = _get(node, key)
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _absolute(link: str | None, base: str) -> str | None:
    if not link:
        return None
    try:
        return urljoin(base, link) if base and not urlsplit(link).scheme else link
    except ValueError:
        return link


def _distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))[:_LIST_MAX]


def _date(node: _Node, *keys: str) -> str | None:
    """The first of `keys` that holds a certain date.

    feedparser's own reading is believed only for dates in other scripts than ASCII (it knows the Greek, the
    Hungarian and the Korean ones); elsewhere it reads more into a string than is there.
    """
    for key in keys:
        raw = _string(node, key)
        if raw is None:
            continue
        if (written := source_time(raw)) is not None:
            return written
        parsed = _get(node, f"{key}_parsed")
        if not raw.isascii() and isinstance(parsed, Sequence) and len(parsed) >= 6:
            year, month, day, hour, minute, second = (int(part) for part in parsed[:6])
            return datetime(year, month, day, hour, minute, second, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return None


def _title(node: _Node, is_atom: bool) -> str | None:
    """Atom says whether its title is text or markup (RFC 4287, section 3.1); RSS never does, and means either."""
    raw = _string(node, "title")
    detail = _get(node, "title_detail")
    kind = str(_get(detail, "type")) if isinstance(detail, Mapping) else ""
    return one_line(raw) if is_atom and kind == "text/plain" else plain_title(raw)


def _link(node: _Node, base: str) -> str | None:
    direct = _string(node, "link")
    if direct is None:
        alternates = (link for link in _nodes(node, "links") if _get(link, "rel") == "alternate")
        direct = next(filter(None, (_string(link, "href") for link in alternates)), None)
    return _absolute(direct, base)


def _markup(node: _Node, key: str, detail: object, is_atom: bool) -> str | None:
    """A text as HTML. Atom says when it is plain (RFC 4287, section 3.1); elsewhere it is taken for HTML."""
    text = _string(node, key)
    plain = is_atom and isinstance(detail, Mapping) and _get(detail, "type") == "text/plain"
    return html.escape(text, quote=False) if text and plain else text


def _contents(node: _Node, is_atom: bool) -> tuple[str | None, str | None]:
    """Summary and content. Where a feed gives only the content, feedparser repeats it as the summary."""
    contents = [value for item in _nodes(node, "content") if (value := _markup(item, "value", item, is_atom))]
    content = max(contents, key=len, default=None)
    detail = _get(node, "summary_detail")
    if content is not None and not isinstance(detail, Mapping):
        return None, content
    return _markup(node, "summary", detail, is_atom), content


def _author(node: _Node) -> str | None:
    return one_line(_string(node, "name") or _string(node, "email"), 300)


def _authors(node: _Node) -> tuple[str, ...]:
    named = _distinct(_author(author) for author in _nodes(node, "authors"))
    return named or _distinct([one_line(_string(node, "author"), 300)])


def _enclosures(node: _Node, base: str) -> tuple[ParsedEnclosure, ...]:
    found: dict[str, ParsedEnclosure] = {}
    for link in _nodes(node, "links"):
        url = _absolute(_string(link, "href"), base)
        if _get(link, "rel") == "enclosure" and url and len(found) < _LIST_MAX:
            length = _string(link, "length") or ""
            size = int(length) if length.isascii() and length.isdigit() and len(length) < 16 else None
            kind = _string(link, "type")
            # feedparser gives every link without a type this one; no enclosure is a page.
            kind = None if kind == "text/html" else kind
            found.setdefault(url, ParsedEnclosure(url=url, type=kind, length=size))
    return tuple(found.values())


def _entry(node: _Node, base: str, is_atom: bool) -> ParsedEntry:
    summary, content = _contents(node, is_atom)
    # dc:date is the only date of RSS 1.0, and feedparser files it as an update.
    published_keys = ("published", "created") if is_atom else ("published", "created", "updated")
    return ParsedEntry(
        id=_string(node, "id"),
        title=_title(node, is_atom),
        link=_link(node, base),
        summary_html=summary,
        content_html=content,
        authors=_authors(node),
        published_at=_date(node, *published_keys),
        updated_at=_date(node, "updated"),
        tags=_distinct(one_line(_string(tag, "term") or _string(tag, "label"), 300) for tag in _nodes(node, "tags")),
        enclosures=_enclosures(node, base),
    )


def _number(text: str | None, largest: float) -> float | None:
    if text is None or not re.fullmatch(r"\d{1,9}(?:\.\d{1,3})?", text, re.ASCII):
        return None
    return number if 0 < (number := float(text)) <= largest else None


def _hints(feed: _Node, head: bytes) -> UpdateHints:
    """From feedparser's fields, and from the bytes for what it does not keep (skipHours, skipDays)."""
    minutes = _number(_string(feed, "ttl"), 60 * 24 * 366)
    period = _PERIODS_S.get((_string(feed, "sy_updateperiod") or "").lower())
    frequency = _number(_string(feed, "sy_updatefrequency"), 10_000) or 1.0
    skipped: dict[str, set[int]] = {"hours": set(), "days": set()}
    for block in _SKIP_BLOCK.finditer(head):
        for value in _SKIP_VALUE.findall(block[2]):
            if block[1].lower() == b"days" and value.lower() in _DAYS:
                skipped["days"].add(_DAYS.index(value.lower()))
            elif block[1].lower() == b"hours" and value.isdigit() and int(value) <= 24:
                skipped["hours"].add(int(value) % 24)  # RSS 0.91 counts the hours from 1 to 24
    return UpdateHints(
        ttl_s=minutes * 60 if minutes else None,
        update_period_s=period / frequency if period else None,
        # A feed that skips everything says nothing.
        skip_hours=tuple(sorted(skipped["hours"])) if len(skipped["hours"]) < 24 else (),
        skip_days=tuple(sorted(skipped["days"])) if len(skipped["days"]) < 7 else (),
    )


def _shortened(body: bytes, entries_max: int) -> tuple[bytes, int]:
    """The body without the entries beyond the limit, so that they cost no parsing; and how many those are."""
    starts = [found.start() for found in _ENTRY_START.finditer(body)]
    if len(starts) <= entries_max:
        return body, 0
    ends = [found.end() for found in _ENTRY_END.finditer(body)]
    tail = body[ends[-1] :] if ends and ends[-1] > starts[entries_max] else b""
    return body[: starts[entries_max]] + tail, len(starts) - entries_max


def _by_feedparser(body: bytes, content_type: str | None) -> _Node:
    name = charset(body, content_type)
    headers = {"content-type": f"application/xml; charset={name}" if name else "application/xml"}
    try:
        # Without the feed's address: against that, ids would be resolved as well, and ids are taken as they are.
        # A stream, because feedparser takes bytes and strings for the name of a file or a URL first.
        parsed = feedparser.parse(
            io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # feedparser has no error type of its own: hostile input raises whatever it hits
        raise BadInput("parser-failed", f"feedparser: {type(error).__name__}: {error}"[:300]) from error
    return cast("_Node", parsed)


def parse_xml_feed(body: bytes, *, content_type: str | None, url: str, entries_max: int) -> ParsedFeed:
    """RSS 0.9x to 2.0, RDF, Atom. Raises BadInput("not-a-feed") or BadInput("parser-failed")."""
    body = cleaned(body)
    if _HTML_PAGE.match(body[:4096]) and not _FEED_START.search(body[:4096]):
        raise BadInput("not-a-feed", "it is an HTML page")
    body, left_out = _shortened(body, entries_max)
    parsed = _by_feedparser(body, content_type)
    feed, nodes = cast("_Node", _get(parsed, "feed") or {}), _nodes(parsed, "entries")
    version = _string(parsed, "version")
    if version is None and not any(_string(node, "title") and _string(node, "link") for node in nodes):
        raise BadInput("not-a-feed", "neither RSS, RDF nor Atom")
    is_atom = (version or "").startswith("atom")
    base = url or _string(feed, "link") or ""
    first = _ENTRY_START.search(body)
    links = {str(_get(link, "rel")): _string(link, "href") for link in reversed(_nodes(feed, "links"))}
    return ParsedFeed(
        format=version or "rss",
        id=_string(feed, "id"),
        title=_title(feed, is_atom),
        link=_link(feed, base),
        language=language_tag(_string(feed, "language")),
        updated_at=_date(feed, "updated", "published"),
        entries=tuple(_entry(node, base, is_atom) for node in nodes[:entries_max]),
        hints=_hints(feed, body[: first.start() if first else _HEAD_BYTES][:_HEAD_BYTES]),
        hub=_absolute(links.get("hub"), base),
        self_link=_absolute(links.get("self"), base),
        entries_left_out=left_out + max(0, len(nodes) - entries_max),
    )
