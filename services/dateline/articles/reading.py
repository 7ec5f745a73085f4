"""All that the fetch stage wants to know of a page, or of a feed entry's own text, at one go in a worker."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dateline.articles.blocks import HEADINGS, read_blocks
from dateline.articles.extract import extract_page
from dateline.articles.fast_text import weight
from dateline.articles.fingerprint import fingerprint
from dateline.articles.language import told_language
from dateline.articles.opening import dateline_of
from dateline.articles.outline import Outline, outline_of
from dateline.articles.page import ExtractedPage
from dateline.articles.parse import parsed
from dateline.articles.urls import normalize_url
from dateline.articles.versions import signature, words_of
from dateline.articles.withdrawal import RETRACTED, withdrawal
from dateline.errors import BadInput
from dateline.messages import PageKind

FULL_TEXT_WEIGHT_MIN = 600
"""A feed's text that is shorter is a summary (characters, those of dense scripts counted three times)."""
FEED_EXTRACTOR = "feed"
"""The `extractor` of a text that is the feed's."""
_CUT = re.compile(
    r"(?:\[?(?:…|\.\.\.)\]?|\b(?:read|see) (?:more|on)|continue reading|weiterlesen|lire la suite|leer más|читать далее"
    r"|читати далі)\W*$",
    re.IGNORECASE,
)
_END_CHARS = 200
_SIGNED_BY_SOFTWARE = re.compile(r"^The post .{1,300} (?:appeared|first appeared) (?:first )?on .{1,200}$")


@dataclass(frozen=True, slots=True)
class Reading:
    """A page, and what its next version is compared with."""

    page: ExtractedPage
    signature: str
    outline: Outline
    fingerprint: str | None
    retracted: bool
    """The text says of itself that it is taken back."""


def read_page(body: bytes, *, url: str, content_type: str | None = None) -> Reading:
    """Reads a fetched page. Raises BadInput as `extract_page` does."""
    return _reading(extract_page(body, url=url, content_type=content_type))


def read_entry(html: str, *, url: str, title: str, language: str | None) -> Reading | None:
    """Reads a feed entry's own HTML as the article; None where it is a summary, cut off, or no text at all."""
    lines = _feed_lines(html)
    text = "\n".join(lines)
    if not lines or weight(text) < FULL_TEXT_WEIGHT_MIN or _CUT.search(lines[-1][-_END_CHARS:]):
        return None
    told = told_language(text, language)
    opening = dateline_of(text, published_at=None)
    page = ExtractedPage(
        url=url,
        canonical_url=normalize_url(url),
        page_kind=PageKind.ARTICLE,
        kind_reason=FEED_EXTRACTOR,
        title=title,
        text=text,
        dateline_place=None if opening is None else opening.place,
        language=told.tag,
        language_confidence=told.confidence,
        extractor=FEED_EXTRACTOR,
    )
    reading = _reading(page)
    return None if reading.fingerprint is None else reading  # characters, but hardly a word


def _reading(page: ExtractedPage) -> Reading:
    retracted = withdrawal(page.title, page.text) == RETRACTED
    words = words_of(page)
    return Reading(page, signature(words), outline_of(words, page.text), fingerprint(words.paragraphs), retracted)


def _feed_lines(html: str) -> list[str]:
    """The paragraphs of an entry: all of it is the article, but links standing alone and what feed software adds."""
    try:
        tree = parsed(f"<body>{html}")
    except BadInput:
        return []  # a trap in a feed is no text; what the page was is the disposition
    blocks = [] if tree is None else read_blocks(tree).blocks
    lines = [block.text for block in blocks if block.kind in HEADINGS or block.linked <= len(block.text) / 2]
    while lines and _SIGNED_BY_SOFTWARE.match(lines[-1]):
        lines.pop()
    return lines
