"""Which partition a key belongs to."""

from __future__ import annotations

import functools
import struct

_MASK = 0xFFFFFFFF
_SEED = 0x9747B28C
_MULTIPLIER = 0x5BD1E995


@functools.lru_cache(maxsize=8192)
def partition_of(key: str, count: int) -> int:
    """The partition of `key` among `count`: what the Java client's default partitioner would choose."""
    return (murmur2(key.encode()) & 0x7FFFFFFF) % count


def murmur2(data: bytes) -> int:
    """The hash of Kafka's default partitioner, as an unsigned number (org.apache.kafka.common.utils.Utils.murmur2).

    aiokafka has it too, byte by byte, which takes twice as long.
    """
    words = len(data) & ~3
    mixed = _SEED ^ len(data)
    for (word,) in struct.iter_unpack("<I", data[:words]):
        part = word * _MULTIPLIER & _MASK
        mixed = (mixed * _MULTIPLIER & _MASK) ^ ((part ^ part >> 24) * _MULTIPLIER & _MASK)
    if rest := data[words:]:
        mixed = (mixed ^ int.from_bytes(rest, "little")) * _MULTIPLIER & _MASK
    mixed = (mixed ^ mixed >> 13) * _MULTIPLIER & _MASK
    return mixed ^ mixed >> 15
