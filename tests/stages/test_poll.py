"""poll: what one look at a feed publishes, remembers and plans. Real requests on loopback, the test's own clock."""

from __future__ import annotations

import json
import socket
from collections import Counter
from pathlib import Path

import pytest

from dateline.errors import BadInput
from dateline.messages import Entry, EntryChange, Feed, feed_id
from dateline.runtime.commands import REPLAYED_HEADER
from dateline.runtime.stage import Message
from dateline.runtime.workers import WorkerPool
from dateline.settings import PollSettings, WebSettings
from dateline.stages.domain import DomainState
from dateline.stages.feed_entries import ENTRIES_A_RUN
from dateline.stages.feed_states import FeedState, SeenState
from dateline.stages.poll import PollStage
from dateline.web.client import Client
from tests.stages.desk import Clock, Desk, values
from tests.stages.outlets import Answer, Outlet, html, rss

pytestmark = pytest.mark.asyncio(loop_scope="session")

SETTINGS = PollSettings(
    poll_interval_min_s=60,
    poll_interval_max_s=600,
    domain_gap_s=2,
    retry_gap_s=10,
    retry_gap_max_s=1000,
    robots_for_feeds="ignore",
)
REPLAYED_DOCUMENT = (REPLAYED_HEADER, b"document")


@pytest.fixture
def desk(client: Client, pool: WorkerPool, clock: Clock) -> Desk:
    return Desk(PollStage(SETTINGS, client, pool, clock), clock)


def a_feed(url: str, **fields: object) -> Feed:
    return Feed.model_validate({"id": feed_id(url), "url": url, **fields})


def state_of(desk: Desk, feed: Feed, outlet: Outlet) -> FeedState:
    found = desk.memory(outlet.domain).get(f"feed/{feed.id}", FeedState)
    assert found is not None
    return found


def links(outlet: Outlet, count: int) -> list[tuple[str, str]]:
    return [(outlet.url(f"/news/{n}"), f"Report {n}") for n in range(count)]


async def test_a_feed_that_is_added_is_polled_at_once(desk: Desk, outlet: Outlet, clock: Clock) -> None:
    feed = a_feed(outlet.serve("/feed", rss(links(outlet, 1))))
    assert (await desk.bring(feed)).disposition == "feed-added"
    assert desk.due() == [(clock.now, outlet.domain, f"feed/{feed.id}")]


async def test_recent_entries_of_the_first_poll_are_new_and_old_ones_history(
    desk: Desk, outlet: Outlet, clock: Clock
) -> None:
    await desk.bring(a_feed(outlet.serve("/recent", rss(links(outlet, 1), published_at=clock.now - 3600))))
    await desk.keep_next()
    await desk.bring(a_feed(outlet.serve("/old", rss(links(outlet, 1), published_at=clock.now - 30 * 86400))))
    while desk.due()[0][0] <= clock.now + SETTINGS.domain_gap_s:
        await desk.keep_next()
    assert [e.change for e in values(desk.published, Entry)] == [EntryChange.NEW, EntryChange.HISTORY]


async def test_an_entry_says_whose_it_is_and_goes_where_its_page_is_fetched(
    desk: Desk, outlet: Outlet, clock: Clock
) -> None:
    feed = a_feed(outlet.serve("/feed", rss([("https://www.ledger.example/a", "A & B".replace("&", "&amp;"))])),
                  country="UKR", language="uk")  # fmt: skip
    await desk.bring(feed)
    assert (await desk.keep_next()).disposition == "published"
    [publication] = desk.published
    [entry] = values(desk.published, Entry)
    assert (publication.topic, publication.key, publication.partition_key) == (
        "entries", "ledger.example", "ledger.example",
    )  # fmt: skip
    assert (entry.feed_id, entry.title, entry.country, entry.language) == (feed.id, "A & B", "UKR", "uk")
    assert (entry.revision, entry.observed_at.timestamp()) == (1, clock.now)
    assert dict(publication.headers)["ce_id"] == f"{entry.id}/1".encode()


