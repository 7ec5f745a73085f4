"""``dateline.feeds.v1``: the watch list. Key: feed id; partitioned by the domain of the feed's URL."""

from __future__ import annotations

from pydantic import Field

from dateline.messages.base import CountryCode, LanguageTag, MessageModel, stable_id

POLL_NOW_HEADER = "dateline-poll-now"
"""On a feed in poll's inbox: it is to be polled now, and nothing about it changes."""


class EntryMatch(MessageModel):
    """Which entries are meant. What is left empty says nothing."""

    languages: list[LanguageTag] = Field(default=[], max_length=100)
    """Languages of the entry's words, by primary subtag."""
    domains: list[str] = Field(default=[], max_length=1000)
    """Domains of the entry's link, with all below them."""
    pattern: str | None = Field(default=None, min_length=1, max_length=4000)
    """RE2 expression, of either case, looked for in link, title, tags and text."""


class Feed(MessageModel):
    """A feed to watch. The newest message of a key is in force."""

    id: str
    """Made from the URL by `feed_id`."""
    url: str = Field(max_length=2048)
    """Where the feed is polled: http or https."""
    title: str | None = None
    """The operator's name for it; the feed's own title is not copied here."""
    groups: list[str] = []
    """OPML outline path, outermost first."""
    country: CountryCode | None = None
    """Country of the outlet."""
    language: LanguageTag | None = None
    """Language of the outlet, where known."""
    poll_interval_min_s: float | None = Field(default=None, gt=0)
    """Never poll more often than this, in seconds; the service's own setting where absent."""
    poll_interval_max_s: float | None = Field(default=None, gt=0)
    """Never wait longer than this, in seconds; the service's own setting where absent."""
    credential: str | None = Field(default=None, pattern=r"^[A-Za-z0-9._-]{1,64}$")
    """Name of what it is asked with, in the service's own file of credentials; the secret is never in a message."""
    only: EntryMatch | None = None
    """Entries that are published: those for which all that it says holds."""
    without: EntryMatch | None = None
    """Entries that are not: those for which anything that it says holds."""
    paused: bool = False
    """True has it stay on the list and not be polled."""
    removed: bool = False
    """True takes the feed off the list. (A tombstone could be compacted away while poll is down.)"""


def feed_id(url: str) -> str:
    """The feed's id: from its URL, exactly as it is polled."""
    return stable_id("feed", url)
