"""One trial: topics of its own, processes, a load, a reader that looks on, and at the end the verdict.

The same for the numbering stage (`StageTrial`) and for poll against a loopback origin (`PollTrial`), so that a
fault is written once for both.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Self

from dateline.broker.administration import create_topics
from dateline.errors import BrokerError
from dateline.feeds.identity import SeenEntries
from dateline.messages import Feed, feed_id
from dateline.runtime.records import publish, read_to_end
from dateline.runtime.stage import Publication
from dateline.runtime.state import split_key
from dateline.settings import Settings
from dateline.stages.feed_states import SeenState
from dateline.web.domain import registrable_domain
from tests.faults.load import asks, feed
from tests.faults.numbering import Ask, Dead, Expectation, Numbering
from tests.faults.oracle import (
    Verdict,
    Watcher,
    compare_views,
    demanded,
    expected_now,
    judge,
    judge_positions,
    read_store,
)
from tests.faults.origin import Origin
from tests.faults.processes import Process

PARTITIONS = 2
DONE_DEADLINE_S = 90.0
LEAVE_DEADLINE_S = 30.0
SESSION_TIMEOUT_S = 3.0
_LOOK_S = 0.1


def trial_settings(bootstrap_servers: str, topic_prefix: str, **more: object) -> Settings:
    """Settings under which faults are noticed within seconds."""
    quick: dict[str, Any] = {
        "http_host": "127.0.0.1", "http_port": 0, "workers": 1, "burst_gap_ms": 10, "due_attempts_max": 2,
        "session_timeout_s": SESSION_TIMEOUT_S, "drain_timeout_s": 8,
    }  # fmt: skip
    return Settings(bootstrap_servers=bootstrap_servers, topic_prefix=topic_prefix, **{**quick, **more})


class Trial(ABC):
    """``async with``: topics and reader are there inside the block, all processes are gone after it."""

    called: str
    """What runs in it, in the table."""
    stage: str
    input: str
    topics: Sequence[str]
    outputs: Sequence[str]

    def __init__(
        self,
        settings: Settings,
        directory: Path,
        seed: int,
        *,
        partitions: int = PARTITIONS,
        watched_through: Settings | None = None,
    ) -> None:
        """`watched_through`: how the reader and the feeder reach the broker, where the processes' way is broken."""
        self.settings = settings
        self.outside = watched_through or settings
        self.directory = directory
        self.seed = seed
        self.chance = random.Random(seed)
        self.partitions = partitions
        self.processes: list[Process] = []
        self.feeding: asyncio.Task[None] | None = None
        self.began = time.monotonic()
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        await create_topics(self.outside, partitions=self.partitions, only=self.topics)
        self.watcher = Watcher(self.outside, self.outputs, self.partitions)
        await self._stack.enter_async_context(self.watcher.watching())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.feeding is not None:
            self.feeding.cancel()
            await asyncio.wait([self.feeding])
        for process in self.processes:
            await process.end()
        await self._stack.aclose()

    @abstractmethod
    def process(
        self,
        name: str = "one",
        *,
        settings: dict[str, Any] | None = None,
        options: Sequence[str] = (),
        environment: dict[str, str] | None = None,
    ) -> Process:
        """A process of the stage, not started yet; `settings` differ from the trial's, `options` are the module's."""

    @abstractmethod
    async def complete(self) -> bool:
        """Whether all that must come has come, as the reader that looks on sees it."""

    @abstractmethod
    async def verdict(self) -> Verdict:
        """What the oracle finds, once all processes have gone."""

    @abstractmethod
    async def _feed(self, over_s: float) -> None:
        """Puts a load in."""

    def feed(self, over_s: float = 2.0) -> None:
        """Begins to put a load in, evenly over a time, beside what happens next."""
        self.feeding = asyncio.create_task(self._feed(over_s))

    async def fed(self) -> None:
        """Waits until the load is in."""
        if self.feeding is not None:
            await self.feeding
            self.feeding = None

    def _processes_log(self, name: str) -> Path:
        return self.directory / f"{self.stage}-{name}-{len(self.processes)}.log"

    async def done(self, deadline_s: float = DONE_DEADLINE_S) -> None:
        """Waits until all has come. Fails, with what the processes said last, where it does not."""
        try:
            async with asyncio.timeout(deadline_s):
                await self.fed()
                while not await self.complete() or await self._left():
                    if not any(process.alive or process.kept for process in self.processes):
                        raise TimeoutError
                    await asyncio.sleep(_LOOK_S)
        except TimeoutError:
            missing = await self.missing()
            said = "\n".join(f"-- {p.log.name} {p.codes}\n{p.last_words()}" for p in self.processes)
            raise AssertionError(
                f"not done, after {deadline_s:.0f} s or with all processes gone: {missing}\n{said}"
            ) from None

    async def missing(self) -> str:
        """What has not come, for a person."""
        return f"records left: {await self._left()}"

    async def _left(self) -> list[str]:
        verdict = Verdict(0)
        await judge_positions(verdict, self.outside, self.stage, self.input)
        return verdict.left

    async def finish(self, deadline_s: float = DONE_DEADLINE_S) -> Verdict:
        """Waits until all has come, lets the processes leave, and judges. Each must leave with 0."""
        await self.done(deadline_s)
        for process in self.processes:
            process.let_go()
        living = [process for process in self.processes if process.alive]
        codes = await asyncio.gather(*(process.terminate(LEAVE_DEADLINE_S) for process in living))
        assert set(codes) <= {0}, f"left with {codes}"
        return await self.verdict()


