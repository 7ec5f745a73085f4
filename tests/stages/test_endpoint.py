"""The tagger that asks a model of the user's own, against a stub that speaks the protocol on loopback."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from pydantic import ValidationError

from dateline.errors import ConfigurationError
from dateline.events import TAGGER, Document
from dateline.messages import Mention
from dateline.runtime.workers import WorkerPool
from dateline.settings import EndpointSettings, Settings, TagSettings
from dateline.stages.assembly import assembled
from dateline.stages.endpoint import EndpointTagger
from dateline.stages.tag import TagStage
from dateline.stages.taggers import RulesTagger
from tests.cli.commands import dateline, environment
from tests.stages.desk import Clock, Desk, values
from tests.stages.test_tag import an_article, strike

pytestmark = pytest.mark.asyncio(loop_scope="session")

REPORT = Document("a", "", "A bomb killed nine people at a market in Goma on Tuesday, the mayor said.", "2024-05-22")
HARVEST = Document("b", "", "The council met to discuss the harvest.", "2024-05-22")
NAME = f"{TAGGER}+tiny/1"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def an_event(quote: str = REPORT.text, **given: object) -> dict[str, Any]:
    return {"sub_type": "attack", "quotes": [quote], "status": "claimed", "killed": {"min": 8, "max": 8}, **given}


def completion(content: object) -> web.Response:
    """An answer of the protocol, its content as JSON unless it is text already."""
    text = content if isinstance(content, str) else json.dumps(content)
    return web.json_response({"object": "chat.completion", "choices": [{"message": {"content": text}}]})


@dataclass
class Model:
    """The stub: answers as `answer` says, and keeps what it was asked."""

    url: str = ""
    answer: Handler | None = None
    asked: list[tuple[dict[str, Any], str | None]] = field(default_factory=list)

    def says(self, content: object) -> None:
        async def answer(_: web.Request) -> web.StreamResponse:
            return completion(content)

        self.answer = answer

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append((await request.json(), request.headers.get("Authorization")))
        assert self.answer is not None
        return await self.answer(request)


@pytest_asyncio.fixture(loop_scope="session")
async def model() -> AsyncIterator[Model]:
    stub = Model()
    app = web.Application()
    app.router.add_post("/v1/chat/completions", stub.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    stub.url = f"http://{host}:{port}/v1"
    stub.says({"events": [an_event()]})
    yield stub
    await runner.cleanup()


@dataclass
class Asking:
    """A tagger on the stub, and what it counted."""

    tagger: EndpointTagger
    counts: Counter[str]
    clock: Clock


Ask = Callable[..., Awaitable[Asking]]


@pytest_asyncio.fixture(loop_scope="session")
async def ask(model: Model, pool: WorkerPool, clock: Clock) -> AsyncIterator[Ask]:
    """Makes taggers, and closes them at the end."""
    made: list[EndpointTagger] = []

    async def make(**given: object) -> Asking:
        settings = EndpointSettings.model_validate(
            {"endpoint_url": model.url, "endpoint_model": "tiny", "endpoint_timeout_s": 60, **given}
        )
        counts: Counter[str] = Counter()
        tagger = EndpointTagger(settings, RulesTagger(pool), pool, lambda name: counts.update([name]), clock)
        made.append(tagger)
        return Asking(tagger, counts, clock)

    yield make
    for tagger in made:
        async with tagger:
            pass


async def test_a_good_answer_is_the_reading_of_an_article_that_passes_the_gate(ask: Ask, model: Model) -> None:
    asking = await ask(endpoint_key="s3cret")
    tagging = await asking.tagger.tag(REPORT)
    [event] = tagging.events
    assert event.killed is not None
    assert (tagging.tagger, event.sub_type.value, event.killed.max) == (NAME, "attack", 8)
    [(question, key)] = model.asked
    assert (question["model"], key) == ("tiny", "Bearer s3cret")
    assert REPORT.text in question["messages"][-1]["content"]
    assert asking.counts == {"endpoint-answered": 1}


async def test_no_question_is_asked_of_an_article_that_does_not_pass_the_gate(ask: Ask, model: Model) -> None:
    asking = await ask()
    tagging = await asking.tagger.tag(HARVEST)
    assert (tagging.tagger, tagging.events, model.asked, asking.counts) == (NAME, (), [], {})


async def test_an_event_without_evidence_in_the_article_is_dropped_and_counted(ask: Ask, model: Model) -> None:
    model.says({"events": [an_event(), an_event("Nobody wrote this sentence.")]})
    asking = await ask()
    assert len((await asking.tagger.tag(REPORT)).events) == 1
    assert asking.counts == {"endpoint-answered": 1, "endpoint-event-without-evidence": 1}


async def refuses(_: web.Request) -> web.StreamResponse:
    return web.Response(status=500)


async def cuts_off(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def babbles(_: web.Request) -> web.StreamResponse:
    return completion("I am sorry, as a model I would rather write a poem.")


async def errs(_: web.Request) -> web.StreamResponse:
    return completion({"events": [an_event(status="perhaps")]})


async def speaks_no_protocol(_: web.Request) -> web.StreamResponse:
    return web.Response(text="<html>Welcome</html>")


async def says_nothing(_: web.Request) -> web.StreamResponse:
    return web.json_response({"choices": []})


async def floods(_: web.Request) -> web.StreamResponse:
    return web.Response(body=b" " * 2_000_000)


@pytest.mark.parametrize(
    ("answer", "counted"),
    [
        (refuses, "endpoint-refused"),
        (cuts_off, "endpoint-unreachable"),
        (babbles, "endpoint-bad-answer"),
        (errs, "endpoint-bad-answer"),
        (speaks_no_protocol, "endpoint-bad-answer"),
        (says_nothing, "endpoint-bad-answer"),
        (floods, "endpoint-bad-answer"),
    ],
)
async def test_where_there_is_no_answer_of_use_the_rules_reading_stands_and_why_is_counted(
    ask: Ask, model: Model, answer: Handler, counted: str
) -> None:
    model.answer = answer
    asking = await ask()
    tagging = await asking.tagger.tag(REPORT)
    assert (tagging.tagger, [event.sub_type.value for event in tagging.events]) == (
        TAGGER,
        ["remote_explosive_landmine_ied"],
    )
    assert asking.counts == {counted: 1}


async def test_a_slow_answer_is_not_waited_for(ask: Ask, model: Model) -> None:
    late = asyncio.Event()

    async def dawdles(_: web.Request) -> web.StreamResponse:
        await late.wait()
        return completion({"events": []})

    model.answer = dawdles
    asking = await ask(endpoint_timeout_s=0.2)
    assert (await asking.tagger.tag(REPORT)).tagger == TAGGER
    assert asking.counts == {"endpoint-timeout": 1}
    late.set()


async def test_nobody_at_the_address_is_counted_as_unreachable(ask: Ask) -> None:
    asking = await ask(endpoint_url="http://127.0.0.1:9/v1")
    assert (await asking.tagger.tag(REPORT)).tagger == TAGGER
    assert asking.counts == {"endpoint-unreachable": 1}


async def test_the_budget_of_a_minute_is_not_overdrawn_and_comes_back(ask: Ask, model: Model) -> None:
    asking = await ask(endpoint_calls_per_minute=2)
    made_by = [(await asking.tagger.tag(REPORT)).tagger for _ in range(3)]
    assert made_by == [NAME, NAME, TAGGER]
    assert (len(model.asked), asking.counts["endpoint-over-budget"]) == (2, 1)
    asking.clock.now += 60
    assert (await asking.tagger.tag(REPORT)).tagger == NAME


async def test_an_endpoint_that_asks_for_rest_is_left_alone_for_so_long(ask: Ask, model: Model) -> None:
    async def too_many(_: web.Request) -> web.StreamResponse:
        return web.Response(status=429, headers={"Retry-After": "20"})

    model.answer = too_many
    asking = await ask()
    for _ in range(3):
        assert (await asking.tagger.tag(REPORT)).tagger == TAGGER
    assert len(model.asked) == 1
    assert asking.counts == {"endpoint-refused": 1, "endpoint-over-budget": 2}
    model.says({"events": [an_event()]})
    asking.clock.now += 20
    assert (await asking.tagger.tag(REPORT)).tagger == NAME


async def test_the_stage_publishes_what_the_model_says_and_asks_again_where_it_had_to_do_without(
    ask: Ask, model: Model
) -> None:
    text = strike()
    model.says({"events": [an_event(text, place={"name": "Kharkiv", "country": "UKR", "level": "town"})]})
    asking = await ask(endpoint_calls_per_minute=1)
    await asking.tagger.tag(REPORT)  # spends the budget
    desk = Desk(TagStage(TagSettings(), asking.tagger, asking.clock), asking.clock)
    await desk.bring(an_article(text))
    asking.clock.now += 60
    await desk.bring(an_article(text))
    assert (await desk.bring(an_article(text))).disposition == "stale"
    published = values(desk.published, Mention)
    assert published[0].tagger == TAGGER
    assert {mention.tagger for mention in published[1:]} == {NAME}


async def test_it_is_off_unless_its_address_is_set(pool: WorkerPool) -> None:
    assert EndpointSettings().endpoint_url is None
    with pytest.raises(ConfigurationError, match="--endpoint-model"):
        EndpointTagger(EndpointSettings(endpoint_url="http://127.0.0.1/v1"), RulesTagger(pool), pool, print)


@pytest.mark.parametrize(
    "url",
    [
        "127.0.0.1/v1",
        "ftp://host/v1",
        "https://key@host/v1",
        "https://:key@host/v1",
        "https://host/v1?key=1",
        "https://host:port/v1",
        "https://host:65536/v1",
    ],
)
async def test_an_address_that_is_none_or_holds_a_secret_is_refused(url: str) -> None:
    with pytest.raises(ValidationError, match="an endpoint is"):
        EndpointSettings(endpoint_url=url)


async def test_texts_from_a_file_are_read_by_the_model_and_the_questions_counted(model: Model, tmp_path: Path) -> None:
    texts = [REPORT, HARVEST]
    lines = [json.dumps({"doc_id": one.doc_id, "text": one.text, "published_at": one.published_at}) for one in texts]
    (tmp_path / "in.jsonl").write_text("\n".join([*lines, "no json"]))
    arguments = ["tag-text", "--ask", "--endpoint-url", model.url, "--endpoint-model", "tiny", "--workers", "1"]
    said = await dateline(*arguments, str(tmp_path / "in.jsonl"), env=environment())
    assert said.code == 1, "one line is none"
    assert [(line["doc_id"], line["tagger"], len(line["events"])) for line in said.json_lines] == [
        ("a", NAME, 1),
        ("b", NAME, 0),
    ]
    assert "in.jsonl:3: Invalid JSON" in said.err
    assert "endpoint-answered: 1" in said.err
    explained = await dateline(*arguments, "--explain", "-", env=environment(), stdin=lines[0].encode())
    assert "model" in explained.out


async def test_the_stage_is_assembled_with_the_endpoint_that_the_settings_name(model: Model) -> None:
    settings = Settings(endpoint_url=model.url, endpoint_model="tiny", workers=1)
    async with assembled(["tag"], settings) as assembly:
        [stage] = assembly.stages
        desk = Desk(stage, Clock())
        model.says({"events": [an_event(strike())]})
        await desk.bring(an_article(strike()))
    assert [mention.tagger for mention in values(desk.published, Mention)] == [NAME]
