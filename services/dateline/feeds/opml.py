"""The watch list as OPML 2.0 (opml.org/spec2.opml), both ways. Bytes and `Feed` messages; no files, no network.

What OPML has no word for is in attributes of the namespace ``urn:dateline:opml:1``: the outlet's country,
the bounds of its polling, the name of its credential and its filters. A plain ``country`` attribute is read as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, cast

from lxml import etree
from pydantic import ValidationError

from dateline.errors import BadInput
from dateline.feeds.filters import check_filters
from dateline.feeds.text import language_tag, one_line
from dateline.messages import EntryMatch, Feed, feed_id

NAMESPACE = "urn:dateline:opml:1"
OPML_MAX_BYTES = 20_000_000
FEEDS_MAX = 100_000
_GROUPS_MAX = 20
_BARE_AMPERSAND = re.compile(rb"&(?!#?[A-Za-z0-9]{1,10};)")
_UNWRITABLE = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _own(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _document(body: bytes) -> etree._Element:
    """The root element. Entities are neither resolved nor allowed to be declared; nothing is loaded."""
    if len(body) > OPML_MAX_BYTES:
        raise BadInput("too-large", f"{len(body)} bytes, more than {OPML_MAX_BYTES}")
    # Lists in the wild have bare ampersands in their URLs; of other faults the parser recovers.
    body = _BARE_AMPERSAND.sub(b"&amp;", body.lstrip())
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadInput("not-opml", f"no XML: {error}"[:300]) from error
    if root is None:
        raise BadInput("not-opml", "no XML")
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and cast("Any", declared).entities():
        raise BadInput("not-opml", "it declares entities, which no OPML needs")
    return root


def _outlines(body: etree._Element) -> Iterator[tuple[etree._Element, tuple[str, ...]]]:
    """Every outline with the names of those around it, in document order, without recursion."""
    waiting: list[tuple[etree._Element, tuple[str, ...]]] = [(child, ()) for child in reversed(body)]
    while waiting:
        element, groups = waiting.pop()
        if element.tag != "outline":
            continue
        yield element, groups
        name = one_line(element.get("title") or element.get("text"), 200)
        below = (*groups, name)[:_GROUPS_MAX] if name else groups
        waiting.extend((child, below) for child in reversed(element))


def _seconds(text: str | None) -> float | None:
    try:
        number = float(text) if text else 0.0
    except ValueError:
        return None
    return number if 0 < number < 1e9 else None


def _country(element: etree._Element) -> str | None:
    code = (element.get(_own("country")) or element.get("country") or "").strip().upper()
    return code if len(code) == 3 and code.isascii() and code.isalpha() else None


def _match(element: etree._Element, side: str) -> EntryMatch | None:
    """The filter ``only`` or ``without``; None where the outline has none."""
    match = EntryMatch(
        languages=(element.get(_own(f"{side}Languages")) or "").split(),
        domains=(element.get(_own(f"{side}Domains")) or "").split(),
        pattern=element.get(_own(f"{side}Pattern")) or None,
    )
    return None if match == EntryMatch() else match


def _filter_attributes(side: str, match: EntryMatch | None) -> dict[str, str | None]:
    if match is None:
        return {}
    return {
        _own(f"{side}Languages"): " ".join(match.languages) or None,
        _own(f"{side}Domains"): " ".join(match.domains) or None,
        _own(f"{side}Pattern"): match.pattern,
    }


def _feed(element: etree._Element, url: str, groups: tuple[str, ...]) -> Feed:
    try:
        feed = Feed(
            id=feed_id(url),
            url=url,
            title=one_line(element.get("title") or element.get("text"), 500),
            groups=list(groups),
            country=_country(element),
            language=language_tag(element.get("language")),
            poll_interval_min_s=_seconds(element.get(_own("pollIntervalMinS"))),
            poll_interval_max_s=_seconds(element.get(_own("pollIntervalMaxS"))),
            credential=element.get(_own("credential")),
            paused=element.get(_own("paused")) == "true",
            only=_match(element, "only"),
            without=_match(element, "without"),
        )
        check_filters(feed)
    except ValidationError as error:
        raise BadInput("bad-outline", f"{url[:200]!r}: {error.errors()[0]['msg']}") from error
    except BadInput as error:
        raise BadInput("bad-outline", f"{url[:200]!r}: {error.reason}") from error
    return feed


def read_opml(body: bytes) -> list[Feed]:
    """The feeds of a list in its order; of a URL that is listed twice, the first.

    Raises BadInput: "not-opml", "too-large", "bad-outline" (a feed's URL is none).
    """
    root = _document(body)
    listed = root.find("body")
    if root.tag != "opml" or listed is None:
        raise BadInput("not-opml", f"the root is <{str(root.tag)[:60]}>, or there is no <body>")
    feeds: dict[str, Feed] = {}
    for element, groups in _outlines(listed):
        url = (element.get("xmlUrl") or element.get("xmlurl") or "").strip()
        if not url:
            continue
        if not url.lower().startswith(("http://", "https://")):
            raise BadInput("bad-outline", f"{url[:200]!r} is not http or https")
        if len(feeds) >= FEEDS_MAX:
            raise BadInput("too-large", f"more than {FEEDS_MAX} feeds")
        feeds.setdefault(url, _feed(element, url, groups))
    return list(feeds.values())


def _attributes(feed: Feed) -> dict[str, str]:
    name = feed.title or feed.url
    pairs = {
        "type": "rss",
        "text": name,
        "title": name,
        "xmlUrl": feed.url,
        "language": feed.language,
        _own("country"): feed.country,
        _own("pollIntervalMinS"): None if feed.poll_interval_min_s is None else f"{feed.poll_interval_min_s:g}",
        _own("pollIntervalMaxS"): None if feed.poll_interval_max_s is None else f"{feed.poll_interval_max_s:g}",
        _own("credential"): feed.credential,
        _own("paused"): "true" if feed.paused else None,
        **_filter_attributes("only", feed.only),
        **_filter_attributes("without", feed.without),
    }
    return {key: _allowed(value) for key, value in pairs.items() if value is not None}


def _allowed(text: str) -> str:
    """Without the characters that XML 1.0 has no way to write (production 2)."""
    return _UNWRITABLE.sub("", text)


def write_opml(feeds: Iterable[Feed], *, title: str = "Dateline") -> bytes:
    """The list as UTF-8 OPML, groups as nested outlines in the order of their first feed; removed feeds left out."""
    root = etree.Element("opml", {"version": "2.0"}, nsmap={"dateline": NAMESPACE})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = _allowed(title)
    body = etree.SubElement(root, "body")
    groups: dict[tuple[str, ...], etree._Element] = {(): body}
    for feed in feeds:
        if feed.removed:
            continue
        path = tuple(_allowed(name) for name in feed.groups)
        for depth in range(1, len(path) + 1):
            if path[:depth] not in groups:
                name = {"text": path[depth - 1], "title": path[depth - 1]}
                groups[path[:depth]] = etree.SubElement(groups[path[: depth - 1]], "outline", name)
        etree.SubElement(groups[path], "outline", _attributes(feed))
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
