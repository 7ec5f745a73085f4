"""How a language writes days and moments. The words themselves are data: seeds/newsroom/languages.yaml.

Stories are written once and printed at any time, so they name days by their distance from the day of
publication: ``{weekday -1}`` is "Monday" in a story that appears on a Tuesday, ``{on weekday -1}`` is
"on Monday" (``{On weekday -1}`` at the beginning of a sentence) and ``{date -7}`` "14 March".
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict, Field

_DAY_TOKEN = re.compile(r"\{([Oo]n weekday|weekday|date) (-?\d{1,4})\}")


class Language(BaseModel):
    """The calendar words of one language."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    weekdays: list[str] = Field(min_length=7, max_length=7)
    """Names of the days, Monday first, in the accusative ("the night to …")."""
    on_weekdays: list[str] = Field(min_length=7, max_length=7)
    """The same with the word for "on", which may change with the name."""
    months: list[str] = Field(min_length=12, max_length=12)
    """Names of the months as they stand after a day's number."""


def name_days(text: str, language: Language, published_at: datetime) -> str:
    """`text` with its day tokens written out; `published_at` counts in the offset that it carries."""

    def written(match: re.Match[str]) -> str:
        day = published_at + timedelta(days=int(match[2]))
        if match[1] == "date":
            return f"{day.day} {language.months[day.month - 1]}"
        if match[1] == "weekday":
            return language.weekdays[day.weekday()]
        phrase = language.on_weekdays[day.weekday()]
        return phrase if match[1].startswith("o") else phrase[0].upper() + phrase[1:]

    return _DAY_TOKEN.sub(written, text)


def written_moment(moment: datetime, language: Language) -> str:
    """A moment as a reader of the page sees it: ``23 November 2026, 14:05``."""
    return f"{moment.day} {language.months[moment.month - 1]} {moment.year}, {moment:%H:%M}"
