"""What hosts say in robots.txt, as poll and fetch keep it: a state of the lane for each host, asked for once a day."""

from __future__ import annotations

from dateline.runtime.stage import Memory, Outcome
from dateline.runtime.state import State
from dateline.runtime.workers import WorkerPool
from dateline.settings import Obedience
from dateline.web.caching import retry_after_s
from dateline.web.client import Client
from dateline.web.errors import FetchCode, FetchError
from dateline.web.politeness import Courtesy
from dateline.web.robots import BODY_MAX_BYTES, Robots, parse_robots, product_token, robots_url

KEPT_S = 86400.0
"""How long an answer holds (RFC 9309, section 2.4)."""
UNREACHABLE_MAX_S = 30 * 86400.0
"""Until then a host whose robots.txt can't be had is held to its last one, or allows nothing (section 2.3.1.4)."""
_RETRY_GAP_S = 60.0
_RETRY_GAP_MAX_S = 3600.0
_NO_FILE = frozenset({FetchCode.TOO_MANY_REDIRECTS, FetchCode.REDIRECT_LOOP, FetchCode.BAD_URL})


class RobotsState(State):
    """``robots/<URL of the file>``."""

    robots: Robots | None = None
    """None: there has been no answer yet."""
    delay_only: bool = False
    """Its rules have not been kept."""
    ask_at: float = 0.0
    """When to ask for it again; Unix time in seconds."""
    failures: int = 0
    """In a row."""
    failing_since: float = 0.0


class RobotsGate:
    """Lets a stage ask only for what hosts allow, and only as often.

    Args:
        obedience: whether all of a file is kept, or its crawl delay only, or nothing.
        delay_max_s: a longer crawl delay is read as this one.
    """

    def __init__(self, client: Client, pool: WorkerPool, obedience: Obedience, *, delay_max_s: float) -> None:
        self._client = client
        self._pool = pool
        self._obedience = obedience
        self._delay_max_s = delay_max_s
        self._token = product_token(client.user_agent)

    def must_ask(self, url: str, memory: Memory, now: float) -> bool:
        """Whether the host's file is to be asked for before `url`."""
        if self._obedience == "ignore":
            return False
        known = self._known(url, memory)
        return now >= known.ask_at or (known.delay_only and self._obedience == "obey")

    def gap_s(self, url: str, memory: Memory, gap_s: float) -> float:
        """The time between two requests to the host: its crawl delay, and no less than `gap_s`."""
        robots = None if self._obedience == "ignore" else self._known(url, memory).robots
        delay_s = None if robots is None else robots.crawl_delay_s
        return max(gap_s, min(delay_s or 0.0, self._delay_max_s))

    def check(self, url: str, memory: Memory, now: float) -> None:
        """Raises FetchError("robots-disallowed"), or ("robots-unreachable") where we do not know and so may not."""
        if self._obedience != "obey":
            return
        known = self._known(url, memory)
        if known.robots is not None:
            if not known.robots.allows(url):
                raise FetchError(FetchCode.ROBOTS_DISALLOWED, "the host's robots.txt disallows it", url)
        elif now - known.failing_since < UNREACHABLE_MAX_S:
            raise FetchError(FetchCode.ROBOTS_UNREACHABLE, "the host's robots.txt can't be had", url)

    async def ask(
        self, url: str, memory: Memory, courtesy: Courtesy, now: float, gap_s: float
    ) -> tuple[Outcome, Courtesy]:
        """Asks for the file of the host of `url`: one request, of which the domain is owed a gap of `gap_s`."""
        known, where = self._known(url, memory), robots_url(url)
        courtesy = courtesy.asked(now, gap_s)
        robots: Robots | None = None
        try:
            response = await self._client.get(where, body_cut_bytes=BODY_MAX_BYTES)
        except FetchError as error:
            robots = Robots() if error.code in _NO_FILE else None
        else:
            if response.status in (429, 503):
                asked_s = retry_after_s(response.headers, now)
                courtesy = courtesy.refused(now, asked_s, first_s=_RETRY_GAP_S, longest_s=_RETRY_GAP_MAX_S)
            else:
                courtesy = courtesy.answered()
            if response.status < 500 and response.status != 429:
                robots = await self._pool.run(parse_robots, response.body, self._token) if response.ok else Robots()
        kept = _kept(known, robots, delay_only=self._obedience == "crawl-delay", now=now, wait_s=courtesy.wait_s(now))
        outcome = Outcome("robots-asked" if robots is not None else "robots-unreachable")
        outcome.put(f"robots/{where}", kept, expires_at=now + UNREACHABLE_MAX_S + KEPT_S)
        return outcome, courtesy

    @staticmethod
    def _known(url: str, memory: Memory) -> RobotsState:
        return memory.get(f"robots/{robots_url(url)}", RobotsState) or RobotsState()


def _kept(known: RobotsState, robots: Robots | None, *, delay_only: bool, now: float, wait_s: float) -> RobotsState:
    """What is remembered after asking: `robots`, or None where it could not be had.

    `wait_s`: how long the domain may not be asked now. Whoever waits for the file comes then, and is told what we know.
    """
    if robots is not None:
        robots = Robots(crawl_delay_s=robots.crawl_delay_s) if delay_only else robots
        return RobotsState(robots=robots, delay_only=delay_only, ask_at=now + KEPT_S)
    since = known.failing_since if known.failures else now
    held = None if known.delay_only and not delay_only else known.robots
    return RobotsState(
        robots=held if now - since < UNREACHABLE_MAX_S else Robots(),
        delay_only=delay_only,
        ask_at=now + wait_s + min(_RETRY_GAP_S * 2.0 ** min(known.failures, 16), _RETRY_GAP_MAX_S),
        failures=known.failures + 1,
        failing_since=since,
    )
