"""By which path a page's text is made."""

from __future__ import annotations

import signal
import threading

import pytest
import turbohtml
from turbohtml import Element

from dateline.articles.appeal import Overdue, trafilatura_text
from dateline.articles.cascade import article_text
from dateline.articles.confidence import doubt
from dateline.articles.extract import extract_page
from dateline.articles.fast_text import FastText
from dateline.articles.structured import StructuredData
from tests.articles.pages import PARAGRAPHS, TEXT, page

URL = "https://ferrypost.example/world/port-hit"
ARTICLE = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
STUB = f"<html><body><article><p>{PARAGRAPHS[0]}</p></article></body></html>"


def tree_of(source: str) -> Element:
    """The tree of a page."""
    root = turbohtml.parse(source).root
    assert root is not None
    return root


def undoubted(lines: list[str], *, share: float = 1.0, linked: float = 0.0) -> FastText:
    """A text of the walk with these figures."""
    return FastText(lines, share, linked)


def test_a_plain_article_is_read_by_the_walk_alone() -> None:
    assert extract_page(page(), url=URL).extractor == "fast"


def test_a_short_text_is_taken_to_trafilatura() -> None:
    found = article_text(tree_of(STUB), STUB, StructuredData(), url=URL)
    assert found.text == PARAGRAPHS[0]
    assert found.extractor == "trafilatura"


def test_past_the_deadline_the_walks_text_stands_and_says_so() -> None:
    slow = STUB.replace("<article>", "<article>" + "<div><span>a</span></div>" * 9_000)
    found = article_text(tree_of(slow), slow, StructuredData(), url=URL, deadline_s=0.001)
    assert found.extractor == "trafilatura-timeout"
    assert PARAGRAPHS[0] in found.text


def test_the_deadline_leaves_no_alarm_behind() -> None:
    before = signal.getsignal(signal.SIGPROF)
    with pytest.raises(Overdue):
        trafilatura_text(f"<html><body>{ARTICLE * 1_000}</body></html>", url=URL, deadline_s=0.001)
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGPROF) is before


def test_where_no_deadline_can_be_kept_nobody_waits_for_trafilatura() -> None:
    paths: list[str] = []

    def extract() -> None:
        paths.append(article_text(tree_of(STUB), STUB, StructuredData(), url=URL).extractor)

    thread = threading.Thread(target=extract)
    thread.start()
    thread.join()
    assert paths == ["trafilatura-timeout"]


def test_a_page_without_any_text_says_that_both_looked() -> None:
    source = "<html><body><img src=a></body></html>"
    assert article_text(tree_of(source), source, StructuredData(), url=URL).extractor == "fast+trafilatura"


@pytest.mark.parametrize(
    ("found", "data", "reason"),
    [
        (undoubted(PARAGRAPHS), StructuredData(), None),
        (undoubted(PARAGRAPHS[:1]), StructuredData(), "short"),
        (undoubted(PARAGRAPHS, share=0.2), StructuredData(), "share"),
        (undoubted(PARAGRAPHS, linked=0.4), StructuredData(), "links"),
        (undoubted(PARAGRAPHS[:2]), StructuredData(body=TEXT, has_article=True), "structured-data"),
        (undoubted(PARAGRAPHS), StructuredData(body=TEXT, has_article=True), None),
    ],
    ids=["a plain text", "short", "little of the page", "links", "articleBody", "all of it"],
)
def test_doubt_has_a_reason(found: FastText, data: StructuredData, reason: str | None) -> None:
    assert doubt(found, data) == reason
