"""The language of a text: what the page declares, checked against the text itself."""

from __future__ import annotations

import functools
import re

from py3langid.langid import MODEL_FILE, LanguageIdentifier

_TAG = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?(?:[-_.@].*)?", re.IGNORECASE)
_SAMPLE_CHARS = 500
_CERTAIN = 0.9
_CHARS_TO_OVERRULE = 100
_CHARS_TO_DETECT = 20
_RETIRED = {"iw": "he", "in": "id", "ji": "yi"}


def language_of(text: str, declared: str | None) -> str | None:
    """BCP 47 tag of a text, or None where neither page nor text tells.

    `declared` is the page's own tag. It stands, with its script and region, unless the text is long enough
    and surely in another language: templates declare English for everything.
    """
    tag = language_tag(declared)
    if len(text) < _CHARS_TO_DETECT:
        return tag
    detected, certainty = _detected(text[:_SAMPLE_CHARS])
    if tag is None:
        return detected if certainty >= 0.5 else None
    if tag.split("-")[0] != detected and certainty >= _CERTAIN and len(text) >= _CHARS_TO_OVERRULE:
        return detected
    return tag


def language_tag(declared: str | None) -> str | None:
    """A page's tag in the form of BCP 47 ("en_us" is "en-US"); None where it is none."""
    match = _TAG.fullmatch((declared or "").strip())
    if match is None:
        return None
    language, script, region = match.groups()
    language = _RETIRED.get(language.lower(), language.lower())
    return "-".join(filter(None, (language, script and script.title(), region and region.upper())))


def _detected(sample: str) -> tuple[str, float]:
    """The most likely language of a text and how likely it is, 0 to 1."""
    language, certainty = _identifier().classify(sample)
    return str(language), float(certainty)


@functools.cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
