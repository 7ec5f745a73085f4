"""Days and spans that a text names, resolved against its publication day. No clock is ever read.

What cannot be resolved stays unresolved: without a publication day, "on Monday" is no date, and a day
without a year takes the year that the publication day gives.
"""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from dateline.events import lexicon
from dateline.events.tokens import Sentence, Tokens

_URL_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[/-](\d{1,2}|[a-z]{3})[/-](\d{1,2})(?!\d)", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_YEAR = re.compile(r"(?:19|20)\d\d$")
_DAY = re.compile(r"([0-3]?\d)(?:st|nd|rd|th)?$")
_NUMERIC = re.compile(
    r"(?<![\d./-])(?:(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)"
    r"|(?P<first>\d\d?)(?P<mark>[./])(?P<second>\d\d?)(?P=mark)(?P<last>(?:19|20)\d\d))(?![\d-])"
)
"""A day in figures: 2024-05-03, 03.05.2024, 3/5/2024."""

_ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})

_LEAD_SENTENCE = 1

RECENT_DAYS = 10
"""A day that lies further back than this from publication belongs to background."""


@dataclass(slots=True, init=False, unsafe_hash=True)  # hatch_build.py says why
class DateMention:
    """A day or span named in tokens [first, last). `start` is None where it cannot be resolved."""

    first: Final[int]
    last: Final[int]
    start: Final[dt.date | None]
    end: Final[dt.date | None]
    with_year: Final[bool]
    old: Final[bool]
    """It says itself that it is past: "last year", "in 2014", "two months ago"."""
    reported: Final[bool]
    """The day on which somebody said so: "officials said Sunday"."""
    rule: Final[str]
    """What kind of words name it."""
    weekday: Final[int | None]
    """Monday is 0: what is known of "on Monday" where the day of publication is not."""

    def __init__(
        self,
        first: int,
        last: int,
        start: dt.date | None,
        end: dt.date | None,
        with_year: bool,
        old: bool,
        reported: bool = False,
        rule: str = "",
        weekday: int | None = None,
    ) -> None:
        self.first, self.last, self.start, self.end = first, last, start, end
        self.with_year, self.old, self.reported, self.rule = with_year, old, reported, rule
        self.weekday = weekday


def meet(one: DateMention, other: DateMention) -> bool:
    """Whether two mentions may be of one day; where nobody knows of which week, by the day of the week."""
    if one.start and one.end and other.start and other.end:
        return one.start <= other.end and other.start <= one.end
    return one.weekday is not None and one.weekday == other.weekday


def publication_day(published_at: str | None, url: str | None) -> dt.date | None:
    """The local day of publication: from the source's own time, else from a date in the URL."""
    for match in (_ISO.match(published_at or ""), _URL_DATE.search(url or "")):
        if match:
            year, month, day = match.groups()
            number = int(month) if month.isdigit() else _MONTH_ABBREVIATIONS.get(month.lower(), 0)
            return _day(int(year), number, int(day))
    return None


_MONTH_ABBREVIATIONS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


@functools.cache
def _joints(language: str) -> frozenset[str]:
    """What stands between two days of one span: "3 to 4 May"."""
    rows = lexicon.read_table(language, "dates.tsv")
    return frozenset(word for row in rows if row["kind"] == lexicon.JOINT for word in lexicon.phrases(row["phrases"]))


