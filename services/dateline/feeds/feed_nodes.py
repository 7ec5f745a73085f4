"""What both parsers of XML feeds hand over, as `ParsedFeed`: one mapping, so that they can only agree.

A node is a dict of raw strings, lists and dicts in feedparser's words (``title``, ``title_detail``,
``links``, ``summary``, ``content``, ``updated``, …), which the fast parser uses as well. What feedparser says
is taken by its raw strings where it normalises too much: dates are read by `dateline.feeds.dates`, HTML stays
as it came. No parsing of markup here.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from dateline.feeds.dates import source_time
from dateline.feeds.model import ParsedEnclosure, ParsedEntry, ParsedFeed, Parser, UpdateHints
from dateline.feeds.text import language_tag, one_line, plain_title
from dateline.feeds.vocabulary import ENTRY_START

_LIST_MAX = 200
"""Most authors, tags or enclosures of one entry."""
_HEAD_BYTES = 64 * 1024
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
_HTTP = ("https://", "http://")
Node = dict[str, Any]
"""A feed or an entry: a dict of strings, lists and dicts, without a schema."""


_get = dict.get
"""The value as it was read; feedparser's own lookup answers some keys with the value of others."""


def _string(node: Node, key: str) -> str | None:
    value = _get(node, key)
    return value.strip() or None if isinstance(value, str) else None


def _nodes(node: Node, key: str) -> Sequence[Node]:
    value = _get(node, key)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else ()


def _absolute(link: str | None, base: str) -> str | None:
    if not link or link.startswith(_HTTP):
        return link or None
    try:
        return urljoin(base, link) if base and not urlsplit(link).scheme else link
    except ValueError:
        return link


