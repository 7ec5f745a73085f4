"""A page to its text and metadata."""

from __future__ import annotations

import pickle

import pytest

from dateline.articles.extract import extract_page
from dateline.articles.language import told_language
from dateline.errors import BadInput
from dateline.messages import DatePrecision
from tests.articles.pages import PARAGRAPHS, TEXT, page

URL = "https://ferrypost.example/world/port-hit"
ARTICLE = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def test_the_text_is_the_articles_paragraphs_one_a_line() -> None:
    assert extract_page(page(), url=URL).text == TEXT


def test_comments_are_left_out() -> None:
    comment = "<div class='comment'><p>First! This is what a reader wrote about it.</p></div>"
    comments = f"<section id='comments'>{comment}</section>"
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS) + comments
    assert "First!" not in extract_page(page(body=body), url=URL).text


def test_the_title_is_without_the_sites_name() -> None:
    head = (
        '<meta property="og:site_name" content="The Ferry Post">'
        '<meta property="og:title" content="Port hit | The Ferry Post">'
    )
    plain = page(head=head).replace(b"<h1>", b"<h2>").replace(b"</h1>", b"</h2>")
    assert extract_page(plain, url=URL).title == "Port hit"


def test_quotation_marks_in_a_title_part_nothing_off() -> None:
    title = "«Паром» вийшов у море"
    head = '<meta property="og:site_name" content="Паромний вісник">'
    assert extract_page(page(title=title, head=head), url=URL).title == title


def test_structured_data_says_who_when_and_where() -> None:
    extracted = extract_page(
        page(
            structured={
                "@context": "https://schema.org",
                "@graph": [
                    {"@type": "WebSite", "name": "The Ferry Post"},
                    {"@id": "#mara", "@type": "Person", "name": "Mara Lindqvist"},
                    {
                        "@type": ["NewsArticle", "Article"],
                        "headline": "Drones hit grain store at river port",
                        "author": [{"@id": "#mara"}, {"@type": "Organization", "name": "Harbour Wire"}],
                        "datePublished": "2026-03-02T18:40:00+02:00",
                        "dateModified": "2026-03-02T19:05:00+02:00",
                        "articleSection": "World",
                        "keywords": "ports, grain",
                        "image": {"@type": "ImageObject", "url": "/img/port.jpg"},
                        "publisher": {"@type": "Organization", "name": "The Ferry Post"},
                    },
                ],
            }
        ),
        url=URL,
    )
    assert extracted.authors == ["Mara Lindqvist"]
    assert extracted.published_at == "2026-03-02T18:40:00+02:00"
    assert extracted.modified_at == "2026-03-02T19:05:00+02:00"
    assert extracted.site == "The Ferry Post"
    assert extracted.section == "World"
    assert extracted.tags == ["ports", "grain"]
    assert extracted.image == "https://ferrypost.example/img/port.jpg"


def test_meta_elements_say_it_where_there_is_no_structured_data() -> None:
    head = (
        '<meta property="article:published_time" content="2026-03-02T16:40:00Z">'
        '<meta name="author" content="Tomas Ribeiro"><meta property="article:section" content="Ports">'
        '<meta property="article:tag" content="grain"><meta property="article:tag" content="harbour">'
    )
    extracted = extract_page(page(head=head), url=URL)
    assert extracted.published_at == "2026-03-02T16:40:00Z"
    assert extracted.authors == ["Tomas Ribeiro"]
    assert extracted.section == "Ports"
    assert extracted.tags == ["grain", "harbour"]


def test_the_local_form_of_the_published_time_is_kept() -> None:
    extracted = extract_page(
        page(
            before='<time datetime="2026-03-03T01:10:00+02:00">3 March</time>',
            structured={"@type": "NewsArticle", "headline": "x y z", "datePublished": "2026-03-02T23:10:00Z"},
        ),
        url=URL,
    )
    assert extracted.published_at == "2026-03-03T01:10:00+02:00"


def test_the_visible_byline_and_date_line_are_the_last_resort() -> None:
    before = '<div class="byline">By Mara Lindqvist</div><span>Published on 2 March 2026</span>'
    extracted = extract_page(page(before=before), url=URL)
    assert extracted.authors == ["Mara Lindqvist"]
    assert extracted.published_at == "2026-03-02"


