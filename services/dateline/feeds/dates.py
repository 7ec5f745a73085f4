"""Reads the dates of feeds: RFC 3339 and its relatives, RFC 822 and its relatives. Pure.

A source's time keeps the offset that the source gave; where it gave none, or names a zone that means
several, it has none. What cannot be read with certainty is None: a missing date is better than a wrong one.
So no guess is made at 03/04/2026, at years of one digit, or at a month without a day.
"""

from __future__ import annotations

import functools
import re
from datetime import UTC, date, datetime

_MAX_CHARACTERS = 100
_YEAR_MIN, _YEAR_MAX = 1900, 2099
"""Other years are placeholders of databases (0001-01-01, 9999-12-31), not dates of news."""
_MOMENT_ZERO = ("1970-01-01", "1969-12-31")
"""The beginning of Unix time, east and west of Greenwich: a missing date that some publishing system wrote down."""

_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9})\d*)?)?"
_HALF = r"(?:\s*(?P<half>[ap])\.?m\b\.?)?"
# After a number the name of the zone says nothing more: +0200 EET, +02:00[Europe/Kyiv], +0200 (EET).
_ZONE = (
    r"(?:\s*(?P<zone>[+-]\d{2}:?\d{2}|[+-]\d{2}(?!\d)|[a-z]{1,5}(?:[+-]\d{1,2}(?::?\d{2})?)?)"
    r"(?:(?<=\d)\s+[a-z]{2,5})?)?"
)
_TIME = rf"{_CLOCK}{_HALF}{_ZONE}(?:\s*[(\[][^()\[\]]*[)\]])?"
_WEEKDAY = r"(?:[^\W\d_]{2,12}\.?(?:,\s*|\s+))?"
_MONTH = r"(?P<month>[a-z]{3,9})\.?"

_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # 2026-03-02, 2026-03-02T18:40:00+02:00, 2026-03-02 18:40, 2026/03/02 18:40:00 +0200
        rf"(?P<year>\d{{4}})(?P<dash>[-/.])(?P<monthno>\d{{1,2}})(?P=dash)(?P<day>\d{{1,2}})(?:(?:t|\s+){_TIME})?",
        # 20260302T184000Z (ISO 8601, basic format)
        (
            r"(?P<year>\d{4})(?P<monthno>\d{2})(?P<day>\d{2})"
            r"(?:t(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})(?P<zone>z|[+-]\d{4})?)?"
        ),
        # Mon, 02 Mar 2026 18:40:00 +0200 (RFC 822, 1123, 5322); Monday, 02-Mar-26 18:40:00 GMT (RFC 850)
        (
            rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+{_MONTH},?[\s-]+(?P<year>\d{{4}}|\d{{2}})"
            rf"(?:,?\s+(?:at\s+)?{_TIME})?"
        ),
        # March 2, 2026 6:40 PM; Mon, Mar 2, 2026
        (
            rf"{_WEEKDAY}{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})"
            rf"(?:,?\s+(?:at\s+)?{_TIME})?"
        ),
        # Mon Mar  2 18:40:00 2026; Mon Mar 02 18:40:00 EET 2026; Mon Mar 02 18:40:00 +0200 2026
        (
            rf"{_WEEKDAY}{_MONTH}\s+(?P<day>\d{{1,2}})\s+{_CLOCK}(?:\s+(?P<zone>[+-]\d{{4}}|[a-z]+))?"
            r"\s+(?P<year>\d{4})"
        ),
    )
)

