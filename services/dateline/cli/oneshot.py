"""What the one-shot commands share: a stage's pure work over many inputs, in parallel, answered in order.

Lines go to worker processes in batches whose size follows the time that they take, so that the pipe is no
bottleneck for light work and no answer is late for heavy work. Reading input is in ``oneshot_input.py``;
what is done with an input is in each command's module.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, BinaryIO, TypeVar

from pydantic import ValidationError

from dateline.cli.oneshot_input import Line, check_readable, from_thread, read_blocks, total_bytes
from dateline.cli.oneshot_report import Report, Tally, reporting
from dateline.errors import BadInput, DatelineError, WorkerCrash, WorkerTimeout
from dateline.runtime.workers import WorkerPool
from dateline.settings import WorkerSettings

T = TypeVar("T")
R = TypeVar("R")

BATCH_S = 0.05
"""Work that a batch should hold: long beside what sending it costs, short beside what a person notices."""
BATCH_LINES_MAX = 512
BATCH_BYTES_MAX = 512 * 1024
BATCHES_AHEAD_PER_WORKER = 4
"""Batches that are read, running or waiting for an earlier one's answer."""


class BadLine(DatelineError):
    """A line of the input is not what the command reads; the message says why."""


@dataclass(frozen=True, slots=True)
class LineWork:
    """What a command does with each line. All functions are module-level ones: they run in workers."""

    answer: Callable[[bytes], bytes]
    """A line of input to a line of output. Raises BadLine where it is none, BadInput where it can't be handled."""
    failure: Callable[[bytes, BadInput], bytes]
    """The line of output for one that can't be handled."""
    warm_up: tuple[Callable[[], None], ...] = ()
    """Run in each worker before its first line."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one line: a line of output, or a complaint about the input, or both where it failed."""

    output: bytes | None
    complaint: str | None = None


ReadLines = Callable[[Sequence[str]], Iterator[list[Line]]]
"""Gives the lines of files, in blocks. It is called in a thread."""


def run_lines(work: LineWork, paths: Sequence[str], settings: WorkerSettings, read: ReadLines = read_blocks) -> int:
    """Answers every line of the files (``-``: standard input; ``.gz`` is unpacked) on standard output.

    Returns the exit code. What is wrong with a line is said on standard error with its file and number.
    """
    check_readable(paths)
    return asyncio.run(_run_lines(work, paths, settings, read, sys.stdout.buffer))


async def _run_lines(
    work: LineWork, paths: Sequence[str], settings: WorkerSettings, read: ReadLines, output: BinaryIO
) -> int:
    tally = Tally(total=total_bytes(paths) if read is read_blocks else None)
    with reporting() as report:
        async with WorkerPool(settings, warm_up=work.warm_up) as pool:
            batches = _Batches(paths, read)

            async def run(batch: list[Line]) -> list[tuple[Line, Answer]]:
                answers, took_s = await _answered(pool, work, [line.text for line in batch])
                batches.learn(len(batch), took_s)
                return list(zip(batch, answers, strict=True))

            ahead = BATCHES_AHEAD_PER_WORKER * settings.workers
            async with aclosing(in_order(batches.cut(), run, ahead)) as results:
                async for answered in results:
                    write_answers(answered, output, tally, report)
    return tally.exit_code


def write_answers(answered: Sequence[tuple[Line, Answer]], output: BinaryIO, tally: Tally, report: Report) -> None:
    """Writes a batch's lines, and says and counts what went wrong."""
    for line, answer in answered:
        if answer.complaint is not None:
            report.complain(f"{line.source}:{line.number}: {answer.complaint}")
        tally.done += answer.output is not None
        tally.failed += answer.output is not None and answer.complaint is not None
        tally.unreadable += answer.output is None
        tally.read += len(line.text) + 1
    output.write(b"".join(answer.output + b"\n" for _, answer in answered if answer.output is not None))
    output.flush()
    report.show(tally)