class StageTrial(Trial):
    """The numbering stage in processes of its own."""

    called = "stage"
    stage = Numbering.name
    input = Numbering.input
    topics = ("entries", "fetch-inbox", "fetch-store", "articles", "dead-letters")
    outputs = ("articles", "dead-letters")
    also_dead: Sequence[Dead] = ()
    either_way: Callable[[Dead], bool] = staticmethod(lambda _: False)
    """Tells dead letters that may come and need not."""

    def process(
        self,
        name: str = "one",
        *,
        settings: dict[str, Any] | None = None,
        options: Sequence[str] = (),
        environment: dict[str, str] | None = None,
    ) -> Process:
        own = self.settings.model_copy(update=settings or {})
        process = Process(
            [own.model_dump_json(), *options], environment or {}, self._processes_log(name), "tests.faults.stage"
        )
        self.processes.append(process)
        return process

    load: Sequence[Ask] | None = None
    """What is put in; absent: `COUNT` messages by the seed, of one source for each time that a load is asked for."""
    COUNT = 300
    loads = 0

    async def _feed(self, over_s: float) -> None:
        self.loads += 1
        load = asks(self.chance, self.COUNT, source=f"source-{self.loads}") if self.load is None else self.load
        await feed(self.outside, load, partitions=self.partitions, over_s=over_s)

    async def expectation(self) -> Expectation:
        """What the input as it lies there must lead to."""
        expected = await expected_now(self.outside)
        expected.dead += self.also_dead
        return expected

    async def complete(self) -> bool:
        expected = await self.expectation()
        letters = demanded(self.watcher.of("dead-letters"), expected, self.either_way)
        lines = sum(map(len, expected.lines.values()))
        return len(self.watcher.of("articles")) >= lines and len(letters) >= len(expected.dead)

    async def missing(self) -> str:
        expected = await self.expectation()
        seen = {short: len(self.watcher.of(short)) for short in self.outputs}
        return f"expected {expected.count} ({len(expected.dead)} of them dead), seen {seen}; left: {await self._left()}"

    async def verdict(self) -> Verdict:
        return await judge(self.outside, self.watcher, also_dead=self.also_dead, either_way=self.either_way)


