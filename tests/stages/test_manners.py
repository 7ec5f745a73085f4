"""How poll behaves towards servers of all kinds, over weeks of its own clock.

An origin plays a behaviour; what is judged is the origin's log of what it was asked, and what poll published.
"""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Callable
from email.utils import formatdate

import pytest
import pytest_asyncio
from aiohttp import web

from dateline.messages import Entry, Feed, feed_id
from dateline.runtime.workers import WorkerPool
from dateline.settings import PollSettings
from dateline.stages.poll import PollStage
from dateline.web.client import Client
from tests.stages.desk import Clock, Desk, values
from tests.stages.outlets import Answer, Asked, Outlet, Script, html, redirect, rss

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOUR, DAY = 3600.0, 86400.0
SETTINGS = PollSettings(poll_interval_min_s=2 * HOUR, poll_interval_max_s=6 * HOUR, domain_gap_s=2)


@pytest_asyncio.fixture(loop_scope="session")
async def origin(clock: Clock) -> AsyncIterator[Outlet]:
    """The server that plays; its log has the times of poll's clock."""
    async with Outlet(clock=clock) as one:
        yield one


@pytest.fixture
def desk(client: Client, pool: WorkerPool, clock: Clock) -> Desk:
    return Desk(PollStage(SETTINGS, client, pool, clock), clock)


async def watch(desk: Desk, *urls: str) -> None:
    """Puts feeds on the list."""
    for url in urls:
        await desk.bring(Feed(id=feed_id(url), url=url))


async def live(desk: Desk, for_s: float) -> None:
    """Lets so much time pass."""
    end = desk.clock.now + for_s
    while desk.due() and desk.due()[0][0] <= end:
        await desk.keep_next()
    desk.clock.now = end


def titles(desk: Desk) -> list[str | None]:
    return [entry.title for entry in values(desk.published, Entry)]


def a_report_a_day(origin: Outlet, clock: Clock) -> Callable[[], Answer]:
    """A feed that has one more entry every day."""
    began = clock.now

    def feed() -> Answer:
        days = int((clock.now - began) / DAY)
        links = [(origin.url(f"/news/{day}"), f"Report of day {day}") for day in range(days, -1, -1)]
        return rss(links, published_at=clock.now)

    return feed


