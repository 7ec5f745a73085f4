"""The fast parser and feedparser say the same of one document, and the fast one reads what it can."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import BadInput
from dateline.feeds import ParsedFeed, to_line
from dateline.feeds.text import strip_tags
from dateline.feeds.xml_feed import parse_xml_feed
from tests.feeds.documents import atom, item, rss


def read(body: bytes, *, fast: bool = True) -> ParsedFeed:
    return parse_xml_feed(body, content_type=None, url="https://river.example/feed", entries_max=100, fast=fast)


def shown(feed: ParsedFeed) -> dict[str, Any]:
    line = to_line("", feed)
    for entry in line["entries"]:
        for field in ("summary_html", "content_html"):
            entry[field] = " ".join(strip_tags(entry[field] or "").split())
    return line | {"hints": feed.hints, "hub": feed.hub, "self": feed.self_link}


RDF = b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="%s">%s</rdf:RDF>'
MEDIA = ' xmlns:media="http://search.yahoo.com/mrss/"'
ITUNES = ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'

ENTRIES = {
    "the last of two links": "<link>https://river.example/1</link><link>https://river.example/2</link>",
    "an empty link after a good one": "<link>https://river.example/1</link><link/>",
    "an Atom link among RSS": '<atom:link href="https://river.example/a"/><atom:link rel="enclosure" href="/a.mp3"/>',
    "a link to JSON only": '<atom:link type="application/json" href="https://river.example/a"/>',
    "the first of two titles": "<title>One</title><title>Two</title>",
    "a title of a picture after the title": f"<title>One</title><media:title{MEDIA}>Two</media:title>",
    "a title of a picture before the title": f"<media:title{MEDIA}>Two</media:title><title>One</title>",
    "two descriptions": f"<description>One</description><media:description{MEDIA}>Two</media:description>",
    "content before the description": "<content:encoded>Long</content:encoded><description>Short</description>",
    "a description between two contents": (
        "<description>a</description><content:encoded>bb</content:encoded><description>ccc</description>"
    ),
    "markup that was not escaped": "<description>One <b>two</b> &amp; <i>three</i></description>",
    "a picture with a text of its own": (
        "<title>One</title><image><title>Two</title><url>/a.png</url><link>/b</link></image><category>x</category>"
    ),
    "a source with a title": '<title>One</title><source url="/s">Other</source><link>https://river.example/1</link>',
    "people in every form": (
        "<author>ana@river.org (Ana Reyes)</author><dc:creator>Ben Ode</dc:creator><dc:creator/>"
        "<author><name>Cy</name><email>cy@river.org</email></author><author>di@river.org</author>"
    ),
    "an entry's elements inside an author": "<dc:creator>Ana<description/><description>a</description></dc:creator>",
    "a contributor is no author": "<contributor><name>Ana</name></contributor><author><name>Ben</name></author>",
    "categories in every form": (
        '<category>War</category><category domain="d">Peace</category><category term="t" label="L"/>'
        '<category label="only"/><dc:subject>Subject</dc:subject><category></category><category>War</category>'
    ),
    "keywords with commas": f"<itunes:keywords{ITUNES}>a, b,,c</itunes:keywords>",
    "dates under many names": (
        "<pubDate>Mon, 02 Mar 2026 18:40:00 +0200</pubDate><dc:date>2026-03-03</dc:date><pubDate>2026-03-04</pubDate>"
    ),
    "a date with a bare name": "<date>2026-03-03T10:00:00Z</date>",
    "a date in Korean": "<pubDate>2026년 03월 02일 10:00:00</pubDate>",
    "the outer of two dates": "<media><pubDate>2026-03-04</pubDate></media><pubDate>2026-03-03</pubDate>",
    "a guid with a base": '<guid xml:base="https://hill.example/">/1</guid><link>2</link>',
    "a base that is left again": '<description xml:base="https://hill.example/">a</description><link>/2</link>',
    "an enclosure with odd figures": '<enclosure URL="/a.mp3" length="many" TYPE="Audio/MPEG"/><enclosure length="1"/>',
    "a title read as Latin-1": "<title>CafÃ© \u0080uro</title>",
    "a nested thing": "<thing><title>Inside</title><link>https://river.example/in</link></thing>",
    "a thing with attributes": '<thing a="b">text<title>Inside</title></thing>',
    "white space everywhere": "<title>\n One\n two </title><link>\n https://river.example/1 \n</link><guid> g </guid>",
    "comments in the middle": "<title>One <!-- no --> two</title><link>https://river.example/<!-- -->1</link>",
    "a document type of its own": "<xhtml:body xmlns:xhtml='http://www.w3.org/1999/xhtml'><p>a</p></xhtml:body>",
}


@pytest.mark.parametrize("inside", ENTRIES.values(), ids=ENTRIES.keys())
def test_both_read_an_rss_item_the_same(inside: str) -> None:
    body = rss(item(inside, "<ttl>9</ttl>") + item("<title>Next</title>"))
    assert shown(read(body)) == shown(read(body, fast=False))


@pytest.mark.parametrize("inside", ENTRIES.values(), ids=ENTRIES.keys())
def test_both_read_a_channel_the_same(inside: str) -> None:
    body = rss(item("<title>Next</title>"), channel=inside)
    assert shown(read(body)) == shown(read(body, fast=False))


@pytest.mark.parametrize(
    "inside",
    [
        "<id>urn:1</id><title>One</title>",
        '<id>1</id><link rel="alternate" href="/a"/><link rel="alternate" type="text/plain" href="/b"/>',
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">One <b>two</b><br/>&lt;</div></content>',
        '<content type="xhtml"><p xmlns="http://www.w3.org/1999/xhtml">One</p><p>two</p></content>',
        '<content type="html">&lt;p&gt;One&lt;/p&gt;</content><summary>a &lt; b</summary>',
        '<content type="text/plain">a &lt; b</content><content type="html">longer one</content>',
        '<content type="image/png">aGVsbG8=</content>',
        '<content src="https://river.example/1"/>',
        '<content type="application/xml"><data xmlns="urn:x">1</data></content>',
        '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Use <b>it</b></div></title>',
        '<summary mode="base64" type="text/html">PGI+Qm9sZDwvYj4=</summary>',
        "<author><name>Ana</name><uri>/ana</uri></author><author><name/></author>",
        "<source><title>Other</title><id>urn:o</id><updated>2026-03-01T00:00:00Z</updated></source><title>One</title>",
        "<issued>2026-03-01T00:00:00Z</issued><modified>2026-03-02T00:00:00Z</modified><created>2026-02-01</created>",
    ],
)
def test_both_read_an_atom_entry_the_same(inside: str) -> None:
    body = atom(f"<entry>{inside}</entry><entry><title>Next</title></entry>")
    assert shown(read(body)) == shown(read(body, fast=False))


@pytest.mark.parametrize(
    "root",
    [
        b'<rss version="0.91"><channel><item><title>a</title></item></channel></rss>',
        b'<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "x">\n<rss><channel/></rss>',
        b"<rss><channel><item><title>a</title></item></channel></rss>",
        b'<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>a</title></entry></feed>',
        b"<feed><entry><title>a</title></entry></feed>",
        b'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="uk_UA"><entry><title>a</title></entry></feed>',
        RDF
        % (
            b"http://purl.org/rss/1.0/",
            b'<channel><title>t</title></channel><image><title>i</title></image><item rdf:about="/1"/>',
        ),
        RDF % (b"http://my.netscape.com/rdf/simple/0.9/", b"<item><title>a</title></item>"),
        b'<rss version="2.0" xmlns="http://backend.userland.com/rss2"><channel><title>a</title></channel></rss>',
    ],
)
def test_both_tell_the_same_format(root: bytes) -> None:
    assert shown(read(root)) == shown(read(root, fast=False))


@pytest.mark.parametrize(
    ("body", "parser"),
    [
        (rss(item("<title>a</title>")), "fast"),
        (rss(item("<title>Caf&eacute; &nbsp;&amp; bar & grill</title>")), "fast"),
        (rss(item("<title>a\x0b&#11;</title>")), "fast"),
        (rss(item("<undeclared:title>a</undeclared:title><title>b</title>")), "fast"),
        (rss(item("<title>a</title>")) + b"<script>track()</script>", "fast"),
        (rss(item("<title>a <b>b</title>")), "feedparser"),
        (rss(item("<title>a</title>"))[:-20], "feedparser"),
        (b'<!DOCTYPE rss [<!ENTITY e "words">]>\n' + rss(item("<title>&e;</title>"))[38:], "feedparser"),
        (b'<!DOCTYPE rss SYSTEM "rss.dtd">\n' + rss(item("<title>Caf&eacute;</title>"))[38:], "fast"),
        (rss(item("<undeclared:title undeclared:a='b'>a</undeclared:title><title>b &copy;</title>")), "fast"),
        (rss(item("<title>a</title>")) + rss(item("<title>b</title>")), "feedparser"),
        (rss(item("<title>Été</title>")).decode().replace("utf-8", "iso-8859-15").encode("iso-8859-15"), "fast"),
        (rss(item("<title>停戦</title>")).decode().replace("utf-8", "Shift_JIS").encode("shift_jis"), "fast"),
    ],
)
def test_what_is_well_formed_or_nearly_so_is_read_fast(body: bytes, parser: str) -> None:
    feed = read(body)
    assert feed.parser == parser
    assert shown(feed) == shown(read(body, fast=False))


def test_bare_ampersands_stay_in_ids_and_links() -> None:
    body = rss(item("<guid>https://river.example/?a=1&utm_medium=rss&lang=uk</guid>"))
    assert {read(body, fast=fast).entries[0].id for fast in (True, False)} == {
        "https://river.example/?a=1&utm_medium=rss&lang=uk"
    }


def test_an_id_is_the_same_while_the_feed_is_broken() -> None:
    whole = rss(item("<guid>https://river.example/?a=1&amp;b=2</guid><category>R&amp;D</category>"))
    broken = read(whole.replace(b"</item>", b"</b></item>"))
    assert (broken.parser, read(whole).parser) == ("feedparser", "fast")
    assert (broken.entries[0].id, broken.entries[0].tags) == (read(whole).entries[0].id, read(whole).entries[0].tags)


def test_entities_in_cdata_are_left_to_the_html() -> None:
    body = rss(item("<description><![CDATA[a&nbsp;b &amp; c]]></description><title>x & y</title>"))
    assert read(body).entries[0].summary_html == "a&nbsp;b &amp; c"


TAGS = ["title", "link", "guid", "description", "content:encoded", "dc:creator", "category", "image", "x", "pubDate"]
TREES = st.recursive(
    st.sampled_from(["", "a", " b ", "&amp;", "2026-03-02", "https://river.example/1", "&lt;p&gt;"]),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", st.sampled_from(TAGS), st.lists(inner, max_size=3)
    ),
    max_leaves=12,
)


def outcome(body: bytes, *, fast: bool = True) -> dict[str, Any] | str:
    try:
        return shown(read(body, fast=fast))
    except BadInput as refused:
        return refused.code


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(TREES, max_size=6))
def test_both_read_any_tree_the_same(parts: list[str]) -> None:
    body = rss(item(*parts) + item("<title>Next</title>"))
    assert outcome(body) == outcome(body, fast=False)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="<>&;!-[]CDAT#x1a é\n", max_size=60))
def test_any_noise_is_read_or_refused(noise: str) -> None:
    for body in (rss(item(noise)), atom(f"<entry><title>{noise}</title></entry>")):
        try:
            read(body)
        except BadInput:
            continue
