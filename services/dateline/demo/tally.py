"""What the demonstration has seen so far, and its figures at the end. Pure."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from dateline.messages import Article, Entry, Mention
from dateline.newsroom.server import PrintedEvent


@dataclass
class Tally:
    """Counts messages as they come."""

    entries: int = 0
    articles: dict[str, int] = field(default_factory=dict)
    """Newest version of each article, by URL."""
    mentions: dict[str, Mention] = field(default_factory=dict)
    """Newest revision of each mention."""
    latest: list[Mention] = field(default_factory=list)
    dead_letters: Counter[str] = field(default_factory=Counter)
    latencies_s: list[float] = field(default_factory=list)
    """From when an entry was seen in its feed to its first mention on the topic."""
    _seen_at: dict[str, float] = field(default_factory=dict)
    _entry_of: dict[str, str] = field(default_factory=dict)

    def entry(self, entry: Entry) -> None:
        """An entry was published."""
        self.entries += 1
        self._seen_at.setdefault(entry.id, entry.observed_at.timestamp())

    def article(self, article: Article) -> None:
        """An article version was published."""
        self.articles[article.url] = max(article.version, self.articles.get(article.url, 0))
        if article.version == 1:
            self._entry_of[article.id] = article.entry_id

    def mention(self, mention: Mention, at: float) -> None:
        """A mention was published, at Unix time `at`."""
        self.mentions[mention.id] = mention
        self.latest.append(mention)
        entry = self._entry_of.get(mention.article_id)
        if mention.article_version == 1 and entry in self._seen_at:
            self.latencies_s.append(at - self._seen_at[entry])

    @property
    def standing(self) -> list[Mention]:
        """Mentions that their articles still make."""
        return [mention for mention in self.mentions.values() if not mention.withdrawn]

    @property
    def versions(self) -> int:
        """Article versions beyond the first."""
        return sum(version - 1 for version in self.articles.values())

    def latency(self) -> tuple[float, float] | None:
        """Median and 95th percentile, in seconds; None where there were too few."""
        if len(self.latencies_s) < 2:
            return None
        return statistics.median(self.latencies_s), statistics.quantiles(self.latencies_s, n=20)[-1]


@dataclass(frozen=True, slots=True)
class Compared:
    """What the newsroom's events, which a person coded, and the mentions that stand have in common."""

    events: int
    found: int
    """Of the events: those with a mention of the same article, kind of event and country."""
    others: int
    """Of the mentions: those of news that no event answers to."""
    recalled: int
    """Of the mentions: the same, of what an article only recalls; the coded events are the news."""


def compare(expected: Sequence[PrintedEvent], mentions: Sequence[Mention]) -> Compared:
    """How the newsroom's events were found. Each mention counts once, and one of news before one that is recalled."""
    left = sorted(mentions, key=lambda mention: not mention.main)
    for one in expected:
        for mention in left:
            same = mention.article_url == one.article_url and mention.sub_type == one.event.sub_type
            if same and mention.theatre == one.event.country:
                left.remove(mention)
                break
    others = sum(mention.main for mention in left)
    return Compared(len(expected), len(mentions) - len(left), others, len(left) - others)
