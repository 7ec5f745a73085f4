"""The watch list as OPML, in and out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import BadInput
from dateline.feeds import read_opml, write_opml
from dateline.messages import Feed, feed_id


def feed(url: str = "https://river.example/rss", **fields: object) -> Feed:
    return Feed.model_validate({"id": feed_id(url), "url": url, **fields})


def opml(outlines: str, before: str = "") -> bytes:
    return f'<?xml version="1.0"?>{before}<opml version="2.0"><head/><body>{outlines}</body></opml>'.encode()


def test_groups_titles_and_attributes_are_read() -> None:
    body = opml(
        """<outline text="Europe"><outline title="Ukraine">
             <outline type="rss" text="Short" title="River Post" xmlUrl="https://river.example/rss" language="uk"
                      xmlns:dateline="urn:dateline:opml:1" dateline:country="ukr"
                      dateline:pollIntervalMinS="30" dateline:pollIntervalMaxS="900" dateline:credential="wire"
                      dateline:paused="true"
                      dateline:onlyLanguages="uk ru" dateline:onlyPattern="strike" dateline:withoutDomains="a.b c.d"/>
           </outline></outline>
           <outline text="Hill" xmlUrl="http://hill.example/atom" country="POL"/>"""
    )
    assert read_opml(body) == [
        feed(
            title="River Post",
            groups=["Europe", "Ukraine"],
            country="UKR",
            language="uk",
            poll_interval_min_s=30,
            poll_interval_max_s=900,
            credential="wire",
            paused=True,
            only={"languages": ["uk", "ru"], "pattern": "strike"},
            without={"domains": ["a.b", "c.d"]},
        ),
        feed("http://hill.example/atom", title="Hill", country="POL"),
    ]


def test_a_feed_that_is_listed_twice_is_read_once() -> None:
    outline = '<outline text="{}" xmlUrl="https://river.example/rss"/>'
    assert [f.title for f in read_opml(opml(outline.format("a") + outline.format("b")))] == ["a"]


def test_a_list_with_a_bare_ampersand_is_read() -> None:
    (found,) = read_opml(opml('<outline text="a" xmlUrl="https://river.example/?a=1&b=2"/>'))
    assert found.url == "https://river.example/?a=1&b=2"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "not-opml"),
        (b"words", "not-opml"),
        (b"<rss/>", "not-opml"),
        (b'<opml version="2.0"/>', "not-opml"),
        (opml('<outline xmlUrl="ftp://river.example/"/>'), "bad-outline"),
        (opml(f'<outline xmlUrl="https://river.example/{"a" * 3000}"/>'), "bad-outline"),
        (opml("", '<!DOCTYPE opml [<!ENTITY a "b">]>'), "not-opml"),
        (opml("<outline text='&a;'/>", '<!DOCTYPE opml [<!ENTITY a SYSTEM "file:///etc/hostname">]>'), "not-opml"),
        (b" " * 30_000_000, "too-large"),
    ],
)
def test_what_is_no_list_is_bad_input(body: bytes, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_opml(body)
    assert caught.value.code == code


def test_deep_nesting_is_no_danger() -> None:
    try:
        found = read_opml(opml("<outline text='a'>" * 50_000))
    except BadInput:
        return
    assert found == []


names = st.text(min_size=1, max_size=20).map(lambda text: " ".join(text.split())).filter(bool)
feeds = st.builds(
    feed,
    st.integers(0, 10**6).map("https://river.example/{}?a=1&b=<2>".format),
    title=names,
    groups=st.lists(names, max_size=4),
    country=st.sampled_from([None, "UKR", "SDN"]),
    language=st.sampled_from([None, "en", "pt-BR"]),
    poll_interval_min_s=st.sampled_from([None, 0.5, 300]),
    poll_interval_max_s=st.sampled_from([None, 3600]),
)


def unwritable(text: str) -> bool:
    """Whether XML has no way to write a character of `text`."""
    return any((ord(c) < 32 and c not in "\t\n\r") or c in "\ufffe\uffff" for c in text)


@given(st.lists(feeds, max_size=10, unique_by=lambda f: f.url))
def test_what_is_written_is_read_back(listed: list[Feed]) -> None:
    plain = [f for f in listed if not any(unwritable(text) for text in (f.title or "", *f.groups))]
    read = read_opml(write_opml(plain))
    assert sorted(read, key=lambda f: f.url) == sorted(plain, key=lambda f: f.url)


def test_a_title_with_a_control_character_is_written_without_it() -> None:
    (found,) = read_opml(write_opml([feed(title="River\x00 Post\ufffe")]))
    assert found.title == "River Post"


def test_removed_feeds_are_not_written() -> None:
    assert read_opml(write_opml([feed(removed=True)])) == []
