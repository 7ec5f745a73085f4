"""Small texts of feeds: titles, names, language tags. Pure and linear in time."""

from __future__ import annotations

import html
import re

TITLE_MAX_CHARACTERS = 2000
_TAG = re.compile(r"<(?:[a-zA-Z/!?][^<>]*)>")
_BLOCK_TAG = re.compile(r"</?(?:br|p|div|li|h[1-6]|tr|td)\b[^<>]*>", re.IGNORECASE)
_SCRIPT = re.compile(r"<(?:script|style)\b", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</(?:script|style)\b[^<>]*>", re.IGNORECASE)
_HUGE_REFERENCE = re.compile(r"&#[xX]?[0-9a-fA-F]{8,};?")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{1,8}){0,4}")


def one_line(text: str | None, limit: int = TITLE_MAX_CHARACTERS) -> str | None:
    """Plain text with its white space collapsed, at most `limit` characters; None when nothing is left."""
    if not text:
        return None
    line = " ".join(text[: 4 * limit].split())
    return (line if len(line) <= limit else line[:limit].rstrip()) or None


def _without_comments(markup: str) -> str:
    """By hand, because a lazy pattern takes quadratic time on comments that never end."""
    kept: list[str] = []
    at = 0
    while (start := markup.find("<!--", at)) >= 0 and (end := markup.find("-->", start + 4)) >= 0:
        kept.append(markup[at:start])
        at = end + 3
    return "".join([*kept, markup[at:]])


def _without_scripts(markup: str) -> str:
    """Scripts and style sheets with what is in them."""
    kept: list[str] = []
    at = 0
    while (start := _SCRIPT.search(markup, at)) and (end := _SCRIPT_END.search(markup, start.end())):
        kept.append(markup[at : start.start()])
        at = end.end()
    return "".join([*kept, markup[at:]])


def strip_tags(markup: str) -> str:
    """Text of an HTML fragment: comments, scripts and tags out, character references decoded.

    Only what begins like a tag is one, so that "3 < 4" stays. For short texts and for fingerprints; it does
    not know one kind of paragraph from another.
    """
    if "<" in markup:
        markup = _TAG.sub("", _BLOCK_TAG.sub(" ", _without_scripts(_without_comments(markup))))
    if "&" in markup:
        markup = html.unescape(_HUGE_REFERENCE.sub("", markup))
    return markup


def plain_title(markup: str | None) -> str | None:
    """A title that may hold HTML, as one line of plain text."""
    return one_line(strip_tags(markup[: 4 * TITLE_MAX_CHARACTERS])) if markup else None


def language_tag(text: str | None) -> str | None:
    """A BCP 47 tag from what a feed says ("en_US" is "en-US"), None when it is none."""
    tag = (text or "").strip().replace("_", "-")
    if _LANGUAGE.fullmatch(tag) is None:
        return None
    first, *rest = tag.split("-")
    return "-".join([first.lower(), *(part.upper() if len(part) == 2 else part for part in rest)])
