"""A text in 64 bits that copies of it share almost: SimHash (Charikar 2002) over runs of three words.

Each bit is the vote of all runs, so what a copy cuts or adds moves few of them. Two texts that have nothing to do
with each other differ in 32 bits, give or take 4; copies of a wire story with some of its paragraphs cut or
reworded differ in a handful. `distance` of at most `COPY_BITS_MAX` calls them copies.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

COPY_BITS_MAX = 10
"""Texts whose fingerprints differ in no more bits are copies of each other."""
RUN_WORDS = 3
WORDS_MIN = 25
"""A shorter text has no fingerprint: too few runs vote."""
WORDS_MAX = 10_000
"""Words beyond have no vote."""
_WORD_CHARS_MAX = 64
"""What comes after does not count: words are remembered, and one may be a megabyte."""
_DENSE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_LETTERS = re.compile(rf"[{_DENSE}]|[^{_DENSE}\s]+")
"""In scripts that put no space between words each letter counts as one."""
_TURNS = tuple(np.uint64(odd) for odd in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9))
"""What the hashes of a run's first, second and third word are multiplied by, so that their order counts."""


def fingerprint(paragraphs: Sequence[str]) -> str | None:
    """16 hex digits; None where the text is too short to tell. `paragraphs`: as in ``versions.Words``."""
    whole = " ".join(paragraphs)
    words = (whole.split() if whole.isascii() else _LETTERS.findall(whole))[:WORDS_MAX]
    if len(words) < WORDS_MIN:
        return None
    if max(map(len, words)) > _WORD_CHARS_MAX:
        words = [word[:_WORD_CHARS_MAX] for word in words]
    hashes = np.fromiter(map(_hash, words), dtype=np.uint64, count=len(words))
    ends = len(hashes) - RUN_WORDS + 1
    runs = np.unique(sum(hashes[at : at + ends] * turn for at, turn in enumerate(_TURNS)))
    votes = np.unpackbits(runs.astype(">u8").view(np.uint8).reshape(-1, 8), axis=1)
    return np.packbits(2 * votes.sum(axis=0, dtype=np.int64) > len(runs)).tobytes().hex()


def distance(one: str, other: str) -> int:
    """In how many of the 64 bits two fingerprints differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


@lru_cache(maxsize=50_000)
def _hash(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