@pytest.mark.parametrize(
    "before",
    [
        "<p>2 March 2026 <span>•</span> <a href='/ports'>Ports</a> <b>By the sea</b></p>",
        "<div><strong><a href='/who'>Mara Lindqvist</a></strong> - Mar 2, 2026</div>",
        "<p><a href='/video/'>Video</a> - March 2, 2026</p>",
        "<time datetime='2026-03-02T19:38:01Z'>3/2/2026</time>" + "<p>x</p>" * 60 + "<time datetime='2025-01-01'>",
    ],
    ids=["among other words", "after a name", "after a link", "the time near the heading"],
)
def test_the_day_near_the_heading_is_the_articles(before: str) -> None:
    assert (extract_page(page(before=before), url=URL).published_at or "")[:10] == "2026-03-02"


def test_a_meta_element_with_a_telling_name_is_believed() -> None:
    head = '<meta name="w-published-date" content="2026-03-02T06:03:43Z"><meta name="republish" content="2025-01-01">'
    assert extract_page(page(head=head), url=URL).published_at == "2026-03-02T06:03:43Z"


def test_an_outlet_that_does_not_give_its_name_is_known_by_its_host() -> None:
    source = page().replace(b"| The Ferry Post", "— FerryPost".encode()).replace(b"<h1>", b"<h2>")
    assert extract_page(source, url=URL).title == "Drones hit grain store at river port"


@pytest.mark.parametrize(
    ("written", "precision"),
    [
        ("2026-03-02T16:40:00+02:00", DatePrecision.INSTANT),
        ("2026-03-02T16:40:00Z", DatePrecision.INSTANT),
        ("2026-03-02T16:40:00", DatePrecision.LOCAL_TIME),
        ("2026-03-02", DatePrecision.DAY),
        (None, None),
    ],
)
def test_a_published_time_says_how_much_it_says(written: str | None, precision: DatePrecision | None) -> None:
    structured = {"@type": "NewsArticle", "headline": "Port hit", "datePublished": written}
    assert extract_page(page(structured=structured), url=URL).published_precision is precision


@pytest.mark.parametrize(
    ("head", "structured", "paid"),
    [
        ("", {"@type": "NewsArticle", "isAccessibleForFree": False}, True),
        ("", {"@type": "NewsArticle", "isAccessibleForFree": "True"}, False),
        ('<meta property="article:content_tier" content="metered">', None, True),
        ('<meta property="article:content_tier" content="free">', None, False),
        ("", None, None),
    ],
)
def test_a_page_says_whether_its_readers_pay(head: str, structured: object, paid: bool | None) -> None:
    assert extract_page(page(head=head, structured=structured), url=URL).paid is paid


def test_the_dateline_of_the_text_is_read_with_the_year_of_its_publication() -> None:
    body = ARTICLE.replace("<p>Two drones", "<p>GRAIN QUAY, Dec. 30 (Harbour Wire) — Two drones", 1)
    structured = {"@type": "NewsArticle", "datePublished": "2026-01-02T09:00:00+02:00"}
    extracted = extract_page(page(body=body, structured=structured), url=URL)
    assert (extracted.dateline_place, extracted.dateline_day) == ("GRAIN QUAY", "2025-12-30")


def test_the_language_comes_with_how_sure_it_is() -> None:
    long = extract_page(page(), url=URL)
    assert long.language == "en"
    assert (long.language_confidence or 0.0) > 0.9
    assert told_language("Port hit.", "en") == ("en", None)


def test_soft_hyphens_are_no_part_of_a_word() -> None:
    extracted = extract_page(
        page(title="Drones hit gra\u00adin store", body=ARTICLE.replace("port", "po\u00adrt")), url=URL
    )
    assert extracted.title == "Drones hit grain store"
    assert extracted.text == TEXT


@pytest.mark.parametrize("lead", ["By", "Written by", "Von"])
def test_a_name_that_stands_after_by_is_the_authors(lead: str) -> None:
    before = f"<div><span class='a1'>{lead}</span> <div><p>Mara Lindqvist</p></div></div>"
    assert extract_page(page(before=before), url=URL).authors == ["Mara Lindqvist"]


