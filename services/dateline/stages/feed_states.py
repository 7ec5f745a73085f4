"""What poll remembers of a feed: two states of its lane, one small and written often, one large and written seldom."""

from __future__ import annotations

from dateline.feeds import schedule
from dateline.feeds.identity import SeenEntries
from dateline.messages import Feed
from dateline.runtime.state import State
from dateline.web.caching import Validators
from dateline.web.moves import Whereabouts
from dateline.web.trust import Trust


class FeedState(State):
    """``feed/<id>``: the feed as the watch list has it, and its schedule. Small: written with every poll."""

    feed: Feed
    history: schedule.PollHistory = schedule.PollHistory()
    etag: str | None = None
    last_modified: str | None = None
    trust: Trust = Trust()
    """Whether these two can be believed."""
    whereabouts: Whereabouts = Whereabouts()
    """Where it is polled, if not where it is listed."""
    fingerprint: str | None = None
    """Of the last body that was parsed: the same bytes are not parsed again."""
    dead_fingerprint: str | None = None
    """Of the last body that was put aside: the same broken bytes make one dead letter."""
    reason: str = "new"
    """Why it is due when it is due."""
    result: str = ""
    """How the last poll ended."""

    @property
    def validators(self) -> Validators:
        """Those of the last body."""
        return Validators(self.etag, self.last_modified)


class SeenState(State):
    """``seen/<id>``: fingerprints of the feed's entries. Written only when they change."""

    seen: SeenEntries = SeenEntries()
    first_poll: bool = False
    """More of the first poll is to come: what it finds was published before anybody watched."""
