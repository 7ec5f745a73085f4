"""Asks many places for feeds, once each: at most one request at a time to a domain, with a gap between two.

What is made of the answers is in the commands that use it.
"""

from __future__ import annotations

import asyncio
import functools
import time
from collections import defaultdict
from types import TracebackType

from dateline.errors import BadInput
from dateline.feeds.model import ParsedFeed
from dateline.feeds.parse import parse_feed
from dateline.runtime.workers import WorkerPool
from dateline.settings import Settings
from dateline.web.client import Client, Response
from dateline.web.credentials import Credentials
from dateline.web.domain import registrable_domain
from dateline.web.politeness import Courtesy

CONCURRENT_MAX = 32
"""Domains that are asked at a time."""


def warm_up() -> None:
    """Loads the parsers."""
    import dateline.feeds.parse  # noqa: F401 - loaded for the first feed


class Asker:
    """An async context manager around the client and the workers that parse."""

    def __init__(self, settings: Settings) -> None:
        self._gap_s = settings.domain_gap_s
        self._client = Client(settings)
        self._credentials = Credentials(settings.feed_credentials_file)
        self._pool = WorkerPool(settings, warm_up=[warm_up])
        self._free = asyncio.Semaphore(CONCURRENT_MAX)
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._courtesies: defaultdict[str, Courtesy] = defaultdict(Courtesy)

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

    async def get(self, url: str, credential: str | None = None) -> Response:
        """The answer, whatever its status, when the domain's turn has come. Raises FetchError, BadInput.

        `credential`: the name of what to ask with.
        """
        domain = registrable_domain(url)
        async with self._turns[domain], self._free:
            await asyncio.sleep(self._courtesies[domain].wait_s(time.time()))
            self._courtesies[domain] = self._courtesies[domain].asked(time.time(), self._gap_s)
            return await self._client.get(url, credentials=self._credentials.headers(credential, url))

    async def parse(self, response: Response) -> ParsedFeed:
        """The feed in an answer. Raises BadInput."""
        if not response.ok:
            raise BadInput("http-status", f"the server answered {response.status}")
        parse = functools.partial(parse_feed, content_type=response.headers.get("content-type"), url=response.url)
        return await self._pool.run(parse, response.body)
