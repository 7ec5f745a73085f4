"""What becomes of a page after one look at it. Pure decisions, one for each way a look can end."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.articles.page import ExtractedPage
from dateline.messages import PageKind
from dateline.web.errors import FetchError


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a page."""

    disposition: str
    """From a bounded list: a metric's label."""
    usable: bool = False
    """There is something to read."""
    retry: bool = False
    """It may be better later."""
    final: bool = False
    """It is never looked at again, unless an entry says that it changed."""
    news: bool = False
    """A version was published."""
    read: bool = False
    """An article was read from it: its validators may stand for it the next time."""
    domain_wait_s: float | None = None
    """The whole domain must be left alone for at least so long."""


def fate_of_error(error: FetchError) -> Fate:
    """No response came."""
    return Fate(f"failed-{error.code}", retry=error.retryable, final=not error.retryable)


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
        return Fate("http-404", retry=True)
    if status == 410:
        return Fate("http-410", final=True)
    if status in (401, 402, 403, 451):
        return Fate("http-forbidden", final=True)
    if 400 <= status < 500:
        return Fate("http-4xx", final=True)
    return Fate("http-unexpected", final=True)


_SEEN_LATER = {PageKind.BOT_WALL, PageKind.ERROR, PageKind.EMPTY}
"""Walls and errors that often pass; a consent wall or a paywall stands as long as we are who we are."""


def fate_of_page(page: ExtractedPage) -> Fate:
    """The page came and was read."""
    if page.page_kind in (PageKind.ARTICLE, PageKind.LIVE_BLOG):
        return Fate("usable", usable=True)
    name = f"page-{page.page_kind.value.replace('_', '-')}"
    later = page.page_kind in _SEEN_LATER
    return Fate(name, retry=later, final=not later)
