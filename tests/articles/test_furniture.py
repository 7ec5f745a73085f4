"""Lines at the ends of a text that are the page's, not the article's."""

from __future__ import annotations

import pytest

from dateline.articles.furniture import without_furniture

TITLE = "Drones hit grain store"
ARTICLE = "Two drones struck a grain store.\nFirefighters came at nine."


@pytest.mark.parametrize(
    "opening",
    [
        "Drones hit grain store",
        "DRONES HIT GRAIN STORE!",
        "By Mara Lindqvist",
        "Mara Lindqvist",
        "2 March 2026",
        "Published on Monday, 2 March 2026 at 14:05",
        "Drones hit grain store\nBy Mara Lindqvist\nMarch 2, 2026",
    ],
)
def test_headline_byline_and_date_line_before_the_first_paragraph_go(opening: str) -> None:
    assert without_furniture(f"{opening}\n{ARTICLE}", title=TITLE, authors=["Mara Lindqvist"]) == ARTICLE


@pytest.mark.parametrize(
    "closing",
    ["Comments", "3 comments", "Share this article", "© 2026 The Ferry Post", "The Post. All rights reserved."],
)
def test_what_stands_after_the_last_paragraph_goes(closing: str) -> None:
    assert without_furniture(f"{ARTICLE}\n{closing}", title=TITLE, authors=[]) == ARTICLE


@pytest.mark.parametrize(
    "line",
    [
        "Drones hit grain store, officials say",
        "By nine the fire was out.",
        "On 2 March 2026 the port was closed.",
        "Mara Lindqvist, the harbour master, was hurt.",
    ],
)
def test_sentences_that_look_alike_stay(line: str) -> None:
    text = f"{line}\n{ARTICLE}\nComments on the plan are due in May."
    assert without_furniture(text, title=TITLE, authors=["Mara Lindqvist"]) == text


def test_the_headline_stays_where_it_is_repeated_inside() -> None:
    text = f"{ARTICLE}\n{TITLE}\nMore was burnt."
    assert without_furniture(text, title=TITLE, authors=[]) == text


def test_something_is_always_left() -> None:
    assert without_furniture(TITLE, title=TITLE, authors=[]) == TITLE
