"""robots.txt as the stages heed it: judged by the log of what a host was asked for."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from dateline.messages import Feed, feed_id
from dateline.runtime.workers import WorkerPool
from dateline.settings import FetchSettings, PollSettings
from dateline.stages.fetch import FetchStage
from dateline.stages.poll import PollStage
from dateline.web.client import Client
from tests.stages.desk import Clock, Desk
from tests.stages.outlets import Answer, Outlet, html, redirect, report, rss
from tests.stages.test_fetch import an_entry, changed

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOUR, DAY = 3600.0, 86400.0
PAGES = FetchSettings(domain_gap_s=2, retry_gap_s=60, revisits_max=0)
FEEDS = PollSettings(poll_interval_min_s=HOUR, poll_interval_max_s=HOUR, domain_gap_s=2)


@pytest_asyncio.fixture(loop_scope="session")
async def host(clock: Clock) -> AsyncIterator[Outlet]:
    """A host; its log has the times of the stage's clock."""
    async with Outlet(clock=clock) as one:
        yield one


@pytest.fixture
def pages(client: Client, pool: WorkerPool, clock: Clock) -> Desk:
    return Desk(FetchStage(PAGES, client, pool, clock), clock)


@pytest.fixture
def feeds(client: Client, pool: WorkerPool, clock: Clock) -> Desk:
    return Desk(PollStage(FEEDS, client, pool, clock), clock)


def robots(text: str, status: int = 200) -> Answer:
    return Answer(text.encode(), status, {"Content-Type": "text/plain"})


async def all_that_is_due(desk: Desk, for_s: float) -> list[str]:
    """Lets so much time pass; gives the dispositions."""
    end, found = desk.clock.now + for_s, []
    while desk.due() and desk.due()[0][0] <= end:
        found.append((await desk.keep_next()).disposition)
    desk.clock.now = end
    return found


def paths(host: Outlet) -> list[str]:
    return [asked.path for asked in host.log]


# Pages


async def test_a_page_that_is_disallowed_is_not_asked_for_and_said_so(pages: Desk, host: Outlet) -> None:
    host.serve("/robots.txt", robots("User-agent: *\nDisallow: /closed"))
    closed, opened = host.serve("/closed/1", html(report())), host.serve("/open/1", html(report()))
    dispositions = [(await pages.bring(an_entry(url))).disposition for url in (closed, opened)]
    dispositions += await all_that_is_due(pages, HOUR)
    assert sorted(dispositions) == ["failed-robots-disallowed", "published", "robots-asked", "waiting"]
    assert paths(host) == ["/robots.txt", "/open/1"]
    assert [asked.headers["User-Agent"] for asked in host.log] == ["Dateline tests"] * 2


async def test_a_redirect_leads_to_no_page_that_is_disallowed(pages: Desk, host: Outlet) -> None:
    host.serve("/robots.txt", robots("User-agent: *\nDisallow: /closed"))
    host.serve("/closed/1", html(report()))
    await pages.bring(an_entry(host.serve("/open/1", redirect("/closed/1"))))
    assert "failed-robots-disallowed" in await all_that_is_due(pages, HOUR)
    assert paths(host) == ["/robots.txt", "/open/1"]


async def test_the_group_that_names_us_counts_and_not_the_one_for_all(pages: Desk, host: Outlet) -> None:
    host.serve("/robots.txt", robots("User-agent: *\nDisallow: /\n\nUser-agent: dateline\nDisallow: /closed"))
    await pages.bring(an_entry(host.serve("/open/1", html(report()))))
    assert "published" in await all_that_is_due(pages, HOUR)


async def test_a_host_is_asked_for_its_robots_once_a_day_and_a_gap_before_its_page(pages: Desk, host: Outlet) -> None:
    host.serve("/robots.txt", robots(""))
    for number in range(60):
        await pages.bring(an_entry(host.serve(f"/{number}", html(report()))))
        await all_that_is_due(pages, HOUR)
    assert host.times("/robots.txt") == 3
    first, second = host.log[:2]
    assert (first.path, second.at - first.at) == ("/robots.txt", PAGES.domain_gap_s)