async def test_an_unchanged_feed_answers_304_and_only_its_schedule_is_written(desk: Desk, outlet: Outlet) -> None:
    body = rss(links(outlet, 3))
    feed = a_feed(outlet.serve("/feed", Answer(body.body, 200, {**body.headers, "ETag": '"one"'})))
    await desk.bring(feed)
    await desk.keep_next()
    outcome = await desk.keep_next()
    assert [asked.status for asked in outlet.log] == [200, 304]
    assert (outcome.disposition, outcome.publications) == ("unchanged", [])
    assert set(outcome.states) == {f"feed/{feed.id}", "domain"}


async def test_the_same_bytes_without_validators_are_not_parsed_again(
    desk: Desk, outlet: Outlet, pool: WorkerPool
) -> None:
    await desk.bring(a_feed(outlet.serve("/feed", rss(links(outlet, 3)))))
    await desk.keep_next()
    parsed = pool.stats.returned
    assert (await desk.keep_next()).disposition == "unchanged"
    assert [asked.status for asked in outlet.log] == [200, 200]
    assert pool.stats.returned == parsed


async def test_only_what_is_new_or_changed_is_published_again(desk: Desk, outlet: Outlet, clock: Clock) -> None:
    before, after = links(outlet, 2), [*links(outlet, 3)]
    after[0] = (after[0][0], "Report 0, corrected")
    await desk.bring(
        a_feed(outlet.serve("/feed", rss(before, published_at=clock.now), rss(after, published_at=clock.now)))
    )
    await desk.keep_next()
    desk.published.clear()
    await desk.keep_next()
    found = {entry.title: (entry.change, entry.revision) for entry in values(desk.published, Entry)}
    assert found == {"Report 0, corrected": (EntryChange.CHANGED, 2), "Report 2": (EntryChange.NEW, 1)}


async def test_a_broken_feed_is_put_aside_once_with_its_bytes_and_not_at_every_poll(desk: Desk, outlet: Outlet) -> None:
    picture = Answer(b"\x89PNG\r\n\x1a\n not a feed", 200, {"Content-Type": "image/png"})
    feed = a_feed(outlet.serve("/feed", picture))
    await desk.bring(feed)
    for _ in range(3):
        assert (await desk.keep_next()).disposition == "unreadable"
    [document] = desk.put_aside
    assert (document.body, document.url, document.content_type) == (picture.body, feed.url, "image/png")
    assert document.code == "not-a-feed"
    assert Feed.model_validate_json(document.replay or b"") == feed


async def test_a_feed_that_breaks_in_another_way_is_put_aside_again(desk: Desk, outlet: Outlet) -> None:
    await desk.bring(a_feed(outlet.serve("/feed", html("<p>under repair"), html("<p>still under repair"))))
    await desk.keep_next()
    await desk.keep_next()
    assert [document.body for document in desk.put_aside] == [b"<p>under repair", b"<p>still under repair"]


async def test_a_broken_feed_that_heals_goes_on_from_what_was_seen(desk: Desk, outlet: Outlet) -> None:
    good = rss(links(outlet, 2))
    await desk.bring(a_feed(outlet.serve("/feed", good, html("<p>under repair"), good)))
    dispositions = [(await desk.keep_next()).disposition for _ in range(3)]
    assert dispositions == ["published", "unreadable", "unchanged"]
    assert len(desk.published) == 2


@pytest.mark.parametrize(
    ("status", "result", "reason"),
    [
        (500, "failed-server-error", "server-error"),
        (404, "failed-refused", "refused"),
        (410, "failed-gone", "gone"),
    ],
)
async def test_the_store_says_how_a_poll_failed_and_why_the_next_is_when_it_is(
    desk: Desk, outlet: Outlet, clock: Clock, status: int, result: str, reason: str
) -> None:
    feed = a_feed(outlet.serve("/feed", html("no", status=status)))
    await desk.bring(feed)
    await desk.keep_next()
    state = state_of(desk, feed, outlet)
    assert (state.result, state.reason, state.history.failures) == (result, reason, 1)
    assert desk.due()[0][0] >= clock.now + SETTINGS.retry_gap_s


