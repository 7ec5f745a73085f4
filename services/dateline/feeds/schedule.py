"""When a feed is polled next, and why. Pure: experience, the last outcome and the settings in, a time out.

After an answer:
    the wait is half the gap that this feed leaves between entries, longer the more polls found nothing, but
    no longer than the geometric mean of the shortest interval and the time since the last entry: right after
    news a feed is asked often, then ever less. Between ``poll_interval_min_s`` and ``poll_interval_max_s``.
    What the publisher asks for is a floor: ttl, sy:updatePeriod and Cache-Control up to thirty times the
    shortest interval (beyond that they are mostly left over from a template), skipHours and skipDays up to
    the longest one. Retry-After is never cut short.
After a failure:
    a ladder that doubles from ``retry_gap_s`` (by its class, see `FailureClass`) to ``retry_gap_max_s``; for what
    is gone from there to ``dead_gap_max_s``. What has failed for ``dead_after_days`` is asked ever less as well,
    after a quarter of the time that it has been failing. A feed is never given up.
Jitter comes from the feed's id and the poll's number: the same on every replay.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

from dateline.feeds.model import UpdateHints
from dateline.feeds.rhythm import Rhythm
from dateline.messages import Feed
from dateline.settings import PollSettings

HINT_INTERVALS_MAX = 30.0
"""A publisher's ttl, sy:updatePeriod or max-age counts up to so many shortest intervals."""
_MEMORY_S = 7 * 86400.0
"""Experience fades: after a week without it, it weighs half."""
_JITTER = 0.1
_DOUBLINGS_MAX = 30


class FailureClass(StrEnum):
    """Kinds of failed polls: each has its own ladder, which begins at so many retry gaps (410: at the longest)."""

    RATE_LIMITED = "rate-limited"
    """429, or 503 with Retry-After."""
    SERVER = "server-error"
    """5xx."""
    UNREACHABLE = "unreachable"
    """DNS, connection, TLS, time-outs, a broken answer."""
    REFUSED = "refused"
    """4xx."""
    GONE = "gone"
    """410."""
    UNUSABLE = "unusable"
    """An answer that is no feed, too large, an endless redirect, a refused address."""


_FIRST_GAPS = {
    FailureClass.RATE_LIMITED: 4.0,
    FailureClass.SERVER: 1.0,
    FailureClass.UNREACHABLE: 1.0,
    FailureClass.REFUSED: 4.0,
    FailureClass.UNUSABLE: 4.0,
}

_UNUSABLE_CODES = frozenset(
    {
        "too-large",
        "too-many-redirects",
        "redirect-loop",
        "bad-url",
        "address-refused",
        "robots-disallowed",
        "no-credential",
        "credential-elsewhere",
    }
)


def failure_of_status(status: int, *, retry_after: bool = False) -> FailureClass | None:
    """The class of an HTTP status; None when it is no failure (2xx, 304)."""
    if 200 <= status < 300 or status == 304:
        return None
    if status == 429 or (status == 503 and retry_after):
        return FailureClass.RATE_LIMITED
    if status == 410:
        return FailureClass.GONE
    if status >= 500:
        return FailureClass.SERVER
    return FailureClass.REFUSED if status >= 400 else FailureClass.UNUSABLE


def failure_of_code(code: str) -> FailureClass:
    """The class of a `dateline.web.FetchError`'s code."""
    return FailureClass.UNUSABLE if code in _UNUSABLE_CODES else FailureClass.UNREACHABLE


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a poll brought."""

    new_entries: int = 0
    """Entries seen for the first time, without history."""
    failure: FailureClass | None = None
    hints: UpdateHints | None = None
    """The feed's own hints; None when nothing was parsed (304): the last ones stay."""
    fresh_s: float | None = None
    """`dateline.web.freshness_s`."""
    retry_after_s: float | None = None
    """`dateline.web.retry_after_s`."""


class PollHistory(BaseModel):
    """What experience with one feed has shown. Times in seconds since the epoch."""

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True)

    version: Literal[1] = 1
    """Of this model."""
    polls: int = 0
    """Polls so far, failed ones too."""
    failures: int = 0
    """Failed polls since the last answer."""
    failing_since: float | None = None
    """When the first of them was."""
    first_at: float | None = None
    """When it first answered."""
    polled_at: float | None = None
    """When it last answered."""
    news_at: float | None = None
    """When an entry was last seen for the first time."""
    observed_s: float = 0.0
    """Time under observation, faded."""
    new_entries: float = 0.0
    """Entries seen for the first time in that time, faded alike."""
    empty_share: float = 0.0
    """Share of the recent answers that brought nothing new, 0 to 1."""
    hints: UpdateHints = UpdateHints()
    """The feed's hints when it was last parsed."""
    rhythm: Rhythm = Rhythm()
    """How it publishes, week by week."""


@dataclass(frozen=True, slots=True)
class Scheduled:
    """The next poll."""

    at: float
    """Seconds since the epoch."""
    reason: str
    """One of a bounded list: a metric's label, and shown to the operator."""


