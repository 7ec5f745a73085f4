"""A text in 64 bits that copies of it share almost: SimHash (Charikar 2002) over runs of three words.

Each bit is the vote of all runs, so what a copy cuts or adds moves few of them. Two texts that have nothing to do
with each other differ in 32 bits, give or take 4; copies of a wire story with some of its paragraphs cut or
reworded differ in a handful. `distance` of at most `COPY_BITS_MAX` calls them copies.
"""

from __future__ import annotations

import hashlib
import re

from dateline.articles.versions import visible

COPY_BITS_MAX = 10
"""Texts whose fingerprints differ in no more bits are copies of each other."""
RUN_WORDS = 3
WORDS_MIN = 25
"""A shorter text has no fingerprint: too few runs vote."""
CHARS_MAX = 40_000
"""What comes after has no vote."""
BITS = 64
_DENSE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_DENSE}]|[^\W{_DENSE}]+")
"""In scripts that put no space between words each letter counts as one."""


def fingerprint(text: str) -> str | None:
    """16 hex digits; None where the text is too short to tell."""
    words = _WORD.findall(visible(text[:CHARS_MAX]))
    if len(words) < WORDS_MIN:
        return None
    runs = {" ".join(words[at : at + RUN_WORDS]) for at in range(len(words) - RUN_WORDS + 1)}
    return f"{_majority([_hash(run) for run in runs]):016x}"


def distance(one: str, other: str) -> int:
    """In how many of the 64 bits two fingerprints differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def _hash(run: str) -> int:
    return int.from_bytes(hashlib.blake2b(run.encode("utf-8", "surrogatepass"), digest_size=BITS // 8).digest(), "big")


def _majority(votes: list[int]) -> int:
    """The number whose every bit is set where it is set in more than half of `votes`.

    The 64 counters lie across integers: the n-th integer holds the n-th digit of each, so that one addition with
    carry counts all bits of a vote at a time.
    """
    digits: list[int] = []
    for vote in votes:
        carry = vote
        for at, digit in enumerate(digits):
            digits[at], carry = digit ^ carry, digit & carry
            if not carry:
                break
        else:
            digits.append(carry)
    return sum(
        1 << bit
        for bit in range(BITS)
        if 2 * sum((digit >> bit & 1) << place for place, digit in enumerate(digits)) > len(votes)
    )
