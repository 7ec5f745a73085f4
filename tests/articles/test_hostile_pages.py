"""Pages that are made to hurt: a clear refusal or a bounded answer."""

from __future__ import annotations

import pytest

from dateline.articles.extract import extract_page
from dateline.errors import BadInput
from tests.articles.killers import READ, REFUSED
from tests.articles.pages import PARAGRAPHS, page

URL = "https://ferrypost.example/a/b"
ARTICLE = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_cost_the_parser_too_much_is_refused(name: str) -> None:
    body, code = REFUSED[name]
    with pytest.raises(BadInput) as refused:
        extract_page(body, url=URL)
    assert refused.value.code == code


@pytest.mark.parametrize("name", READ)
def test_a_trap_does_not_hide_the_article(name: str) -> None:
    assert PARAGRAPHS[3] in extract_page(READ[name], url=URL).text


@pytest.mark.parametrize(
    "trap",
    [
        '<div data-state="' + "{'a': 1, 'b': 'c d e'} " * 2_000 + '"></div>',
        "\x00\x0b\ufffe",
        "<!--" + "<p>" * 1000,
    ],
    ids=["long attribute", "control characters", "open comment"],
)
def test_a_trap_beside_an_article_does_not_hide_it(trap: str) -> None:
    body = f"{ARTICLE}{trap}" if trap.startswith("<!--") else f"{trap}{ARTICLE}"
    assert PARAGRAPHS[2] in extract_page(page(body=body), url=URL).text


@pytest.mark.parametrize(
    "source",
    [
        "<html><body><table>" + "<tr><td>" * 10_000 + "x",
        "<html><body><p>" + "a" * 1_000_000,
        "<html><body>" + "<a href=x>abc</a> " * 20_000,
        "<html><head>" + "<meta name='date' content='" * 3_000,
        "<html><body>" + "<ul><li>x" * 20_000,
        "<html><body><nav>" + "<div class='menu'>" * 25_000 + ARTICLE,
        "<html><body>" + "<header><div class=share>" * 15_000 + ARTICLE,
        "<html><body><script type='application/ld+json'>" + " " * 900_000 + "x</script>" + ARTICLE,
        "<html><body>" + "<" * 50_000 + " " * 9_000_000,
        "<html><body>" + ("x" * 6_000 + "<a") * 1_000,
    ],
    ids=[
        "nested tables",
        "one word",
        "links",
        "open metas",
        "nested lists",
        "nested menus",
        "nested headers",
        "spaces in a block",
        "spaces in a tag",
        "long runs",
    ],
)
def test_a_page_within_the_limits_gets_an_answer(source: str) -> None:
    assert len(extract_page(source.encode(), url=URL).text) <= 1_000_000