async def test_an_outlet_that_is_not_there_is_tried_again_later(desk: Desk, clock: Clock) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    await desk.bring(a_feed(f"http://127.0.0.1:{port}/feed"))
    assert (await desk.keep_next()).disposition == "failed-connect"
    assert desk.due()[0][0] >= clock.now + SETTINGS.retry_gap_s


@pytest.mark.parametrize("status", [429, 503])
async def test_retry_after_is_kept_by_every_feed_of_the_domain(
    desk: Desk, outlet: Outlet, clock: Clock, status: int
) -> None:
    began = clock.now
    first = a_feed(outlet.serve("/first", html("slow down", status=status, Retry_After="3000")))
    second = a_feed(outlet.serve("/second", rss(links(outlet, 1))))
    await desk.bring(first)
    await desk.keep_next()
    assert state_of(desk, first, outlet).reason == "retry-after"
    await desk.bring(second)
    assert (await desk.keep_next()).disposition == "waiting"
    assert min(at for at, _, _ in desk.due()) > began + 3000
    await desk.keep_next()
    assert clock.now > began + 3000


async def test_two_feeds_of_one_domain_are_asked_a_gap_apart(desk: Desk, outlet: Outlet, clock: Clock) -> None:
    for name in "abc":
        await desk.bring(a_feed(outlet.serve(f"/{name}", rss(links(outlet, 1)))))
    began, asked_at = clock.now, []
    while len(outlet.log) < 3:
        before = len(outlet.log)
        await desk.keep_next()
        if len(outlet.log) > before:
            asked_at.append(clock.now - began)
    assert asked_at == [0, SETTINGS.domain_gap_s, 2 * SETTINGS.domain_gap_s]


async def test_a_feed_that_is_removed_is_forgotten(desk: Desk, outlet: Outlet) -> None:
    feed = a_feed(outlet.serve("/feed", rss(links(outlet, 1))))
    await desk.bring(feed)
    await desk.keep_next()
    removed = await desk.bring(feed.model_copy(update={"removed": True}))
    assert removed.disposition == "feed-removed"
    assert desk.due() == []
    assert set(desk.lanes[outlet.domain]) == {"domain"}


async def test_removing_what_is_not_there_changes_nothing(desk: Desk, outlet: Outlet) -> None:
    outcome = await desk.bring(a_feed(outlet.url("/feed"), removed=True))
    assert (outcome.disposition, outcome.states) == ("feed-unknown", {})


async def test_a_feed_that_is_changed_is_polled_at_once_and_its_memory_stays(
    desk: Desk, outlet: Outlet, clock: Clock
) -> None:
    feed = a_feed(outlet.serve("/feed", rss(links(outlet, 2))))
    await desk.bring(feed)
    await desk.keep_next()
    changed = feed.model_copy(update={"title": "The Ledger"})
    assert (await desk.bring(changed)).disposition == "feed-changed"
    assert desk.due()[0][0] == clock.now
    clock.now += SETTINGS.domain_gap_s
    assert (await desk.keep_next()).disposition == "unchanged"
    assert len(desk.published) == 2
    assert state_of(desk, feed, outlet).feed.title == "The Ledger"


async def test_the_same_feed_said_again_changes_nothing(desk: Desk, outlet: Outlet) -> None:
    feed = a_feed(outlet.serve("/feed", rss(links(outlet, 1))))
    await desk.bring(feed)
    await desk.keep_next()
    planned = desk.due()
    assert (await desk.bring(feed)).disposition == "feed-unchanged"
    assert desk.due() == planned


async def test_a_feeds_own_intervals_are_kept(desk: Desk, outlet: Outlet, clock: Clock) -> None:
    feed = a_feed(outlet.serve("/feed", rss(links(outlet, 1))), poll_interval_min_s=5000, poll_interval_max_s=6000)
    await desk.bring(feed)
    await desk.keep_next()
    assert clock.now + 5000 <= desk.due()[0][0] <= clock.now + 6000


