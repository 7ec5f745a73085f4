"""Bytes of a page to text, by the HTML standard's order: byte order mark, header, meta element, detection.

Labels are the Encoding Standard's (https://encoding.spec.whatwg.org/#names-and-labels), where "latin1"
means windows-1252. Only the encodings listed here are ever used, whatever a page names: Python's codec
registry also knows some that are no charsets or decode in more than linear time.
"""

from __future__ import annotations

import codecs
import re

from turbohtml.detect import detect

_PRESCAN_BYTES = 4096
"""How far a meta element is looked for; the standard says 1,024, real pages put it further down."""
_SAMPLE_BYTES = 16_384
_ASCII = bytes(range(128))

_HEADER_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_META_CHARSET = re.compile(rb"""<meta[^>]{0,500}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)["']""")

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

_ENCODINGS: dict[str, str] = {
    "utf-8": "utf-8 utf8 unicode-1-1-utf-8 x-unicode20utf8",
    "cp866": "866 cp866 csibm866 ibm866",
    "iso8859-2": "iso-8859-2 iso8859-2 iso_8859-2 l2 latin2",
    "iso8859-3": "iso-8859-3 iso8859-3 iso_8859-3 l3 latin3",
    "iso8859-4": "iso-8859-4 iso8859-4 iso_8859-4 l4 latin4",
    "iso8859-5": "iso-8859-5 iso8859-5 iso_8859-5 cyrillic",
    "iso8859-6": "iso-8859-6 iso8859-6 iso_8859-6 arabic asmo-708 ecma-114",
    "iso8859-7": "iso-8859-7 iso8859-7 iso_8859-7 greek greek8 elot_928 ecma-118",
    "iso8859-8": "iso-8859-8 iso8859-8 iso_8859-8 iso-8859-8-i iso-8859-8-e hebrew logical visual",
    "iso8859-10": "iso-8859-10 iso8859-10 l6 latin6",
    "iso8859-13": "iso-8859-13 iso8859-13",
    "iso8859-14": "iso-8859-14 iso8859-14",
    "iso8859-15": "iso-8859-15 iso8859-15 iso_8859-15 l9",
    "iso8859-16": "iso-8859-16",
    "koi8-r": "koi koi8 koi8-r koi8_r cskoi8r",
    "koi8-u": "koi8-u koi8-ru",
    "mac-roman": "macintosh mac csmacintosh x-mac-roman",
    "mac-cyrillic": "x-mac-cyrillic x-mac-ukrainian",
    "cp874": "dos-874 iso-8859-11 iso8859-11 tis-620 windows-874",
    "cp1250": "cp1250 windows-1250 x-cp1250",
    "cp1251": "cp1251 windows-1251 x-cp1251",
    "cp1252": "ansi_x3.4-1968 ascii us-ascii cp1252 cp819 ibm819 iso-8859-1 iso8859-1 iso_8859-1 l1 latin1 "
    "windows-1252 x-cp1252",
    "cp1253": "cp1253 windows-1253 x-cp1253",
    "cp1254": "cp1254 windows-1254 x-cp1254 iso-8859-9 iso8859-9 iso_8859-9 l5 latin5",
    "cp1255": "cp1255 windows-1255 x-cp1255",
    "cp1256": "cp1256 windows-1256 x-cp1256",
    "cp1257": "cp1257 windows-1257 x-cp1257",
    "cp1258": "cp1258 windows-1258 x-cp1258",
    "gb18030": "gb18030 gbk gb2312 gb_2312-80 chinese csgb2312 x-gbk",
    "big5hkscs": "big5 big5-hkscs cn-big5 csbig5 x-x-big5",
    "euc_jp": "euc-jp x-euc-jp cseucpkdfmtjapanese",
    "iso2022_jp": "iso-2022-jp csiso2022jp",
    "cp932": "shift_jis shift-jis sjis ms_kanji windows-31j x-sjis csshiftjis ms932",
    "cp949": "euc-kr cseuckr korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949",
    "utf-16-le": "utf-16 utf-16le ucs-2 unicode csunicode",
    "utf-16-be": "utf-16be unicodefffe",
}
_BY_LABEL = {label: codec for codec, labels in _ENCODINGS.items() for label in labels.split()}


def decode(body: bytes, content_type: str | None = None) -> str:
    """The page as text; what can't be decoded is U+FFFD. `content_type` is the header's value.

    One departure from the standard: a body that is valid UTF-8 with characters beyond ASCII is UTF-8,
    whatever it says it is. Legacy text of any length is hardly ever valid UTF-8 by chance, while servers
    that call UTF-8 "iso-8859-1" are common.
    """
    for mark, codec in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace")
    declared = _declared(body, content_type)
    if declared not in ("utf-16-le", "utf-16-be") or b"\x00" not in body[:_PRESCAN_BYTES]:
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            if declared in (None, "utf-8") or not text.isascii():
                return text
    if declared is None:
        declared = _detected(body)
    return body.decode(declared, "replace")


def _declared(body: bytes, content_type: str | None) -> str | None:
    """The codec that the header names, else the page itself."""
    if content_type and (match := _HEADER_CHARSET.search(content_type)) is not None:
        codec = _BY_LABEL.get(match[1].lower())
        if codec is not None:
            return codec
    head = body[:_PRESCAN_BYTES]
    for pattern in (_META_CHARSET, _XML_CHARSET):
        if (found := pattern.search(head)) is not None:
            codec = _BY_LABEL.get(found[1].decode("ascii", "replace").lower())
            # A page in which an ASCII meta element could be read is not UTF-16, whatever it says.
            if codec is not None:
                return "utf-8" if codec.startswith("utf-16") else codec
    return None


def _detected(body: bytes) -> str:
    """The most likely codec of a page that does not name one; windows-1252, the standard's fallback, where
    nothing else is likely. Looks at the part with the most bytes beyond ASCII: markup says nothing."""
    starts = range(0, max(1, len(body)), _SAMPLE_BYTES)
    chunks = [body[start : start + _SAMPLE_BYTES] for start in starts[:64]]
    sample = max(chunks, key=lambda chunk: len(chunk.translate(None, _ASCII)))
    match = detect(sample)
    return _BY_LABEL.get((match.encoding or "").lower(), "cp1252")
