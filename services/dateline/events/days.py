"""Which day an event is of that names none itself: the one that the report spoke of last."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable

from dateline.events.dates import DateMention

_DAYS_MAX = 3
"""A span of more days than these says when, but not on which day."""
_AHEAD = 3
"""Sentences in which a report that begins without a day comes to it."""


class DaysTold:
    """The days of what an article's sentences report, in order; `published` is its own."""

    def __init__(self, published: dt.date | None) -> None:
        self._published = published
        self._sentences: list[int] = []
        self._days: list[DateMention] = []

    def hear(self, sentence: int, mentions: Iterable[DateMention]) -> None:
        """Take in the days that the sentence of that number names; numbers must not fall."""
        told = [mention for mention in mentions if self._is_of_news(mention)]
        self._days += told
        self._sentences += [sentence] * len(told)

    def near(self, sentence: int) -> DateMention | None:
        """The day that the report spoke of last when it came to a sentence, or comes to right after it."""
        at = bisect_right(self._sentences, sentence)
        if at:
            return self._days[at - 1]
        return self._days[0] if self._days and self._sentences[0] - sentence <= _AHEAD else None

    def _is_of_news(self, mention: DateMention) -> bool:
        if mention.start is None or mention.end is None or mention.reported or mention.old:
            return False
        written = mention.with_year and mention.end == self._published
        return not written and 0 <= (mention.end - mention.start).days < _DAYS_MAX
