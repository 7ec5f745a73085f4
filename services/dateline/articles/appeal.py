"""The court of appeal: trafilatura's text of a page, within a deadline.

The only place that knows trafilatura and its parser (libxml2). Whether to ask it is decided in
``confidence.py``, what becomes of its answer in ``cascade.py``.
"""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import trafilatura
from lxml.etree import ParserError
from lxml.html import HTMLParser, document_fromstring

DEADLINE_S = 1.0
"""Longer than all but one in a thousand real pages take, and short enough not to hold up those behind."""

_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]+")
_DOCTYPE = re.compile(r"<!doctype[^<>]{0,1000}>", re.IGNORECASE)
"""Left out before parsing: some old ones make the parser drop the html element's attributes."""


class Overdue(Exception):
    """The deadline has passed."""


class _Alarm(BaseException):
    """Raised by the clock; no Exception, so that no library takes it for a failure of its own."""


def trafilatura_text(source: str, *, url: str, deadline_s: float = DEADLINE_S) -> str:
    """The article's text, comments off, one line a paragraph; empty where trafilatura finds none.

    Raises Overdue after `deadline_s` seconds. The deadline is an alarm of the process, so it is kept where
    pages are extracted, in the main thread of a worker; elsewhere Overdue is raised at once.
    """
    if threading.current_thread() is not threading.main_thread():
        raise Overdue
    # Deeper than the parser's usual limit of 256: templates nest, and what lies below a limit is lost.
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False)
    cleaned = _DOCTYPE.sub("", _CONTROLS.sub("", source), count=1).encode("utf-8", "replace")
    with _deadline(deadline_s):
        try:
            tree = document_fromstring(cleaned, parser=parser, ensure_head_body=True)
        except ParserError:  # nothing but white space and comments
            return ""
        return str(trafilatura.extract(tree, url=url, include_comments=False) or "")


@contextmanager
def _deadline(seconds: float) -> Iterator[None]:
    """Raises Overdue in the body once `seconds` of time have passed."""

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise _Alarm

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    except _Alarm as alarm:
        raise Overdue from alarm
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
