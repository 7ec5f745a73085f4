"""Killers in the pool that the fetch stage uses: each gets its answer, and the pages beside it theirs."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from dateline.articles.extract import extract_page, warm_up
from dateline.articles.page import ExtractedPage
from dateline.errors import BadInput
from dateline.runtime.workers import WorkerPool
from dateline.settings import WorkerSettings
from tests.articles.killers import NEIGHBOUR, NEIGHBOURS_TEXT, READ, REFUSED
from tests.articles.pages import PARAGRAPHS

URL = "https://ferrypost.example/world/port-hit"
MEMORY_MAX_MB = 400
"""A quarter of the setting's default."""


def extracted(body: bytes) -> ExtractedPage:
    """Runs in a worker."""
    return extract_page(body, url=URL)


async def test_no_killer_costs_a_worker_or_a_neighbour() -> None:
    bodies = {name: body for name, (body, _) in REFUSED.items()} | READ
    async with WorkerPool(WorkerSettings(workers=2, worker_memory_max_mb=MEMORY_MAX_MB), warm_up=(warm_up,)) as pool:
        asked: list[Coroutine[Any, Any, ExtractedPage]] = []
        for body in bodies.values():
            asked += [pool.run(extracted, body), pool.run(extracted, NEIGHBOUR)]
        answers = await asyncio.gather(*asked, return_exceptions=True)
        stats = pool.stats
    killers = dict(zip(bodies, answers[::2], strict=True))
    codes = {name: answer.code for name, answer in killers.items() if isinstance(answer, BadInput)}
    assert codes == {name: code for name, (_, code) in REFUSED.items()}
    for name in READ:
        answer = killers[name]
        assert isinstance(answer, ExtractedPage), name
        assert PARAGRAPHS[3] in answer.text, name
    assert [answer.text for answer in answers[1::2] if isinstance(answer, ExtractedPage)] == (
        [NEIGHBOURS_TEXT] * len(bodies)
    )
    assert (stats.timeouts, stats.crashes, stats.out_of_memory) == (0, 0, 0)