async def test_a_long_feed_comes_in_several_runs_without_loss_or_repetition(desk: Desk, outlet: Outlet) -> None:
    every = links(outlet, 2 * ENTRIES_A_RUN + 50)
    await desk.bring(a_feed(outlet.serve("/feed", rss(every))))
    runs: list[int] = []
    while sum(runs) < len(every):
        outcome = await desk.keep_next()
        if outcome.disposition != "waiting":
            runs.append(len(outcome.publications))
    assert runs == [ENTRIES_A_RUN, ENTRIES_A_RUN, 50]
    assert Counter(entry.url for entry in values(desk.published, Entry)) == Counter(url for url, _ in every)
    while (outcome := await desk.keep_next()).disposition == "waiting":
        pass
    assert (outcome.disposition, outcome.publications) == ("unchanged", [])


async def test_the_first_polls_undated_archive_is_history_to_its_last_run(desk: Desk, outlet: Outlet) -> None:
    every = links(outlet, ENTRIES_A_RUN + 20)
    await desk.bring(a_feed(outlet.serve("/feed", rss(every), rss(every), rss([*links(outlet, 450)]))))
    while len(desk.published) < len(every):
        await desk.keep_next()
    assert {entry.change for entry in values(desk.published, Entry)} == {EntryChange.HISTORY}
    seen = desk.memory(outlet.domain).get(f"seen/{a_feed(outlet.url('/feed')).id}", SeenState)
    assert seen is not None
    assert not seen.first_poll
    while len(desk.published) < 450:
        await desk.keep_next()
    assert {entry.change for entry in values(desk.published[len(every) :], Entry)} == {EntryChange.NEW}


async def test_an_entry_too_large_for_its_topic_goes_without_its_html_or_is_counted(desk: Desk, outlet: Outlet) -> None:
    def item(number: int, **fields: object) -> dict[str, object]:
        return {"id": str(number), "url": outlet.url(f"/news/{number}"), "title": f"Report {number}", **fields}

    files = [{"url": outlet.url(f"/{n}/{'x' * 7900}"), "mime_type": "audio/mpeg"} for n in range(150)]
    items = [item(1), item(2, content_html='"' * 250_000, attachments=files[:60]), item(3, attachments=files)]
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Ledger", "items": items}).encode()
    await desk.bring(a_feed(outlet.serve("/feed", Answer(body, 200, {"Content-Type": "application/feed+json"}))))
    outcome = await desk.keep_next()
    entries = {entry.title: entry.content_html for entry in values(desk.published, Entry)}
    assert entries == {"Report 1": None, "Report 2": None}
    assert outcome.counts == {"parsed-fast": 1, "entries-history": 2, "entries-too-large": 1}


async def test_entries_that_lead_nowhere_are_counted_and_not_published(desk: Desk, outlet: Outlet) -> None:
    items = [("mailto:desk@ledger.example", "By mail"), (outlet.url("/news/1"), "On the web")]
    await desk.bring(a_feed(outlet.serve("/feed", rss(items))))
    outcome = await desk.keep_next()
    assert [entry.title for entry in values(desk.published, Entry)] == ["On the web"]
    assert outcome.counts["entries-without-link"] == 1


async def test_an_index_of_sitemaps_is_called_one_and_nothing_is_published_of_it(desk: Desk, outlet: Outlet) -> None:
    index = b"<sitemapindex><sitemap><loc>https://ledger.example/news.xml</loc></sitemap></sitemapindex>"
    await desk.bring(a_feed(outlet.serve("/sitemap.xml", Answer(index))))
    assert (await desk.keep_next()).disposition == "index"
    assert desk.published == []


async def test_a_replayed_broken_document_means_poll_now(desk: Desk, outlet: Outlet, clock: Clock) -> None:
    feed = a_feed(outlet.serve("/feed", html("<p>under repair")))
    await desk.bring(feed)
    await desk.keep_next()
    replay = desk.put_aside[0].replay or b""
    assert (await desk.bring(replay, REPLAYED_DOCUMENT)).disposition == "poll-now"
    assert desk.due()[0][0] == clock.now


