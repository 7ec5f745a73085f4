"""Whether a text says of itself that it is taken back."""

from __future__ import annotations

import pytest

from dateline.articles.withdrawal import REMOVED, RETRACTED, withdrawal
from tests.articles.pages import PARAGRAPHS, TEXT


@pytest.mark.parametrize(
    "notice",
    [
        "This article has been retracted.",
        "Editor's note: This story was withdrawn on 3 March; its figures were wrong.",
        "The Ferry Post has retracted this article.",
        "Cet article a été retiré par la rédaction.",
        "Ця стаття була відкликана редакцією.",
    ],
)
@pytest.mark.parametrize("place", ["head", "end"])
def test_a_notice_at_the_head_or_the_end_takes_the_text_back(notice: str, place: str) -> None:
    text = f"{notice}\n{TEXT}" if place == "head" else f"{TEXT}\n{notice}"
    assert withdrawal("Drones hit grain store", text) == RETRACTED


def test_a_headline_may_say_so() -> None:
    assert withdrawal("RETRACTED: Drones hit grain store", TEXT) == RETRACTED


def test_what_is_only_gone_is_told_from_what_is_taken_back() -> None:
    assert withdrawal("Not here", "This article has been removed.") == REMOVED


@pytest.mark.parametrize(
    "line",
    [
        "The ministry said that this article has been retracted under pressure.",
        "Its rival told readers: “This article has been retracted.”",
        "The offer has been withdrawn, and the troops have been removed.",
    ],
)
def test_a_report_about_a_retraction_stands(line: str) -> None:
    assert withdrawal("Paper retracts report on strike", f"{line}\n{TEXT}") is None


def test_a_notice_in_the_midst_of_a_long_text_is_a_quotation() -> None:
    text = "\n".join([*PARAGRAPHS[:4], "This article has been retracted.", *PARAGRAPHS[4:], *PARAGRAPHS])
    assert withdrawal("Paper retracts report", text) is None
