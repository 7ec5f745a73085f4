"""What is remembered of a version, so that the next one can say what it changes: hashes and figures, no text."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from itertools import islice

from pydantic import BaseModel, ConfigDict

from dateline.articles.versions import Words, folded
from dateline.messages import Changes

PARAGRAPHS_MAX = 400
"""Paragraphs beyond are not compared: a live blog's oldest."""
FIGURES_MAX = 200
"""Figures beyond are not compared."""
_HASH_BYTES = 4
_FIGURE = re.compile(r"\d{1,15}(?:[.,:]\d{1,15}){0,5}")
_SHOWN = 3
_SHOWN_CHARS = 200


class Outline(BaseModel):
    """A version in a few hundred bytes."""

    model_config = ConfigDict(frozen=True)

    title: str
    """Hash of the headline's words."""
    paragraphs: str
    """Hashes of the paragraphs' words in their order, Base64."""
    figures: list[str]
    """Numbers in digits, as written, in their order."""


def outline_of(words: Words, text: str) -> Outline:
    """The outline of the version that has these words and that text."""
    hashes = b"".join(map(_hash, words.paragraphs[:PARAGRAPHS_MAX]))
    figures = [match[0] for match in islice(_FIGURE.finditer(text), FIGURES_MAX)]
    return Outline(title=_hash(words.title).hex(), paragraphs=base64.b64encode(hashes).decode(), figures=figures)


def changes_between(old: Outline, new: Outline, text: str) -> Changes:
    """What the version with the outline `new` and that `text` changes in the one with the outline `old`.

    Paragraphs are compared by their words, wherever they stand: one that moved has not changed.
    """
    before, after = Counter(_parted(old)), Counter(_parted(new))
    added = after - before
    left, shown = Counter(added), list[str]()
    for line in text.split("\n") if added else ():
        if len(shown) < _SHOWN and left[digest := _hash(folded(line))] > 0:
            left[digest] -= 1
            shown.append(line[:_SHOWN_CHARS])
    return Changes(
        title=old.title != new.title,
        paragraphs_added=added.total(),
        paragraphs_removed=(before - after).total(),
        added=shown,
        figures_added=_more(new.figures, old.figures),
        figures_removed=_more(old.figures, new.figures),
    )


def _hash(words: str) -> bytes:
    return hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=_HASH_BYTES).digest()


def _parted(outline: Outline) -> list[bytes]:
    hashes = base64.b64decode(outline.paragraphs)
    return [hashes[at : at + _HASH_BYTES] for at in range(0, len(hashes), _HASH_BYTES)]


def _more(here: list[str], there: list[str]) -> list[str]:
    """What is more often here than there, once each, in the order of `here`."""
    more = Counter(here) - Counter(there)
    return list(dict.fromkeys(figure for figure in here if figure in more))
