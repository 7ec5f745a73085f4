"""A fetched page to its text and metadata: decode, check, parse once, read, extract, decide.

The order of the steps lives here; each step's rules have a module of their own. Text is trafilatura's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, partial
from itertools import islice

import trafilatura
from lxml.etree import ParserError, iterwalk
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from dateline.articles.charset import decode
from dateline.articles.furniture import without_furniture
from dateline.articles.head import Head, read_head
from dateline.articles.language import language_of
from dateline.articles.metadata import decide_metadata
from dateline.articles.page import ExtractedPage
from dateline.articles.page_kinds import Signals, kind_of
from dateline.articles.structured import StructuredData, read_structured
from dateline.articles.urls import normalize_url
from dateline.articles.visible import read_visible
from dateline.errors import BadInput

BODY_BYTES_MAX = 10_000_000
"""A larger page is no article."""
TAGS_MAX = 60_000
"""More tags than six times the largest of a thousand real news pages: a trap, or data."""
ATTRIBUTES_MAX = 1_000
"""Attributes of one tag: the parser compares each with all others."""
TEXT_CHARS_MAX = 1_000_000
"""A longer text is cut: it would not fit into a message."""

_FIRST_PAGE = b"""<html><head><title>The first page</title></head><body><h1>The first page</h1>
<p>It has one paragraph, which is long enough for its language to be recognised by its letters.</p></body></html>"""
_SHOWN_CHARS = 20_000
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{10000,}")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]+")
_DOCTYPE = re.compile(r"<!doctype[^<>]{0,1000}>", re.IGNORECASE)
"""Left out before parsing: some old ones make the parser drop the html element's attributes."""
_SCRIPT = re.compile(r"<script\b[^<>]*>?|</script", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""[\s/"'][^\s=<>"'/]+(?:\s*=\s*(?:"[^"]*(?:"|\Z)|'[^']*(?:'|\Z)|[^\s"'<>]+))?""")
_UNSEEN = frozenset(("script", "style", "noscript", "template", "head", "title", "svg", "iframe", "select", "object"))
_LOOKS_LIKE_HTML = re.compile(
    r"<(?:!doctype|html|head|body|div|p|meta|title|article|section|span|table|h1|a)\b", re.IGNORECASE
)


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
    _refuse_traps(source)
    tree = _parsed(source)
    if tree is None:
        page = Signals(url, "", "", "", source[:_SHOWN_CHARS], 0.0, Head(), StructuredData())
        kind, reason = kind_of(page)
        return ExtractedPage(url=url, canonical_url=canonical, page_kind=kind, kind_reason=reason)
    head = read_head(tree)
    data = read_structured(head.blocks, url=url)
    metadata = decide_metadata(head, data, cache(partial(read_visible, tree)), url=url)
    shown, links_share = _shown(tree)
    text = without_furniture(_text(tree, url), title=metadata.title, authors=metadata.authors)
    kind, reason = kind_of(Signals(url, metadata.title, text, shown, source[:_SHOWN_CHARS], links_share, head, data))
    return ExtractedPage(
        url=url,
        canonical_url=metadata.canonical_url,
        page_kind=kind,
        kind_reason=reason,
        title=metadata.title,
        text=text,
        authors=metadata.authors,
        published_at=metadata.published_at,
        modified_at=metadata.modified_at,
        language=language_of(text, metadata.declared_language),
        site=metadata.site,
        section=metadata.section,
        tags=metadata.tags,
        image=metadata.image,
    )


def warm_up() -> None:
    """Loads the models that the first page would otherwise wait for. For a worker's start."""
    extract_page(_FIRST_PAGE, url="https://dateline.invalid/")


def _refuse_traps(source: str) -> None:
    """Raises BadInput ("page-too-complex") on structures that cost a parser more than linear time."""
    tags = 0
    for start, end in _outside_scripts(source):
        tags += source.count("<", start, end)
        if tags > TAGS_MAX:
            raise BadInput("page-too-complex", f"a page with more than {TAGS_MAX} tags")
        for match in _LONG_TAG.finditer(source, start, end):
            if sum(1 for _ in islice(_ATTRIBUTE.finditer(match[0]), ATTRIBUTES_MAX + 1)) > ATTRIBUTES_MAX:
                raise BadInput("page-too-complex", f"a tag with more than {ATTRIBUTES_MAX} attributes")


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


def _parsed(source: str) -> HtmlElement | None:
    """The page's tree; None where it has nothing in it. Raises BadInput ("not-html")."""
    if not source.strip("\x00 \t\r\n\ufeff"):
        return None
    if not _LOOKS_LIKE_HTML.search(source[:_SHOWN_CHARS]):
        raise BadInput("not-html", f"no HTML: it begins with {source[:40]!r}")
    # Deeper than the parser's usual limit of 256: templates nest, and what lies below a limit is lost.
    parser = HTMLParser(
        encoding="utf-8",
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    cleaned = _DOCTYPE.sub("", _CONTROLS.sub("", source), count=1)
    try:
        tree = document_fromstring(cleaned.encode("utf-8", "replace"), parser=parser, ensure_head_body=True)
    except ParserError:  # nothing but white space and comments
        return None
    return tree if len(tree) > 0 else None


def _text(tree: HtmlElement, url: str) -> str:
    """The article's text, one line a paragraph. Takes the tree apart: nothing can be read from it after."""
    text = trafilatura.extract(tree, url=url, include_comments=False) or ""
    return str(text)[:TEXT_CHARS_MAX]


def _shown(tree: HtmlElement) -> tuple[str, float]:
    """The beginning of what the page shows, and the share of its characters that are inside links."""
    pieces: list[str] = []
    length = linked = inside = 0
    walk = iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if element.tag in _UNSEEN or not isinstance(element.tag, str):
                walk.skip_subtree()
                continue
            inside += element.tag == "a"
            piece = element.text
            in_link = inside > 0
        else:
            inside -= element.tag == "a"
            piece = element.tail
            in_link = inside > 0
        if piece and (piece := piece.strip()):
            pieces.append(piece)
            length += len(piece)
            linked += len(piece) if in_link else 0
            if length > _SHOWN_CHARS:
                break
    return " ".join(pieces), linked / length if length else 0.0