def date_mentions(
    tokens: Tokens,
    sentence: Sentence,
    known: list[lexicon.Known],
    language: str,
    published: dt.date | None,
    spoken: Callable[[int, int], bool],
    before: dt.date | None = None,
) -> list[DateMention]:
    """The days and spans named in a sentence, in order. `known`: what the word lists say of each token; `spoken`:
    whether the day in these tokens, from the first to behind the last, is but one of speaking; `before`: the day that
    the text named last before it."""
    lowers = tokens.lowers
    found: list[DateMention] = []
    reached = 0
    for position in range(sentence.first, sentence.last):
        dates = known[position].dates
        if dates is None or position < reached:
            continue
        match = dates.match(lowers, position, sentence.last)
        mention = None
        if match is not None:
            entry, end = match
            kind, value = entry.word_class, (entry.value or (0, 0))
            if kind == "month":
                mention = _month(tokens, sentence, position, end, value[0], published, _joints(language))
            elif kind == "weekday":
                if tokens.words[position][0].isupper() or len(lowers[position]) > 3:
                    mention = _weekday(position, end, value[0], published)
            elif kind == "year":
                mention = _bare_year(tokens, sentence, end)
            elif kind == "beside":
                mention = _beside(value[0], position, end, published, found, before)
            else:
                mention = _relative(kind, value, position, end, published)
        if mention is not None:
            reported = spoken(mention.first, mention.last)
            mention = replace(mention, reported=reported, rule=_RULES.get(kind, kind))
            if published is None and mention.with_year and sentence.index > _LEAD_SENTENCE:
                mention = replace(mention, old=True)  # undated text names the year of what it looks back to
            found.append(mention)
            reached = mention.last
    if _may_have_figures(tokens.text):
        found.extend(_in_figures(tokens, sentence, published))
    return _told_closer(found) if len(found) > 1 else found


def _told_closer(found: list[DateMention]) -> list[DateMention]:
    """Without "overnight" and "in the morning" right before the day that they are of: "overnight into Sunday" is the
    night that ends on it. Behind the weekday of speaking its date is one of speaking too."""
    kept: list[DateMention] = []
    for mention in found:
        before = kept[-1] if kept else None
        if before is not None and before.rule == _RULES["span"] and 0 <= mention.first - before.last <= _OF_A_DAY:
            night = before.start != before.end
            if mention.start is not None and mention.start == mention.end and mention.rule in _EXACT:
                start = mention.start - dt.timedelta(days=1) if night else mention.start
                kept[-1] = replace(mention, start=start)
                continue
            if mention.weekday is not None and mention.start is None:
                kept[-1] = mention
                continue
        if before is not None and before.reported and before.rule == "weekday" and mention.rule == "month":
            mention = replace(mention, reported=mention.first - before.last <= _OF_A_DAY)
        kept.append(mention)
    return kept


_OF_A_DAY = 2
"""Words between the time of the day and its day."""
_EXACT = frozenset({"weekday", "month"})


@functools.lru_cache(maxsize=1)
def _may_have_figures(text: str) -> bool:
    """Whether a day may be written in figures anywhere: few texts do, and the pattern is dear."""
    return any(map(text.__contains__, _IN_FIGURES))


_IN_FIGURES = (".20", "/20", ".19", "/19", "-0", "-1")


def _in_figures(tokens: Tokens, sentence: Sentence, published: dt.date | None) -> Iterator[DateMention]:
    starts, ends = tokens.starts, tokens.ends
    for told in _NUMERIC.finditer(tokens.text, starts[sentence.first], ends[sentence.last - 1]):
        day = _of_figures(told, published)
        if day is None:
            continue
        first = bisect_left(starts, told.start(), sentence.first, sentence.last)
        last = bisect_left(starts, told.end(), first, sentence.last)
        recent = published is None or (published - day).days <= RECENT_DAYS
        yield DateMention(first, last, day, day, True, not recent, rule="month")


def _of_figures(told: re.Match[str], published: dt.date | None) -> dt.date | None:
    """The day that figures name; where day and month can change places, the reading nearer to publication."""
    if told["year"]:
        return _day(int(told["year"]), int(told["month"]), int(told["day"]))
    one, other, year = int(told["first"]), int(told["second"]), int(told["last"])
    usual, american = _day(year, other, one), _day(year, one, other) if told["mark"] == "/" else None
    if usual is None or american is None or published is None:
        return usual or american
    return min(usual, american, key=lambda day: abs((published - day).days))


