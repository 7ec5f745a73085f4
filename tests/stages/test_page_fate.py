"""What becomes of a page after one look at it, for each way a look can end."""

from __future__ import annotations

import pytest

from dateline.articles.page import ExtractedPage
from dateline.messages import PageKind
from dateline.stages.page_fate import Fate, fate_of_error, fate_of_page, fate_of_status
from dateline.web.errors import FetchCode, FetchError


def page(kind: PageKind) -> ExtractedPage:
    return ExtractedPage("https://a.example/1", "https://a.example/1", kind, "said so")


@pytest.mark.parametrize("status", [200, 203])
def test_a_page_that_came_is_read(status: int) -> None:
    assert fate_of_status(status, None) == Fate("usable", usable=True)


def test_a_page_that_has_not_changed_is_neither_news_nor_final() -> None:
    assert fate_of_status(304, None) == Fate("unchanged")


@pytest.mark.parametrize("status", [429, 503])
def test_an_overloaded_outlet_is_left_alone_as_a_whole_for_as_long_as_it_asks(status: int) -> None:
    assert fate_of_status(status, 90.0) == Fate(f"http-{status}", retry=True, domain_wait_s=90.0)
    assert fate_of_status(status, None) == Fate(f"http-{status}", retry=True, domain_wait_s=0.0)


@pytest.mark.parametrize(
    ("status", "disposition"), [(408, "http-4xx"), (425, "http-4xx"), (500, "http-5xx"), (599, "http-5xx")]
)
def test_a_fault_that_may_pass_is_tried_again(status: int, disposition: str) -> None:
    assert fate_of_status(status, None) == Fate(disposition, retry=True)


def test_a_page_that_is_not_there_yet_is_tried_again() -> None:
    assert fate_of_status(404, None) == Fate("http-404", retry=True)


@pytest.mark.parametrize(
    ("status", "disposition"),
    [
        (410, "http-410"),
        (401, "http-forbidden"),
        (402, "http-forbidden"),
        (403, "http-forbidden"),
        (451, "http-forbidden"),
        (400, "http-4xx"),
        (418, "http-4xx"),
        (204, "http-unexpected"),
        (206, "http-unexpected"),
        (300, "http-unexpected"),
    ],
)
def test_an_answer_that_stays_what_it_is_is_final(status: int, disposition: str) -> None:
    assert fate_of_status(status, None) == Fate(disposition, final=True)


@pytest.mark.parametrize("code", FetchCode)
def test_an_error_is_named_and_either_tried_again_or_final(code: FetchCode) -> None:
    error = FetchError(code, "a reason")
    assert fate_of_error(error) == Fate(f"failed-{code.value}", retry=error.retryable, final=not error.retryable)


@pytest.mark.parametrize("kind", [PageKind.ARTICLE, PageKind.LIVE_BLOG])
def test_articles_and_live_blogs_are_read(kind: PageKind) -> None:
    assert fate_of_page(page(kind)) == Fate("usable", usable=True)


@pytest.mark.parametrize("kind", [PageKind.BOT_WALL, PageKind.ERROR, PageKind.EMPTY])
def test_walls_against_robots_errors_and_empty_pages_may_pass(kind: PageKind) -> None:
    assert fate_of_page(page(kind)) == Fate(f"page-{kind.value.replace('_', '-')}", retry=True)


@pytest.mark.parametrize("kind", [PageKind.CONSENT_WALL, PageKind.PAYWALL, PageKind.INDEX, PageKind.MEDIA])
def test_what_will_be_no_article_tomorrow_either_is_final(kind: PageKind) -> None:
    assert fate_of_page(page(kind)) == Fate(f"page-{kind.value.replace('_', '-')}", final=True)
