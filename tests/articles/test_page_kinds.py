"""What a page is: walls, stubs and indexes are named and not published as text."""

from __future__ import annotations

import pytest

from dateline.articles.extract import extract_page
from dateline.messages import PageKind
from tests.articles.pages import LONG, PARAGRAPHS, page

URL = "https://ferrypost.example/world/2026/03/02/port-hit"
STUB = f"<p>{PARAGRAPHS[0]}</p>"


def kind(body: bytes, url: str = URL) -> PageKind:
    return extract_page(body, url=url).page_kind


def bare(title: str, body: str) -> bytes:
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode()


def test_an_article_is_an_article() -> None:
    assert kind(page()) is PageKind.ARTICLE


def test_a_live_blog_says_so() -> None:
    assert kind(page(structured={"@type": "LiveBlogPosting", "headline": "Port hit"})) is PageKind.LIVE_BLOG


def test_a_live_path_with_much_text_is_a_live_blog() -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in LONG)
    assert kind(page(body=body), "https://ferrypost.example/world/live/2026/mar/02/port") is PageKind.LIVE_BLOG


def test_a_section_that_is_called_live_is_no_live_blog() -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in LONG)
    assert kind(page(body=body), "https://ferrypost.example/live/healthy") is PageKind.ARTICLE


@pytest.mark.parametrize(
    "body",
    [
        bare("Just a moment...", "<p>Enable JavaScript and cookies to continue</p>"),
        bare("ferrypost.example", "<script src='https://ct.captcha-delivery.com/c.js'></script><p>Please wait.</p>"),
        bare("Access denied", "<h1>Access denied</h1><p>You don't have permission to reach this server.</p>"),
    ],
)
def test_a_challenge_is_a_bot_wall(body: bytes) -> None:
    assert kind(body) is PageKind.BOT_WALL


@pytest.mark.parametrize(
    ("body", "url"),
    [
        (
            bare(
                "The Ferry Post",
                "<h1>We value your privacy</h1><p>We and our 812 partners store information on a device, with your "
                "consent to it.</p><button>Accept all</button><button>Manage options</button>",
            ),
            URL,
        ),
        (
            bare("Ferry Post", "<p>Please choose how the pages are shown to you.</p>"),
            "https://consent.ferrypost.example/?to=1",
        ),
    ],
)
def test_a_question_about_cookies_is_a_consent_wall(body: bytes, url: str) -> None:
    assert kind(body, url) is PageKind.CONSENT_WALL


def test_a_long_article_about_captchas_and_cookies_is_an_article() -> None:
    told = "<p>Regulators told sites to stop asking to accept all cookies, and to manage consent without a captcha.</p>"
    body = "".join(f"<p>{paragraph}</p>" for paragraph in LONG)
    assert kind(page(title="Why every site asks to accept all cookies", body=body + told)) is PageKind.ARTICLE


@pytest.mark.parametrize(
    "signal",
    [
        {"structured": {"@type": "NewsArticle", "headline": "Port hit", "isAccessibleForFree": "False"}},
        {"before": "<div class='wall'>Subscribe to continue reading</div>"},
        {"head": "<meta property='article:content_tier' content='locked'>"},
    ],
)
def test_the_open_beginning_of_a_paid_article_is_a_paywall(signal: dict[str, object]) -> None:
    assert kind(page(body=STUB, **signal)) is PageKind.PAYWALL  # type: ignore[arg-type] # each is an option of page


def test_a_paid_article_that_is_all_there_is_an_article() -> None:
    structured = {"@type": "NewsArticle", "headline": "Port hit", "isAccessibleForFree": False}
    assert kind(page(structured=structured)) is PageKind.ARTICLE


@pytest.mark.parametrize("title", ["404 Not Found", "Page not found", "Seite nicht gefunden", "Сторінку не знайдено"])
def test_a_missing_page_with_status_200_is_a_soft_404(title: str) -> None:
    body = f"<h1>{title}</h1><p>Perhaps the search helps you to find what you want.</p>"
    assert kind(bare(title, body)) is PageKind.SOFT_404


@pytest.mark.parametrize("title", ["503 Service Unavailable", "Internal Server Error", "Scheduled maintenance"])
def test_a_server_in_trouble_with_status_200_is_an_error(title: str) -> None:
    assert kind(bare(title, f"<h1>{title}</h1><p>Please come back in a while.</p>")) is PageKind.ERROR


def test_a_short_report_about_a_service_that_is_unavailable_is_an_article() -> None:
    assert kind(page(title="Ferry service unavailable after storm")) is PageKind.ARTICLE


@pytest.mark.parametrize(
    ("notice", "reason"),
    [
        ("This article has been removed.", "removed"),
        ("This story was taken down at the request of our lawyers.", "removed"),
        ("Editor's note: This article has been retracted because a source made things up.", "retracted"),
        ("Dieser Beitrag wurde von der Redaktion zurückgezogen.", "retracted"),
        ("Статья удалена.", "removed"),
    ],
)
def test_a_notice_in_an_articles_place_is_a_removed_page(notice: str, reason: str) -> None:
    found = extract_page(bare("The Ferry Post", f"<nav>Home World</nav><h1>Sorry</h1><p>{notice}</p>"), url=URL)
    assert (found.page_kind, found.kind_reason) == (PageKind.REMOVED, reason)


def test_a_front_page_is_an_index() -> None:
    teasers = "".join(f"<h2><a href='/a/{n}'>{PARAGRAPHS[n % 6][:80]}</a></h2>" for n in range(30))
    assert kind(bare("The Ferry Post", teasers), "https://ferrypost.example/") is PageKind.INDEX


def test_a_page_of_links_is_an_index() -> None:
    teasers = "".join(f"<li><a href='/a/{n}'>{PARAGRAPHS[n % 6][:60]}</a></li>" for n in range(12))
    assert kind(bare("World", f"<h1>World</h1><ul>{teasers}</ul>"), "https://ferrypost.example/world") is PageKind.INDEX


def test_a_film_with_a_caption_is_media() -> None:
    body = page(body=STUB, head="<meta property='og:type' content='video.other'>")
    assert kind(body, "https://ferrypost.example/video/7") is PageKind.MEDIA


@pytest.mark.parametrize("body", [b"", b"   \n ", b"<html><body></body></html>", b"\x00\x00"])
def test_nothing_is_empty(body: bytes) -> None:
    assert kind(body) is PageKind.EMPTY


def test_a_long_article_among_very_many_links_is_an_article() -> None:
    links = "".join(
        f"<li><a href='/{n}'>Story number {n} of the archive of the harbour towns</a></li>" for n in range(900)
    )
    article = "".join(f"<p>{paragraph}</p>" for paragraph in LONG)
    assert kind(bare("Port hit", f"<main>{article}</main><ul>{links}</ul>")) is PageKind.ARTICLE