_RULES = {
    "span": "relative-day",
    "beside": "day-beside",
    "thisweek": "this-week",
    "lastweek": "last-week",
    "lastweekend": "last-weekend",
    "lastmonth": "last-month",
    "lastyear": "last-year",
    "weeksago": "weeks-ago",
    "monthsago": "months-ago",
    "yearsago": "years-ago",
}
"""The rule's name by the kind of a row in dates.tsv, where it is not the same."""


def _month(
    tokens: Tokens,
    sentence: Sentence,
    position: int,
    end: int,
    month: int,
    published: dt.date | None,
    joints: frozenset[str],
) -> DateMention | None:
    lowers = tokens.lowers
    first, last, day, year = position, end, 0, 0
    since = 0
    """The first day of a span: "3 to 4 May", "May 3-4"."""
    while last < sentence.last and lowers[last] == "." and tokens.glued(last):
        last += 1
    at = position - 1
    if at > sentence.first and lowers[at] == "of":
        at -= 1
    if at > sentence.first and lowers[at] in _ORDINAL_ENDINGS:
        at -= 1
    before = _DAY.match(lowers[at]) if at >= sentence.first else None
    if before:
        day, first = int(before.group(1)), at
        if at - 2 >= sentence.first and lowers[at - 1] in joints:
            opened = at - 3 if lowers[at - 2] in _ORDINAL_ENDINGS else at - 2
            earlier = _DAY.match(lowers[opened]) if opened >= sentence.first else None
            if earlier:
                since, first = int(earlier.group(1)), opened
    if last < sentence.last and not day:
        after = _DAY.match(lowers[last])
        if after and 1 <= int(after.group(1)) <= 31:
            day, last = int(after.group(1)), last + 1
            if last < sentence.last and lowers[last] in _ORDINAL_ENDINGS:
                last += 1
            until = _DAY.match(lowers[last + 1]) if last + 1 < sentence.last else None
            if until and lowers[last] in joints and not lowers[last].isalpha():
                since, day, last = day, int(until.group(1)), last + 2
    ahead = last + 1 if last < sentence.last and lowers[last] == "," else last
    if ahead < sentence.last and _YEAR.match(lowers[ahead]):
        year, last = int(lowers[ahead]), ahead + 1
    ambiguous = lowers[position] in ("may", "march", "mar", "sat", "sun", "mon")
    if (
        ambiguous
        and not day
        and not year
        and not (tokens.words[position][0].isupper() and lowers[max(0, position - 1)] in ("in", "since", "last", "of"))
    ):
        return None
    told_last = position > 0 and lowers[position - 1] == "last"
    resolved_year = year or (published.year if published else 0)
    if not resolved_year or not 1 <= month <= 12:  # undated text that names but a month looks back to it
        return DateMention(first, last, None, None, False, not day and sentence.index > _LEAD_SENTENCE)
    if day:
        start = stop = _day(resolved_year, month, day)
        if start and not year and published and start > published + dt.timedelta(days=2):
            start = stop = _day(resolved_year - 1, month, day)
        if stop and since:
            start = _opened(stop, since) or start
    else:
        if not year and published and (month, told_last) > (published.month, False) and month >= published.month:
            resolved_year -= 1 if month > published.month or told_last else 0
        start = dt.date(resolved_year, month, 1)
        stop = dt.date(resolved_year, month, calendar.monthrange(resolved_year, month)[1])
        if published and start <= published < stop:
            stop = published
    recent = RECENT_DAYS if day else 0  # "in January" is no news in February
    old = bool(start and published and stop and (published - stop).days > recent)
    return DateMention(first, last, start, stop, bool(year), old)


def _opened(stop: dt.date, since: int) -> dt.date | None:
    """The day of the month `since` before `stop`: in its month or at the end of the one before."""
    if since < stop.day:
        return stop.replace(day=since)
    last_month = stop.replace(day=1) - dt.timedelta(days=1)
    return _day(last_month.year, last_month.month, since) if since - stop.day > _WRAPS_AT_LEAST else None


