"""The newsroom as its readers meet it: over sockets."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import httpx
import pytest

from dateline.messages import SubEventType, feed_id
from dateline.newsroom import Newsroom
from dateline.newsroom.server import loopback_addresses
from tests.newsroom.conftest import Clock

KHARKIV = "meridian-wire/kharkiv-apartment-block"


def story_url(newsroom: Newsroom, reference: str) -> str:
    return newsroom.press.url(newsroom.press.content.story(reference))


def feed_url(newsroom: Newsroom, outlet: str, number: int = 0) -> str:
    return newsroom.base_urls[outlet] + newsroom.press.outlet(outlet).feeds[number].path


async def entries(reader: httpx.AsyncClient, url: str) -> list[feedparser.FeedParserDict]:
    response = await reader.get(url)
    parsed: list[feedparser.FeedParserDict] = feedparser.parse(response.content).entries
    return parsed


async def json_titles(reader: httpx.AsyncClient, url: str) -> list[str]:
    return [item["title"] for item in (await reader.get(url)).json()["items"]]


async def test_every_outlet_has_its_own_address(newsroom: Newsroom) -> None:
    hosts = [urlsplit(url).netloc for url in newsroom.base_urls.values()]
    assert len(set(hosts)) == len(hosts) >= 4
    assert all(host.startswith("127.") for host in hosts)


async def test_outlets_share_an_address_where_only_one_can_be_bound(seeds: Path) -> None:
    count = len(loopback_addresses(6))
    async with Newsroom(seeds, base_addresses=["127.0.0.1"] * count) as newsroom:
        hosts = {urlsplit(url).netloc for url in newsroom.base_urls.values()}
    assert len(hosts) == count
    assert {host.partition(":")[0] for host in hosts} == {"127.0.0.1"}


async def test_a_newsroom_can_be_opened_again_at_the_same_addresses(
    seeds: Path, clock: Clock, reader: httpx.AsyncClient
) -> None:
    async with Newsroom(seeds, clock=clock) as first:
        port = urlsplit(first.feed_urls[0]).port
        await reader.get(first.feed_urls[0])
    assert port
    address = urlsplit(first.feed_urls[0]).hostname
    assert address
    others = [a for a in loopback_addresses(20) if a != address][: len(first.base_urls) - 1]
    async with Newsroom(seeds, base_addresses=[address, *others], port=port, clock=clock) as second:
        assert second.feed_urls[0] == first.feed_urls[0]
        assert (await reader.get(second.feed_urls[0])).status_code == 200


async def test_the_watch_list_names_every_feed(newsroom: Newsroom) -> None:
    assert newsroom.feed_urls == [feed.url for feed in newsroom.feeds]
    assert all(feed.id == feed_id(feed.url) for feed in newsroom.feeds)
    assert {feed.language for feed in newsroom.feeds} == {"en", "uk", "ru"}


@pytest.mark.parametrize(
    ("outlet", "version"),
    [
        ("meridian-wire", "rss20"),
        ("harbour-ledger", "atom10"),
        ("sahel-dispatch", "rss10"),
        ("stepovyi-kurier", "rss20"),
        ("pogranichny-vestnik", "atom10"),
    ],
)
async def test_a_feed_is_well_formed_in_its_format(
    newsroom: Newsroom, reader: httpx.AsyncClient, outlet: str, version: str
) -> None:
    response = await reader.get(feed_url(newsroom, outlet))
    parsed = feedparser.parse(response.content, response_headers=dict(response.headers))
    assert response.status_code == 200
    assert not parsed.bozo
    assert parsed.version == version
    assert len(parsed.entries) >= 8
    assert all("published_parsed" in e or "updated_parsed" in e for e in parsed.entries)
    assert all(e.title and e.link and e.summary and e.author for e in parsed.entries)


async def test_the_json_feed_is_one(newsroom: Newsroom, reader: httpx.AsyncClient) -> None:
    response = await reader.get(feed_url(newsroom, "northgate-monitor"))
    document = response.json()
    assert response.headers["content-type"].startswith("application/feed+json")
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert len(document["items"]) >= 8
    assert all(item["id"] and item["url"] and item["date_published"] for item in document["items"])


async def test_every_story_of_a_feed_has_a_page_with_its_headline_and_whole_text(
    newsroom: Newsroom, reader: httpx.AsyncClient, clock: Clock
) -> None:
    clock.pass_(60)
    for outlet in newsroom.press.content.outlets:
        for story in outlet.stories:
            if not story.readable or story.outage:
                continue
            printed = newsroom.press.printed(story, clock())
            assert printed
            response = await reader.get(printed.url)
            assert response.status_code == 200, printed.url
            assert response.headers["content-type"] == f"text/html; charset={outlet.page_charset}"
            html = response.content.decode(outlet.page_charset)
            assert f"{escape(printed.title)}</h1>" in html
            assert all(escape(text) in html for text in printed.paragraphs)
            assert f'<link rel="canonical" href="{printed.canonical_url}"' in html
            assert escape(outlet.name) in html
            assert not re.search(r"\{\w+ -?\d+\}|\$\w", html)


async def test_pages_differ_in_their_schema_org_data(newsroom: Newsroom, reader: httpx.AsyncClient) -> None:
    shapes = {}
    for outlet in newsroom.press.content.outlets:
        story = next(story for story in outlet.stories if story.readable and not story.appears_after_s)
        shapes[outlet.json_ld] = "ld+json" in (await reader.get(newsroom.press.url(story))).text
    assert shapes == {"object": True, "graph": True, "list": True, "none": False}


async def test_home_pages_robots_and_pictures_are_served(newsroom: Newsroom, reader: httpx.AsyncClient) -> None:
    base = newsroom.base_urls["meridian-wire"]
    home = await reader.get(f"{base}/")
    assert story_url(newsroom, KHARKIV) in home.text
    assert (await reader.get(f"{base}/robots.txt")).text.startswith("User-agent: *")
    picture = await reader.get(f"{base}/media/kharkiv-apartment-block.svg")
    assert picture.headers["content-type"] == "image/svg+xml"


async def test_one_feed_breaks_off_and_lies_about_its_encoding(newsroom: Newsroom, reader: httpx.AsyncClient) -> None:
    response = await reader.get(feed_url(newsroom, "meridian-wire", 1))
    assert response.status_code == 200
    assert feedparser.parse(response.content).bozo
    assert "</rss>" not in response.content.decode("windows-1252")
    with pytest.raises(UnicodeDecodeError):
        response.content.decode("utf-8")


async def test_one_feed_has_become_a_web_page(newsroom: Newsroom, reader: httpx.AsyncClient) -> None:
    response = await reader.get(feed_url(newsroom, "harbour-ledger", 1))
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/html")


async def test_one_feed_is_slow(newsroom: Newsroom, reader: httpx.AsyncClient, clock: Clock) -> None:
    await reader.get(feed_url(newsroom, "northgate-monitor"))
    assert clock.pauses == [2.0]


async def test_a_consent_wall_shows_no_story(newsroom: Newsroom, reader: httpx.AsyncClient) -> None:
    response = await reader.get(story_url(newsroom, "harbour-ledger/cyprus-talks-calendar"))
    assert response.status_code == 200
    assert "We value your privacy" in response.text
    assert "NewsArticle" not in response.text


async def test_a_removed_story_is_still_in_the_feed_and_gone(newsroom: Newsroom, reader: httpx.AsyncClient) -> None:
    url = story_url(newsroom, "pogranichny-vestnik/udalennaya-kolonka")
    assert url in [entry.link for entry in await entries(reader, feed_url(newsroom, "pogranichny-vestnik"))]
    assert (await reader.get(url)).status_code == 404


async def test_an_overloaded_page_asks_to_come_back_and_then_answers(
    newsroom: Newsroom, reader: httpx.AsyncClient
) -> None:
    url = story_url(newsroom, "sahel-dispatch/ituri-harvest-massacre")
    answers = [await reader.get(url) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [503, 503, 200]
    assert [answer.headers.get("Retry-After") for answer in answers] == ["1", "1", None]


async def test_a_story_is_corrected_after_it_was_read(
    newsroom: Newsroom, reader: httpx.AsyncClient, clock: Clock
) -> None:
    url, feed = story_url(newsroom, KHARKIV), feed_url(newsroom, "meridian-wire")
    first, first_entries = (await reader.get(url)).text, await entries(reader, feed)
    clock.pass_(30)
    second, second_entries = (await reader.get(url)).text, await entries(reader, feed)

    assert "Four people were killed and 17 injured" in first
    assert "Six people were killed and 23 injured" in second
    assert "Correction:" in second
    assert "Correction:" not in first
    before = next(entry for entry in first_entries if entry.link == url)
    after = next(entry for entry in second_entries if entry.link == url)
    assert before.id == after.id
    assert after.published_parsed > before.published_parsed
    assert "killing six" in after.title


async def test_expected_events_follow_the_correction(
    newsroom: Newsroom, reader: httpx.AsyncClient, clock: Clock
) -> None:
    url = story_url(newsroom, KHARKIV)

    def killed() -> list[int]:
        return [e.event.killed.min for e in newsroom.expected if e.article_url == url and e.event.killed]

    clock.pass_(30)
    assert killed() == [4]
    await reader.get(url)
    clock.pass_(30)
    assert killed() == [6]


async def test_a_feed_grows_while_the_newsroom_is_open(
    newsroom: Newsroom, reader: httpx.AsyncClient, clock: Clock
) -> None:
    story = newsroom.press.content.story("northgate-monitor/zaporizhzhia-guided-bombs")
    url, feed = newsroom.press.url(story), feed_url(newsroom, "northgate-monitor")
    assert story.title not in await json_titles(reader, feed)
    assert (await reader.get(url)).status_code == 404
    expected_at_first = {event.article_url for event in newsroom.expected}
    clock.pass_(30)
    assert story.title in await json_titles(reader, feed)
    assert (await reader.get(url)).status_code == 200
    assert url in {event.article_url for event in newsroom.expected} - expected_at_first


async def test_a_wire_story_is_in_three_outlets_with_one_canonical_url(
    newsroom: Newsroom, reader: httpx.AsyncClient
) -> None:
    original = story_url(newsroom, "meridian-wire/quetta-checkpoint")
    copies = ["harbour-ledger/quetta-bombing", "northgate-monitor/quetta-suicide-attack"]
    pages = [(await reader.get(url)).text for url in [original, *(story_url(newsroom, c) for c in copies)]]
    assert all(f'<link rel="canonical" href="{original}"' in page for page in pages)
    assert all("He switched off his engine" in page for page in pages)
    assert [e.syndicated for e in newsroom.expected if e.event.place == "Quetta"].count(False) == 1


async def test_a_short_link_redirects_inside_the_domain(newsroom: Newsroom, reader: httpx.AsyncClient) -> None:
    story = newsroom.press.content.story("sahel-dispatch/malakal-local-truce")
    link = next(e.link for e in await entries(reader, feed_url(newsroom, story.outlet)) if e.title == story.title)
    response = await reader.get(link)
    assert response.status_code == 301
    assert response.headers["Location"] == newsroom.press.url(story)
    assert urlsplit(link).netloc == urlsplit(response.headers["Location"]).netloc
    assert (await reader.get(response.headers["Location"])).status_code == 200


async def test_a_partners_link_redirects_into_another_domain(newsroom: Newsroom, reader: httpx.AsyncClient) -> None:
    story = newsroom.press.content.story("harbour-ledger/partner-el-obeid")
    link = next(e.link for e in await entries(reader, feed_url(newsroom, story.outlet)) if e.title == story.title)
    response = await reader.get(link)
    assert response.status_code == 302
    assert response.headers["Location"] == story_url(newsroom, "sahel-dispatch/bara-retaken")
    assert urlsplit(link).netloc != urlsplit(response.headers["Location"]).netloc


@pytest.mark.parametrize("what", ["feed", "page"])
async def test_what_has_not_changed_is_not_sent_again(newsroom: Newsroom, reader: httpx.AsyncClient, what: str) -> None:
    url = feed_url(newsroom, "sahel-dispatch") if what == "feed" else story_url(newsroom, KHARKIV)
    first = await reader.get(url)
    by_tag = await reader.get(url, headers={"If-None-Match": first.headers["ETag"]})
    by_date = await reader.get(url, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert (by_tag.status_code, by_date.status_code) == (304, 304)
    assert by_tag.content == b""


async def test_what_has_changed_is_sent_again(newsroom: Newsroom, reader: httpx.AsyncClient, clock: Clock) -> None:
    url = story_url(newsroom, KHARKIV)
    first = await reader.get(url)
    clock.pass_(30)
    for name, validator in (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")):
        again = await reader.get(url, headers={name: first.headers[validator]})
        assert again.status_code == 200


async def test_a_date_that_cannot_be_read_is_no_condition(newsroom: Newsroom, reader: httpx.AsyncClient) -> None:
    response = await reader.get(newsroom.feed_urls[0], headers={"If-Modified-Since": "the day before yesterday"})
    assert response.status_code == 200


async def test_every_request_is_in_the_log(newsroom: Newsroom, reader: httpx.AsyncClient, clock: Clock) -> None:
    await reader.get(newsroom.base_urls["harbour-ledger"] + "/nothing?here=1")
    await reader.post(newsroom.base_urls["meridian-wire"] + "/")
    assert [tuple(line) for line in newsroom.request_log] == [
        (clock(), "harbour-ledger", "GET", "/nothing?here=1", 404),
        (clock(), "meridian-wire", "POST", "/", 405),
    ]


async def test_expected_events_belong_to_pages_that_readers_can_reach(newsroom: Newsroom, clock: Clock) -> None:
    clock.pass_(60)
    assert {event.article_url for event in newsroom.expected} <= set(newsroom.article_urls)
    assert all(event.event.sub_type in SubEventType for event in newsroom.expected)
    assert len(newsroom.expected) >= 40


async def test_a_newsroom_that_is_not_open_has_no_addresses(seeds: Path) -> None:
    with pytest.raises(RuntimeError, match="not open"):
        _ = Newsroom(seeds).feeds


def test_stories_behind_walls_and_on_other_sites_are_not_readable(newsroom: Newsroom) -> None:
    unreadable = [story for outlet in newsroom.press.content.outlets for story in outlet.stories if not story.readable]
    assert {story.slug for story in unreadable} == {"cyprus-talks-calendar", "udalennaya-kolonka", "partner-el-obeid"}
