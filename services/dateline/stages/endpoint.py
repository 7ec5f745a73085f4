"""A model of the user's own behind an OpenAI-compatible endpoint: a tagger that asks it, and falls back to the rules.

The rules read every article first; the endpoint is asked only of those that pass their gate. Whatever keeps it from
answering well and in time, the rules' reading stands, and why is counted.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Self

import httpx
from pydantic import BaseModel, ValidationError

from dateline.errors import BadInput, ConfigurationError
from dateline.events import Document, Tagging
from dateline.events.gate import Verdict
from dateline.events.model_answer import PROMPT_VERSION, question, read_answer
from dateline.runtime.workers import WorkerPool
from dateline.settings import EndpointSettings
from dateline.stages.taggers import Tagger

_ANSWER_BYTES_MAX = 512 * 1024
_REST_MAX_S = 3600.0
_MINUTE_S = 60.0
_WORTH_ASKING = frozenset({Verdict.TAGGED, Verdict.NO_EVENT})
"""What the rules' gate says of an article that the endpoint is asked about."""


class _Said(BaseModel):
    content: str


class _Choice(BaseModel):
    message: _Said


class _Completion(BaseModel):
    """What we read of an answer to ``POST /chat/completions``."""

    choices: list[_Choice]


class _Unanswered(Exception):
    """No answer of use; the reason is from a bounded list, for a metric."""


class EndpointTagger:
    """Asks the endpoint, in the event loop. ``async with``: holds its connections.

    `count` is told by name what became of every question.
    """

    def __init__(
        self,
        settings: EndpointSettings,
        rules: Tagger,
        pool: WorkerPool,
        count: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if not settings.endpoint_model:
            raise ConfigurationError(
                "an endpoint is set and no model: name it with --endpoint-model (DATELINE_ENDPOINT_MODEL)"
            )
        self._settings = settings
        self._rules = rules
        self._pool = pool
        self._count = count
        self._clock = clock
        self._asked: deque[float] = deque()
        self._rest_until = 0.0
        self.name = f"{rules.name}+{settings.endpoint_model}/{PROMPT_VERSION}"
        key = settings.endpoint_key
        self._client = httpx.AsyncClient(
            headers={
                "Accept-Encoding": "identity",
                **({} if key is None else {"Authorization": f"Bearer {key.get_secret_value()}"}),
            },
            timeout=settings.endpoint_timeout_s,
            trust_env=False,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def tag(self, document: Document) -> Tagging:
        """The endpoint's reading of an article that passes the gate, else the rules'."""
        by_rules = await self._rules.tag(document)
        if by_rules.gate not in _WORTH_ASKING:
            return replace(by_rules, tagger=self.name)
        try:
            answer = await self._answer(document)
            shown = self._settings.endpoint_characters_max
            reading = partial(read_answer, tagger=self.name, characters_max=shown)
            tagging, dropped = await self._pool.run(reading, document, by_rules.language, answer)
        except _Unanswered as error:
            self._count(f"endpoint-{error}")
            return by_rules
        except BadInput:  # no answer of the shape, or one that is too much for a worker
            self._count("endpoint-bad-answer")
            return by_rules
        self._count("endpoint-answered")
        for _ in range(dropped):
            self._count("endpoint-event-without-evidence")
        return tagging

    async def _answer(self, document: Document) -> str:
        """What the model says. Raises _Unanswered."""
        if not self._may_ask():
            raise _Unanswered("over-budget")
        body = {
            "model": self._settings.endpoint_model,
            "messages": question(document, self._settings.endpoint_characters_max),
            "max_tokens": self._settings.endpoint_answer_tokens_max,
            "temperature": 0,
            "response_format": {"type": "json_object"},
        }
        url = f"{str(self._settings.endpoint_url).rstrip('/')}/chat/completions"
        try:
            async with asyncio.timeout(self._settings.endpoint_timeout_s):
                async with self._client.stream("POST", url, json=body) as response:
                    if response.status_code != httpx.codes.OK:
                        self._rest(response)
                        raise _Unanswered("refused")
                    raw = await _read(response)
            return _Completion.model_validate_json(raw).choices[0].message.content
        except (TimeoutError, httpx.TimeoutException) as error:
            raise _Unanswered("timeout") from error
        except httpx.HTTPError as error:
            raise _Unanswered("unreachable") from error
        except (ValidationError, IndexError) as error:
            raise _Unanswered("bad-answer") from error

    def _may_ask(self) -> bool:
        """Takes one question from the minute's budget, if there is one and the endpoint did not ask for rest."""
        now = self._clock()
        while self._asked and now - self._asked[0] >= _MINUTE_S:
            self._asked.popleft()
        if now < self._rest_until or len(self._asked) >= self._settings.endpoint_calls_per_minute:
            return False
        self._asked.append(now)
        return True

    def _rest(self, response: httpx.Response) -> None:
        """Leaves the endpoint alone for as long as it asks (RFC 9110, section 10.2.3; in seconds)."""
        wait = response.headers.get("retry-after", "")
        if wait.isascii() and wait.isdecimal():
            self._rest_until = self._clock() + min(float(wait), _REST_MAX_S)


async def _read(response: httpx.Response) -> bytes:
    """The body, as far as it may go. Raises _Unanswered."""
    raw = bytearray()
    async for part in response.aiter_bytes():
        raw += part
        if len(raw) > _ANSWER_BYTES_MAX:
            raise _Unanswered("bad-answer")
    return bytes(raw)