@pytest.mark.parametrize("status", [401, 403, 404, 410])
async def test_a_host_without_robots_allows_all(pages: Desk, host: Outlet, status: int) -> None:
    host.serve("/robots.txt", robots("User-agent: *\nDisallow: /", status))
    await pages.bring(an_entry(host.serve("/1", html(report()))))
    assert "published" in await all_that_is_due(pages, HOUR)


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_while_the_robots_cannot_be_had_nothing_is_asked_for(
    pages: Desk, host: Outlet, clock: Clock, status: int
) -> None:
    well_at = clock.now + 600
    host.script("/robots.txt", lambda _: robots("", 200 if clock.now >= well_at else status))
    host.script("/1", lambda _: html(report()))
    await pages.bring(an_entry(host.url("/1")))
    dispositions = await all_that_is_due(pages, HOUR)
    assert "robots-unreachable" in dispositions
    assert dispositions[-1] == "published"
    assert [asked.path for asked in host.log if asked.at < well_at].count("/1") == 0
    assert host.times("/robots.txt") <= 6


async def test_a_page_is_given_up_by_name_when_the_robots_stay_away(pages: Desk, host: Outlet) -> None:
    host.serve("/robots.txt", robots("", 500))
    await pages.bring(an_entry(host.serve("/1", html(report()))))
    assert "gave-up-failed-robots-unreachable" in await all_that_is_due(pages, DAY)
    assert host.times("/1") == 0


async def test_robots_that_vanish_for_a_while_stay_in_force(pages: Desk, host: Outlet, clock: Clock) -> None:
    broken_at = clock.now + HOUR
    host.script(
        "/robots.txt", lambda _: robots("User-agent: *\nDisallow: /closed", 200 if clock.now < broken_at else 500)
    )
    await pages.bring(an_entry(host.serve("/open/1", html(report()))))
    await all_that_is_due(pages, 3 * DAY)
    await pages.bring(an_entry(host.serve("/open/2", html(report("Sumy")))))
    await pages.bring(an_entry(host.serve("/closed/1", html(report()))))
    dispositions = await all_that_is_due(pages, HOUR)
    assert "published" in dispositions
    assert "failed-robots-disallowed" in dispositions
    assert host.times("/closed/1") == 0


async def test_after_a_month_without_robots_there_are_none(pages: Desk, host: Outlet) -> None:
    host.serve("/robots.txt", robots("", 500))
    host.script("/1", lambda _: html(report()))
    began = pages.clock.now
    for _ in range(32):
        await pages.bring(changed(host.url("/1")))
        await all_that_is_due(pages, DAY)
    assert len(pages.published) == 1
    assert host.asked("/1")[0].at >= began + 30 * DAY


async def test_robots_are_followed_to_another_host(pages: Desk, host: Outlet, other: Outlet) -> None:
    other.serve("/robots.txt", robots("User-agent: *\nDisallow: /closed"))
    host.serve("/robots.txt", redirect(other.url("/robots.txt"), 301))
    await pages.bring(an_entry(host.serve("/closed/1", html(report()))))
    assert "failed-robots-disallowed" in await all_that_is_due(pages, HOUR)


async def test_robots_that_redirect_for_ever_are_none(pages: Desk, host: Outlet) -> None:
    host.serve("/robots.txt", redirect(host.url("/robots.txt"), 301))
    await pages.bring(an_entry(host.serve("/1", html(report()))))
    assert "published" in await all_that_is_due(pages, HOUR)


async def test_of_endless_robots_the_first_500_kib_count(pages: Desk, host: Outlet) -> None:
    host.serve("/robots.txt", robots("User-agent: *\nDisallow: /closed\n" + "# and so on\n" * 900_000))
    await pages.bring(an_entry(host.serve("/closed/1", html(report()))))
    assert "failed-robots-disallowed" in await all_that_is_due(pages, HOUR)