def _distinct(values: Sequence[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([value for value in values if value]))[:_LIST_MAX]


def _date(node: Node, *keys: str) -> str | None:
    """The first of `keys` that holds a certain date.

    feedparser's own reading is believed only for dates in other scripts than ASCII (it knows the Greek, the
    Hungarian and the Korean ones); elsewhere it reads more into a string than is there.
    """
    for key in keys:
        if (raw := _string(node, key)) is None:
            continue
        if (written := source_time(raw)) is not None:
            return written
        parsed = _get(node, f"{key}_parsed")
        if not raw.isascii() and isinstance(parsed, Sequence) and len(parsed) >= 6:
            year, month, day, hour, minute, second = (int(part) for part in parsed[:6])
            return datetime(year, month, day, hour, minute, second, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return None


def _title(node: Node, is_atom: bool) -> str | None:
    """Atom says whether its title is text or markup (RFC 4287, section 3.1); RSS never does, and means either."""
    raw = _string(node, "title")
    detail = _get(node, "title_detail")
    kind = str(_get(detail, "type")) if isinstance(detail, dict) else ""
    return one_line(raw) if is_atom and kind == "text/plain" else plain_title(raw)


def _link(node: Node, base: str) -> str | None:
    direct = _string(node, "link")
    if direct is not None and not direct.startswith(_HTTP) and direct == _string(node, "id"):
        direct = None  # an id stands in for a link where it is a URL; "1" is none, nor is "urn:1"
    if direct is None:
        alternates = (link for link in _nodes(node, "links") if _get(link, "rel") == "alternate")
        direct = next(filter(None, (_string(link, "href") for link in alternates)), None)
    return _absolute(direct, base)


def _markup(node: Node, key: str, detail: object, is_atom: bool) -> str | None:
    """A text as HTML. Atom says when it is plain (RFC 4287, section 3.1); elsewhere it is taken for HTML."""
    text = _string(node, key)
    plain = is_atom and isinstance(detail, dict) and _get(detail, "type") == "text/plain"
    return html.escape(text, quote=False) if text and plain else text


def _contents(node: Node, is_atom: bool) -> tuple[str | None, str | None]:
    """Summary and content. Where a feed gives only the content, feedparser repeats it as the summary."""
    contents = [_markup(item, "value", item, is_atom) for item in _nodes(node, "content")]
    content = max(filter(None, contents), key=len, default=None) if contents else None
    detail = _get(node, "summary_detail")
    if content is not None and not isinstance(detail, dict):
        return None, content
    return _markup(node, "summary", detail, is_atom), content


def _author(node: Node) -> str | None:
    return one_line(_string(node, "name") or _string(node, "email"), 300)


def _authors(node: Node) -> tuple[str, ...]:
    authors = _nodes(node, "authors")
    if not authors and _string(node, "author") is None:
        return ()
    named = _distinct([_author(author) for author in authors]) if authors else ()
    return named or _distinct([one_line(_string(node, "author"), 300)])


def _tags(node: Node) -> tuple[str, ...]:
    tags = _nodes(node, "tags")
    return _distinct([one_line(_string(tag, "term") or _string(tag, "label"), 300) for tag in tags]) if tags else ()


def _enclosures(node: Node, base: str) -> tuple[ParsedEnclosure, ...]:
    found: dict[str, ParsedEnclosure] = {}
    for link in _nodes(node, "links"):
        if _get(link, "rel") == "enclosure" and (url := _absolute(_string(link, "href"), base)) is not None:
            if len(found) >= _LIST_MAX:
                break
            length = _string(link, "length") or ""
            size = int(length) if length.isascii() and length.isdigit() and len(length) < 16 else None
            kind = _string(link, "type")
            # feedparser gives every link without a type this one; no enclosure is a page.
            kind = None if kind == "text/html" else kind
            found.setdefault(url, ParsedEnclosure(url=url, type=kind, length=size))
    return tuple(found.values())


def _entry(node: Node, base: str, is_atom: bool) -> ParsedEntry:
    summary, content = _contents(node, is_atom)
    published, updated = _date(node, "published", "created"), _date(node, "updated")
    return ParsedEntry(
        id=_string(node, "id"),
        title=_title(node, is_atom),
        link=_link(node, base),
        summary_html=summary,
        content_html=content,
        authors=_authors(node),
        # dc:date is the only date of RSS 1.0, and feedparser files it as an update.
        published_at=published or (None if is_atom else updated),
        updated_at=updated,
        tags=_tags(node),
        enclosures=_enclosures(node, base),
    )


def _number(text: str | None, largest: float) -> float | None:
    if text is None or not re.fullmatch(r"\d{1,9}(?:\.\d{1,3})?", text, re.ASCII):
        return None
    return number if 0 < (number := float(text)) <= largest else None


def _hints(feed: Node, head: bytes) -> UpdateHints:
    """From the feed's fields, and from the bytes for what they do not hold (skipHours, skipDays)."""
    minutes = _number(_string(feed, "ttl"), 60 * 24 * 366)
    period = _PERIODS_S.get((_string(feed, "sy_updateperiod") or "").lower())
    frequency = _number(_string(feed, "sy_updatefrequency"), 10_000) or 1.0
    skipped: dict[str, set[int]] = {"hours": set(), "days": set()}
    for block in _SKIP_BLOCK.finditer(head) if b"skip" in head.lower() else ():
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


def head_of(body: bytes) -> bytes:
    """The bytes before the first entry, of which no more than any head needs."""
    first = ENTRY_START.search(body, 0, _HEAD_BYTES)
    return body[: first.start() if first else _HEAD_BYTES]


def to_feed(
    feed: Node, entries: Sequence[Node], *, version: str, head: bytes, url: str, left_out: int, parser: Parser
) -> ParsedFeed:
    """The feed and its entries out of their nodes.

    `version`: feedparser's name of the format. `head`: `head_of` its bytes. `url`: where the
    bytes came from. `left_out`: how many entries were not read.
    """
    is_atom = version.startswith("atom")
    base = url or _string(feed, "link") or ""
    links = {str(_get(link, "rel")): _string(link, "href") for link in reversed(_nodes(feed, "links"))}
    return ParsedFeed(
        format=version,
        id=_string(feed, "id"),
        title=_title(feed, is_atom),
        link=_link(feed, base),
        language=language_tag(_string(feed, "language")),
        updated_at=_date(feed, "updated", "published"),
        entries=tuple(_entry(node, base, is_atom) for node in entries),
        hints=_hints(feed, head),
        hub=_absolute(links.get("hub"), base),
        self_link=_absolute(links.get("self"), base),
        entries_left_out=left_out,
        parser=parser,
    )


def is_readable(entries: Sequence[Node]) -> bool:
    """Whether one of the entries has a title and a link: a document without a known root is a feed by that alone."""
    return any(_string(node, "title") and _string(node, "link") for node in entries)
