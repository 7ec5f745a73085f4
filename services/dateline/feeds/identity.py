"""Which entries of a feed are new, changed, or old ones seen late. Pure: old memory and a feed in, new memory out.

An entry is recognised by its guid, else by its link, else by its title, so that an edited title or a moved
page stays the same entry. Guids and links are believed as far as they deserve it:

- A guid that several entries of one document share says nothing, nor does it ever again in this feed: these
  entries go by their links.
- A guid never seen, at a link that was seen, is the same entry with a new guid, when the old guid is gone
  from the document and no other entry has the link.
- A link that several entries share (all of a live page, or the home page) says nothing.

What is compared of an entry is its words: title, summary and content without markup, and its link without
tracking. Its dates are not, because many feeds date every entry anew on every request.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from dateline.feeds.dates import epoch_seconds
from dateline.feeds.links import link_identity
from dateline.feeds.model import ParsedEntry, ParsedFeed
from dateline.feeds.text import strip_tags
from dateline.messages import EntryChange, stable_id

REMEMBERED_MAX = 3_000
"""Entries remembered of one feed; those still in the feed are never forgotten."""
HISTORY_AFTER_S = 2 * 86400.0
"""An entry published longer ago than this when it is first seen is history."""
_REPLAY_MIN = 50
"""So many undated entries at once, and more than half of the document, are an archive and no news."""
_COMPARED_CHARACTERS = 200_000
_KEY_DIGITS = 12
_WORDS_DIGITS = 8

SeenEntry = Annotated[tuple[str, int, str], Field(description="words fingerprint, revision, link fingerprint")]


class SeenEntries(BaseModel):
    """What is remembered of a feed's entries: fingerprints only, some 50 bytes an entry."""

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True)

    version: Literal[1] = 1
    """Of this model."""
    guids_shared: bool = False
    """Entries of one document shared a guid once: guids of this feed are not believed."""
    entries: dict[str, SeenEntry] = {}
    """By fingerprint of the identity, those seen longest ago first."""
    current: int = 0
    """So many of them, the last ones, were in the document that was read last."""

    def current_links(self) -> frozenset[str]:
        """Fingerprints of the links of the entries that are in the feed now."""
        present = list(self.entries.values())[len(self.entries) - self.current :]
        return frozenset(link for _, _, link in present if link)


@dataclass(frozen=True, slots=True)
class Change:
    """One entry to publish."""

    identity: str
    """Fingerprint of the entry's identity inside its feed; it outlives a changed guid."""
    revision: int
    """1 when first seen, one more with every change."""
    change: EntryChange
    entry: ParsedEntry


def entry_id(feed_id: str, identity: str) -> str:
    """The published id of the entry of `Change.identity` in that feed: the same on every replay."""
    return stable_id("entry", feed_id, identity)


def _fingerprint(text: str, digits: int) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=digits // 2).hexdigest()


def _words(entry: ParsedEntry) -> str:
    markup = (entry.title or "", entry.summary_html or "", entry.content_html or "")
    texts = (" ".join(strip_tags(part[:_COMPARED_CHARACTERS]).split()) for part in markup)
    return _fingerprint("\x1f".join([*texts, link_identity(entry.link or "")]), _WORDS_DIGITS)


@dataclass(frozen=True, slots=True)
class _Candidate:
    entry: ParsedEntry
    identity: str
    link: str
    """Fingerprint of the link; empty when it says nothing."""


def _identity(entry: ParsedEntry, guid: str, link: str, links: Counter[str]) -> str:
    """The best that tells this entry from the others of its feed."""
    if guid:
        return f"guid:{guid}"
    if link and links[link] == 1:
        return f"link:{link}"
    if entry.title:
        return f"title:{entry.title}:{link}"
    return f"words:{_words(entry)}:{link}"