def with_headers(answer: Answer, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(answer.body, answer.status, {**answer.headers, **named})


def gaps(log: list[Asked]) -> list[float]:
    return [later.at - earlier.at for earlier, later in itertools.pairwise(log)]


# Validators


async def test_validators_go_back_byte_for_byte(desk: Desk, origin: Outlet) -> None:
    body = rss([(origin.url("/1"), "One")])
    odd = {"ETag": 'W/"é, \\"1\\" "', "Last-Modified": "Yesterday, around noon"}
    await watch(desk, origin.serve("/feed", Answer(body.body, 200, {**body.headers, **odd})))
    await live(desk, 12 * HOUR)
    sent = [(one.headers.get("If-None-Match"), one.headers.get("If-Modified-Since")) for one in origin.asked("/feed")]
    assert sent[0] == (None, None)
    assert len(sent) > 2
    assert set(sent[1:]) == {(odd["ETag"], odd["Last-Modified"])}


def always_304(feed: Callable[[], Answer], clock: Clock) -> Script:
    """Says 304 to all that is conditional."""

    def answer(request: web.BaseRequest) -> Answer:
        if "If-None-Match" in request.headers:
            return Answer(b"", 304, {"ETag": request.headers["If-None-Match"]})
        return with_headers(feed(), ETag=f'"{int(clock.now)}"')

    return answer


def same_etag(feed: Callable[[], Answer], _: Clock) -> Script:
    """Has one ETag for ever, and means it."""

    def answer(request: web.BaseRequest) -> Answer:
        if request.headers.get("If-None-Match") == '"for-ever"':
            return Answer(b"", 304)
        return with_headers(feed(), ETag='"for-ever"')

    return answer


def same_date(feed: Callable[[], Answer], _: Clock) -> Script:
    """The same with Last-Modified."""

    def answer(request: web.BaseRequest) -> Answer:
        if "If-Modified-Since" in request.headers:
            return Answer(b"", 304)
        return with_headers(feed(), Last_Modified=formatdate(0))

    return answer


@pytest.mark.parametrize("lie", [always_304, same_etag, same_date])
async def test_a_server_whose_validators_lie_is_caught_within_two_days_and_asked_without_from_then_on(
    desk: Desk, origin: Outlet, clock: Clock, lie: Callable[[Callable[[], Answer], Clock], Script]
) -> None:
    await watch(desk, origin.script("/feed", lie(a_report_a_day(origin, clock), clock)))
    await live(desk, 2.5 * DAY)
    caught = len(origin.log)
    assert any(one.is_conditional for one in origin.log)
    await live(desk, 5 * DAY)
    assert not any(one.is_conditional for one in origin.log[caught:])
    assert titles(desk) == [f"Report of day {day}" for day in range(8)]


async def test_an_honest_server_is_asked_for_the_whole_feed_once_a_day(desk: Desk, origin: Outlet) -> None:
    body = rss([(origin.url("/1"), "One")])
    await watch(desk, origin.serve("/feed", with_headers(body, ETag='"1"')))
    await live(desk, 10 * DAY)
    whole = [one for one in origin.log if one.status == 200]
    assert len(whole) == pytest.approx(10, abs=2)
    assert len(origin.log) > 3 * len(whole)
    assert len(desk.published) == 1


# Redirects


async def test_a_permanent_redirect_is_learned_when_it_was_stable_for_days(desk: Desk, origin: Outlet) -> None:
    origin.serve("/new", rss([(origin.url("/1"), "One")]))
    await watch(desk, origin.serve("/old", redirect(origin.url("/new"), 301)))
    await live(desk, 2.9 * DAY)
    assert origin.times("/old") == origin.times("/new") > 5
    await live(desk, 2 * DAY)
    learned = origin.times("/old")
    await live(desk, 5 * DAY)
    assert origin.times("/old") == learned
    assert origin.times("/new") > learned + 10
    assert len(desk.published) == 1


@pytest.mark.parametrize("status", [302, 303, 307])
async def test_a_temporary_redirect_is_never_learned(desk: Desk, origin: Outlet, status: int) -> None:
    origin.serve("/new", rss([(origin.url("/1"), "One")]))
    await watch(desk, origin.serve("/old", redirect(origin.url("/new"), status)))
    await live(desk, 10 * DAY)
    assert origin.times("/old") == origin.times("/new") > 20


async def test_of_a_mixed_chain_only_the_permanent_beginning_is_learned(desk: Desk, origin: Outlet) -> None:
    origin.serve("/new", redirect(origin.url("/today"), 302))
    origin.serve("/today", rss([(origin.url("/1"), "One")]))
    await watch(desk, origin.serve("/old", redirect(origin.url("/new"), 308)))
    await live(desk, 10 * DAY)
    assert origin.times("/old") < origin.times("/new") / 2
    assert origin.times("/new") == origin.times("/today")


async def test_a_redirect_that_leads_elsewhere_every_day_is_not_learned(
    desk: Desk, origin: Outlet, clock: Clock
) -> None:
    for day in range(30):
        origin.serve(f"/new/{day}", rss([(origin.url("/1"), "One")]))
    began = clock.now
    today = origin.script("/old", lambda _: redirect(origin.url(f"/new/{int((clock.now - began) / DAY)}"), 301))
    await watch(desk, today)
    await live(desk, 10 * DAY)
    assert origin.times("/old") == len(origin.log) / 2


async def test_a_redirect_to_something_that_is_no_feed_is_not_learned(desk: Desk, origin: Outlet, clock: Clock) -> None:
    origin.serve("/", html("<p>This domain is for sale"))
    repaired_at = clock.now + 6 * DAY
    feed = rss([(origin.url("/1"), "One")])
    await watch(
        desk,
        origin.script("/feed", lambda _: redirect(origin.url("/"), 301) if clock.now < repaired_at else feed),
    )
    await live(desk, 8 * DAY)
    assert titles(desk) == ["One"]
    assert origin.log[-1].path == "/feed"


@pytest.mark.parametrize("status", [404, 500])
async def test_a_learned_address_that_dies_gives_the_listed_one_its_word_back(
    desk: Desk, origin: Outlet, clock: Clock, status: int
) -> None:
    feed, dies_at = rss([(origin.url("/1"), "One")]), clock.now + 8 * DAY
    origin.script("/new", lambda _: feed if clock.now < dies_at else html("gone", status=status))
    await watch(
        desk, origin.script("/old", lambda _: redirect(origin.url("/new"), 301) if clock.now < dies_at else feed)
    )
    await live(desk, 8 * DAY)
    assert origin.log[-1].path == "/new"
    await live(desk, DAY)
    assert origin.log[-1].path == "/old"
    assert origin.log[-1].status == 200


# Failures


async def test_a_feed_that_is_gone_is_asked_ever_less_down_to_once_a_month_and_comes_back(
    desk: Desk, origin: Outlet, clock: Clock
) -> None:
    back_at = clock.now + 300 * DAY
    feed = rss([(origin.url("/1"), "One")])
    await watch(desk, origin.script("/feed", lambda _: html("gone", status=410) if clock.now < back_at else feed))
    await live(desk, 300 * DAY)
    waits = gaps(origin.log)
    assert 0.9 * DAY <= waits[0] <= DAY
    assert 27 * DAY <= waits[-1] <= 30 * DAY
    await live(desk, 30 * DAY)
    assert titles(desk) == ["One"]
    assert len(origin.asked("/feed")) > len(waits) + 5


async def test_a_feed_that_fails_for_months_is_asked_once_a_month(desk: Desk, origin: Outlet) -> None:
    await watch(desk, origin.serve("/feed", html("broken", status=500)))
    await live(desk, 300 * DAY)
    waits = gaps(origin.log)
    assert max(waits[:10]) <= DAY
    assert 27 * DAY <= waits[-1] <= 30 * DAY


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("form", ["seconds", "date"])
async def test_retry_after_is_kept_in_full_in_both_forms_by_all_feeds_of_the_domain(
    desk: Desk, origin: Outlet, clock: Clock, status: int, form: str
) -> None:
    began = clock.now
    until = began + 3 * DAY
    said = formatdate(until, usegmt=True) if form == "date" else str(int(3 * DAY))
    origin.script(
        "/limited",
        lambda _: (
            html("slow", status=status, Retry_After=said, Date=formatdate(began, usegmt=True))
            if clock.now < until
            else rss([])
        ),
    )
    await watch(desk, origin.url("/limited"))
    await desk.keep_next()
    await watch(desk, origin.serve("/other", rss([(origin.url("/1"), "One")])))
    await live(desk, 4 * DAY)
    assert [one.path for one in origin.log if one.at < until] == ["/limited"]
    assert origin.times("/other") > 1


@pytest.mark.parametrize("status", [429, 503])
async def test_a_domain_that_is_overloaded_is_probed_by_one_request_and_recovers_step_by_step(
    desk: Desk, origin: Outlet, clock: Clock, status: int
) -> None:
    well_at = clock.now + 0.5 * HOUR
    feed = rss([(origin.url("/1"), "One")])
    urls = [
        origin.script(f"/{n}", lambda _: html("busy", status=status) if clock.now < well_at else feed)
        for n in range(12)
    ]  # fmt: skip
    await watch(desk, *urls)
    await live(desk, 0.5 * HOUR)
    probes = gaps(origin.log)
    assert len(probes) <= 6
    assert all(later > 1.5 * earlier for earlier, later in itertools.pairwise(probes))
    await live(desk, 2 * HOUR)
    answered = [one for one in origin.log if one.status == 200]
    recovery = gaps(answered)
    assert len(answered) >= 12
    assert recovery[0] > 8 * SETTINGS.domain_gap_s
    assert recovery[-1] <= 2 * SETTINGS.domain_gap_s
