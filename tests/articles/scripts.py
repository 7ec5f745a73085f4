"""News pages in many scripts (``scripts.json``), in the charsets that their parts of the web still use."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

_CODECS = {"windows-874": "cp874"}
"""What Python calls what the web calls otherwise."""


@dataclass(frozen=True)
class ScriptPage:
    """What a page says, and in what."""

    name: str
    language: str
    direction: str
    charsets: tuple[str, ...]
    """As pages name them."""
    title: str
    author: str
    shown: str
    """The date line."""
    day: str | None
    """What the date line means; None for what is not read."""
    paragraphs: tuple[str, ...]

    def body(self, charset: str, *, declared: bool = True) -> bytes:
        """The page's bytes; `declared`: with the charset in a meta element."""
        meta = f'<meta charset="{charset}">' if declared else ""
        text = "".join(f"<p>{paragraph}</p>" for paragraph in self.paragraphs)
        source = (
            f'<!doctype html><html lang="{self.language}" dir="{self.direction}"><head>{meta}'
            f'<title>{self.title}</title><meta name="author" content="{self.author}"></head>'
            f'<body><nav><a href="/">1</a></nav><h1>{self.title}</h1><div>{self.shown}</div>'
            f'<article>{text}</article><div class="comments"><p>OK</p></div></body></html>'
        )
        return source.encode(_CODECS.get(charset, charset))


PAGES = [
    ScriptPage(**{**page, "charsets": tuple(page["charsets"]), "paragraphs": tuple(page["paragraphs"])})
    for page in json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
]
