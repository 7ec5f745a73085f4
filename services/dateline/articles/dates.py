"""A page's own words for a moment, as RFC 3339 with the offset that they give.

Only forms that mean one thing are read: a date that could be two days (03/04/2026) is none, because a
missing date is found out and a wrong one is believed.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from dateline.articles.month_names import month_number

_YEARS = range(1990, 2101)
"""A year outside is a template's placeholder or a typing error."""

_ISO = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"
    r"(?:[T ]\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?:[.,]\d{1,9})?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?(?::?\d{2})?)?)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z)?)?")
_SLASHED = re.compile(r"(?P<year>\d{4})/(?P<month>\d{1,2})/(?P<day>\d{1,2})")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_MONTH_FIRST = re.compile(
    r"(?P<month>[a-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})\b", re.IGNORECASE
)
_DAY_FIRST = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.|º|er)?\s(?:de\s)?(?P<month>[^\s\d.,]{3,12})\.?,?\s(?:de[l]?\s)?(?P<year>\d{4})\b",
    re.IGNORECASE,
)
_EAST_ASIAN = re.compile(r"(?P<year>\d{4})[年년]\s?(?P<month>\d{1,2})[月월]\s?(?P<day>\d{1,2})[日일]")
_SLASHED_DAY = re.compile(r"(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>\d{4})")
_URL_DAY = re.compile(
    r"/(?P<year>(?:19|20)\d{2})[/-](?P<month>\d{2}|[a-z]{3})[/-](?P<day>\d{2})(?=[/.-])", re.IGNORECASE
)
_DOTTED = re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})")
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})")
_TEXT_CHARS_MAX = 100
SHOWN_CHARS_MAX = 70
"""Longer texts than this are more than a date line."""

_PUBLISHED_LEAD = re.compile(
    r"\W*(?:(?:first |originally )?(?:published|posted|publication date|date published|released|date|written|"
    r"created|added|submitted|on|the|veröffentlicht|am|stand|erstellt|publié|le|publicado|el|datum|опубликовано|опубліковано)\b\W*)*"
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,? )?",
    re.IGNORECASE,
)
_CHANGED = re.compile(r"updat|modif|review|aktualis|mis à jour|actualiz|edited|revis|обновл|оновл", re.IGNORECASE)
_DATE_LINE_REST = re.compile(
    r"""[\s,|•·・⋅–—-]* (?:(?:at|um|à|в|о|a\ las|alle|om|kl\.?)\b)?
        \s* (?:\d{1,2}[:.h]\d{2}(?::\d{2})? \s* (?:[ap]\.?m\.?)? \s* (?:uhr)?)? \s* (?:\(?[a-z]{2,5}\)?)?
        [\s,|•·・⋅–—-]* (?:\d{1,3}\ min(?:ute)?s?(?:\ read)?)? \W*""",
    re.IGNORECASE | re.VERBOSE,
)
"""What may follow the day: a time with its zone, and how long the reading takes."""


def source_time(text: str) -> str | None:
    """A machine-readable time (JSON-LD, meta, ``<time datetime>``) as RFC 3339; None where it is not certain.

    With the source's own offset; without one where it gave none; a bare day where it gave no time. Reads
    ISO 8601, RFC 5322 (RFC 2822) and Unix seconds or milliseconds (which are UTC), and English dates with
    the month's name (as a day).
    """
    text = " ".join(text.split())
    if not text or len(text) > _TEXT_CHARS_MAX:
        return None
    if (iso := _ISO.fullmatch(text)) is not None:
        return _from_iso(iso)
    if _EPOCH.fullmatch(text):
        return _from_epoch(text)
    if (compact := _COMPACT.fullmatch(text)) is not None:
        year, month, day, hour, minute, second, zulu = compact.groups()
        return source_time(f"{year}-{month}-{day}" + (f"T{hour}:{minute}:{second or '00'}{zulu or ''}" if hour else ""))
    if (slashed := _SLASHED.fullmatch(text)) is not None:
        return _day(slashed)
    return _from_mail(text) or named_day(text)


