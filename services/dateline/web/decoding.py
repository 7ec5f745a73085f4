"""Undoes Content-Encoding in steps of bounded size, so that a small bomb can never fill the memory.

Each `feed` yields pieces of at most a few MiB; whoever reads them counts, and stops at the limit. The body
of a broken or cut stream raises FetchError("bad-encoding"). Nothing here reads from a network.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Protocol

import brotli  # type: ignore[import-untyped] # the package ships no types
import zstandard

from dateline.web.errors import FetchCode, FetchError

STEP_BYTES = 256 * 1024
"""Output of one step of gzip, deflate and brotli."""
_ZSTD_SLICE_BYTES = 128
"""Input of one zstd step: its blocks swell to 128 KiB from 4 bytes at most, so a step stays under 4 MiB."""
_ZSTD_WINDOW_MAX_BYTES = 8 * 1024 * 1024  # RFC 9659: the window of the "zstd" content coding
_MEMBERS_MAX = 1000
_CODINGS_MAX = 2
_PLAIN = frozenset({"", "identity", "none", "utf-8", "utf8", "binary"})
"""Not codings, but sent for an uncoded body by servers in the wild."""


class Decoder(Protocol):
    """One coding."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Decoded pieces of `data`."""

    def finish(self) -> None:
        """The body ended here. Raises FetchError when the coded stream has not."""


def _broken(coding: str, why: object) -> FetchError:
    return FetchError(FetchCode.BAD_ENCODING, f"the {coding} body is broken: {why}")


class _Plain:
    def feed(self, data: bytes) -> Iterator[bytes]:
        yield data

    def finish(self) -> None:
        return


class _Zlib:
    """gzip (several members are allowed, RFC 1952) and deflate (with or without its zlib wrapper)."""

    def __init__(self, coding: str) -> None:
        self._coding = coding
        self._start = b""
        self._inner: zlib._Decompress | None = None  # typeshed's name for what decompressobj returns
        self._plain = False
        self._ended = False
        self._members = 0

    def _window_bits(self, start: bytes) -> int | None:
        """How the stream is wrapped, from its first two bytes; None: not at all, a server's mislabelling."""
        if self._coding == "gzip":
            return 31 if start[:2] == b"\x1f\x8b" else None
        wrapped = start[0] & 0x0F == 8 and int.from_bytes(start[:2], "big") % 31 == 0
        return 15 if wrapped else -15

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self._plain:
            yield data
            return
        if self._inner is None and not self._ended:
            self._start += data
            if len(self._start) < 2:
                return
            data, self._start = self._start, b""
            bits = self._window_bits(data)
            if bits is None:
                self._plain = True
                yield data
                return
            self._inner = zlib.decompressobj(bits)
        yield from self._inflate(data)

    def _inflate(self, data: bytes) -> Iterator[bytes]:
        while data and self._inner is not None:
            try:
                piece = self._inner.decompress(data, STEP_BYTES)
            except zlib.error as error:
                raise _broken(self._coding, error) from error
            if piece:
                yield piece
            data = self._inner.unconsumed_tail
            if self._inner.eof:
                data = self._next_member(self._inner.unused_data)

    def _next_member(self, rest: bytes) -> bytes:
        """After the end of a member: what is left for the next one; anything else behind it is padding."""
        self._ended, self._inner, self._members = True, None, self._members + 1
        if self._coding != "gzip" or rest[:2] != b"\x1f\x8b":
            return b""
        if self._members >= _MEMBERS_MAX:
            raise _broken("gzip", f"more than {_MEMBERS_MAX} members")
        self._ended, self._inner = False, zlib.decompressobj(31)
        return rest

    def finish(self) -> None:
        if self._start and not self._plain:
            raise _broken(self._coding, "it ends in its header")
        if self._inner is not None and not self._inner.eof:
            raise _broken(self._coding, "it is cut short")


class _Brotli:
    def __init__(self) -> None:
        self._inner = brotli.Decompressor()
        self._any = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        self._any = self._any or bool(data)
        while not self._inner.is_finished():
            try:
                piece = self._inner.process(data, output_buffer_limit=STEP_BYTES)
            except brotli.error as error:
                raise _broken("br", error) from error
            data = b""
            if piece:
                yield piece
            if self._inner.can_accept_more_data():
                return

    def finish(self) -> None:
        if self._any and not self._inner.is_finished():
            raise _broken("br", "it is cut short")


class _Zstd:
    def __init__(self) -> None:
        self._decompressor = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW_MAX_BYTES)
        self._inner = self._decompressor.decompressobj()
        self._frames = 1
        self._in_frame = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        for at in range(0, len(data), _ZSTD_SLICE_BYTES):
            yield from self._frames_of(data[at : at + _ZSTD_SLICE_BYTES])

    def _frames_of(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._inner.eof:  # a frame ended and more follows: the next one (RFC 8878, section 3)
                if self._frames >= _MEMBERS_MAX:
                    raise _broken("zstd", f"more than {_MEMBERS_MAX} frames")
                self._frames += 1
                self._inner = self._decompressor.decompressobj()
            try:
                piece = self._inner.decompress(data)
            except zstandard.ZstdError as error:
                raise _broken("zstd", error) from error
            self._in_frame = not self._inner.eof
            data = self._inner.unused_data if self._inner.eof else b""
            if piece:
                yield piece

    def finish(self) -> None:
        if self._in_frame:
            raise _broken("zstd", "it is cut short")


class _Stacked:
    """Two codings, one around the other: a server and a proxy that each compressed."""

    def __init__(self, outer: Decoder, inner: Decoder) -> None:
        self._outer, self._inner = outer, inner

    def feed(self, data: bytes) -> Iterator[bytes]:
        for piece in self._outer.feed(data):
            yield from self._inner.feed(piece)

    def finish(self) -> None:
        self._outer.finish()
        self._inner.finish()


def _decoder(coding: str) -> Decoder:
    match coding.removeprefix("x-"):
        case "gzip" | "deflate" as name:
            return _Zlib(name)
        case "br":
            return _Brotli()
        case "zstd":
            return _Zstd()
    raise FetchError(FetchCode.BAD_ENCODING, f"Content-Encoding {coding[:40]!r} is unknown")


def decoder(content_encoding: Iterable[str]) -> Decoder:
    """The decoder for the values of Content-Encoding headers. Raises FetchError("bad-encoding")."""
    names = [name.strip().lower() for value in content_encoding for name in value.split(",")]
    codings = [name for name in names if name not in _PLAIN]
    if len(codings) > _CODINGS_MAX:
        raise FetchError(FetchCode.BAD_ENCODING, f"more than {_CODINGS_MAX} content codings")
    if not codings:
        return _Plain()
    last = _decoder(codings[-1])
    return last if len(codings) == 1 else _Stacked(last, _decoder(codings[0]))
