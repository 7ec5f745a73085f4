"""``dateline tag-text``: texts to conflict events in the codebook's shape, one JSON line a text."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import click
from pydantic import BaseModel, ValidationError
from rich.console import Console

from dateline.cli.oneshot import BadLine, LineWork, json_line, run_lines, what_is_wrong
from dateline.cli.options import with_settings
from dateline.cli.terminal import one_line
from dateline.errors import BadInput
from dateline.settings import EndpointSettings, Settings, WorkerSettings

if TYPE_CHECKING:
    from dateline.events import Document, Tagging

PLAIN_COLUMNS = 120
"""Width of tables where no terminal says its own."""


@dataclass(frozen=True, slots=True)
class Screen:
    """Where an explanation will be shown."""

    columns: int
    colours: bool


class Request(BaseModel):
    """A line of input."""

    doc_id: str | int
    """Handed through."""
    title: str | None = None
    """Headline; offsets count from its beginning."""
    text: str
    """The article."""
    published_at: str | None = None
    """RFC 3339 or a bare day, as the source gave it."""
    url: str | None = None
    """Where it was published."""
    language: str | None = None
    """BCP 47, where the source says so."""


@click.command(short_help="Tag conflict events in texts, without Kafka.")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--places", is_flag=True, help="Add every place name, with its place and offsets.")
@click.option("--explain", is_flag=True, help="Show each text with the reason of every slot, for a person.")
@click.option("--ask", is_flag=True, help="Ask the model of your own at --endpoint-url, as the tag stage would.")
@with_settings(WorkerSettings, EndpointSettings)
def command(settings: Settings, files: tuple[str, ...], places: bool, explain: bool, ask: bool) -> None:
    """Tag conflict events in texts, without Kafka.

    Reads JSON Lines {"doc_id", "title", "text", "published_at", "url"} from FILES ("-": standard input) and
    writes {"doc_id", "events": […]} for each, in order, to standard output. Offsets count characters of
    title + two newlines + text.

    --explain writes for a person instead: the text with the words of every slot coloured (in brackets where
    standard output is no terminal or NO_COLOR is set), and for each event a table of slots with value,
    evidence, rule and confidence.

    --ask has a model read what passes the gate, within --endpoint-calls-per-minute, and says in the end how often
    it answered; "tagger" names what read a text.
    """
    if places and (explain or ask):
        raise click.UsageError("--places goes with neither --explain nor --ask: choose one")
    screen = _screen() if explain else None
    if ask:
        from dateline.cli.tag_text_asked import run_asked

        sys.exit(run_asked(files, settings, screen))
    work = LineWork(answer_with_places if places else answer, failure, (warm_up,))
    if screen is not None:
        work = LineWork(partial(answer, screen=screen), no_explanation, (warm_up,))
    sys.exit(run_lines(work, files, settings))


def _screen() -> Screen:
    console = Console()
    colours = console.is_terminal and not console.no_color
    return Screen(console.width if colours else PLAIN_COLUMNS, colours)


def warm_up() -> None:
    """Loads lexicons and gazetteer."""
    from dateline import events

    events.warm_up()


def answer(line: bytes, screen: Screen | None = None) -> bytes:
    """What is written of a text, see `told`. Raises BadLine."""
    from dateline.events import tag

    request = request_of(line)
    return told(request, tag(document_of(request)), screen)


def answer_with_places(line: bytes) -> bytes:
    """The line of a text, with all its place names. Raises BadLine."""
    from dateline.events import tag
    from dateline.events.places import find_places

    request = request_of(line)
    document = document_of(request)
    tagging = tag(document)
    found = find_places(document.full_text, language=tagging.language or "en")
    places = [
        {
            "start": place.start,
            "end": place.end,
            "name": place.name,
            "country": place.country,
            "lat": place.lat,
            "lon": place.lon,
        }
        for place in found
    ]
    return json_line({**_row(request, tagging), "places": places})


def failure(line: bytes, error: BadInput) -> bytes:
    """The line of a text that can't be handled: no events, and why. Raises BadLine."""
    return json_line(
        {"doc_id": request_of(line).doc_id, "events": [], "error": {"code": error.code, "reason": error.reason}}
    )


def told(request: Request, tagging: Tagging, screen: Screen | None) -> bytes:
    """What is written of a text that has been read: a line of JSON, or with a screen what a person is shown."""
    if screen is None:
        return json_line(_row(request, tagging))
    from dateline.cli.tag_text_explained import explained

    return explained(document_of(request), tagging, screen).encode("utf-8", "replace")


def no_explanation(line: bytes, error: BadInput) -> bytes:
    """What a person is shown of a text that can't be handled. Raises BadLine."""
    return f"{one_line(str(request_of(line).doc_id))}: {error.code}: {one_line(error.reason)}\n".encode(
        "utf-8", "replace"
    )


def _row(request: Request, tagging: Tagging) -> dict[str, Any]:
    from dateline.events import to_codebook

    return {**to_codebook(document_of(request), tagging), "doc_id": request.doc_id}


def document_of(request: Request) -> Document:
    """What the tagger reads of it."""
    from dateline.events import Document

    return Document(
        doc_id=str(request.doc_id),
        title=request.title or "",
        text=request.text,
        published_at=request.published_at,
        url=request.url,
        language=request.language,
    )


def request_of(line: bytes) -> Request:
    """A line of input. Raises BadLine."""
    try:
        return Request.model_validate_json(line)
    except ValidationError as error:
        raise BadLine(what_is_wrong(error)) from error
