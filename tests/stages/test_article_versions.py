"""fetch: what a page's later looks publish: changes, retractions, removals; and when the feed's own text stands in."""

from __future__ import annotations

import pytest

from dateline.articles.fingerprint import COPY_BITS_MAX, distance
from dateline.messages import Article, ArticleStatus, Changes, TextSource
from dateline.runtime.workers import WorkerPool
from dateline.settings import FetchSettings
from dateline.stages.fetch import FetchStage
from dateline.web.client import Client
from tests.stages.desk import Clock, Desk, values
from tests.stages.outlets import Answer, Outlet, html, redirect, report
from tests.stages.test_fetch import CONSENT, ROBOT, an_entry, changed, go_on

pytestmark = pytest.mark.asyncio(loop_scope="session")

SETTINGS = FetchSettings(
    robots_for_pages="ignore",
    domain_gap_s=2,
    retry_gap_s=10,
    fetch_attempts_max=3,
    revisit_gap_s=100,
    revisits_max=3,
    removal_gap_s=500,
)
GONE = html("", status=404)
RETRACTION = (
    "<html><head><title>Loopback Ledger</title></head><body><h1>Strike on Kharkiv</h1>"
    "<p>This article has been retracted, because its figures could not be confirmed.</p></body></html>"
)
FULL = (
    "<p>A missile strike on the city of Kharkiv killed 12 people on Monday, the regional administration said.</p>"
    "<p>Rescue workers searched the ruins for several hours and took the wounded to two hospitals. Trains were held "
    "back until noon, and the power supply of the district was restored in the evening, the operator said.</p>"
    "<p>Officials said that repairs would take about a week. A grain depot beside the station burned until dawn, and "
    "the smoke could be seen from the villages across the river, where windows had been broken by the blast.</p>"
    "<p>The council opened two schools for people who had lost their homes, and asked for blankets and warm food.</p>"
)


@pytest.fixture
def desk(client: Client, pool: WorkerPool, clock: Clock) -> Desk:
    return Desk(FetchStage(SETTINGS, client, pool, clock), clock)


def articles(desk: Desk) -> list[Article]:
    return values(desk.published, Article)


# Changes


async def test_a_new_version_says_what_it_changes(desk: Desk, outlet: Outlet) -> None:
    more = "A second depot burned down, the owner said on Tuesday."
    url = outlet.serve(
        "/news/1",
        html(report(killed="12")),
        html(report(killed="14").replace("</article>", f"<p>{more}</p></article>")),
    )
    await desk.bring(an_entry(url))
    await go_on(desk)
    first, second = articles(desk)
    assert first.changes is None
    assert second.changes is not None
    assert second.changes.model_dump(exclude={"added"}) == {
        "title": False,
        "paragraphs_added": 2,
        "paragraphs_removed": 1,
        "figures_added": ["14"],
        "figures_removed": ["12"],
    }
    assert second.changes.added[-1] == more


async def test_a_new_headline_alone_is_a_version_that_says_so(desk: Desk, outlet: Outlet) -> None:
    url = outlet.serve("/news/1", html(report()), html(report().replace("Strike on Kharkiv", "Kharkiv depot hit")))
    await desk.bring(an_entry(url))
    await go_on(desk)
    assert articles(desk)[-1].changes == Changes(title=True)


async def test_a_change_after_the_last_visit_is_a_version_that_cannot_say_what_it_changes(
    desk: Desk, outlet: Outlet, clock: Clock
) -> None:
    url = outlet.serve("/news/1", *[html(report(killed="12"))] * 4, html(report(killed="14")))
    await desk.bring(an_entry(url))
    await go_on(desk, 3)
    clock.now += 10 * 86400
    assert (await desk.bring(changed(url))).disposition == "new-version"
    first, second = articles(desk)
    assert (second.id, second.version, second.changes) == (first.id, 2, None)


async def test_a_page_that_is_done_with_is_still_known_and_unchanged(desk: Desk, outlet: Outlet, clock: Clock) -> None:
    url = outlet.serve("/news/1", html(report()))
    await desk.bring(an_entry(url))
    await go_on(desk, 3)
    assert desk.due() == []
    clock.now += 10 * 86400
    assert (await desk.bring(an_entry(url, feed_id="another"))).disposition == "known"
    assert (await desk.bring(changed(url))).disposition == "unchanged"
    assert len(desk.published) == 1


