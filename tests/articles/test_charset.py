"""Bytes to text by the HTML standard's order."""

from __future__ import annotations

import pytest

from dateline.articles.charset import decode

UKRAINIAN = "Порт на річці атаковано безпілотниками, повідомила обласна адміністрація у вівторок вранці. " * 4


def test_a_byte_order_mark_wins_over_everything() -> None:
    assert decode("\ufeffпорт".encode("utf-16-le"), "text/html; charset=koi8-r") == "порт"


def test_the_header_wins_over_the_page() -> None:
    body = b'<meta charset="windows-1252">' + UKRAINIAN.encode("koi8-u")
    assert UKRAINIAN in decode(body, "text/html; charset=KOI8-U")


@pytest.mark.parametrize(
    "declaration",
    [
        b'<meta charset="windows-1251">',
        b"<META http-equiv='Content-Type' content='text/html; charset=windows-1251'>",
        b'<?xml version="1.0" encoding="cp1251"?>',
    ],
)
def test_the_page_names_its_charset(declaration: bytes) -> None:
    assert UKRAINIAN in decode(declaration + UKRAINIAN.encode("cp1251"))


def test_latin1_means_windows_1252() -> None:
    assert decode(b"<p>\x93quoted\x94</p>", "text/html; charset=iso-8859-1") == "<p>“quoted”</p>"


def test_utf8_that_is_called_something_else_is_utf8() -> None:
    assert decode("déjà vu".encode(), "text/html; charset=iso-8859-1") == "déjà vu"


def test_a_page_that_names_no_charset_is_recognised() -> None:
    body = f"<html><body><p>{UKRAINIAN * 3}</p></body></html>".encode("cp1251")
    assert UKRAINIAN in decode(body)


@pytest.mark.parametrize("label", ["rot13", "zlib", "unicode_escape", "idna", "utf-7", "no-such-charset"])
def test_a_label_that_is_no_charset_of_the_web_is_ignored(label: str) -> None:
    assert decode("порт".encode(), f"text/html; charset={label}") == "порт"


def test_broken_bytes_are_replaced_and_the_rest_stays() -> None:
    assert decode(b"abc\xff\xfedef" + "порт".encode() * 3, "text/html; charset=utf-8").startswith("abc\ufffd\ufffddef")


def test_an_ascii_page_that_calls_itself_utf16_is_read() -> None:
    assert "port" in decode(b'<meta charset="utf-16"><p>port</p>')


def test_japanese_in_seven_bits_is_decoded_as_declared() -> None:
    assert "港" in decode("港".encode("iso2022_jp"), "text/html; charset=iso-2022-jp")
