"""``dateline tag-text --ask``: texts read by the model of the user's own, as the tag stage would have them read.

The questions are asked in the event loop; parsing lines and writing answers happens in workers.
"""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import BinaryIO

from dateline.cli.oneshot import BATCHES_AHEAD_PER_WORKER, Answer, BadLine, in_order, write_answers
from dateline.cli.oneshot_input import Line, check_readable, from_thread, read_blocks, total_bytes
from dateline.cli.oneshot_report import Tally, reporting
from dateline.cli.tag_text import Request, Screen, document_of, failure, request_of, told, warm_up
from dateline.errors import BadInput, ConfigurationError
from dateline.runtime.workers import WorkerPool
from dateline.settings import Settings
from dateline.stages.endpoint import EndpointTagger
from dateline.stages.taggers import RulesTagger, Tagger


def run_asked(paths: Sequence[str], settings: Settings, screen: Screen | None) -> int:
    """Answers every line of the files on standard output, and says on standard error what became of the questions.

    With a screen, as a person is shown them. Returns the exit code. Raises ConfigurationError.
    """
    if not settings.endpoint_url:
        raise ConfigurationError("--ask needs the model's address: --endpoint-url (DATELINE_ENDPOINT_URL)")
    check_readable(paths)
    return asyncio.run(_run(paths, settings, screen, sys.stdout.buffer))


async def _run(paths: Sequence[str], settings: Settings, screen: Screen | None, output: BinaryIO) -> int:
    tally = Tally(total=total_bytes(paths))
    asked: Counter[str] = Counter()
    with reporting() as report:
        async with (
            WorkerPool(settings, warm_up=[warm_up]) as pool,
            EndpointTagger(settings, RulesTagger(pool), pool, lambda name: asked.update([name])) as tagger,
        ):

            async def work(line: Line) -> tuple[Line, Answer]:
                return line, await _answer(line, tagger, pool, screen)

            ahead = BATCHES_AHEAD_PER_WORKER * settings.workers
            async with aclosing(in_order(_each(paths), work, ahead)) as answers:
                async for answered in answers:
                    write_answers([answered], output, tally, report)
        report.complain(", ".join(f"{name}: {count}" for name, count in sorted(asked.items())) or "nothing was asked")
    return tally.exit_code


async def _each(paths: Sequence[str]) -> AsyncGenerator[Line, None]:
    async with aclosing(from_thread(read_blocks(paths))) as blocks:
        async for block in blocks:
            for line in block:
                yield line


async def _answer(line: Line, tagger: Tagger, pool: WorkerPool, screen: Screen | None) -> Answer:
    try:
        request: Request = await pool.run(request_of, line.text)
    except BadLine as error:
        return Answer(None, str(error))
    except BadInput as error:  # too much for a worker
        return Answer(None, f"{error.code}: {error.reason}")
    try:
        tagging = await tagger.tag(document_of(request))
        return Answer(await pool.run(told, request, tagging, screen))
    except BadInput as error:
        return Answer(failure(line.text, error), f"{error.code}: {error.reason}")
