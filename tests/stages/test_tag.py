"""tag: what an article version publishes, and what later versions make of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from dateline.errors import BadInput
from dateline.events import Document, TaggedEvent, Tagging
from dateline.messages import Article, ArticleStatus, Mention, PeopleCount
from dateline.runtime.stage import Message
from dateline.runtime.workers import WorkerPool
from dateline.settings import TagSettings
from dateline.stages.tag import ArticleState, TagStage
from dateline.stages.taggers import RulesTagger
from tests.stages.desk import Clock, Desk, values

pytestmark = pytest.mark.asyncio(loop_scope="session")

AFTERWARDS = (
    "Rescue workers searched the ruins for several hours. Trains were held back until noon, and the power supply "
    "of the district was restored in the evening."
)


@pytest.fixture
def desk(pool: WorkerPool, clock: Clock) -> Desk:
    return Desk(TagStage(TagSettings(article_memory_days=1), RulesTagger(pool), clock), clock)


def strike(town: str = "Kharkiv", killed: int = 12) -> str:
    return (
        f"A missile strike on the city of {town} killed {killed} people and wounded 30 others on Monday, "
        "the regional military administration said."
    )


def an_article(*sentences: str, version: int = 1, title: str = "Strike on a grain depot") -> Article:
    return Article(
        id="article-1",
        version=version,
        url="https://ledger.example/1",
        canonical_url="https://ledger.example/1",
        domain="ledger.example",
        entry_id="entry",
        feed_id="feed",
        title=title,
        text="\n".join([*sentences, AFTERWARDS]),
        published_at="2026-03-02T18:40:00+02:00",
        language="en",
        site="Loopback Ledger",
        fetched_at=dt.datetime(2026, 3, 2, 17, 0, tzinfo=dt.UTC),
    )


async def test_an_article_becomes_mentions_in_its_theatre(desk: Desk) -> None:
    article = an_article(strike())
    assert (await desk.bring(article)).disposition == "tagged"
    [publication] = desk.published
    [mention] = values(desk.published, Mention)
    assert (publication.topic, publication.key, publication.partition_key) == ("mentions", "UKR", "UKR")
    assert dict(publication.headers)["ce_id"] == f"{mention.id}/1".encode()
    assert (mention.revision, mention.withdrawn, mention.theatre) == (1, False, "UKR")
    assert (mention.article_id, mention.article_version, mention.article_url) == (article.id, 1, article.url)
    assert mention.killed is not None
    assert (mention.killed.min, mention.killed.max) == (12, 12)


async def test_every_evidence_span_is_where_it_says(desk: Desk) -> None:
    article = an_article(strike())
    await desk.bring(article)
    [mention] = values(desk.published, Mention)
    whole = f"{article.title}\n\n{article.text}"
    assert mention.evidence
    for evidence in mention.evidence:
        assert whole[evidence.start : evidence.end] == evidence.text


async def test_a_changed_figure_is_a_new_revision_of_the_same_mention(desk: Desk) -> None:
    await desk.bring(an_article(strike(killed=12)))
    await desk.bring(an_article(strike(killed=14), version=2))
    first, second = values(desk.published, Mention)
    assert (second.id, first.revision, second.revision) == (first.id, 1, 2)
    assert second.killed is not None
    assert second.killed.max == 14


async def test_a_version_that_says_the_same_publishes_nothing(desk: Desk) -> None:
    await desk.bring(an_article(strike()))
    outcome = await desk.bring(an_article(strike(), "The market will open again on Thursday.", version=2))
    assert (outcome.disposition, outcome.publications) == ("tagged", [])


async def test_what_a_new_version_no_longer_says_is_withdrawn(desk: Desk) -> None:
    await desk.bring(an_article(strike()))
    outcome = await desk.bring(an_article("The council met to discuss the harvest.", version=2, title="Council meets"))
    first, withdrawal = values(desk.published, Mention)
    assert (withdrawal.id, withdrawal.revision, withdrawal.withdrawn) == (first.id, 2, True)
    assert withdrawal.theatre == first.theatre
    assert outcome.counts == {"mentions-withdrawn": 1}


async def test_a_mention_that_comes_back_goes_on_from_its_last_revision(desk: Desk) -> None:
    await desk.bring(an_article(strike()))
    await desk.bring(an_article("The council met to discuss the harvest.", version=2, title="Council meets"))
    await desk.bring(an_article(strike(), version=3))
    *_, back = values(desk.published, Mention)
    assert (back.revision, back.withdrawn) == (3, False)


async def test_a_mention_that_moves_to_another_country_is_withdrawn_where_it_was(desk: Desk) -> None:
    await desk.bring(an_article(strike("Kharkiv")))
    await desk.bring(an_article(strike("Aleppo"), version=2))
    moved = [(mention.theatre, mention.withdrawn) for mention in values(desk.published, Mention)]
    assert sorted(moved[1:]) == [("SYR", False), ("UKR", True)]


@pytest.mark.parametrize("version", [1, 2])
async def test_a_version_that_comes_late_changes_nothing(desk: Desk, version: int) -> None:
    await desk.bring(an_article(strike(killed=14), version=2))
    outcome = await desk.bring(an_article(strike(killed=12), version=version))
    assert (outcome.disposition, outcome.publications, outcome.states) == ("stale", [], {})


async def test_an_article_without_an_event_is_named_and_remembered(desk: Desk) -> None:
    outcome = await desk.bring(an_article("The council met to discuss the harvest.", title="Council meets"))
    assert outcome.disposition.startswith("no-event-")
    assert outcome.publications == []
    state = desk.memory("article-1").get("article", ArticleState)
    assert state is not None
    assert state.version == 1


@pytest.mark.parametrize("status", [ArticleStatus.RETRACTED, ArticleStatus.REMOVED])
async def test_an_article_that_is_taken_back_takes_its_mentions_with_it(desk: Desk, status: ArticleStatus) -> None:
    await desk.bring(an_article(strike()))
    text = an_article(strike()).text if status is ArticleStatus.RETRACTED else ""
    gone = an_article(strike(), version=2).model_copy(update={"status": status, "text": text})
    assert (await desk.bring(gone)).disposition == f"no-event-{status.value}"
    first, second = values(desk.published, Mention)
    assert (second.id, second.withdrawn, second.article_version) == (first.id, True, 2)


async def test_an_article_is_forgotten_after_its_memory(desk: Desk, clock: Clock) -> None:
    await desk.bring(an_article(strike()))
    assert desk.lanes["article-1"]["article"].expires_at == clock.now + 86400


@dataclass
class NextRelease:
    """A tagger of another version, which finds what the test says."""

    pool: WorkerPool
    change: Callable[[TaggedEvent], TaggedEvent | None]
    name: str = "dateline-rules/next"

    async def tag(self, document: Document) -> Tagging:
        tagging = await RulesTagger(self.pool).tag(document)
        events = tuple(filter(None, map(self.change, tagging.events)))
        return replace(tagging, events=events, tagger=self.name)


def unchanged(event: TaggedEvent) -> TaggedEvent:
    return event


def more_killed(event: TaggedEvent) -> TaggedEvent:
    return replace(event, killed=PeopleCount(min=99, max=99))


def no_event(_: TaggedEvent) -> None:
    return None


async def test_an_article_that_comes_again_is_not_read_again_by_the_same_tagger(desk: Desk) -> None:
    await desk.bring(an_article(strike()))
    outcome = await desk.bring(an_article(strike()))
    assert (outcome.disposition, outcome.publications, outcome.states) == ("stale", [], {})


@pytest.mark.parametrize(
    ("change", "published"),
    [(unchanged, []), (more_killed, [(2, False)]), (no_event, [(2, True)])],
)
async def test_of_what_another_tagger_reads_again_only_the_changes_are_published(
    desk: Desk, pool: WorkerPool, change: Callable[[TaggedEvent], TaggedEvent | None], published: list[tuple[int, bool]]
) -> None:
    await desk.bring(an_article(strike()))
    desk.stage = TagStage(TagSettings(), NextRelease(pool, change), desk.clock)
    outcome = await desk.bring(an_article(strike()))
    found = values(outcome.publications, Mention)
    assert [(mention.revision, mention.withdrawn) for mention in found] == published
    assert {mention.tagger for mention in found} <= {"dateline-rules/next"}
    assert outcome.counts["articles-retagged"] == 1
    assert (await desk.bring(an_article(strike()))).disposition == "stale"


async def test_a_better_tagger_does_not_read_a_version_that_was_replaced(desk: Desk, pool: WorkerPool) -> None:
    await desk.bring(an_article(strike(killed=14), version=2))
    desk.stage = TagStage(TagSettings(), NextRelease(pool, more_killed), desk.clock)
    assert (await desk.bring(an_article(strike(killed=12), version=1))).disposition == "stale"


async def test_the_reasons_of_slots_are_published_and_not_remembered(desk: Desk) -> None:
    await desk.bring(an_article(strike()))
    [mention] = values(desk.published, Mention)
    assert mention.slots
    state = desk.memory("article-1").get("article", ArticleState)
    assert state is not None
    assert [kept.slots for kept in state.mentions] == [[]]


async def test_an_article_in_a_language_that_is_not_read_passes_through_and_is_counted_by_name(desk: Desk) -> None:
    spanish = "Doce personas murieron en un ataque con bomba en un mercado de Bogotá el lunes, dijo la policía. "
    outcome = await desk.bring(an_article(title="Ataque en Bogotá").model_copy(update={"text": spanish * 3}))
    assert (outcome.disposition, outcome.publications) == ("no-event-unsupported-language", [])


@pytest.mark.parametrize("value", [None, b"", b"no json", b"[]", b'{"id": "x"}'])
async def test_a_message_that_is_no_article_is_refused_by_name(desk: Desk, value: bytes | None) -> None:
    with pytest.raises(BadInput) as refused:
        desk.stage.lane(Message("articles", 0, 0, b"key", value))
    assert refused.value.code == "bad-message"
