"""Feeds that are one feed under several URLs. Pure.

Two feeds are one when permanent redirects lead both to one address, or when most of the entries that they have now lead
to the same pages. That is told, and nothing more: which of two should speak can't be said without asking both, and they
may live in different processes; a page is fetched once however many feeds carry it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

SHARED_SHARE = 0.7
"""Of the links that two feeds have together, so many are in both. Two polls some minutes apart differ by a few."""
SHARED_MIN = 5
"""Fewer shared links may be chance."""
_FEEDS_A_LINK_MAX = 16
"""A link that more feeds have says nothing; this also bounds the pairs that are looked at."""


@dataclass(frozen=True, slots=True)
class FeedView:
    """What is compared of a feed."""

    address: str
    """Where permanent redirects lead."""
    links: frozenset[str]
    """Fingerprints of the pages that its present entries lead to."""


def twins_of(feeds: Mapping[str, FeedView]) -> dict[str, list[str]]:
    """For every feed that is the same as others: those, in the order of `feeds`. Keys are the caller's."""
    by_address: defaultdict[str, list[str]] = defaultdict(list)
    by_link: defaultdict[str, list[str]] = defaultdict(list)
    for name, feed in feeds.items():
        by_address[feed.address].append(name)
        for link in feed.links:
            by_link[link].append(name)
    shared = Counter(
        pair for names in by_link.values() if len(names) <= _FEEDS_A_LINK_MAX for pair in combinations(names, 2)
    )
    pairs = {
        (one, other)
        for (one, other), common in shared.items()
        if common >= SHARED_MIN and common >= SHARED_SHARE * len(feeds[one].links | feeds[other].links)
    }
    pairs |= {
        pair for names in by_address.values() if len(names) <= _FEEDS_A_LINK_MAX for pair in combinations(names, 2)
    }
    twins: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        twins[one].add(other)
        twins[other].add(one)
    place = {name: at for at, name in enumerate(feeds)}
    return {name: sorted(others, key=place.__getitem__) for name, others in twins.items()}
