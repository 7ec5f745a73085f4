"""When a server's validators are believed, and how those that lie are caught."""

from __future__ import annotations

import pytest

from dateline.web.caching import Validators
from dateline.web.trust import DISTRUSTED_S, Trust

HOUR, DAY = 3600.0, 86400.0
NOW = 1_800_000_000.0
NONE, ONE, TWO = Validators(), Validators('"1"'), Validators('"2"')
KNOWN = Trust(whole_at=NOW)


def test_validators_are_sent_until_the_whole_body_is_wanted_again() -> None:
    assert KNOWN.to_send(ONE, NOW + 23 * HOUR, DAY) == ONE
    assert KNOWN.to_send(ONE, NOW + DAY, DAY) == NONE


def test_after_a_whole_body_they_are_sent_again() -> None:
    assert KNOWN.whole(NONE, ONE, ONE, NOW + DAY, news=False).to_send(ONE, NOW + DAY + HOUR, DAY) == ONE


@pytest.mark.parametrize("sent", [NONE, ONE])
@pytest.mark.parametrize(
    ("known", "found"),
    [
        (ONE, ONE),
        (Validators('"1"', "Mon"), Validators('"1"', "Tue")),
        (Validators(None, "Mon"), Validators(None, "Mon")),
    ],
)
def test_news_under_old_validators_are_a_lie(sent: Validators, known: Validators, found: Validators) -> None:
    caught = KNOWN.whole(sent, known, found, NOW + DAY, news=True)
    assert caught.to_send(found, NOW + DAY + HOUR, DAY) == NONE


def test_a_server_that_says_304_to_validators_of_the_past_is_caught() -> None:
    checked = KNOWN.whole(NONE, ONE, TWO, NOW + DAY, news=True)
    sent = checked.to_send(TWO, NOW + DAY + HOUR, DAY)
    assert sent == ONE
    assert checked.unchanged(sent, NOW + DAY + HOUR).to_send(TWO, NOW + DAY + 2 * HOUR, DAY) == NONE


def test_a_server_that_does_not_is_believed() -> None:
    checked = KNOWN.whole(NONE, ONE, TWO, NOW + DAY, news=True)
    cleared = checked.whole(ONE, TWO, TWO, NOW + DAY + HOUR, news=False)
    assert cleared.to_send(TWO, NOW + DAY + 2 * HOUR, DAY) == TWO


def test_news_that_a_conditional_request_brought_need_no_test() -> None:
    assert KNOWN.whole(ONE, ONE, TWO, NOW + HOUR, news=True).to_send(TWO, NOW + 2 * HOUR, DAY) == TWO


def test_an_honest_304_changes_nothing() -> None:
    assert KNOWN.unchanged(ONE, NOW + HOUR) == KNOWN


def test_the_first_body_says_nothing_about_validators() -> None:
    assert Trust().whole(NONE, NONE, ONE, NOW, news=True).to_send(ONE, NOW + HOUR, DAY) == ONE


def test_after_a_month_they_are_tried_again() -> None:
    caught = KNOWN.whole(NONE, ONE, ONE, NOW, news=True)
    later = NOW + DISTRUSTED_S + 1
    assert caught.whole(NONE, ONE, ONE, later, news=False).to_send(ONE, later + HOUR, DAY) == ONE
