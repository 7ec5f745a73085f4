"""Names that every newspaper spells anew: Deir Ezzor, Dayr az-Zawr; Qillah Abdullah, Killa Abdulla.

`skeleton` maps the spellings of one Arabic, Persian, Urdu, Hindi, Burmese, Amharic or Slavic name in Latin letters to
one string, more or less: articles, doubled letters and final h go, like-sounding letters fall together. It is used
only where a text speaks of the country, since it makes strangers alike as well. No table of places lives here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

COUNTRIES: Final = frozenset(
    {
        "SYR", "IRQ", "LBN", "PSE", "JOR", "YEM", "SAU", "EGY", "LBY", "SDN", "SSD", "TUN", "DZA", "MAR", "AFG", "PAK",
        "IRN", "IND", "BGD", "NPL", "LKA", "MMR", "ETH", "ERI", "SOM", "DJI", "TCD", "NER", "MLI", "UKR", "RUS", "BLR",
        "TJK", "UZB", "KGZ", "KAZ", "TKM", "AZE", "ARM", "GEO", "ISR",
    }
)  # fmt: skip
"""Countries (alpha-3) whose names reach the news by transliteration."""

ARTICLES: Final = frozenset(
    {"al", "el", "ar", "as", "ash", "ad", "adh", "az", "an", "at", "ez", "es", "ed", "e", "i", "ul", "ol"}
)
_RULES: Final = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"tsch|tch|ch", "c"),
        (r"sch|sh", "s"),
        (r"kh|gh|q|ck", "k"),
        (r"zh|dj", "j"),
        (r"dh", "d"),
        (r"th", "t"),
        (r"ph", "f"),
        (r"ts", "s"),
        (r"[ae]y|[ae]i|ee|iy|yi|y|e(?=[aou])", "i"),
        (r"oo|ou|au|[ao]w(?![aeiou])|w(?![aeiou])|o", "u"),
        (r"w", "v"),
        (r"g", "k"),
        (r"(?<=[aeiou])h", ""),
        (r"e", "a"),
        (r"(.)\1+", r"\1"),
        (r"(?<=.{3})[ai]$", ""),
    )
)


@lru_cache(maxsize=1 << 14)
def skeleton(key: str) -> str:
    """What the spellings of a folded Latin name have in common; empty where too little is left to know it by."""
    words = key.split(" ")
    kept = [word for word in words if word not in ARTICLES] or words
    parts = []
    for word in kept:
        for pattern, replacement in _RULES:
            word = pattern.sub(replacement, word)
        parts.append(word)
    joined = "".join(parts)
    return joined if len(joined) >= 4 else ""
