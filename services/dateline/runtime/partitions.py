"""Which partition a key belongs to."""

from __future__ import annotations

import functools

from aiokafka.partitioner import murmur2


@functools.lru_cache(maxsize=65_536)
def partition_of(key: str, count: int) -> int:
    """The partition of `key` among `count`: what the Java client's default partitioner would choose."""
    return int(murmur2(key.encode()) & 0x7FFFFFFF) % count
