"""A page's source to its tree, after a look at whether it is a page for people at all.

Limits that protect the parser live here. What is in the tree is read elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

import turbohtml
from turbohtml import Element

from dateline.errors import BadInput

BODY_BYTES_MAX = 10_000_000
"""A larger page is no article."""
TAGS_MAX = 60_000
"""More tags than six times the largest of a thousand real news pages: a trap, or data."""
ATTRIBUTES_MAX = 1_000
"""Attributes of one tag."""
UNCLOSED_MAX = 500
"""Formatting elements with attributes that are open at once: the standard has the parser open each of them
again in every paragraph that follows."""
START_CHARS = 20_000
"""The part of a source in which a page shows what it is."""

_LONG_TAG_CHARS = 10_000
_LONG_TAG = re.compile(rf"<[a-zA-Z][^<>]{{{_LONG_TAG_CHARS},}}")
_MANY_TAGS = 5_000
"""With fewer tags even the worst nesting of formatting stays small."""
_SCRIPT = re.compile(r"<script\b[^<>]*>?|</script", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""[\s/"'][^\s=<>"'/]+(?:\s*=\s*(?:"[^"]*(?:"|\Z)|'[^']*(?:'|\Z)|[^\s"'<>]+))?""")
_FORMATTING = re.compile(r"<(/?)(?:b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?:\s+\w|>)", re.IGNORECASE)
_SOMETHING = re.compile("[^\x00 \t\r\n\ufeff]")
_LOOKS_LIKE_HTML = re.compile(
    r"<(?:!doctype|html|head|body|div|p|meta|title|article|section|span|table|h1|a)\b", re.IGNORECASE
)


def parsed(source: str) -> Element | None:
    """The html element of a page; None where there is nothing in it.

    Raises BadInput: "not-html", and "page-too-complex" where the structure is not that of a page for people
    but would cost time or memory beyond reason.
    """
    if not _SOMETHING.search(source):
        return None
    _refuse_traps(source)
    if not _LOOKS_LIKE_HTML.search(source[:START_CHARS]):
        raise BadInput("not-html", f"no HTML: it begins with {source[:40]!r}")
    return turbohtml.parse(source).root


def _refuse_traps(source: str) -> None:
    """Raises BadInput ("page-too-complex") on structures that cost more than linear time or memory."""
    # Cheap first: the dearer looks, which leave scripts out, are for the few sources that need them.
    if _may_have_trap(source) and _attributes_outside_scripts(source) > ATTRIBUTES_MAX:
        raise BadInput("page-too-complex", f"a tag with more than {ATTRIBUTES_MAX} attributes")
    brackets = source.count("<")
    if brackets > TAGS_MAX and _tags(source) > TAGS_MAX:
        raise BadInput("page-too-complex", f"a page with more than {TAGS_MAX} tags")
    if brackets > _MANY_TAGS:
        _refuse_unclosed(source)


def _may_have_trap(source: str) -> bool:
    """Whether something like a tag with too many attributes is anywhere, be it in a script.

    It covers a whole window of half a long tag's length, so only windows without a bracket are looked at.
    """
    window = _LONG_TAG_CHARS // 2
    start = 0
    while start < len(source):
        if _bracket(source, start, start + window) < 0:
            end = _bracket(source, start, len(source))
            end = len(source) if end < 0 else end
            opened = max(source.rfind("<", 0, start), source.rfind(">", 0, start))
            if opened >= 0 and source[opened] == "<" and _attributes(source[opened:end]) > ATTRIBUTES_MAX:
                return True
            start = end  # so that no run is gone over twice
        else:
            start += window
    return False


def _bracket(source: str, start: int, end: int) -> int:
    """Where the first bracket in a part of the source is; -1 where there is none."""
    places = [place for place in (source.find("<", start, end), source.find(">", start, end)) if place >= 0]
    return min(places, default=-1)


def _attributes(tag: str) -> int:
    """Attributes of a tag, counted up to one more than are allowed."""
    return sum(1 for _ in islice(_ATTRIBUTE.finditer(tag), ATTRIBUTES_MAX + 1))


def _attributes_outside_scripts(source: str) -> int:
    """Attributes of the long tag that has most."""
    tags = (match[0] for start, end in _outside_scripts(source) for match in _LONG_TAG.finditer(source, start, end))
    return max(map(_attributes, tags), default=0)


def _tags(source: str) -> int:
    """Beginnings of tags outside scripts."""
    return sum(source.count("<", start, end) for start, end in _outside_scripts(source))


def _refuse_unclosed(source: str) -> None:
    """Raises BadInput ("page-too-complex") where formatting piles up."""
    unclosed = 0
    for match in _FORMATTING.finditer(source):
        if match[1]:
            unclosed = max(0, unclosed - 1)
        elif not match[0].endswith(">"):  # those without attributes are alike: the parser opens three again
            unclosed += 1
            if unclosed > UNCLOSED_MAX:
                raise BadInput("page-too-complex", f"more than {UNCLOSED_MAX} formatting elements open at once")


def _outside_scripts(source: str) -> Iterator[tuple[int, int]]:
    """The spans of markup: what a script compares with ``<`` opens no tag."""
    start, in_script = 0, False
    for match in _SCRIPT.finditer(source):
        closes = match[0].startswith("</")
        if closes and in_script:
            start, in_script = match.start(), False
        elif not closes and not in_script:
            yield start, match.end()
            in_script = True
    if not in_script:
        yield start, len(source)
