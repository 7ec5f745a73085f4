"""Pages in many languages and scripts, by the standard's order of charsets: text and metadata are right."""

from __future__ import annotations

import pytest

from dateline.articles.extract import extract_page
from dateline.messages import PageKind
from tests.articles.scripts import PAGES, ScriptPage

URL = "https://ferrypost.example/world/port-hit"

in_each_charset = pytest.mark.parametrize(
    ("written", "charset"),
    [pytest.param(page, charset, id=f"{page.name}, {charset}") for page in PAGES for charset in page.charsets],
)


@in_each_charset
def test_a_page_in_its_own_charset_is_read(written: ScriptPage, charset: str) -> None:
    page = extract_page(written.body(charset), url=URL)
    assert page.text == "\n".join(written.paragraphs)
    assert page.title == written.title
    assert page.authors == [written.author]
    assert page.language == written.language
    assert page.page_kind is PageKind.ARTICLE
    assert page.published_at == written.day


@in_each_charset
def test_the_headers_charset_stands_in_for_the_pages(written: ScriptPage, charset: str) -> None:
    page = extract_page(written.body(charset, declared=False), url=URL, content_type=f"text/html; charset={charset}")
    assert page.text == "\n".join(written.paragraphs)


@in_each_charset
def test_a_page_that_names_no_charset_is_recognised(written: ScriptPage, charset: str) -> None:
    assert extract_page(written.body(charset, declared=False), url=URL).text == "\n".join(written.paragraphs)


@pytest.mark.parametrize("written", PAGES, ids=[page.name for page in PAGES])
def test_the_language_is_the_texts_where_the_template_says_english(written: ScriptPage) -> None:
    body = written.body("utf-8").replace(f'lang="{written.language}"'.encode(), b'lang="en"')
    assert extract_page(body, url=URL).language == written.language.split("-")[0]