async def test_copies_of_one_story_have_fingerprints_that_are_almost_the_same(
    desk: Desk, outlet: Outlet, other: Outlet
) -> None:
    await desk.bring(an_entry(outlet.serve("/news/1", html(report()))))
    await desk.bring(an_entry(other.serve("/copy/1", html(report(more="The agency contributed to this report.")))))
    here, there = articles(desk)
    assert here.fingerprint is not None
    assert there.fingerprint is not None
    assert distance(here.fingerprint, there.fingerprint) <= COPY_BITS_MAX


# Taken back


@pytest.mark.parametrize(
    "gone",
    [
        GONE,
        html("", status=410),
        html("<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body></html>"),
        html("<html><body><h1>Sorry</h1><p>This article has been removed.</p></body></html>"),
    ],
    ids=["404", "410", "soft 404", "notice"],
)
async def test_an_article_whose_page_is_gone_at_two_looks_is_removed(
    desk: Desk, outlet: Outlet, clock: Clock, gone: Answer
) -> None:
    url = outlet.serve("/news/1", html(report()), gone)
    await desk.bring(an_entry(url, title="Strike"))
    began = clock.now
    assert await go_on(desk, 2) == ["missing", "removed"]
    assert clock.now == began + SETTINGS.revisit_gap_s + SETTINGS.removal_gap_s
    first, second = articles(desk)
    assert (second.id, second.version, second.status, second.text) == (first.id, 2, ArticleStatus.REMOVED, "")
    assert (second.canonical_url, second.title) == (first.canonical_url, "Strike")


async def test_a_removal_is_said_once(desk: Desk, outlet: Outlet) -> None:
    await desk.bring(an_entry(outlet.serve("/news/1", html(report()), GONE)))
    assert await go_on(desk, 4) == ["missing", "removed", "still-removed", "still-removed"]
    assert len(desk.published) == 2


async def test_a_page_that_is_missing_at_one_look_only_is_not_removed(desk: Desk, outlet: Outlet) -> None:
    await desk.bring(an_entry(outlet.serve("/news/1", html(report()), GONE, html(report()), GONE, html(report()))))
    assert await go_on(desk, 4) == ["missing", "unchanged", "missing", "unchanged"]
    assert len(desk.published) == 1


async def test_an_article_that_comes_back_is_published_again(desk: Desk, outlet: Outlet) -> None:
    await desk.bring(an_entry(outlet.serve("/news/1", html(report()), GONE, GONE, html(report()))))
    assert await go_on(desk, 3) == ["missing", "removed", "new-version"]
    assert [article.status.value for article in articles(desk)] == ["published", "removed", "published"]


async def test_a_redirect_to_the_front_page_is_a_removal_too(desk: Desk, outlet: Outlet) -> None:
    outlet.serve("/", html("<html><body><h1>Ledger</h1>" + "<a href='/news/2'>Another story of the day</a>" * 30))
    await desk.bring(an_entry(outlet.serve("/news/1", html(report()), redirect("/"))))
    assert await go_on(desk, 2) == ["missing", "removed"]


async def test_a_page_that_was_never_there_removes_nothing(desk: Desk, outlet: Outlet) -> None:
    assert (await desk.bring(an_entry(outlet.serve("/news/1", GONE)))).disposition == "http-404"
    assert await go_on(desk, 2) == ["http-404", "gave-up-http-404"]
    assert desk.published == []


async def test_a_notice_that_takes_an_article_back_is_a_retraction_at_once(desk: Desk, outlet: Outlet) -> None:
    await desk.bring(an_entry(outlet.serve("/news/1", html(report()), html(RETRACTION))))
    assert await go_on(desk, 2) == ["retracted", "still-retracted"]
    first, second = articles(desk)
    assert (second.id, second.version, second.status) == (first.id, 2, ArticleStatus.RETRACTED)


