"""Names of months in the languages that make news, as the CLDR has them (by babel)."""

from __future__ import annotations

from functools import cache

from babel.dates import get_month_names

_LANGUAGES = (
    "en", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "sk", "hu", "ro", "sv", "da", "nb", "fi", "et", "lv", "lt",
    "tr", "el", "ru", "uk", "bg", "sr", "hr", "sl", "id", "vi", "he", "ar", "fa", "hi",
)  # fmt: skip


def month_number(name: str) -> int | None:
    """1 to 12, or None for a word that is no month, or another month elsewhere (listopad)."""
    folded = name.casefold()
    return _english().get(folded) or _all().get(folded)


@cache
def _english() -> dict[str, int]:
    return {"sept": 9} | _names("en")


@cache
def _all() -> dict[str, int]:
    """Read only where an English name does not do: it takes a fifth of a second."""
    numbers: dict[str, set[int]] = {}
    for language in _LANGUAGES:
        for name, number in _names(language).items():
            numbers.setdefault(name, set()).add(number)
    return {name: found.pop() for name, found in numbers.items() if len(found) == 1}


def _names(language: str) -> dict[str, int]:
    return {
        name.casefold().rstrip("."): number
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
        for number, name in get_month_names(width, context, language).items()
        if len(name.rstrip(".")) > 2
    }
