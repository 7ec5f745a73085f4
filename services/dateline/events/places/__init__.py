"""Place names in text, with the places they mean, and the countries that a text speaks of.

`find_places` gives the names as they stand; `with_capitals` and `with_quarters` add what is told without a name of its
own. The gazetteer behind them is compiled once and shared by all processes (`open_gazetteer`). What a place has to do
with an event is decided by the callers.
"""

from __future__ import annotations

from dateline.events.places.capitals import with_capitals
from dateline.events.places.countries import CountryMention, country_mentions, country_name
from dateline.events.places.find import Toponym, find_places
from dateline.events.places.installed import build_gazetteer, open_gazetteer
from dateline.events.places.quarters import with_quarters
from dateline.events.places.tables import in_armed_conflict

__all__ = [
    "CountryMention",
    "Toponym",
    "build_gazetteer",
    "country_mentions",
    "country_name",
    "find_places",
    "in_armed_conflict",
    "open_gazetteer",
    "with_capitals",
    "with_quarters",
]
