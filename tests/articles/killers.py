"""Pages that have killed parsers and extractors, by what they do; each with an article in it where there may be one."""

from __future__ import annotations

from tests.articles.pages import PARAGRAPHS, TEXT, page

ARTICLE = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def _bare(markup: str) -> bytes:
    return f"<html><body>{markup}".encode()


REFUSED: dict[str, tuple[bytes, str]] = {
    "100,000 paragraphs": (_bare("<p>x" * 100_000), "page-too-complex"),
    "200,000 line breaks": (_bare("<br>" * 200_000), "page-too-complex"),
    "100,000 nested elements": (_bare("<div>" * 100_000 + ARTICLE), "page-too-complex"),
    "50,000 attributes": (
        _bare("<div " + " ".join(f"a{n}=1" for n in range(50_000)) + ">" + ARTICLE),
        "page-too-complex",
    ),
    "20,000 open fonts": (
        _bare("".join(f"<font color={n}><p>" for n in range(20_000)) + ARTICLE),
        "page-too-complex",
    ),
    "11 million characters": (_bare("x" * 11_000_000), "page-too-large"),
    "60,000 brackets": (b"<" * 60_000 + b"<p>", "page-too-complex"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4_000, "not-html"),
    "a compressed file": (b"\x1f\x8b\x08\x00" + b"\x5a\xa5\xc3" * 100_000, "not-html"),
}
"""Bytes, and the reason for which they are refused."""

READ: dict[str, bytes] = {
    "an article 300 deep": page(body="<div>" * 300 + ARTICLE),
    "an article 1,500 deep": page(body="<div>" * 1_500 + ARTICLE),
    "4,000 unclosed b and i": _bare("<b><i>" * 4_000 + ARTICLE),
    "a column span of 9007199254740991": page(
        body=f"<table><tr><td colspan=9007199254740991 rowspan=65534>a</td></tr></table>{ARTICLE}"
    ),
    "an inline script of 840 KB": page(body=f"<script>{'if (a<b) { x = `<p>`; } ' * 35_000}</script>{ARTICLE}"),
    "NUL bytes": page(body=ARTICLE).replace(b"<p>", b"\x00<p>\x00").replace(b" ", b" \x00"),
    "Cyrillic that calls itself UTF-16": page(body=ARTICLE, head='<meta charset="utf-16">'),
    "UTF-8 that calls itself Shift_JIS": page(body=ARTICLE + "<p>– déjà vu –</p>", head='<meta charset="shift_jis">'),
    "a charset that is none": page(body=ARTICLE, head='<meta charset="zlib_codec">'),
    "bytes that are no text in an article": page(body=ARTICLE).replace(b"</h1>", b"</h1>\xff\xfe\x80\x81"),
}
"""Pages whose article is read all the same."""

NEIGHBOUR, NEIGHBOURS_TEXT = page(), TEXT