def test_comments_between_the_words_of_a_byline_part_nothing() -> None:
    extracted = extract_page(page(before="<p>By <!-- -->Mara Lindqvist<!-- -->, <!-- -->2 March 2026</p>"), url=URL)
    assert extracted.authors == ["Mara Lindqvist"]


def test_the_dates_of_other_articles_are_not_this_ones() -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    related = "".join(f"<div><p>Story {n}</p><span>{n + 1} March 2026</span></div>" for n in range(9))
    furniture = "<p>x</p>" * 60
    assert extract_page(page(body=f"{body}{furniture}{related}"), url=URL).published_at is None


def test_a_change_before_publication_is_no_change() -> None:
    structured = {"@type": "Article", "datePublished": "2026-03-02", "dateModified": "2025-01-01"}
    assert extract_page(page(structured=structured), url=URL).modified_at is None


def test_the_canonical_link_is_made_absolute_and_normal() -> None:
    head = '<link rel="canonical" href="/world/port-hit?utm_source=x">'
    assert extract_page(page(head=head), url=f"{URL}?id=7").canonical_url == URL


def test_a_canonical_link_to_the_front_page_is_a_mistake() -> None:
    head = '<link rel="canonical" href="https://ferrypost.example/">'
    assert extract_page(page(head=head), url=URL).canonical_url == URL


def test_a_canonical_link_into_another_domain_is_reported_as_it_is() -> None:
    head = '<link rel="canonical" href="https://harbourwire.example/a">'
    assert extract_page(page(head=head), url=URL).canonical_url == "https://harbourwire.example/a"


def test_the_language_is_the_texts_whatever_the_template_says() -> None:
    ukrainian = (
        "Уночі безпілотники влучили у зерносховище біля річкового порту, повідомила обласна адміністрація. "
        "Пожежу загасили до дев'ятої ранку, сторожа госпіталізували з опіками, його стан стабільний. "
    )
    body = f"<p>{ukrainian}</p>" * 5
    assert extract_page(page(body=body, language="en"), url=URL).language == "uk"
    assert extract_page(page(language="en_GB"), url=URL).language == "en-GB"


def test_of_several_structured_articles_the_pages_own_is_read() -> None:
    other = {"@type": "NewsArticle", "url": "https://ferrypost.example/other", "datePublished": "2020-01-01"}
    own = {"@type": "NewsArticle", "url": URL, "datePublished": "2026-03-02"}
    assert extract_page(page(structured=[other, own]), url=URL).published_at == "2026-03-02"


@pytest.mark.parametrize(
    "block",
    [
        '{"@type": "NewsArticle", "datePublished": "2026-03-02",}',
        '<!-- {"@type": "NewsArticle", "datePublished": "2026-03-02"} -->',
        '{"@type": "NewsArticle", "description": "two\nlines", "datePublished": "2026-03-02"};',
    ],
)
def test_structured_data_with_common_mistakes_is_read(block: str) -> None:
    head = f'<script type="application/ld+json">{block}</script>'
    assert extract_page(page(head=head), url=URL).published_at == "2026-03-02"


@pytest.mark.parametrize(
    "block", ["[" * 200_000, '{"@type":' * 5000, "null", "7", '{"@type": {"a": 1}, "author": 7}', "{"]
)
def test_structured_data_that_is_hostile_is_passed_over(block: str) -> None:
    head = f'<script type="application/ld+json">{block}</script>'
    assert extract_page(page(head=head), url=URL).text == TEXT


def test_a_page_in_a_legacy_charset_is_read() -> None:
    body = page(title="Порт атаковано").decode().encode("cp1251", "xmlcharrefreplace")
    assert extract_page(body, url=URL, content_type="text/html; charset=windows-1251").title == "Порт атаковано"


def test_bytes_that_are_no_page_are_refused_by_name() -> None:
    with pytest.raises(BadInput) as refused:
        extract_page(b"%PDF-1.7 " + bytes(range(1, 200)), url=URL)
    assert refused.value.code == "not-html"


def test_an_extracted_page_travels_between_processes() -> None:
    extracted = extract_page(page(), url=URL)
    assert pickle.loads(pickle.dumps(extracted)) == extracted
