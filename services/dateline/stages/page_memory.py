"""What fetch remembers of a lane's pages and articles: in full while they are looked at, then in a few bytes.

``page/<key>`` and ``article/<id>`` are states of their own as long as the page has a due time; then both go to a
shelf (``shelf.py``). ``feed-text/<key>`` holds what the feed itself carried until the page was had, or given up.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable

from dateline.articles.outline import Outline
from dateline.articles.urls import article_id, normalize_url
from dateline.messages import ArticleStatus, Entry, TextSource
from dateline.runtime.stage import Memory, Outcome
from dateline.runtime.state import State
from dateline.stages.shelf import DAY_S, Shelf, Shelved, find, put

_SAME_DIGITS = 16
"""So many digits of a key are kept on a shelf, and so many are compared."""
_STATUSES = (ArticleStatus.PUBLISHED, ArticleStatus.RETRACTED, ArticleStatus.REMOVED)
_FROM_FEED = 4
_STATUS_BITS = 3


class PageState(State):
    """``page/<key>``: a URL that an entry led to, and that is to be looked at."""

    entry: Entry
    """The newest entry that led here, without its HTML: a state holds no bodies."""
    attempts: int = 0
    """Failures in a row."""
    visits: int = 0
    """Looks that found nothing new, in a row."""
    settled: bool = False
    """Whether it was fetched or given up; until then its due time is still owed."""
    missing: bool = False
    """The last look found no page where there had been an article."""
    etag: str | None = None
    last_modified: str | None = None
    article: str | None = None
    """Id of the article that was read from it."""


class ArticleState(State):
    """``article/<id>``: what was published last."""

    version: int
    signature: str
    """16 hex digits; empty where the last version has no text."""
    page: str
    """Key of the page that it was read from; other URLs of the same article publish nothing."""
    status: ArticleStatus = ArticleStatus.PUBLISHED
    text_source: TextSource = TextSource.PAGE
    url: str | None = None
    """The canonical URL, where it is not the page's."""
    outline: Outline | None = None
    """What the next version is compared with; None where the last one was long ago."""


class FeedText(State):
    """``feed-text/<key>``: what the feed carried of a page that was not had yet."""

    packed: str
    """HTML, compressed, Base64."""

    @classmethod
    def of(cls, html: str) -> FeedText:
        """Packs it."""
        return cls(packed=base64.b64encode(zlib.compress(html.encode("utf-8", "replace"), 1)).decode())

    @property
    def html(self) -> str:
        """Unpacked."""
        return zlib.decompress(base64.b64decode(self.packed)).decode()


def page_key(url: str) -> str:
    """Under which a page is remembered. Raises BadInput ("bad-url")."""
    return article_id(normalize_url(url))


def same_page(one: str, other: str) -> bool:
    """Whether two keys, perhaps one from a shelf, are the same page's."""
    return one[:_SAME_DIGITS] == other[:_SAME_DIGITS]


class PageMemory:
    """One lane's pages and articles, among its `states`. `memory_days`: how long one is remembered after it was last
    seen in a feed.
    """

    def __init__(self, memory: Memory, memory_days: float, clock: Callable[[], float]) -> None:
        self.lane = memory.lane
        self.states = memory
        self._days = memory_days
        self._clock = clock

    def shelf(self, name: str) -> Shelf | None:
        """For ``shelf.py``."""
        return self.states.get(name, Shelf)

    def page(self, key: str) -> PageState | None:
        """A page that is to be looked at."""
        return self.states.get(f"page/{key}", PageState)

    def shelved(self, key: str) -> Shelved | None:
        """A page that is done with."""
        return find(self, key)

    def article(self, identity: str) -> ArticleState | None:
        """What was published last under an article's id, whether its page is still looked at or not."""
        if (active := self.states.get(f"article/{identity}", ArticleState)) is not None:
            return active
        item = find(self, identity)
        if item is None or not item.version:
            return None
        status = _STATUSES[item.flags & _STATUS_BITS]
        source = TextSource.FEED if item.flags & _FROM_FEED else TextSource.PAGE
        return ArticleState(
            version=item.version, signature=item.signature, page=item.page, status=status, text_source=source
        )

    def feed_text(self, key: str) -> FeedText | None:
        """What the feed carried of a page."""
        return self.states.get(f"feed-text/{key}", FeedText)

    def put_page(self, outcome: Outcome, key: str, page: PageState, due_at: float | None) -> None:
        """Writes a page that is due at that time; without a due time it goes to its shelf, and its article with it."""
        if due_at is None:
            self._shelve(outcome, key, page)
            return
        expires_at = max(self._clock() + self._days * DAY_S, due_at)
        outcome.put(f"page/{key}", page, due_at=due_at, expires_at=expires_at)

    def put_article(self, outcome: Outcome, identity: str, article: ArticleState) -> None:
        """Writes what was published."""
        outcome.put(f"article/{identity}", article, expires_at=self._clock() + self._days * DAY_S)

    def put_feed_text(self, outcome: Outcome, key: str, html: str) -> None:
        """Keeps what the feed carried until the page was had."""
        outcome.put(f"feed-text/{key}", FeedText.of(html), expires_at=self._clock() + self._days * DAY_S)

    def forget_feed_text(self, outcome: Outcome, key: str) -> None:
        """The page was had, or the text was used."""
        self._delete(outcome, f"feed-text/{key}", FeedText)

    def seen_again(self, outcome: Outcome, item: Shelved) -> None:
        """An entry leads to a page that is done with: it is remembered longer, from a day on."""
        if item.day < self._today():
            fresh = Shelved(item.key, self._today(), item.version, item.flags, item.signature, item.page)
            self._put_items(outcome, [fresh])

    def _today(self) -> int:
        return int(self._clock() // DAY_S)

    def _shelve(self, outcome: Outcome, key: str, page: PageState) -> None:
        day = self._today()
        items = {key: Shelved(key, day)}
        if (old := find(self, key)) is not None:  # the article that has this id may be another page's
            items[key] = Shelved(key, day, old.version, old.flags, old.signature, old.page)
        if page.article is not None and (article := self._written_article(outcome, page.article)) is not None:
            flags = _STATUSES.index(article.status) | (_FROM_FEED if article.text_source is TextSource.FEED else 0)
            items[page.article] = Shelved(page.article, day, article.version, flags, article.signature, article.page)
            self._delete(outcome, f"article/{page.article}", ArticleState)
        self._put_items(outcome, list(items.values()))
        self._delete(outcome, f"page/{key}", PageState)
        self._delete(outcome, f"feed-text/{key}", FeedText)

    def _delete(self, outcome: Outcome, name: str, model: type[State]) -> None:
        """Takes a state away: from the store, or only from the outcome where the store has none."""
        outcome.states.pop(name, None)
        if self.states.get(name, model) is not None:
            outcome.delete(name)

    def _written_article(self, outcome: Outcome, identity: str) -> ArticleState | None:
        """The article as this outcome leaves it."""
        write = outcome.states.get(f"article/{identity}")
        if write is not None and isinstance(write.state, ArticleState):
            return write.state
        return self.article(identity)

    def _put_items(self, outcome: Outcome, items: list[Shelved]) -> None:
        forget_before = int(self._today() - self._days)
        for name, shelf, newest in put(self, items, forget_before_day=forget_before):
            # A parted shelf says where to look further: it stays, a few bytes for a domain with many pages.
            expires_at = None if shelf.parted else (newest + 1 + self._days) * DAY_S
            outcome.put(name, shelf, expires_at=expires_at)
