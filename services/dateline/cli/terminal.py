"""How text from outside is shown to a person: without control characters, markup or line breaks of its own.

Titles, URLs and reasons come from whoever writes a feed; what they hold must not steer the terminal, and
rich must not read square brackets in them as styles. What is said to a program (--json, --bytes) does not
pass here.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from rich.text import Text

_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but tab and line feed, DEL, C1
    "\u200e\u200f\u202a-\u202e\u2066-\u2069]"  # what turns the direction of writing
)
_BLANKS = re.compile(r"\s+")


def lines(text: str) -> str:
    """Text of several lines; what would steer a terminal is shown as a replacement character."""
    return _STEERING.sub("\ufffd", text.replace("\r\n", "\n"))


def one_line(text: str, limit: int = 2000) -> str:
    """The same on one line, at most `limit` characters."""
    return _STEERING.sub("\ufffd", _BLANKS.sub(" ", text[: 2 * limit]).strip())[:limit]


def cell(text: object, style: str = "") -> Text:
    """A table's cell: the text as it is, whatever brackets are in it."""
    return Text(one_line(str(text)), style=style)


def moment(when: datetime, now: datetime) -> str:
    """A time in UTC: of today without the day."""
    when, now = when.astimezone(UTC), now.astimezone(UTC)
    return when.strftime("%H:%M:%S" if when.date() == now.date() else "%Y-%m-%d %H:%M")
