"""Twice the text is twice the work, whatever the text: counted in lines of code that run, not in time."""

from __future__ import annotations

import sys
from types import FrameType
from typing import TYPE_CHECKING

import pytest

from dateline.events import Document, tag, tokens

if TYPE_CHECKING:
    from _typeshed import TraceFunction

pytestmark = pytest.mark.skipif(
    str(tokens.__file__).endswith(".so"), reason="lines of compiled code cannot be counted; those of its source are"
)

LEAD = (
    "The army said on Monday that rebels had attacked a village in the east of the country and that five soldiers "
    "were killed in the fighting. It was the third attack of the kind in a week, and the governor of the province "
    "said that the rebels had come from the hills and that they had shelled the market with mortars before they "
    "withdrew to the border. Two of the wounded were in danger of their lives, a hospital in the town of Goma said.\n\n"
)
"""So that the text is taken for news, and read."""


def lines_run(text: str) -> int:
    """How many lines of the tagger's code a text takes."""
    count = 0

    def on_line(_frame: FrameType, event: str, _argument: object) -> TraceFunction:
        nonlocal count
        count += event == "line"
        return on_line

    before = sys.gettrace()
    sys.settrace(on_line)
    try:
        tag(Document("x", "", text))
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    "phrase",
    [
        "a",
        "5 7 ",
        "killed 10,000 ",
        "shelling killed 5 people in Kharkiv and ",
        "Goma, Kyiv, ",
        "\x00\x01killed\x02 ",
        "\u202eقتل 5 \u202c",
        "💥killed 5💥",
        "killed,5,Kharkiv.",
        "O'",
        '" said ',
    ],
    ids=[
        "one word",
        "numbers",
        "figures",
        "one sentence",
        "places",
        "control characters",
        "right to left",
        "emoji",
        "no spaces",
        "apostrophes",
        "quotes",
    ],
)
def test_twice_the_text_is_twice_the_work(phrase: str) -> None:
    once, twice = (LEAD + (phrase * 4000)[:size] for size in (4_000, 8_000))
    for text in (LEAD, once, twice):
        assert tag(Document("x", "", text)).gate == "tagged"  # and the memories are filled
    alone = lines_run(LEAD)

    assert lines_run(twice) - alone <= 2.4 * max(lines_run(once) - alone, 1000)
