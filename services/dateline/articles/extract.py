"""A fetched page to its text and metadata: decode, check, parse once, read, extract, decide.

The order of the steps lives here; each step's rules have a module of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, partial

from turbohtml import Element

from dateline.articles.cascade import article_text
from dateline.articles.charset import decode
from dateline.articles.furniture import without_furniture
from dateline.articles.head import Head, read_head
from dateline.articles.language import told_language
from dateline.articles.metadata import decide_metadata
from dateline.articles.opening import dateline_of
from dateline.articles.page import ExtractedPage
from dateline.articles.page_kinds import Signals, kind_of
from dateline.articles.parse import BODY_BYTES_MAX, START_CHARS, TAGS_MAX, parsed
from dateline.articles.structured import StructuredData, read_structured
from dateline.articles.urls import normalize_url
from dateline.articles.visible import read_visible
from dateline.errors import BadInput
from dateline.messages import precision_of

__all__ = ["BODY_BYTES_MAX", "TAGS_MAX", "TEXT_CHARS_MAX", "extract_page", "warm_up"]

TEXT_CHARS_MAX = 1_000_000
"""A longer text is cut: it would not fit into a message."""

_FIRST_PAGE = b"""<html><head><title>The first page</title></head><body><h1>The first page</h1>
<p>2 mars 2026</p>
<p>It has one paragraph, which is long enough for its language to be recognised by its letters.</p></body></html>"""
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\xad\ufeff\ufffe\uffff]+")
"""Control characters, soft hyphens and byte order marks: no part of any word."""


def extract_page(body: bytes, *, url: str, content_type: str | None = None) -> ExtractedPage:
    """What a page says. `url`: where it was fetched, after redirects; `content_type`: the header's value.

    Raises BadInput: "bad-url"; "not-html" where the bytes are no HTML; "page-too-large"; and
    "page-too-complex" where its structure is not that of a page for people but would cost the parser
    time or memory beyond reason. Pages within these limits may still be slow: call it in a worker.
    """
    canonical = normalize_url(url)
    if len(body) > BODY_BYTES_MAX:
        raise BadInput("page-too-large", f"a page of {len(body)} bytes is larger than {BODY_BYTES_MAX}")
    source = decode(body, content_type)
    tree = parsed(source)
    if tree is None:
        page = Signals(url, "", "", str, source[:START_CHARS], float, Head(), StructuredData())
        kind, reason = kind_of(page)
        return ExtractedPage(url=url, canonical_url=canonical, page_kind=kind, kind_reason=reason)
    head = read_head(tree)
    data = read_structured(head.blocks, url=url)
    metadata = decide_metadata(head, data, cache(partial(read_visible, tree)), url=url)
    shown = _Shown(tree)
    found = article_text(tree, source, data, url=url)
    cleaned = _INVISIBLE.sub("", found.text[:TEXT_CHARS_MAX])
    text = without_furniture(cleaned, title=metadata.title, authors=metadata.authors)
    kind, reason = kind_of(
        Signals(url, metadata.title, text, shown.beginning, source[:START_CHARS], shown.links_share, head, data)
    )
    language = told_language(text, metadata.declared_language)
    opening = dateline_of(text, published_at=metadata.published_at)
    return ExtractedPage(
        url=url,
        canonical_url=metadata.canonical_url,
        page_kind=kind,
        kind_reason=reason,
        title=metadata.title,
        text=text,
        authors=metadata.authors,
        published_at=metadata.published_at,
        published_precision=None if metadata.published_at is None else precision_of(metadata.published_at),
        modified_at=metadata.modified_at,
        dateline_place=None if opening is None else opening.place,
        dateline_day=None if opening is None else opening.day,
        language=language.tag,
        language_confidence=language.confidence,
        paid=metadata.paid,
        site=metadata.site,
        section=metadata.section,
        tags=metadata.tags,
        image=metadata.image,
        extractor=found.extractor,
    )


def warm_up() -> None:
    """Loads the models that the first page would otherwise wait for. For a worker's start."""
    extract_page(_FIRST_PAGE, url="https://dateline.invalid/")


@dataclass(slots=True)
class _Shown:
    """What a page shows, read only when asked."""

    tree: Element
    _text: str | None = None

    def text(self) -> str:
        """Everything, white space folded."""
        if self._text is None:
            self._text = " ".join(self.tree.to_text().split())
        return self._text

    def beginning(self) -> str:
        """The part in which a page shows what it is."""
        return self.text()[:START_CHARS]

    def links_share(self) -> float:
        """The share of the characters that are inside links."""
        length = len(self.text())
        linked = sum(len(" ".join(link.text.split())) for link in self.tree.iter_elements("a"))
        return min(1.0, linked / length) if length else 0.0