def named_day(text: str) -> str | None:
    """The one day that a text names with an English month ("March 2, 2026", "2 March 2026"), as ISO 8601."""
    days = {
        day
        for pattern in (_MONTH_FIRST, _DAY_FIRST)
        for match in pattern.finditer(text[:_TEXT_CHARS_MAX])
        if (day := _day(match)) is not None
    }
    return days.pop() if len(days) == 1 else None


def shown_day(text: str) -> str | None:
    """The day of a text that is nothing but a publication date, perhaps with "Published on" and a time.

    Reads dates with the month's name in the languages of ``month_names.py``, year-month-day, day.month.year, which
    with dots is never month first, and those with slashes whose numbers leave no choice. None for anything else,
    also for dates of an update.
    """
    if len(text) > SHOWN_CHARS_MAX or not any(char.isdigit() for char in text) or _CHANGED.search(text):
        return None
    lead = _PUBLISHED_LEAD.match(text)
    start = lead.end() if lead is not None else 0
    for pattern in (_MONTH_FIRST, _DAY_FIRST, _DOTTED, _YEAR_FIRST, _EAST_ASIAN):
        match = pattern.match(text, start)
        if match is not None and _DATE_LINE_REST.fullmatch(text, match.end()):
            return _day(match)
    slashed = _SLASHED_DAY.match(text, start)
    if slashed is not None and _DATE_LINE_REST.fullmatch(text, slashed.end()):
        return _certain_slashed(slashed)
    moment = _ISO.fullmatch(text)
    return None if moment is None else _day(moment)


def _certain_slashed(match: re.Match[str]) -> str | None:
    """The day of 15/12/2025 or 12/15/2025, where one number can be no month; the same of 12/12/2025."""
    first, second = int(match["first"]), int(match["second"])
    if first <= 12 and second <= 12 and first != second:
        return None
    day, month = (first, second) if first > 12 else (second, first)
    return _iso_day(int(match["year"]), month, day)


def url_day(url: str) -> str | None:
    """The day that a URL's path has as its folders (/2026/03/02/), as ISO 8601."""
    match = _URL_DAY.search(url)
    return None if match is None else _day(match)


def prefer_local(moment: str, others: list[str]) -> str:
    """The same moment in the page's own offset, where it is given in UTC and one of `others` says it locally."""
    if not moment.endswith(("Z", "+00:00")):
        return moment
    instant = datetime.fromisoformat(moment)
    for other in others:
        if re.search(r"[+-]\d{2}:\d{2}$", other) and not other.endswith("+00:00"):
            apart = abs(datetime.fromisoformat(other) - instant)
            if apart < timedelta(minutes=1):
                return other
    return moment


def _from_iso(match: re.Match[str]) -> str | None:
    day = _day(match)
    if day is None or match["hour"] is None:
        return day
    try:
        moment = datetime.fromisoformat(f"{day}T{int(match['hour']):02}:{match['minute']}:{match['second'] or '00'}")
    except ValueError:
        return day
    zone = _zone(match["zone"])
    return moment.replace(tzinfo=zone).isoformat().replace("+00:00", "Z")


def _zone(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text.upper() in ("Z", "UTC", "GMT"):
        return UTC
    digits = text[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:4] or 0)
    if minutes > 14 * 60:
        return None
    return timezone(timedelta(minutes=minutes if text[0] == "+" else -minutes))


def _from_epoch(text: str) -> str | None:
    moment = datetime.fromtimestamp(int(text[:10]), UTC)
    return moment.isoformat().replace("+00:00", "Z") if moment.year in _YEARS else None


def _from_mail(text: str) -> str | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, IndexError, OverflowError):
        return None
    return moment.isoformat().replace("+00:00", "Z") if moment.year in _YEARS else None


def _day(match: re.Match[str]) -> str | None:
    named = match["month"]
    month = int(named) if named.isdecimal() else month_number(named)
    return None if month is None else _iso_day(int(match["year"]), month, int(match["day"]))


def _iso_day(year: int, month: int, day: int) -> str | None:
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
