"""What is measured beside Dateline, each called as its own documentation says: bytes and URL in, fields out.

A rival gets the page's bytes and what it offers to leave comments out. Rivals that are no dependency of
Dateline's come with ``uv sync --group bench``; one that is not installed is left out of the table, by name.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from typing import Any

import trafilatura
from trafilatura.settings import Document

from dateline.articles.extract import extract_page

Extractor = Callable[[bytes, str], dict[str, Any]]
"""Page and URL to "text" and, where it gives them, "title", "day" (ISO 8601) and "authors"."""


def dateline_page(body: bytes, url: str) -> dict[str, Any]:
    """Dateline's text and metadata; "path" is how the text was made."""
    page = extract_page(body, url=url)
    return {
        "text": page.text,
        "title": page.title,
        "day": (page.published_at or "")[:10],
        "authors": page.authors,
        "path": page.extractor,
    }


def trafilatura_text(body: bytes, url: str) -> dict[str, Any]:
    """trafilatura's text."""
    return {"text": trafilatura.extract(body, url=url, include_comments=False) or ""}


def trafilatura_page(body: bytes, url: str) -> dict[str, Any]:
    """trafilatura's text and metadata."""
    page = trafilatura.bare_extraction(body, url=url, include_comments=False, with_metadata=True)
    if not isinstance(page, Document):
        return {"text": ""}
    return {"text": page.text or "", "title": page.title, "day": page.date, "authors": _parted(page.author)}


def rs_trafilatura_page(body: bytes, url: str) -> dict[str, Any]:
    """rs-trafilatura's, told that the page is an article."""
    import rs_trafilatura

    page = rs_trafilatura.extract_bytes(body, url=url, page_type="article", include_comments=False)
    return {
        "text": page.main_content or "",
        "title": page.title,
        "day": (page.date or "")[:10],
        "authors": _parted(page.author),
    }


def resiliparse_text(body: bytes, _url: str) -> dict[str, Any]:
    """resiliparse's main content."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import detect_encoding
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse_from_bytes(body, detect_encoding(body) or "utf-8")
    return {"text": extract_plain_text(tree, main_content=True, alt_texts=False, list_bullets=False, comments=False)}


def newspaper_page(body: bytes, url: str) -> dict[str, Any]:
    """newspaper4k's text and metadata."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says at import that its summaries are not installed
        import newspaper

    page = newspaper.Article(url, fetch_images=False)
    page.download(input_html=body.decode("utf-8", "replace"))
    page.parse()
    return {"text": page.text, "title": page.title, "day": _day(page.publish_date), "authors": page.authors}


def news_please_page(body: bytes, url: str) -> dict[str, Any]:
    """news-please's text and metadata."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as above: it stands on newspaper4k
        import newsplease

    page = newsplease.NewsPlease.from_html(body, url=url, fetch_images=False)
    return {"text": page.maintext or "", "title": page.title, "day": _day(page.date_publish), "authors": page.authors}


def _parted(names: str | None) -> list[str]:
    return [name for name in (names or "").split("; ") if name]


def _day(moment: object) -> str:
    return str(moment or "")[:10]


def installed(extractors: Iterable[tuple[str, str, Extractor]]) -> dict[str, Extractor]:
    """Of extractors with their module's names those that are there."""
    return {name: extractor for name, module, extractor in extractors if find_spec(module) is not None}


QUICK = (
    ("Dateline", "dateline", dateline_page),
    ("trafilatura", "trafilatura", trafilatura_text),
    ("trafilatura, metadata", "trafilatura", trafilatura_page),
    ("rs-trafilatura", "rs_trafilatura", rs_trafilatura_page),
    ("resiliparse", "resiliparse", resiliparse_text),
)
"""Name in the table, module, extractor: those that are quick enough for every page, twice."""
SLOW = (
    ("newspaper4k", "newspaper", newspaper_page),
    ("news-please", "newsplease", news_please_page),
)
"""Those that take a tenth of a second a page and more."""
