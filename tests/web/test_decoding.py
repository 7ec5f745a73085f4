"""Content codings: what is decoded, what is refused, and that a bomb stays small."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

import brotli  # type: ignore[import-untyped] # the package ships no types
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.web import Client, FetchCode, FetchError
from dateline.web.decoding import decoder
from tests.web.origin import Origin, response

BOMB = bytes(20_000_000)


def raw_deflate(data: bytes) -> bytes:
    """DEFLATE without the zlib wrapper, as some servers send for "deflate"."""
    compressor = zlib.compressobj(wbits=-15)
    return compressor.compress(data) + compressor.flush()


def zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(data)


Coding = tuple[str, Callable[[bytes], bytes]]
CODINGS: list[Coding] = [
    ("gzip", gzip.compress),
    ("x-gzip", gzip.compress),
    ("deflate", zlib.compress),
    ("deflate", raw_deflate),
    ("br", brotli.compress),
    ("zstd", zstd),
    ("zstd, gzip", lambda data: gzip.compress(zstd(data))),
    ("identity", bytes),
    ("", bytes),
    ("utf-8", bytes),
]
every_coding = pytest.mark.parametrize("coding", CODINGS, ids=[name or "none" for name, _ in CODINGS])
compressing = pytest.mark.parametrize("coding", CODINGS[:7], ids=[name for name, _ in CODINGS[:7]])


def decoded(name: str, *chunks: bytes) -> bytes:
    decode = decoder([name])
    pieces = [piece for chunk in chunks for piece in decode.feed(chunk)]
    decode.finish()
    return b"".join(pieces)


@every_coding
async def test_a_coded_body_comes_decoded(client: Client, origin: Origin, coding: Coding) -> None:
    name, encode = coding
    origin.answers["/"] = response(encode(b"news of the day " * 5000), encoding=name)
    assert (await client.get(origin.url())).body == b"news of the day " * 5000


@every_coding
@settings(max_examples=30, deadline=None)
@given(data=st.binary(max_size=3000), size=st.integers(1, 400))
def test_where_the_network_cuts_a_body_does_not_matter(coding: Coding, data: bytes, size: int) -> None:
    name, encode = coding
    whole = encode(b"<p>" + data)
    assert decoded(name, *(whole[at : at + size] for at in range(0, len(whole), size))) == b"<p>" + data


@compressing
async def test_a_bomb_is_given_up_at_the_limit(client: Client, origin: Origin, coding: Coding) -> None:
    name, encode = coding
    origin.answers["/"] = response(encode(BOMB), encoding=name)
    with pytest.raises(FetchError) as caught:
        await client.get(origin.url())
    assert caught.value.code == FetchCode.TOO_LARGE


@compressing
def test_no_step_of_a_bomb_is_larger_than_a_few_mebibytes(coding: Coding) -> None:
    name, encode = coding
    pieces = decoder([name]).feed(encode(BOMB))
    assert max(len(piece) for piece in pieces) <= 5 * 1024 * 1024


@compressing
def test_a_body_that_is_cut_short_is_broken(coding: Coding) -> None:
    name, encode = coding
    whole = encode(bytes(range(256)) * 40)
    with pytest.raises(FetchError) as caught:
        decoded(name, whole[: len(whole) // 2])
    assert caught.value.code == FetchCode.BAD_ENCODING


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("gzip", b"\x1f\x8b" + b"garbage" * 20),
        ("br", b"garbage" * 20),
        ("zstd", b"garbage" * 20),
        ("deflate", b"\xff" * 50),
        ("compress", b"anything"),
        ("gzip, gzip, gzip", b"anything"),
    ],
)
def test_a_broken_or_unknown_coding_is_told(name: str, body: bytes) -> None:
    with pytest.raises(FetchError) as caught:
        decoded(name, body)
    assert caught.value.code == FetchCode.BAD_ENCODING


def test_a_body_that_is_not_gzip_at_all_is_taken_as_it_is() -> None:
    assert decoded("gzip", b"<r", b"ss/>") == b"<rss/>"


@pytest.mark.parametrize("name", [name for name, _ in CODINGS])
def test_an_empty_body_is_empty_in_every_coding(name: str) -> None:
    assert decoded(name) == b""


def test_gzip_members_follow_one_another() -> None:
    assert decoded("gzip", gzip.compress(b"one ") + gzip.compress(b"two") + b"\0\0padding") == b"one two"


def test_zstd_frames_follow_one_another() -> None:
    assert decoded("zstd", zstd(b"one ") + zstd(b"two")) == b"one two"


@pytest.mark.parametrize(("name", "encode"), [("gzip", gzip.compress), ("zstd", zstd)])
def test_a_body_of_countless_parts_is_broken(name: str, encode: Callable[[bytes], bytes]) -> None:
    with pytest.raises(FetchError) as caught:
        decoded(name, encode(b"") * 5000)
    assert caught.value.code == FetchCode.BAD_ENCODING
