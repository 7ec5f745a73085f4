"""Repairs what most often keeps a feed from being well formed: ampersands and the named entities of HTML. Pure.

Only outside of CDATA sections and comments, where both are what they are. Linear in time.
"""

from __future__ import annotations

import re
from html.entities import name2codepoint

_AMPERSAND = re.compile(
    rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});)(?:([a-zA-Z][a-zA-Z0-9]{0,31});)?"
)
"""One that begins no reference of XML, and the name that follows it."""
_ROOT = re.compile(
    rb"((?:\xef\xbb\xbf)?(?:\s|<\?.*?\?>|<!--.*?-->|<!doctype[^\[>]*>)*+<[a-z_][^\s/>]*+)([^>]*)",
    re.IGNORECASE | re.DOTALL,
)
"""What is before a document's root and its name, and its attributes."""
_PREFIX = re.compile(rb"</?([a-zA-Z_][\w.-]{0,40}):|\s([a-zA-Z_][\w.-]{0,40}):[\w.-]{1,40}\s?=")
_PREFIXES_MAX = 1_000
_SECTIONS = ((b"<![CDATA[", b"]]>"), (b"<!--", b"-->"))


def _as_xml(found: re.Match[bytes]) -> bytes:
    name = found[1]
    if name is None:
        return b"&amp;"
    code = name2codepoint.get(name.decode("ascii"))
    return b"&amp;%s;" % name if code is None else b"&#%d;" % code


def _next_section(body: bytes, at: int, starts: list[int]) -> tuple[int, int]:
    """Where the next section that holds no references begins and ends; (-1, -1) where there is none.

    `starts` remembers what was found ahead, so that each kind is looked for once a section.
    """
    for index, (opening, _) in enumerate(_SECTIONS):
        if 0 <= starts[index] < at:
            starts[index] = body.find(opening, at)
    found = [(start, index) for index, start in enumerate(starts) if start >= 0]
    if not found:
        return -1, -1
    start, index = min(found)
    end = body.find(_SECTIONS[index][1], start)
    return start, end + len(_SECTIONS[index][1]) if end >= 0 else len(body)


def with_declared_prefixes(body: bytes) -> bytes:
    """`body` with every prefix that its root does not declare bound, to a namespace that nothing knows."""
    root = _ROOT.match(body)
    if root is None:
        return body
    prefixes = {found[1] or found[2] for found in _PREFIX.finditer(body)} - {b"xml", b"xmlns"}
    undeclared = [prefix for prefix in sorted(prefixes) if b"xmlns:" + prefix not in root[2]]
    declared = b"".join(b' xmlns:%s="%s:"' % (prefix, prefix) for prefix in undeclared[:_PREFIXES_MAX])
    return body[: root.end(1)] + declared + body[root.end(1) :]


def with_xml_references(body: bytes) -> bytes:
    """`body` with every ampersand that begins no reference of XML escaped, and HTML's entities as numbers.

    Names that HTML 4 does not know stay as they are written.
    """
    pieces: list[bytes] = []
    starts = [body.find(opening) for opening, _ in _SECTIONS]
    at = 0
    while True:
        start, end = _next_section(body, at, starts)
        if start < 0:
            pieces.append(_AMPERSAND.sub(_as_xml, body[at:]))
            return b"".join(pieces)
        pieces += [_AMPERSAND.sub(_as_xml, body[at:start]), body[start:end]]
        at = end
