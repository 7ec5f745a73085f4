"""Fetched pages as WARC records (ISO 28500), and back. How and when files are written is in ``archive.py``.

The body is the page's as it was decoded: Content-Encoding and Transfer-Encoding no longer hold for it, so these
headers are kept under ``X-Archive-Orig-`` names, as other archives do.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import BinaryIO
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from dateline.errors import BadInput
from dateline.web.client import Response
from dateline.web.stored_files import opened, part_of

_COMPRESSION = 6
_GZIP = 31
"""zlib's number for a member of gzip, with head and checksum."""
_CHUNK_BYTES = 16 * 1024
_HEADERS_BYTES_MAX = 1_000_000
"""What a record may have beside the page."""
_UNDONE = (b"content-encoding", b"transfer-encoding", b"content-length")
"""Headers that speak of the bytes on the wire."""
_BROKEN = (ArchiveLoadFailed, EOFError, OSError, zlib.error, ValueError, UnicodeDecodeError)
"""What warcio raises on bytes that are no WARC."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page lies."""

    path: str
    offset: int
    length: int
    """Of its record, in bytes."""
    record_id: str
    url: str


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page read back."""

    body: bytes
    """Decoded."""
    content_type: str | None


def file_beginning(name: str, software: str) -> bytes:
    """The record with which a file begins."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False, warc_version="1.1")
    writer.write_record(writer.create_warcinfo_record(name, {"software": software, "format": "WARC File Format 1.1"}))
    return gzip.compress(out.getvalue(), _COMPRESSION)


def records_of(response: Response, fetched_at: datetime) -> bytes:
    """Response and request as two records, each compressed by itself, as readers that seek expect."""
    date = fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    pieces: list[bytes] = []
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False, warc_version="1.1")
    answer = writer.create_warc_record(
        response.url,
        "response",
        payload=io.BytesIO(response.body),
        length=len(response.body),
        warc_headers_dict={"WARC-Date": date},
        http_headers=StatusAndHeaders(_status_line(response.status), _answered(response), protocol="HTTP/1.1"),
    )
    parts = urlsplit(response.url)
    asked = [("Host", parts.netloc), *_text(response.request_headers)]
    target = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    request = writer.create_warc_record(
        response.url,
        "request",
        warc_headers_dict={
            "WARC-Date": date,
            "WARC-Concurrent-To": answer.rec_headers.get_header("WARC-Record-ID"),
        },
        http_headers=StatusAndHeaders(f"GET {target} HTTP/1.1", asked, is_http_request=True),
    )
    for record in (answer, request):
        writer.write_record(record)
        pieces.append(gzip.compress(out.getvalue(), _COMPRESSION))
        out.seek(0)
        out.truncate()
    return b"".join(pieces)


def whole_bytes(file: BinaryIO) -> int:
    """Where the last whole record of a file ends: behind it lies what was being written when its process died."""
    position = whole = 0
    record = zlib.decompressobj(_GZIP)
    with contextlib.suppress(zlib.error):
        while chunk := file.read(_CHUNK_BYTES):
            while chunk:
                record.decompress(chunk)
                rest = record.unused_data
                position += len(chunk) - len(rest)
                if record.eof:
                    whole, record = position, zlib.decompressobj(_GZIP)
                chunk = rest
    return whole


def places(path: str, endpoint_url: str | None = None) -> Iterator[Place]:
    """Where the pages of a file lie: responses with status 200, in their order. The file is one as in `stored_files`.

    Raises BadInput ("bad-warc") where the file is none, after the pages that come before what is broken; and OSError,
    StoreError and ConfigurationError where it can't be read.
    """
    with opened(path, endpoint_url) as file:
        records = ArchiveIterator(file)
        try:
            for record in records:
                if record.rec_type == "response" and _is_page(record):
                    headers = record.rec_headers
                    record_id, url = (headers.get_header(name) or "" for name in ("WARC-Record-ID", "WARC-Target-URI"))
                    yield Place(path, records.get_record_offset(), records.get_record_length(), record_id, url)
        except _BROKEN as error:
            raise BadInput("bad-warc", f"{path}: no WARC, or a broken one: {error}") from error


def page_at(place: Place, body_max_bytes: int, endpoint_url: str | None = None) -> StoredPage:
    """The page whose record lies there. Raises BadInput ("bad-warc", "page-too-large"), and what `places` raises."""
    if place.length > body_max_bytes + _HEADERS_BYTES_MAX:
        raise BadInput("page-too-large", f"a record of {place.length} bytes")
    records = ArchiveIterator(io.BytesIO(part_of(place.path, place.offset, place.length, endpoint_url)))
    try:
        record = next(iter(records))
        body = record.content_stream().read(body_max_bytes + 1)
    except (*_BROKEN, StopIteration) as error:
        raise BadInput("bad-warc", f"{place.path}: no record at {place.offset}: {error}") from error
    if len(body) > body_max_bytes:
        raise BadInput("page-too-large", f"a page of more than {body_max_bytes} bytes")
    return StoredPage(body, record.http_headers.get_header("Content-Type") if record.http_headers else None)


def _is_page(record: ArcWarcRecord) -> bool:
    return record.http_headers is not None and record.http_headers.get_statuscode() == "200"


def _status_line(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status} "


def _answered(response: Response) -> list[tuple[str, str]]:
    """The response's headers, as they hold for the decoded body."""
    kept = [
        (b"X-Archive-Orig-" + name if name.lower() in _UNDONE else name, value) for name, value in response.headers.raw
    ]
    return [*_text(kept), ("Content-Length", str(len(response.body)))]


def _text(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]
