"""Which entries of a feed its watcher wants: by language, domain and pattern. Pure; what is matched is untrusted.

Patterns are RE2's (github.com/google/re2/wiki/Syntax), which take time linear in the text, whatever the
pattern: whoever may write to the watch list must not be able to stop a poller with one.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from enum import StrEnum
from typing import Protocol, cast
from urllib.parse import urlsplit

from dateline.errors import BadInput
from dateline.feeds.model import ParsedEntry
from dateline.feeds.text import one_line, strip_tags
from dateline.messages import EntryMatch, Feed

_TEXT_MAX_CHARACTERS = 20_000
_PROGRAM_MAX_BYTES = 1 << 20

LanguageOf = Callable[[str], str | None]
"""The BCP 47 tag of a text; None where it cannot be told."""


class Filtered(StrEnum):
    """Why an entry is not wanted: a metric's label."""

    LANGUAGE = "language"
    DOMAIN = "domain"
    PATTERN = "pattern"


class _Pattern(Protocol):
    def search(self, text: bytes) -> object | None: ...


@functools.lru_cache(maxsize=1024)
def _compiled(pattern: str) -> _Pattern:
    import re2  # only here: few feeds have patterns

    options = re2.Options()
    options.case_sensitive = False
    options.max_mem = _PROGRAM_MAX_BYTES
    options.log_errors = False
    try:
        return cast("_Pattern", re2.compile(pattern.encode(), options))
    except (re2.error, UnicodeEncodeError) as error:
        said = error.args[0] if error.args else error
        reason = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        raise BadInput("bad-pattern", f"{pattern[:200]!r}: {reason}") from error


def check_filters(feed: Feed) -> None:
    """Raises BadInput("bad-pattern") where one of the feed's patterns is none."""
    for match in (feed.only, feed.without):
        if match is not None and match.pattern is not None:
            _compiled(match.pattern)


def searched(entry: ParsedEntry) -> str:
    """What a pattern is looked for in: link, title, tags and the text's beginning, a line each."""
    body = entry.content_html or entry.summary_html or ""
    text = one_line(strip_tags(body[: 4 * _TEXT_MAX_CHARACTERS]), _TEXT_MAX_CHARACTERS)
    return "\n".join(filter(None, (entry.link, entry.title, ", ".join(entry.tags), text)))


def told_language(entry: ParsedEntry, language_of: LanguageOf) -> str | None:
    """The primary language of title and text; None where it cannot be told."""
    body = entry.content_html or entry.summary_html or ""
    tag = language_of(f"{entry.title or ''} {one_line(strip_tags(body[:4000])) or ''}".strip())
    return None if tag is None else tag.split("-")[0].lower()


def _in_domains(entry: ParsedEntry, domains: list[str]) -> bool:
    try:
        host = (urlsplit(entry.link or "").hostname or "").rstrip(".")
    except ValueError:
        return False
    names = [domain.lower().strip(".") for domain in domains]
    return any(host == name or host.endswith(f".{name}") for name in names)


def _in_languages(told: str | None, languages: list[str]) -> bool:
    return told in [language.split("-")[0].lower() for language in languages]


def _found(entry: ParsedEntry, pattern: str) -> bool:
    return _compiled(pattern).search(searched(entry).encode("utf-8", "replace")) is not None


def filtered(entry: ParsedEntry, feed: Feed, language_of: LanguageOf) -> Filtered | None:
    """Why the feed's watcher does not want the entry; None where it is wanted.

    `feed.only` wants all that it says to hold, `feed.without` that nothing does. A language that cannot be
    told counts against nothing. Raises BadInput("bad-pattern").
    """
    only, without = feed.only or EntryMatch(), feed.without or EntryMatch()
    told = told_language(entry, language_of) if only.languages or without.languages else None
    if told is not None and (
        (only.languages and not _in_languages(told, only.languages)) or _in_languages(told, without.languages)
    ):
        return Filtered.LANGUAGE
    if (only.domains and not _in_domains(entry, only.domains)) or _in_domains(entry, without.domains):
        return Filtered.DOMAIN
    if (only.pattern and not _found(entry, only.pattern)) or (without.pattern and _found(entry, without.pattern)):
        return Filtered.PATTERN
    return None
