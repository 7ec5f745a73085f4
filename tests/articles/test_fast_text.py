"""Which blocks of a page are the article's text, by the walk alone."""

from __future__ import annotations

import pytest
import turbohtml

from dateline.articles.blocks import read_blocks
from dateline.articles.fast_text import FastText, fast_text
from tests.articles.pages import PARAGRAPHS

ARTICLE = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
TEASER = (
    "<div class='item'><h3><a href='/other'>Another story of the day altogether</a></h3>"
    "<p>The council of the upper town has put off its decision on the bridge until the autumn.</p></div>"
)


def read(body: str) -> FastText:
    """What the walk takes for the text of a page with this body."""
    tree = turbohtml.parse(f"<html><body>{body}</body></html>").root
    assert tree is not None
    return fast_text(read_blocks(tree))


@pytest.mark.parametrize(
    "furniture",
    [
        "<figure><img src=x><figcaption>A picture of the silo, taken on Tuesday by a passer-by.</figcaption></figure>",
        "<div class='share-bar'><p>Send this story to all of your friends in the harbour towns.</p></div>",
        "<div class='newsletterSignup'><p>Get the harbour letter every morning, free of charge.</p></div>",
        "<section id='comments'><p>First! I have seen this coming for a very long time indeed.</p></section>",
        "<aside><p>Read what we wrote about the port when it was hit for the first time.</p></aside>",
        "<ul class='related-articles'><li>The first attack on the port, in pictures and words</li></ul>",
        "<p><a href='/live'>Follow every minute of the day on our live page about the port</a></p>",
        "<div class='comentarios'><p>First! I have seen this coming for a very long time indeed.</p></div>",
        "<div class='noticias-relacionadas'><p>The first attack on the port, in pictures and words.</p></div>",
        "<div style='display: none'><p>This is shown only to those who have not paid for the paper.</p></div>",
    ],
    ids=[
        "caption",
        "share bar",
        "newsletter",
        "comments",
        "aside",
        "related",
        "only a link",
        "comments in Spanish",
        "related in Spanish",
        "hidden",
    ],
)
def test_furniture_inside_the_article_is_left_out(furniture: str) -> None:
    middle = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS[3:])
    start = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS[:3])
    assert read(f"<article>{start}{furniture}{middle}</article>").lines == PARAGRAPHS


@pytest.mark.parametrize(
    ("part", "lines"),
    [
        ("<h2>What is known</h2><p>Little so far.</p>", ["What is known", "Little so far."]),
        ("<blockquote>We heard it twice.</blockquote>", ["We heard it twice."]),
        ("<ul><li>Two drones</li><li>One fire</li></ul>", ["Two drones", "One fire"]),
        ("<table><tr><td>Hit</td><td>four times</td></tr></table>", ["Hit", "four times"]),
        ("<p>One line<br>and its end<br><br>Another paragraph</p>", ["One line and its end", "Another paragraph"]),
        ("<p>Said <b>the <i>harbour</i></b> <a href=x>master</a>.</p>", ["Said the harbour master."]),
    ],
    ids=["subheading", "quote", "list", "table", "line breaks", "inline elements"],
)
def test_parts_of_an_article_are_kept_each_on_its_line(part: str, lines: list[str]) -> None:
    assert read(f"<article>{ARTICLE}{part}</article>").lines == [*PARAGRAPHS, *lines]


def test_teasers_beside_the_article_are_left_out() -> None:
    assert read(f"<div><div>{ARTICLE}</div><div>{TEASER * 6}</div></div>").lines == PARAGRAPHS


def test_a_standfirst_between_the_heading_and_the_body_is_kept() -> None:
    standfirst = "Nobody was killed, but the lower town was without light and water until the evening."
    page = f"<header><h1>Port hit</h1><h2>{standfirst}</h2></header><div class='article-body'>{ARTICLE}</div>"
    assert read(page).lines == [standfirst, *PARAGRAPHS]