def _candidates(parsed: ParsedFeed, guids_shared: bool) -> tuple[list[_Candidate], bool]:
    """The document's entries, each identity once (the first is the newest), and whether guids are shared."""
    guids = [link_identity(entry.id or "") for entry in parsed.entries]
    links = [link_identity(entry.link or "") for entry in parsed.entries]
    pages_of_guid: dict[str, set[str]] = {}
    for entry, guid, link in zip(parsed.entries, guids, links, strict=True):
        pages_of_guid.setdefault(guid, set()).add(link or entry.title or "")
    shared = guids_shared or any(guid and len(pages) > 1 for guid, pages in pages_of_guid.items())
    counted = Counter(links)
    found: dict[str, _Candidate] = {}
    for entry, guid, link in zip(parsed.entries, guids, links, strict=True):
        identity = _fingerprint(_identity(entry, "" if shared else guid, link, counted), _KEY_DIGITS)
        mark = _fingerprint(link, _KEY_DIGITS) if link and counted[link] == 1 else ""
        found.setdefault(identity, _Candidate(entry, identity, mark))
    return list(found.values()), shared


def _known_as(candidate: _Candidate, seen: SeenEntries, by_link: dict[str, str], present: set[str]) -> str:
    """The identity under which the candidate is remembered; its own when it is not."""
    if candidate.identity in seen.entries:
        return candidate.identity
    former = by_link.get(candidate.link) if candidate.link else None
    return candidate.identity if former is None or former in present else former


def _is_history(entry: ParsedEntry, first_poll: bool, replay: bool, now: float, history_after_s: float) -> bool:
    published = epoch_seconds(entry.published_at) or epoch_seconds(entry.updated_at)
    if published is None:
        return first_poll or replay
    return now - published > history_after_s


def _remembered(entries: dict[str, SeenEntry], present: Iterable[str], limit: int) -> dict[str, SeenEntry]:
    """At most `limit`, forgetting those seen longest ago, but none that is in the feed now."""
    current = dict.fromkeys(present)
    absent = [identity for identity in entries if identity not in current]
    kept = absent[max(0, len(entries) - max(limit, len(current))) :]
    return {identity: entries[identity] for identity in [*kept, *current]}


def diff(
    seen: SeenEntries,
    parsed: ParsedFeed,
    *,
    first_poll: bool,
    now: float,
    history_after_s: float = HISTORY_AFTER_S,
    remembered_max: int = REMEMBERED_MAX,
) -> tuple[list[Change], SeenEntries]:
    """What to publish of `parsed`, in the feed's order, and what to remember. `now`: seconds since the epoch.

    Called twice with the same arguments it says the same; called with its own result it says nothing new.
    """
    candidates, shared = _candidates(parsed, seen.guids_shared)
    present = {candidate.identity for candidate in candidates}
    by_link = {link: identity for identity, (_, _, link) in seen.entries.items() if link}
    known = {candidate.identity: _known_as(candidate, seen, by_link, present) for candidate in candidates}
    unseen = sum(identity not in seen.entries for identity in known.values())
    replay = unseen >= _REPLAY_MIN and unseen * 2 > len(candidates)
    entries = dict(seen.entries)
    changes: list[Change] = []
    for candidate in candidates:
        identity = known[candidate.identity]
        words = _words(candidate.entry)
        before = entries.get(identity)
        if before is None:
            old = _is_history(candidate.entry, first_poll, replay, now, history_after_s)
            kind = EntryChange.HISTORY if old else EntryChange.NEW
            changes.append(Change(identity, 1, kind, candidate.entry))
            entries[identity] = (words, 1, candidate.link)
        elif before[0] != words:
            revision = before[1] + 1
            changes.append(Change(identity, revision, EntryChange.CHANGED, candidate.entry))
            entries[identity] = (words, revision, candidate.link)
    current = dict.fromkeys(known.values())
    remembered = _remembered(entries, current, remembered_max)
    return changes, SeenEntries(guids_shared=shared, entries=remembered, current=len(current))
