"""Whether the fast text is surely the article, or trafilatura should look at the page too.

Pure decisions over what costs next to nothing: the text's own figures, what structured data says, and,
where that says nothing, a second opinion on the same tree.
"""

from __future__ import annotations

from collections.abc import Callable

from dateline.articles.fast_text import FastText, weight
from dateline.articles.structured import StructuredData

_SHORT = 300
"""A shorter text (weighed characters) may be a stub, or a miss."""
_SHARE_MIN = 0.4
"""With less of the page's prose than this, the article may be the rest."""
_LINKED_MAX = 0.12
_BODY_SHARE_MIN = 0.4
"""A text that holds less than this of a long articleBody has missed something."""
_BODY_CHARS_MIN = 1000
_AGREED_MIN = 0.5
_LONGER_MAX = 1.3
_OPINION_SHARE_MIN = 0.05
"""A second opinion this much shorter is no opinion."""


def doubt(found: FastText, data: StructuredData, second_opinion: Callable[[], str]) -> str | None:
    """The reason to doubt the fast text, from a bounded list; None where there is none.

    `second_opinion` gives another extractor's text. It is asked only where the page has no structured data
    about its article: pages that have are made by templates that a walk reads well.
    """
    chars = sum(map(len, found.lines))
    if sum(map(weight, found.lines)) < _SHORT:
        return "short"
    if found.share < _SHARE_MIN:
        return "share"
    if found.linked > _LINKED_MAX:
        return "links"
    if data.body is not None and len(data.body) > _BODY_CHARS_MIN and chars < _BODY_SHARE_MIN * len(data.body):
        return "structured-data"
    if not data.has_article and _disagrees(found.lines, chars, second_opinion()):
        return "second-opinion"
    return None


def _disagrees(lines: list[str], chars: int, opinion: str) -> bool:
    """Whether another text has little of this one, and much less besides."""
    other = " ".join(opinion.split())
    if not _OPINION_SHARE_MIN * chars < len(other) < chars / _LONGER_MAX:
        return False
    return sum(len(line) for line in lines if line in other) < _AGREED_MIN * chars