def record(history: PollHistory, outcome: Outcome, now: float) -> PollHistory:
    """`history` with one more poll in it."""
    if outcome.failure is not None:
        since = now if history.failing_since is None else history.failing_since
        counted = {"polls": history.polls + 1, "failures": history.failures + 1, "failing_since": since}
        return history.model_copy(update=counted)
    first = history.first_at is None
    elapsed = 0.0 if history.polled_at is None else max(0.0, now - history.polled_at)
    fading = 0.5 ** (elapsed / _MEMORY_S)
    # What the first poll finds was published before anybody watched.
    found = 0 if first else outcome.new_entries
    weight = 1.0 / min(history.polls + 1, 20)
    share = history.empty_share if first else history.empty_share * (1 - weight) + weight * (found == 0)
    return PollHistory(
        polls=history.polls + 1,
        first_at=now if first else history.first_at,
        polled_at=now,
        news_at=now if first or found else history.news_at,
        observed_s=history.observed_s * fading + elapsed,
        new_entries=history.new_entries * fading + found,
        empty_share=share,
        hints=history.hints if outcome.hints is None else outcome.hints,
        rhythm=history.rhythm if first else history.rhythm.later(elapsed, found),
    )


def _from_experience(history: PollHistory, settings: PollSettings, now: float) -> tuple[float, str]:
    shortest, longest = settings.poll_interval_min_s, settings.poll_interval_max_s
    # One entry in two shortest intervals is what is thought of a feed of which nothing is known yet.
    gap = (history.observed_s + 2 * shortest) / (history.new_entries + 1)
    by_rate = gap / 2 * (0.5 + 1.5 * history.empty_share)
    quiet = 0.0 if history.news_at is None else max(0.0, now - history.news_at)
    by_quiet = math.sqrt(shortest * quiet) * (1 + history.empty_share)
    wait, reason = (by_rate, "rate") if by_rate < by_quiet else (by_quiet, "quiet")
    if wait <= shortest:
        return shortest, "shortest-interval"
    return (longest, "longest-interval") if wait >= longest else (wait, reason)


def _floors(history: PollHistory, outcome: Outcome, settings: PollSettings) -> list[tuple[float, str]]:
    ceiling = min(settings.poll_interval_max_s, HINT_INTERVALS_MAX * settings.poll_interval_min_s)
    asked = (
        (history.hints.ttl_s, "ttl"),
        (history.hints.update_period_s, "update-period"),
        (outcome.fresh_s, "cache-headers"),
    )
    return [(min(wait, ceiling), reason) for wait, reason in asked if wait]


def _skipped_until(hints: UpdateHints, at: float) -> float:
    """The first moment from `at` on that lies in no skipped hour or day, at most a week later."""
    if not hints.skip_hours and not hints.skip_days:
        return at
    hour = datetime.fromtimestamp(at, UTC).replace(minute=0, second=0, microsecond=0)
    hours = (hour + timedelta(hours=later) for later in range(8 * 24))
    free = (hour for hour in hours if hour.weekday() not in hints.skip_days and hour.hour not in hints.skip_hours)
    return max(at, next(free, hour).timestamp())


def _jittered(wait: float, floor: float, ceiling: float, seed: str, polls: int) -> float:
    """`wait` made up to a tenth longer, or where that would pass the ceiling, up to a tenth shorter."""
    digest = hashlib.blake2b(f"{seed}\x1f{polls}".encode(), digest_size=4).digest()
    share = _JITTER * int.from_bytes(digest, "big") / 2**32
    longer = wait * (1 + share)
    return longer if longer <= ceiling else max(floor, ceiling * (1 - share))


def _after_failure(
    history: PollHistory, failure: FailureClass, settings: PollSettings, now: float
) -> tuple[float, str]:
    doubled = 2.0 ** min(max(history.failures - 1, 0), _DOUBLINGS_MAX)
    if failure is FailureClass.GONE:
        return min(settings.retry_gap_max_s * doubled, settings.dead_gap_max_s), str(failure)
    wait = min(settings.retry_gap_s * _FIRST_GAPS[failure] * doubled, settings.retry_gap_max_s)
    failing_s = 0.0 if history.failing_since is None else now - history.failing_since
    long_dead = wait >= settings.retry_gap_max_s and failing_s >= settings.dead_after_days * 86400.0
    if long_dead and failure is not FailureClass.RATE_LIMITED:
        slower = min(failing_s / 4, settings.dead_gap_max_s)
        if slower > wait:
            return slower, "dead"
    return wait, str(failure)


def settings_of(feed: Feed, settings: PollSettings) -> PollSettings:
    """`settings` with the bounds that the watch list sets for this feed."""
    shortest = feed.poll_interval_min_s or settings.poll_interval_min_s
    longest = max(shortest, feed.poll_interval_max_s or settings.poll_interval_max_s)
    return settings.model_copy(update={"poll_interval_min_s": shortest, "poll_interval_max_s": longest})


def next_poll(history: PollHistory, outcome: Outcome, settings: PollSettings, *, now: float, seed: str) -> Scheduled:
    """When to poll next and why. `history` is that of `record` with this outcome; `seed` is the feed's id."""
    retry_after = outcome.retry_after_s or 0.0
    if outcome.failure is not None:
        wait, reason = _after_failure(history, outcome.failure, settings, now)
        wait, reason = (wait, reason) if wait > retry_after else (retry_after, "retry-after")
        ceiling = max(settings.retry_gap_max_s, wait, retry_after * (1 + _JITTER))
        return Scheduled(now + _jittered(wait, retry_after, ceiling, seed, history.polls), reason)
    wait, reason = _from_experience(history, settings, now)
    floors = _floors(history, outcome, settings)
    floor, why = max(floors, default=(0.0, reason))
    if floor > wait:
        wait, reason = floor, why
    ceiling = settings.poll_interval_max_s
    at = now + _jittered(wait, max(floor, settings.poll_interval_min_s), ceiling, seed, history.polls)
    skipped = _skipped_until(history.hints, at)
    if skipped > at:
        at, reason = max(at, min(skipped, now + ceiling)), "skipped-hours"
    return Scheduled(now + retry_after, "retry-after") if now + retry_after > at else Scheduled(at, reason)
