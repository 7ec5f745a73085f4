"""How a name becomes a key: one spelling for case, accents, apostrophes and hyphens.

The same function makes the keys of the compiled gazetteer and those of a text's words, so a change here is a
change of the file format (`dateline.events.places.compiled.FORMAT`). No inflection and no meaning lives here.
"""

from __future__ import annotations

import re
import unicodedata

from dateline.events.letters import LETTER

_APOSTROPHES = "['’ʼʻ‘`´]"
TOKEN = re.compile(
    rf"((?!s\b(?<=[{LETTER[1:-1]}.]{_APOSTROPHES}s))"
    rf"{LETTER}(?:(?:\.{LETTER})+{LETTER}?\.|{LETTER}*(?:{_APOSTROPHES}(?!s\b){LETTER}+)*))"
)
"""A word: letters, with apostrophes inside (Sana'a, Куп’янськ), or an abbreviation (U.S.). A possessive 's and
digits are no part of it. Its one group is the whole, so that `split` gives the words and what parts them."""

_LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "ħ": "h",
        "ə": "a",
        "ё": "е",
        "ґ": "г",
    }
    | dict.fromkeys("'’ʼʻ‘`´ʿʾʹ.", "")
)
_WORDS = {"saint": "st", "sainte": "ste", "fort": "ft", "mount": "mt"}
_CYRILLIC = re.compile(r"[а-яіїєґё]")


def fold_word(word: str) -> str:
    """One word as a key: case folded, accents off Latin letters, apostrophes and full stops out.

    Cyrillic й and ї keep their marks: they are letters of their own.
    """
    folded = word.casefold()
    if not folded.isascii():
        if _CYRILLIC.search(folded):
            folded = unicodedata.normalize("NFC", folded)
        else:
            parts = unicodedata.normalize("NFKD", folded)
            folded = "".join(part for part in parts if not unicodedata.combining(part))
        folded = folded.translate(_LETTERS)
    elif "'" in folded or "." in folded or "`" in folded:
        folded = folded.translate(_LETTERS)
    return _WORDS.get(folded, folded)


def fold_name(name: str) -> str:
    """A whole name as a key: its folded words, one space between them; empty when it has no letters."""
    return " ".join(filter(None, (fold_word(found.group()) for found in TOKEN.finditer(name))))
