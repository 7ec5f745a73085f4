"""fetch: what one look at a page publishes, remembers and plans. Real requests on loopback, the test's own clock."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from dateline.errors import BadInput
from dateline.messages import Article, ArticleStatus, DatePrecision, Entry, EntryChange, PageKind, TextSource, stable_id
from dateline.runtime.commands import REPLAYED_HEADER
from dateline.runtime.stage import Message, Outcome
from dateline.runtime.workers import WorkerPool
from dateline.settings import FetchSettings, Settings, WebSettings, WorkerSettings
from dateline.stages.archiving import archive_of
from dateline.stages.fetch import FetchStage
from dateline.web.archive import Archive, Rotation
from dateline.web.client import Client
from dateline.web.warc import places
from tests.stages.desk import Clock, Desk, values
from tests.stages.outlets import Answer, Outlet, html, redirect, report
from tests.stages.trapped_pool import KILLS, TrappedPool

pytestmark = pytest.mark.asyncio(loop_scope="session")

SETTINGS = FetchSettings(
    domain_gap_s=2,
    retry_gap_s=10,
    retry_gap_max_s=1000,
    fetch_attempts_max=3,
    revisit_gap_s=100,
    revisits_max=2,
    domain_backlog_max=3,
    robots_for_pages="ignore",
)


@pytest.fixture
def desk(client: Client, pool: WorkerPool, clock: Clock) -> Desk:
    return Desk(FetchStage(SETTINGS, client, pool, clock), clock)


def an_entry(url: str, change: EntryChange = EntryChange.NEW, **fields: object) -> Entry:
    given = {"id": stable_id(url), "revision": 1, "change": change, "feed_id": "feed", "url": url}
    observed_at = dt.datetime(2026, 3, 2, 17, 0, tzinfo=dt.UTC)
    return Entry.model_validate({**given, "observed_at": observed_at, **fields})


def changed(url: str) -> Entry:
    return an_entry(url, EntryChange.CHANGED, revision=2)


async def go_on(desk: Desk, times: int = 1) -> list[str]:
    """Lets so many due times come; gives what became of them, waits for a slot left out."""
    dispositions: list[str] = []
    while len(dispositions) < times:
        outcome = await desk.keep_next()
        if outcome.disposition != "waiting":
            dispositions.append(outcome.disposition)
    return dispositions


# What is published


async def test_a_page_becomes_an_article_with_all_that_the_page_says_of_itself(
    desk: Desk, outlet: Outlet, clock: Clock
) -> None:
    url = outlet.serve("/news/1", html(report("Kharkiv", canonical="/news/1")))
    entry = an_entry(url, country="UKR", title="From the feed")
    assert (await desk.bring(entry)).disposition == "published"
    [publication] = desk.published
    [article] = values(desk.published, Article)
    assert (publication.topic, publication.key) == ("articles", article.id)
    assert dict(publication.headers)["ce_id"] == f"{article.id}/1".encode()
    assert article.model_dump(
        exclude={"id", "text", "fetched_at", "fingerprint", "language_confidence"}, exclude_none=True
    ) == {
        "version": 1,
        "url": url,
        "canonical_url": url,
        "domain": outlet.domain,
        "entry_id": entry.id,
        "feed_id": "feed",
        "title": "Strike on Kharkiv",
        "authors": ["Olha Marchenko"],
        "published_at": "2026-03-02T18:40:00+02:00",
        "published_precision": DatePrecision.INSTANT,
        "language": "en",
        "country": "UKR",
        "site": "Loopback Ledger",
        "section": "World",
        "tags": [],
        "image": outlet.url("/pictures/depot.jpg"),
        "page_kind": PageKind.ARTICLE,
        "extractor": "fast",
        "text_source": TextSource.PAGE,
        "status": ArticleStatus.PUBLISHED,
    }
    assert "A missile strike on the city of Kharkiv killed 12 people" in article.text
    assert (article.language_confidence or 0.0) > 0.5
    assert article.fetched_at.timestamp() == clock.now


async def test_what_the_page_does_not_say_comes_from_its_entry(desk: Desk, outlet: Outlet) -> None:
    plain = report().split("<body>")[1].replace("<h1>Strike on Kharkiv</h1>", "")
    url = outlet.serve("/news/1", html(f"<html><body>{plain}"))
    await desk.bring(
        an_entry(url, title="From the feed", published_at="2026-03-02", authors=["Ivan Petrenko"], language="en")
    )
    [article] = values(desk.published, Article)
    assert (article.title, article.published_at, article.authors) == ("From the feed", "2026-03-02", ["Ivan Petrenko"])


async def test_an_unchanged_page_is_not_published_again(desk: Desk, outlet: Outlet) -> None:
    url = outlet.serve("/news/1", html(report(), ETag='"one"'))
    await desk.bring(an_entry(url))
    assert await go_on(desk) == ["unchanged"]
    assert [asked.status for asked in outlet.log] == [200, 304]
    assert len(desk.published) == 1


async def test_a_page_whose_furniture_alone_has_changed_is_not_published_again(desk: Desk, outlet: Outlet) -> None:
    url = outlet.serve("/news/1", html(report()), html(report().replace("<body>", "<body><nav>Spring sale!</nav>")))
    await desk.bring(an_entry(url))
    assert await go_on(desk) == ["unchanged"]
    assert len(desk.published) == 1


async def test_a_corrected_page_is_version_two_of_the_same_article(desk: Desk, outlet: Outlet) -> None:
    url = outlet.serve("/news/1", html(report(killed="12")), html(report(killed="14")))
    await desk.bring(an_entry(url))
    assert await go_on(desk) == ["new-version"]
    first, second = values(desk.published, Article)
    assert (first.id, first.version, second.version) == (second.id, 1, 2)
    assert "killed 14 people" in second.text


async def test_an_entry_that_says_it_changed_has_its_page_looked_at_at_once(
    desk: Desk, outlet: Outlet, clock: Clock
) -> None:
    url = outlet.serve("/news/1", html(report(killed="12")), html(report(killed="14")))
    await desk.bring(an_entry(url))
    clock.now += SETTINGS.domain_gap_s
    assert (await desk.bring(changed(url))).disposition == "new-version"


async def test_the_same_page_from_another_feed_is_not_fetched_again(desk: Desk, outlet: Outlet) -> None:
    url = outlet.serve("/news/1", html(report()))
    await desk.bring(an_entry(url))
    assert (await desk.bring(an_entry(url, feed_id="another"))).disposition == "known"
    assert (await desk.bring(an_entry(url + "?utm_source=feed"))).disposition == "known"
    assert outlet.times("/news/1") == 1


async def test_addresses_of_one_article_publish_it_once(desk: Desk, outlet: Outlet, clock: Clock) -> None:
    body = html(report(canonical="/news/1"))
    for path, disposition in (("/news/1", "published"), ("/amp/1", "alias"), ("/print/1", "alias")):
        assert (await desk.bring(an_entry(outlet.serve(path, body)))).disposition == disposition
        clock.now += SETTINGS.domain_gap_s
    assert len(desk.published) == 1


async def test_a_canonical_address_in_another_domain_makes_a_syndicated_copy(
    desk: Desk, outlet: Outlet, other: Outlet
) -> None:
    wire = other.url("/wire/1")
    url = outlet.serve("/news/1", html(report(canonical=wire)))
    await desk.bring(an_entry(url))
    [article] = values(desk.published, Article)
    assert (article.syndicated_from, article.canonical_url, article.domain) == (wire, url, outlet.domain)


# Looking again


async def test_an_article_is_looked_at_again_ever_more_seldom_and_then_no_more(
    desk: Desk, outlet: Outlet, clock: Clock
) -> None:
    began = clock.now
    await desk.bring(an_entry(outlet.serve("/news/1", html(report()))))
    await go_on(desk)
    assert clock.now == began + 100
    await go_on(desk)
    assert clock.now == began + 100 + 200
    assert desk.due() == []


async def test_a_new_version_is_looked_at_again_from_the_start(desk: Desk, outlet: Outlet, clock: Clock) -> None:
    url = outlet.serve("/news/1", html(report(killed="12")), html(report(killed="12")), html(report(killed="14")))
    await desk.bring(an_entry(url))
    assert await go_on(desk, 2) == ["unchanged", "new-version"]
    assert desk.due()[0][0] == clock.now + SETTINGS.revisit_gap_s


async def test_a_page_is_fetched_after_an_outage(desk: Desk, outlet: Outlet, clock: Clock) -> None:
    began = clock.now
    url = outlet.serve("/news/1", html("", status=503), html("", status=500), html(report()))
    assert (await desk.bring(an_entry(url))).disposition == "http-503"
    assert await go_on(desk, 2) == ["http-5xx", "published"]
    assert clock.now >= began + SETTINGS.retry_gap_s + 2 * SETTINGS.retry_gap_s


async def test_retry_after_holds_for_the_whole_domain(desk: Desk, outlet: Outlet, clock: Clock) -> None:
    began = clock.now
    await desk.bring(an_entry(outlet.serve("/news/1", html("", status=429, Retry_After="500"), html(report()))))
    assert (await desk.bring(an_entry(outlet.serve("/news/2", html(report()))))).disposition == "waiting"
    assert min(at for at, _, _ in desk.due()) > began + 500
    assert sorted(await go_on(desk, 2)) == ["published", "published"]


async def test_a_page_that_stays_out_of_order_is_given_up_by_name(desk: Desk, outlet: Outlet) -> None:
    url = outlet.serve("/news/1", html("", status=500))
    assert (await desk.bring(an_entry(url))).disposition == "http-5xx"
    assert await go_on(desk, 2) == ["http-5xx", "gave-up-http-5xx"]
    assert desk.due() == []
    assert (await desk.bring(an_entry(url))).disposition == "known"
    assert outlet.times("/news/1") == SETTINGS.fetch_attempts_max


async def test_a_page_that_was_given_up_is_looked_at_again_when_its_entry_changes(
    desk: Desk, outlet: Outlet, clock: Clock
) -> None:
    gone = [html("", status=500)] * SETTINGS.fetch_attempts_max
    url = outlet.serve("/news/1", *gone, html(report()))
    await desk.bring(an_entry(url))
    await go_on(desk, 2)
    clock.now += 10_000
    assert (await desk.bring(changed(url))).disposition == "published"


async def test_a_page_that_is_not_there_yet_is_tried_again(desk: Desk, outlet: Outlet) -> None:
    url = outlet.serve("/news/1", html("", status=404), html(report()))
    assert (await desk.bring(an_entry(url))).disposition == "http-404"
    assert await go_on(desk) == ["published"]


@pytest.mark.parametrize(("status", "disposition"), [(410, "http-410"), (403, "http-forbidden"), (400, "http-4xx")])
async def test_a_page_that_is_refused_for_good_is_never_asked_for_again(
    desk: Desk, outlet: Outlet, status: int, disposition: str
) -> None:
    url = outlet.serve("/news/1", html("", status=status))
    assert (await desk.bring(an_entry(url))).disposition == disposition
    assert desk.due() == []
    assert (await desk.bring(an_entry(url))).disposition == "known"
    assert outlet.times("/news/1") == 1


# Pages that are no articles

CONSENT = (
    "<html><head><title>Before you continue</title></head><body><h1>We value your privacy</h1><p>Accept all"
    " cookies or manage your choices.</p><button>Accept all</button></body></html>"
)
ROBOT = "<html><head><title>Just a moment...</title></head><body><p>Verify you are human.</p></body></html>"


async def test_a_consent_wall_is_named_and_not_published(desk: Desk, outlet: Outlet) -> None:
    assert (await desk.bring(an_entry(outlet.serve("/news/1", html(CONSENT))))).disposition == "page-consent-wall"
    assert (desk.published, desk.due()) == ([], [])


async def test_a_wall_against_robots_is_named_and_may_pass_although_it_has_the_pages_validators(
    desk: Desk, outlet: Outlet
) -> None:
    url = outlet.serve("/news/1", html(ROBOT, ETag='"wall"'), html(ROBOT, ETag='"wall"'), html(report()))
    assert (await desk.bring(an_entry(url))).disposition == "page-bot-wall"
    assert await go_on(desk, 2) == ["page-bot-wall", "published"]


async def test_bytes_that_are_no_page_are_put_aside_with_what_tries_them_again(desk: Desk, outlet: Outlet) -> None:
    url = outlet.serve("/news/1", Answer(b"%PDF-1.7 a report", 200, {"Content-Type": "application/pdf"}))
    entry = an_entry(url)
    assert (await desk.bring(entry)).disposition == "dead"
    [document] = desk.put_aside
    assert (document.code, document.body, document.url) == ("not-html", b"%PDF-1.7 a report", url)
    assert Entry.model_validate_json(document.replay or b"") == entry
    assert desk.due() == []


async def test_a_replayed_page_is_fetched_again_without_the_validators_of_the_bad_one(
    desk: Desk, outlet: Outlet, clock: Clock
) -> None:
    bad = Answer(b"%PDF-1.7 a report", 200, {"ETag": '"one"'})
    url = outlet.serve("/news/1", bad, html(report(), ETag='"one"'))
    await desk.bring(an_entry(url))
    clock.now += SETTINGS.domain_gap_s
    replayed = await desk.bring(desk.put_aside[0].replay or b"", (REPLAYED_HEADER, b"document"))
    assert replayed.disposition == "published"


# Redirects


async def test_a_redirect_inside_the_domain_is_followed(desk: Desk, outlet: Outlet) -> None:
    target = outlet.serve("/2026/03/02/strike", html(report()))
    await desk.bring(an_entry(outlet.serve("/?p=1", redirect(target))))
    await desk.bring(an_entry(outlet.serve("/short", redirect("/2026/03/02/strike"))))
    outcome = await desk.keep_next()
    assert outcome.disposition == "published"
    assert [article.url for article in values(desk.published, Article)] == [target]


async def test_a_redirect_into_another_domain_is_handed_to_its_owner(desk: Desk, outlet: Outlet, other: Outlet) -> None:
    target = other.url("/news/1?id=7")
    url = outlet.serve("/out/1", redirect(target))
    entry = an_entry(url)
    assert (await desk.bring(entry)).disposition == "handed-over"
    [publication] = desk.published
    assert (publication.topic, publication.key) == ("fetch-inbox", other.domain)
    assert values(desk.published, Entry) == [entry.model_copy(update={"url": target, "redirected_from": [url]})]
    assert other.log == []


async def hand_over(desk: Desk) -> Outcome:
    """Brings what was handed over last to its owner."""
    return await desk.bring(desk.published.pop().value or b"")


async def test_domains_that_redirect_to_each_other_end_in_a_disposition(
    desk: Desk, outlet: Outlet, other: Outlet
) -> None:
    here, there = outlet.url("/ping"), other.url("/pong")
    outlet.serve("/ping", redirect(there))
    other.serve("/pong", redirect(here))
    assert (await desk.bring(an_entry(here))).disposition == "handed-over"
    assert (await hand_over(desk)).disposition == "redirect-loop"
    assert (desk.published, desk.due()) == ([], [])


async def test_a_chain_of_domains_that_never_ends_is_cut(desk: Desk, outlet: Outlet, other: Outlet) -> None:
    for number in range(10):
        next_one = (other if number % 2 == 0 else outlet).url(f"/{number + 1}")
        (outlet if number % 2 == 0 else other).serve(f"/{number}", redirect(next_one))
    outcome, hops = await desk.bring(an_entry(outlet.url("/0"))), 0
    while outcome.disposition != "redirect-loop":
        if outcome.disposition == "handed-over":
            hops += 1
            outcome = await hand_over(desk)
        else:
            outcome = await desk.keep_next()
    assert hops == 5


async def test_a_redirect_to_no_domain_at_all_is_named(desk: Desk, outlet: Outlet) -> None:
    url = outlet.serve("/out/1", redirect("http://[::ffff/"))
    assert (await desk.bring(an_entry(url))).disposition == "failed-bad-url"


# Politeness


async def test_pages_of_one_domain_are_asked_for_a_gap_apart(desk: Desk, outlet: Outlet, clock: Clock) -> None:
    began = clock.now
    asked_at: list[float] = []
    for number in range(3):
        await desk.bring(an_entry(outlet.serve(f"/news/{number}", html("", status=410))))
    while True:
        while len(asked_at) < len(outlet.log):
            asked_at.append(clock.now - began)
        if not desk.due():
            break
        await desk.keep_next()
    assert asked_at == [0, SETTINGS.domain_gap_s, 2 * SETTINGS.domain_gap_s]


async def test_pages_of_other_domains_do_not_wait(desk: Desk, outlet: Outlet, other: Outlet) -> None:
    assert (await desk.bring(an_entry(outlet.serve("/1", html(report()))))).disposition == "published"
    assert (await desk.bring(an_entry(other.serve("/1", html(report()))))).disposition == "published"


async def test_a_domain_whose_backlog_is_full_drops_by_name(desk: Desk, outlet: Outlet) -> None:
    dispositions = [
        (await desk.bring(an_entry(outlet.serve(f"/news/{n}", html(report()))))).disposition for n in range(5)
    ]
    assert dispositions == ["published", "waiting", "waiting", "domain-backlog-full", "domain-backlog-full"]


async def test_an_entry_whose_page_waits_already_changes_nothing(desk: Desk, outlet: Outlet) -> None:
    await desk.bring(an_entry(outlet.serve("/news/1", html(report()))))
    await desk.bring(an_entry(outlet.serve("/news/2", html(report()))))
    assert (await desk.bring(an_entry(outlet.url("/news/2")))).disposition == "already-waiting"


# The archive

ROTATION = Rotation(1_000_000, 3600.0)


async def test_pages_that_say_something_new_are_archived_and_unchanged_ones_are_not(
    client: Client, pool: WorkerPool, clock: Clock, outlet: Outlet, tmp_path: Path
) -> None:
    url = outlet.serve("/news/1", html(report(killed="12")), html(report(killed="12")), html(report(killed="14")))
    async with Archive(tmp_path, ROTATION, "Dateline/tests", lambda _: None) as archive:
        desk = Desk(FetchStage(SETTINGS, client, pool, clock, archive), clock)
        await desk.bring(an_entry(url))
        assert await go_on(desk, 2) == ["unchanged", "new-version"]
    [file] = archived(tmp_path)
    assert [place.url for place in places(file)] == [url, url]


async def test_where_nothing_can_be_archived_articles_are_published_all_the_same(
    client: Client, pool: WorkerPool, clock: Clock, outlet: Outlet, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("no folder")
    counted: list[str] = []
    async with Archive(tmp_path / "taken", ROTATION, "Dateline/tests", counted.append) as archive:
        desk = Desk(FetchStage(SETTINGS, client, pool, clock, archive), clock)
        assert (await desk.bring(an_entry(outlet.serve("/1", html(report()))))).disposition == "published"
    assert counted == ["archive-lost"]


async def test_where_the_archives_store_is_away_articles_are_published_all_the_same(
    client: Client, pool: WorkerPool, clock: Clock, outlet: Outlet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "of-nobody")
    away = Settings(archive="s3://pages", archive_endpoint_url="http://127.0.0.1:1", archive_spool_folder=str(tmp_path))
    async with archive_of(away) as archive:
        desk = Desk(FetchStage(SETTINGS, client, pool, clock, archive), clock)
        assert (await desk.bring(an_entry(outlet.serve("/1", html(report()))))).disposition == "published"
    [file] = archived(tmp_path)
    assert len(list(places(file))) == 1


def archived(folder: Path) -> list[str]:
    return sorted(map(str, folder.iterdir()))


# The address guard, workers and memory


async def test_loopback_is_refused_by_name_where_no_network_is_allowed(
    pool: WorkerPool, clock: Clock, outlet: Outlet
) -> None:
    async with Client(WebSettings()) as guarded:
        desk = Desk(FetchStage(SETTINGS, guarded, pool, clock), clock)
        outcome = await desk.bring(an_entry(outlet.serve("/news/1", html(report()))))
    assert outcome.disposition == "failed-address-refused"
    assert (outlet.log, desk.due()) == ([], [])


async def test_a_page_that_overruns_its_worker_is_put_aside_with_its_bytes(
    client: Client, clock: Clock, outlet: Outlet
) -> None:
    heavy = html("<html><body>" + "<div><p>word word" * 20_000 + "</body></html>")
    async with WorkerPool(WorkerSettings(workers=1, worker_deadline_s=0.05)) as hasty:
        desk = Desk(FetchStage(SETTINGS, client, hasty, clock), clock)
        outcome = await desk.bring(an_entry(outlet.serve("/news/1", heavy)))
    assert outcome.disposition == "dead"
    assert [(document.code, document.body) for document in desk.put_aside] == [("worker-timeout", heavy.body)]


async def test_a_page_that_kills_its_worker_is_put_aside_and_its_neighbour_is_published(
    client: Client, clock: Clock, outlet: Outlet, other: Outlet
) -> None:
    deadly = html(report(more=KILLS))
    async with TrappedPool(WorkerSettings(workers=1)) as pool:
        desk = Desk(FetchStage(SETTINGS, client, pool, clock), clock)
        assert (await desk.bring(an_entry(outlet.serve("/news/1", deadly)))).disposition == "dead"
        assert (await desk.bring(an_entry(other.serve("/news/1", html(report()))))).disposition == "published"
    assert [(document.code, document.body) for document in desk.put_aside] == [("worker-crash", deadly.body)]


async def test_a_page_is_remembered_without_the_html_of_its_entry(desk: Desk, outlet: Outlet) -> None:
    url = outlet.serve("/news/1", html(report()))
    await desk.bring(an_entry(url, summary_html="<p>summary</p>", content_html="<p>content</p>" * 100))
    assert all(b"<p>" not in kept.payload for kept in desk.lanes[outlet.domain].values())


async def test_everything_remembered_expires(desk: Desk, outlet: Outlet, clock: Clock) -> None:
    await desk.bring(an_entry(outlet.serve("/news/1", html(report()))))
    for kept in desk.lanes[outlet.domain].values():
        assert kept.expires_at is not None
        assert kept.expires_at > clock.now


@pytest.mark.parametrize("value", [None, b"", b"no json", b"[]", b'{"url": "https://a.example/"}'])
async def test_a_message_that_is_no_entry_is_refused_by_name(desk: Desk, value: bytes | None) -> None:
    with pytest.raises(BadInput) as refused:
        desk.stage.lane(Message("entries", 0, 0, b"key", value))
    assert refused.value.code == "bad-message"


@pytest.mark.parametrize("url", ["ftp://a.example/1", "https://", "javascript:alert(1)", "http://a b/"])
async def test_an_entry_whose_address_is_none_is_refused_by_name(desk: Desk, url: str) -> None:
    with pytest.raises(BadInput):
        await desk.bring(an_entry(url))