async def test_a_crawl_delay_is_the_gap_between_pages(pages: Desk, host: Outlet) -> None:
    host.serve("/robots.txt", robots("User-agent: *\nCrawl-delay: 20"))
    for number in range(5):
        await pages.bring(an_entry(host.serve(f"/{number}", html(report()))))
    await all_that_is_due(pages, HOUR)
    times = [asked.at for asked in host.log if asked.path != "/robots.txt"]
    assert len(times) == 5
    assert all(later - earlier >= 20 for earlier, later in itertools.pairwise(times))


async def test_a_crawl_delay_of_hours_is_not_believed(pages: Desk, host: Outlet) -> None:
    host.serve("/robots.txt", robots("User-agent: *\nCrawl-delay: 36000"))
    for number in range(3):
        await pages.bring(an_entry(host.serve(f"/{number}", html(report()))))
    await all_that_is_due(pages, 5 * PAGES.crawl_delay_max_s)
    assert len(host.log) == 4


# Feeds


async def watch(feeds: Desk, *urls: str) -> None:
    for url in urls:
        await feeds.bring(Feed(id=feed_id(url), url=url))


async def test_feeds_keep_to_the_crawl_delay_and_not_to_the_rest(feeds: Desk, host: Outlet) -> None:
    host.serve("/robots.txt", robots("User-agent: *\nCrawl-delay: 30\nDisallow: /"))
    await watch(feeds, *(host.serve(f"/{n}", rss([(host.url("/news"), "One")])) for n in range(4)))
    await all_that_is_due(feeds, 0.5 * HOUR)
    times = [asked.at for asked in host.log if asked.path != "/robots.txt"]
    assert len(times) == 4
    assert all(later - earlier >= 30 for earlier, later in itertools.pairwise(times))


async def test_feeds_are_polled_while_the_robots_cannot_be_had(feeds: Desk, host: Outlet) -> None:
    host.serve("/robots.txt", robots("", 500))
    await watch(feeds, host.serve("/feed", rss([(host.url("/news"), "One")])))
    assert "published" in await all_that_is_due(feeds, HOUR)


@pytest.mark.parametrize(("obedience", "disposition"), [("obey", "failed-robots-disallowed"), ("ignore", "published")])
async def test_whether_feeds_keep_to_robots_is_a_setting(
    client: Client, pool: WorkerPool, clock: Clock, host: Outlet, obedience: str, disposition: str
) -> None:
    settings = PollSettings.model_validate({**FEEDS.model_dump(), "robots_for_feeds": obedience})
    feeds = Desk(PollStage(settings, client, pool, clock), clock)
    host.serve("/robots.txt", robots("User-agent: *\nDisallow: /"))
    await watch(feeds, host.serve("/feed", rss([(host.url("/news"), "One")])))
    assert (await all_that_is_due(feeds, 0.5 * HOUR))[-1] == disposition
    assert (host.times("/robots.txt"), host.times("/feed")) == ((1, 0) if obedience == "obey" else (0, 1))


async def test_who_begins_to_obey_asks_for_the_rules_that_were_not_kept(
    client: Client, pool: WorkerPool, clock: Clock, feeds: Desk, host: Outlet
) -> None:
    host.serve("/robots.txt", robots("User-agent: *\nDisallow: /"))
    await watch(feeds, host.serve("/feed", rss([(host.url("/news"), "One")])))
    assert (await all_that_is_due(feeds, 0.5 * HOUR))[-1] == "published"
    obeying = PollSettings.model_validate({**FEEDS.model_dump(), "robots_for_feeds": "obey"})
    feeds.stage = PollStage(obeying, client, pool, clock)
    assert (await all_that_is_due(feeds, HOUR))[-1] == "failed-robots-disallowed"
    assert (host.times("/robots.txt"), host.times("/feed")) == (2, 1)
