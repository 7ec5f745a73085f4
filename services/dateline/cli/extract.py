"""``dateline extract``: pages on disk to clean text and metadata, one JSON line a page."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click
from pydantic import BaseModel, ValidationError

from dateline.cli.oneshot import BadLine, LineWork, json_line, run_lines, what_is_wrong
from dateline.cli.oneshot_input import STDIN, Line, read_document
from dateline.cli.options import with_settings
from dateline.errors import BadInput, ConfigurationError
from dateline.messages import PageKind
from dateline.settings import STORE_SCHEME, Settings, StoreSettings, WorkerSettings

if TYPE_CHECKING:
    from dateline.web.warc import StoredPage

_WARC_BLOCK_PAGES = 16


class Request(BaseModel):
    """A line of input."""

    id: str | int
    """Handed through."""
    url: str
    """Where the page was fetched."""
    html_path: str
    """File with the page's bytes, relative to the current folder; ``.gz`` is unpacked."""
    warc_offset: int | None = None
    """Where the page's record lies, if the file is a WARC file: in a folder, or at an ``s3://`` URL."""
    warc_length: int = 0
    """Of that record, in bytes."""
    endpoint_url: str | None = None
    """Where the store of an ``s3://`` URL is."""
    content_type: str | None = None
    """The response's header, where it is known: it may name the charset."""


class _File(click.Path):
    """A file that is there, or a URL, of which its store will say whether it is."""

    def convert(
        self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> str | bytes | os.PathLike[str]:
        return value if str(value).startswith(STORE_SCHEME) else super().convert(value, param, ctx)


@click.command(short_help="Extract articles from pages, without Kafka.")
@click.argument("files", nargs=-1, required=True, type=_File(exists=True, dir_okay=False, allow_dash=True))
@click.option("--warc", is_flag=True, help="FILES are WARC files: every response with status 200 is a page.")
@with_settings(WorkerSettings, StoreSettings)
def command(settings: Settings, files: tuple[str, ...], warc: bool) -> None:
    """Extract articles from pages, without Kafka.

    Reads JSON Lines {"id", "url", "html_path"} from FILES ("-": standard input) and writes one line a page,
    in order, to standard output. A page that can't be read is a line with its "error".

    With --warc, FILES are WARC files, as `archive` keeps them: a line's "id" is that of the WARC record. They may
    lie in a store: s3://bucket/name.warc.gz is one file, s3://bucket/prefix/ all that are under it.
    """
    work = LineWork(answer, failure, (warm_up,))
    if not warc:
        if any(file.startswith(STORE_SCHEME) for file in files):
            raise ConfigurationError("only WARC files are read from a store: --warc")
        sys.exit(run_lines(work, files, settings))
    if STDIN in files:
        raise ConfigurationError("--warc reads files: a page is looked up in its file by a worker")
    sys.exit(run_lines(work, (), settings, lambda _: warc_lines(files, settings.archive_endpoint_url)))


def warm_up() -> None:
    """Loads what extraction needs."""
    from dateline.articles import extract

    extract.warm_up()


def warc_lines(paths: Sequence[str], endpoint_url: str | None) -> Iterator[list[Line]]:
    """A line of input for each page in WARC files. Raises ConfigurationError where one can't be read further."""
    from dateline.web.store_errors import StoreError
    from dateline.web.stored_files import warc_files
    from dateline.web.warc import places

    for path in paths:
        block: list[Line] = []
        try:
            for file in warc_files(path, endpoint_url):
                for number, place in enumerate(places(file, endpoint_url), 1):
                    request = Request(
                        id=place.record_id, url=place.url, html_path=file,
                        warc_offset=place.offset, warc_length=place.length, endpoint_url=endpoint_url,
                    )  # fmt: skip
                    block.append(Line(file, number, request.model_dump_json().encode()))
                    if len(block) == _WARC_BLOCK_PAGES:
                        yield block
                        block = []
        except StoreError as error:
            yield block
            raise ConfigurationError(f"{path}: {error.reason}") from error
        except (BadInput, OSError) as error:
            yield block
            raise ConfigurationError(str(error)) from error
        yield block


def answer(line: bytes) -> bytes:
    """The line of a page. Raises BadLine, and BadInput where the page can't be read or is none."""
    from dateline.articles.extract import BODY_BYTES_MAX, extract_page

    request = _request(line)
    if request.warc_offset is None:
        body, content_type = read_document(request.html_path, BODY_BYTES_MAX), request.content_type
    else:
        stored = _stored_page(request, request.warc_offset, BODY_BYTES_MAX)
        body, content_type = stored.body, stored.content_type
    page = extract_page(body, url=request.url, content_type=content_type)
    return json_line({"id": request.id, **asdict(page), "error": None})


def failure(line: bytes, error: BadInput) -> bytes:
    """The line of a page that can't be handled: the same fields, empty, and why. Raises BadLine."""
    from dateline.articles.page import ExtractedPage

    request = _request(line)
    page = ExtractedPage(request.url, request.url, PageKind.ERROR, error.code, extractor="none")
    return json_line({"id": request.id, **asdict(page), "error": {"code": error.code, "reason": error.reason}})


def _stored_page(request: Request, offset: int, body_max_bytes: int) -> StoredPage:
    from dateline.web.store_errors import StoreError
    from dateline.web.warc import Place, page_at

    place = Place(request.html_path, offset, request.warc_length, str(request.id), request.url)
    try:
        return page_at(place, body_max_bytes, request.endpoint_url)
    except (OSError, StoreError) as error:
        raise BadInput("unreadable", f"{request.html_path}: {error}") from error


def _request(line: bytes) -> Request:
    try:
        return Request.model_validate_json(line)
    except ValidationError as error:
        raise BadLine(what_is_wrong(error)) from error
