"""Which states are due when: an index over a task's store, rebuilt from it, never a memory beside it.

A million due times in one heap cost 360 MB, so far ones wait in buckets of a minute; only the near ones
are in a heap. Entries are claims to look: whoever takes one reads the state's due time again.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable

_BUCKET_S = 60.0
_SIFTED_FROM = 64
"""A bucket's list is sifted for repetitions when it has doubled since the last time, from this length on."""


class DueIndex:
    """Keys by the time at which they want to be looked at.

    Args:
        wake_of: the time at which a key wants to be looked at now, or None; asked when an entry comes up,
            so that entries which a later write made wrong are dropped.
    """

    def __init__(self, wake_of: Callable[[bytes], float | None]) -> None:
        self._wake_of = wake_of
        self._buckets: dict[int, list[bytes]] = {}
        self._sift_at: dict[int, int] = {}
        self._bucket_order: list[int] = []
        self._near: list[tuple[float, bytes]] = []
        self._near_until = 0

    def add(self, key: bytes, at: float) -> None:
        """Notes that `key` wants to be looked at, at Unix time `at`."""
        bucket = int(at // _BUCKET_S)
        if bucket < self._near_until:
            heapq.heappush(self._near, (at, key))
            return
        keys = self._buckets.get(bucket)
        if keys is None:
            self._buckets[bucket] = [key]
            heapq.heappush(self._bucket_order, bucket)
            return
        keys.append(key)
        # A list takes an eighth of a set's memory; a key that is written again and again must not fill it.
        if len(keys) >= self._sift_at.get(bucket, _SIFTED_FROM):
            keys[:] = set(keys)
            self._sift_at[bucket] = max(_SIFTED_FROM, 2 * len(keys))

    def next_at(self) -> float | None:
        """The time of the next entry, or the beginning of its minute; None where there is none."""
        far = self._bucket_order[0] * _BUCKET_S if self._bucket_order else None
        if self._near:
            return self._near[0][0] if far is None else min(self._near[0][0], far)
        return far

    def backlog(self, now: float) -> int:
        """Entries whose time has come, and at most a minute's more: cheap enough to ask every time."""
        return len(self._near) if self._near and self._near[0][0] <= now else 0

    def pop(self, now: float) -> bytes | None:
        """The key of an entry whose time has come; None where there is none."""
        while self._bucket_order and self._bucket_order[0] * _BUCKET_S <= now:
            bucket = heapq.heappop(self._bucket_order)
            self._near_until = max(self._near_until, bucket + 1)
            self._sift_at.pop(bucket, None)
            for key in set(self._buckets.pop(bucket)):
                if (at := self._wake_of(key)) is not None:
                    self.add(key, at)
        while self._near and self._near[0][0] <= now:
            at, key = heapq.heappop(self._near)
            if self._wake_of(key) == at:
                return key
        return None
