"""Asks many places for feeds, once each: at most one request at a time to a domain, with a gap between two.

robots.txt is heeded as poll heeds it, and in full where a place is only guessed. What is made of the answers is in
the commands that use it.
"""

from __future__ import annotations

import asyncio
import functools
import time
from collections import defaultdict
from types import TracebackType
from typing import TypeVar

from dateline.errors import BadInput
from dateline.feeds.model import ParsedFeed
from dateline.feeds.parse import parse_feed
from dateline.runtime.state import State
from dateline.runtime.workers import WorkerPool
from dateline.settings import Obedience, Settings
from dateline.stages.robots import RobotsGate
from dateline.web.client import Client, Response
from dateline.web.credentials import Credentials
from dateline.web.domain import registrable_domain
from dateline.web.politeness import Courtesy

CONCURRENT_MAX = 32
"""Domains that are asked at a time."""
_PAUSE_MAX_S = 60.0
S = TypeVar("S", bound=State)


def warm_up() -> None:
    """Loads the parsers."""
    import dateline.feeds.parse  # noqa: F401 - loaded for the first feed


class _Notes:
    """What is known of one domain while the command runs: a lane's memory."""

    def __init__(self, lane: str) -> None:
        self.lane = lane
        self.courtesy = Courtesy()
        self.states: dict[str, State] = {}

    def get(self, name: str, model: type[S]) -> S | None:
        """As `Memory.get`."""
        state = self.states.get(name)
        return state if isinstance(state, model) else None

    def due_at(self, _name: str) -> float | None:
        """Nothing is due here."""
        return None


class Asker:
    """An async context manager around the client and the workers that parse."""

    def __init__(self, settings: Settings) -> None:
        self._gap_s = settings.domain_gap_s
        self._client = Client(settings)
        self._pool = WorkerPool(settings, warm_up=[warm_up])
        self._credentials = Credentials(settings.feed_credentials_file)
        self._free = asyncio.Semaphore(CONCURRENT_MAX)
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._notes: dict[str, _Notes] = {}
        heeded, delay_max_s = settings.robots_for_feeds, settings.crawl_delay_max_s
        guessed: Obedience = "ignore" if heeded == "ignore" else "obey"
        self._listed = RobotsGate(self._client, self._pool, heeded, delay_max_s=delay_max_s)
        self._guessed = RobotsGate(self._client, self._pool, guessed, delay_max_s=delay_max_s)

    async def __aenter__(self) -> Asker:
        await self._client.__aenter__()
        await self._pool.__aenter__()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._pool.__aexit__(exc_type, exc_value, traceback)
        await self._client.__aexit__(exc_type, exc_value, traceback)

    async def get(self, url: str, credential: str | None = None, *, guessed: bool = False) -> Response:
        """The answer, whatever its status, when the domain's turn has come. Raises FetchError, BadInput.

        `credential`: the name of what to ask with; `guessed`: nobody said that there is something at `url`.
        """
        domain = registrable_domain(url)
        gate = self._guessed if guessed else self._listed
        async with self._turns[domain], self._free:
            notes = self._notes.setdefault(domain, _Notes(domain))
            if gate.must_ask(url, notes, time.time()):
                await self._pause(notes)
                outcome, notes.courtesy = await gate.ask(url, notes, notes.courtesy, time.time(), self._gap_s)
                notes.states |= {name: write.state for name, write in outcome.states.items() if write.state}
            gate.check(url, notes, time.time())
            await self._pause(notes)
            notes.courtesy = notes.courtesy.asked(time.time(), gate.gap_s(url, notes, self._gap_s))
            return await self._client.get(url, credentials=self._credentials.headers(credential, url))

    @staticmethod
    async def _pause(notes: _Notes) -> None:
        """Waits until the domain may be asked; what an overloaded one asks for beyond a minute is not waited for."""
        await asyncio.sleep(min(notes.courtesy.wait_s(time.time()), _PAUSE_MAX_S))

    async def parse(self, response: Response) -> ParsedFeed:
        """The feed in an answer. Raises BadInput."""
        if not response.ok:
            raise BadInput("http-status", f"the server answered {response.status}")
        parse = functools.partial(parse_feed, content_type=response.headers.get("content-type"), url=response.url)
        return await self._pool.run(parse, response.body)
