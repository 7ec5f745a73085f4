"""Whether an outlet says that it takes an article back. Pure; phrases are those of notices, not of reports about them.

A notice speaks of "this article", begins a paragraph, and stands at the head of a text or at its end; or the headline
itself begins with it. So a report that quotes another paper's retraction is none.
"""

from __future__ import annotations

import re

RETRACTED = "retracted"
"""The outlet no longer stands by what was said."""
REMOVED = "removed"
"""It is not there any more; why is not said."""
_AT_HEAD = 3
_AT_END = 2
_NOTICE_CHARS = 400
_LEAD_IN = r"^\W*(?:(?:editor'?s?['’]?s? note|note|notice|correction|update|clarification|editorial note)\W+)?"
_THING = r"(?:article|story|report|post|piece|item|page|content)"
_RETRACTED_TITLE = re.compile(
    r"^\W*(?:retracted|retraction|withdrawn|article (?:retracted|withdrawn)|отозвано|відкликано|zurückgezogen"
    r"|rétracté|retractado|ritirato)\s*[:\-–—|]",
    re.IGNORECASE,
)
_PHRASES = (
    (RETRACTED, rf"th(?:is|e) {_THING} (?:has been|was|is|is being) (?:fully )?(?:retracted|withdrawn)\b"),
    (RETRACTED, rf"(?:we|the editors|[\w ]{{1,40}}) (?:have|has) (?:retracted|withdrawn) this {_THING}\b"),
    (RETRACTED, r"(?:dieser|der) (?:artikel|beitrag|bericht) wurde (?:von der redaktion )?zurückgezogen"),
    (RETRACTED, r"cet article a été (?:retiré|rétracté)"),
    (RETRACTED, r"este (?:artículo|artigo) (?:ha sido|foi) (?:retirado|retractado|retratado)"),
    (RETRACTED, r"(?:эта )?(?:статья|публикация|новость) (?:была )?(?:отозвана|снята с публикации)"),
    (RETRACTED, r"(?:ця )?(?:стаття|публікація|новина) (?:була )?(?:відкликана|знята з публікації)"),
    (REMOVED, rf"th(?:is|e) {_THING} (?:has been|was|is) (?:removed|deleted|taken down|unpublished)\b"),
    (REMOVED, rf"(?:we|the editors|[\w ]{{1,40}}) (?:have|has) (?:removed|deleted|taken down) this {_THING}\b"),
    (REMOVED, r"(?:dieser|der) (?:artikel|beitrag|bericht) wurde (?:gelöscht|entfernt)"),
    (REMOVED, r"cet article a été supprimé"),
    (REMOVED, r"este (?:artículo|artigo) (?:ha sido|foi) (?:eliminado|removido|excluído)"),
    (REMOVED, r"(?:эта )?(?:статья|публикация|новость|запись) (?:была )?удалена"),
    (REMOVED, r"(?:ця )?(?:стаття|публікація|новина) (?:була )?видалена"),
)
_NOTICES = tuple((said, re.compile(f"{_LEAD_IN}(?:{phrase})", re.IGNORECASE)) for said, phrase in _PHRASES)
_ANYWHERE = tuple((said, re.compile(rf"\b(?:{phrase})", re.IGNORECASE)) for said, phrase in _PHRASES)


def withdrawal(title: str, text: str) -> str | None:
    """`RETRACTED` or `REMOVED` where title or text says so of itself; else None. `text`: one line a paragraph."""
    if _RETRACTED_TITLE.search(title):
        return RETRACTED
    lines = text.split("\n")
    for line in (title, *lines[:_AT_HEAD], *lines[_AT_HEAD:][-_AT_END:]):
        for said, notice in _NOTICES:
            if notice.search(line[:_NOTICE_CHARS]):
                return said
    return None


def notice_on(shown: str) -> str | None:
    """As `withdrawal`, for a page that shows hardly anything but a notice: its menu may stand before it."""
    return next((said for said, notice in _ANYWHERE if notice.search(shown)), None)
