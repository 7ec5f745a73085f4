"""Lines at the ends of a text that are the page's, not the article's.

Extraction often keeps what stands between the heading and the first paragraph, and after the last one. Only
what the page says elsewhere (headline, authors, day) or what is never an article's sentence is taken away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from dateline.articles.dates import shown_day

_LINES_MAX = 5
"""So many lines at each end are looked at: furniture stands at the very ends."""
_BYLINE_CHARS_MAX = 80
_BY = re.compile(r"(?:(?:written|posted) )?(?:by|von|par|por|di)\b", re.IGNORECASE)
_CLOSING = re.compile(
    r"""\W* (?: \d*\ ?comments? | share(?:\ this(?:\ (?:article|story|post))?)? | advertisement | read\ more
      | related(?:\ (?:articles|stories))? | (?:copyright|©|\(c\))\ .* | .*\ all\ rights\ reserved | .*©.* ) \W*""",
    re.IGNORECASE | re.VERBOSE,
)
_CLOSING_CHARS_MAX = 200


def without_furniture(text: str, *, title: str, authors: Iterable[str]) -> str:
    """The text without headline, byline and date line at its beginning and furniture at its end.

    `text` has one line a paragraph. The last line that is left is never taken away.
    """
    lines = text.split("\n")
    headline = _folded(title)
    names = {_folded(author) for author in authors}
    for _ in range(min(_LINES_MAX, len(lines) - 1)):
        if not _opens(lines[0], headline, names):
            break
        del lines[0]
    for _ in range(min(_LINES_MAX, len(lines) - 1)):
        if len(lines[-1]) > _CLOSING_CHARS_MAX or not _CLOSING.fullmatch(lines[-1]):
            break
        del lines[-1]
    return "\n".join(lines)


def _opens(line: str, headline: str, names: set[str]) -> bool:
    """Whether a line repeats what the page says of the article."""
    folded = _folded(line)
    if not folded or folded == headline:
        return True
    if len(line) > _BYLINE_CHARS_MAX:
        return False
    return (
        folded in names or _folded(_BY.sub("", line.strip(), count=1)) in names or shown_day(line.strip()) is not None
    )


def _folded(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
