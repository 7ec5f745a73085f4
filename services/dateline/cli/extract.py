"""``dateline extract``: pages on disk to clean text and metadata, one JSON line a page."""

from __future__ import annotations

import sys
from dataclasses import asdict

import click
from pydantic import BaseModel, ValidationError

from dateline.cli.oneshot import BadLine, LineWork, json_line, run_lines, what_is_wrong
from dateline.cli.oneshot_input import read_document
from dateline.cli.options import with_settings
from dateline.errors import BadInput
from dateline.messages import PageKind
from dateline.settings import Settings, WorkerSettings


class Request(BaseModel):
    """A line of input."""

    id: str | int
    """Handed through."""
    url: str
    """Where the page was fetched."""
    html_path: str
    """File with the page's bytes, relative to the current folder; ``.gz`` is unpacked."""
    content_type: str | None = None
    """The response's header, where it is known: it may name the charset."""


@click.command(short_help="Extract articles from pages, without Kafka.")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@with_settings(WorkerSettings)
def command(settings: Settings, files: tuple[str, ...]) -> None:
    """Extract articles from pages, without Kafka.

    Reads JSON Lines {"id", "url", "html_path"} from FILES ("-": standard input) and writes one line a page,
    in order, to standard output. A page that can't be read is a line with its "error".
    """
    sys.exit(run_lines(LineWork(answer, failure, (warm_up,)), files, settings))


def warm_up() -> None:
    """Loads what extraction needs."""
    from dateline.articles import extract

    extract.warm_up()


def answer(line: bytes) -> bytes:
    """The line of a page. Raises BadLine, and BadInput where the page can't be read or is none."""
    from dateline.articles.extract import BODY_BYTES_MAX, extract_page

    request = _request(line)
    body = read_document(request.html_path, BODY_BYTES_MAX)
    page = extract_page(body, url=request.url, content_type=request.content_type)
    return json_line({"id": request.id, **asdict(page), "error": None})


def failure(line: bytes, error: BadInput) -> bytes:
    """The line of a page that can't be handled: the same fields, empty, and why. Raises BadLine."""
    from dateline.articles.page import ExtractedPage

    request = _request(line)
    page = ExtractedPage(request.url, request.url, PageKind.ERROR, error.code, extractor="none")
    return json_line({"id": request.id, **asdict(page), "error": {"code": error.code, "reason": error.reason}})


def _request(line: bytes) -> Request:
    try:
        return Request.model_validate_json(line)
    except ValidationError as error:
        raise BadLine(what_is_wrong(error)) from error
