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


def test_a_page_that_is_not_there_yet_is_tried_again_and_may_be_gone() -> None:
    assert fate_of_status(404, None) == Fate("http-404", retry=True, gone=True)


def test_a_page_that_is_said_to_be_gone_is_gone() -> None:
    assert fate_of_status(410, None) == Fate("http-410", final=True, gone=True, feed_text=True)


@pytest.mark.parametrize("status", [401, 402, 403, 451])
def test_where_the_page_is_refused_the_feeds_text_may_stand_for_it(status: int) -> None:
    assert fate_of_status(status, None) == Fate("http-forbidden", final=True, feed_text=True)


@pytest.mark.parametrize(
    ("status", "disposition"),
    [
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
    fate = fate_of_error(FetchError(code, "a reason"))
    assert fate.disposition == f"failed-{code.value}"
    assert fate.retry is not fate.final


@pytest.mark.parametrize("code", [FetchCode.ADDRESS_REFUSED, FetchCode.BAD_URL])
def test_the_feeds_text_does_not_stand_for_an_address_that_we_refuse(code: FetchCode) -> None:
    assert not fate_of_error(FetchError(code, "a reason")).feed_text


@pytest.mark.parametrize("kind", [PageKind.ARTICLE, PageKind.LIVE_BLOG])
def test_articles_and_live_blogs_are_read(kind: PageKind) -> None:
    assert fate_of_page(page(kind)) == Fate("usable", usable=True)


@pytest.mark.parametrize(
    ("kind", "fate"),
    [
        (PageKind.PAYWALL, Fate("page-paywall", final=True, feed_text=True)),
        (PageKind.CONSENT_WALL, Fate("page-consent-wall", final=True, feed_text=True)),
        (PageKind.INDEX, Fate("page-index", final=True)),
        (PageKind.MEDIA, Fate("page-media", final=True)),
        (PageKind.ERROR, Fate("page-error", retry=True)),
        (PageKind.SOFT_404, Fate("page-soft-404", retry=True, gone=True)),
        (PageKind.REMOVED, Fate("page-removed", final=True, gone=True)),
        (PageKind.EMPTY, Fate("page-empty", retry=True, attempts_max=2, feed_text=True)),
    ],
)
def test_each_kind_of_page_that_is_no_article_has_a_name_and_a_rule(kind: PageKind, fate: Fate) -> None:
    assert fate_of_page(page(kind)) == fate


def test_a_wall_against_robots_is_left_alone_for_an_hour_and_asked_three_times() -> None:
    fate = fate_of_page(page(PageKind.BOT_WALL))
    assert (fate.retry, fate.attempts_max, fate.retry_gap_s, fate.feed_text) == (True, 3, 3600.0, True)


@pytest.mark.parametrize("kind", PageKind)
def test_every_kind_of_page_has_a_fate(kind: PageKind) -> None:
    fate = fate_of_page(page(kind))
    assert fate.usable or fate.retry or fate.final


def test_the_front_page_in_an_articles_place_means_that_it_is_gone() -> None:
    front = ExtractedPage("https://a.example/", "https://a.example/", PageKind.INDEX, "front-page")
    assert fate_of_page(front) == Fate("page-front-page", final=True, gone=True)


def test_a_page_that_says_it_is_retracted_is_told_from_one_that_is_just_gone() -> None:
    notice = ExtractedPage("https://a.example/1", "https://a.example/1", PageKind.REMOVED, "retracted")
    assert fate_of_page(notice) == Fate("page-retracted", final=True, retracted=True)
