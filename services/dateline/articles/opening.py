"""The dateline at the head of a text: the place, and often the day, that a news story opens with.

"KYIV, Ukraine, March 2 (AP) — …", "Beirut, Lebanon – …", "МОСКВА, 2 мар - РИА Новости. …", "新华社基辅3月2日电 …".
A text without one is common; what is not surely a dateline is none.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from dateline.articles.month_names import month_number

_HEAD_CHARS_MAX = 90
_PLACE_CHARS_MAX = 50
_PLACE_WORDS_MAX = 6
_DASH = re.compile(r"\s(?:[—–]|-{1,2})\s|\s?[—–]\s?")
_AGENCY = re.compile(r"\s*\([^()]{2,30}\)\s*$")
_MONTH_AND_DAY = re.compile(r"(?P<month>[^\W\d_]{3,12})\.?\s(?P<day>\d{1,2})")
_DAY_AND_MONTH = re.compile(
    r"(?P<day>\d{1,2})\.?\s(?:de\s)?(?P<month>[^\W\d_]{3,12})\.?(?:\s(?:de\s)?(?P<year>\d{4}))?"
)
_YEAR = re.compile(r"\d{4}")
_RUSSIAN = re.compile(
    r"""(?P<place>[^\d.,/—–]{3,40}) [,.]\s
        (?P<day>\d{1,2})\s(?P<month>[^\W\d_]{3,9})\.? (?:\s(?P<year>\d{4})(?:\sгода)?)?
        [.\s]* (?: /[^/]{2,30}/ | [-—–]\s*[^.]{2,30}\. | \w[\w.]{2,20}\s*[-—–] )""",
    re.VERBOSE,
)
_CHINESE = re.compile(
    r"\W?(?:新华社|新華社|中新社|法新社|路透社|美联社)(?P<place>[^\W\d_]{2,8})(?P<month>\d{1,2})月(?P<day>\d{1,2})日[电電讯訊]"
)
_PARTICLE_WORDS = "de del della der des di do du el la las los of the am an and e i on sur und upon y"
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_NO_PLACE_WORDS = """
    analysis breaking correction editorial exclusive explained explainer factbox live opinion photos update updated
    video watch
    """
_NO_PLACE = frozenset(_NO_PLACE_WORDS.split())
_AHEAD_MAX = timedelta(days=60)
"""An updated story may keep the date of its first publication."""


class Dateline(NamedTuple):
    """Where and when a story says that it was written."""

    place: str
    """As written, with its region."""
    day: str | None
    """ISO 8601; None where it gives none, or no year can be told."""


def dateline_of(text: str, *, published_at: str | None) -> Dateline | None:
    """The dateline that a text opens with; None where there is none for sure.

    `published_at` (RFC 3339 or a day) tells the year, which datelines leave out.
    """
    head = text[:_HEAD_CHARS_MAX].split("\n", 1)[0]
    for pattern in (_RUSSIAN, _CHINESE):
        if (match := pattern.match(head)) is not None:
            return Dateline(match["place"].strip(), _iso(match.groupdict(), published_at))
    dash = _DASH.search(head)
    return None if dash is None else _parted(head[: dash.start()], published_at)


def _parted(head: str, published_at: str | None) -> Dateline | None:
    """The dateline that stands before the dash."""
    place_and_day = _AGENCY.sub("", head)
    sure = place_and_day != head
    parts = [part.strip() for part in place_and_day.split(",")]
    year = parts.pop() if len(parts) > 2 and _YEAR.fullmatch(parts[-1]) else None
    day = None
    if len(parts) > 1 and (match := _MONTH_AND_DAY.fullmatch(parts[-1]) or _DAY_AND_MONTH.fullmatch(parts[-1])):
        if month_number(match["month"]) is None:
            return None
        day = _iso({"year": year} | match.groupdict(), published_at)
        sure = True
        del parts[-1]
    place = ", ".join(parts)
    if not _is_place(place):
        return None
    if sure or len(parts) > 1 or (parts[0].isupper() and len(parts[0]) > 3):
        return Dateline(place, day)
    return None


def _is_place(place: str) -> bool:
    """Whether a text has the form of a place's name."""
    words = re.split(r"[\s,/]+", place)
    return (
        3 <= len(place) <= _PLACE_CHARS_MAX
        and len(words) <= _PLACE_WORDS_MAX
        and words[0].casefold() not in _NO_PLACE
        and all(not word[:1].islower() or word in _PARTICLES for word in words)
        and not re.search(r"""[\d.:;!?"“”«»]""", re.sub(r"\b[A-Z][a-z]{0,5}\.", "", place))
    )


def _iso(found: dict[str, str | None], published_at: str | None) -> str | None:
    """The day; a year that is left out is the last that does not bring it long after the publication."""
    named, day, year = found["month"] or "", int(found["day"] or 0), found.get("year")
    month = int(named) if named.isdecimal() else month_number(named)
    if month is None:
        return None
    try:
        if year is not None:
            return date(int(year), month, day).isoformat()
        if published_at is None:
            return None
        latest = date.fromisoformat(published_at[:10]) + _AHEAD_MAX
        written = date(latest.year, month, day)
        if written > latest:
            written = written.replace(year=latest.year - 1)
        return written.isoformat()
    except ValueError:
        return None