async def test_a_text_that_stands_under_a_notice_is_retracted_with_its_text(desk: Desk, outlet: Outlet) -> None:
    noted = report().replace("<p>A missile", "<p>Editor's note: This article has been retracted.</p><p>A missile")
    await desk.bring(an_entry(outlet.serve("/news/1", html(report()), html(noted))))
    assert await go_on(desk) == ["retracted"]
    assert articles(desk)[-1].status is ArticleStatus.RETRACTED
    assert "A missile strike" in articles(desk)[-1].text


# The feed's own text

PAYWALL = report().split("<p>Rescue")[0] + "<div>Subscribe to continue reading</div></article></body></html>"


@pytest.mark.parametrize(
    "wall",
    [html(CONSENT), html(ROBOT), html(PAYWALL), html("", status=403), html("", status=410)],
    ids=["consent", "robots", "paywall", "403", "410"],
)
async def test_where_the_page_cannot_be_had_the_feeds_full_text_stands_in(
    desk: Desk, outlet: Outlet, wall: Answer
) -> None:
    url = outlet.serve("/news/1", wall)
    outcome = await desk.bring(an_entry(url, title="Strike", content_html=FULL))
    assert outcome.disposition == "published-from-feed"
    [article] = articles(desk)
    assert (article.text_source, article.extractor, article.title) == (TextSource.FEED, "feed", "Strike")
    assert article.text.split("\n")[0].startswith("A missile strike on the city of Kharkiv killed 12")
    assert len(article.text.split("\n")) == 4


async def test_the_page_replaces_the_feeds_text_when_it_can_be_had(desk: Desk, outlet: Outlet) -> None:
    url = outlet.serve("/news/1", html(PAYWALL), html(PAYWALL), html(report()))
    await desk.bring(an_entry(url, content_html=FULL))
    assert await go_on(desk, 2) == ["page-paywall", "new-version"]
    first, second = articles(desk)
    assert (first.text_source, second.text_source) == (TextSource.FEED, TextSource.PAGE)
    assert (second.id, second.version) == (first.id, 2)


async def test_the_feeds_text_never_replaces_the_pages(desk: Desk, outlet: Outlet) -> None:
    url = outlet.serve("/news/1", html(report()), html(PAYWALL))
    await desk.bring(an_entry(url, content_html=FULL))
    desk.clock.now += SETTINGS.domain_gap_s
    outcome = await desk.bring(changed(url).model_copy(update={"content_html": FULL + "<p>More.</p>"}))
    assert outcome.disposition == "page-paywall"
    assert len(desk.published) == 1


async def test_a_page_that_waited_for_its_turn_still_has_its_feeds_text(desk: Desk, outlet: Outlet) -> None:
    await desk.bring(an_entry(outlet.serve("/news/1", html(report()))))
    url = outlet.serve("/news/2", html("", status=403))
    assert (await desk.bring(an_entry(url, content_html=FULL))).disposition == "waiting"
    assert await go_on(desk) == ["published-from-feed"]
    assert not any(name.startswith("feed-text/") for name in desk.lanes[outlet.domain])


async def test_after_an_outage_that_does_not_end_the_feeds_text_stands_in(desk: Desk, outlet: Outlet) -> None:
    await desk.bring(an_entry(outlet.serve("/news/1", html("", status=500)), summary_html=FULL))
    assert await go_on(desk, 2) == ["http-5xx", "published-from-feed"]


@pytest.mark.parametrize(
    "summary", ["<p>A strike hit the city.</p>", FULL[:-4] + " […]</p>", FULL + "<p>Read more</p>", "<" * 700]
)
async def test_a_summary_is_no_article(desk: Desk, outlet: Outlet, summary: str) -> None:
    url = outlet.serve("/news/1", html(PAYWALL))
    assert (await desk.bring(an_entry(url, content_html=summary))).disposition == "page-paywall"
    assert desk.published == []


async def test_the_feeds_text_goes_with_an_entry_that_is_handed_to_another_domain(
    desk: Desk, outlet: Outlet, other: Outlet
) -> None:
    target = other.serve("/news/1", html("", status=403))
    url = outlet.serve("/out/1", redirect(target))
    assert (await desk.bring(an_entry(url, content_html=FULL))).disposition == "handed-over"
    assert (await desk.bring(desk.published.pop().value or b"")).disposition == "published-from-feed"
    assert articles(desk)[0].url == target