_PLAIN_YEAR, _PLAIN_DAY, _PLAIN_CLOCK = r"(?:19|20)\d\d", r"(?:[0-2]\d|3[01])", r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d"
_PLAIN_RFC3339 = re.compile(
    rf"({_PLAIN_YEAR}-[01]\d-{_PLAIN_DAY}T{_PLAIN_CLOCK})(?:\.(\d{{1,9}}))?(Z|[+-](?:0\d|1[0-3]):[0-5]\d)", re.ASCII
)
_PLAIN_RFC822 = re.compile(
    rf"(?:[A-Z][a-z]{{2}}, )?({_PLAIN_DAY}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    rf" ({_PLAIN_YEAR}) ({_PLAIN_CLOCK}) (?:GMT|UTC|Z|([+-](?:0\d|1[0-3]))([0-5]\d))",
    re.ASCII,
)
"""The two forms that nearly all feeds use."""
_PATTERNS_FROM_DIGITS = 2
"""The first patterns, which begin with a year."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}

_MONTH_DIGITS = {name.capitalize(): f"{number:02}" for name, number in _MONTHS.items()}

_ZONES = {
    # RFC 822, section 5.1, and the European and Asian abbreviations that mean one offset only. Those that
    # mean several (IST, BST, CST outside RFC 822, AST, GST, …) are left out: the time then has no offset.
    "z": 0,
    "utc": 0,
    "gmt": 0,
    "ut": 0,
    "est": -300,
    "edt": -240,
    "cst": -360,
    "cdt": -300,
    "mst": -420,
    "mdt": -360,
    "pst": -480,
    "pdt": -420,
    "wet": 0,
    "west": 60,
    "cet": 60,
    "cest": 120,
    "mez": 60,
    "mesz": 120,
    "eet": 120,
    "eest": 180,
    "msk": 180,
    "jst": 540,
    "kst": 540,
    "hkt": 480,
    "aest": 600,
    "aedt": 660,
    "nzst": 720,
    "nzdt": 780,
}
_NUMERIC_ZONE = re.compile(r"(?:utc|gmt)?([+-])(\d{1,2}):?(\d{2})?")


def _offset_minutes(zone: str | None) -> int | None:
    """Minutes east of UTC; None for no zone, or one that means several. Raises ValueError for an impossible one."""
    if zone is None:
        return None
    zone = zone.lower()
    if zone in _ZONES:
        return _ZONES[zone]
    if (found := _NUMERIC_ZONE.fullmatch(zone)) is None:
        return None
    hours, minutes = int(found[2]), int(found[3] or 0)
    if hours > 14 or minutes > 59:
        raise ValueError(f"no place on Earth has the offset {zone}")
    return (hours * 60 + minutes) * (-1 if found[1] == "-" else 1)


def _month(parts: dict[str, str | None]) -> int:
    number = parts.get("monthno")
    return int(number) if number else _MONTHS[(parts["month"] or "").lower()]


def _year(digits: str) -> int:
    """Two digits by RFC 5322, section 4.3: 00 to 49 are of this century."""
    year = int(digits)
    if len(digits) == 2:
        return year + (2000 if year < 50 else 1900)
    return year


def _hour(hour: str, half: str | None) -> int:
    number = int(hour)
    if half is None:
        return number
    if not 1 <= number <= 12:
        raise ValueError(f"{hour} has no a.m. or p.m.")
    return number % 12 + (12 if half.lower() == "p" else 0)


def _written(parts: dict[str, str | None]) -> str:
    """RFC 3339 of matched parts. Raises ValueError or KeyError where there is no such day, time or month."""
    year, month, day = _year(parts["year"] or ""), _month(parts), int(parts["day"] or 0)
    if not _YEAR_MIN <= year <= _YEAR_MAX:
        raise ValueError(f"{year} is a placeholder")
    hour = parts.get("hour")
    if hour is None:
        return datetime(year, month, day, tzinfo=UTC).date().isoformat()
    moment = datetime(
        year,
        month,
        day,
        _hour(hour, parts.get("half")),
        int(parts["minute"] or 0),
        59 if parts.get("second") == "60" else int(parts.get("second") or 0),  # a leap second
        tzinfo=UTC,
    )
    offset = _offset_minutes(parts.get("zone"))
    text = moment.isoformat()[:19]
    if fraction := (parts.get("fraction") or "").rstrip("0"):
        text += f".{fraction}"
    if offset is None:
        return text
    sign, minutes = ("-" if offset < 0 else "+"), abs(offset)
    return text + (f"{sign}{minutes // 60:02}:{minutes % 60:02}" if offset else "Z")


def _written_plainly(text: str) -> str | None:
    """What the two forms say that nearly all feeds use, read without the patterns; None where it is neither."""
    if (found := _PLAIN_RFC822.fullmatch(text)) is not None:
        day, month, year, clock, hours, minutes = found.groups()
        offset = "Z" if hours is None or hours[1:] == minutes == "00" else f"{hours}:{minutes}"
        written = f"{year}-{_MONTH_DIGITS[month]}-{day}T{clock}{offset}"
    elif (found := _PLAIN_RFC3339.fullmatch(text)) is not None:
        moment, fraction, offset = found.groups("")
        fraction = fraction.rstrip("0")
        written = f"{moment}{fraction and '.'}{fraction}{'Z' if offset[1:] == '00:00' else offset}"
    else:
        return None
    try:
        date.fromisoformat(written[:10])
    except ValueError:
        return None  # the thirtieth of February
    return written


def _written_in_some_form(text: str) -> str | None:
    text = " ".join(text[: _MAX_CHARACTERS + 1].split())
    if not text or len(text) > _MAX_CHARACTERS:
        return None
    for pattern in _PATTERNS if text[0].isdigit() else _PATTERNS[_PATTERNS_FROM_DIGITS:]:
        if (found := pattern.fullmatch(text)) is not None:
            try:
                return _written(found.groupdict())
            except (ValueError, KeyError):
                return None
    return None


@functools.lru_cache(maxsize=512)
def source_time(raw: str | None) -> str | None:
    """A feed's date as RFC 3339 with the source's own offset, or a bare day; None when it is not certain.

    The result matches `dateline.messages.base.SourceTime`.
    """
    if not raw:
        return None
    written = _written_plainly(raw) or _written_in_some_form(raw)
    return None if written is None or written.startswith(_MOMENT_ZERO) else written


def epoch_seconds(written: str | None) -> float | None:
    """Seconds since the epoch of a `source_time`; one without offset, and a bare day, count as UTC."""
    if written is None:
        return None
    moment = datetime.fromisoformat(written)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