class PollTrial(Trial):
    """poll itself, against an origin on loopback whose feeds change while it runs."""

    called = "poll"
    stage = "poll"
    input = "feeds"
    topics = ("feeds", "poll-inbox", "poll-store", "entries", "dead-letters")
    outputs = ("entries", "dead-letters")

    FEEDS, PAGES = 20, 6
    CORRECTED_SHARE = 0.3

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        self.origin = await self._stack.enter_async_context(Origin(self.FEEDS, self.PAGES, 0.0, seed=self.seed))
        self.titles = {(url, page.title) for url, page in self.origin.by_url.items()}
        return self

    def process(
        self,
        name: str = "one",
        *,
        settings: dict[str, Any] | None = None,
        options: Sequence[str] = (),
        environment: dict[str, str] | None = None,
    ) -> Process:
        if settings or options:
            raise ValueError("poll is run as an operator runs it")
        own = {
            "DATELINE_BOOTSTRAP_SERVERS": self.settings.bootstrap_servers,
            "DATELINE_TOPIC_PREFIX": self.settings.topic_prefix,
            "DATELINE_ALLOW_NETWORKS": "127.0.0.0/8",
            "DATELINE_HTTP_HOST": "127.0.0.1",
            "DATELINE_HTTP_PORT": "0",
            "DATELINE_SESSION_TIMEOUT_S": str(self.settings.session_timeout_s),
            "DATELINE_DRAIN_TIMEOUT_S": str(self.settings.drain_timeout_s),
            "DATELINE_WORKERS": "1",
            "DATELINE_POLL_INTERVAL_MIN_S": "1",
            "DATELINE_POLL_INTERVAL_MAX_S": "1",
            "DATELINE_DOMAIN_GAP_S": "0.01",
        }
        process = Process(["poll"], {**own, **(environment or {})}, self._processes_log(name))
        self.processes.append(process)
        return process

    async def _feed(self, over_s: float) -> None:
        """Adds the feeds to the watch list, a few at a time, and then corrects some of what they hold."""
        urls = self.origin.feed_urls
        for start in range(0, len(urls), 4):
            some = [Feed(id=feed_id(url), url=url) for url in urls[start : start + 4]]
            await self._publish(some)
            await asyncio.sleep(over_s / (len(urls) / 4))
        self.origin.correct(self.CORRECTED_SHARE)
        self.titles |= {(url, page.title) for url, page in self.origin.by_url.items()}

    async def _publish(self, feeds: Sequence[Feed]) -> None:
        """Sends again until it is acknowledged: a feed that is added twice is added once."""
        records = [Publication("feeds", one.id, registrable_domain(one.url), one.to_bytes()) for one in feeds]
        while True:
            try:
                await publish(self.outside, records)
            except BrokerError:
                await asyncio.sleep(_LOOK_S)  # the broker is away: that is what is tested
            else:
                return

    def _wanted(self) -> set[tuple[str, str]]:
        """URL and title of each page as it is now: what must be published, whatever was before."""
        return {(url, page.title) for url, page in self.origin.by_url.items()}

    async def complete(self) -> bool:
        found = {(e["url"], e["title"]) for e in (json.loads(r.value) for r in self.watcher.of("entries"))}
        return self._wanted() <= found

    async def missing(self) -> str:
        found = {(e["url"], e["title"]) for e in (json.loads(r.value) for r in self.watcher.of("entries"))}
        return f"{len(self._wanted() - found)} of {len(self._wanted())} entries; left: {await self._left()}"

    async def verdict(self) -> Verdict:
        records = sorted(await read_to_end(self.outside, "entries"), key=lambda r: (r.partition, r.offset))
        letters = await read_to_end(self.outside, "dead-letters")
        entries = [json.loads(record.value) for record in records]
        verdict = Verdict(expected=len(self._wanted()))
        found = {(entry["url"], entry["title"]) for entry in entries}
        verdict.lost += [str(one) for one in self._wanted() - found]
        verdict.twice += [f"never served: {one}" for one in found - self.titles]
        revisions = Counter((entry["id"], entry["revision"]) for entry in entries)
        verdict.twice += [f"{one}: {times} times" for one, times in revisions.items() if times > 1]
        titles = Counter((entry["url"], entry["title"]) for entry in entries)
        verdict.twice += [f"{one}: {times} times" for one, times in titles.items() if times > 1]
        latest: dict[str, int] = {}
        for entry in entries:
            if entry["revision"] <= latest.get(entry["id"], 0):
                verdict.out_of_order.append(f"{entry['id']}: {entry['revision']} after {latest[entry['id']]}")
            latest[entry["id"]] = entry["revision"]
        verdict.dead += [f"unexpected, of {record.key!r}" for record in letters]
        compare_views(verdict, self.watcher.of("entries"), records)
        await judge_positions(verdict, self.outside, self.stage, self.input)
        await self._judge_store(verdict)
        return verdict

    async def _judge_store(self, verdict: Verdict) -> None:
        """Every feed is known, is planned, and remembers exactly the entries that it holds."""
        states = await read_store(self.outside, self.stage)
        names = {split_key(key)[1]: envelope for key, envelope in states.items()}
        for url in self.origin.feed_urls:
            feed_state, seen = names.get(f"feed/{feed_id(url)}"), names.get(f"seen/{feed_id(url)}")
            if feed_state is None or feed_state.due_at is None:
                verdict.store.append(f"{url}: {'unknown' if feed_state is None else 'never due again'}")
            remembered = SeenEntries() if seen is None else SeenState.decode(seen.payload).seen
            if len(remembered.entries) != self.PAGES:
                verdict.store.append(f"{url}: {len(remembered.entries)} entries remembered of {self.PAGES}")
