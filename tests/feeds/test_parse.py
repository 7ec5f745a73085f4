"""What is read out of RSS, RDF, Atom and JSON Feed."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import BadInput
from dateline.feeds import ParsedEnclosure, ParsedEntry, ParsedFeed, parse_feed, to_error_line, to_line
from tests.feeds.documents import atom, item, rss


def only(body: bytes, **arguments: Any) -> ParsedEntry:  # noqa: ANN401 - the arguments of parse_feed
    (entry,) = parse_feed(body, **arguments).entries
    return entry


def json_feed(items: list[dict[str, Any]], **fields: Any) -> bytes:  # noqa: ANN401 - any JSON
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": items, **fields}).encode()


def test_rss_gives_every_field() -> None:
    body = rss(
        item(
            "<title>Bridge hit</title><link>https://river.example/1</link><guid>tag:river,1</guid>",
            "<description>&lt;p&gt;Short&lt;/p&gt;</description>",
            "<content:encoded><![CDATA[<p>Long <b>text</b></p>]]></content:encoded>",
            "<dc:creator>Ana Reyes</dc:creator><dc:creator>Ben Ode</dc:creator>",
            "<pubDate>Mon, 02 Mar 2026 18:40:00 +0200</pubDate>",
            "<category>War</category><category>River</category>",
            '<enclosure url="https://river.example/1.mp3" type="audio/mpeg" length="1234"/>',
        ),
        "<language>en_us</language><lastBuildDate>Mon, 02 Mar 2026 17:00:00 GMT</lastBuildDate>",
    )
    assert parse_feed(body) == ParsedFeed(
        format="rss20",
        title="River Post",
        link="https://river.example/",
        language="en-US",
        updated_at="2026-03-02T17:00:00Z",
        entries=(
            ParsedEntry(
                id="tag:river,1",
                title="Bridge hit",
                link="https://river.example/1",
                summary_html="<p>Short</p>",
                content_html="<p>Long <b>text</b></p>",
                authors=("Ana Reyes", "Ben Ode"),
                published_at="2026-03-02T18:40:00+02:00",
                tags=("War", "River"),
                enclosures=(ParsedEnclosure("https://river.example/1.mp3", "audio/mpeg", 1234),),
            ),
        ),
    )


def test_atom_gives_every_field() -> None:
    body = atom(
        "<entry><id>urn:1</id><title>Bridge hit</title>"
        '<link href="https://river.example/1"/><link rel="enclosure" href="https://river.example/1.mp3"/>'
        '<summary>Short</summary><content type="html">&lt;p&gt;Long&lt;/p&gt;</content>'
        "<author><name>Ana Reyes</name></author><author><name>Ben Ode</name></author>"
        "<published>2026-03-02T18:40:00+02:00</published><updated>2026-03-02T19:00:00.250+02:00</updated>"
        '<category term="war"/></entry>',
        '<link rel="self" href="https://river.example/atom"/><link rel="hub" href="https://hub.example/"/>'
        "<updated>2026-03-02T17:00:00Z</updated>",
    )
    feed = parse_feed(body)
    assert (feed.format, feed.id, feed.updated_at) == ("atom10", "urn:river", "2026-03-02T17:00:00Z")
    assert (feed.self_link, feed.hub) == ("https://river.example/atom", "https://hub.example/")
    assert feed.entries == (
        ParsedEntry(
            id="urn:1",
            title="Bridge hit",
            link="https://river.example/1",
            summary_html="Short",
            content_html="<p>Long</p>",
            authors=("Ana Reyes", "Ben Ode"),
            published_at="2026-03-02T18:40:00+02:00",
            updated_at="2026-03-02T19:00:00.25+02:00",
            tags=("war",),
            enclosures=(ParsedEnclosure("https://river.example/1.mp3"),),
        ),
    )


def test_rdf_is_read_and_its_only_date_is_that_of_publication() -> None:
    body = b"""<?xml version="1.0"?>
    <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
             xmlns:dc="http://purl.org/dc/elements/1.1/">
      <channel rdf:about="https://river.example/"><title>River Post</title></channel>
      <item rdf:about="https://river.example/1"><title>Bridge hit</title><link>https://river.example/1</link>
        <dc:date>2026-03-02T18:40:00+02:00</dc:date><dc:creator>Ana Reyes</dc:creator></item>
    </rdf:RDF>"""
    feed = parse_feed(body)
    assert feed.format == "rss10"
    (entry,) = feed.entries
    assert (entry.id, entry.published_at) == ("https://river.example/1", "2026-03-02T18:40:00+02:00")
    assert entry.authors == ("Ana Reyes",)


def test_json_feed_gives_every_field() -> None:
    body = json_feed(
        [
            {
                "id": 7,
                "url": "/1",
                "title": "Bridge  hit",
                "summary": "a < b",
                "content_html": "<p>Long</p>",
                "date_published": "2026-03-02T18:40:00+02:00",
                "date_modified": "2026-03-02T19:00:00+02:00",
                "authors": [{"name": "Ana Reyes"}],
                "tags": ["war"],
                "attachments": [{"url": "/1.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 9}],
            },
            {"id": "8", "external_url": "https://hill.example/8", "content_text": "a & b"},
        ],
        home_page_url="https://river.example/",
        feed_url="https://river.example/feed.json",
        language="en",
        authors=[{"name": "The Desk"}],
        hubs=[{"type": "WebSub", "url": "https://hub.example/"}],
    )
    feed = parse_feed(body)
    assert (feed.format, feed.language, feed.hub) == ("json11", "en", "https://hub.example/")
    assert (feed.link, feed.self_link) == ("https://river.example/", "https://river.example/feed.json")
    assert feed.entries == (
        ParsedEntry(
            id="7",
            title="Bridge hit",
            link="https://river.example/1",
            summary_html="a &lt; b",
            content_html="<p>Long</p>",
            authors=("Ana Reyes",),
            published_at="2026-03-02T18:40:00+02:00",
            updated_at="2026-03-02T19:00:00+02:00",
            tags=("war",),
            enclosures=(ParsedEnclosure("https://river.example/1.mp3", "audio/mpeg", 9),),
        ),
        ParsedEntry(id="8", link="https://hill.example/8", content_html="a &amp; b", authors=("The Desk",)),
    )


@pytest.mark.parametrize(
    ("version", "name"), [("0.91", "rss091u"), ("0.92", "rss092"), ("2.0", "rss20"), ("2.0.1", "rss20")]
)
def test_the_versions_of_rss_are_told_apart(version: str, name: str) -> None:
    assert parse_feed(rss(item("<title>a</title>"), version=version)).format == name


def test_json_feed_1_0_with_one_author_is_read() -> None:
    body = json_feed([{"id": "1", "author": {"name": "Ana"}}], version="https://jsonfeed.org/version/1")
    feed = parse_feed(body)
    assert (feed.format, feed.entries[0].authors) == ("json1", ("Ana",))


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "windows-1252"])
def test_json_feed_is_read_in_any_charset(charset: str) -> None:
    document = {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "title": "Été"}]}
    assert only(json.dumps(document, ensure_ascii=False).encode(charset)).title == "Été"


def test_json_feed_that_is_nearly_json_is_read() -> None:
    body = json_feed([{"id": "https://river.example/1", "title": "a b", "url": 5}]).replace(b"a b", b"a\tb")
    entry = only(body.replace(b"5", b"NaN") + b"\n<!-- cached -->")
    assert (entry.title, entry.link) == ("a b", "https://river.example/1")


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Bridge &amp; road", "Bridge & road"),
        ("Bridge &amp;amp; road", "Bridge & road"),
        ("<![CDATA[Bridge &amp; <i>road</i>]]>", "Bridge & road"),
        ("&lt;b&gt;Bridge&lt;/b&gt;\n   road", "Bridge road"),
        ("3 &lt; 4 and 5 &gt; 4", "3 < 4 and 5 > 4"),
        ("Caf&#233;", "Café"),
        ("&lt;script&gt;run()&lt;/script&gt;Bridge&lt;!-- note --&gt; hit", "Bridge hit"),
        ("   ", None),
    ],
)
def test_an_rss_title_is_plain_text(written: str, title: str | None) -> None:
    assert only(rss(item(f"<title>{written}</title><link>https://river.example/1</link>"))).title == title


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("<title>Use &lt;b&gt; well</title>", "Use <b> well"),
        ('<title type="html">Use &lt;b&gt;it&lt;/b&gt; &amp;amp; go</title>', "Use it & go"),
        (
            '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Use <b>it</b></div></title>',
            "Use it",
        ),
    ],
)
def test_an_atom_title_is_what_its_type_says(written: str, title: str) -> None:
    assert only(atom(f"<entry><id>1</id>{written}</entry>")).title == title


def test_relative_links_are_resolved_against_xml_base_and_the_feeds_own_address() -> None:
    based = atom('<entry xml:base="https://river.example/news/"><id>1</id><link href="a"/></entry>')
    assert only(based, url="https://other.example/feed").link == "https://river.example/news/a"
    bare = rss(item("<title>a</title><link>/news/a</link>"))
    assert only(bare, url="https://river.example/feeds/all.xml").link == "https://river.example/news/a"
    assert only(bare).link == "https://river.example/news/a"


def test_an_id_is_taken_as_it_is() -> None:
    assert only(rss(item("<guid>/news/1</guid>")), url="https://river.example/rss").id == "/news/1"
    assert only(atom("<entry><id>HTTP://River.example/1</id></entry>"), url="https://river.example/").id == (
        "HTTP://River.example/1"
    )


def test_a_permalink_guid_stands_in_for_the_link() -> None:
    assert only(rss(item("<guid>https://river.example/1</guid>"))).link == "https://river.example/1"
    assert only(rss(item('<guid isPermaLink="false">https://river.example/1</guid>'))).link is None


def test_an_id_that_is_no_url_stands_in_for_nothing() -> None:
    for entry in ("<id>urn:1</id>", "<id>1</id>", '<id>1</id><link rel="self" href="https://river.example/1"/>'):
        assert only(atom(f"<entry>{entry}</entry>"), url="https://river.example/feed").link is None
    assert only(rss(item("<guid>story-1</guid>")), url="https://river.example/feed").link is None


def test_a_link_may_be_all_that_the_id_is() -> None:
    body = rss(item("<guid>/1</guid><link>/1</link>"))
    assert only(body, url="https://river.example/feed").link == "https://river.example/1"


def test_content_alone_is_not_repeated_as_summary() -> None:
    entry = only(rss(item("<title>a</title><content:encoded>&lt;p&gt;Long&lt;/p&gt;</content:encoded>")))
    assert (entry.summary_html, entry.content_html) == (None, "<p>Long</p>")


def test_html_comes_as_the_feed_gave_it() -> None:
    markup = '<p onclick="x()">A <script>b</script><img src="/c.png"></p>'
    entry = only(rss(item(f"<title>a</title><description><![CDATA[{markup}]]></description>")))
    assert entry.summary_html == markup


def test_plain_text_in_atom_becomes_html() -> None:
    entry = only(atom("<entry><id>1</id><summary>3 &lt; 4</summary><content>a &amp; b</content></entry>"))
    assert (entry.summary_html, entry.content_html) == ("3 &lt; 4", "a &amp; b")


def test_what_the_publisher_asks_for_is_kept() -> None:
    hints = parse_feed(
        rss(
            item("<title>a</title>"),
            "<ttl>90</ttl><sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>"
            "<skipHours><hour>0</hour><hour>23</hour><hour>24</hour></skipHours>"
            "<skipDays><day>Saturday</day><day>Sunday</day></skipDays>",
        )
    ).hints
    assert (hints.ttl_s, hints.update_period_s) == (5400.0, 21600.0)
    assert (hints.skip_hours, hints.skip_days) == ((0, 23), (5, 6))


def test_a_feed_that_skips_every_hour_skips_none() -> None:
    hours = "".join(f"<hour>{hour}</hour>" for hour in range(24))
    assert parse_feed(rss(channel=f"<skipHours>{hours}</skipHours>")).hints.skip_hours == ()


NON_ASCII = '<rss version="2.0"><channel><item><title>Київ — під обстрілом</title></item></channel></rss>'
FRENCH = '<rss version="2.0"><channel><item><title>Été à Orléans</title></item></channel></rss>'


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (NON_ASCII.encode(), None),
        (NON_ASCII.encode(), "text/xml"),
        (NON_ASCII.encode(), "text/xml; charset=ISO-8859-1"),
        (b'<?xml version="1.0" encoding="iso-8859-1"?>' + NON_ASCII.encode(), None),
        (b"\xef\xbb\xbf" + NON_ASCII.encode(), "text/html; charset=windows-1252"),
        (b'\n  <?xml version="1.0"?>' + NON_ASCII.encode(), None),
        (NON_ASCII.encode("utf-16"), None),
        (b'<?xml version="1.0" encoding="windows-1251"?>' + NON_ASCII.encode("cp1251"), "text/xml"),
        (NON_ASCII.encode("cp1251"), "application/rss+xml; charset=windows-1251"),
        (
            b'<?xml version="1.0" encoding="utf-8"?>' + NON_ASCII.encode("mac-cyrillic"),
            "text/xml; charset=mac-cyrillic",
        ),
    ],
)
def test_the_charset_is_found_even_where_it_is_told_wrong(body: bytes, content_type: str | None) -> None:
    assert only(body, content_type=content_type).title == "Київ — під обстрілом"


@pytest.mark.parametrize("name", ["punycode", "idna", "undefined", "unicode_escape", "rot13", "hex", "bogus", "koi8-r"])
def test_what_is_no_charset_is_not_believed(name: str) -> None:
    declared = f'<?xml version="1.0" encoding="{name}"?>{NON_ASCII}'.encode()
    assert only(declared).title == only(NON_ASCII.encode(), content_type=f"text/xml; charset={name}").title
    assert only(declared).title == "Київ — під обстрілом"


def test_latin_1_without_a_word_about_it_is_readable() -> None:
    assert only(FRENCH.encode("latin-1")).title == "Été à Orléans"


@pytest.mark.parametrize(
    ("inside", "title"),
    [
        ("<title>Bridge &#55357;&#56832; hit</title>", "Bridge \U0001f600 hit"),
        ("<title>Bridge\x0b &#11;hit&#x1F;</title>", "Bridge hit"),
        ("<title>Bridge &nbsp;hit &bogus; &</title>", "Bridge hit &bogus; &"),
        ("<title>Bridge <b>hit</title>", "Bridge hit"),
    ],
)
def test_markup_that_xml_forbids_is_read_all_the_same(inside: str, title: str) -> None:
    assert only(rss(item(inside, "<link>https://river.example/1</link>"))).title == title


def test_a_feed_that_calls_itself_html_is_a_feed_all_the_same() -> None:
    body = atom("<entry><id>1</id><title>a</title></entry>").replace(b"?>", b"?><!DOCTYPE html>")
    assert only(body).title == "a"


def test_a_feed_that_is_cut_off_gives_the_entries_it_has() -> None:
    body = rss(item("<title>a</title>") + item("<title>b</title>"))
    assert [entry.title for entry in parse_feed(body[: body.index(b"b</title>")]).entries][:1] == ["a"]


def test_entries_beyond_the_limit_are_counted_and_not_read() -> None:
    body = rss("".join(item(f"<title>{number}</title>") for number in range(30)))
    feed = parse_feed(body, entries_max=10)
    assert ([entry.title for entry in feed.entries], feed.entries_left_out) == ([str(n) for n in range(10)], 20)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"plain words", "not-a-feed"),
        (b"<!DOCTYPE html><html><body>Hello</body></html>", "not-a-feed"),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', "not-a-feed"),
        (b'<?xml version="1.0"?><opml version="2.0"><body/></opml>', "not-a-feed"),
        (b"{}", "not-a-feed"),
        (b"[1, 2]", "not-a-feed"),
        (b'{"version": "https://jsonfeed.org/version/1"', "not-a-feed"),
        (b'{"a":' * 100_000, "not-a-feed"),
        (b'{"a":' + b"9" * 10_000 + b"}", "not-a-feed"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "not-a-feed"),
        (bytes(40_000_000), "too-large"),
    ],
)
def test_what_is_no_feed_is_bad_input(body: bytes, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_feed(body)
    assert caught.value.code == code


def test_a_file_name_is_not_opened() -> None:
    with pytest.raises(BadInput):
        parse_feed(__file__.encode())


def test_entities_do_not_multiply() -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    body = f'<!DOCTYPE rss [<!ENTITY e0 "boom">{levels}]>'.encode() + rss(item("<title>&e11;</title>"))
    assert len(only(body).title or "") < 100


def test_a_person_of_a_hundred_thousand_letters_is_cut() -> None:
    (name,) = only(rss(item("<title>a</title><author>" + "a." * 50_000 + "</author>"))).authors
    assert len(name) <= 300


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.binary(max_size=60).map(lambda noise: rss(item("<title>a</title>")).replace(b"<title>", noise)),
        st.text(max_size=80).map(lambda noise: rss(item(f"<pubDate>{noise}</pubDate>"))),
        st.text(max_size=80).map(lambda noise: atom(f"<entry><link href='{noise}'/></entry>")),
    )
)
def test_any_bytes_are_a_feed_or_bad_input(body: bytes) -> None:
    try:
        parsed = parse_feed(body)
    except BadInput:
        return
    assert pickle.loads(pickle.dumps(parsed)) == parsed


def test_the_line_has_every_field_and_is_json() -> None:
    line = to_line("a.xml", parse_feed(rss(item("<title>a</title>"))))
    assert list(line) == ["source", "ok", "error", "format", "feed", "entries"]
    assert list(line["feed"]) == ["id", "title", "link", "language", "updated_at"]
    assert list(line["entries"][0]) == [
        "id",
        "title",
        "link",
        "summary_html",
        "content_html",
        "authors",
        "published_at",
        "updated_at",
        "tags",
        "enclosures",
    ]
    assert json.loads(json.dumps(line)) == line


def test_the_line_of_what_is_no_feed_says_why() -> None:
    line = to_error_line("a.xml", "it is an HTML page")
    assert (line["ok"], line["error"], line["entries"]) == (False, "it is an HTML page", [])