_WRAPS_AT_LEAST = 24
"""Days between "31" and "1" of the month that follows."""


def _weekday(position: int, end: int, weekday: int, published: dt.date | None) -> DateMention:
    if published is None:
        return DateMention(position, end, None, None, False, False, weekday=weekday)
    day = published - dt.timedelta(days=(published.weekday() - weekday) % 7)
    return DateMention(position, end, day, day, False, False, weekday=weekday)


def _bare_year(tokens: Tokens, sentence: Sentence, end: int) -> DateMention | None:
    """ "In 2014": a year after a word that announces one."""
    if end >= sentence.last or not _YEAR.match(tokens.lowers[end]):
        return None
    year = int(tokens.lowers[end])
    return DateMention(end, end + 1, dt.date(year, 1, 1), dt.date(year, 12, 31), True, True)


def written_on(mentions: list[DateMention], tokens: Tokens, dateline_end: int) -> list[DateMention]:
    """`mentions`, those before the offset at which a dateline ends as days of speaking."""
    return [replace(m, reported=True) if tokens.starts[m.first] < dateline_end else m for m in mentions]


def day_written(mentions: list[DateMention], tokens: Tokens, dateline_end: int) -> dt.date | None:
    """The day that a dateline gives in full: "MAPUTO, Nov. 14, 2024 —"."""
    days = (m for m in mentions if tokens.starts[m.first] < dateline_end and m.with_year)
    return next((mention.start for mention in days if mention.start == mention.end), None)


def day_of(mentions: list[DateMention], *, spoken: bool = False) -> dt.date | None:
    """The last of `mentions` that is one day; `spoken`: a day of mere speaking too."""
    days = (m.start for m in reversed(mentions) if m.start == m.end and (spoken or not m.reported))
    return next((day for day in days if day is not None), None)


def _beside(
    days: int,
    position: int,
    end: int,
    published: dt.date | None,
    found: list[DateMention],
    before: dt.date | None,
) -> DateMention | None:
    """ "The following day", "two days earlier": counted from the day that the sentence (`found`) or the text `before`
    it named last; the latter also from a day of speaking, "a day earlier" failing that from publication."""
    anchor = day_of(found, spoken=days < 0) or before
    if days == -1 and published is not None and (anchor is None or (published - anchor).days > RECENT_DAYS):
        anchor = published
    if anchor is None:
        return None
    day = anchor + dt.timedelta(days=days)
    if published is not None and day > published:
        return None
    return DateMention(position, end, day, day, False, published is not None and (published - day).days > RECENT_DAYS)


def _relative(
    kind: str, value: tuple[int, int], position: int, end: int, published: dt.date | None
) -> DateMention | None:
    if kind in ("early", "last"):
        return None
    old = kind in ("lastmonth", "lastyear", "monthsago", "yearsago", "weeksago")
    if published is None:
        return DateMention(position, end, None, None, False, old)
    start: dt.date | None = None
    stop: dt.date | None = None
    if kind == "span":
        start, stop = (published + dt.timedelta(days=offset) for offset in value)
    elif kind == "thisweek":
        start, stop = published - dt.timedelta(days=published.weekday()), published
    elif kind == "lastweek":
        stop = published - dt.timedelta(days=published.isoweekday() % 7 or 7)
        start = stop - dt.timedelta(days=6)
    elif kind == "lastweekend":
        stop = published - dt.timedelta(days=published.isoweekday() % 7)
        start = stop - dt.timedelta(days=1)
    elif kind == "lastmonth":
        stop = published.replace(day=1) - dt.timedelta(days=1)
        start = stop.replace(day=1)
    elif kind == "lastyear":
        start, stop = dt.date(published.year - 1, 1, 1), dt.date(published.year - 1, 12, 31)
    return DateMention(position, end, start, stop, False, old)
