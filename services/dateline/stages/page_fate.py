"""What becomes of a page after one look at it. Pure decisions, one for each way a look can end."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.articles.page import ExtractedPage
from dateline.articles.withdrawal import RETRACTED
from dateline.messages import PageKind
from dateline.web.errors import FetchCode, FetchError

HOUR_S = 3600.0


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a page."""

    disposition: str
    """From a bounded list: a metric's label."""
    usable: bool = False
    """There is something to read."""
    retry: bool = False
    """It may be better later."""
    attempts_max: int | None = None
    """Retries end after so many looks, where that is sooner than the setting says."""
    retry_gap_s: float = 0.0
    """The first wait, where that is longer than the setting says."""
    again_in_s: float | None = None
    """It is looked at once more after so long, before anything else is decided."""
    final: bool = False
    """It is never looked at again, unless an entry says that it changed."""
    gone: bool = False
    """There is no such page (any more): a second time, that removes the article that was read from it."""
    retracted: bool = False
    """The page says that its article is taken back."""
    feed_text: bool = False
    """The text that the feed carried may stand for the page at once."""
    news: bool = False
    """A version was published."""
    read: bool = False
    """An article was read from it: its validators may stand for it the next time."""
    domain_wait_s: float | None = None
    """The whole domain must be left alone for at least so long."""


def fate_of_error(error: FetchError) -> Fate:
    """No response came."""
    ours = error.code in (FetchCode.ADDRESS_REFUSED, FetchCode.BAD_URL)
    return Fate(
        f"failed-{error.code}",
        retry=error.retryable,
        final=not error.retryable,
        feed_text=not error.retryable and not ours,
    )


def fate_of_status(status: int, asked_to_wait_s: float | None) -> Fate:
    """A response came with this status (RFC 9110, section 15), and perhaps with Retry-After."""
    if status == 304:
        return Fate("unchanged")
    if status == 200 or status == 203:
        return Fate("usable", usable=True)
    if status in (429, 503):
        return Fate(f"http-{status}", retry=True, domain_wait_s=asked_to_wait_s or 0.0)
    if status in (408, 425) or status >= 500:
        return Fate("http-5xx" if status >= 500 else "http-4xx", retry=True)
    if status == 404:
        # A new article may be linked before every server of the outlet has it.
        return Fate("http-404", retry=True, gone=True)
    if status == 410:
        return Fate("http-410", final=True, gone=True, feed_text=True)
    if status in (401, 402, 403, 451):
        return Fate("http-forbidden", final=True, feed_text=True)
    if 400 <= status < 500:
        return Fate("http-4xx", final=True)
    return Fate("http-unexpected", final=True)


_FATES = {
    PageKind.INDEX: Fate("page-index", final=True),
    PageKind.MEDIA: Fate("page-media", final=True),
    # As long as we are who we are, these stand.
    PageKind.PAYWALL: Fate("page-paywall", final=True, feed_text=True),
    PageKind.CONSENT_WALL: Fate("page-consent-wall", final=True, feed_text=True),
    # A wall against robots often passes, but not for one that knocks.
    PageKind.BOT_WALL: Fate("page-bot-wall", retry=True, attempts_max=3, retry_gap_s=HOUR_S, feed_text=True),
    PageKind.ERROR: Fate("page-error", retry=True),
    PageKind.SOFT_404: Fate("page-soft-404", retry=True, gone=True),
    PageKind.REMOVED: Fate("page-removed", final=True, gone=True),
    # Mostly a page that only a browser can fill; now and then one that is not ready yet.
    PageKind.EMPTY: Fate("page-empty", retry=True, attempts_max=2, feed_text=True),
}
"""By kind, for all that is no article."""


def fate_of_page(page: ExtractedPage) -> Fate:
    """The page came and was read."""
    if page.page_kind is PageKind.REMOVED and page.kind_reason == RETRACTED:
        return Fate("page-retracted", final=True, retracted=True)
    if page.page_kind is PageKind.INDEX and page.kind_reason == "front-page":
        # Where an article is asked for and the front page comes, there is no article.
        return Fate("page-front-page", final=True, gone=True)
    if page.page_kind in (PageKind.ARTICLE, PageKind.LIVE_BLOG):
        return Fate("usable", usable=True)
    return _FATES[page.page_kind]
