"""Markup that is meant to cost: it is read in linear time or refused by name.

What took quadratic time would hang here.
"""

from __future__ import annotations

import pytest

from dateline.errors import BadInput
from dateline.feeds import parse_feed
from tests.feeds.documents import atom, item, rss

SIZE = 2_000_000


def many(unit: str, size: int = SIZE) -> str:
    return unit * (size // len(unit))


def outcome(body: bytes) -> str:
    try:
        parse_feed(body)
    except BadInput as refused:
        return refused.code
    return "read"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (rss(item(many("<a/>", 5_000_000))), "too-many-tags"),
        (rss(item(many("<link>x</link>", 5_000_000))), "too-many-elements"),
        (rss(item("</b>" + many("<a/>"))), "too-many-tags"),
        (rss(item("</b>" + many("&amp;"))), "too-many-references"),
        (rss(item("</b>" + many("<a>", 30_000))), "too-deep"),
        (rss(item("<a" + many(" b='c'") + "></b>")), "tag-too-long"),
        (many("<a>").encode(), "too-many-tags"),
        (b"\xff" * SIZE, "not-a-feed"),
    ],
)
def test_more_markup_than_any_feed_has_is_refused(body: bytes, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_feed(body)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "unit", ["&", "<", "<!", "<![CDATA[", "<![CDATA[x]]>", "<!--", "<?", "<a b='", "]]>", "&#97;", "a.", "a@", "\x1b"]
)
@pytest.mark.parametrize("around", ["<title>{}</title>", "</b><title>{}</title>", "</b><author>{}</author>", "{}"])
def test_repeated_markup_takes_linear_time(unit: str, around: str) -> None:
    for body in (rss(item(around.format(many(unit)))), atom(f"<entry>{around.format(many(unit))}</entry>")):
        assert outcome(body) in {"read", "too-many-tags", "too-many-references", "too-deep", "tag-too-long"}


def test_attributes_that_a_document_gives_to_all_its_elements_are_not_made() -> None:
    attributes = "".join(f' a{number} CDATA "x"' for number in range(10_000))
    body = f"<!DOCTYPE rss [<!ATTLIST a{attributes}>]>".encode() + rss(item("<title>b</title>" + "<a/>" * 40_000))[38:]
    (entry,) = parse_feed(body).entries
    assert entry.title == "b"


def test_a_broken_feed_is_read_as_far_as_there_is_time_and_the_rest_is_counted() -> None:
    body = rss("".join(item(f"<title>{number}</b></title>", "x" * 1000) for number in range(4000)))
    feed = parse_feed(body)
    assert feed.parser == "feedparser"
    assert [entry.title for entry in feed.entries[:2]] == ["0", "1"]
    assert 2000 < len(feed.entries) < 4000
    assert len(feed.entries) + feed.entries_left_out == 4000


def test_a_person_of_a_broken_feed_is_cut_between_characters() -> None:
    (entry,) = parse_feed(rss(item("</b><title>a</title><author>" + "Є" * 5000 + "</author>"))).entries
    assert set(entry.authors[0]) == {"Є"}