async def test_a_replayed_document_does_not_bring_back_a_feed_that_was_removed(desk: Desk, outlet: Outlet) -> None:
    feed = a_feed(outlet.serve("/feed", html("<p>under repair")))
    await desk.bring(feed)
    await desk.keep_next()
    await desk.bring(feed.model_copy(update={"removed": True}))
    assert (await desk.bring(desk.put_aside[0].replay or b"", REPLAYED_DOCUMENT)).disposition == "feed-unknown"
    assert desk.due() == []


async def test_loopback_is_refused_where_no_network_is_allowed(pool: WorkerPool, clock: Clock, outlet: Outlet) -> None:
    async with Client(WebSettings()) as guarded:
        desk = Desk(PollStage(SETTINGS, guarded, pool, clock), clock)
        await desk.bring(a_feed(outlet.serve("/feed", rss(links(outlet, 1)))))
        assert (await desk.keep_next()).disposition == "failed-address-refused"
    assert outlet.log == []


@pytest.mark.parametrize("value", [None, b"", b"no json", b"[]", b'{"id": "x"}', b'{"id": "x", "url": 5}'])
async def test_a_message_that_is_no_feed_is_refused_by_name(desk: Desk, value: bytes | None) -> None:
    with pytest.raises(BadInput) as refused:
        desk.stage.lane(Message("feeds", 0, 0, b"key", value))
    assert refused.value.code == "bad-message"


async def test_what_is_owed_to_a_domain_is_forgotten_after_its_last_request(
    desk: Desk, outlet: Outlet, clock: Clock
) -> None:
    await desk.bring(a_feed(outlet.serve("/feed", rss(links(outlet, 1)))))
    await desk.keep_next()
    assert desk.memory(outlet.domain).get("domain", DomainState) is not None
    expires_at = desk.lanes[outlet.domain]["domain"].expires_at
    assert expires_at is not None
    assert expires_at > clock.now


async def test_a_feed_behind_a_login_is_asked_with_its_credential_and_says_so_where_it_is_missing(
    client: Client, pool: WorkerPool, clock: Clock, outlet: Outlet, tmp_path: Path
) -> None:
    secrets = tmp_path / "credentials.toml"
    secrets.write_text(f'[wire]\norigins = ["{outlet.url("")}"]\nbearer = "open-sesame"\n')
    secrets.chmod(0o600)
    settings = SETTINGS.model_copy(update={"feed_credentials_file": str(secrets)})
    desk = Desk(PollStage(settings, client, pool, clock), clock)
    body = rss(links(outlet, 1))
    closed = a_feed(outlet.serve("/closed", body), credential="paper")
    await desk.bring(closed)
    assert (await desk.keep_next()).disposition == "failed-no-credential"
    await desk.bring(closed.model_copy(update={"removed": True}))
    clock.now += SETTINGS.domain_gap_s
    await desk.bring(a_feed(outlet.serve("/open", body), credential="wire"))
    assert (await desk.keep_next()).disposition == "published"
    [asked] = outlet.log
    assert (asked.path, asked.headers["Authorization"]) == ("/open", "Bearer open-sesame")
    assert b"open-sesame" not in b"".join(
        [one.value or b"" for one in desk.published]
        + [kept.payload for states in desk.lanes.values() for kept in states.values()]
    )


async def test_entries_that_are_not_wanted_are_counted_and_not_published(desk: Desk, outlet: Outlet) -> None:
    feed = a_feed(outlet.serve("/feed", rss(links(outlet, 3))), without={"pattern": "report [12]"})
    await desk.bring(feed)
    outcome = await desk.keep_next()
    assert [entry.title for entry in values(desk.published, Entry)] == ["Report 0"]
    assert outcome.counts["entries-filtered-pattern"] == 2


async def test_a_feed_with_a_pattern_that_is_none_is_put_aside(desk: Desk, outlet: Outlet) -> None:
    with pytest.raises(BadInput) as caught:
        await desk.bring(a_feed(outlet.url("/feed"), only={"pattern": "("}))
    assert caught.value.code == "bad-pattern"
