"""Whether the fast text is surely the article, or trafilatura should look at the page too.

Pure decisions over what costs next to nothing: the text's own figures and what structured data says.
"""

from __future__ import annotations

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


def doubt(found: FastText, data: StructuredData) -> str | None:
    """The reason to doubt the fast text, from a bounded list; None where there is none."""
    chars = sum(map(len, found.lines))
    if sum(map(weight, found.lines)) < _SHORT:
        return "short"
    if found.share < _SHARE_MIN:
        return "share"
    if found.linked > _LINKED_MAX:
        return "links"
    if data.body is not None and len(data.body) > _BODY_CHARS_MIN and chars < _BODY_SHARE_MIN * len(data.body):
        return "structured-data"
    return None
