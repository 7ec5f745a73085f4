"""The language of a text: what the page declares, checked against the text itself."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from py3langid.langid import MODEL_FILE, LanguageIdentifier
from turbohtml.detect import detect_language

_TAG = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?(?:[-_.@].*)?", re.IGNORECASE)
_SAMPLE_CHARS = 500
_CERTAIN = 0.9
_CHARS_TO_OVERRULE = 100
_CHARS_TO_DETECT = 20
_PAIRS = """
    afr:af ara:ar aze:az bel:be ben:bn bul:bg cat:ca ces:cs cmn:zh dan:da deu:de ell:el eng:en est:et fin:fi fra:fr
    guj:gu heb:he hin:hi hrv:hr hun:hu hye:hy ind:id ita:it jpn:ja kan:kn kat:ka kor:ko lat:la lav:lv lit:lt
    mal:ml mar:mr mkd:mk mya:my nep:ne nld:nl nob:no ori:or pan:pa pes:fa pol:pl por:pt ron:ro rus:ru slk:sk
    slv:sl spa:es srp:sr swe:sv tam:ta tel:te tha:th tur:tr ukr:uk urd:ur uzb:uz vie:vi
    """
_TWO_LETTERS = dict(pair.split(":") for pair in _PAIRS.split())
"""ISO 639-3 to 639-1, for the languages that have both and make news."""
_RETIRED = {"iw": "he", "in": "id", "ji": "yi"}


class Language(NamedTuple):
    """The language of a text, and how sure that is."""

    tag: str | None
    """BCP 47; None where neither page nor text tells."""
    confidence: float | None
    """0 to 1, by the text; None where there is too little of it to check what the page declares."""


def language_of(text: str, declared: str | None) -> str | None:
    """BCP 47 tag of a text, or None: `told_language` without its confidence."""
    return told_language(text, declared).tag


def told_language(text: str, declared: str | None) -> Language:
    """The language of a text.

    `declared` is the page's own tag. It stands, with its script and region, unless the text is long enough
    and surely in another language: templates declare English for everything.
    """
    tag = language_tag(declared)
    if len(text) < _CHARS_TO_DETECT:
        return Language(tag, None)
    sample = text[:_SAMPLE_CHARS]
    own = None if tag is None else tag.split("-")[0]
    if own is not None and (confirmed := _confirmed(sample, own)) is not None:
        return Language(tag, confirmed)
    detected, certainty = _detected(sample)
    if own is None:
        return Language(detected, certainty) if certainty >= 0.5 else Language(None, None)
    if own == detected:
        return Language(tag, certainty)
    if certainty >= _CERTAIN and len(text) >= _CHARS_TO_OVERRULE:
        return Language(detected, certainty)
    return Language(tag, round(1.0 - certainty, 3))


def language_tag(declared: str | None) -> str | None:
    """A page's tag in the form of BCP 47 ("en_us" is "en-US"); None where it is none."""
    match = _TAG.fullmatch((declared or "").strip())
    if match is None:
        return None
    language, script, region = match.groups()
    language = _RETIRED.get(language.lower(), language.lower())
    return "-".join(filter(None, (language, script and script.title(), region and region.upper())))


def _confirmed(sample: str, language: str) -> float | None:
    """How sure the faster of two detectors is of the declared language; None where it finds another, and the
    slower one is asked."""
    match = detect_language(sample)
    if match is None or match.language is None or _TWO_LETTERS.get(match.language, match.language) != language:
        return None
    return round(match.confidence, 3)


def _detected(sample: str) -> tuple[str, float]:
    """The most likely language of a text and how likely it is, 0 to 1."""
    language, certainty = _identifier().classify(sample)
    return str(language), round(float(certainty), 3)


@functools.cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