async def in_order(items: AsyncIterator[T], work: Callable[[T], Awaitable[R]], ahead: int) -> AsyncGenerator[R, None]:
    """The results of `work` on each item, in the items' order, with up to `ahead` of them under way.

    Items are read only as results are taken. What `items` or `work` raises is raised here; whatever is
    under way is then cancelled, as it is when the iteration is closed.
    """
    queue: asyncio.Queue[asyncio.Future[R] | None] = asyncio.Queue(ahead)
    running: set[asyncio.Future[R]] = set()

    async def start_all() -> None:
        try:
            async for item in items:
                task = asyncio.ensure_future(work(item))
                running.add(task)
                task.add_done_callback(running.discard)
                await queue.put(task)
        finally:
            await queue.put(None)

    starter = asyncio.create_task(start_all())
    try:
        while (task := await queue.get()) is not None:
            yield await task
        await starter
    finally:
        leftover: list[asyncio.Future[Any]] = [starter, *running]
        for one in leftover:
            one.cancel()
        while not queue.empty():  # lets a starter go that waits for room
            queue.get_nowait()
        await asyncio.gather(*leftover, return_exceptions=True)


def json_line(value: object) -> bytes:
    """A value as one line of JSON in UTF-8, without the newline. What UTF-8 can't hold is a question mark."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")


def what_is_wrong(error: ValidationError) -> str:
    """The first complaint of a model about a line, for a person."""
    first = error.errors(include_url=False)[0]
    field = ".".join(str(part) for part in first["loc"])
    return f"{field}: {first['msg']}" if field else first["msg"]


class _Batches:
    """Cuts the input into batches of about `BATCH_S` of work each."""

    def __init__(self, paths: Sequence[str], read: ReadLines) -> None:
        self._paths = paths
        self._read = read
        self._lines = 1

    async def cut(self) -> AsyncGenerator[list[Line], None]:
        async with aclosing(from_thread(self._read(self._paths))) as blocks:
            async for block in blocks:
                batch: list[Line] = []
                size = 0
                for line in block:
                    batch.append(line)
                    size += len(line.text)
                    if len(batch) >= self._lines or size >= BATCH_BYTES_MAX:
                        yield batch
                        batch, size = [], 0
                if batch:
                    yield batch

    def learn(self, lines: int, took_s: float) -> None:
        """Sets the size of the next batches by what one of `lines` lines took; at most doubles it."""
        fitting = int(BATCH_S * lines / max(took_s, 1e-6))
        self._lines = max(1, min(fitting, 2 * self._lines, BATCH_LINES_MAX))


async def _answered(pool: WorkerPool, work: LineWork, lines: list[bytes]) -> tuple[list[Answer], float]:
    """The answers to a batch and the seconds of work. A line that kills its worker fails alone."""
    try:
        return await pool.run(answer_lines, work, lines)
    except (WorkerTimeout, WorkerCrash) as error:
        if len(lines) == 1:
            return [_failed(work, lines[0], error)], BATCH_S
    answers = [answer for line in lines for answer in (await _answered(pool, work, [line]))[0]]
    return answers, BATCH_S * len(lines)


def answer_lines(work: LineWork, lines: list[bytes]) -> tuple[list[Answer], float]:
    """Runs in a worker: the answers to some lines, and the seconds that they took."""
    started = time.perf_counter()
    answers = [_answer(work, line) for line in lines]
    return answers, time.perf_counter() - started


def _answer(work: LineWork, line: bytes) -> Answer:
    try:
        return Answer(work.answer(line))
    except BadLine as error:
        return Answer(None, str(error))
    except BadInput as error:
        return _failed(work, line, error)
    except MemoryError:
        raise  # the pool's business: this worker is spent
    except Exception as error:  # a defect of ours must not cost the other lines
        return _failed(work, line, BadInput("defect", f"{type(error).__name__}: {error}"))


def _failed(work: LineWork, line: bytes, error: BadInput) -> Answer:
    try:
        return Answer(work.failure(line, error), f"{error.code}: {error.reason}")
    except BadLine as unreadable:
        return Answer(None, str(unreadable))
