"""The country that a text plays in, and what is told of it without its name: "in the capital", "in the south"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from dateline.events.places.find import Toponym
from dateline.events.places.words import Word

_IN_THE: Final = 2


def homeland(found: Iterable[Toponym]) -> str | None:
    """The country (alpha-3) that most of the places found in a text lie in; None where none lies in any."""
    lands = Counter(place.country for place in found if place.country is not None and not place.metonym)
    return lands.most_common(1)[0][0] if lands else None


def follows_in_the(words: Sequence[Word], at: int) -> bool:
    """Whether "in the" stands before the word at `at`, so that it may be told of the text's own country."""
    return at >= _IN_THE and words[at - 1].key == "the" and words[at - 2].key == "in"
