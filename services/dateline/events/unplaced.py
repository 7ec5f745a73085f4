"""Where an event happened that names no place of its own: by the headline, the sentences around it, the article."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.events.incident import Incident
from dateline.events.nearness import lies_within
from dateline.events.places import Toponym
from dateline.events.units import Geography
from dateline.messages import SubEventType

_REACH = 300
"""Characters before an event's first sentence: two sentences."""
_PLACES_OF_ONE_STORY = 3
"""Places of events in an article that is no roundup."""
_ANYWHERE = frozenset(
    {
        SubEventType.AGREEMENT,
        SubEventType.CHANGE_TO_GROUP_ACTIVITY,
        SubEventType.DISRUPTED_WEAPONS_USE,
        SubEventType.OTHER,
    }
)
"""Types of what happens at no place in particular."""


class Unplaced:
    """The places of an article, for its events that name none.

    `title_end` and `dateline_end`: the offsets at which its headline and its dateline end; `country`: the one that it
    is about.
    """

    def __init__(
        self,
        geography: Geography,
        incidents: Sequence[Incident],
        *,
        title_end: int,
        dateline_end: int,
        country: str | None,
    ) -> None:
        self._country = country
        self._places = [
            place
            for place in geography.places.values()
            if not (place.metonym or place.organisation)
            and not (place.capital and title_end <= place.start < dateline_end)
        ]
        taken = {incident.place.name for incident in incidents if incident.place is not None}
        self._is_roundup = len(taken) > _PLACES_OF_ONE_STORY
        named = [place for place in self._places if place.end <= title_end and place.level != "country"]
        sure = [place for place in named if place.lat is not None]
        self._headline = sure[0] if len({place.name for place in sure}) == 1 else None

    def place_of(self, incident: Incident, sub_type: SubEventType, *, first: bool) -> Toponym | None:
        """The likeliest place of an event of which no more than the country is told: the one place below a country
        in the headline, for the article's `first` event ("the city"); what its own sentences or those just before
        them name last; the country that the article is about. In a roundup only its own sentences tell.
        """
        if first and lies_within(self._headline, incident.place):
            return self._headline
        if incident.place is not None:
            return incident.place
        if sub_type in _ANYWHERE:
            return None
        start, end = min(frame.start for frame in incident.frames), max(frame.end for frame in incident.frames)
        near = [
            place
            for place in self._places
            if start - (0 if self._is_roundup else _REACH) <= place.start < end
            and place.level != "country"
            and place.lat is not None
            and place.country in (None, self._country)
        ]
        if near:
            return near[-1]
        if self._is_roundup:
            return None
        lands = (place for place in self._places if place.level == "country" and place.country == self._country)
        return next(lands, None)

    def located(self, place: Toponym) -> Toponym:
        """A village that no gazetteer knows, with the coordinates of the place that the text named last before it, or
        else names next, in the country that the article is about; as it is where there is none."""
        if place.lat is not None:
            return place
        around = [
            known
            for known in self._places
            if known.lat is not None and known.level != "country" and known.country in (place.country, self._country)
        ]
        before = [known for known in around if known.end <= place.start]
        beside = before[-1] if before else next(iter(around), None)
        if beside is None:
            return place
        return place._replace(lat=beside.lat, lon=beside.lon, country=beside.country, admin1=beside.admin1)
