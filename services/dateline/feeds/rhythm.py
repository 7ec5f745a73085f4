"""How a feed has published over weeks, and whether it publishes less by now. Pure.

Of every watched week in which there were news two numbers are kept: how many, and the longest quiet. A feed is
silent when it has been quiet for twice as long as it ever was in those weeks, or, where that is only a few usual gaps
and may be chance, for three times as long. A week has its nights and its weekend, so neither is an alarm; a feed is
judged from its second such week on. What was not watched (poll was down, the feed failed) counts as half a day of
quiet at most.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

WEEK_S = 7 * 86400.0
WEEKS_KEPT = 8
_LONGEST_MIN, _LONGEST_MAX = 2.0, 3.0
"""A quiet that is so many times the longest so far is silence: always with the second, else with the first, if"""
_GAPS = 10.0
"""it is so many times the mean gap between news. (News at random leave such a gap once in 22,000.)"""
SILENT_AFTER_MIN_S = 12 * 3600.0
"""But never a shorter one than this."""
_WEEKS_JUDGED_MIN = 2
_UNWATCHED_MAX_S = 12 * 3600.0
_FEWER_WEEKS_MIN = 4
_FEWER_SHARE = 0.25
_FEWER_NEWS_MIN = 12
"""A feed with so few news a week may have a quarter of them by chance."""

Week = Annotated[tuple[int, float], Field(description="news in a week, and its longest quiet in seconds")]


class Voice(StrEnum):
    """How a feed publishes, by its own history."""

    UNKNOWN = "unknown"
    """It has not been watched for long enough."""
    USUAL = "usual"
    FEWER = "fewer"
    """Less than a quarter in the last week of what it had in each of the weeks before."""
    SILENT = "silent"


class Rhythm(BaseModel):
    """What was seen of a feed's publishing."""

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True)

    weeks: tuple[Week, ...] = ()
    """Past weeks with news, the oldest first."""
    news: int = 0
    """In the present week."""
    longest_s: float = 0.0
    """The longest quiet that ended in the present week."""
    watched_s: float = 0.0
    """How much of the present week has been watched."""
    quiet_s: float = 0.0
    """How long nothing has been new."""

    def later(self, elapsed_s: float, found: int) -> Self:
        """The same after `elapsed_s` more, at whose end `found` entries were new."""
        elapsed_s = min(elapsed_s, _UNWATCHED_MAX_S)
        quiet_s, watched_s = self.quiet_s + elapsed_s, self.watched_s + elapsed_s
        longest_s = max(self.longest_s, quiet_s) if found else self.longest_s
        news, weeks = self.news + found, self.weeks
        if watched_s >= WEEK_S:
            # A week without any news says nothing about what is usual: it would make silence the rule.
            weeks = (*weeks, (news, longest_s))[-WEEKS_KEPT:] if news else weeks
            news, longest_s, watched_s = 0, 0.0, 0.0
        return type(self)(
            weeks=weeks, news=news, longest_s=longest_s, watched_s=watched_s, quiet_s=0.0 if found else quiet_s
        )

    @property
    def silent_after_s(self) -> float | None:
        """So long a quiet is silence; None where the feed is not known well enough."""
        if len(self.weeks) < _WEEKS_JUDGED_MIN:
            return None
        longest_s = max(self.longest_s, *(longest_s for _, longest_s in self.weeks))
        mean_gap_s = WEEK_S * len(self.weeks) / sum(news for news, _ in self.weeks)
        improbable_s = min(_GAPS * mean_gap_s, _LONGEST_MAX * longest_s)
        return max(_LONGEST_MIN * longest_s, improbable_s, SILENT_AFTER_MIN_S)

    @property
    def voice(self) -> Voice:
        """How the feed publishes now."""
        if self.silent_after_s is None:
            return Voice.UNKNOWN
        if self.quiet_s >= self.silent_after_s:
            return Voice.SILENT
        *before, last = [news for news, _ in self.weeks]
        usual = min(before)
        if len(before) + 1 >= _FEWER_WEEKS_MIN and usual >= _FEWER_NEWS_MIN and last < _FEWER_SHARE * usual:
            return Voice.FEWER
        return Voice.USUAL
