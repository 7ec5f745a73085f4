"""What recognition hands from step to step: some words that may be a place name, and what was seen beside them."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.events.places.compiled import Meanings


@dataclass(slots=True)
class Candidate:
    """Some words that may be a place name."""

    first: int
    last: int
    """Numbers of its first and last word."""
    key: str
    """Folded name, in the nominative: the same key means the same name."""
    entries: Meanings
    kind: str = ""
    """The kind said beside it, folded: region, district, city."""
    container: Candidate | None = None
    """The name after its comma, where that contains it: Paris, Texas."""
    within: Candidate | None = None
    """A name close by in the same clause that contains it: the village of Bati in Khost province."""
    said_in: Candidate | None = None
    """What the text says it lies in, whether the gazetteer agrees or not."""
    before_comma: Candidate | None = None
    """What follows its comma and does not contain it: another name of a list, or its container after all."""
    score: float = 0.0
    """Log-odds that it is a place name."""
    sure: bool = False
    """Its form leaves no doubt: an abbreviated state, an oblast."""
    listed: bool = False
    """It stands in a list beside a sure name."""
    alike: bool = False
    """No place is spelt so, only alike."""
    organisation: bool = False
    """It is the first part of an organisation's name."""