@pytest.mark.parametrize(
    "heading",
    [
        "<h1>Port hit</h1><div>{standfirst}</div>",
        "<h2>Port hit</h2><div>{standfirst}</div>",
        "<h1>Port hit</h1><h2>{standfirst}</h2><h2><a href='/other'>Another story of the day altogether</a></h2>",
    ],
    ids=["a heading", "a heading of the second level", "beside a link to another story"],
)
def test_a_standfirst_is_kept_whatever_the_template_makes_of_the_heading(heading: str) -> None:
    standfirst = "Nobody was killed, but the lower town was without light and water until the evening."
    header = heading.format(standfirst=standfirst)
    assert read(f"<header>{header}</header><div>{ARTICLE}</div>").lines == [standfirst, *PARAGRAPHS]


def test_a_name_of_furniture_is_not_believed_where_it_holds_the_article() -> None:
    assert read(f"<div class='sidebar-layout widget'>{ARTICLE}</div>").lines == PARAGRAPHS


def test_a_name_of_furniture_is_not_believed_where_every_paragraph_has_it() -> None:
    wrapped = "".join(f"<div class='page-widget'><p>{paragraph}</p></div>" for paragraph in PARAGRAPHS)
    assert read(f"<main>{wrapped}</main>").lines == PARAGRAPHS


def test_what_is_embedded_is_left_out_unless_it_is_much_of_the_article() -> None:
    post = "<section class='embed'><p>We saw it from the roof, and then we heard it too.</p></section>"
    assert read(f"<article>{ARTICLE}{post}</article>").lines == PARAGRAPHS
    parts = f"<section class='embed'><p>{PARAGRAPHS[-1]}</p></section>"
    assert (
        read(f"<article>{''.join(f'<p>{line}</p>' for line in PARAGRAPHS[:-1])}{parts}</article>").lines == PARAGRAPHS
    )


def test_the_body_that_the_markup_names_is_taken_alone() -> None:
    rest = "".join(f"<p>{paragraph} It was so last year too.</p>" for paragraph in PARAGRAPHS[:4])
    assert read(f"<div><div class='entry-content'>{ARTICLE}</div><div>{rest}</div></div>").lines == PARAGRAPHS


def test_a_text_in_chinese_is_long_enough_with_fewer_characters() -> None:
    paragraphs = [
        "两架无人机周二清晨袭击了河港外的一座粮仓，地区政府说，屋顶起火。",
        "消防队员在上午九点前控制了火势，没有人死亡。",
    ]
    assert read("".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)).lines == paragraphs


def test_a_discussion_longer_than_the_article_is_left_out() -> None:
    remarks = "".join(
        f"<li class='comment'><p>{paragraph} I do not believe it.</p></li>" for paragraph in PARAGRAPHS * 9
    )
    found = read(f"<main><h1>Port hit</h1><div>{ARTICLE}</div><ol class='comment-list'>{remarks}</ol></main>")
    assert found.lines == PARAGRAPHS
    assert found.share == pytest.approx(1.0)


def test_an_opinion_that_its_template_calls_a_comment_is_an_article() -> None:
    other = "<p>The council of the upper town has put off its decision on the bridge until the autumn.</p>" * 6
    page = f"<header>{other}</header><article class='comment'><h1>Port hit</h1>{ARTICLE}</article>"
    assert read(page).lines == PARAGRAPHS


def test_a_list_whose_headings_are_links_is_an_article_where_it_is_the_page() -> None:
    items = [f"<div><h2><a href='/{n}'>Port {n}</a></h2><p>{line}</p></div>" for n, line in enumerate(PARAGRAPHS)]
    assert read(f"<main>{''.join(items)}</main>").lines == PARAGRAPHS


def test_a_copy_of_the_text_for_small_screens_is_left_out() -> None:
    assert read(f"<main><div>{ARTICLE}</div><div>{ARTICLE}</div></main>").lines == PARAGRAPHS


def test_a_page_without_prose_has_no_text() -> None:
    assert read("<ul><li><a href=a>World</a></li><li><a href=b>Sport</a></li></ul>").lines == []


def test_the_share_of_the_pages_prose_is_told() -> None:
    assert read(f"<article>{ARTICLE}</article>").share == pytest.approx(1.0)
    assert read(f"<div>{ARTICLE}</div><div class='related'><p>{PARAGRAPHS[0] * 2}</p></div>").share < 1.0
