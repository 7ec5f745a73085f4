"""``dateline positions``: where a stage stands, and going back."""

from __future__ import annotations

from dateline.runtime.records import publish
from dateline.runtime.stage import Publication
from dateline.runtime.workers import WorkerPool
from dateline.settings import Settings
from dateline.stages.tag import TagStage
from dateline.stages.taggers import RulesTagger
from tests.cli.commands import dateline, environment
from tests.runtime.cluster import read_until, running


async def test_a_stage_that_is_set_back_reads_again_and_one_set_to_the_end_passes_over(cluster: Settings) -> None:
    env = environment(cluster)
    bad = [Publication("articles", f"{n}", f"{n}", b"no article") for n in range(4)]
    await publish(cluster, bad)
    async with WorkerPool(cluster) as pool:
        async with running(TagStage(cluster, RulesTagger(pool)), cluster):
            await read_until(cluster, "dead-letters", 4)
        shown = await dateline("positions", "show", env=env)
        assert shown.code == 0
        assert "articles.v1" in shown.out
        back = await dateline("positions", "reset", "tag", "--to", "earliest", "--yes", env=env)
        assert back.code == 0
        assert f"{cluster.topic_prefix}articles.v1 0: 0" in back.out
        async with running(TagStage(cluster, RulesTagger(pool)), cluster):
            await read_until(cluster, "dead-letters", 8)
        await publish(cluster, bad)
        assert (await dateline("positions", "reset", "tag", "--to", "latest", "--yes", env=env)).code == 0
        await publish(cluster, [Publication("articles", "last", "last", b"the last")])
        async with running(TagStage(cluster, RulesTagger(pool)), cluster):
            records = await read_until(cluster, "dead-letters", 9)
    assert [record.value for record in records].count(b"the last") == 1
    assert len(records) == 9


async def test_setting_back_asks_first(cluster: Settings) -> None:
    said = await dateline("positions", "reset", "tag", "--to", "latest", env=environment(cluster), stdin=b"n\n")
    assert said.code == 1
    assert "Go on?" in said.out
