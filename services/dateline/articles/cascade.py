"""The article's text by the cheapest way that is sure: one walk over the tree, trafilatura where it is not.

The order of the opinions lives here; each has a module of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from turbohtml import Element

from dateline.articles.appeal import DEADLINE_S, Overdue, trafilatura_text
from dateline.articles.blocks import read_blocks
from dateline.articles.confidence import doubt
from dateline.articles.fast_text import fast_text
from dateline.articles.structured import StructuredData


@dataclass(frozen=True, slots=True)
class ArticleText:
    """A text and where it comes from."""

    text: str
    """One line a paragraph; empty where the page has no article."""
    extractor: str
    """"fast": the walk, undoubted. "fast+trafilatura": doubted, and trafilatura found no more.
    "trafilatura": doubted, and trafilatura's. "trafilatura-timeout": doubted, and trafilatura took too long, so
    the walk's stands."""


def article_text(
    tree: Element, source: str, data: StructuredData, *, url: str, deadline_s: float = DEADLINE_S
) -> ArticleText:
    """The article's text of a page.

    `tree` is the page's, `source` what it was parsed from, `data` its structured data; an appeal ends after
    `deadline_s` seconds.
    """
    found = fast_text(read_blocks(tree))
    text = "\n".join(found.lines)
    if doubt(found, data) is None:
        return ArticleText(text, "fast")
    try:
        appealed = trafilatura_text(source, url=url, deadline_s=deadline_s)
    except Overdue:
        return ArticleText(text, "trafilatura-timeout")
    if not appealed:
        return ArticleText(text, "fast+trafilatura")
    return ArticleText(appealed, "trafilatura")
