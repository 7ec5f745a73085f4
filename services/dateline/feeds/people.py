"""Tells the name from the e-mail address in an author's text. Pure and linear in time."""

from __future__ import annotations

import re

_EMAIL = re.compile(
    r"[a-zA-Z0-9_.+-]+@(?:\[[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.|(?:[a-zA-Z0-9-]+\.)+)"
    r"(?:[a-zA-Z]{2,4}|[0-9]{1,3})\]?(?:\?subject=\S+)?"
)
_EXAMINED_CHARACTERS = 600
"""A longer text is no name and address, and an address is looked for in quadratic time."""


def name_and_email(text: str) -> tuple[str | None, str | None]:
    """(name, address) of "ana@river.example (Ana Reyes)", "Ana Reyes <ana@river.example>" and the like."""
    if "@" not in text or (found := _EMAIL.search(text[:_EXAMINED_CHARACTERS])) is None:
        return text, None
    email = found[0]
    name = text.replace(email, "").replace("()", "").replace("<>", "").replace("&lt;&gt;", "").strip()
    return name.removeprefix("(").removesuffix(")").strip() or None, email
